//! The pages, asked from outside over a real connection.

mod attack;
mod deliveries;
mod hostile;
mod isolation;
mod own;
mod post;
pub(crate) mod public;
mod routes;
mod said;
mod search;
pub(crate) mod supervision;
