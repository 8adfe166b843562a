//! A register with a system, and ways to deliver to it.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Utc};
use serde_json::Value;
use stelselwacht::domain::access::{Deliver, LoadSystem};
use stelselwacht::domain::calendar::dutch_day;
use stelselwacht::domain::delivery_report::RowCounts;
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::services::delivery::apply::{Mode, Receipt, Request, deliver};
use stelselwacht::services::delivery::parse::{Delivery, parse};
use stelselwacht::services::delivery::read::{Limits, SourceFile};
use stelselwacht::services::system::{find_matrix, load};
use stelselwacht::storage::Store;

use crate::support::system::operator;
use crate::support::{TestDatabase, moment};

pub(crate) const BODIES: [&str; 5] = ["alfa", "bravo", "charlie", "delta", "echo"];
pub(crate) const KINDS: [&str; 4] = ["certificaten", "onderzoeken", "afwijkingen", "besluiten"];

/// Where test data stand.
pub(crate) fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/delivery").join(path)
}

/// After everything in the test data.
pub(crate) fn now() -> DateTime<Utc> {
    moment("2026-02-01T09:00:00Z")
}

pub(crate) fn body(code: &str) -> BodyCode {
    BodyCode::parse(code).unwrap()
}

/// A register that knows the schemes and bodies of the test data, and nothing else.
pub(crate) fn register() -> TestDatabase {
    let database = TestDatabase::new();
    load_system(&database.store);
    database
}

pub(crate) fn load_system(store: &Store) {
    let system = std::fs::read_to_string(data("clean/stelsel.json")).unwrap();
    load(store, &operator(LoadSystem), moment("2023-04-01T09:00:00Z"), &system, &|name| find_matrix(name, &[]))
        .unwrap();
}

/// The four files of a body.
pub(crate) fn files(set: &str, body: &str) -> Vec<PathBuf> {
    KINDS.iter().map(|kind| data(&format!("{set}/{body}-{kind}.csv"))).filter(|path| path.exists()).collect()
}

pub(crate) fn sources(set: &str, body: &str) -> Vec<SourceFile> {
    files(set, body)
        .iter()
        .map(|path| source(&path.file_name().unwrap().to_string_lossy(), std::fs::read(path).unwrap()))
        .collect()
}

pub(crate) fn source(name: &str, bytes: impl Into<Vec<u8>>) -> SourceFile {
    SourceFile { name: name.into(), bytes: bytes.into() }
}

pub(crate) fn read(files: &[SourceFile]) -> Delivery {
    parse(files, &Limits::default(), dutch_day(now()), &|_, _| {})
}

/// Delivers through the service.
pub(crate) fn send(store: &Store, code: &str, files: &[SourceFile], mode: Mode, at: DateTime<Utc>) -> Receipt {
    let request = Request { delivery: read(files), through: None, mode };
    deliver(store, &operator(Deliver(body(code))), request, at, &|_, _| {}).unwrap()
}

pub(crate) fn counts(new: i64, changed: i64, unchanged: i64, refused: i64) -> RowCounts {
    RowCounts { new, changed, unchanged, refused }
}

/// What a command answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|fault| panic!("{fault}: {self:?}"))
    }
}

/// The program on a database.
pub(crate) fn program(database: &TestDatabase) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stelselwacht"));
    command.env("DATABASE_URL", database.url());
    command
}

/// The command `import`.
pub(crate) fn import(database: &TestDatabase, code: &str, files: &[PathBuf], options: &[&str]) -> Answer {
    let output = program(database).arg("import").args(files).args(["--body", code]).args(options).output().unwrap();
    Answer {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// How many rows the tables of deliveries hold, all versions counted.
pub(crate) fn rows(database: &TestDatabase) -> [i64; 5] {
    use diesel::prelude::*;
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    ["deliveries", "certificates", "audits", "nonconformities", "decisions"].map(|table| {
        let query = format!("SELECT count(*) AS n FROM {table}");
        let count = |conn: &mut stelselwacht::storage::Conn| {
            let found = diesel::sql_query(&query).get_result::<Count>(conn);
            found.map_err(stelselwacht::storage::StorageError::from)
        };
        database.store.read(count).unwrap().n
    })
}

/// The day of [`now`].
pub(crate) fn today() -> chrono::NaiveDate {
    dutch_day(now())
}
