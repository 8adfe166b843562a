//! The pages, asked from outside over a real connection.

mod hostile;
mod own;
pub(crate) mod public;
mod routes;
pub(crate) mod supervision;
