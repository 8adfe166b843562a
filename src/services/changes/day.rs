//! What time itself changes: a first or last day that comes, a suspension that takes effect or ends on a later day than
//! it was decided, the six months after a designation.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::json;

use super::difference::{View, between, subject, words};
use super::listed::{Key, listings, whole_listings};
use crate::domain::access::Actor;
use crate::domain::calendar::dutch_day;
use crate::domain::change::ChangeKind;
use crate::domain::designation::usable_after_designation;
use crate::domain::period::Period;
use crate::services::register::{self, Listing, Surroundings, oldest_shown};
use crate::services::scheme_book::SchemeBook;
use crate::storage::changes::{self, NewChange};
use crate::storage::{
    Conn, Known, StorageError, Store, audit_trail, bodies, published, register_day, register_state, takeovers,
};

/// Brings the register day up to today, if it is not: each status that turned since is written down as a change, with the
/// day on which it turned, and so is what the public history says less. Two programs that do so at once do it once.
///
/// The history begins as many years before the register day as was [set](show_history_of) in this register, and as `years`
/// where nobody ever did. So it only moves on, whatever the clock or the setting of a program says.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn turn(store: &Store, now: DateTime<Utc>, years: u32) -> Result<(), StorageError> {
    let today = dutch_day(now);
    // Nobody waits for a writer to learn that there is nothing to do.
    let done = store.read(|conn| match register_day::day(conn)?.filter(|day| *day >= today) {
        Some(day) => Ok::<_, StorageError>(register_day::shown_from(conn)? == Some(beginning(conn, day, years)?)),
        None => Ok(false),
    })?;
    if done {
        return Ok(());
    }
    store.write(|conn| {
        let day = advance(conn, now)?;
        let oldest = beginning(conn, day, years)?;
        forget(conn, now, day, oldest)
    })
}

/// Sets for how many years this register shows its public history, as a program does that starts to serve it: of programs
/// with another setting the one that started last counts. A larger number brings the history back.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn show_history_of(store: &Store, now: DateTime<Utc>, years: u32) -> Result<(), StorageError> {
    if store.read(register_day::shown_years)? == Some(years) {
        return Ok(());
    }
    store.write(|conn| {
        let before = register_day::shown_years(conn)?;
        if before == Some(years) {
            return Ok(());
        }
        register_day::set_shown_years(conn, years)?;
        let details = json!({"jaren": years, "jarenEerder": before});
        audit_trail::append(conn, now, &Actor::System, "bewaartermijn-ingesteld", "register", &details)?;
        let day = advance(conn, now)?;
        forget(conn, now, day, oldest_shown(day, years))
    })
}

/// The first day of the public history on the register day.
fn beginning(conn: &mut Conn, day: NaiveDate, years: u32) -> Result<NaiveDate, StorageError> {
    Ok(oldest_shown(day, register_day::shown_years(conn)?.unwrap_or(years)))
}

/// Lets the public history begin on `oldest`.
fn forget(conn: &mut Conn, now: DateTime<Utc>, day: NaiveDate, oldest: NaiveDate) -> Result<(), StorageError> {
    let before = register_day::shown_from(conn)?;
    if before == Some(oldest) {
        return Ok(());
    }
    register_day::set_shown_from(conn, oldest)?;
    // Before anything that a body delivers.
    let from = before.or_else(|| NaiveDate::from_ymd_opt(1900, 1, 1)).unwrap_or_default();
    let mut keys = published::certificates_forgotten(conn, from.min(oldest), from.max(oldest))?;
    keys.extend(takeovers::carrying(conn)?);
    if keys.is_empty() {
        return Ok(());
    }
    let keys: BTreeSet<Key> = keys.into_iter().collect();
    let around = Surroundings::load(conn, Known::Now)?;
    let listed = whole_listings(conn, &around, keys)?;
    let pairs = register::public(listed.clone(), from).into_iter().zip(register::public(listed, oldest));
    let mut found = Vec::new();
    for (before, after) in pairs {
        if let Some(change) = between(&before, &after, View { day, shown_from: None }, ChangeKind::Retention)? {
            found.push(NewChange { kinds: words(&BTreeSet::from([ChangeKind::Retention])), ..change });
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    let counter = register_state::bump(conn)?;
    changes::append(conn, now, counter, &found)?;
    let details = json!({"getoondVanaf": oldest, "wijzigingen": found.len()});
    audit_trail::append(conn, now, &Actor::System, "bewaartermijn-verwerkt", "register", &details)
}

/// The same within a transaction that writes; returns the register day.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn advance(conn: &mut Conn, now: DateTime<Utc>) -> Result<NaiveDate, StorageError> {
    let today = dutch_day(now);
    let Some(day) = register_day::day(conn)? else {
        register_day::set_day(conn, today)?;
        return Ok(today);
    };
    if day >= today {
        return Ok(day);
    }
    register_day::set_day(conn, today)?;
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
    let around = Surroundings::load(conn, Known::Now)?;
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
            standings: Some((status.standing.word(), turned.standing.word())),
        });
        status = turned;
    }
    found
}

/// The certificates about which a date passes.
fn candidates(conn: &mut Conn, day: NaiveDate, today: NaiveDate) -> Result<BTreeSet<Key>, StorageError> {
    let mut keys: BTreeSet<Key> = published::certificates_turning(conn, day, today)?.into_iter().collect();
    keys.extend(takeovers::carrying(conn)?);
    for designation in bodies::designations(conn, Known::Now)? {
        if turning_days(designation.valid).any(|turn| day < turn && turn <= today) {
            let numbers = published::numbers_under(conn, designation.body_id, designation.scheme_id)?;
            keys.extend(numbers.into_iter().map(|number| (designation.body_id, number)));
        }
    }
    for entry in SchemeBook::load(conn, Known::Now)? {
        let mut turning = entry.designated.iter().flat_map(|period| turning_days(*period));
        if turning.any(|turn| day < turn && turn <= today) {
            keys.extend(published::keys_under(conn, entry.scheme.id)?);
        }
    }
    Ok(keys)
}

fn turning_days(valid: Period) -> impl Iterator<Item = NaiveDate> {
    let after = valid.until.and_then(|ended| usable_after_designation(ended).checked_add_days(Days::new(1)));
    [Some(valid.from), valid.until, after].into_iter().flatten()
}
