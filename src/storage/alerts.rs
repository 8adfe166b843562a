//! Which changes wait to be told to whom, and up to which change subscriptions were looked for.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::batch::insert_all;
use super::schema::{alert_progress, alerts, subscriptions};
use super::{Conn, StorageError};

const ONLY_ROW: i64 = 1;

#[derive(Insertable)]
#[diesel(table_name = alerts)]
struct NewRow {
    subscription_id: i64,
    change_id: i64,
}

/// The place in the log of changes up to which subscriptions were looked for.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn matched_through(conn: &mut Conn) -> Result<i64, StorageError> {
    Ok(alert_progress::table.find(ONLY_ROW).select(alert_progress::matched_through).first(conn)?)
}

/// Notes that place.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn set_matched_through(conn: &mut Conn, place: i64) -> Result<(), StorageError> {
    diesel::update(alert_progress::table.find(ONLY_ROW))
        .set(alert_progress::matched_through.eq(place))
        .execute(conn)?;
    Ok(())
}

/// Adds changes to be told, each as subscription and change.
///
/// # Errors
/// A [`StorageError`] when the database fails; a pair that is there already is a fault.
pub fn insert(conn: &mut Conn, pairs: &[(i64, i64)]) -> Result<(), StorageError> {
    let rows = pairs
        .iter()
        .map(|(subscription_id, change_id)| NewRow { subscription_id: *subscription_id, change_id: *change_id });
    insert_all!(conn, alerts::table, rows);
    Ok(())
}

/// Subscriptions with something to tell now: those that hear at once, and those whose last digest was for a day before
/// `day`. At most `count`, in order of key.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn due(conn: &mut Conn, day: NaiveDate, count: i64) -> Result<Vec<i64>, StorageError> {
    let waits_no_more = subscriptions::last_digest_on.is_null().or(subscriptions::last_digest_on.lt(day));
    Ok(subscriptions::table
        .filter(subscriptions::confirmed_at.is_not_null())
        .filter(subscriptions::frequency.eq("direct").nullable().or(waits_no_more))
        .filter(diesel::dsl::exists(alerts::table.filter(alerts::subscription_id.eq(subscriptions::id))))
        .order(subscriptions::id)
        .limit(count)
        .select(subscriptions::id)
        .load(conn)?)
}

/// Takes away what waits for a subscription: the changes, oldest first.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn take(conn: &mut Conn, subscription_id: i64) -> Result<Vec<i64>, StorageError> {
    let own = alerts::table.filter(alerts::subscription_id.eq(subscription_id));
    let changes = own.select(alerts::change_id).order(alerts::change_id).load(conn)?;
    diesel::delete(own).execute(conn)?;
    Ok(changes)
}
