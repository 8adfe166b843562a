//! The public register in memory: built from the database, asked by the search page, replaced as a whole.

mod index;
mod words;

pub use index::{Document, Found, Index};
