//! Changes of schemes, bodies and designations, and of the certificates that depend on them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::difference::{View, between, words};
use super::listed::{Key, whole};
use super::records;
use crate::domain::change::ChangeKind;
use crate::exchange::public;
use crate::services::register::{Surroundings, designated_bodies};
use crate::services::scheme_book::{BookScheme, SchemeBook};
use crate::storage::bodies::Designation;
use crate::storage::changes::{self, NewChange, Subject};
use crate::storage::{Conn, Known, StorageError, bodies, published, register_day};

/// The system before a transaction changes it.
pub(in crate::services) struct SystemWatch {
    around: Surroundings,
    designations: Vec<Designation>,
    book: SchemeBook,
    bodies: BTreeMap<i64, public::Body>,
}

impl SystemWatch {
    /// Notes how the system reads now.
    pub(in crate::services) fn on(conn: &mut Conn) -> Result<Self, StorageError> {
        Ok(Self {
            around: Surroundings::load(conn, Known::Now)?,
            designations: bodies::designations(conn, Known::Now)?,
            book: SchemeBook::load(conn, Known::Now)?,
            bodies: public_bodies(conn)?,
        })
    }

    /// Writes down what reads differently now.
    pub(in crate::services) fn record(
        self,
        conn: &mut Conn,
        now: DateTime<Utc>,
        counter: i64,
        day: NaiveDate,
    ) -> Result<(), StorageError> {
        let book = SchemeBook::load(conn, Known::Now)?;
        let mut found = self.schemes(&book, day);
        found.extend(self.bodies(&public_bodies(conn)?, day));
        found.extend(self.certificates(conn, &book, day)?);
        changes::append(conn, now, counter, &found)
    }

    fn schemes(&self, book: &SchemeBook, day: NaiveDate) -> Vec<NewChange> {
        let mut found = Vec::new();
        for entry in book.schemes() {
            let kind = match self.book.by_id(entry.scheme.id) {
                None => ChangeKind::New,
                Some(before) if before.designated != entry.designated => ChangeKind::Designation,
                Some(before) if records::scheme(before) != records::scheme(entry) => ChangeKind::Data,
                Some(_) => continue,
            };
            found.push(change(Subject::Scheme(entry.scheme.id), day, [kind]));
        }
        found
    }

    fn bodies(&self, now: &BTreeMap<i64, public::Body>, day: NaiveDate) -> Vec<NewChange> {
        let mut found = Vec::new();
        for (id, body) in now {
            let mut kinds = BTreeSet::new();
            if let Some(before) = self.bodies.get(id) {
                if before.designations != body.designations {
                    kinds.insert(ChangeKind::Designation);
                }
                if (&before.name, &before.kvk_number) != (&body.name, &body.kvk_number) {
                    kinds.insert(ChangeKind::Data);
                }
            } else {
                kinds.insert(ChangeKind::New);
            }
            if !kinds.is_empty() {
                found.push(change(Subject::Body(*id), day, kinds));
            }
        }
        found
    }

    /// Certificates whose body or scheme reads differently, as far as they then do themselves.
    fn certificates(&self, conn: &mut Conn, book: &SchemeBook, day: NaiveDate) -> Result<Vec<NewChange>, StorageError> {
        let keys = self.dependent(conn, book)?;
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let around = Surroundings::load(conn, Known::Now)?;
        let before = whole(conn, &self.around, keys.iter().cloned())?;
        let after = whole(conn, &around, keys.iter().cloned())?;
        let view = View { day, shown_from: register_day::shown_from(conn)? };
        let mut found = Vec::new();
        for key in &keys {
            if let (Some(before), Some(after)) = (before.get(key), after.get(key)) {
                found.extend(between(before, after, view, ChangeKind::Designation)?);
            }
        }
        Ok(found)
    }

    fn dependent(&self, conn: &mut Conn, book: &SchemeBook) -> Result<BTreeSet<Key>, StorageError> {
        let now = bodies::designations(conn, Known::Now)?;
        let mut pairs: BTreeSet<(i64, i64)> = BTreeSet::new();
        let differing = now.iter().filter(|d| !self.designations.contains(d));
        let gone = self.designations.iter().filter(|d| !now.contains(d));
        pairs.extend(differing.chain(gone).map(|designation| (designation.body_id, designation.scheme_id)));
        let mut keys = BTreeSet::new();
        for (body, scheme) in pairs {
            keys.extend(published::numbers_under(conn, body, scheme)?.into_iter().map(|number| (body, number)));
        }
        for entry in book.schemes() {
            // A version that reads differently has another key; its matrix may give measures another name or effect.
            let same = |before: &BookScheme| {
                before.designated == entry.designated
                    && before
                        .versions
                        .iter()
                        .map(|version| version.id)
                        .eq(entry.versions.iter().map(|version| version.id))
            };
            if self.book.by_id(entry.scheme.id).is_some_and(|before| !same(before)) {
                keys.extend(published::keys_under(conn, entry.scheme.id)?);
            }
        }
        Ok(keys)
    }
}

fn public_bodies(conn: &mut Conn) -> Result<BTreeMap<i64, public::Body>, StorageError> {
    Ok(designated_bodies(conn, Known::Now)?.iter().map(|body| (body.body.id, records::body(body))).collect())
}

fn change(subject: Subject, day: NaiveDate, kinds: impl IntoIterator<Item = ChangeKind>) -> NewChange {
    NewChange { subject, day, kinds: words(&kinds.into_iter().collect()), standings: None }
}
