//! Browsers from which the owner of an account logged in. Only hashes of what they keep are here.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::account_devices;
use super::{Conn, StorageError, UtcTime};

/// Whether the owner of this account logged in from the browser since the moment.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn is_known(
    conn: &mut Conn,
    account_id: i64,
    token_hash: &str,
    since: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let known = account_devices::table
        .filter(account_devices::account_id.eq(account_id))
        .filter(account_devices::token_hash.eq(token_hash))
        .filter(account_devices::last_seen_at.gt(UtcTime::from(since)));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(conn)?)
}

/// Whether we gave this token to a browser ourselves, for whichever account.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn is_ours(conn: &mut Conn, token_hash: &str) -> Result<bool, StorageError> {
    let ours = account_devices::table.filter(account_devices::token_hash.eq(token_hash));
    Ok(diesel::select(diesel::dsl::exists(ours)).get_result(conn)?)
}

/// Notes that the owner of the account is logged in from the browser.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn note(conn: &mut Conn, now: DateTime<Utc>, account_id: i64, token_hash: &str) -> Result<(), StorageError> {
    let now = UtcTime::from(now);
    let of_account = account_devices::table
        .filter(account_devices::account_id.eq(account_id))
        .filter(account_devices::token_hash.eq(token_hash));
    if diesel::update(of_account).set(account_devices::last_seen_at.eq(now)).execute(conn)? > 0 {
        return Ok(());
    }
    diesel::insert_into(account_devices::table)
        .values((
            account_devices::account_id.eq(account_id),
            account_devices::token_hash.eq(token_hash),
            account_devices::created_at.eq(now),
            account_devices::last_seen_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets the browsers of an account.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn forget_all_of(conn: &mut Conn, account_id: i64) -> Result<(), StorageError> {
    diesel::delete(account_devices::table.filter(account_devices::account_id.eq(account_id))).execute(conn)?;
    Ok(())
}

/// Forgets the browsers that were not seen since the moment.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn forget_before(conn: &mut Conn, moment: DateTime<Utc>) -> Result<(), StorageError> {
    let old = account_devices::table.filter(account_devices::last_seen_at.le(UtcTime::from(moment)));
    diesel::delete(old).execute(conn)?;
    Ok(())
}
