//! The register in memory: what is found, in which order, how soon, and how much work that is at most.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod bounds;
mod filters;
mod follow;
mod followed;
mod ranking;
mod recall;
mod suggestions;
mod walk;

use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use stelselwacht::services::search::{Answer, Question, Register};
use stelselwacht::storage::{Known, StorageError, bodies, register_state, schemes};

use crate::support::firms::{Firm, delivery, firms, statements};
use crate::support::system::load_system_at;
use crate::support::{TestDatabase, day};

const SYSTEM: &str = include_str!("../../data/delivery/clean/stelsel.json");

/// A register with these firms, and the database behind it.
struct Scene {
    database: TestDatabase,
    register: Register,
}

impl Scene {
    fn of(firms: &[Firm]) -> Self {
        let database = TestDatabase::new();
        load_system_at(&database, SYSTEM, "2023-04-01T09:00:00Z").unwrap();
        database.tamper(&delivery(keys(&database).0[0])).unwrap();
        add(&database, firms);
        let register = Register::load(&database.store).unwrap();
        register.prepare(today());
        Self { database, register }
    }

    fn invented(count: usize) -> Self {
        Self::of(&firms(count, 7).collect::<Vec<_>>())
    }

    /// The first page of what is found for this text.
    fn ask(&self, text: &str) -> Answer {
        self.answer(&Question { text: text.to_owned(), ..Question::default() })
    }

    fn answer(&self, question: &Question) -> Answer {
        self.register.search(question, today(), 0, 25)
    }

    /// The names that are found for this text, best first.
    fn names(&self, text: &str) -> Vec<String> {
        self.ask(text).hits.iter().map(|hit| hit.firm.name().to_owned()).collect()
    }
}

fn today() -> NaiveDate {
    day("2026-02-01")
}

/// Adds the firms as a delivery would, and says that the register changed.
fn add(database: &TestDatabase, firms: &[Firm]) {
    let (bodies, schemes) = keys(database);
    for firms in firms.chunks(500) {
        write(database, &statements(firms, &bodies, &schemes));
    }
}

/// Does what these statements say as a delivery would, and says that the register changed.
fn write(database: &TestDatabase, statements: &str) {
    let written = database.store.write(|conn| {
        conn.batch_execute(statements).map_err(StorageError::from)?;
        register_state::bump(conn)
    });
    written.unwrap();
}

fn keys(database: &TestDatabase) -> (Vec<i64>, Vec<i64>) {
    let read = database.store.read(|conn| {
        let bodies = bodies::all(conn, Known::Now)?.iter().map(|body| body.id).collect();
        let schemes = schemes::all(conn, Known::Now)?.iter().map(|scheme| scheme.id).collect();
        Ok::<_, StorageError>((bodies, schemes))
    });
    read.unwrap()
}
