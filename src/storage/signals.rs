//! The signals about bodies. A signal that changes or ends is closed, not overwritten.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::schema::signals;
use super::{Conn, Multi, StorageError, UtcTime};

/// A signal as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = signals, check_for_backend(Multi))]
pub struct SignalRow {
    /// Code of its kind.
    pub kind: String,
    /// The body it is about; none for a signal about a scheme.
    pub body_id: Option<i64>,
    /// The scheme.
    pub scheme_id: i64,
    /// Code of its level.
    pub level: String,
    /// First day of the period it looks at.
    pub period_from: NaiveDate,
    /// Last day of the period.
    pub period_until: NaiveDate,
    /// What was seen, in one Dutch sentence.
    pub sentence: String,
    /// The counts and parameters it came from, as JSON.
    pub evidence: String,
}

/// A signal that stands, with its identity and since when it says this.
#[derive(Debug, Clone, Queryable)]
pub struct StandingSignal {
    /// Identity in this database.
    pub id: i64,
    /// What it says.
    pub signal: SignalRow,
    /// Since when.
    pub recorded_from: UtcTime,
    /// Until when, if it has ended or changed.
    pub recorded_until: Option<UtcTime>,
}

/// When one record of a signal stood.
#[derive(Debug, Clone, Queryable)]
pub struct Spell {
    /// Code of its kind.
    pub kind: String,
    /// The body it is about.
    pub body_id: Option<i64>,
    /// The scheme.
    pub scheme_id: i64,
    /// Since when.
    pub from: UtcTime,
    /// Until when, if it has ended or changed.
    pub until: Option<UtcTime>,
}

/// Makes these the signals that stand; the others end. Returns how many rows changed.
///
/// # Errors
/// [`StorageError`] when the database cannot be changed.
pub fn replace(conn: &mut Conn, now: DateTime<Utc>, signals: &[SignalRow]) -> Result<usize, StorageError> {
    let now = UtcTime::from(now);
    let mut stored: HashMap<(String, Option<i64>, i64), (i64, SignalRow)> = standing(conn)?
        .into_iter()
        .map(|row| ((row.signal.kind.clone(), row.signal.body_id, row.signal.scheme_id), (row.id, row.signal)))
        .collect();
    let mut changes = 0;
    for signal in signals {
        let before = stored.remove(&(signal.kind.clone(), signal.body_id, signal.scheme_id));
        if before.as_ref().is_some_and(|(_, before)| before == signal) {
            continue;
        }
        if let Some((id, _)) = before {
            end(conn, now, id)?;
        }
        diesel::insert_into(signals::table).values((signal, signals::recorded_from.eq(now))).execute(conn)?;
        changes += 1;
    }
    for (id, _) in stored.into_values() {
        end(conn, now, id)?;
        changes += 1;
    }
    Ok(changes)
}

fn end(conn: &mut Conn, now: UtcTime, id: i64) -> Result<(), StorageError> {
    diesel::update(signals::table.find(id)).set(signals::recorded_until.eq(now)).execute(conn)?;
    Ok(())
}

/// The signals that stand.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn standing(conn: &mut Conn) -> Result<Vec<StandingSignal>, StorageError> {
    Ok(signals::table
        .filter(signals::recorded_until.is_null())
        .order((signals::scheme_id, signals::kind, signals::body_id, signals::id))
        .select((signals::id, SignalRow::as_select(), signals::recorded_from, signals::recorded_until))
        .load(conn)?)
}

/// The times between which each signal of the same kind, body and scheme stood, the latest first.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn spells(conn: &mut Conn) -> Result<Vec<Spell>, StorageError> {
    Ok(signals::table
        .order((signals::recorded_from.desc(), signals::id.desc()))
        .select((signals::kind, signals::body_id, signals::scheme_id, signals::recorded_from, signals::recorded_until))
        .load(conn)?)
}

/// One signal, also when it has ended.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn one(conn: &mut Conn, id: i64) -> Result<Option<StandingSignal>, StorageError> {
    Ok(signals::table
        .find(id)
        .select((signals::id, SignalRow::as_select(), signals::recorded_from, signals::recorded_until))
        .first(conn)
        .optional()?)
}
