//! Certificates of several bodies with everything their status follows from.

use std::collections::{BTreeMap, HashMap};

use crate::domain::change::ChangeKind;
use crate::domain::identifiers::CertificateNumber;
use crate::services::register::{self, Listing, Surroundings};
use crate::storage::changes::ChangeRow;
use crate::storage::register::{self as rows, CertificateRow};
use crate::storage::{Conn, Known, StorageError, published, register_day};

/// A certificate: the key of its body and its number.
pub type Key = (i64, CertificateNumber);

/// These certificates as the public may see them; those that the register does not know are left out.
pub(super) fn listings(
    conn: &mut Conn,
    around: &Surroundings,
    keys: impl IntoIterator<Item = Key>,
) -> Result<HashMap<Key, Listing>, StorageError> {
    let oldest = register_day::shown_from(conn)?;
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
    let mut found = Vec::new();
    for (body, numbers) in by_body(keys) {
        let certificates = published::certificates_of_body(conn, body, &numbers)?;
        let measures = rows::measures_on(conn, &certificates, Known::Now)?;
        found.extend(around.listings(certificates, measures)?);
    }
    Ok(found)
}

/// The numbers of each body, in order and once.
fn by_body(keys: impl IntoIterator<Item = Key>) -> BTreeMap<i64, Vec<CertificateNumber>> {
    let mut by_body: BTreeMap<i64, Vec<CertificateNumber>> = BTreeMap::new();
    for (body, number) in keys {
        by_body.entry(body).or_default().push(number);
    }
    for numbers in by_body.values_mut() {
        numbers.sort_unstable();
        numbers.dedup();
    }
    by_body
}

/// The certificates that these changes are about as their bodies deliver them now, without how they stand.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub(super) fn named_in(conn: &mut Conn, rows: &[ChangeRow]) -> Result<HashMap<Key, CertificateRow>, StorageError> {
    let mut found = HashMap::new();
    for (body, numbers) in by_body(rows.iter().filter_map(key_of)) {
        let certificates = published::certificates_of_body(conn, body, &numbers)?;
        found.extend(certificates.into_iter().map(|row| ((row.body_id, row.number.clone()), row)));
    }
    Ok(found)
}

/// The certificates that were taken back in these changes and that the register does not know now, as they last were.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub(super) fn gone_in(conn: &mut Conn, rows: &[ChangeRow]) -> Result<HashMap<Key, CertificateRow>, StorageError> {
    let taken_back: Vec<ChangeRow> = rows.iter().filter(|row| is_taken_back(row)).cloned().collect();
    let known = named_in(conn, &taken_back)?;
    let mut gone = HashMap::new();
    for (body, numbers) in by_body(taken_back.iter().filter_map(key_of).filter(|key| !known.contains_key(key))) {
        let last = published::last_of_body(conn, body, &numbers)?;
        gone.extend(last.into_iter().map(|row| ((row.body_id, row.number.clone()), row)));
    }
    Ok(gone)
}

/// Whether a change says that a certificate is not in the register any more.
pub(super) fn is_taken_back(row: &ChangeRow) -> bool {
    row.kinds == ChangeKind::TakenBack.word()
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
