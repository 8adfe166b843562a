//! All or nothing, one writer at a time, readers undisturbed.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

use diesel::connection::SimpleConnection;
use stelselwacht::storage::{Conn, StorageError, register_state};

use crate::support::TestDatabase;

fn counter(database: &TestDatabase) -> i64 {
    database.store.read(register_state::current).unwrap()
}

#[test]
fn an_error_leaves_nothing_behind() {
    let database = TestDatabase::new();
    let outcome: Result<(), StorageError> = database.store.write(|conn| {
        register_state::bump(conn)?;
        Err(StorageError::Busy)
    });
    assert!(matches!(outcome, Err(StorageError::Busy)));
    assert_eq!(counter(&database), 0);
}

#[test]
fn a_panic_leaves_nothing_behind_and_the_store_usable() {
    let database = TestDatabase::new();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        database.store.write(|conn: &mut Conn| -> Result<(), StorageError> {
            register_state::bump(conn)?;
            panic!("halfway")
        })
    }));
    assert!(outcome.is_err());
    assert_eq!(counter(&database), 0);
    assert_eq!(database.store.write(register_state::bump).unwrap(), 1);
}

/// Each reads before it writes; with deferred transactions one of two would fail at once on SQLite, and on PostgreSQL
/// both would count from the same number.
#[test]
fn many_writers_take_turns_and_lose_nothing() {
    let database = TestDatabase::new();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    let change = |conn: &mut Conn| {
                        let before = register_state::current(conn)?;
                        let after = register_state::bump(conn)?;
                        assert_eq!(after, before + 1);
                        Ok::<_, StorageError>(())
                    };
                    database.store.write(change).unwrap();
                }
            });
        }
    });
    assert_eq!(counter(&database), 100);
}

#[test]
fn a_reader_sees_one_state_while_a_writer_commits() {
    let database = TestDatabase::new();
    let store = database.store.clone();
    database
        .store
        .read(|conn: &mut Conn| {
            assert_eq!(register_state::current(conn)?, 0);
            let (told, done) = mpsc::channel();
            std::thread::spawn(move || told.send(store.write(register_state::bump)));
            assert_eq!(done.recv().unwrap().unwrap(), 1, "the reader does not hold up the writer");
            assert_eq!(register_state::current(conn)?, 0, "the state of before");
            Ok::<_, StorageError>(())
        })
        .unwrap();
    assert_eq!(counter(&database), 1);
}

#[test]
fn a_reader_cannot_write() {
    let database = TestDatabase::new();
    let refused = database.store.read(register_state::bump).unwrap_err();
    assert!(matches!(refused, StorageError::ReadOnly), "{refused:?}");
    let failed: Result<(), _> = database.store.read(|_| Err(StorageError::Busy));
    failed.unwrap_err();
    assert_eq!(database.store.write(register_state::bump).unwrap(), 1, "the next user of the connection can");
}

/// PostgreSQL gives up the whole transaction after a fault; a caller that overlooks the fault must not believe that it
/// was kept.
#[test]
fn a_fault_that_is_overlooked_is_not_taken_for_success() {
    let database = TestDatabase::new();
    let outcome = database.store.write(|conn: &mut Conn| {
        register_state::bump(conn)?;
        let _ = conn.batch_execute("INSERT INTO register_state (id, change_counter) VALUES (1, 7)");
        Ok::<_, StorageError>(())
    });
    assert_eq!(counter(&database), i64::from(outcome.is_ok()), "{outcome:?}");
}

/// Noting that a session is in use does not wait for a long delivery.
#[test]
fn what_is_written_aside_gives_up_rather_than_wait() {
    let database = TestDatabase::new();
    let store = database.store.clone();
    database
        .store
        .write(|conn: &mut Conn| {
            register_state::bump(conn)?;
            let (told, done) = mpsc::channel();
            std::thread::spawn(move || told.send(store.write_aside(|_| Ok::<_, StorageError>(()))));
            let outcome = done.recv().unwrap();
            if database.is_postgres() {
                outcome.unwrap();
            } else {
                assert!(matches!(outcome, Err(StorageError::Busy)), "{outcome:?}");
            }
            Ok::<_, StorageError>(())
        })
        .unwrap();
    database.store.write_aside(|_| Ok::<_, StorageError>(())).unwrap();
}
