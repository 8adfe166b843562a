//! The pool, and the transactions that everything happens in.

use std::time::Duration;

use diesel::r2d2::{Pool, PooledConnection};

use super::connection::{Conn, Connector, connect, prepare_database};
use super::errors::StorageError;
use super::migrate;
use super::transaction::Mode;
use super::url::DatabaseUrl;

/// How long a request waits for a free connection before it is told that the database is busy.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(10);

/// A database that is open; clones share its connections.
#[derive(Clone)]
pub struct Store {
    pool: Pool<Connector>,
    url: DatabaseUrl,
}

impl Store {
    /// How many connections a store keeps unless told otherwise.
    pub const DEFAULT_POOL_SIZE: u32 = 8;

    /// Opens the database with [`Store::DEFAULT_POOL_SIZE`] connections at most. A file that is missing is made.
    ///
    /// # Errors
    /// [`StorageError::Unreachable`] with what the database or the system said.
    pub fn open(url: &DatabaseUrl) -> Result<Self, StorageError> {
        Self::open_with(url, Self::DEFAULT_POOL_SIZE)
    }

    /// Opens the database with at most this many connections, at least one.
    ///
    /// # Errors
    /// [`StorageError::Unreachable`] with what the database or the system said.
    pub fn open_with(url: &DatabaseUrl, connections: u32) -> Result<Self, StorageError> {
        // The pool would hide why it cannot connect and keep trying; the first connection tells at once.
        prepare_database(&mut connect(url)?)?;
        let pool = Pool::builder()
            .max_size(connections.max(1))
            .min_idle(Some(0))
            .connection_timeout(WAIT_FOR_CONNECTION)
            .build_unchecked(Connector(url.clone()));
        Ok(Self { pool, url: url.clone() })
    }

    /// Where the database is.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Reads one consistent state of the database; writers do not disturb it, and it does not disturb them.
    ///
    /// # Errors
    /// Those of `work`, and a [`StorageError`] when the transaction itself fails.
    pub fn read<T, E: From<StorageError>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        self.transaction(Mode::Read, work)
    }

    /// Changes the database: everything that `work` did is kept when it returns `Ok`, nothing when it returns an error
    /// or panics. No other `write` runs at the same time, so what `work` reads stays true until it is done.
    /// Keep it short: no password hashing, no mail, no network inside, and no other transaction of this store, which would
    /// wait for this one.
    ///
    /// # Errors
    /// Those of `work`, and a [`StorageError`] when the transaction itself fails.
    pub fn write<T, E: From<StorageError>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        self.transaction(Mode::Write, work)
    }

    /// Changes rows that no other change depends on, such as when a session was last seen. Gives up with
    /// [`StorageError::Busy`] rather than wait for a long delivery. The audit trail cannot be written here: its chain
    /// needs [`Store::write`].
    ///
    /// # Errors
    /// Those of `work`, and a [`StorageError`] when the transaction itself fails.
    pub fn write_aside<T, E: From<StorageError>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        self.transaction(Mode::Aside, work)
    }

    fn transaction<T, E: From<StorageError>>(
        &self,
        mode: Mode,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        mode.run(&mut *self.connection()?, work)
    }

    pub(in crate::storage) fn connection(&self) -> Result<PooledConnection<Connector>, StorageError> {
        self.pool.get().map_err(|error| match error.to_string().trim() {
            // Without a cause behind it: every connection was in use all this time.
            "timed out waiting for connection" => StorageError::Busy,
            reason => StorageError::Unreachable { database: self.url.to_string(), reason: reason.to_owned() },
        })
    }

    /// Brings the tables up to date, all steps or none; returns the names of the steps that were done.
    ///
    /// # Errors
    /// [`StorageError::NewerThanProgram`] when the database is ahead of this program; [`StorageError::Migration`] when a
    /// step fails.
    pub fn migrate(&self) -> Result<Vec<String>, StorageError> {
        migrate::up(&mut *self.connection()?)
    }

    /// Takes back the last `count` steps, all or none; what those tables held is lost.
    ///
    /// # Errors
    /// As [`Store::migrate`].
    pub fn revert_migrations(&self, count: usize) -> Result<Vec<String>, StorageError> {
        migrate::down(&mut *self.connection()?, count)
    }

    /// The names of the steps that [`Store::migrate`] would do.
    ///
    /// # Errors
    /// [`StorageError::NewerThanProgram`] when the database is ahead of this program.
    pub fn pending_migrations(&self) -> Result<Vec<String>, StorageError> {
        migrate::pending(&mut *self.connection()?)
    }

    /// Makes sure that the tables are those of this program. A new file of the embedded database gets its tables;
    /// any other database is only changed by somebody who asks for it.
    ///
    /// # Errors
    /// [`StorageError::MigrationsPending`] or [`StorageError::NewerThanProgram`], with the way out.
    pub fn ready(&self) -> Result<(), StorageError> {
        let mut conn = self.connection()?;
        let pending = migrate::pending(&mut conn)?;
        if pending.is_empty() {
            Ok(())
        } else if matches!(*conn, Conn::Sqlite(_)) && migrate::is_empty(&mut conn)? {
            migrate::up(&mut conn).map(drop)
        } else {
            Err(StorageError::MigrationsPending { count: pending.len() })
        }
    }
}
