//! The day up to which the passing of time is written down in the log of changes, and where the public history begins in it.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::register_day;
use super::{Conn, StorageError};

const ONLY_ROW: i64 = 1;

/// The day up to which the passing of time is written down.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn day(conn: &mut Conn) -> Result<Option<NaiveDate>, StorageError> {
    Ok(register_day::table.find(ONLY_ROW).select(register_day::day).first(conn)?)
}

/// Notes that the passing of time is written down up to this day.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn set_day(conn: &mut Conn, day: NaiveDate) -> Result<(), StorageError> {
    diesel::update(register_day::table.find(ONLY_ROW)).set(register_day::day.eq(day)).execute(conn)?;
    Ok(())
}

/// The first day of the public history that is written down; none when it reaches back to the beginning.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn shown_from(conn: &mut Conn) -> Result<Option<NaiveDate>, StorageError> {
    Ok(register_day::table.find(ONLY_ROW).select(register_day::shown_from).first(conn)?)
}

/// Notes the first day of the public history.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn set_shown_from(conn: &mut Conn, day: NaiveDate) -> Result<(), StorageError> {
    diesel::update(register_day::table.find(ONLY_ROW)).set(register_day::shown_from.eq(day)).execute(conn)?;
    Ok(())
}

/// For how many years the public history is shown; none when that was never set.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn shown_years(conn: &mut Conn) -> Result<Option<u32>, StorageError> {
    let years: Option<i64> = register_day::table.find(ONLY_ROW).select(register_day::shown_years).first(conn)?;
    let damaged = |_| StorageError::damaged("register_day: shown_years");
    years.map(|years| u32::try_from(years).map_err(damaged)).transpose()
}

/// Notes for how many years the public history is shown.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn set_shown_years(conn: &mut Conn, years: u32) -> Result<(), StorageError> {
    diesel::update(register_day::table.find(ONLY_ROW))
        .set(register_day::shown_years.eq(i64::from(years)))
        .execute(conn)?;
    Ok(())
}
