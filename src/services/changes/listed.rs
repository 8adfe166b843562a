//! Certificates of several bodies with everything their status follows from.

use std::collections::{BTreeMap, HashMap};

use crate::domain::identifiers::CertificateNumber;
use crate::services::register::{Listing, Surroundings};
use crate::storage::changes::ChangeRow;
use crate::storage::{Conn, StorageError, register};

/// A certificate: the key of its body and its number.
pub type Key = (i64, CertificateNumber);

/// These certificates; those that the register does not know are left out.
pub(in crate::services) fn listings(
    conn: &mut Conn,
    around: &Surroundings,
    keys: impl IntoIterator<Item = Key>,
) -> Result<HashMap<Key, Listing>, StorageError> {
    let mut by_body: BTreeMap<i64, Vec<CertificateNumber>> = BTreeMap::new();
    for (body, number) in keys {
        by_body.entry(body).or_default().push(number);
    }
    let mut found = HashMap::new();
    for (body, mut numbers) in by_body {
        numbers.sort_unstable();
        numbers.dedup();
        let certificates = register::certificates_of_body(conn, body, &numbers)?;
        let measures = register::measures_on(conn, body, &numbers)?;
        let listed = around.listings(certificates, measures)?;
        found.extend(listed.into_iter().map(|listing| ((body, listing.certificate.number.clone()), listing)));
    }
    Ok(found)
}

/// The certificates that these changes are about, as they are now.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_rows(conn: &mut Conn, rows: &[ChangeRow]) -> Result<HashMap<Key, Listing>, StorageError> {
    let keys: Vec<Key> = rows.iter().filter_map(key_of).collect();
    let around = Surroundings::load(conn)?;
    listings(conn, &around, keys)
}

pub(super) fn key_of(row: &ChangeRow) -> Option<Key> {
    Some((row.body_id?, row.certificate_number.clone()?))
}
