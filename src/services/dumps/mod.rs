//! The whole public register as files: CSV and NDJSON, each of one moment, with its checksum.
//!
//! A file is written once per state of the register, into the folder for temporary files, in batches and so with little
//! memory; a slow reader then holds a file, not the database. [`Dumps`] keeps the newest of each.

mod cells;
mod contents;
mod file;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

pub use file::{Dump, Stored};

use crate::storage::{StorageError, Store, changes, register_day, register_state};

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A row per certificate.
    Certificates,
    /// A row per firm.
    Holders,
    /// A row per certification body.
    Bodies,
    /// A row per designation of a body for a scheme.
    Designations,
    /// A row per scheme.
    Schemes,
    /// A row per version of a scheme.
    Versions,
}

impl Subject {
    /// Every subject, in the order in which they are listed.
    pub const ALL: [Self; 6] =
        [Self::Certificates, Self::Holders, Self::Bodies, Self::Designations, Self::Schemes, Self::Versions];

    /// The Dutch word in the name of the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Certificates => "certificaten",
            Self::Holders => "certificaathouders",
            Self::Bodies => "instellingen",
            Self::Designations => "aanwijzingen",
            Self::Schemes => "schemas",
            Self::Versions => "schemaversies",
        }
    }

    /// The columns of its CSV file.
    pub fn columns(self) -> &'static [&'static str] {
        cells::columns(self)
    }
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A table: semicolons, UTF-8, a header, cells that no spreadsheet takes for a formula.
    Csv,
    /// A JSON object on each line.
    Ndjson,
}

impl Format {
    /// Both formats.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Ndjson];

    /// The ending of the name of the file.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }
}

/// Which file, as in `certificaten.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name {
    /// What it is about.
    pub subject: Subject,
    /// How it is written.
    pub format: Format,
}

impl Name {
    /// The file with this name, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        let (subject, ending) = text.split_once('.')?;
        let subject = Subject::ALL.into_iter().find(|known| known.word() == subject)?;
        let format = Format::ALL.into_iter().find(|known| known.ending() == ending)?;
        Some(Self { subject, format })
    }

    /// Every file there is.
    pub fn all() -> impl Iterator<Item = Self> {
        Subject::ALL.into_iter().flat_map(|subject| Format::ALL.map(|format| Self { subject, format }))
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.subject.word(), self.format.ending())
    }
}

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The folder for temporary files could not do it.
    #[error("het bestand kan niet worden geschreven: {0}")]
    Write(#[from] std::io::Error),
}

/// The state of the register that a file is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// How many transactions changed the register.
    pub counter: i64,
    /// The place in the feed from which on to read what came after.
    pub place: i64,
    /// The day for which each status holds.
    pub day: NaiveDate,
}

impl Moment {
    /// The state of this transaction. When the register day was never set, statuses hold for `today`.
    pub(in crate::services) fn of(conn: &mut crate::storage::Conn, today: NaiveDate) -> Result<Self, StorageError> {
        Ok(Self {
            counter: register_state::current(conn)?,
            place: changes::last(conn)?,
            day: register_day::day(conn)?.unwrap_or(today),
        })
    }
}

/// The newest file of each name.
#[derive(Debug, Default)]
pub struct Dumps {
    newest: Mutex<HashMap<Name, Arc<Dump>>>,
    /// Held while a file is written: two at once would ask twice the disk for nothing.
    writing: Mutex<()>,
}

impl Dumps {
    /// The file as the register is now; written first when the register changed since. Blocks meanwhile.
    ///
    /// # Errors
    /// [`DumpError`] when it could not be written.
    pub fn file(&self, store: &Store, name: Name, today: NaiveDate) -> Result<Arc<Dump>, DumpError> {
        let now = Self::moment(store, today)?;
        if let Some(dump) = self.kept(name, now) {
            return Ok(dump);
        }
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever waited may find that it was written meanwhile.
        let now = Self::moment(store, today)?;
        if let Some(dump) = self.kept(name, now) {
            return Ok(dump);
        }
        let dump = Arc::new(file::write(store, name, today)?);
        self.newest.lock().unwrap_or_else(PoisonError::into_inner).insert(name, Arc::clone(&dump));
        Ok(dump)
    }

    /// The state that a file would be of now.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails.
    pub fn moment(store: &Store, today: NaiveDate) -> Result<Moment, StorageError> {
        store.read(|conn| Moment::of(conn, today))
    }

    fn kept(&self, name: Name, now: Moment) -> Option<Arc<Dump>> {
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        newest.get(&name).filter(|dump| dump.moment == now).map(Arc::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_subject_and_a_format() {
        for name in Name::all() {
            assert_eq!(Name::parse(&name.to_string()), Some(name));
        }
        for wrong in ["", "certificaten", "certificaten.exe", "certificaten.csv.gz", "../etc.csv", "Certificaten.csv"] {
            assert_eq!(Name::parse(wrong), None, "{wrong}");
        }
    }
}
