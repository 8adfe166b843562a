//! A database of its own for each test, gone when the test is.

#![expect(clippy::expect_used, reason = "a test may fail loudly")]

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use stelselwacht::storage::{Conn, DatabaseUrl, StorageError, Store};

/// An empty register: an SQLite file in a folder of its own, or a schema of its own in PostgreSQL.
pub(crate) struct TestDatabase {
    /// The open database.
    pub(crate) store: Store,
    url: String,
    place: Place,
}

enum Place {
    Folder(tempfile::TempDir),
    Schema { server: String, name: String },
}

/// The address of the PostgreSQL database that the tests may use, if they run against one.
pub(crate) fn server() -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the one setting of the tests themselves")]
    let url = std::env::var("DATABASE_URL").ok()?;
    match DatabaseUrl::parse(&url).expect("DATABASE_URL") {
        DatabaseUrl::Postgres(_) => Some(url),
        DatabaseUrl::Sqlite(_) => panic!("DATABASE_URL: give a PostgreSQL database, or nothing for SQLite"),
    }
}

impl TestDatabase {
    /// A database with the tables of the program.
    pub(crate) fn new() -> Self {
        let database = Self::without_tables();
        database.store.migrate().expect("migrate");
        database
    }

    /// A database without tables.
    pub(crate) fn without_tables() -> Self {
        server().map_or_else(Self::on_sqlite, Self::on_postgres)
    }

    /// A database without tables in an SQLite file, wherever the other tests run.
    pub(crate) fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        Self { store: open(&url), url, place: Place::Folder(folder) }
    }

    fn on_postgres(server: String) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut conn = PgConnection::establish(&server).expect("the server of the tests");
        conn.batch_execute(&format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}")).expect("a schema");
        let mut url = url::Url::parse(&server).expect("DATABASE_URL");
        url.query_pairs_mut().append_pair("options", &format!("-csearch_path={name}"));
        // libpq does not read '+' as a blank; there is none in what we add.
        let url = url.to_string();
        Self { store: open(&url), url, place: Place::Schema { server, name } }
    }

    /// The address, for programs and stores that open the same database.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The file of the database, on SQLite.
    pub(crate) fn file(&self) -> Option<std::path::PathBuf> {
        match &self.place {
            Place::Folder(folder) => Some(Path::join(folder.path(), "test.db")),
            Place::Schema { .. } => None,
        }
    }

    /// Whether this is PostgreSQL.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.place, Place::Schema { .. })
    }

    /// Runs statements as somebody with the keys to the database could, past the program.
    pub(crate) fn tamper(&self, statements: &str) -> Result<(), StorageError> {
        self.store.write(|conn: &mut Conn| conn.batch_execute(statements).map_err(StorageError::from))
    }
}

fn open(url: &str) -> Store {
    Store::open(&DatabaseUrl::parse(url).expect("the address")).expect("the database")
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Place::Schema { server, name } = &self.place
            && let Ok(mut conn) = PgConnection::establish(server)
            && let Err(error) = conn.batch_execute(&format!("DROP SCHEMA {name} CASCADE"))
        {
            eprintln!("the schema {name} stays behind: {error}");
        }
    }
}
