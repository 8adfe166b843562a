//! What time itself changes: a first or last day that comes, a suspension that takes effect or ends on a later day than
//! it was decided, the six months after a designation.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::json;

use super::difference::{subject, words};
use super::listed::{Key, listings};
use crate::domain::access::Actor;
use crate::domain::calendar::dutch_day;
use crate::domain::certificate::usable_after_designation;
use crate::domain::change::{ChangeKind, standing_word};
use crate::domain::period::Period;
use crate::services::register::{Listing, Surroundings};
use crate::storage::changes::{self, NewChange};
use crate::storage::{Conn, Known, StorageError, Store, audit_trail, bodies, register, register_state};

/// Brings the register day up to today, if it is not: each status that turned since is written down as a change, with the
/// day on which it turned. Two programs that do so at once do it once.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn turn(store: &Store, now: DateTime<Utc>) -> Result<(), StorageError> {
    let today = dutch_day(now);
    // Nobody waits for a writer to learn that there is nothing to do.
    if store.read(changes::day)?.is_some_and(|day| day >= today) {
        return Ok(());
    }
    store.write(|conn| advance(conn, now)).map(drop)
}

/// The same within a transaction that writes; returns the register day.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn advance(conn: &mut Conn, now: DateTime<Utc>) -> Result<NaiveDate, StorageError> {
    let today = dutch_day(now);
    let Some(day) = changes::day(conn)? else {
        changes::set_day(conn, today)?;
        return Ok(today);
    };
    if day >= today {
        return Ok(day);
    }
    changes::set_day(conn, today)?;
    let found = turned(conn, day, today)?;
    if !found.is_empty() {
        let counter = register_state::bump(conn)?;
        changes::append(conn, now, counter, &found)?;
        let details = json!({"dag": today, "wijzigingen": found.len()});
        audit_trail::append(conn, now, &Actor::System, "dag-verwerkt", "register", &details)?;
    }
    Ok(today)
}

fn turned(conn: &mut Conn, day: NaiveDate, today: NaiveDate) -> Result<Vec<NewChange>, StorageError> {
    let keys = candidates(conn, day, today)?;
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let around = Surroundings::load(conn)?;
    let listed = listings(conn, &around, keys.iter().cloned())?;
    let mut found: Vec<NewChange> = listed.values().flat_map(|listing| turns(listing, day, today)).collect();
    found.sort_by(|a, b| (a.day, key(a)).cmp(&(b.day, key(b))));
    Ok(found)
}

fn key(change: &NewChange) -> (i64, &str) {
    match &change.subject {
        changes::Subject::Certificate { body_id, number, .. } => (*body_id, number.as_str()),
        changes::Subject::Body(id) | changes::Subject::Scheme(id) => (*id, ""),
    }
}

/// Every turn of the status after `day` and through `today`.
fn turns(listing: &Listing, day: NaiveDate, today: NaiveDate) -> Vec<NewChange> {
    let mut found = Vec::new();
    let mut status = listing.status_on(day);
    while let Some(next) = status.until.and_then(|last| last.checked_add_days(Days::new(1))).filter(|n| *n <= today) {
        let turned = listing.status_on(next);
        found.push(NewChange {
            subject: subject(listing, None),
            day: next,
            kinds: words(&BTreeSet::from([ChangeKind::Time])),
            standings: Some((standing_word(status.standing), standing_word(turned.standing))),
        });
        status = turned;
    }
    found
}

/// The certificates about which a date passes.
fn candidates(conn: &mut Conn, day: NaiveDate, today: NaiveDate) -> Result<BTreeSet<Key>, StorageError> {
    let mut keys: BTreeSet<Key> = register::certificates_turning(conn, day, today)?.into_iter().collect();
    for designation in bodies::designations(conn, Known::Now)? {
        if turning_days(designation.valid).any(|turn| day < turn && turn <= today) {
            let numbers = register::numbers_under(conn, designation.body_id, designation.scheme_id)?;
            keys.extend(numbers.into_iter().map(|number| (designation.body_id, number)));
        }
    }
    Ok(keys)
}

fn turning_days(valid: Period) -> impl Iterator<Item = NaiveDate> {
    let after = valid.until.and_then(|ended| usable_after_designation(ended).checked_add_days(Days::new(1)));
    [Some(valid.from), valid.until, after].into_iter().flatten()
}
