//! The audit trail, for whoever supervises: what was done, by whom, and whether the chain is whole.

use crate::domain::access::{Permit, Supervise};
use crate::storage::audit_trail;
use crate::storage::{Page, Paged, StorageError, Store};

pub use crate::storage::audit_trail::{Chain, Entry, Filter};

/// A part of the trail with the state of the whole chain.
#[derive(Debug)]
pub struct Trail {
    /// The entries that fit the filter, newest first.
    pub entries: Paged<Entry>,
    /// Every action that occurs anywhere in the trail, in order.
    pub actions: Vec<String>,
    /// Whether every entry follows the one before it.
    pub chain: Chain,
}

/// The entries that fit the filter, with the state of the chain at the same moment.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn trail(store: &Store, _: &Permit<Supervise>, filter: &Filter, page: Page) -> Result<Trail, StorageError> {
    store.read(|conn| {
        Ok(Trail {
            entries: audit_trail::list(conn, filter, page)?,
            actions: audit_trail::actions(conn)?,
            chain: audit_trail::verify(conn)?,
        })
    })
}

/// One page of the entries that fit the filter, newest first.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn list(store: &Store, _: &Permit<Supervise>, filter: &Filter, page: Page) -> Result<Paged<Entry>, StorageError> {
    store.read(|conn| audit_trail::list(conn, filter, page))
}

/// Follows the chain from the first entry to the last.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn verify(store: &Store, _: &Permit<Supervise>) -> Result<Chain, StorageError> {
    store.read(audit_trail::verify)
}
