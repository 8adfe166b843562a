//! The pages, asked from outside over a real connection.

mod own;
mod routes;
mod search;
pub(crate) mod supervision;
