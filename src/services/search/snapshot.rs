//! One state of the register with everything it is searched by.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::alike::Misspellings;
use super::answer::Choices;
use super::bits::Bits;
use super::carried::Index;
use super::gather::{Keys, gather};
use super::near::{Around, FAR};
use super::numbers::Numbers;
use super::places::position;
use super::rows::{CertificateCells, LETTERS, Rows};
use super::term::Books;
use super::texts::{Texts, short};
use crate::storage::{StorageError, Store, register_state};

/// The register at one count of its changes.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) counter: i64,
    pub(super) rows: Rows,
    pub(super) index: Index,
    pub(super) misspellings: Misspellings,
    pub(super) numbers: Numbers,
    /// The area of each firm.
    areas: Vec<u16>,
    /// The firms by area, and where each area starts.
    by_area: Vec<u32>,
    area_starts: Vec<u32>,
    /// The names as they are compared, in order.
    folded: Texts,
    pub(super) choices: Arc<Choices>,
}

/// Which firms may be found at all.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    pub(super) fitting: Option<Arc<Bits>>,
    pub(super) around: Option<Around>,
}

impl Bounds {
    /// Whether the firm fits the filters and is near enough.
    pub(super) fn allow(&self, snapshot: &Snapshot, firm: u32) -> bool {
        self.fitting.as_ref().is_none_or(|fitting| fitting.has(firm))
            && self.around.as_ref().is_none_or(|around| around.rank(snapshot.area_of(firm)).is_some())
    }

    /// How many distances lie before that of the firm.
    pub(super) fn rank(&self, snapshot: &Snapshot, firm: u32) -> Option<u16> {
        self.around.as_ref().and_then(|around| around.rank(snapshot.area_of(firm)))
    }
}

impl Snapshot {
    /// Reads the register in one transaction; what is made of it needs none.
    pub(super) fn read(store: &Store) -> Result<Self, StorageError> {
        let (counter, (rows, keys)) =
            store.read(|conn| Ok::<_, StorageError>((register_state::current(conn)?, gather(conn)?)))?;
        Ok(Self::build(counter, rows, keys))
    }

    fn build(counter: i64, rows: Rows, keys: Keys) -> Self {
        let index = Index::build(&rows, &keys);
        let Keys { mut folded, by_number } = keys;
        folded.shrink();
        let numbers = Numbers::build(&rows, by_number);
        let area = |firm: u32| {
            let digits = rows.last_of(firm).and_then(|last| u16::try_from(last.postcode / LETTERS).ok());
            digits.and_then(position).and_then(|at| u16::try_from(at).ok()).unwrap_or(FAR)
        };
        let areas: Vec<u16> = (0..short(rows.len())).map(area).collect();
        let mut by_area: Vec<u32> = (0..short(rows.len())).collect();
        by_area.sort_by_key(|firm| areas.get(*firm as usize));
        let area_starts = (0..=FAR)
            .map(|area| short(by_area.partition_point(|firm| areas.get(*firm as usize).is_some_and(|at| *at < area))));
        Self {
            counter,
            misspellings: Misspellings::of(&index.dictionary),
            numbers,
            area_starts: area_starts.collect(),
            areas,
            by_area,
            folded,
            choices: Arc::new(choices(&rows)),
            index,
            rows,
        }
    }

    pub(super) fn books(&self) -> Books<'_> {
        Books { index: &self.index, misspellings: &self.misspellings, numbers: &self.numbers }
    }

    pub(super) fn certificates_of(&self, firm: u32) -> &[CertificateCells] {
        self.rows.certificates.get(self.rows.certificates_of(firm)).unwrap_or_default()
    }

    pub(super) fn area_of(&self, firm: u32) -> u16 {
        self.areas.get(firm as usize).copied().unwrap_or(FAR)
    }

    /// The firms of the area, by name.
    pub(super) fn firms_of_area(&self, area: u16) -> &[u32] {
        let start = |area: usize| self.area_starts.get(area).map_or(self.by_area.len(), |start| *start as usize);
        self.by_area.get(start(usize::from(area))..start(usize::from(area) + 1)).unwrap_or_default()
    }

    /// The firms whose folded names begin so: they follow each other.
    pub(super) fn named(&self, beginning: &str) -> Range<u32> {
        if beginning.is_empty() {
            return 0..0;
        }
        let from = self.first_named(0, |name| name >= beginning);
        from..self.first_named(from, |name| !name.starts_with(beginning))
    }

    /// Those of these firms, which all begin so, that have this very name.
    pub(super) fn named_exactly(&self, begins: &Range<u32>, name: &str) -> Range<u32> {
        let from = self.first_named(begins.start, |other| other >= name);
        from..self.first_named(from, |other| other != name)
    }

    fn first_named(&self, from: u32, holds: impl Fn(&str) -> bool) -> u32 {
        let (mut low, mut high) = (from, short(self.rows.len()));
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(self.folded.get(middle)) { high = middle } else { low = middle + 1 }
        }
        low
    }
}

fn choices(rows: &Rows) -> Choices {
    let (mut schemes, mut bodies) = (BTreeSet::new(), BTreeSet::new());
    let mut subareas: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for kind in &rows.kinds {
        let scheme = &kind.scheme.scheme;
        schemes.insert((scheme.code.clone(), scheme.name.clone()));
        bodies.insert((kind.body.name.clone(), kind.body.code.clone()));
        for code in &kind.scope.subareas {
            let described = scheme.subareas.iter().filter(|subarea| subarea.code == *code);
            subareas.entry(code.clone()).or_default().extend(described.map(|subarea| subarea.label.as_str()));
        }
    }
    Choices {
        schemes: schemes.into_iter().collect(),
        bodies: bodies.into_iter().map(|(name, code)| (code, name)).collect(),
        subareas: subareas.into_iter().map(|(code, labels)| (code, Vec::from_iter(labels).join(" / "))).collect(),
    }
}
