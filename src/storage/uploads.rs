//! Files that wait until their sender has seen what they would do. They are in the database so that any instance of
//! the program can go on with them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::deliveries::account_id;
use super::schema::{upload_files, uploads};
use super::{Conn, StorageError, UtcTime};

/// An upload that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Key in this database.
    pub id: i64,
    /// Last day for which everything is delivered, if the sender gave it.
    pub complete_through: Option<NaiveDate>,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Names and contents of its files, in the order in which they were sent.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Keeps files of a body under a token; the account with this address must exist.
///
/// # Errors
/// A [`StorageError`] when the database fails or the account is unknown.
pub fn insert<'a>(
    conn: &mut Conn,
    now: DateTime<Utc>,
    token: &str,
    body_id: i64,
    email: &str,
    complete_through: Option<NaiveDate>,
    files: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> Result<(), StorageError> {
    let account = account_id(conn, Some(email))?
        .ok_or_else(|| StorageError::Reference { reason: "het account bestaat niet".to_owned() })?;
    let upload_id: i64 = diesel::insert_into(uploads::table)
        .values((
            uploads::token.eq(token),
            uploads::body_id.eq(body_id),
            uploads::account_id.eq(account),
            uploads::received_at.eq(UtcTime::from(now)),
            uploads::complete_through.eq(complete_through),
        ))
        .returning(uploads::id)
        .get_result(conn)?;
    for (name, content) in files {
        diesel::insert_into(upload_files::table)
            .values((
                upload_files::upload_id.eq(upload_id),
                upload_files::name.eq(name),
                upload_files::content.eq(content),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The upload of a body with this token; the upload of another body is not found.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn find(conn: &mut Conn, body_id: i64, token: &str) -> Result<Option<Upload>, StorageError> {
    type Found = (i64, Option<NaiveDate>, UtcTime);
    let found: Option<Found> = uploads::table
        .filter(uploads::body_id.eq(body_id))
        .filter(uploads::token.eq(token))
        .select((uploads::id, uploads::complete_through, uploads::received_at))
        .first(conn)
        .optional()?;
    let Some((id, complete_through, received_at)) = found else { return Ok(None) };
    let files = upload_files::table
        .filter(upload_files::upload_id.eq(id))
        .select((upload_files::name, upload_files::content))
        .order(upload_files::id)
        .load(conn)?;
    Ok(Some(Upload { id, complete_through, received_at: received_at.utc(), files }))
}

/// The key of the upload of a body with this token.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn key(conn: &mut Conn, body_id: i64, token: &str) -> Result<Option<i64>, StorageError> {
    let own = uploads::table.filter(uploads::body_id.eq(body_id)).filter(uploads::token.eq(token));
    Ok(own.select(uploads::id).first(conn).optional()?)
}

/// Removes an upload of a body; says whether it was there.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn remove(conn: &mut Conn, body_id: i64, token: &str) -> Result<bool, StorageError> {
    let upload = uploads::table.filter(uploads::body_id.eq(body_id)).filter(uploads::token.eq(token));
    Ok(diesel::delete(upload).execute(conn)? > 0)
}

/// Removes uploads that nobody came back for.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn remove_received_before(conn: &mut Conn, moment: DateTime<Utc>) -> Result<usize, StorageError> {
    let forgotten = uploads::table.filter(uploads::received_at.lt(UtcTime::from(moment)));
    Ok(diesel::delete(forgotten).execute(conn)?)
}
