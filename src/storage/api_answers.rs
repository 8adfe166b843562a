//! What requests with an Idempotency-Key were answered, per token.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::api_answers;
use super::{Conn, StorageError, UtcTime};

/// A request that was seen before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Key in this database.
    pub id: i64,
    /// SHA-256 of what was asked.
    pub request_hash: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// What it was answered; none while it is being worked on.
    pub answer: Option<Answer>,
}

/// An answer that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// The tag of the record, if the answer has one.
    pub tag: Option<String>,
    /// The body.
    pub body: String,
}

/// The request of a token under this key, if it was seen before.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn find(conn: &mut Conn, token_id: i64, key: &str) -> Result<Option<Seen>, StorageError> {
    type Row = (i64, String, UtcTime, Option<i32>, Option<String>, Option<String>);
    let row: Option<Row> = api_answers::table
        .filter(api_answers::token_id.eq(token_id))
        .filter(api_answers::idempotency_key.eq(key))
        .select((
            api_answers::id,
            api_answers::request_hash,
            api_answers::started_at,
            api_answers::status,
            api_answers::tag,
            api_answers::answer,
        ))
        .first(conn)
        .optional()?;
    Ok(row.map(|(id, request_hash, started_at, status, tag, body)| {
        let status = status.and_then(|status| u16::try_from(status).ok());
        let answer = status.zip(body).map(|(status, body)| Answer { status, tag, body });
        Seen { id, request_hash, started_at: started_at.utc(), answer }
    }))
}

/// Notes that a request begins; returns its key.
///
/// # Errors
/// A [`StorageError`] when the database fails or the key is taken.
pub fn begin(conn: &mut Conn, now: DateTime<Utc>, token_id: i64, key: &str, hash: &str) -> Result<i64, StorageError> {
    Ok(diesel::insert_into(api_answers::table)
        .values((
            api_answers::token_id.eq(token_id),
            api_answers::idempotency_key.eq(key),
            api_answers::request_hash.eq(hash),
            api_answers::started_at.eq(UtcTime::from(now)),
        ))
        .returning(api_answers::id)
        .get_result(conn)?)
}

/// Keeps the answer; says whether the request still was being worked on.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn complete(conn: &mut Conn, id: i64, answer: &Answer) -> Result<bool, StorageError> {
    let open = api_answers::table.filter(api_answers::id.eq(id)).filter(api_answers::status.is_null());
    Ok(diesel::update(open)
        .set((
            api_answers::status.eq(i32::from(answer.status)),
            api_answers::tag.eq(answer.tag.as_deref()),
            api_answers::answer.eq(&answer.body),
        ))
        .execute(conn)?
        > 0)
}

/// Forgets a request that came to nothing, so that it can be done again.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn forget(conn: &mut Conn, id: i64) -> Result<(), StorageError> {
    diesel::delete(api_answers::table.find(id)).execute(conn)?;
    Ok(())
}

/// Forgets the requests that began before the moment.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn forget_before(conn: &mut Conn, moment: DateTime<Utc>) -> Result<(), StorageError> {
    diesel::delete(api_answers::table.filter(api_answers::started_at.le(UtcTime::from(moment)))).execute(conn)?;
    Ok(())
}
