//! Audits with their verdicts in words, for the body that did them and for the regulator alike.

mod comparison;
mod list;
pub mod reason;
mod view;
mod words;

pub use list::list;
pub use view::view;
pub use words::{moment, until, word};
