//! What the register says now, and what it said then.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use stelselwacht::domain::identifiers::{BodyCode, KvkNumber, SchemeCode, VersionLabel};
use stelselwacht::domain::period::Period;
use stelselwacht::domain::scheme::System;
use stelselwacht::storage::bodies::NewDesignation;
use stelselwacht::storage::schemes::{NewScheme, NewVersion};
use stelselwacht::storage::{Change, Known, StorageError, bodies, schemes};

use crate::support::{TestDatabase, day, moment};

fn scheme_called(code: &SchemeCode) -> NewScheme<'_> {
    NewScheme { code, system: System::Co, name: "x", owner: "y", subareas: &[], lapses: &[] }
}

fn for_scheme(scheme_id: i64, valid: Period) -> NewDesignation {
    NewDesignation { scheme_id, valid, ended_by: None }
}

#[test]
fn a_changed_body_is_a_new_row_and_the_old_one_can_still_be_asked() {
    let database = TestDatabase::new();
    let (march, april) = (moment("2026-03-01T10:00:00Z"), moment("2026-04-01T10:00:00Z"));
    let (code, number) = (BodyCode::parse("alfa").unwrap(), KvkNumber::parse("99000000").unwrap());
    let save = |now, name: &str| database.store.write(|conn| bodies::save(conn, now, &code, name, &number)).unwrap();

    let (id, change) = save(march, "Certificatie Alfa");
    assert_eq!(change, Change::New);
    assert_eq!(save(april, "Certificatie Alfa"), (id, Change::Unchanged));
    assert_eq!(save(april, "Alfa Certificatie B.V."), (id, Change::Changed));

    let names = |known| -> Vec<String> {
        let found = database.store.read(|conn| bodies::all(conn, known)).unwrap();
        found.into_iter().map(|body| body.name).collect()
    };
    assert_eq!(names(Known::Now), ["Alfa Certificatie B.V."]);
    assert_eq!(names(Known::At(april)), ["Alfa Certificatie B.V."]);
    assert_eq!(names(Known::At(moment("2026-03-15T00:00:00Z"))), ["Certificatie Alfa"]);
    assert!(names(Known::At(moment("2026-02-01T00:00:00Z"))).is_empty());
}

#[test]
fn designations_that_are_not_named_any_more_are_closed() {
    let database = TestDatabase::new();
    let (march, april) = (moment("2026-03-01T10:00:00Z"), moment("2026-04-01T10:00:00Z"));
    let valid = Period::open(day("2023-03-30"));
    let changes = database
        .store
        .write(|conn| {
            let (code, number) = (BodyCode::parse("alfa").unwrap(), KvkNumber::parse("99000000").unwrap());
            let (body, _) = bodies::save(conn, march, &code, "Alfa", &number)?;
            let mut scheme = |code: &str| {
                let code = SchemeCode::parse(code).unwrap();
                schemes::save(conn, march, &scheme_called(&code)).map(|(id, _)| id)
            };
            let (a, b) = (scheme("CS-A")?, scheme("CS-B")?);
            let ended = Period { until: Some(day("2026-05-01")), ..valid };
            Ok::<_, StorageError>([
                bodies::save_designations(conn, march, body, &[for_scheme(a, valid), for_scheme(b, valid)])?,
                bodies::save_designations(conn, march, body, &[for_scheme(b, valid), for_scheme(a, valid)])?,
                bodies::save_designations(conn, april, body, &[for_scheme(a, ended)])?,
            ])
        })
        .unwrap();
    assert_eq!(changes, [Change::New, Change::Unchanged, Change::Changed]);

    let said = |known| -> Vec<String> {
        let found = database.store.read(|conn| bodies::designations(conn, known)).unwrap();
        found.iter().map(|d| format!("{} {:?}", d.scheme, d.valid.until)).collect()
    };
    assert_eq!(said(Known::At(march)), ["CS-A None", "CS-B None"]);
    assert_eq!(said(Known::Now), ["CS-A Some(2026-05-01)"]);
}

#[test]
fn the_matrix_is_that_of_the_version_in_force_on_the_day() {
    let database = TestDatabase::new();
    let now = moment("2026-03-01T10:00:00Z");
    let (one, two) = (VersionLabel::parse("1.0").unwrap(), VersionLabel::parse("2.0").unwrap());
    let split = day("2025-07-01");
    let versions = [
        NewVersion {
            label: &one,
            in_force: Period { from: day("2023-04-01"), until: Some(split) },
            matrix_json: "{\"a\":1}",
        },
        NewVersion { label: &two, in_force: Period::open(split), matrix_json: "{\"a\":2}" },
    ];
    let id = database
        .store
        .write(|conn| {
            let (id, _) = schemes::save(conn, now, &scheme_called(&SchemeCode::parse("CS-A").unwrap()))?;
            assert_eq!(schemes::save_versions(conn, now, id, &versions)?, [Change::New, Change::New]);
            assert_eq!(schemes::save_versions(conn, now, id, &versions)?, [Change::Unchanged, Change::Unchanged]);
            Ok::<_, StorageError>(id)
        })
        .unwrap();
    let in_force = |text: &str| {
        let versions = database.store.read(|conn| schemes::versions_of(conn, id)).unwrap();
        let found = versions.into_iter().find(|version| version.in_force.contains(day(text)));
        found.map(|version| version.label.as_str().to_owned())
    };
    assert_eq!(in_force("2023-03-31"), None);
    assert_eq!(in_force("2025-06-30").as_deref(), Some("1.0"));
    assert_eq!(in_force("2025-07-01").as_deref(), Some("2.0"));
}

/// Two versions may change places of their days in one load: the unique keys must not stand in the way.
#[test]
fn versions_may_exchange_their_days() {
    let database = TestDatabase::new();
    let now = moment("2026-03-01T10:00:00Z");
    let (one, two) = (VersionLabel::parse("1.0").unwrap(), VersionLabel::parse("2.0").unwrap());
    let (early, late) =
        (Period { from: day("2023-04-01"), until: Some(day("2025-07-01")) }, Period::open(day("2025-07-01")));
    let version = |label, in_force| NewVersion { label, in_force, matrix_json: "{}" };
    database
        .store
        .write(|conn| {
            let (id, _) = schemes::save(conn, now, &scheme_called(&SchemeCode::parse("CS-A").unwrap()))?;
            schemes::save_versions(conn, now, id, &[version(&one, early), version(&two, late)])?;
            let changed = schemes::save_versions(conn, now, id, &[version(&two, early), version(&one, late)])?;
            assert_eq!(changed, [Change::Changed, Change::Changed]);
            Ok::<_, StorageError>(())
        })
        .unwrap();
}
