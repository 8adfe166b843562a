//! Loading schemes and bodies: all faults at once, the same again changes nothing, and history is kept.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde_json::{Value, json};
use stelselwacht::services::system::{LoadError, find_matrix};
use stelselwacht::storage::audit_trail::{self, Filter};
use stelselwacht::storage::{Conn, Known, Page, StorageError, bodies, register_state, schemes};

use crate::support::system::{SMALL_SYSTEM, database_with_system, load_system, load_system_at};
use crate::support::{TestDatabase, day, moment};

fn changed(pointer: &str, value: Value) -> String {
    let mut system: Value = serde_json::from_str(SMALL_SYSTEM).unwrap();
    *system.pointer_mut(pointer).unwrap() = value;
    system.to_string()
}

/// The faults, as lines.
fn refused(database: &TestDatabase, json: &str) -> Vec<String> {
    match load_system(database, json) {
        Err(LoadError::Refused(faults)) => faults.to_string().lines().map(str::to_owned).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

fn counter(database: &TestDatabase) -> i64 {
    database.store.read(register_state::current).unwrap()
}

fn trail(database: &TestDatabase) -> i64 {
    database.store.read(|conn| audit_trail::list(conn, &Filter::default(), Page::new(1, 1))).unwrap().total
}

#[test]
fn a_system_is_loaded_with_matrices_and_days() {
    let database = TestDatabase::new();
    let loaded = load_system(&database, SMALL_SYSTEM).unwrap();
    assert_eq!((loaded.schemes.new, loaded.versions.new, loaded.bodies.new, loaded.designations.new), (2, 3, 2, 2));
    assert!(loaded.changed_anything());

    let (versions, designations) = database
        .store
        .read(|conn| {
            Ok::<_, LoadError>((schemes::versions(conn, Known::Now)?, bodies::designations(conn, Known::Now)?))
        })
        .unwrap();
    let days: Vec<_> = versions.iter().map(|v| (v.label.as_str(), v.in_force.from, v.in_force.until)).collect();
    assert_eq!(days[0], ("1.0", day("2023-04-01"), Some(day("2025-07-01"))));
    assert_eq!(days[1], ("2.0", day("2025-07-01"), None));
    assert_eq!(versions[2].matrix().unwrap().categories().len(), 4);
    let said: Vec<_> = designations.iter().map(|d| format!("{} {}", d.body, d.scheme)).collect();
    assert_eq!(said, ["alfa CS-A", "alfa CS-C", "bravo CS-A"]);
    assert_eq!((counter(&database), trail(&database)), (1, 1));
}

#[test]
fn loading_the_same_again_changes_nothing() {
    let database = database_with_system();
    let blanks_and_order: Value = serde_json::from_str(SMALL_SYSTEM).unwrap();
    for same in [SMALL_SYSTEM.to_owned(), blanks_and_order.to_string(), format!("\u{feff}{SMALL_SYSTEM}")] {
        let loaded = load_system_at(&database, &same, "2026-07-01T12:00:00Z").unwrap();
        assert!(!loaded.changed_anything(), "{loaded:?}");
        assert_eq!(loaded.versions.unchanged, 3);
    }
    assert_eq!((counter(&database), trail(&database)), (1, 1));
}

#[test]
fn a_change_is_a_new_record_and_the_old_one_can_still_be_asked() {
    let database = database_with_system();
    let renamed = changed("/instellingen/0/naam", json!("Alfa B.V."));
    let loaded = load_system_at(&database, &renamed, "2026-07-01T12:00:00Z").unwrap();
    assert_eq!((loaded.bodies.changed, loaded.bodies.unchanged, loaded.schemes.unchanged), (1, 1, 2));
    assert_eq!((counter(&database), trail(&database)), (2, 2));
    let name = |known| {
        let found = database.store.read(|conn| bodies::all(conn, known)).unwrap();
        found[0].name.clone()
    };
    assert_eq!(name(Known::Now), "Alfa B.V.");
    assert_eq!(name(Known::At(moment("2026-06-15T00:00:00Z"))), "Certificatie Alfa");
}

#[test]
fn a_new_version_ends_the_one_before_it() {
    let database = database_with_system();
    let mut system: Value = serde_json::from_str(SMALL_SYSTEM).unwrap();
    let versions = system.pointer_mut("/schemas/0/versies").unwrap().as_array_mut().unwrap();
    versions.push(json!({"versie": "3.0", "inWerkingOp": "2027-01-01", "matrix": "klein-ernstig"}));
    let loaded = load_system_at(&database, &system.to_string(), "2026-07-01T12:00:00Z").unwrap();
    assert_eq!((loaded.versions.new, loaded.versions.changed, loaded.versions.unchanged), (1, 1, 2));
    let ends = |known| -> Vec<_> {
        let found = database.store.read(|conn| schemes::versions(conn, known)).unwrap();
        found.iter().filter(|v| v.label.as_str() == "2.0").map(|v| v.in_force.until).collect()
    };
    assert_eq!(ends(Known::Now), [Some(day("2027-01-01"))]);
    assert_eq!(ends(Known::At(moment("2026-06-15T00:00:00Z"))), [None]);
}

#[test]
fn every_fault_is_named_at_once_with_its_place_and_nothing_is_loaded() {
    let database = TestDatabase::new();
    let json = r#"{
      "schemas": [
        {"code": "CS-A", "naam": "", "schemabeheerder": "x", "stelsel": "kb", "versies": [
          {"versie": "1", "inWerkingOp": "2023-04-01", "matrix": "kritiek-niet-kritiek"},
          {"versie": "1", "inWerkingOp": "2023-04-01", "matrix": "geen"},
          {"versie": "2", "inWerkingOp": "2024-13-01", "matrix": {"maatregelen": []}}]},
        {"code": "CS-A", "naam": "n", "schemabeheerder": "x", "stelsel": "co", "versies": []}],
      "instellingen": [
        {"code": "a", "naam": "A", "kvkNummer": "123", "aangewezenVoor": ["CS-Z"], "aangewezenOp": "2023-03-30"},
        {"code": "a", "naam": "A", "kvkNummer": "12345678", "aangewezenVoor": ["CS-A", "CS-A"]}]}"#;
    let faults = refused(&database, json);
    for expected in [
        "schemas[0].naam: ",
        "schemas[0].stelsel: «kb» is geen stelsel",
        "schemas[0].versies[1].versie: versie «1» staat er meer dan eens",
        "schemas[0].versies[1].inWerkingOp: op 2023-04-01",
        "schemas[0].versies[1].matrix: matrix «geen» is niet gevonden",
        "schemas[0].versies[2].inWerkingOp: «2024-13-01»",
        "schemas[0].versies[2].matrix: maatregelen",
        "schemas[1].code: schema «CS-A» staat er meer dan eens",
        "schemas[1].versies: is leeg",
        "instellingen[0].kvkNummer: «123»",
        "instellingen[0].aangewezenVoor[0]: schema «CS-Z» is onbekend",
        "instellingen[1].code: instelling «a» staat er meer dan eens",
        "instellingen[1].aangewezenVoor[0]: de dag van aanwijzing ontbreekt",
        "instellingen[1].aangewezenVoor[1]: de aanwijzing voor «CS-A» staat hier twee keer",
    ] {
        assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{expected}: {faults:#?}");
    }
    assert_eq!((counter(&database), trail(&database)), (0, 0));
    assert!(database.store.read(|conn| schemes::all(conn, Known::Now)).unwrap().is_empty());
}

#[test]
fn a_matrix_that_is_broken_is_refused_once_however_often_it_is_named() {
    let database = TestDatabase::new();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("kritiek-niet-kritiek.json"), "{\"maatregelen\": []}").unwrap();
    let find = |name: &str| find_matrix(name, &[folder.path().to_path_buf()]);
    let permit = crate::support::system::operator(stelselwacht::domain::access::LoadSystem);
    let now = moment("2026-06-01T12:00:00Z");
    let outcome = stelselwacht::services::system::load(&database.store, &permit, now, SMALL_SYSTEM, &find);
    let Err(LoadError::Refused(faults)) = outcome else { panic!("{outcome:?}") };
    let text = faults.to_string();
    assert!(text.contains("schemas[0].versies[0].matrix (kritiek-niet-kritiek): maatregelen"), "{text}");
    assert!(!text.contains("schemas[0].versies[1]"), "{text}");
}

#[test]
fn a_matrix_may_stand_in_the_file() {
    let database = TestDatabase::new();
    let inline: Value = serde_json::from_str(&find_matrix("klein-ernstig", &[]).unwrap()).unwrap();
    load_system(&database, &changed("/schemas/1/versies/0/matrix", inline)).unwrap();
    let versions = database.store.read(|conn| schemes::versions(conn, Known::Now)).unwrap();
    assert!(versions[2].matrix().is_ok());
}

#[test]
fn the_name_of_a_matrix_is_no_way_out_of_its_folder() {
    for name in ["../../etc/passwd", "/etc/passwd", ".verborgen", "", "a\\b", "C:x"] {
        assert!(find_matrix(name, &[]).unwrap_err().contains("geen naam"), "{name}");
    }
}

#[test]
fn what_audits_lean_on_cannot_disappear() {
    let database = database_with_system();
    let one_left = changed(
        "/schemas/0/versies",
        json!([{"versie": "2.0", "inWerkingOp": "2025-07-01", "matrix": "kritiek-niet-kritiek"}]),
    );
    let faults = refused(&database, &one_left);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].starts_with("schemas[0].versies: versie «1.0» staat in het register"), "{faults:?}");

    let moved = refused(&database, &changed("/schemas/1/stelsel", json!("ekv")));
    assert!(
        moved[0].starts_with("schemas[1].stelsel: schema «CS-C» hoort in het register bij CO-stelsel"),
        "{moved:?}"
    );
}

/// One clean audit on 1 May 2023, as if alfa had delivered it.
fn deliver_audit(database: &TestDatabase) {
    let statements = "
        INSERT INTO deliveries (id, body_id, channel, received_at, complete_through, checksum,
                                new_rows, changed_rows, unchanged_rows, refused_rows)
            SELECT 1, id, 'proef', '2026-06-01 12:00:00', '2026-05-31', '', 2, 0, 0, 0 FROM bodies WHERE code = 'alfa';
        INSERT INTO certificates (body_id, number, kvk_number, name, street, house_number, postcode, place, scheme_id,
                                  subarea, activities, issued_on, valid_until, delivery_id, recorded_from)
            SELECT b.id, 'C1', '90000001', 'Jansen', 'Kerkstraat', '1', '3511AB', 'Utrecht', s.id, '1',
                   'onderhouden', '2023-04-01', '2028-04-01', 1, '2026-06-01 12:00:00'
            FROM bodies b, schemes s WHERE b.code = 'alfa' AND s.code = 'CS-A';
        INSERT INTO audits (body_id, reference, certificate_number, kind, date, delivery_id, recorded_from)
            SELECT id, 'A1', 'C1', 'periodiek', '2023-05-01', 1, '2026-06-01 12:00:00' FROM bodies WHERE code = 'alfa';";
    database.tamper(statements).unwrap();
}

#[test]
fn verdicts_follow_a_changed_matrix_in_the_same_transaction() {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let database = database_with_system();
    deliver_audit(&database);
    let mut milder: Value = serde_json::from_str(&find_matrix("kritiek-niet-kritiek", &[]).unwrap()).unwrap();
    milder["recidive"]["venster"]["aantal"] = json!(12);
    load_system_at(&database, &changed("/schemas/0/versies/0/matrix", milder), "2026-07-01T12:00:00Z").unwrap();
    let judged = "SELECT count(*) AS count FROM verdicts v JOIN scheme_versions s ON s.id = v.scheme_version_id
        WHERE v.recorded_until IS NULL AND s.recorded_until IS NULL AND s.version = '1.0'";
    let load = |conn: &mut Conn| diesel::sql_query(judged).get_result::<Count>(conn).map_err(StorageError::from);
    assert_eq!(database.store.read(load).unwrap().count, 1);
}

#[test]
fn a_system_in_which_delivered_audits_have_no_place_is_refused() {
    let database = database_with_system();
    deliver_audit(&database);
    let later = changed("/schemas/0/versies/0/inWerkingOp", json!("2024-01-01"));
    let refused = load_system_at(&database, &later, "2026-07-01T12:00:00Z").unwrap_err();
    assert!(matches!(refused, LoadError::DoesNotFit(_)), "{refused:?}");
    let text = refused.to_string();
    assert!(text.contains("A1") && text.contains("2023-05-01") && text.contains("CS-A"), "{text}");
    assert_eq!((counter(&database), trail(&database)), (1, 1), "nothing of it was kept");
}

#[test]
fn a_designation_may_have_days_of_its_own_and_can_end() {
    let database = database_with_system();
    let ended = json!([{"schema": "CS-A", "op": "2024-01-01", "tot": "2026-05-01"}, "CS-C"]);
    load_system(&database, &changed("/instellingen/0/aangewezenVoor", ended)).unwrap();
    let found = database.store.read(|conn| bodies::designations(conn, Known::Now)).unwrap();
    assert_eq!((found[0].valid.from, found[0].valid.until), (day("2024-01-01"), Some(day("2026-05-01"))));
    let unreadable = json!([{"schema": "CS-A", "tot": "1 mei"}]);
    let faults = refused(&database, &changed("/instellingen/0/aangewezenVoor", unreadable));
    assert!(faults[0].starts_with("instellingen[0].aangewezenVoor[0].tot: «1 mei»"), "{faults:?}");
}

#[test]
fn a_file_about_one_body_leaves_the_others_alone() {
    let database = database_with_system();
    let one = r#"{"schemas": [], "instellingen": [{"code": "bravo", "naam": "Bravo", "kvkNummer": "99000001",
        "aangewezenVoor": ["CS-A", "CS-C"], "aangewezenOp": "2023-03-30"}]}"#;
    let loaded = load_system(&database, one).unwrap();
    assert_eq!((loaded.bodies.changed, loaded.designations.changed), (1, 1));
    assert_eq!(database.store.read(|conn| bodies::designations(conn, Known::Now)).unwrap().len(), 4);
}

#[test]
fn what_is_no_json_says_where() {
    let faults = refused(&TestDatabase::new(), "{\"schemas\":");
    assert!(faults[0].starts_with("regel 1"), "{faults:?}");
    assert_eq!(refused(&TestDatabase::new(), "[]").len(), 1);
}
