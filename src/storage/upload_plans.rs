//! What a check found of an upload that waits: a summary, and its rows in parts of many. Both go with the upload.

use diesel::prelude::*;

use super::schema::{upload_checks, upload_parts, uploads};
use super::{Conn, Multi, StorageError};

/// Rows of one file with one outcome.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = upload_parts)]
pub struct NewPart<'a> {
    /// The upload.
    pub upload_id: i64,
    /// What storing the rows would do.
    pub outcome: &'a str,
    /// What the rows are.
    pub kind: &'a str,
    /// The file they stand in.
    pub file: &'a str,
    /// How many there are.
    pub row_count: i64,
    /// The rows, as JSON.
    pub content: &'a str,
}

/// Adds a part behind those that are there.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn add_part(conn: &mut Conn, part: &NewPart<'_>) -> Result<(), StorageError> {
    diesel::insert_into(upload_parts::table).values(part).execute(conn)?;
    Ok(())
}

/// Keeps the summary of a check, in place of an earlier one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn save_summary(conn: &mut Conn, upload_id: i64, summary: &str) -> Result<(), StorageError> {
    diesel::insert_into(upload_checks::table)
        .values((upload_checks::upload_id.eq(upload_id), upload_checks::summary.eq(summary)))
        .execute(conn)?;
    Ok(())
}

/// The summary of the check of an upload; none as long as it was not checked.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn summary(conn: &mut Conn, upload_id: i64) -> Result<Option<String>, StorageError> {
    Ok(upload_checks::table.find(upload_id).select(upload_checks::summary).first(conn).optional()?)
}

/// Forgets what a check found of one upload.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn forget(conn: &mut Conn, upload_id: i64) -> Result<(), StorageError> {
    diesel::delete(upload_parts::table.filter(upload_parts::upload_id.eq(upload_id))).execute(conn)?;
    diesel::delete(upload_checks::table.find(upload_id)).execute(conn)?;
    Ok(())
}

/// Forgets what checks found for a body: its register has changed since.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn forget_of_body(conn: &mut Conn, body_id: i64) -> Result<(), StorageError> {
    let waiting: Vec<i64> = uploads::table.filter(uploads::body_id.eq(body_id)).select(uploads::id).load(conn)?;
    diesel::delete(upload_parts::table.filter(upload_parts::upload_id.eq_any(&waiting))).execute(conn)?;
    diesel::delete(upload_checks::table.filter(upload_checks::upload_id.eq_any(&waiting))).execute(conn)?;
    Ok(())
}

/// Which rows to look at.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// Only rows with this outcome.
    pub outcome: Option<&'a str>,
    /// Only rows of this kind.
    pub kind: Option<&'a str>,
    /// Only rows of this file.
    pub file: Option<&'a str>,
}

/// How many rows there are in each wanted part, by key, in their order.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn sizes(conn: &mut Conn, upload_id: i64, wanted: &Wanted<'_>) -> Result<Vec<(i64, i64)>, StorageError> {
    let mut query = upload_parts::table.filter(upload_parts::upload_id.eq(upload_id)).into_boxed::<Multi>();
    if let Some(outcome) = wanted.outcome {
        query = query.filter(upload_parts::outcome.eq(outcome));
    }
    if let Some(kind) = wanted.kind {
        query = query.filter(upload_parts::kind.eq(kind));
    }
    if let Some(file) = wanted.file {
        query = query.filter(upload_parts::file.eq(file));
    }
    Ok(query.order(upload_parts::id).select((upload_parts::id, upload_parts::row_count)).load(conn)?)
}

/// A part as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = upload_parts, check_for_backend(Multi))]
pub struct Part {
    /// Its key.
    pub id: i64,
    /// What storing the rows would do.
    pub outcome: String,
    /// What the rows are.
    pub kind: String,
    /// The file they stand in.
    pub file: String,
    /// The rows, as JSON.
    pub content: String,
}

/// One part of an upload.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn part(conn: &mut Conn, upload_id: i64, id: i64) -> Result<Option<Part>, StorageError> {
    let own = upload_parts::table.filter(upload_parts::upload_id.eq(upload_id)).filter(upload_parts::id.eq(id));
    Ok(own.select(Part::as_select()).first(conn).optional()?)
}
