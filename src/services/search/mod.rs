//! The public register in memory: built from the database, asked by pages, the API and those who follow a search, and built on
//! when the register changes (`splice`).
//!
//! `docs/search.md` tells how a question is answered. [`Register`] is the door; behind it, from the database upwards:
//! the register in little room (`rows`, `gather`), what it is found by (`dictionary`, `carried`, `alike`, `numbers`,
//! `near`, `day`), what a question means (`asked`, `term`), and which firms answer it (`find`, `rank`, `order`, `reply`).

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
mod lists;
mod near;
mod numbers;
mod order;
pub mod places;
mod question;
mod rank;
mod register;
mod reply;
mod rows;
mod snapshot;
mod spelling;
mod splice;
mod suggest;
mod term;
mod texts;
mod words;

pub use answer::{Answer, Choices, Hit, Reason, Subject, Suggestion};
pub use firm::{Firm, Grounds};
pub use question::{Filters, Near, Question, Wanted};
pub use register::Register;
