//! How often bodies must deliver, as was agreed with them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::schema::delivery_rhythms;
use super::{Change, Conn, StorageError, UtcTime};
use crate::domain::delivery_calendar::{Rhythm, Since};

fn since((from, months, days): (NaiveDate, i64, i64)) -> Result<Since, StorageError> {
    let number = |value: i64| u32::try_from(value).unwrap_or(u32::MAX);
    let rhythm = Rhythm::new(number(months), number(days))
        .map_err(|error| StorageError::damaged(format!("aanleverritme: {error}")))?;
    Ok(Since { from, rhythm })
}

/// What was agreed with a body, by first day.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_body(conn: &mut Conn, body_id: i64) -> Result<Vec<Since>, StorageError> {
    let rows: Vec<(NaiveDate, i64, i64)> = delivery_rhythms::table
        .filter(delivery_rhythms::body_id.eq(body_id))
        .filter(delivery_rhythms::recorded_until.is_null())
        .order(delivery_rhythms::holds_from)
        .select((delivery_rhythms::holds_from, delivery_rhythms::months, delivery_rhythms::days))
        .load(conn)?;
    rows.into_iter().map(since).collect()
}

/// What was agreed with every body with which something was, by its key and by first day.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn all(conn: &mut Conn) -> Result<HashMap<i64, Vec<Since>>, StorageError> {
    let rows: Vec<(i64, NaiveDate, i64, i64)> = delivery_rhythms::table
        .filter(delivery_rhythms::recorded_until.is_null())
        .order(delivery_rhythms::holds_from)
        .select((
            delivery_rhythms::body_id,
            delivery_rhythms::holds_from,
            delivery_rhythms::months,
            delivery_rhythms::days,
        ))
        .load(conn)?;
    let mut agreed: HashMap<i64, Vec<Since>> = HashMap::new();
    for (body, from, months, days) in rows {
        agreed.entry(body).or_default().push(since((from, months, days))?);
    }
    Ok(agreed)
}

/// Records what was agreed with a body: exactly this, each from another day. What the register says differently is closed.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn save(conn: &mut Conn, now: DateTime<Utc>, body_id: i64, wanted: &[Since]) -> Result<Change, StorageError> {
    let standing = of_body(conn, body_id)?;
    let outdated: Vec<NaiveDate> =
        standing.iter().filter(|said| !wanted.contains(said)).map(|said| said.from).collect();
    let missing: Vec<&Since> = wanted.iter().filter(|wish| !standing.contains(wish)).collect();
    if outdated.is_empty() && missing.is_empty() {
        return Ok(Change::Unchanged);
    }
    let now = UtcTime::from(now);
    diesel::update(delivery_rhythms::table)
        .filter(delivery_rhythms::body_id.eq(body_id))
        .filter(delivery_rhythms::recorded_until.is_null())
        .filter(delivery_rhythms::holds_from.eq_any(outdated))
        .set(delivery_rhythms::recorded_until.eq(now))
        .execute(conn)?;
    for wish in missing {
        diesel::insert_into(delivery_rhythms::table)
            .values((
                delivery_rhythms::body_id.eq(body_id),
                delivery_rhythms::holds_from.eq(wish.from),
                delivery_rhythms::months.eq(i64::from(wish.rhythm.months())),
                delivery_rhythms::days.eq(i64::from(wish.rhythm.days())),
                delivery_rhythms::recorded_from.eq(now),
            ))
            .execute(conn)?;
    }
    Ok(if standing.is_empty() { Change::New } else { Change::Changed })
}
