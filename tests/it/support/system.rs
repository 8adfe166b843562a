//! A small system of schemes and bodies.

#![expect(clippy::expect_used, reason = "a test may fail loudly")]

use stelselwacht::domain::access::{Actor, LoadSystem, Permit, Right, decide};
use stelselwacht::services::system::{LoadError, Loaded, find_matrix, load};

use super::{TestDatabase, moment};

/// Two schemes, one with two versions, and two bodies.
pub(crate) const SMALL_SYSTEM: &str = r#"{
  "schemas": [
    {"code": "CS-A", "naam": "Schema Installaties", "schemabeheerder": "Stichting Installaties", "stelsel": "co",
     "versies": [{"versie": "1.0", "inWerkingOp": "2023-04-01", "matrix": "kritiek-niet-kritiek"},
                 {"versie": "2.0", "inWerkingOp": "2025-07-01", "matrix": "kritiek-niet-kritiek"}]},
    {"code": "CS-C", "naam": "Schema Haarden", "schemabeheerder": "Stichting Haarden", "stelsel": "co",
     "versies": [{"versie": "1.0", "inWerkingOp": "2023-04-01", "matrix": "vier-categorieen"}]}
  ],
  "instellingen": [
    {"code": "alfa", "naam": "Certificatie Alfa", "kvkNummer": "99000000",
     "aangewezenVoor": ["CS-A", "CS-C"], "aangewezenOp": "2023-03-30"},
    {"code": "bravo", "naam": "Bravo Keuringen", "kvkNummer": "99000001",
     "aangewezenVoor": ["CS-A"], "aangewezenOp": "2023-03-30"}
  ]
}"#;

/// The permit of whoever runs the program.
pub(crate) fn operator<R: Right>(right: R) -> Permit<R> {
    decide(&Actor::Operator, right).expect("the operator may do everything")
}

/// Loads a system, on 1 June 2026 at noon.
pub(crate) fn load_system(database: &TestDatabase, json: &str) -> Result<Loaded, LoadError> {
    load_system_at(database, json, "2026-06-01T12:00:00Z")
}

/// Loads a system at this moment.
pub(crate) fn load_system_at(database: &TestDatabase, json: &str, now: &str) -> Result<Loaded, LoadError> {
    load(&database.store, &operator(LoadSystem), moment(now), json, &|name| find_matrix(name, &[]))
}

/// A database with [`SMALL_SYSTEM`].
pub(crate) fn database_with_system() -> TestDatabase {
    let database = TestDatabase::new();
    load_system(&database, SMALL_SYSTEM).expect("the small system");
    database
}
