//! Who somebody is at the sign-in service of an organisation.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::accounts::{Account, AccountRow, account, account_columns};
use super::schema::{accounts, bodies, identities};
use super::{Conn, StorageError, UtcTime};
use crate::domain::access::Role;

/// The account of somebody at a sign-in service; also when it is closed.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn account_of(conn: &mut Conn, issuer: &str, subject: &str) -> Result<Option<Account>, StorageError> {
    let row: Option<AccountRow> = identities::table
        .inner_join(accounts::table.left_join(bodies::table))
        .filter(identities::issuer.eq(issuer))
        .filter(identities::subject.eq(subject))
        .select(account_columns())
        .first(conn)
        .optional()?;
    row.map(account).transpose()
}

/// Whether the account belongs to somebody at this sign-in service.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn is_linked(conn: &mut Conn, account_id: i64, issuer: &str) -> Result<bool, StorageError> {
    let linked = identities::table
        .filter(identities::account_id.eq(account_id))
        .filter(identities::issuer.eq(issuer))
        .select(identities::id)
        .first::<i64>(conn)
        .optional()?;
    Ok(linked.is_some())
}

/// Links an account to somebody at a sign-in service.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn link(
    conn: &mut Conn,
    now: DateTime<Utc>,
    account_id: i64,
    issuer: &str,
    subject: &str,
) -> Result<(), StorageError> {
    let now = UtcTime::from(now);
    diesel::insert_into(identities::table)
        .values((
            identities::account_id.eq(account_id),
            identities::issuer.eq(issuer),
            identities::subject.eq(subject),
            identities::linked_at.eq(now),
            identities::last_used_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that somebody signed in through the service.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn used(conn: &mut Conn, now: DateTime<Utc>, issuer: &str, subject: &str) -> Result<(), StorageError> {
    diesel::update(identities::table.filter(identities::issuer.eq(issuer)).filter(identities::subject.eq(subject)))
        .set(identities::last_used_at.eq(UtcTime::from(now)))
        .execute(conn)?;
    Ok(())
}

/// Opens an account that was invited, for somebody who signs in through the service; what stands in the place of a password
/// fits none.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn activate(conn: &mut Conn, now: DateTime<Utc>, account_id: i64, no_password: &str) -> Result<(), StorageError> {
    diesel::update(accounts::table.filter(accounts::id.eq(account_id)).filter(accounts::activated_at.is_null()))
        .set((accounts::activated_at.eq(UtcTime::from(now)), accounts::password_hash.eq(no_password)))
        .execute(conn)?;
    Ok(())
}

/// Gives an account the role that the groups of its owner stand for.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn set_role(conn: &mut Conn, account_id: i64, role: &Role, body_id: Option<i64>) -> Result<(), StorageError> {
    diesel::update(accounts::table.find(account_id))
        .set((
            accounts::role.eq(role.word()),
            accounts::duty.eq(role.duty()),
            accounts::body_id.eq(body_id),
            accounts::scheme_owner.eq(role.scheme_owner()),
        ))
        .execute(conn)?;
    Ok(())
}
