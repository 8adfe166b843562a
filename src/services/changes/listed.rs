//! Certificates of several bodies with everything their status follows from.

use std::collections::{BTreeMap, HashMap};

use crate::domain::identifiers::CertificateNumber;
use crate::services::register::{self, Listing, Surroundings};
use crate::storage::changes::{self, ChangeRow};
use crate::storage::{Conn, Known, StorageError, published, register as rows};

/// A certificate: the key of its body and its number.
pub type Key = (i64, CertificateNumber);

/// These certificates as the public may see them; those that the register does not know are left out.
pub(super) fn listings(
    conn: &mut Conn,
    around: &Surroundings,
    keys: impl IntoIterator<Item = Key>,
) -> Result<HashMap<Key, Listing>, StorageError> {
    let oldest = changes::shown_from(conn)?;
    let listed = whole_listings(conn, around, keys)?;
    Ok(match oldest {
        Some(oldest) => register::public(listed, oldest),
        None => listed,
    }
    .into_iter()
    .map(by_key)
    .collect())
}

fn by_key(listing: Listing) -> (Key, Listing) {
    ((listing.certificate.body_id, listing.certificate.number.clone()), listing)
}

/// The same with every measure there ever was, by certificate.
pub(super) fn whole(
    conn: &mut Conn,
    around: &Surroundings,
    keys: impl IntoIterator<Item = Key>,
) -> Result<HashMap<Key, Listing>, StorageError> {
    Ok(whole_listings(conn, around, keys)?.into_iter().map(by_key).collect())
}

/// The same with every measure there ever was.
pub(super) fn whole_listings(
    conn: &mut Conn,
    around: &Surroundings,
    keys: impl IntoIterator<Item = Key>,
) -> Result<Vec<Listing>, StorageError> {
    let mut by_body: BTreeMap<i64, Vec<CertificateNumber>> = BTreeMap::new();
    for (body, number) in keys {
        by_body.entry(body).or_default().push(number);
    }
    let mut found = Vec::new();
    for (body, mut numbers) in by_body {
        numbers.sort_unstable();
        numbers.dedup();
        let certificates = published::certificates_of_body(conn, body, &numbers)?;
        let measures = rows::measures_on(conn, &certificates, Known::Now)?;
        found.extend(around.listings(certificates, measures)?);
    }
    Ok(found)
}

/// The certificates that these changes are about, as they are now.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_rows(conn: &mut Conn, rows: &[ChangeRow]) -> Result<HashMap<Key, Listing>, StorageError> {
    let keys: Vec<Key> = rows.iter().filter_map(key_of).collect();
    let around = Surroundings::load(conn, Known::Now)?;
    listings(conn, &around, keys)
}

pub(super) fn key_of(row: &ChangeRow) -> Option<Key> {
    Some((row.body_id?, row.certificate_number.clone()?))
}
