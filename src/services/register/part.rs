//! The certificates of the register in parts, for whoever reads all of them.

use super::Listing;
use super::surroundings::Surroundings;
use crate::domain::identifiers::{BodyCode, CertificateNumber, SchemeCode};
use crate::storage::{Known, StorageError, Store, bodies, certificate_page, register, schemes};

/// Which certificates are read in parts.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Those of this body alone.
    pub body: Option<BodyCode>,
    /// Those of this scheme alone.
    pub scheme: Option<SchemeCode>,
    /// As the register knows, or knew, them.
    pub known: Known,
}

/// The certificates behind this one, by body and then by number, at most `count`. The order of numbers is that of the
/// database.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn certificates_behind(
    store: &Store,
    wanted: &Wanted,
    after: Option<&(BodyCode, CertificateNumber)>,
    count: usize,
) -> Result<Vec<Listing>, StorageError> {
    let Wanted { body, scheme, known } = wanted;
    store.read(|conn| {
        let mut rows = Vec::new();
        let scheme = match scheme {
            None => None,
            Some(code) => match schemes::all(conn, *known)?.into_iter().find(|scheme| scheme.code == *code) {
                Some(scheme) => Some(scheme.id),
                None => return Ok(Vec::new()),
            },
        };
        for entry in bodies::all(conn, *known)? {
            let after = match after {
                Some((passed, _)) if entry.code < *passed => continue,
                Some((passed, number)) if entry.code == *passed => Some(number),
                _ => None,
            };
            if rows.len() < count && body.as_ref().is_none_or(|body| entry.code == *body) {
                let missing = i64::try_from(count - rows.len()).unwrap_or(i64::MAX);
                rows.extend(certificate_page::behind(conn, entry.id, scheme, *known, after, missing)?);
            }
        }
        let measures = register::measures_on(conn, &rows, *known)?;
        Surroundings::load(conn, *known)?.listings(rows, measures)
    })
}
