//! The use cases.

pub mod accounts;
pub mod delivery;
pub mod reassess;
pub mod system;
