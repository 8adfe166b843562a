//! The use cases: each asks for a permit, loads, applies a rule, saves and writes the trail, in one transaction.
//!
//! The doors (web, command line) hold a [`Store`] and hand it on; only services look inside.

pub mod accounts;
pub mod alerts;
pub mod api_tokens;
pub mod audits;
pub mod changes;
pub mod delivery;
pub mod demo;
pub mod dumps;
pub mod guide;
pub mod matrices;
pub mod mirror;
pub mod orders;
pub mod overview;
pub mod own_holder;
pub mod post;
pub mod proof;
pub mod reasons;
pub mod reassess;
pub mod register;
pub mod replay;
pub mod scheme_book;
mod seal;
pub mod search;
pub mod supervise;
pub mod system;
mod takeovers;
pub mod terms;
pub mod trail;

pub use crate::storage::{Known, Page, Paged, StorageError, Store, UtcTime};
