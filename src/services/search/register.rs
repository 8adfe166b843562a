//! The register in memory: a snapshot that answers without the database, replaced as a whole when the register changed.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use arc_swap::{ArcSwap, ArcSwapOption};
use chrono::NaiveDate;

use super::index::{Document, Found, Index};
use crate::domain::identifiers::{BodyCode, KvkNumber};
use crate::domain::text::fold;
use crate::services::register::{self, Listing};
use crate::storage::{StorageError, Store, register_state};

/// A firm with its certificates, oldest first.
#[derive(Debug)]
pub struct Firm {
    /// Its number in the trade register.
    pub kvk: KvkNumber,
    /// Its certificates; at least one.
    pub listings: Vec<Listing>,
}

impl Firm {
    /// The name on the certificate that was issued last.
    pub fn name(&self) -> &str {
        self.listings.last().map(|listing| listing.certificate.name.as_str()).unwrap_or_default()
    }

    /// The place on the certificate that was issued last.
    pub fn place(&self) -> &str {
        self.listings.last().map(|listing| listing.certificate.place.as_str()).unwrap_or_default()
    }
}

/// One page of what was found.
#[derive(Debug)]
pub struct Answer {
    /// How the firms were found.
    pub found: Found,
    /// How many there are in all.
    pub total: usize,
    /// Those of the page that was asked for, best first.
    pub firms: Vec<Arc<Firm>>,
}

#[derive(Debug)]
struct Snapshot {
    counter: i64,
    firms: Vec<Arc<Firm>>,
    index: Index,
    /// Firms that may work per body, for the day that was asked last.
    counted: ArcSwapOption<(NaiveDate, HashMap<BodyCode, u64>)>,
}

/// The register in memory; all requests share it.
#[derive(Debug)]
pub struct Register {
    current: ArcSwap<Snapshot>,
}

impl Register {
    /// Builds the first snapshot.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails.
    pub fn load(store: &Store) -> Result<Self, StorageError> {
        Ok(Self { current: ArcSwap::from_pointee(snapshot(store)?) })
    }

    /// Builds a new snapshot if the register changed since the last one; requests are answered from the old one meanwhile.
    /// Says whether it did.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails; the old snapshot then stays.
    pub fn follow(&self, store: &Store) -> Result<bool, StorageError> {
        let counter = store.read(register_state::current)?;
        if counter == self.current.load().counter {
            return Ok(false);
        }
        self.current.store(Arc::new(snapshot(store)?));
        Ok(true)
    }

    /// The firms that match, best first, of the page counted from 1.
    pub fn search(&self, question: &str, page: usize, size: usize) -> Answer {
        let snapshot = self.current.load();
        let (found, places) = snapshot.index.find(question);
        let skipped = page.saturating_sub(1).saturating_mul(size);
        let firms = places.iter().skip(skipped).take(size).filter_map(|place| snapshot.firms.get(*place as usize));
        Answer { found, total: places.len(), firms: firms.map(Arc::clone).collect() }
    }

    /// How many firms may work on the day under a certificate of this body.
    pub fn firms_of(&self, body: &BodyCode, day: NaiveDate) -> u64 {
        let snapshot = self.current.load();
        let counted = snapshot.counted.load_full().filter(|counted| counted.0 == day);
        let counted = counted.unwrap_or_else(|| {
            let fresh = Arc::new((day, count_firms(&snapshot.firms, day)));
            snapshot.counted.store(Some(Arc::clone(&fresh)));
            fresh
        });
        counted.1.get(body).copied().unwrap_or_default()
    }

    /// How many transactions had changed the register when this snapshot was taken.
    pub fn counter(&self) -> i64 {
        self.current.load().counter
    }

    /// How many firms are listed.
    pub fn len(&self) -> usize {
        self.current.load().firms.len()
    }

    /// Whether no firm is listed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn snapshot(store: &Store) -> Result<Snapshot, StorageError> {
    let (counter, listings) =
        store.read(|conn| Ok::<_, StorageError>((register_state::current(conn)?, register::everything(conn)?)))?;
    let mut firms: Vec<Firm> = Vec::new();
    for listing in listings {
        match firms.last_mut() {
            Some(firm) if firm.kvk == listing.certificate.kvk_number => firm.listings.push(listing),
            _ => firms.push(Firm { kvk: listing.certificate.kvk_number.clone(), listings: vec![listing] }),
        }
    }
    // Firms that match equally well are listed by name.
    firms.sort_by_cached_key(|firm| (fold(firm.name()), firm.kvk.clone()));
    let index = Index::build(firms.iter().map(document));
    Ok(Snapshot { counter, firms: firms.into_iter().map(Arc::new).collect(), index, counted: ArcSwapOption::empty() })
}

fn count_firms(firms: &[Arc<Firm>], day: NaiveDate) -> HashMap<BodyCode, u64> {
    let mut counts = HashMap::new();
    for firm in firms {
        let allowing = firm.listings.iter().filter(|listing| listing.status_on(day).standing.allows_work());
        for body in allowing.map(|listing| &listing.body.code).collect::<BTreeSet<_>>() {
            *counts.entry(body.clone()).or_default() += 1;
        }
    }
    counts
}

fn document(firm: &Firm) -> Document {
    let certificates = firm.listings.iter().map(|listing| &listing.certificate);
    let former_names = certificates.clone().map(|certificate| certificate.name.clone());
    let beside = certificates.clone().flat_map(|c| [c.place.clone(), c.postcode.as_str().to_owned()]);
    Document {
        name: firm.name().to_owned(),
        beside: beside.chain(former_names).collect(),
        numbers: std::iter::once(firm.kvk.to_string()).chain(certificates.map(|c| c.number.to_string())).collect(),
    }
}
