//! The outcome of a replay as it leaves the program: as JSON, and as rows for spreadsheets.

use serde::Serialize;

use crate::domain::identifiers::SchemeCode;
use crate::domain::replay::Outcome;

/// The outcome with what it is about.
#[derive(Debug, Clone, Serialize)]
pub struct Document<'a> {
    /// The scheme.
    #[serde(rename = "schema")]
    pub scheme: &'a SchemeCode,
    /// The name of the draft, if it has one.
    #[serde(rename = "concept")]
    pub draft: Option<&'a str>,
    /// What came out.
    #[serde(flatten)]
    pub outcome: &'a Outcome,
}
