//! Supervision of certification bodies: the figures, the command, and the signals.

mod command;
pub(crate) mod facts;
mod properties;
mod signals;
