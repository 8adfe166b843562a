//! Comparing certificates before and after a delivery.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::difference::{View, between, subject, words};
use super::listed::{Key, whole};
use crate::domain::change::ChangeKind;
use crate::services::register::{Listing, Surroundings};
use crate::storage::changes::{self, NewChange};
use crate::storage::{Conn, Known, StorageError};

/// Certificates as they were before a transaction changes them.
pub(in crate::services) struct Watch {
    keys: BTreeSet<Key>,
    before: BTreeMap<Key, Listing>,
}

impl Watch {
    /// Notes how these certificates stand now; those the register does not know yet will be new.
    pub(in crate::services) fn on(conn: &mut Conn, keys: BTreeSet<Key>) -> Result<Self, StorageError> {
        if keys.is_empty() {
            return Ok(Self { keys, before: BTreeMap::new() });
        }
        let around = Surroundings::load(conn, Known::Now)?;
        let before = whole(conn, &around, keys.iter().cloned())?.into_iter().collect();
        Ok(Self { keys, before })
    }

    /// Writes down what reads differently now; returns how many changes there were.
    pub(in crate::services) fn record(
        self,
        conn: &mut Conn,
        now: DateTime<Utc>,
        counter: i64,
        day: NaiveDate,
    ) -> Result<usize, StorageError> {
        if self.keys.is_empty() {
            return Ok(0);
        }
        let around = Surroundings::load(conn, Known::Now)?;
        let after = whole(conn, &around, self.keys.iter().cloned())?;
        let view = View { day, shown_from: changes::shown_from(conn)? };
        let mut found = Vec::new();
        for key in &self.keys {
            let Some(listing) = after.get(key) else { continue };
            match self.before.get(key) {
                Some(before) => found.extend(between(before, listing, view, ChangeKind::Data)?),
                None => found.push(new(listing, day)),
            }
        }
        changes::append(conn, now, counter, &found)?;
        Ok(found.len())
    }
}

fn new(listing: &Listing, day: NaiveDate) -> NewChange {
    let standing = listing.status_on(day).standing.word();
    NewChange {
        subject: subject(listing, None),
        day,
        kinds: words(&BTreeSet::from([ChangeKind::New])),
        standings: Some((standing, standing)),
    }
}
