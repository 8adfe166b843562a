//! What tests of several capabilities need.

pub(crate) mod database;
pub(crate) mod firms;
pub(crate) mod mail;
pub(crate) mod site;
pub(crate) mod system;

pub(crate) use database::TestDatabase;

/// A moment in UTC, as in `2026-06-30T12:00:00Z`.
pub(crate) fn moment(text: &str) -> chrono::DateTime<chrono::Utc> {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A day, as in `2026-06-30`.
pub(crate) fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}
