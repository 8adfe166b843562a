//! The pages, asked from outside over a real connection.

mod hostile;
mod own;
pub(crate) mod public;
mod routes;
mod said;
mod search;
pub(crate) mod supervision;
