//! The register in memory: a snapshot that answers without the database, replaced as a whole when the register changed.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use arc_swap::{ArcSwap, ArcSwapOption};
use chrono::NaiveDate;

use super::answer::{Answer, Choices, Hit, Reason, Subject, Suggestion};
use super::firm::Firm;
use super::index::{Document, Found, Index};
use super::places;
use super::question::{Filters, Question, Wanted};
use crate::domain::certificate::Standing;
use crate::domain::identifiers::{BodyCode, KvkNumber};
use crate::domain::text::fold;
use crate::services::register::{self, Listing};
use crate::storage::{StorageError, Store, register_state};

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

    /// The firms that answer the question on this day, best first: `take` of them after the first `skip`.
    pub fn search(&self, question: &Question, today: NaiveDate, skip: usize, take: usize) -> Answer {
        let snapshot = self.current.load();
        let text = question.text.trim();
        let (found, places) = if text.is_empty() {
            (Found::Words, (0..snapshot.firms.len()).filter_map(|place| u32::try_from(place).ok()).collect())
        } else {
            snapshot.index.find(text)
        };
        let centre = question.near.and_then(|near| Some((places::area_of(near.postcode4)?.middle, f64::from(near.km))));
        let mut hits = Vec::new();
        for firm in places.iter().filter_map(|place| snapshot.firms.get(*place as usize)) {
            if !fits(&firm.listings, &question.filters, today) {
                continue;
            }
            let mut distance_km = None;
            if let Some((centre, km)) = centre {
                let digits = firm.postcode.as_str().get(..4).and_then(|digits| digits.parse().ok());
                let Some(area) = digits.and_then(places::area_of) else { continue };
                let distance = places::distance_km(centre, area.middle);
                if distance > km {
                    continue;
                }
                distance_km = Some(distance);
            }
            let reason = match found {
                _ if text.is_empty() => Reason::Listed,
                Found::Number => Reason::KvkNumber,
                Found::Words => Reason::Name,
                Found::Spelling => Reason::Alike(firm.name.clone()),
            };
            let may_work = firm.listings.iter().any(|listing| listing.status_on(today).standing.allows_work());
            hits.push(Hit { firm: firm.as_ref().clone(), reason, distance_km, may_work });
        }
        if text.is_empty() {
            hits.sort_by(|a, b| a.distance_km.unwrap_or_default().total_cmp(&b.distance_km.unwrap_or_default()));
        }
        let total = hits.len() as u64;
        Answer { total, at_least: false, hits: hits.into_iter().skip(skip).take(take).collect() }
    }

    /// At most `n` firms and places that begin as this text does, for a box that helps while somebody types.
    pub fn suggest(&self, text: &str, today: NaiveDate, n: usize) -> Vec<Suggestion> {
        let question = Question { text: text.to_owned(), ..Question::default() };
        let found = if text.trim().is_empty() { Vec::new() } else { self.search(&question, today, 0, n).hits };
        let suggestion = |hit: Hit| Suggestion {
            text: hit.firm.name.clone(),
            subject: Subject::Firm { kvk: hit.firm.kvk.clone(), place: hit.firm.place },
        };
        found.into_iter().map(suggestion).collect()
    }

    /// The firm with this number.
    pub fn firm(&self, kvk: &KvkNumber) -> Option<Firm> {
        self.current.load().firms.iter().find(|firm| firm.kvk == *kvk).map(|firm| firm.as_ref().clone())
    }

    /// What the filters can choose from.
    pub fn choices(&self) -> Arc<Choices> {
        let snapshot = self.current.load();
        let mut choices = Choices::default();
        for listing in snapshot.firms.iter().flat_map(|firm| firm.listings.iter()) {
            let (scheme, body) = (&listing.scheme.scheme, &listing.body);
            choices.schemes.push((scheme.code.clone(), scheme.name.clone()));
            choices.bodies.push((body.code.clone(), body.name.clone()));
            choices.subareas.extend(listing.certificate.subarea.split('+').map(|part| part.trim().to_owned()));
        }
        choices.schemes.sort();
        choices.schemes.dedup();
        choices.bodies.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        choices.bodies.dedup();
        choices.subareas.sort();
        choices.subareas.dedup();
        Arc::new(choices)
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
    for listings in listings.chunk_by(|a, b| a.certificate.kvk_number == b.certificate.kvk_number) {
        let Some(Listing { certificate: last, .. }) = listings.last() else { continue };
        firms.push(Firm {
            kvk: last.kvk_number.clone(),
            name: last.name.clone(),
            postcode: last.postcode.clone(),
            place: last.place.clone(),
            listings: Arc::new(listings.to_vec()),
        });
    }
    // Firms that match equally well are listed by name.
    firms.sort_by_cached_key(|firm| (fold(firm.name()), firm.kvk.clone()));
    let index = Index::build(firms.iter().map(document));
    Ok(Snapshot { counter, firms: firms.into_iter().map(Arc::new).collect(), index, counted: ArcSwapOption::empty() })
}

fn fits(listings: &[Listing], filters: &Filters, today: NaiveDate) -> bool {
    let fitting = listings.iter().filter(|listing| {
        let scope = listing.scope().ok();
        filters.scheme.as_ref().is_none_or(|code| listing.scheme.scheme.code == *code)
            && filters.body.as_ref().is_none_or(|code| listing.body.code == *code)
            && filters.work.is_none_or(|work| scope.as_ref().is_some_and(|scope| scope.activities.allow(work)))
            && filters
                .subarea
                .as_ref()
                .is_none_or(|part| scope.as_ref().is_some_and(|scope| scope.subareas.contains(part)))
    });
    let mut standings = fitting.map(|listing| listing.status_on(today).standing).peekable();
    if standings.peek().is_none() {
        return false;
    }
    match filters.standing {
        None => true,
        Some(Wanted::MayWork) => standings.any(Standing::allows_work),
        Some(Wanted::MayNotWork) => !standings.any(Standing::allows_work),
        Some(Wanted::Suspended) => standings.any(|standing| standing == Standing::Suspended),
        Some(Wanted::Withdrawn) => standings.any(|standing| standing == Standing::Withdrawn),
        Some(Wanted::Expired) => standings.any(|standing| standing == Standing::Expired),
    }
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
