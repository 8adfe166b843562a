//! The public register in memory: built from the database, asked by the search page, replaced as a whole.
//!
//! `docs/search.md` tells how a question is answered. [`Register`] is the door; behind it, from the database upwards:
//! the register in little room (`rows`, `gather`), what it is found by (`dictionary`, `carried`, `alike`, `numbers`,
//! `near`, `day`), what a question means (`asked`, `term`), and which firms answer it (`find`, `rank`, `reply`).

mod alike;
mod answer;
mod asked;
mod bits;
mod carried;
mod day;
mod dictionary;
mod find;
mod firm;
mod gather;
mod near;
mod numbers;
pub mod places;
mod question;
mod rank;
mod register;
mod reply;
mod rows;
mod snapshot;
mod spelling;
mod suggest;
mod term;
mod texts;
mod words;

pub use answer::{Answer, Choices, Hit, Reason, Subject, Suggestion};
pub use firm::{Firm, Grounds};
pub use question::{Filters, Near, Question, Wanted};
pub use register::Register;
