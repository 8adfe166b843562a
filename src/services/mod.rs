//! The use cases.

pub mod accounts;
pub mod system;
