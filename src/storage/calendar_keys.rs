//! The secret addresses of calendars, as hashes; an account has at most one that works.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::schema::calendar_keys;
use super::{Conn, StorageError, UtcTime};

/// A secret address that works.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct CalendarKey {
    /// Key in this database.
    pub id: i64,
    /// Whose it is.
    pub account_id: i64,
    /// When it was made.
    pub created_at: UtcTime,
    /// The last day on which a calendar asked for it.
    pub last_used_on: Option<NaiveDate>,
}

const COLUMNS: (calendar_keys::id, calendar_keys::account_id, calendar_keys::created_at, calendar_keys::last_used_on) =
    (calendar_keys::id, calendar_keys::account_id, calendar_keys::created_at, calendar_keys::last_used_on);

/// Adds an address. One that the account had stops working.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn replace(conn: &mut Conn, now: DateTime<Utc>, account_id: i64, hash: &str) -> Result<(), StorageError> {
    revoke(conn, now, account_id)?;
    diesel::insert_into(calendar_keys::table)
        .values((
            calendar_keys::account_id.eq(account_id),
            calendar_keys::key_hash.eq(hash),
            calendar_keys::created_at.eq(UtcTime::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that the address of an account does not work any more; says whether there was one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn revoke(conn: &mut Conn, now: DateTime<Utc>, account_id: i64) -> Result<bool, StorageError> {
    let own = calendar_keys::table
        .filter(calendar_keys::account_id.eq(account_id))
        .filter(calendar_keys::revoked_at.is_null());
    Ok(diesel::update(own).set(calendar_keys::revoked_at.eq(UtcTime::from(now))).execute(conn)? > 0)
}

/// The address of an account that works, if it has one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_account(conn: &mut Conn, account_id: i64) -> Result<Option<CalendarKey>, StorageError> {
    let own = calendar_keys::table
        .filter(calendar_keys::account_id.eq(account_id))
        .filter(calendar_keys::revoked_at.is_null());
    Ok(own.select(COLUMNS).first(conn).optional()?)
}

/// The address with this hash, when it works.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn by_hash(conn: &mut Conn, hash: &str) -> Result<Option<CalendarKey>, StorageError> {
    let found =
        calendar_keys::table.filter(calendar_keys::key_hash.eq(hash)).filter(calendar_keys::revoked_at.is_null());
    Ok(found.select(COLUMNS).first(conn).optional()?)
}

/// Notes the day on which a calendar asked for it.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn note_use(conn: &mut Conn, id: i64, day: NaiveDate) -> Result<(), StorageError> {
    diesel::update(calendar_keys::table.find(id)).set(calendar_keys::last_used_on.eq(day)).execute(conn)?;
    Ok(())
}
