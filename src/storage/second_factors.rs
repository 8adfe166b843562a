//! Authenticator apps and recovery codes. What is removed stays as a row that says when; its secret does not stay.

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::schema::{authenticator_apps, passkeys, recovery_codes};
use super::{Conn, StorageError, UtcTime};
use crate::domain::second_factor::Enrolled;

/// An authenticator app of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Key in this database.
    pub id: i64,
    /// Its secret, sealed.
    pub sealed_secret: String,
    /// The last step of thirty seconds whose code was used; no code of this step or one before it works again.
    pub last_step: i64,
    /// When it was confirmed; nothing while it waits for its first code.
    pub confirmed_at: Option<UtcTime>,
}

/// Which factors the account has.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn enrolled(conn: &mut Conn, account_id: i64) -> Result<Enrolled, StorageError> {
    let passkeys = passkeys::table
        .filter(passkeys::account_id.eq(account_id))
        .filter(passkeys::removed_at.is_null())
        .select(count_star())
        .single_value();
    let codes = recovery_codes::table
        .filter(recovery_codes::account_id.eq(account_id))
        .filter(recovery_codes::used_at.is_null())
        .filter(recovery_codes::replaced_at.is_null())
        .select(count_star())
        .single_value();
    let apps = authenticator_apps::table
        .filter(authenticator_apps::account_id.eq(account_id))
        .filter(authenticator_apps::removed_at.is_null())
        .filter(authenticator_apps::confirmed_at.is_not_null())
        .select(count_star())
        .single_value();
    // In one query: every page of somebody who gave no factor asks it.
    let (passkeys, codes, apps): (Option<i64>, Option<i64>, Option<i64>) =
        diesel::select((passkeys, codes, apps)).get_result(conn)?;
    let number = |count: Option<i64>| count.and_then(|count| usize::try_from(count).ok()).unwrap_or_default();
    Ok(Enrolled { app: number(apps) > 0, passkeys: number(passkeys), recovery_codes: number(codes) })
}

/// The app whose codes count, if there is one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn app_in_use(conn: &mut Conn, account_id: i64) -> Result<Option<App>, StorageError> {
    app(conn, account_id, true)
}

/// The app that waits for its first code, if there is one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn app_waiting(conn: &mut Conn, account_id: i64) -> Result<Option<App>, StorageError> {
    app(conn, account_id, false)
}

fn app(conn: &mut Conn, account_id: i64, confirmed: bool) -> Result<Option<App>, StorageError> {
    type Row = (i64, String, i64, Option<UtcTime>);
    let mut query = authenticator_apps::table
        .filter(authenticator_apps::account_id.eq(account_id))
        .filter(authenticator_apps::removed_at.is_null())
        .order(authenticator_apps::id.desc())
        .select((
            authenticator_apps::id,
            authenticator_apps::sealed_secret,
            authenticator_apps::last_step,
            authenticator_apps::confirmed_at,
        ))
        .into_boxed();
    query = if confirmed {
        query.filter(authenticator_apps::confirmed_at.is_not_null())
    } else {
        query.filter(authenticator_apps::confirmed_at.is_null())
    };
    let row: Option<Row> = query.first(conn).optional()?;
    Ok(row.map(|(id, sealed_secret, last_step, confirmed_at)| App { id, sealed_secret, last_step, confirmed_at }))
}

/// Adds an app that waits for its first code, in the place of one that waited before.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn add_app(conn: &mut Conn, now: DateTime<Utc>, account_id: i64, sealed: &str) -> Result<(), StorageError> {
    diesel::delete(
        authenticator_apps::table
            .filter(authenticator_apps::account_id.eq(account_id))
            .filter(authenticator_apps::confirmed_at.is_null()),
    )
    .execute(conn)?;
    diesel::insert_into(authenticator_apps::table)
        .values((
            authenticator_apps::account_id.eq(account_id),
            authenticator_apps::sealed_secret.eq(sealed),
            authenticator_apps::last_step.eq(0_i64),
            authenticator_apps::created_at.eq(UtcTime::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lets the codes of an app count, after its code of this step was given.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn confirm_app(conn: &mut Conn, now: DateTime<Utc>, id: i64, step: i64) -> Result<bool, StorageError> {
    let changed = diesel::update(
        authenticator_apps::table
            .filter(authenticator_apps::id.eq(id))
            .filter(authenticator_apps::confirmed_at.is_null())
            .filter(authenticator_apps::removed_at.is_null()),
    )
    .set((authenticator_apps::confirmed_at.eq(UtcTime::from(now)), authenticator_apps::last_step.eq(step)))
    .execute(conn)?;
    Ok(changed == 1)
}

/// Uses the code of this step, unless it or a later one was used already. Whether it could be used.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn use_step(conn: &mut Conn, id: i64, step: i64) -> Result<bool, StorageError> {
    let changed = diesel::update(
        authenticator_apps::table
            .filter(authenticator_apps::id.eq(id))
            .filter(authenticator_apps::removed_at.is_null())
            .filter(authenticator_apps::last_step.lt(step)),
    )
    .set(authenticator_apps::last_step.eq(step))
    .execute(conn)?;
    Ok(changed == 1)
}

/// Removes the app whose codes count; its secret is erased. Whether there was one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn remove_app(conn: &mut Conn, now: DateTime<Utc>, account_id: i64) -> Result<bool, StorageError> {
    let changed = diesel::update(
        authenticator_apps::table
            .filter(authenticator_apps::account_id.eq(account_id))
            .filter(authenticator_apps::confirmed_at.is_not_null())
            .filter(authenticator_apps::removed_at.is_null()),
    )
    .set((authenticator_apps::removed_at.eq(UtcTime::from(now)), authenticator_apps::sealed_secret.eq("")))
    .execute(conn)?;
    Ok(changed > 0)
}

/// Gives an account new recovery codes; those from before stop working.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn replace_codes(
    conn: &mut Conn,
    now: DateTime<Utc>,
    account_id: i64,
    hashes: &[String],
) -> Result<(), StorageError> {
    diesel::update(
        recovery_codes::table
            .filter(recovery_codes::account_id.eq(account_id))
            .filter(recovery_codes::used_at.is_null())
            .filter(recovery_codes::replaced_at.is_null()),
    )
    .set(recovery_codes::replaced_at.eq(UtcTime::from(now)))
    .execute(conn)?;
    for hash in hashes {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::account_id.eq(account_id),
                recovery_codes::code_hash.eq(hash),
                recovery_codes::created_at.eq(UtcTime::from(now)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Uses the recovery code with this hash, if the account has it and it was not used. Whether it could be used.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn use_code(conn: &mut Conn, now: DateTime<Utc>, account_id: i64, hash: &str) -> Result<bool, StorageError> {
    let changed = diesel::update(
        recovery_codes::table
            .filter(recovery_codes::account_id.eq(account_id))
            .filter(recovery_codes::code_hash.eq(hash))
            .filter(recovery_codes::used_at.is_null())
            .filter(recovery_codes::replaced_at.is_null()),
    )
    .set(recovery_codes::used_at.eq(UtcTime::from(now)))
    .execute(conn)?;
    Ok(changed == 1)
}
