//! The public API as its clients meet it.

mod bad_input;
mod client;
mod conformity;
mod document;
mod headers;
mod lists;
mod records;
