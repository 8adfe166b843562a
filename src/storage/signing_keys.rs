//! The keys that sign statements. Rows are only added and stamped: the database refuses to remove or rewrite one.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::signing_keys;
use super::{Conn, Multi, StorageError, UtcTime};

/// A key as it is kept.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = signing_keys, check_for_backend(Multi))]
pub struct SigningKeyRow {
    /// Name of the key: the thumbprint of its public half.
    pub kid: String,
    /// The public half, in base64url.
    pub public_key: String,
    /// The private half, sealed.
    pub sealed_key: String,
    /// When it was made.
    pub created_at: UtcTime,
    /// Since when it signs nothing more.
    pub retired_at: Option<UtcTime>,
    /// Since when nothing that it signed is to be believed.
    pub revoked_at: Option<UtcTime>,
    /// Why it was revoked.
    pub revoked_reason: Option<String>,
}

/// A key that is added.
#[derive(Clone, Copy)]
pub struct NewSigningKey<'a> {
    /// Name of the key.
    pub kid: &'a str,
    /// The public half, in base64url.
    pub public_key: &'a str,
    /// The private half, sealed.
    pub sealed_key: &'a str,
}

/// Adds a key, which signs from now on. Two that sign violate `signing_keys_signing_key`: retire the other one first.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert(conn: &mut Conn, now: DateTime<Utc>, new: NewSigningKey<'_>) -> Result<(), StorageError> {
    diesel::insert_into(signing_keys::table)
        .values((
            signing_keys::kid.eq(new.kid),
            signing_keys::public_key.eq(new.public_key),
            signing_keys::sealed_key.eq(new.sealed_key),
            signing_keys::created_at.eq(UtcTime::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Every key there ever was, oldest first.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn all(conn: &mut Conn) -> Result<Vec<SigningKeyRow>, StorageError> {
    Ok(signing_keys::table.order(signing_keys::id).select(SigningKeyRow::as_select()).load(conn)?)
}

/// The key that signs, if there is one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn signing(conn: &mut Conn) -> Result<Option<SigningKeyRow>, StorageError> {
    Ok(signing_keys::table
        .filter(signing_keys::retired_at.is_null())
        .select(SigningKeyRow::as_select())
        .first(conn)
        .optional()?)
}

/// The key with this name, if there is one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn named(conn: &mut Conn, kid: &str) -> Result<Option<SigningKeyRow>, StorageError> {
    Ok(signing_keys::table
        .filter(signing_keys::kid.eq(kid))
        .select(SigningKeyRow::as_select())
        .first(conn)
        .optional()?)
}

/// Lets a key sign nothing more; one that is retired keeps its moment.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn retire(conn: &mut Conn, now: DateTime<Utc>, kid: &str) -> Result<(), StorageError> {
    diesel::update(signing_keys::table.filter(signing_keys::kid.eq(kid)).filter(signing_keys::retired_at.is_null()))
        .set(signing_keys::retired_at.eq(UtcTime::from(now)))
        .execute(conn)?;
    Ok(())
}

/// Says that nothing of a key is to be believed; one that is revoked keeps its moment and reason. It must be retired.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn revoke(conn: &mut Conn, now: DateTime<Utc>, kid: &str, reason: &str) -> Result<(), StorageError> {
    diesel::update(signing_keys::table.filter(signing_keys::kid.eq(kid)).filter(signing_keys::revoked_at.is_null()))
        .set((signing_keys::revoked_at.eq(UtcTime::from(now)), signing_keys::revoked_reason.eq(reason)))
        .execute(conn)?;
    Ok(())
}
