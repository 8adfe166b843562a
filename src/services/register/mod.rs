//! The public register: firms, their certificates, and how each stands on a day, as it is known now or was known before.

mod listing;
mod part;
mod permission;
mod surroundings;

use std::collections::HashMap;

use chrono::{DateTime, Months, NaiveDate, Utc};

use super::scheme_book::SchemeBook;
use crate::domain::as_of::Span;
use crate::domain::calendar::{dutch_day, end_of_dutch_day};
use crate::domain::identifiers::{BodyCode, CertificateNumber, KvkNumber};
use crate::storage::bodies::{self, Body, Designation};
use crate::storage::register;
use crate::storage::schemes::{self, Scheme};
use crate::storage::{Conn, Known, StorageError, Store, whole_register};

pub(super) use self::listing::Designations;
pub use self::listing::{Listing, Lost, Whose};
pub use self::part::{Wanted, certificates_behind};
pub use self::permission::{Permission, appliances, permission};
pub(super) use self::surroundings::{Surroundings, effect_of};

/// The certificates of a firm, oldest first; none when the register does not know the firm.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn holder(store: &Store, kvk: &KvkNumber, known: Known) -> Result<Vec<Listing>, StorageError> {
    store.read(|conn| {
        let certificates = register::certificates_of(conn, kvk, known)?;
        let measures = register::measures_on(conn, &certificates, known)?;
        Surroundings::load(conn, known)?.listings(certificates, measures)
    })
}

/// The certificates with this number: one, unless two bodies use the same number.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn certificate(store: &Store, number: &CertificateNumber, known: Known) -> Result<Vec<Listing>, StorageError> {
    store.read(|conn| {
        let certificates = register::certificates_numbered(conn, number, known)?;
        let measures = register::measures_on(conn, &certificates, known)?;
        Surroundings::load(conn, known)?.listings(certificates, measures)
    })
}

/// The same certificates without the measures that the public may not be shown any more: those of which the last day of
/// effect lies before `oldest`. Nothing is erased by it.
pub fn public(listings: Vec<Listing>, oldest: NaiveDate) -> Vec<Listing> {
    listings.into_iter().map(|listing| listing.public(oldest)).collect()
}

/// About which days the public may ask, and since when the register remembers what it said.
///
/// Both reach back no further than the public history is shown: `years` before today.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn span(store: &Store, today: NaiveDate, years: u32) -> Result<Span, StorageError> {
    let (designated, recorded) = store
        .read(|conn| Ok::<_, StorageError>((register::first_designated(conn)?, register::first_recorded(conn)?)))?;
    let oldest = oldest_shown(today, years);
    let recorded = recorded.map_or(today, |at| dutch_day(at.utc()));
    Ok(Span::new(today, designated.unwrap_or(today).max(oldest), recorded.max(oldest)))
}

/// The first day of the public history that is shown.
pub fn oldest_shown(today: NaiveDate, years: u32) -> NaiveDate {
    today.checked_sub_months(Months::new(years.saturating_mul(12))).unwrap_or(NaiveDate::MIN)
}

/// What was known at the end of the day in the Netherlands; of today, what is known now.
pub fn known_on(day: NaiveDate, now: DateTime<Utc>) -> Known {
    if day >= dutch_day(now) { Known::Now } else { Known::At(end_of_dutch_day(day)) }
}

/// The certification body with this code.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn body(store: &Store, code: &BodyCode) -> Result<Option<Body>, StorageError> {
    store.read(|conn| bodies::by_code(conn, code))
}

/// A certification body with the schemes it is or was designated for.
#[derive(Debug, Clone)]
pub struct DesignatedBody {
    /// The body.
    pub body: Body,
    /// Its designations, each with the scheme.
    pub designations: Vec<(Designation, Scheme)>,
}

/// The certification bodies with their designations, by code.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn bodies(store: &Store, known: Known) -> Result<Vec<DesignatedBody>, StorageError> {
    store.read(|conn| designated_bodies(conn, known))
}

pub(super) fn designated_bodies(conn: &mut Conn, known: Known) -> Result<Vec<DesignatedBody>, StorageError> {
    let schemes = schemes::all(conn, known)?;
    let mut designations: HashMap<i64, Vec<(Designation, Scheme)>> = HashMap::new();
    for designation in bodies::designations(conn, known)? {
        let scheme = schemes.iter().find(|scheme| scheme.id == designation.scheme_id).cloned();
        let scheme = scheme.ok_or_else(|| StorageError::damaged(format!("schema {} ontbreekt", designation.scheme)))?;
        designations.entry(designation.body_id).or_default().push((designation, scheme));
    }
    let all = bodies::all(conn, known)?.into_iter();
    Ok(all
        .map(|body| DesignatedBody { designations: designations.remove(&body.id).unwrap_or_default(), body })
        .collect())
}

/// The schemes with their versions and matrices.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn scheme_book(store: &Store, known: Known) -> Result<SchemeBook, StorageError> {
    store.read(|conn| SchemeBook::load(conn, known))
}

/// The certificates of every firm about which a sanction decision stands, and all those of these bodies under these schemes,
/// by holder. `under` gives keys of a body and a scheme.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub(super) fn of_sanctioned(conn: &mut Conn, under: &[(i64, i64)]) -> Result<Vec<Listing>, StorageError> {
    let certificates = register::certificates_of_sanctioned(conn, under)?;
    let measures = whole_register::measures(conn)?;
    Surroundings::load(conn, Known::Now)?.listings(certificates, measures)
}
