//! The public register in memory: built from the database, asked by the search page, replaced as a whole.

mod answer;
mod firm;
mod index;
pub mod places;
mod question;
mod register;
mod words;

pub use answer::{Answer, Choices, Hit, Reason, Subject, Suggestion};
pub use firm::Firm;
pub use index::{Document, Found, Index};
pub use question::{Filters, Near, Question, Wanted};
pub use register::Register;
