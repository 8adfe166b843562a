//! What changed in the public register: written down by the transaction that changes it, read back as a feed.
//!
//! A [`Watch`] is put on the certificates that a delivery may touch; afterwards it compares and writes. [`system`] does the
//! same for schemes, bodies and designations, and [`day`] for what nobody decided: a last day that passed, a suspension
//! that takes effect. Writers wait for each other, so the place of a change is its place in the order of commits: whoever
//! has read up to a place has missed nothing before it.
//!
//! The standings in the log and in the feed hold for the *register day*: the day up to which time was written down. Every
//! writer first brings it up to today.

pub mod day;
mod difference;
pub mod feed;
pub mod latest;
mod listed;
pub mod records;
pub(super) mod system;
pub mod told;
mod watch;

pub use listed::{Key, of_rows};
pub(super) use watch::Watch;
