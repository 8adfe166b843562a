//! The use cases.
pub mod delivery;
pub mod reassess;

pub mod accounts;
pub mod system;
