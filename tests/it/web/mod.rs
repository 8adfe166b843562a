//! The pages, asked from outside over a real connection.

mod deliveries;
mod hostile;
mod own;
pub(crate) mod public;
mod routes;
mod search;
pub(crate) mod supervision;
