//! The links that are mailed to people with an account: an invitation, a forgotten password. Only hashes are kept, and each
//! link is used once.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::batch::ASKED_AT_ONCE;
use super::schema::account_tokens;
use super::{Conn, StorageError, UtcTime};

/// Adds a link for a purpose. Links for the same purpose that were mailed before stop working.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn add(
    conn: &mut Conn,
    now: DateTime<Utc>,
    account_id: i64,
    purpose: &str,
    hash: &str,
    expires_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    use_all(conn, now, account_id, purpose)?;
    diesel::insert_into(account_tokens::table)
        .values((
            account_tokens::account_id.eq(account_id),
            account_tokens::purpose.eq(purpose),
            account_tokens::token_hash.eq(hash),
            account_tokens::created_at.eq(UtcTime::from(now)),
            account_tokens::expires_at.eq(UtcTime::from(expires_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A link that was mailed, whether or not it still works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mailed {
    /// Whose it is.
    pub account_id: i64,
    /// Until when it could be used.
    pub expires_at: DateTime<Utc>,
    /// Whether it was used, or another one took its place.
    pub is_used: bool,
}

/// The link for this purpose, also when it does not work any more.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn mailed(conn: &mut Conn, purpose: &str, hash: &str) -> Result<Option<Mailed>, StorageError> {
    let row: Option<(i64, UtcTime, Option<UtcTime>)> = account_tokens::table
        .filter(account_tokens::token_hash.eq(hash))
        .filter(account_tokens::purpose.eq(purpose))
        .select((account_tokens::account_id, account_tokens::expires_at, account_tokens::used_at))
        .first(conn)
        .optional()?;
    Ok(row.map(|(account_id, expires_at, used_at)| Mailed {
        account_id,
        expires_at: expires_at.utc(),
        is_used: used_at.is_some(),
    }))
}

/// Until when the links of these accounts for this purpose work, or worked, by account; those are left out to whom none was
/// mailed or who used it.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn work_until(
    conn: &mut Conn,
    accounts: &[i64],
    purpose: &str,
) -> Result<BTreeMap<i64, DateTime<Utc>>, StorageError> {
    let mut found = BTreeMap::new();
    for accounts in accounts.chunks(ASKED_AT_ONCE) {
        let rows: Vec<(i64, UtcTime)> = account_tokens::table
            .filter(account_tokens::account_id.eq_any(accounts))
            .filter(account_tokens::purpose.eq(purpose))
            .filter(account_tokens::used_at.is_null())
            .order(account_tokens::id)
            .select((account_tokens::account_id, account_tokens::expires_at))
            .load(conn)?;
        // The last one of each is the one that counts.
        found.extend(rows.into_iter().map(|(account, until)| (account, until.utc())));
    }
    Ok(found)
}

/// Notes that the links of an account for this purpose are used up.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn use_all(conn: &mut Conn, now: DateTime<Utc>, account_id: i64, purpose: &str) -> Result<(), StorageError> {
    diesel::update(
        account_tokens::table
            .filter(account_tokens::account_id.eq(account_id))
            .filter(account_tokens::purpose.eq(purpose))
            .filter(account_tokens::used_at.is_null()),
    )
    .set(account_tokens::used_at.eq(UtcTime::from(now)))
    .execute(conn)?;
    Ok(())
}
