//! The refused rows of deliveries of which the valid part was stored, as files for their senders. They hold personal data that
//! never came into the register, so each is kept until a moment and no longer.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::{deliveries, refused_files};
use super::{Conn, StorageError, UtcTime};

/// Keeps a file with a delivery until this moment.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert(
    conn: &mut Conn,
    delivery_id: i64,
    name: &str,
    content: &[u8],
    kept_until: DateTime<Utc>,
) -> Result<(), StorageError> {
    diesel::insert_into(refused_files::table)
        .values((
            refused_files::delivery_id.eq(delivery_id),
            refused_files::name.eq(name),
            refused_files::content.eq(content),
            refused_files::kept_until.eq(UtcTime::from(kept_until)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The names of the files that are kept with a delivery at this moment, and until when.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn names(
    conn: &mut Conn,
    delivery_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<(String, DateTime<Utc>)>, StorageError> {
    let kept = refused_files::table.filter(refused_files::delivery_id.eq(delivery_id));
    let rows: Vec<(String, UtcTime)> = kept
        .filter(refused_files::kept_until.gt(UtcTime::from(now)))
        .order(refused_files::id)
        .select((refused_files::name, refused_files::kept_until))
        .load(conn)?;
    Ok(rows.into_iter().map(|(name, until)| (name, until.utc())).collect())
}

/// The file of this name with a delivery of a body; that of another body is not found.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn find(
    conn: &mut Conn,
    body_id: i64,
    delivery_id: i64,
    name: &str,
    now: DateTime<Utc>,
) -> Result<Option<Vec<u8>>, StorageError> {
    Ok(refused_files::table
        .inner_join(deliveries::table)
        .filter(deliveries::body_id.eq(body_id))
        .filter(refused_files::delivery_id.eq(delivery_id))
        .filter(refused_files::name.eq(name))
        .filter(refused_files::kept_until.gt(UtcTime::from(now)))
        .select(refused_files::content)
        .first(conn)
        .optional()?)
}

/// Removes what is kept with a delivery.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn remove_of(conn: &mut Conn, delivery_id: i64) -> Result<(), StorageError> {
    diesel::delete(refused_files::table.filter(refused_files::delivery_id.eq(delivery_id))).execute(conn)?;
    Ok(())
}

/// Whether something is kept for longer than it should be.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn has_over(conn: &mut Conn, now: DateTime<Utc>) -> Result<bool, StorageError> {
    let over = refused_files::table.filter(refused_files::kept_until.le(UtcTime::from(now)));
    Ok(over.select(refused_files::id).first::<i64>(conn).optional()?.is_some())
}

/// Removes what was kept long enough; returns how many files that were.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn remove_over(conn: &mut Conn, now: DateTime<Utc>) -> Result<usize, StorageError> {
    let over = refused_files::table.filter(refused_files::kept_until.le(UtcTime::from(now)));
    Ok(diesel::delete(over).execute(conn)?)
}
