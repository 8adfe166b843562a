//! How a transaction starts and ends on either database.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::{Connection, QueryResult};

use super::connection::Conn;
use super::errors::StorageError;

/// How a transaction starts.
#[derive(Clone, Copy)]
pub(in crate::storage) enum Mode {
    /// One consistent view of the data, without changing it.
    Read,
    /// The only transaction that changes the register while it runs.
    Write,
    /// A change of rows that no other change depends on; gives up at once when another writer is busy.
    Aside,
}

impl Mode {
    /// Runs `work` in a transaction: kept on `Ok`, undone on an error and on a panic.
    pub(in crate::storage) fn run<T, E: From<StorageError>>(
        self,
        conn: &mut Conn,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.begin(conn)?;
        let open = OpenTransaction { conn, mode: self, done: false };
        let value = work(open.conn)?;
        open.commit()?;
        Ok(value)
    }

    fn begin(self, conn: &mut Conn) -> Result<(), StorageError> {
        match conn {
            Conn::Sqlite(conn) => {
                let sql = match self {
                    Self::Read => "BEGIN DEFERRED; PRAGMA query_only = ON",
                    // A deferred transaction that starts to write later fails at once when another one wrote.
                    Self::Write => "BEGIN IMMEDIATE",
                    Self::Aside => "PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; PRAGMA busy_timeout = 10000",
                };
                let begun = AnsiTransactionManager::begin_transaction_sql(conn, sql);
                if begun.is_err() && matches!(self, Self::Aside) {
                    conn.batch_execute("PRAGMA busy_timeout = 10000")?;
                }
                begun?;
            }
            Conn::Pg(conn) => {
                let sql = match self {
                    Self::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                    Self::Write | Self::Aside => "BEGIN ISOLATION LEVEL READ COMMITTED",
                };
                AnsiTransactionManager::begin_transaction_sql(conn, sql)?;
                if matches!(self, Self::Write) {
                    // Two writers that each read first would work from the same old state: one waits for the other.
                    // The schema is part of the key, so registers in one database do not wait for each other.
                    let lock = "SELECT pg_advisory_xact_lock(hashtext('stelselwacht'), hashtext(current_schema()))";
                    if let Err(error) = conn.batch_execute(lock) {
                        AnsiTransactionManager::rollback_transaction(conn)?;
                        return Err(error.into());
                    }
                }
            }
        }
        Ok(())
    }
}

/// A transaction that is undone unless it is committed, also when a panic passes.
struct OpenTransaction<'a> {
    conn: &'a mut Conn,
    mode: Mode,
    done: bool,
}

impl OpenTransaction<'_> {
    fn commit(mut self) -> Result<(), StorageError> {
        if let Conn::Pg(conn) = &mut *self.conn {
            // After a fault that `work` overlooked, PostgreSQL answers COMMIT with a rollback and no error. Any other
            // statement does give one.
            conn.batch_execute("SELECT 1")?;
        }
        self.done = true;
        let committed = <Conn as Connection>::TransactionManager::commit_transaction(self.conn);
        self.allow_writing()?;
        Ok(committed?)
    }

    /// The next user of this connection may write again.
    fn allow_writing(&mut self) -> QueryResult<()> {
        match (self.mode, &mut *self.conn) {
            (Mode::Read, Conn::Sqlite(conn)) => conn.batch_execute("PRAGMA query_only = OFF"),
            _ => Ok(()),
        }
    }
}

impl Drop for OpenTransaction<'_> {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        let undone = <Conn as Connection>::TransactionManager::rollback_transaction(self.conn);
        if let Err(error) = undone.and_then(|()| self.allow_writing()) {
            // The connection counts as broken now; the pool throws it away and the database undoes the rest itself.
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }
}
