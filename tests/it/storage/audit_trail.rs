//! The trail is added to and never changed; who changes it past the program is found out.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use serde_json::json;
use stelselwacht::domain::access::{Actor, RegulatorDuty, Role};
use stelselwacht::storage::audit_trail::{self, Chain, Entry, Filter};
use stelselwacht::storage::{Page, Paged, StorageError};

use crate::support::{TestDatabase, moment};

fn somebody() -> Actor {
    Actor::Account { email: "t@tlokb.example".into(), role: Role::Regulator(RegulatorDuty::Supervisor) }
}

fn with_entries(count: u32) -> TestDatabase {
    let database = TestDatabase::new();
    database
        .store
        .write(|conn| {
            for number in 1..=count {
                let actor = if number % 2 == 0 { Actor::Operator } else { somebody() };
                let subject = format!("instelling/alfa/aanlevering/{number}");
                let now = moment("2026-06-30T12:00:00.123456789Z");
                audit_trail::append(conn, now, &actor, "opgeslagen", &subject, &json!({"nieuw": number}))?;
            }
            Ok::<_, StorageError>(())
        })
        .unwrap();
    database
}

fn verify(database: &TestDatabase) -> Chain {
    database.store.read(audit_trail::verify).unwrap()
}

fn list(database: &TestDatabase, filter: &Filter, page: Page) -> Paged<Entry> {
    database.store.read(|conn| audit_trail::list(conn, filter, page)).unwrap()
}

#[test]
fn an_intact_chain_verifies() {
    assert!(matches!(verify(&TestDatabase::new()), Chain::Intact { entries: 0, .. }));
    let database = with_entries(5);
    let newest = list(&database, &Filter::default(), Page::new(1, 1)).rows.remove(0);
    assert_eq!(verify(&database), Chain::Intact { entries: 5, last_hash: newest.hash });
}

#[test]
fn the_database_refuses_to_change_or_remove_entries() {
    let database = with_entries(2);
    let truncate = if database.is_postgres() { "TRUNCATE audit_trail" } else { "DELETE FROM audit_trail" };
    for statement in ["UPDATE audit_trail SET actor = 'x'", "DELETE FROM audit_trail WHERE id = 1", truncate] {
        assert!(database.tamper(statement).is_err(), "{statement}");
    }
    assert!(matches!(verify(&database), Chain::Intact { entries: 2, .. }));
}

/// Somebody with the keys to the database can take the guard away. The chain still tells.
#[test]
fn tampering_past_the_guard_breaks_the_chain_where_it_happened() {
    let guard_off = |database: &TestDatabase, statement: &str| {
        let on_table = if database.is_postgres() { " ON audit_trail" } else { "" };
        let drop = ["update", "delete"].map(|what| format!("DROP TRIGGER audit_trail_no_{what}{on_table};")).concat();
        database.tamper(&format!("{drop} {statement}")).unwrap();
    };
    for (statement, broken_at) in [
        ("UPDATE audit_trail SET actor = 'iemand anders' WHERE id = 3", 3),
        ("UPDATE audit_trail SET details = '{\"nieuw\":0}' WHERE id = 2", 2),
        ("UPDATE audit_trail SET recorded_at = '2026-06-30 12:00:00.123457' WHERE id = 4", 4),
        ("DELETE FROM audit_trail WHERE id = 2", 3),
        ("DELETE FROM audit_trail WHERE id = 1", 2),
    ] {
        let database = with_entries(5);
        guard_off(&database, statement);
        assert_eq!(verify(&database), Chain::Broken { id: broken_at }, "{statement}");
    }
}

#[test]
fn a_hash_is_followed_once() {
    let database = with_entries(2);
    let fork = "INSERT INTO audit_trail (recorded_at, actor, action, subject, details, previous_hash, hash)
        SELECT recorded_at, actor, action, subject, details, previous_hash, 'x' FROM audit_trail WHERE id = 2";
    let refused = database.tamper(fork).unwrap_err();
    assert!(refused.violates("audit_trail_previous_hash_key"), "{refused:?}");
}

#[test]
fn lists_are_filtered_and_come_in_pages_newest_first() {
    let database = with_entries(12);
    let subjects = |paged: &Paged<Entry>| paged.rows.iter().map(|entry| entry.subject.clone()).collect::<Vec<_>>();

    let second = list(&database, &Filter::default(), Page::new(2, 5));
    assert_eq!((second.total, second.pages(), second.rows.len()), (12, 3, 5));
    assert_eq!(subjects(&second)[0], "instelling/alfa/aanlevering/7");

    let by_operator = Filter { actor: Some("opdrachtregel".into()), ..Filter::default() };
    assert_eq!(list(&database, &by_operator, Page::new(1, 50)).total, 6);

    for (subject, total) in [("instelling/alfa", 12), ("instelling/alfa/aanlevering/1", 1), ("instelling/al_a", 0)] {
        let filter = Filter { subject: Some(subject.into()), ..Filter::default() };
        assert_eq!(list(&database, &filter, Page::new(1, 50)).total, total, "{subject}");
    }
}
