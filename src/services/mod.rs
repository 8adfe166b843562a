//! The use cases.
pub mod delivery;
