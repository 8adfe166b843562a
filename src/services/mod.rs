//! The use cases.
pub mod delivery;
pub mod reassess;
