//! What happens to an account after it was added: it comes into use, gets another password or task, and is invited anew.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::accounts::{Account, AccountRow, NewAccount, account, account_columns};
use super::schema::{accounts, bodies};
use super::{Conn, StorageError, UtcTime};
use crate::domain::access::Role;

/// All accounts, by address; also those that were closed.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn all(conn: &mut Conn) -> Result<Vec<Account>, StorageError> {
    let rows: Vec<AccountRow> =
        accounts::table.left_join(bodies::table).order(accounts::email).select(account_columns()).load(conn)?;
    rows.into_iter().map(account).collect()
}

/// Gives an account a password; one that waited for it is in use from now on.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn set_password(conn: &mut Conn, now: DateTime<Utc>, id: i64, hash: &str) -> Result<(), StorageError> {
    diesel::update(accounts::table.find(id)).set(accounts::password_hash.eq(hash)).execute(conn)?;
    diesel::update(accounts::table.find(id).filter(accounts::activated_at.is_null()))
        .set(accounts::activated_at.eq(UtcTime::from(now)))
        .execute(conn)?;
    Ok(())
}

/// Gives the owner of an account another name.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn set_name(conn: &mut Conn, id: i64, name: &str) -> Result<(), StorageError> {
    diesel::update(accounts::table.find(id)).set(accounts::name.eq(name)).execute(conn)?;
    Ok(())
}

/// Gives an account another task at the same organisation.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn set_duty(conn: &mut Conn, id: i64, role: &Role) -> Result<(), StorageError> {
    diesel::update(accounts::table.find(id)).set(accounts::duty.eq(role.duty())).execute(conn)?;
    Ok(())
}

/// Lets an account that was closed wait for a password, as if it had just been added.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn invite_anew(conn: &mut Conn, id: i64, new: &NewAccount<'_>) -> Result<(), StorageError> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::name.eq(new.name),
            accounts::password_hash.eq(None::<String>),
            accounts::role.eq(new.role.word()),
            accounts::duty.eq(new.role.duty()),
            accounts::body_id.eq(new.body_id),
            accounts::scheme_owner.eq(new.role.scheme_owner()),
            accounts::activated_at.eq(None::<UtcTime>),
            accounts::disabled_at.eq(None::<UtcTime>),
        ))
        .execute(conn)?;
    Ok(())
}
