//! When the database cannot: the same clear words on both, and nothing half done.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use serde_json::json;
use stelselwacht::domain::access::{Actor, RegulatorDuty, Role};
use stelselwacht::storage::accounts::{self, NewAccount};
use stelselwacht::storage::audit_trail::{self, Chain};
use stelselwacht::storage::{Conn, DatabaseUrl, StorageError, Store, register_state};

use crate::support::{TestDatabase, moment};

#[test]
fn a_unique_key_has_the_same_name_on_both() {
    let database = TestDatabase::new();
    let add = || {
        let account = NewAccount {
            email: "t@tlokb.example",
            name: "T",
            password_hash: Some("x"),
            role: &Role::Regulator(RegulatorDuty::Supervisor),
            body_id: None,
        };
        database.store.write(|conn| accounts::insert(conn, moment("2026-01-01T00:00:00Z"), &account))
    };
    add().unwrap();
    let refused = add().unwrap_err();
    assert!(refused.violates("accounts_email_key"), "{refused:?}");
    let twice =
        "INSERT INTO bodies (code, recorded_from) VALUES ('a', '2026-01-01 00:00:00'), ('a', '2026-01-01 00:00:00')";
    assert!(database.tamper(twice).unwrap_err().violates("bodies_code_key"));
}

#[test]
fn a_key_of_several_columns_has_the_same_name_on_both() {
    let database = TestDatabase::new();
    let statements = "
        INSERT INTO schemes (id, code, system, recorded_from) VALUES (1, 'CS-A', 'co', '2026-01-01 00:00:00');
        INSERT INTO scheme_versions (scheme_id, version, in_force_from, matrix, recorded_from) VALUES
            (1, '1.0', '2026-01-01', '{}', '2026-01-01 00:00:00'), (1, '1.0', '2026-02-01', '{}', '2026-01-01 00:00:00');";
    let refused = database.tamper(statements).unwrap_err();
    assert!(refused.violates("scheme_versions_scheme_id_version_key"), "{refused:?}");
}

#[test]
fn a_reference_to_nothing_is_refused_on_both() {
    let database = TestDatabase::new();
    let orphan = "INSERT INTO body_records (body_id, name, kvk_number, recorded_from)
        VALUES (99, 'x', '99000000', '2026-01-01 00:00:00')";
    assert!(matches!(database.tamper(orphan), Err(StorageError::Reference { .. })));
}

#[test]
fn a_stored_value_that_does_not_parse_is_reported_as_damage() {
    let database = TestDatabase::new();
    let broken = "INSERT INTO bodies (id, code, recorded_from) VALUES (1, 'alfa', '2026-01-01 00:00:00');
        INSERT INTO body_records (body_id, name, kvk_number, recorded_from)
        VALUES (1, 'Alfa', '123', '2026-01-01 00:00:00');";
    database.tamper(broken).unwrap();
    let refused = database
        .store
        .read(|conn| stelselwacht::storage::bodies::all(conn, stelselwacht::storage::Known::Now))
        .unwrap_err();
    assert!(matches!(refused, StorageError::Damaged { .. }), "{refused:?}");
    assert!(refused.to_string().contains("123"), "{refused}");
}

/// Another program holds the file and does not let go.
#[test]
fn a_locked_database_says_that_nothing_was_stored() {
    let database = TestDatabase::on_sqlite();
    database.store.migrate().unwrap();
    let mut other = SqliteConnection::establish(database.file().unwrap().to_str().unwrap()).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    // The short form of the same wait: patience is a setting of the connection.
    let refused = database.store.write_aside(register_state::bump).unwrap_err();
    assert!(matches!(refused, StorageError::Busy), "{refused:?}");
    let message = refused.to_string();
    assert!(message.contains("bezet") && message.contains("niets opgeslagen"), "{message}");
    other.batch_execute("ROLLBACK").unwrap();
    assert_eq!(database.store.write(register_state::bump).unwrap(), 1);
}

#[test]
fn a_lock_that_is_held_too_long_on_the_server_says_the_same() {
    let database = TestDatabase::new();
    if !database.is_postgres() {
        return;
    }
    let store = database.store.clone();
    database
        .store
        .write(|conn: &mut Conn| {
            register_state::bump(conn)?;
            let attempt = std::thread::spawn(move || {
                store.write_aside(|conn: &mut Conn| {
                    conn.batch_execute("SET LOCAL lock_timeout = '50ms'")?;
                    register_state::bump(conn)
                })
            });
            assert!(matches!(attempt.join().unwrap(), Err(StorageError::Busy)));
            Ok::<_, StorageError>(())
        })
        .unwrap();
}

#[test]
fn a_full_disk_says_so_and_keeps_what_was_there() {
    let database = TestDatabase::on_sqlite();
    database.store.migrate().unwrap();
    let append = |conn: &mut Conn, size: usize| {
        let details = json!({ "tekst": "x".repeat(size) });
        audit_trail::append(conn, moment("2026-01-01T00:00:00Z"), &Actor::Operator, "proef", "schijf", &details)
    };
    database.store.write(|conn| append(conn, 10)).unwrap();
    let refused = database
        .store
        .write(|conn: &mut Conn| {
            // The file may not grow any more: what SQLite then says is what a full disk makes it say.
            conn.batch_execute("PRAGMA max_page_count = 1")?;
            append(conn, 1_000_000)
        })
        .unwrap_err();
    assert!(matches!(refused, StorageError::Full), "{refused:?}");
    let message = refused.to_string();
    assert!(message.contains("schijf") && message.contains("niets opgeslagen"), "{message}");
    let kept = database.store.read(audit_trail::verify).unwrap();
    assert!(matches!(kept, Chain::Intact { entries: 1, .. }), "{kept:?}");
}

#[test]
fn a_database_that_cannot_be_reached_is_named_without_password() {
    for (address, named) in [
        ("sqlite:/bestaat/niet/test.db", "/bestaat/niet/test.db"),
        ("postgres://jan:geheim@127.0.0.1:1/register", "127.0.0.1:1/register"),
    ] {
        let Err(refused) = Store::open(&DatabaseUrl::parse(address).unwrap()) else { panic!("{address} opened") };
        let message = refused.to_string();
        assert!(message.contains(named) && message.contains("niet bereikbaar"), "{message}");
        assert!(!message.contains("geheim"), "{message}");
    }
}
