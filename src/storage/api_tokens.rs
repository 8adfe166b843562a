//! Tokens with which programs of a body deliver. Only hashes are kept; a token that was revoked or expired stays in the list.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::{api_tokens, bodies};
use super::{Conn, StorageError, UtcTime};
use crate::domain::access::program::Scopes;
use crate::domain::identifiers::BodyCode;

/// A token as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Key in this database.
    pub id: i64,
    /// The body whose programs use it.
    pub body: BodyCode,
    /// What it is called.
    pub name: String,
    /// Its first characters, to know it by.
    pub beginning: String,
    /// What it allows.
    pub scopes: Scopes,
    /// Who made it, as the audit trail names them.
    pub made_by: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when it works no more.
    pub expires_at: DateTime<Utc>,
    /// When it was used last, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Token {
    /// Whether it works at this moment.
    pub fn works_at(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// A token that is added.
#[derive(Debug, Clone)]
pub struct NewToken<'a> {
    /// Key of the body.
    pub body_id: i64,
    /// What it is called.
    pub name: &'a str,
    /// SHA-256 of the token, in hexadecimal.
    pub hash: &'a str,
    /// Its first characters.
    pub beginning: &'a str,
    /// What it allows.
    pub scopes: Scopes,
    /// Who makes it.
    pub made_by: &'a str,
    /// From when it works no more.
    pub expires_at: DateTime<Utc>,
}

type Columns = (
    api_tokens::id,
    bodies::code,
    api_tokens::name,
    api_tokens::beginning,
    api_tokens::scopes,
    api_tokens::made_by,
    api_tokens::created_at,
    api_tokens::expires_at,
    api_tokens::last_used_at,
    api_tokens::revoked_at,
);

const COLUMNS: Columns = (
    api_tokens::id,
    bodies::code,
    api_tokens::name,
    api_tokens::beginning,
    api_tokens::scopes,
    api_tokens::made_by,
    api_tokens::created_at,
    api_tokens::expires_at,
    api_tokens::last_used_at,
    api_tokens::revoked_at,
);

type Row = (i64, BodyCode, String, String, String, String, UtcTime, UtcTime, Option<UtcTime>, Option<UtcTime>);

fn token(row: Row) -> Result<Token, StorageError> {
    let (id, body, name, beginning, scopes, made_by, created_at, expires_at, last_used_at, revoked_at) = row;
    let scopes = Scopes::parse(&scopes)
        .ok_or_else(|| StorageError::damaged(format!("token {id}: het bereik '{scopes}' is onbekend")))?;
    Ok(Token {
        id,
        body,
        name,
        beginning,
        scopes,
        made_by,
        created_at: created_at.utc(),
        expires_at: expires_at.utc(),
        last_used_at: last_used_at.map(UtcTime::utc),
        revoked_at: revoked_at.map(UtcTime::utc),
    })
}

/// Adds a token; returns its key.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert(conn: &mut Conn, now: DateTime<Utc>, new: &NewToken<'_>) -> Result<i64, StorageError> {
    Ok(diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::body_id.eq(new.body_id),
            api_tokens::name.eq(new.name),
            api_tokens::token_hash.eq(new.hash),
            api_tokens::beginning.eq(new.beginning),
            api_tokens::scopes.eq(new.scopes.words()),
            api_tokens::made_by.eq(new.made_by),
            api_tokens::created_at.eq(UtcTime::from(now)),
            api_tokens::expires_at.eq(UtcTime::from(new.expires_at)),
        ))
        .returning(api_tokens::id)
        .get_result(conn)?)
}

/// The tokens of a body, the newest first.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_body(conn: &mut Conn, body_id: i64) -> Result<Vec<Token>, StorageError> {
    let rows: Vec<Row> = api_tokens::table
        .inner_join(bodies::table)
        .filter(api_tokens::body_id.eq(body_id))
        .order(api_tokens::id.desc())
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(token).collect()
}

/// The token with this hash, also when it works no more.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn by_hash(conn: &mut Conn, hash: &str) -> Result<Option<Token>, StorageError> {
    let row: Option<Row> = api_tokens::table
        .inner_join(bodies::table)
        .filter(api_tokens::token_hash.eq(hash))
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    row.map(token).transpose()
}

/// Notes that a token is in use.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn touch(conn: &mut Conn, now: DateTime<Utc>, id: i64) -> Result<(), StorageError> {
    diesel::update(api_tokens::table.find(id)).set(api_tokens::last_used_at.eq(UtcTime::from(now))).execute(conn)?;
    Ok(())
}

/// Revokes a token of a body; says whether there was one that was not revoked yet.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn revoke(conn: &mut Conn, now: DateTime<Utc>, body_id: i64, id: i64) -> Result<bool, StorageError> {
    let standing = api_tokens::table
        .filter(api_tokens::id.eq(id))
        .filter(api_tokens::body_id.eq(body_id))
        .filter(api_tokens::revoked_at.is_null());
    Ok(diesel::update(standing).set(api_tokens::revoked_at.eq(UtcTime::from(now))).execute(conn)? > 0)
}

/// The tokens that end before the moment and about which nobody was warned.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn ending(conn: &mut Conn, now: DateTime<Utc>, before: DateTime<Utc>) -> Result<Vec<Token>, StorageError> {
    let rows: Vec<Row> = api_tokens::table
        .inner_join(bodies::table)
        .filter(api_tokens::warned_at.is_null())
        .filter(api_tokens::revoked_at.is_null())
        .filter(api_tokens::expires_at.gt(UtcTime::from(now)))
        .filter(api_tokens::expires_at.le(UtcTime::from(before)))
        .order(api_tokens::id)
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(token).collect()
}

/// Notes that a warning about these tokens was written.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn note_warned(conn: &mut Conn, now: DateTime<Utc>, ids: &[i64]) -> Result<(), StorageError> {
    diesel::update(api_tokens::table.filter(api_tokens::id.eq_any(ids.to_vec())))
        .set(api_tokens::warned_at.eq(UtcTime::from(now)))
        .execute(conn)?;
    Ok(())
}
