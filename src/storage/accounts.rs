//! Accounts, and failed attempts to use one.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::{accounts, bodies, login_failures};
use super::{Conn, StorageError, UtcTime};
use crate::domain::access::{Organisation, Role};
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
    /// When the invitation was accepted; nothing while it waits. Without it nobody can log in.
    pub activated_at: Option<UtcTime>,
    /// When the account was closed, if it was.
    pub disabled_at: Option<UtcTime>,
}

/// How it stands with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// The invitation was not accepted yet.
    Waiting,
    /// It can be used.
    Open,
    /// It was closed.
    Closed,
}

impl AccountState {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "uitgenodigd",
            Self::Open => "in gebruik",
            Self::Closed => "gesloten",
        }
    }
}

impl Account {
    /// How it stands with the account.
    pub fn state(&self) -> AccountState {
        match (self.activated_at, self.disabled_at) {
            (_, Some(_)) => AccountState::Closed,
            (None, None) => AccountState::Waiting,
            (Some(_), None) => AccountState::Open,
        }
    }

    /// Whether somebody can use the account: the invitation was accepted, and it is not closed.
    pub fn is_open(&self) -> bool {
        self.state() == AccountState::Open
    }

    /// Whether an invitation waits.
    pub fn is_waiting(&self) -> bool {
        self.state() == AccountState::Waiting
    }

    /// Whether the account was closed.
    pub fn is_closed(&self) -> bool {
        self.state() == AccountState::Closed
    }

    /// Whether somebody can use the account to manage those of the organisation.
    pub fn is_open_administrator(&self) -> bool {
        self.is_open() && self.role.is_administrator()
    }
}

/// An account that is added.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// E-mail address in small letters.
    pub email: &'a str,
    /// Name of the person.
    pub name: &'a str,
    /// The password as a PHC string; nothing for somebody who is invited and chooses one later.
    pub password_hash: Option<&'a str>,
    /// What the account may do.
    pub role: &'a Role,
    /// Key of the body, for a role at a body.
    pub body_id: Option<i64>,
}

/// The columns that an account is made from; the query joins its body on the left.
pub(in crate::storage) type AccountColumns = (
    accounts::id,
    accounts::email,
    accounts::name,
    accounts::role,
    accounts::duty,
    diesel::dsl::Nullable<bodies::code>,
    accounts::scheme_owner,
    accounts::activated_at,
    accounts::disabled_at,
);

/// See [`AccountColumns`].
pub(in crate::storage) fn account_columns() -> AccountColumns {
    (
        accounts::id,
        accounts::email,
        accounts::name,
        accounts::role,
        accounts::duty,
        bodies::code.nullable(),
        accounts::scheme_owner,
        accounts::activated_at,
        accounts::disabled_at,
    )
}

pub(in crate::storage) type AccountRow =
    (i64, String, String, String, String, Option<BodyCode>, Option<String>, Option<UtcTime>, Option<UtcTime>);

pub(in crate::storage) fn account(row: AccountRow) -> Result<Account, StorageError> {
    let (id, email, name, role, duty, body, owner, activated_at, disabled_at) = row;
    let organisation = match (role.as_str(), body, owner) {
        ("tlokb", None, None) => Some(Organisation::Regulator),
        ("instelling", Some(body), None) => Some(Organisation::Body(body)),
        ("schemabeheerder", None, Some(owner)) => Some(Organisation::SchemeOwner(owner)),
        _ => None,
    };
    let role = organisation.and_then(|organisation| Role::of(organisation, &duty).ok());
    let role = role.ok_or_else(|| StorageError::damaged(format!("account {id}: de rol klopt niet")))?;
    Ok(Account { id, email, name, role, activated_at, disabled_at })
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
            accounts::duty.eq(new.role.duty()),
            accounts::body_id.eq(new.body_id),
            accounts::scheme_owner.eq(new.role.scheme_owner()),
            accounts::created_at.eq(UtcTime::from(now)),
            accounts::activated_at.eq(new.password_hash.map(|_| UtcTime::from(now))),
        ))
        .returning(accounts::id)
        .get_result(conn)?;
    Ok(id)
}

/// The accounts of an organisation, by address.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_organisation(conn: &mut Conn, organisation: &Organisation) -> Result<Vec<Account>, StorageError> {
    let mut query = accounts::table
        .left_join(bodies::table)
        .filter(accounts::role.eq(organisation.word()))
        .order(accounts::email)
        .select(account_columns())
        .into_boxed();
    match organisation {
        Organisation::Regulator => {}
        Organisation::Body(code) => query = query.filter(bodies::code.eq(code)),
        Organisation::SchemeOwner(name) => query = query.filter(accounts::scheme_owner.eq(name)),
    }
    let rows: Vec<AccountRow> = query.load(conn)?;
    rows.into_iter().map(account).collect()
}

/// The account with this key, if there is one; also when it is closed.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn find(conn: &mut Conn, id: i64) -> Result<Option<Account>, StorageError> {
    let row: Option<AccountRow> = accounts::table
        .left_join(bodies::table)
        .filter(accounts::id.eq(id))
        .select(account_columns())
        .first(conn)
        .optional()?;
    row.map(account).transpose()
}

/// The account with this address and the PHC string of its password, if it has one; also when it is closed.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn by_email(conn: &mut Conn, email: &str) -> Result<Option<(Account, Option<String>)>, StorageError> {
    let row: Option<(AccountRow, Option<String>)> = accounts::table
        .left_join(bodies::table)
        .filter(accounts::email.eq(email))
        .select((account_columns(), accounts::password_hash))
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
