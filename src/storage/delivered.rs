//! What the four kinds of delivered rows have in common.

use chrono::{DateTime, Utc};

/// A record as it stands in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<R> {
    /// Key of this version of the record.
    pub id: i64,
    /// What it says.
    pub record: R,
}

/// Where new rows come from.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    /// The body they are of.
    pub body_id: i64,
    /// The delivery that brought them.
    pub delivery_id: i64,
    /// When they are recorded.
    pub now: DateTime<Utc>,
}
