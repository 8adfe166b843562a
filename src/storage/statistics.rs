//! What the planners of the databases know about the tables.

use diesel::connection::SimpleConnection;

use super::{Conn, StorageError};

/// SQLite looks at a thousand rows per index, which takes milliseconds however large the table is.
const SQLITE: &str = "PRAGMA analysis_limit = 1000; ANALYZE certificates; ANALYZE audits; ANALYZE nonconformities;
    ANALYZE decisions; ANALYZE verdicts;";

const PG: &str = "ANALYZE certificates, audits, nonconformities, decisions, verdicts;";

/// Looks again at how the delivered rows are spread. Without it SQLite takes it that a body has some ten rows in each
/// table, and after a first large delivery goes through all rows of the body for each of its firms.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn refresh(conn: &mut Conn) -> Result<(), StorageError> {
    let statements = if matches!(conn, Conn::Sqlite(_)) { SQLITE } else { PG };
    Ok(conn.batch_execute(statements)?)
}
