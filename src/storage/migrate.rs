//! Steps that make and change the tables; they are part of the program.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{Conn, Multi};
use super::errors::StorageError;
use super::transaction::Mode;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRESQL: EmbeddedMigrations = embed_migrations!("migrations/postgresql");

type Steps = Vec<Box<dyn Migration<Multi>>>;

fn steps(conn: &Conn) -> Result<Steps, StorageError> {
    let source = match conn {
        Conn::Sqlite(_) => SQLITE,
        Conn::Pg(_) => POSTGRESQL,
    };
    let mut steps = MigrationSource::<Multi>::migrations(&source).map_err(failed)?;
    steps.sort_by_key(|step| step.name().to_string());
    Ok(steps)
}

#[expect(clippy::needless_pass_by_value, reason = "fits map_err")]
fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> StorageError {
    StorageError::Migration { reason: format!("{}.", error.to_string().trim_end_matches('.')) }
}

fn applied(conn: &mut Conn) -> Result<BTreeSet<String>, StorageError> {
    let versions = conn.applied_migrations().map_err(failed)?;
    Ok(versions.iter().map(ToString::to_string).collect())
}

/// The steps that are not done yet, oldest first; refuses a database that knows steps we do not.
fn undone(conn: &mut Conn) -> Result<Steps, StorageError> {
    let (mut steps, applied) = (steps(conn)?, applied(conn)?);
    let known: BTreeSet<String> = steps.iter().map(|step| step.name().version().to_string()).collect();
    if let Some(version) = applied.difference(&known).next() {
        return Err(StorageError::NewerThanProgram { version: version.clone() });
    }
    steps.retain(|step| !applied.contains(&step.name().version().to_string()));
    Ok(steps)
}

pub(in crate::storage) fn pending(conn: &mut Conn) -> Result<Vec<String>, StorageError> {
    Ok(undone(conn)?.iter().map(|step| step.name().to_string()).collect())
}

/// Whether no step was ever done here.
pub(in crate::storage) fn is_empty(conn: &mut Conn) -> Result<bool, StorageError> {
    Ok(applied(conn)?.is_empty())
}

pub(in crate::storage) fn up(conn: &mut Conn) -> Result<Vec<String>, StorageError> {
    alone(conn, |conn| {
        let steps = undone(conn)?;
        steps
            .iter()
            .map(|step| conn.run_migration(step.as_ref()).map(|_| step.name().to_string()).map_err(failed))
            .collect()
    })
}

pub(in crate::storage) fn down(conn: &mut Conn, count: usize) -> Result<Vec<String>, StorageError> {
    alone(conn, |conn| {
        undone(conn)?;
        let applied = applied(conn)?;
        let done = steps(conn)?.into_iter().rev().filter(|step| applied.contains(&step.name().version().to_string()));
        done.take(count)
            .map(|step| conn.revert_migration(step.as_ref()).map(|_| step.name().to_string()).map_err(failed))
            .collect()
    })
}

/// Two programs that start together must not both migrate, and half a migration must not stay: all steps run in one
/// write transaction.
fn alone<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, StorageError>) -> Result<T, StorageError> {
    // A step that rebuilds a table drops it; SQLite would take the rows that refer to it along.
    enforce_foreign_keys(conn, false)?;
    let outcome = Mode::Write.run(conn, |conn| {
        let value = work(conn)?;
        check_foreign_keys(conn)?;
        Ok(value)
    });
    enforce_foreign_keys(conn, true)?;
    outcome
}

fn enforce_foreign_keys(conn: &mut Conn, on: bool) -> Result<(), StorageError> {
    if let Conn::Sqlite(conn) = conn {
        conn.batch_execute(if on { "PRAGMA foreign_keys = ON" } else { "PRAGMA foreign_keys = OFF" })?;
    }
    Ok(())
}

fn check_foreign_keys(conn: &mut Conn) -> Result<(), StorageError> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    if let Conn::Sqlite(conn) = conn {
        let found: Count =
            diesel::sql_query("SELECT count(*) AS count FROM pragma_foreign_key_check").get_result(conn)?;
        if found.count > 0 {
            return Err(StorageError::Migration { reason: format!("{} verwijzingen kloppen niet meer.", found.count) });
        }
    }
    Ok(())
}
