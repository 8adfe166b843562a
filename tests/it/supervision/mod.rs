//! Supervision of certification bodies: the figures, the command, and the signals.

mod command;
mod facts;
mod properties;
mod signals;
