//! The pages, asked from outside over a real connection.

mod own;
mod routes;
pub(crate) mod supervision;
