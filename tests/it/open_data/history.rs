//! Where the public history begins, for programs whose clocks or settings differ.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::{DateTime, NaiveDate, Utc};
use stelselwacht::services::changes::day::{show_history_of, turn};
use stelselwacht::services::changes::feed::{Since, page};
use stelselwacht::storage::{Store, register_day};

use super::deliveries::{AUDITS, CERTIFICATES, DECISIONS, certificate_line, send, start};
use crate::support::system::{SMALL_SYSTEM, load_system_at};
use crate::support::{TestDatabase, day, moment};

/// A suspension that was lifted on 1 August 2025.
fn register() -> TestDatabase {
    let database = TestDatabase::new();
    let now = moment("2025-08-02T10:00:00Z");
    load_system_at(&database, SMALL_SYSTEM, &now.to_rfc3339()).unwrap();
    let audit = "O1;A1;periodiek;2025-07-20;".to_owned();
    let decision = "D1;O1;schorsing;2025-07-21;2025-07-25;;nee;2025-08-01;;geheim".to_owned();
    let certificate = certificate_line(true, 1, 1, 0, 3_000);
    let files = [
        ("certificaten", CERTIFICATES, certificate),
        ("onderzoeken", AUDITS, audit),
        ("besluiten", DECISIONS, decision),
    ];
    send(&database.store, "alfa", &files, now);
    database
}

fn beginning(store: &Store) -> NaiveDate {
    store.read(register_day::shown_from).unwrap().unwrap()
}

fn told(store: &Store) -> usize {
    page(store, Since::Beginning, 1000, start()).unwrap().changes.len()
}

#[test]
fn a_clock_that_is_behind_does_not_put_the_beginning_back() {
    let database = register();
    let store = &database.store;
    let (after, before): (DateTime<Utc>, _) = (moment("2026-08-01T22:00:01Z"), moment("2026-08-01T21:59:59Z"));
    turn(store, after, 1).unwrap();
    let changes = told(store);
    assert_eq!(beginning(store), day("2025-08-02"));
    for now in [before, after, before] {
        turn(store, now, 1).unwrap();
        assert_eq!((beginning(store), told(store)), (day("2025-08-02"), changes), "{now}");
    }
}

#[test]
fn of_programs_with_another_setting_the_one_that_started_last_counts() {
    let database = register();
    let (store, now) = (&database.store, moment("2026-08-02T10:00:00Z"));
    show_history_of(store, now, 1).unwrap();
    let changes = told(store);
    for years in [5, 1, 0, 5] {
        turn(store, now, years).unwrap();
        assert_eq!((beginning(store), told(store)), (day("2025-08-02"), changes), "{years}");
    }
    show_history_of(store, now, 5).unwrap();
    assert_eq!(beginning(store), day("2021-08-02"), "a larger number brings the history back");
    assert_eq!(told(store), changes + 1, "and that is a change of the certificate");
    turn(store, moment("2026-08-03T10:00:00Z"), 1).unwrap();
    assert_eq!(beginning(store), day("2021-08-03"));
}
