//! A delivery that breaks off at whatever it was storing leaves nothing behind, and can be sent again.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::TimeDelta;
use stelselwacht::domain::access::{Deliver, Supervise};
use stelselwacht::services::delivery::apply::{Mode, Request, deliver};
use stelselwacht::services::supervise;
use stelselwacht::storage::audit_trail::{self, Filter};
use stelselwacht::storage::{Page, register_state};

use crate::delivery::support::{body, now, read, register, rows, send, sources};
use crate::support::TestDatabase;
use crate::support::system::operator;

/// Every table that a delivery writes to, with how.
const WRITTEN: [(&str, &str); 10] = [
    ("deliveries", "INSERT"),
    ("certificates", "INSERT"),
    ("audits", "INSERT"),
    ("nonconformities", "INSERT"),
    ("decisions", "INSERT"),
    ("verdicts", "INSERT"),
    ("signals", "INSERT"),
    ("register_state", "UPDATE"),
    ("register_changes", "INSERT"),
    ("audit_trail", "INSERT"),
];

fn break_table(database: &TestDatabase, table: &str, deed: &str) {
    let trigger = if database.is_postgres() {
        format!(
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''kapot''; END';
             CREATE TRIGGER broken BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION broken()"
        )
    } else {
        format!("CREATE TRIGGER broken BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, 'kapot'); END")
    };
    database.tamper(&trigger).unwrap();
}

fn mend_table(database: &TestDatabase, table: &str) {
    let mended = if database.is_postgres() {
        format!("DROP TRIGGER broken ON {table}; DROP FUNCTION broken()")
    } else {
        "DROP TRIGGER broken".to_owned()
    };
    database.tamper(&mended).unwrap();
}

/// All that a delivery may change.
fn state(database: &TestDatabase) -> ([i64; 5], i64, usize, i64) {
    let store = &database.store;
    let counter = store.read(register_state::current).unwrap();
    let trail = store.read(|conn| audit_trail::list(conn, &Filter::default(), Page::new(1, 1))).unwrap().total;
    (rows(database), counter, supervise::standing(store, &operator(Supervise)).unwrap().len(), trail)
}

#[test]
fn a_delivery_that_breaks_off_anywhere_leaves_nothing() {
    let database = register();
    send(&database.store, "alfa", &sources("clean", "alfa"), Mode::All, now());
    let before = state(&database);
    for (table, deed) in WRITTEN {
        break_table(&database, table, deed);
        let request = Request { delivery: read(&sources("clean", "bravo")), through: None, mode: Mode::All };
        let broken = deliver(
            &database.store,
            &operator(Deliver(body("bravo"))),
            request,
            now() + TimeDelta::hours(1),
            &|_, _| {},
        );
        assert!(broken.is_err(), "a delivery writes to {table}");
        mend_table(&database, table);
        assert_eq!(state(&database), before, "broken at {table}");
    }
    send(&database.store, "bravo", &sources("clean", "bravo"), Mode::All, now() + TimeDelta::hours(2));
    assert_ne!(state(&database), before);
}
