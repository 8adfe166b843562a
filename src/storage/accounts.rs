//! Accounts, and failed attempts to use one.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::{accounts, bodies, login_failures};
use super::{Conn, StorageError, UtcTime};
use crate::domain::access::Role;
use crate::domain::identifiers::BodyCode;

/// Somebody who may log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Key in this database.
    pub id: i64,
    /// E-mail address in small letters, unique.
    pub email: String,
    /// Name of the person.
    pub name: String,
    /// What the account may do.
    pub role: Role,
    /// When the account was closed, if it was.
    pub disabled_at: Option<UtcTime>,
}

/// An account that is added.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// E-mail address in small letters.
    pub email: &'a str,
    /// Name of the person.
    pub name: &'a str,
    /// The password as a PHC string.
    pub password_hash: &'a str,
    /// What the account may do.
    pub role: &'a Role,
    /// Key of the body, for a role at a body.
    pub body_id: Option<i64>,
}

pub(in crate::storage) type AccountRow = (i64, String, String, String, Option<BodyCode>, Option<UtcTime>);

pub(in crate::storage) fn account(row: AccountRow) -> Result<Account, StorageError> {
    let (id, email, name, role, body, disabled_at) = row;
    let role = match (role.as_str(), body) {
        ("tlokb", None) => Role::Regulator,
        ("instelling", Some(body)) => Role::Body(body),
        _ => return Err(StorageError::damaged(format!("account {email}: de rol klopt niet"))),
    };
    Ok(Account { id, email, name, role, disabled_at })
}

/// Adds an account; its key is returned. An address that has one already violates `accounts_email_key`.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert(conn: &mut Conn, now: DateTime<Utc>, new: &NewAccount<'_>) -> Result<i64, StorageError> {
    let id = diesel::insert_into(accounts::table)
        .values((
            accounts::email.eq(new.email),
            accounts::name.eq(new.name),
            accounts::password_hash.eq(new.password_hash),
            accounts::role.eq(new.role.word()),
            accounts::body_id.eq(new.body_id),
            accounts::created_at.eq(UtcTime::from(now)),
        ))
        .returning(accounts::id)
        .get_result(conn)?;
    Ok(id)
}

/// All accounts, by address.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn all(conn: &mut Conn) -> Result<Vec<Account>, StorageError> {
    let rows: Vec<AccountRow> = accounts::table
        .left_join(bodies::table)
        .select((
            accounts::id,
            accounts::email,
            accounts::name,
            accounts::role,
            bodies::code.nullable(),
            accounts::disabled_at,
        ))
        .load(conn)?;
    let mut found = rows.into_iter().map(account).collect::<Result<Vec<_>, _>>()?;
    found.sort_by(|a, b| a.email.cmp(&b.email));
    Ok(found)
}

/// The account with this address and the PHC string of its password, if there is one; also when it is closed.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn by_email(conn: &mut Conn, email: &str) -> Result<Option<(Account, String)>, StorageError> {
    let row: Option<(AccountRow, String)> = accounts::table
        .left_join(bodies::table)
        .filter(accounts::email.eq(email))
        .select((
            (
                accounts::id,
                accounts::email,
                accounts::name,
                accounts::role,
                bodies::code.nullable(),
                accounts::disabled_at,
            ),
            accounts::password_hash,
        ))
        .first(conn)
        .optional()?;
    row.map(|(row, hash)| Ok((account(row)?, hash))).transpose()
}

/// Closes an account; one that is closed keeps its first date.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn disable(conn: &mut Conn, now: DateTime<Utc>, id: i64) -> Result<(), StorageError> {
    diesel::update(accounts::table.filter(accounts::id.eq(id)).filter(accounts::disabled_at.is_null()))
        .set(accounts::disabled_at.eq(UtcTime::from(now)))
        .execute(conn)?;
    Ok(())
}

/// Failed attempts by this subject since the moment: how many, and the latest.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn failures_since(
    conn: &mut Conn,
    subject: &str,
    since: DateTime<Utc>,
) -> Result<(i64, Option<DateTime<Utc>>), StorageError> {
    let (count, latest): (i64, Option<UtcTime>) = login_failures::table
        .filter(login_failures::subject.eq(subject))
        .filter(login_failures::failed_at.gt(UtcTime::from(since)))
        .select((diesel::dsl::count_star(), diesel::dsl::max(login_failures::failed_at)))
        .first(conn)?;
    Ok((count, latest.map(UtcTime::utc)))
}

/// Notes a failed attempt by this subject; returns its key.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn note_failure(conn: &mut Conn, subject: &str, now: DateTime<Utc>) -> Result<i64, StorageError> {
    let id = diesel::insert_into(login_failures::table)
        .values((login_failures::subject.eq(subject), login_failures::failed_at.eq(UtcTime::from(now))))
        .returning(login_failures::id)
        .get_result(conn)?;
    Ok(id)
}

/// Forgets these failed attempts.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn forget_failures(conn: &mut Conn, ids: &[i64]) -> Result<(), StorageError> {
    diesel::delete(login_failures::table.filter(login_failures::id.eq_any(ids.to_vec()))).execute(conn)?;
    Ok(())
}

/// Forgets the failed attempts of this subject.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn forget_failures_of(conn: &mut Conn, subject: &str) -> Result<(), StorageError> {
    diesel::delete(login_failures::table.filter(login_failures::subject.eq(subject))).execute(conn)?;
    Ok(())
}

/// Forgets the failed attempts until this moment, of everybody.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn forget_failures_before(conn: &mut Conn, moment: DateTime<Utc>) -> Result<(), StorageError> {
    diesel::delete(login_failures::table.filter(login_failures::failed_at.le(UtcTime::from(moment)))).execute(conn)?;
    Ok(())
}
