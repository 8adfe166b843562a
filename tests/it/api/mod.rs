//! The API as its clients meet it: the public one, and the one for programs of bodies.

mod bad_input;
mod client;
mod clients;
mod conformity;
mod document;
mod headers;
mod isolation;
mod lists;
mod programs;
mod records;
mod repeating;
mod schemathesis;
mod tokens;
