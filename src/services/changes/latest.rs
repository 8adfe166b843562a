//! When something of a firm last changed.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::calendar::dutch_day;
use crate::domain::identifiers::KvkNumber;
use crate::storage::{StorageError, Store, changes};

/// The day on which the last change was recorded of each of these firms, as holder of a certificate now or before. A firm of
/// which nothing is in the log is left out.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn days(store: &Store, firms: &[KvkNumber]) -> Result<HashMap<KvkNumber, NaiveDate>, StorageError> {
    let latest = store.read(|conn| changes::latest(conn, firms))?;
    Ok(latest.into_iter().map(|(firm, at)| (firm, dutch_day(at.utc()))).collect())
}
