//! One state of the register with everything it is searched by.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::alike::Misspellings;
use super::answer::Choices;
use super::bits::Bits;
use super::carried::Index;
use super::gather::{Keys, gather, gather_some, gather_these};
use super::lists::Lists;
use super::near::{Around, FAR};
use super::numbers::Numbers;
use super::places::position;
use super::rows::{CertificateCells, LETTERS, Rows};
use super::splice::{self, Plan};
use super::term::Books;
use super::texts::{Texts, short};
use crate::domain::identifiers::KvkNumber;
use crate::storage::newer::{Mark, firms_since, mark};
use crate::storage::register::CertificateRow;
use crate::storage::{Conn, StorageError, Store, register_state};

/// The register at one count of its changes.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) counter: i64,
    /// Which snapshot of this program it is: numbers of kinds and places hold within one alone, also when one of the same state
    /// of the register was put together otherwise.
    pub(super) edition: u64,
    /// How far the database was read.
    mark: Mark,
    /// Certificates that were replaced since all was read: their texts still take room.
    replaced: usize,
    pub(super) rows: Rows,
    pub(super) index: Index,
    pub(super) misspellings: Arc<Misspellings>,
    pub(super) numbers: Numbers,
    /// The area of each firm.
    areas: Vec<u16>,
    /// The firms by area.
    by_area: Lists<u32>,
    /// The names as they are compared, in order.
    folded: Texts,
    pub(super) choices: Arc<Choices>,
}

/// What was read after a snapshot.
enum Later {
    Whole(Rows, Keys),
    /// These firms, which are no more what they were.
    Some(BTreeSet<KvkNumber>, Rows, Keys),
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
        let (counter, mark, (rows, keys)) =
            store.read(|conn| Ok::<_, StorageError>((register_state::current(conn)?, mark(conn)?, gather(conn)?)))?;
        Ok(Self::build(counter, mark, rows, &keys))
    }

    /// A register of these certificates alone.
    pub(super) fn of(conn: &mut Conn, mut certificates: Vec<CertificateRow>) -> Result<Self, StorageError> {
        certificates.sort_by(|a, b| (&a.kvk_number, a.issued_on).cmp(&(&b.kvk_number, b.issued_on)));
        let (rows, keys) = gather_these(conn, certificates)?;
        Ok(Self::build(register_state::current(conn)?, mark(conn)?, rows, &keys))
    }

    /// The register as it is now: only the firms that changed since this snapshot are read, unless those are many or what
    /// all firms share changed.
    pub(super) fn follow(&self, store: &Store) -> Result<Self, StorageError> {
        let (counter, now, later) = store.read(|conn| {
            let now = mark(conn)?;
            let firms = firms_since(conn, &self.mark, &now, self.most_replaced())?;
            let later = match firms {
                None => gather(conn).map(|(rows, keys)| Later::Whole(rows, keys))?,
                Some(firms) => {
                    let (rows, keys) = gather_some(conn, &firms)?;
                    Later::Some(firms, rows, keys)
                }
            };
            Ok::<_, StorageError>((register_state::current(conn)?, now, later))
        })?;
        Ok(match later {
            Later::Whole(rows, keys) => Self::build(counter, now, rows, &keys),
            Later::Some(firms, rows, keys) => self.spliced((counter, now), &firms, rows, &keys),
        })
    }

    /// So many new versions of records are worth less than reading all of the register.
    fn most_replaced(&self) -> i64 {
        i64::try_from(self.rows.certificates.len() / 4 + 1_000).unwrap_or(i64::MAX)
    }

    /// Whether so much was replaced that the register had better be read anew, to get rid of what is left of it.
    pub(super) fn is_worn(&self) -> bool {
        self.replaced > self.rows.certificates.len() / 2 + 10_000
    }

    fn build(counter: i64, mark: Mark, rows: Rows, keys: &Keys) -> Self {
        let index = Index::build(&rows, keys);
        let mut folded = keys.folded.clone();
        folded.shrink();
        let areas = areas_of(&rows);
        Self {
            counter,
            edition: next_edition(),
            mark,
            replaced: 0,
            misspellings: Arc::new(Misspellings::of(&index.dictionary)),
            numbers: Numbers::build(&rows, keys.by_number.clone()),
            by_area: by_area(&areas),
            areas,
            folded,
            choices: Arc::new(choices(&rows)),
            index,
            rows,
        }
    }

    /// The same with these firms as they are now, those of the rows: what [`Self::build`] would make of all.
    fn spliced(&self, (counter, mark): (i64, Mark), firms: &BTreeSet<KvkNumber>, rows: Rows, keys: &Keys) -> Self {
        let mut gone: Vec<u32> = firms.iter().filter_map(|kvk| self.numbers.with_kvk(kvk.as_str())).collect();
        gone.sort_unstable();
        let replaced = gone.iter().map(|firm| self.rows.certificates_of(*firm).len()).sum::<usize>();
        let before: Vec<u32> = (0..short(rows.len())).map(|firm| self.place_for(&rows, firm, &keys.folded)).collect();
        let firms = Plan::merging(self.rows.len(), &gone, &before);
        let (new_index, new_numbers) = (Index::build(&rows, keys), Numbers::build(&rows, keys.by_number.clone()));
        let areas = firms.lay(&self.areas, &areas_of(&rows));
        let places = splice::places((&self.rows, &self.index), &rows, &firms);
        let (rows, certificates) = splice::rows(&self.rows, rows, &firms, &places);
        let index = splice::index(&self.index, &new_index, &gone, &firms, &places);
        let same_words = Arc::ptr_eq(&index.dictionary, &self.index.dictionary);
        Self {
            counter,
            edition: next_edition(),
            mark,
            replaced: self.replaced + replaced,
            misspellings: if same_words {
                Arc::clone(&self.misspellings)
            } else {
                Arc::new(Misspellings::of(&index.dictionary))
            },
            numbers: Numbers::spliced(&self.numbers, &new_numbers, &rows, (&firms, &certificates)),
            by_area: by_area(&areas),
            areas,
            folded: firms.lay_texts(&self.folded, &keys.folded),
            choices: Arc::new(choices(&rows)),
            index,
            rows,
        }
    }

    /// Before which firm of this snapshot a firm of these rows stands: by name, then by number.
    fn place_for(&self, rows: &Rows, firm: u32, folded: &Texts) -> u32 {
        let (name, kvk) = (folded.get(firm), rows.firms.get(firm as usize).map_or(0, |cells| cells.kvk));
        let from = self.first_named(0, |other| other >= name);
        let so_named = self.named_exactly(&(from..short(self.rows.len())), name);
        let cells = self.rows.firms.get(so_named.start as usize..so_named.end as usize).unwrap_or_default();
        so_named.start + short(cells.partition_point(|other| other.kvk < kvk))
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

    /// The name of the firm as it is compared.
    pub(super) fn folded(&self, firm: u32) -> &str {
        self.folded.get(firm)
    }

    /// The firms of the area, by name.
    pub(super) fn firms_of_area(&self, area: u16) -> &[u32] {
        self.by_area.list(u32::from(area))
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

/// The area of each firm.
fn areas_of(rows: &Rows) -> Vec<u16> {
    let area = |firm: u32| {
        let digits = rows.last_of(firm).and_then(|last| u16::try_from(last.postcode / LETTERS).ok());
        digits.and_then(position).and_then(|at| u16::try_from(at).ok()).unwrap_or(FAR)
    };
    (0..short(rows.len())).map(area).collect()
}

fn by_area(areas: &[u16]) -> Lists<u32> {
    let pairs = (0..).zip(areas).map(|(firm, area)| (u32::from(*area), firm));
    Lists::sorted(usize::from(FAR) + 1, pairs, 0)
}

fn choices(rows: &Rows) -> Choices {
    let (mut schemes, mut bodies) = (BTreeSet::new(), BTreeSet::new());
    let mut subareas: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut used = vec![false; rows.kinds.len()];
    for cells in &rows.certificates {
        used[cells.kind as usize] = true;
    }
    for (kind, _) in rows.kinds.iter().zip(used).filter(|(_, used)| *used) {
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

fn next_edition() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed)
}
