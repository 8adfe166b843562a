//! Pages for somebody of the regulator.

pub mod audit;
pub mod bodies;
pub mod body;
pub mod inbox;
pub mod signal;
pub mod trail;
