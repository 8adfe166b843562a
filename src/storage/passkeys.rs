//! Passkeys of accounts, and what a browser is asked while one is made or used.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::{passkey_questions, passkeys};
use super::{Conn, StorageError, UtcTime};

/// A passkey of an account.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Passkey {
    /// Key in this database.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// Its public half and counters, as JSON.
    pub credential: String,
    /// When it was made.
    pub created_at: UtcTime,
    /// When it was last used to log in.
    pub last_used_at: Option<UtcTime>,
}

/// What a browser is asked, once.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Question {
    /// What it is for: to make a passkey or to use one.
    pub purpose: String,
    /// What the script gives to the browser, as JSON.
    pub options: String,
    /// What the answer is held against, as JSON.
    pub state: String,
    /// What the passkey that is made will be called.
    pub name: String,
    /// When it is too late to answer.
    pub expires_at: UtcTime,
}

/// The passkeys of an account, in the order in which they were made.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_account(conn: &mut Conn, account_id: i64) -> Result<Vec<Passkey>, StorageError> {
    Ok(passkeys::table
        .filter(passkeys::account_id.eq(account_id))
        .filter(passkeys::removed_at.is_null())
        .order(passkeys::id)
        .select((passkeys::id, passkeys::name, passkeys::credential, passkeys::created_at, passkeys::last_used_at))
        .load(conn)?)
}

/// Adds a passkey. One that is known already, of whomever, violates `passkeys_credential_id_key`.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert(
    conn: &mut Conn,
    now: DateTime<Utc>,
    account_id: i64,
    name: &str,
    credential_id: &str,
    credential: &str,
) -> Result<(), StorageError> {
    diesel::insert_into(passkeys::table)
        .values((
            passkeys::account_id.eq(account_id),
            passkeys::name.eq(name),
            passkeys::credential_id.eq(credential_id),
            passkeys::credential.eq(credential),
            passkeys::created_at.eq(UtcTime::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that a passkey was used, with its counters as they are now.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn used(conn: &mut Conn, now: DateTime<Utc>, id: i64, credential: &str) -> Result<(), StorageError> {
    diesel::update(passkeys::table.find(id))
        .set((passkeys::credential.eq(credential), passkeys::last_used_at.eq(UtcTime::from(now))))
        .execute(conn)?;
    Ok(())
}

/// Gives a passkey of the account another name. Whether there is such a passkey.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn rename(conn: &mut Conn, account_id: i64, id: i64, name: &str) -> Result<bool, StorageError> {
    let changed = diesel::update(
        passkeys::table
            .filter(passkeys::id.eq(id))
            .filter(passkeys::account_id.eq(account_id))
            .filter(passkeys::removed_at.is_null()),
    )
    .set(passkeys::name.eq(name))
    .execute(conn)?;
    Ok(changed == 1)
}

/// Removes a passkey of the account; its public half is erased. The name that it had, if there was such a passkey.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn remove(conn: &mut Conn, now: DateTime<Utc>, account_id: i64, id: i64) -> Result<Option<String>, StorageError> {
    Ok(diesel::update(
        passkeys::table
            .filter(passkeys::id.eq(id))
            .filter(passkeys::account_id.eq(account_id))
            .filter(passkeys::removed_at.is_null()),
    )
    .set((passkeys::removed_at.eq(UtcTime::from(now)), passkeys::credential.eq("")))
    .returning(passkeys::name)
    .get_result(conn)
    .optional()?)
}

/// Asks the browser of a session something, in the place of what it was asked before.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn ask(conn: &mut Conn, session_id: i64, question: &Question) -> Result<(), StorageError> {
    take_question(conn, session_id)?;
    diesel::insert_into(passkey_questions::table)
        .values((
            passkey_questions::session_id.eq(session_id),
            passkey_questions::purpose.eq(&question.purpose),
            passkey_questions::options.eq(&question.options),
            passkey_questions::state.eq(&question.state),
            passkey_questions::name.eq(&question.name),
            passkey_questions::expires_at.eq(question.expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// What the browser of a session is asked.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn question(conn: &mut Conn, session_id: i64) -> Result<Option<Question>, StorageError> {
    Ok(passkey_questions::table
        .filter(passkey_questions::session_id.eq(session_id))
        .select((
            passkey_questions::purpose,
            passkey_questions::options,
            passkey_questions::state,
            passkey_questions::name,
            passkey_questions::expires_at,
        ))
        .first(conn)
        .optional()?)
}

/// The same, and it is asked no more: an answer counts once.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn take_question(conn: &mut Conn, session_id: i64) -> Result<Option<Question>, StorageError> {
    let asked = question(conn, session_id)?;
    diesel::delete(passkey_questions::table.filter(passkey_questions::session_id.eq(session_id))).execute(conn)?;
    Ok(asked)
}
