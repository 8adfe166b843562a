//! E-mail to those who follow a search, a firm or a body.
//!
//! Somebody asks ([`sign_up`]), and hears nothing before the link in a first mail was opened and the question there answered
//! ([`answer`]). A [`round`] then does what is due: it looks which changes of the register concern whom, makes messages of
//! them, and sends what waits. Each step is a transaction of its own that says how far it came, so that rounds of several
//! programs on one database tell everybody everything once.
//!
//! Addresses are personal data. They are kept while somebody follows, or for [`sign_up::TIME_TO_CONFIRM`]; they are not in
//! the audit trail and not in the log. Tokens are made when a mail leaves and kept as hashes.

pub mod answer;
mod digest;
mod followed;
mod matching;
pub(super) mod messages;
pub mod round;
pub mod search;
pub mod sign_up;

pub use crate::notify::{Address, What};
pub use followed::{Followed, Frequency};
