//! Connections to either database: opened by the scheme of the address, prepared before first use.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, R2D2Connection};

use super::errors::StorageError;
use super::url::DatabaseUrl;

/// A connection to one of the two databases. What differs between them stays inside `storage`.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// The embedded database.
    Sqlite(SqliteConnection),
    /// A PostgreSQL server.
    Pg(PgConnection),
}

/// The backend that queries on a [`Conn`] are written for.
pub type Multi = multi_connection_impl::MultiBackend;

/// Foreign keys and the patience with another writer hold per connection. `NORMAL` is safe in WAL mode: a power cut can
/// lose the last transactions but cannot damage the file.
const SQLITE_CONNECTION: &str = "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL;
    PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;";

/// Times are written in UTC; nobody waits forever for a lock, a runaway query or a transaction that was left open.
const PG_CONNECTION: &str = "SET timezone = 'UTC'; SET client_encoding = 'UTF8'; SET lock_timeout = '30s';
    SET statement_timeout = '120s'; SET idle_in_transaction_session_timeout = '300s'; SET client_min_messages = warning;";

/// Opens a connection and makes it ready for use.
pub(in crate::storage) fn connect(url: &DatabaseUrl) -> Result<Conn, StorageError> {
    let unreachable = |error: &dyn std::fmt::Display| StorageError::Unreachable {
        database: url.to_string(),
        reason: error.to_string().trim().to_owned(),
    };
    match url {
        DatabaseUrl::Sqlite(path) => {
            let text = path.to_str().ok_or_else(|| unreachable(&"het pad is geen geldige tekst"))?;
            // SQLite would read a name that starts like this as an address with options.
            let text = if text.starts_with("file:") { format!("./{text}") } else { text.to_owned() };
            let mut conn = SqliteConnection::establish(&text).map_err(|e| match path.parent() {
                Some(folder) if folder != Path::new("") && !folder.is_dir() => unreachable(&"de map bestaat niet"),
                _ => unreachable(&e),
            })?;
            conn.batch_execute(SQLITE_CONNECTION)?;
            Ok(Conn::Sqlite(conn))
        }
        DatabaseUrl::Postgres(url) => {
            let mut conn = PgConnection::establish(url.as_str()).map_err(|e| unreachable(&e))?;
            conn.batch_execute(PG_CONNECTION)?;
            Ok(Conn::Pg(conn))
        }
    }
}

/// Readers of the embedded database do not wait for its writer; the file remembers this.
pub(in crate::storage) fn prepare_database(conn: &mut Conn) -> Result<(), StorageError> {
    if let Conn::Sqlite(conn) = conn {
        conn.batch_execute("PRAGMA journal_mode = WAL;")?;
    }
    Ok(())
}

/// Opens connections for the pool.
pub(in crate::storage) struct Connector(pub(in crate::storage) DatabaseUrl);

impl ManageConnection for Connector {
    type Connection = Conn;
    type Error = StorageError;

    fn connect(&self) -> Result<Conn, StorageError> {
        connect(&self.0)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), StorageError> {
        conn.ping().map_err(StorageError::from)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        conn.is_broken()
    }
}
