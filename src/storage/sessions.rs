//! Who is logged in. Only hashes of tokens are kept: whoever reads the database cannot use a session.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::accounts::{Account, AccountRow, account, account_columns};
use super::schema::{accounts, bodies, sessions};
use super::{Conn, StorageError, UtcTime};
use crate::domain::second_factor::Given;

/// A session with its account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Key in this database.
    pub id: i64,
    /// Whose it is.
    pub account: Account,
    /// What forms of this session must repeat.
    pub csrf_secret: String,
    /// When the password was given.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends whatever happens.
    pub expires_at: DateTime<Utc>,
    /// What was given besides the password, if anything was.
    pub given: Option<Given>,
    /// In what kind of browser it is, once that was noted.
    pub browser: Option<String>,
}

/// A session as its owner sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Key in this database.
    pub id: i64,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends whatever happens.
    pub expires_at: DateTime<Utc>,
    /// What was given besides the password, if anything was.
    pub given: Option<Given>,
    /// In what kind of browser it is, once that was noted.
    pub browser: Option<String>,
}

/// A session that is opened.
#[derive(Debug, Clone)]
pub struct NewSession<'a> {
    /// Hash of the token that the browser keeps.
    pub token_hash: &'a str,
    /// Whose it is.
    pub account_id: i64,
    /// What forms of this session must repeat.
    pub csrf_secret: &'a str,
    /// When it ends whatever happens.
    pub expires_at: DateTime<Utc>,
    /// What was given besides the password, if anything was.
    pub given: Option<Given>,
}

/// Opens a session.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert(conn: &mut Conn, now: DateTime<Utc>, new: &NewSession<'_>) -> Result<(), StorageError> {
    let now = UtcTime::from(now);
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(new.token_hash),
            sessions::account_id.eq(new.account_id),
            sessions::csrf_secret.eq(new.csrf_secret),
            sessions::created_at.eq(now),
            sessions::last_seen_at.eq(now),
            sessions::expires_at.eq(UtcTime::from(new.expires_at)),
            sessions::factor.eq(new.given.map(Given::word)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The session of this token that was not ended, if there is one; whether it expired is for the caller to see.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn by_token_hash(conn: &mut Conn, token_hash: &str) -> Result<Option<Session>, StorageError> {
    type Row = (i64, String, UtcTime, UtcTime, UtcTime, Option<String>, Option<String>, AccountRow);
    let row: Option<Row> = sessions::table
        .inner_join(accounts::table.left_join(bodies::table))
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::ended_at.is_null())
        .select((
            sessions::id,
            sessions::csrf_secret,
            sessions::created_at,
            sessions::last_seen_at,
            sessions::expires_at,
            sessions::factor,
            sessions::browser,
            account_columns(),
        ))
        .first(conn)
        .optional()?;
    row.map(|(id, csrf_secret, created_at, last_seen_at, expires_at, factor, browser, row)| {
        let (created_at, last_seen_at) = (created_at.utc(), last_seen_at.utc());
        let (account, given, expires_at) = (account(row)?, given(id, factor)?, expires_at.utc());
        Ok(Session { id, account, csrf_secret, created_at, last_seen_at, expires_at, given, browser })
    })
    .transpose()
}

fn given(id: i64, factor: Option<String>) -> Result<Option<Given>, StorageError> {
    let damaged = |word: &str| StorageError::damaged(format!("sessie {id}: «{word}» is geen factor"));
    factor.map(|word| Given::parse(&word).ok_or_else(|| damaged(&word))).transpose()
}

/// Notes what was given besides the password. From now on the session is known by another token, and its forms by another
/// secret, so that nothing that was known of it before is of use.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn complete(conn: &mut Conn, now: DateTime<Utc>, id: i64, new: &NewSession<'_>) -> Result<bool, StorageError> {
    let changed = diesel::update(sessions::table.filter(sessions::id.eq(id)).filter(sessions::ended_at.is_null()))
        .set((
            sessions::token_hash.eq(new.token_hash),
            sessions::csrf_secret.eq(new.csrf_secret),
            sessions::last_seen_at.eq(UtcTime::from(now)),
            sessions::expires_at.eq(UtcTime::from(new.expires_at)),
            sessions::factor.eq(new.given.map(Given::word)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The sessions of an account that were used since `idle_since` and are not over, the one that was used last first.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn open_of(
    conn: &mut Conn,
    now: DateTime<Utc>,
    account_id: i64,
    idle_since: DateTime<Utc>,
) -> Result<Vec<Listed>, StorageError> {
    type Row = (i64, UtcTime, UtcTime, UtcTime, Option<String>, Option<String>);
    let rows: Vec<Row> = sessions::table
        .filter(sessions::account_id.eq(account_id))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(UtcTime::from(now)))
        .filter(sessions::last_seen_at.gt(UtcTime::from(idle_since)))
        .order((sessions::last_seen_at.desc(), sessions::id.desc()))
        .select((
            sessions::id,
            sessions::created_at,
            sessions::last_seen_at,
            sessions::expires_at,
            sessions::factor,
            sessions::browser,
        ))
        .load(conn)?;
    let listed = |(id, created_at, last_seen_at, expires_at, factor, browser): Row| {
        let (created_at, last_seen_at) = (created_at.utc(), last_seen_at.utc());
        Ok(Listed { id, created_at, last_seen_at, expires_at: expires_at.utc(), given: given(id, factor)?, browser })
    };
    rows.into_iter().map(listed).collect()
}

/// Notes in what kind of browser the session is.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn note_browser(conn: &mut Conn, id: i64, browser: &str) -> Result<(), StorageError> {
    diesel::update(sessions::table.find(id)).set(sessions::browser.eq(browser)).execute(conn)?;
    Ok(())
}

/// Notes that the session is in use.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn touch(conn: &mut Conn, now: DateTime<Utc>, id: i64) -> Result<(), StorageError> {
    diesel::update(sessions::table.find(id)).set(sessions::last_seen_at.eq(UtcTime::from(now))).execute(conn)?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn end(conn: &mut Conn, now: DateTime<Utc>, id: i64) -> Result<(), StorageError> {
    diesel::update(sessions::table.filter(sessions::id.eq(id)).filter(sessions::ended_at.is_null()))
        .set(sessions::ended_at.eq(UtcTime::from(now)))
        .execute(conn)?;
    Ok(())
}

/// Ends this session of an account; says whether there was one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn end_one_of(conn: &mut Conn, now: DateTime<Utc>, account_id: i64, id: i64) -> Result<bool, StorageError> {
    let open =
        sessions::table.find(id).filter(sessions::account_id.eq(account_id)).filter(sessions::ended_at.is_null());
    Ok(diesel::update(open).set(sessions::ended_at.eq(UtcTime::from(now))).execute(conn)? > 0)
}

/// Ends the sessions of an account but this one; returns how many there were.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn end_others_of(conn: &mut Conn, now: DateTime<Utc>, account_id: i64, kept: i64) -> Result<usize, StorageError> {
    let others = sessions::table
        .filter(sessions::account_id.eq(account_id))
        .filter(sessions::id.ne(kept))
        .filter(sessions::ended_at.is_null());
    Ok(diesel::update(others).set(sessions::ended_at.eq(UtcTime::from(now))).execute(conn)?)
}

/// Ends all sessions of an account; returns how many there were.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn end_all_of(conn: &mut Conn, now: DateTime<Utc>, account_id: i64) -> Result<usize, StorageError> {
    Ok(diesel::update(sessions::table.filter(sessions::account_id.eq(account_id)).filter(sessions::ended_at.is_null()))
        .set(sessions::ended_at.eq(UtcTime::from(now)))
        .execute(conn)?)
}

/// Removes sessions that ended or expired before the moment; returns how many.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn remove_before(conn: &mut Conn, moment: DateTime<Utc>) -> Result<usize, StorageError> {
    let moment = UtcTime::from(moment);
    Ok(diesel::delete(sessions::table.filter(sessions::expires_at.lt(moment).or(sessions::ended_at.lt(moment))))
        .execute(conn)?)
}
