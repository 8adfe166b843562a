//! A firm as it was found.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use super::day::Day;
use super::rows::{Ground, postcode};
use super::snapshot::Snapshot;
use crate::domain::identifiers::{KvkNumber, Postcode};
use crate::services::StorageError;
use crate::services::register::{Listing, public};

/// A firm of the register. Its certificates are put together when they are asked for.
#[derive(Clone)]
pub struct Firm {
    kvk: KvkNumber,
    postcode: Postcode,
    snapshot: Arc<Snapshot>,
    at: u32,
    /// From which day on its measures are shown; all when none is set.
    oldest: Option<NaiveDate>,
}

/// What a firm may do on a day follows from this: of firms with the same grounds the same can be said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Grounds {
    /// The snapshot, in which kinds of certificates have their numbers.
    snapshot: u64,
    day: NaiveDate,
    certificates: Vec<Ground>,
}

impl Firm {
    /// The firm at this place; nothing when the register in memory is damaged.
    pub(super) fn at(snapshot: &Arc<Snapshot>, day: &Day, at: u32) -> Option<Self> {
        let kvk = snapshot.rows.kvk(at).ok()?;
        let postcode = postcode(snapshot.rows.last_of(at)?.postcode).ok()?;
        Some(Self { kvk, postcode, snapshot: Arc::clone(snapshot), at, oldest: day.oldest })
    }

    /// Its number in the trade register.
    pub fn kvk(&self) -> &KvkNumber {
        &self.kvk
    }

    /// The name on the certificate that was issued last.
    pub fn name(&self) -> &str {
        self.snapshot.rows.name(self.at)
    }

    /// The place on the certificate that was issued last.
    pub fn place(&self) -> &str {
        let rows = &self.snapshot.rows;
        rows.last_of(self.at).map_or("", |last| rows.places.get(last.place))
    }

    /// The postcode on the certificate that was issued last.
    pub fn postcode(&self) -> &Postcode {
        &self.postcode
    }

    /// What it may do on the day follows from these; nothing when the register in memory is damaged.
    pub fn grounds(&self, day: NaiveDate) -> Option<Grounds> {
        let rows = &self.snapshot.rows;
        let certificates = rows.certificates_of(self.at).map(|certificate| rows.ground(certificate, day, self.oldest));
        Some(Grounds { snapshot: self.snapshot.edition, day, certificates: certificates.collect::<Option<_>>()? })
    }

    /// Its certificates, oldest first, with everything their status follows from that is shown.
    ///
    /// # Errors
    /// A [`StorageError`] when the register in memory is damaged.
    pub fn listings(&self) -> Result<Vec<Listing>, StorageError> {
        let listings = self.snapshot.rows.listings(self.at)?;
        Ok(if let Some(oldest) = self.oldest { public(listings, oldest) } else { listings })
    }
}

impl fmt::Debug for Firm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Firm").field("kvk", &self.kvk).field("name", &self.name()).finish_non_exhaustive()
    }
}
