//! The use cases.
pub mod search;
