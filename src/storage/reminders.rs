//! When an account wants to hear of terms, and what it was told.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::batch::insert_all;
use super::schema::{accounts, reminder_choices, reminders};
use super::{Conn, StorageError, UtcTime};
use crate::domain::identifiers::AuditRef;

/// A term and how long before its end it is told.
pub type Told = (AuditRef, String, NaiveDate, i32);

/// What an account chose: days before the end, joined by commas, empty for none; nothing when it did not choose.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn choice(conn: &mut Conn, account_id: i64) -> Result<Option<String>, StorageError> {
    let own = reminder_choices::table.filter(reminder_choices::account_id.eq(account_id));
    Ok(own.select(reminder_choices::days_before).first::<Option<String>>(conn).optional()?.flatten())
}

/// Keeps what an account chose.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn choose(conn: &mut Conn, account_id: i64, days_before: &str) -> Result<(), StorageError> {
    have_row(conn, account_id)?;
    diesel::update(reminder_choices::table.filter(reminder_choices::account_id.eq(account_id)))
        .set(reminder_choices::days_before.eq(days_before))
        .execute(conn)?;
    Ok(())
}

fn have_row(conn: &mut Conn, account_id: i64) -> Result<(), StorageError> {
    let own = reminder_choices::table.filter(reminder_choices::account_id.eq(account_id));
    if !diesel::select(diesel::dsl::exists(own)).get_result::<bool>(conn)? {
        diesel::insert_into(reminder_choices::table)
            .values(reminder_choices::account_id.eq(account_id))
            .execute(conn)?;
    }
    Ok(())
}

/// Accounts at bodies that can be used and for which nobody looked on this day yet: at most so many, in order of key, each
/// with the key of its body.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn not_looked_at(conn: &mut Conn, day: NaiveDate, most: i64) -> Result<Vec<(i64, i64)>, StorageError> {
    let rows: Vec<(i64, Option<i64>)> = accounts::table
        .left_join(reminder_choices::table)
        .filter(accounts::body_id.is_not_null())
        .filter(accounts::activated_at.is_not_null())
        .filter(accounts::disabled_at.is_null())
        .filter(reminder_choices::looked_on.is_null().or(reminder_choices::looked_on.lt(day)))
        .order(accounts::id)
        .limit(most)
        .select((accounts::id, accounts::body_id))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(account, body)| Some((account, body?))).collect())
}

/// Whether nobody looked for this account on this day yet.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn is_to_look_at(conn: &mut Conn, account_id: i64, day: NaiveDate) -> Result<bool, StorageError> {
    let own = reminder_choices::table.filter(reminder_choices::account_id.eq(account_id));
    let looked_on = own.select(reminder_choices::looked_on).first::<Option<NaiveDate>>(conn).optional()?.flatten();
    Ok(looked_on.is_none_or(|looked_on| looked_on < day))
}

/// Notes that was looked for this account on this day.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn looked(conn: &mut Conn, account_id: i64, day: NaiveDate) -> Result<(), StorageError> {
    have_row(conn, account_id)?;
    diesel::update(reminder_choices::table.filter(reminder_choices::account_id.eq(account_id)))
        .set(reminder_choices::looked_on.eq(day))
        .execute(conn)?;
    Ok(())
}

/// What an account was told about terms of a body that end on this day or later.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn told(conn: &mut Conn, account_id: i64, body_id: i64, from: NaiveDate) -> Result<HashSet<Told>, StorageError> {
    let rows: Vec<Told> = reminders::table
        .filter(reminders::account_id.eq(account_id))
        .filter(reminders::body_id.eq(body_id))
        .filter(reminders::due_on.ge(from))
        .select((reminders::audit_reference, reminders::due_kind, reminders::due_on, reminders::days_before))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

#[derive(Insertable)]
#[diesel(table_name = reminders)]
struct NewRow {
    account_id: i64,
    body_id: i64,
    audit_reference: AuditRef,
    due_kind: String,
    due_on: NaiveDate,
    days_before: i32,
    told_at: UtcTime,
}

/// Notes what an account is told.
///
/// # Errors
/// A [`StorageError`] when the database fails; what was told already is a fault.
pub fn tell(
    conn: &mut Conn,
    now: DateTime<Utc>,
    account_id: i64,
    body_id: i64,
    told: Vec<Told>,
) -> Result<(), StorageError> {
    let told_at = UtcTime::from(now);
    let rows = told.into_iter().map(|(audit_reference, due_kind, due_on, days_before)| NewRow {
        account_id,
        body_id,
        audit_reference,
        due_kind,
        due_on,
        days_before,
        told_at,
    });
    insert_all!(conn, reminders::table, rows);
    Ok(())
}

/// Forgets what was told about terms that ended before this day.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn forget(conn: &mut Conn, account_id: i64, before: NaiveDate) -> Result<(), StorageError> {
    let old = reminders::table.filter(reminders::account_id.eq(account_id)).filter(reminders::due_on.lt(before));
    diesel::delete(old).execute(conn)?;
    Ok(())
}
