//! Deliveries of certification bodies: from the bytes of files to records of the register.
//!
//! [`read`] recognises files and hands over rows, [`parse`] makes typed records of them and gathers all faults, `plan` holds
//! them against what is known, and `apply` stores them in one transaction.

mod checks;
pub mod columns;
pub mod compare;
mod csv_file;
mod decode;

mod fields;
pub mod known;
pub mod parse;
pub mod plan;
pub mod read;
mod xlsx_file;

/// What a delivery is at while it is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading the files; the number counts rows read.
    Reading,
    /// Holding rows against the register; the number counts rows.
    Checking,
    /// Storing; the number counts rows stored.
    Storing,
}

/// Told now and then how far a delivery is.
pub type OnProgress<'a> = &'a dyn Fn(Step, usize);
