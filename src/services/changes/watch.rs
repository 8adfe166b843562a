//! Comparing certificates before and after a delivery.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::difference::{View, between, taken_back};
use super::listed::{Key, whole};
use crate::domain::change::ChangeKind;
use crate::services::register::{Listing, Surroundings};
use crate::storage::changes;
use crate::storage::{Conn, Known, StorageError, register_day};

/// Certificates as they were before a transaction changes them.
pub(in crate::services) struct Watch {
    keys: BTreeSet<Key>,
    before: BTreeMap<Key, Listing>,
}

impl Watch {
    /// Notes how these certificates stand now. What is new is written down by the delivery itself.
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
        self.record_as(conn, now, counter, day, None)
    }

    /// The same after a delivery was taken back, which every change then says.
    pub(in crate::services) fn record_taken_back(
        self,
        conn: &mut Conn,
        now: DateTime<Utc>,
        counter: i64,
        day: NaiveDate,
    ) -> Result<usize, StorageError> {
        self.record_as(conn, now, counter, day, Some(ChangeKind::TakenBack))
    }

    fn record_as(
        self,
        conn: &mut Conn,
        now: DateTime<Utc>,
        counter: i64,
        day: NaiveDate,
        because: Option<ChangeKind>,
    ) -> Result<usize, StorageError> {
        if self.keys.is_empty() {
            return Ok(0);
        }
        let around = Surroundings::load(conn, Known::Now)?;
        let after = whole(conn, &around, self.keys.iter().cloned())?;
        let view = View { day, shown_from: register_day::shown_from(conn)? };
        let mut found = Vec::new();
        for key in &self.keys {
            match (self.before.get(key), after.get(key)) {
                (Some(before), Some(listing)) => {
                    let mut change = between(before, listing, view, ChangeKind::Data)?;
                    if let (Some(change), Some(because)) = (&mut change, because) {
                        change.kinds = format!("{}+{}", change.kinds, because.word());
                    }
                    found.extend(change);
                }
                (Some(before), None) => found.push(taken_back(before, day)),
                (None, _) => {}
            }
        }
        changes::append(conn, now, counter, &found)?;
        Ok(found.len())
    }
}
