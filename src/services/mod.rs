//! The use cases.
pub mod demo;
pub mod search;
