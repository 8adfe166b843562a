//! The use cases, from the outside of the library.

mod accounts;
mod system;
