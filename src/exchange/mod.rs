//! The JSON that comes in and goes out, with the Dutch names of the law.

pub mod calendar;
pub mod cases;
pub mod changes;
pub mod counts;
pub mod delivery;
pub mod key_set;
pub mod outcomes;
pub mod public;
pub mod records;
pub mod replay;
pub mod spreadsheet;
pub mod statement;
