//! The counter of changes to the register: copies in memory, in this program or another, follow it.

use diesel::prelude::*;

use super::schema::register_state::dsl;
use super::{Conn, StorageError};

const ONLY_ROW: i64 = 1;

/// Says that this transaction changes the register; returns the new count.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn bump(conn: &mut Conn) -> Result<i64, StorageError> {
    diesel::update(dsl::register_state.find(ONLY_ROW))
        .set(dsl::change_counter.eq(dsl::change_counter + 1))
        .execute(conn)?;
    current(conn)
}

/// How many transactions changed the register so far.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn current(conn: &mut Conn) -> Result<i64, StorageError> {
    Ok(dsl::register_state.find(ONLY_ROW).select(dsl::change_counter).first(conn)?)
}
