//! The matrices in the register, to lay beside each other or to begin a draft with.

use super::scheme_book::{BookScheme, SchemeBook};
use crate::domain::access::{Permit, Supervise};
use crate::domain::identifiers::{SchemeCode, VersionLabel};
use crate::domain::matrix::Matrix;
use crate::storage::{Known, StorageError, Store};

/// A scheme with the matrix of each version, the newest first.
#[derive(Debug, Clone)]
pub struct SchemeMatrices {
    /// The scheme.
    pub scheme: SchemeCode,
    /// Its name.
    pub name: String,
    /// Its versions.
    pub versions: Vec<(VersionLabel, Matrix)>,
}

/// Every matrix in the register, by code of its scheme.
///
/// # Errors
/// A fault of the database.
pub fn all(store: &Store, _: &Permit<Supervise>) -> Result<Vec<SchemeMatrices>, StorageError> {
    store.read(|conn| {
        let read = |entry: BookScheme| SchemeMatrices {
            versions: entry.versions.into_iter().rev().map(|version| (version.label, version.matrix)).collect(),
            scheme: entry.scheme.code,
            name: entry.scheme.name,
        };
        Ok(SchemeBook::load(conn, Known::Now)?.into_iter().map(read).collect())
    })
}
