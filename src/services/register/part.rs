//! The certificates of the register in parts, for whoever reads all of them.

use super::Listing;
use super::surroundings::Surroundings;
use crate::domain::identifiers::{BodyCode, CertificateNumber};
use crate::storage::{Known, StorageError, Store, bodies, certificate_page, register};

/// The certificates behind this one, by body and then by number, at most `count` and of this body alone if one is given.
/// The order of numbers is that of the database.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn certificates_behind(
    store: &Store,
    body: Option<&BodyCode>,
    after: Option<&(BodyCode, CertificateNumber)>,
    count: usize,
) -> Result<Vec<Listing>, StorageError> {
    store.read(|conn| {
        let mut rows = Vec::new();
        for entry in bodies::all(conn, Known::Now)? {
            let after = match after {
                Some((passed, _)) if entry.code < *passed => continue,
                Some((passed, number)) if entry.code == *passed => Some(number),
                _ => None,
            };
            if rows.len() < count && body.is_none_or(|body| entry.code == *body) {
                let missing = i64::try_from(count - rows.len()).unwrap_or(i64::MAX);
                rows.extend(certificate_page::behind(conn, entry.id, after, missing)?);
            }
        }
        let measures = register::measures_on(conn, &rows, Known::Now)?;
        Surroundings::load(conn, Known::Now)?.listings(rows, measures)
    })
}
