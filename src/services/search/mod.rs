//! The public register in memory: built from the database, asked by the search page, replaced as a whole.

mod index;
mod register;
mod words;

pub use index::{Document, Found, Index};
pub use register::{Answer, Firm, Register};
