//! The pages, asked from outside over a real connection.

mod own;
mod supervision;
