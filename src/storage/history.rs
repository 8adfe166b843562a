//! Two things every recorded row shares: what a save did, and the moment at which the register is asked.

use chrono::{DateTime, Utc};

/// What saving a record did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// There was none yet.
    New,
    /// The row that stood was closed and a new one opened.
    Changed,
    /// It said the same already.
    Unchanged,
}

/// Whose knowledge is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// What the register says now.
    Now,
    /// What the register said at this moment.
    At(DateTime<Utc>),
}

/// Keeps the rows of the table that were recorded at the moment that is asked for.
macro_rules! known {
    ($query:expr, $table:ident, $known:expr) => {
        match $known {
            $crate::storage::Known::Now => $query.filter($table::recorded_until.is_null()),
            $crate::storage::Known::At(at) => {
                let at = $crate::storage::UtcTime::from(at);
                $query
                    .filter($table::recorded_from.le(at))
                    .filter($table::recorded_until.is_null().or($table::recorded_until.gt(at)))
            }
        }
    };
}
pub(in crate::storage) use known;
