//! What a system file says about the parts of a scheme, and about designations that end.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use serde_json::{Value, json};
use stelselwacht::domain::appliance::Appliance;
use stelselwacht::domain::designation::End;
use stelselwacht::services::register;
use stelselwacht::services::system::LoadError;
use stelselwacht::storage::Known;

use crate::support::system::{SMALL_SYSTEM, database_with_system, load_system, load_system_at};
use crate::support::{TestDatabase, day, moment};

fn with(pointer: &str, key: &str, value: Value) -> String {
    let mut system: Value = serde_json::from_str(SMALL_SYSTEM).unwrap();
    system.pointer_mut(pointer).unwrap()[key] = value;
    system.to_string()
}

fn faults(pointer: &str, key: &str, value: Value) -> Vec<String> {
    match load_system(&TestDatabase::new(), &with(pointer, key, value)) {
        Err(LoadError::Refused(faults)) => faults.to_string().lines().map(str::to_owned).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn parts_of_a_scheme_are_data_with_a_history() {
    let database = database_with_system();
    let parts = json!([{"code": "1", "naam": "Cv-ketels", "toestellen": ["cv-ketel", "geiser"]}]);
    let described = with("/schemas/0", "deelgebieden", parts);
    let loaded = load_system_at(&database, &described, "2026-07-01T12:00:00Z").unwrap();
    assert_eq!((loaded.schemes.changed, loaded.schemes.unchanged, loaded.versions.unchanged), (1, 1, 3));
    let again = load_system_at(&database, &described, "2026-08-01T12:00:00Z").unwrap();
    assert!(!again.changed_anything());
    let subareas = |known| {
        let book = register::scheme_book(&database.store, known).unwrap();
        book.schemes()[0].scheme.subareas.clone()
    };
    assert_eq!(subareas(Known::Now)[0].appliances, [Appliance::Boiler, Appliance::Geyser]);
    assert!(subareas(Known::At(moment("2026-06-15T00:00:00Z"))).is_empty());
}

#[test]
fn an_end_says_how_and_when() {
    let database = database_with_system();
    let ended = json!([{"schema": "CS-A", "op": "2023-03-30", "tot": "2026-05-01", "einde": "schorsing"}, "CS-C"]);
    load_system(&database, &with("/instellingen/0", "aangewezenVoor", ended)).unwrap();
    let bodies = register::bodies(&database.store, Known::Now).unwrap();
    let (designation, _) = &bodies[0].designations[0];
    assert_eq!((designation.valid.until, designation.ended_by), (Some(day("2026-05-01")), Some(End::Suspended)));

    let lapse = json!([{"op": "2026-05-01", "tot": "2026-08-01", "einde": "schorsing"}]);
    load_system(&database, &with("/schemas/0", "nietAangewezen", lapse)).unwrap();
    let book = register::scheme_book(&database.store, Known::Now).unwrap();
    let scheme = &book.schemes()[0];
    assert_eq!(scheme.scheme.lapses[0].end, End::Suspended);
    assert_eq!(scheme.designated.iter().filter(|period| period.contains(day("2026-07-31"))).count(), 0);
    assert!(scheme.version_on(day("2026-07-31")).is_some(), "audits of those days are still judged by the matrix");
}

#[test]
fn every_fault_of_these_parts_is_named_with_its_place() {
    let parts = json!([
        {"code": "1+2", "naam": "", "toestellen": ["oven", "geiser", "geiser", 3]},
        {"code": "1", "naam": "a", "toestellen": []}, {"code": "1", "naam": "b", "toestellen": []}]);
    let found = faults("/schemas/0", "deelgebieden", parts);
    for expected in [
        "schemas[0].deelgebieden[0].code: «1+2» bevat een plusteken",
        "schemas[0].deelgebieden[0].naam: ",
        "schemas[0].deelgebieden[0].toestellen[0]: «oven» is geen toestel: kies cv-ketel",
        "schemas[0].deelgebieden[0].toestellen[2]: toestel «geiser» staat er meer dan eens",
        "schemas[0].deelgebieden[0].toestellen[3]: is geen tekst",
        "schemas[0].deelgebieden[2].code: deelgebied «1» staat er meer dan eens",
    ] {
        assert!(found.iter().any(|fault| fault.starts_with(expected)), "{expected}: {found:#?}");
    }
    let lapses = json!([
        {"op": "2026-05-01", "tot": "2026-08-01", "einde": "schorsing"}, {"op": "2026-07-01", "einde": "intrekking"},
        {"op": "2026-09-01", "tot": "2026-08-01", "einde": "weg"}]);
    let found = faults("/schemas/0", "nietAangewezen", lapses);
    for expected in [
        "schemas[0].nietAangewezen[2].einde: «weg» is geen einde",
        "schemas[0].nietAangewezen[2]: eindigt voordat het begint",
        "schemas[0].nietAangewezen: noemt dezelfde dagen twee keer",
    ] {
        assert!(found.iter().any(|fault| fault.starts_with(expected)), "{expected}: {found:#?}");
    }
    let without_day = json!([{"schema": "CS-A", "op": "2023-03-30", "einde": "schorsing"}]);
    let found = faults("/instellingen/0", "aangewezenVoor", without_day);
    assert!(found[0].contains("aangewezenVoor[0].einde: zegt hoe de aanwijzing eindigde"), "{found:?}");
}
