//! The certificates and decisions of two registers in one.

use std::collections::HashMap;
use std::hash::Hash;

use super::{Block, GONE, Plan, Side};
use crate::services::search::rows::{CertificateCells, FirmCells, Kind, MeasureCells, Rows};
use crate::services::search::texts::{Texts, short};

/// How the places of the two registers become those of the one made of both.
#[derive(Debug)]
pub(in crate::services::search) struct PlaceNames {
    pub(super) texts: Texts,
    pub(super) whence: Vec<Whence>,
}

/// What a word or a place is called in either register, if it is known there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whence {
    pub(super) old: Option<u32>,
    pub(super) new: Option<u32>,
}

/// What stood in either register is called so now; [`GONE`] for what does not come along.
pub(super) fn called(whence: &[Whence], old: usize, new: usize) -> (Vec<u32>, Vec<u32>) {
    let (mut of_old, mut of_new) = (vec![GONE; old], vec![GONE; new]);
    for (at, whence) in (0..).zip(whence) {
        for (names, place) in [(&mut of_old, whence.old), (&mut of_new, whence.new)] {
            if let Some(name) = place.and_then(|place| names.get_mut(place as usize)) {
                *name = at;
            }
        }
    }
    (of_old, of_new)
}

/// The old rows with the new ones between them as the plan says, and the plan for their certificates. The surroundings are
/// the new ones, which say the same.
pub(in crate::services::search) fn rows(old: &Rows, new: Rows, firms: &Plan, places: &PlaceNames) -> (Rows, Plan) {
    let first = |rows: &Rows, firm: u32| rows.certificates_of(firm).start;
    let counts = (old.certificates.len(), new.certificates.len());
    let certificates = firms.within(|firm| first(old, firm), |firm| first(&new, firm), counts);
    let decided = |rows: &Rows, at: u32| rows.measures.partition_point(|measure| measure.certificate < at);
    let counts = (old.measures.len(), new.measures.len());
    let measures = certificates.within(|at| decided(old, at), |at| decided(&new, at), counts);
    let moved = Moved::of(old, &new, places);
    let rows = Rows {
        firms: lay_firms(old, &new, firms, &certificates),
        certificates: lay_certificates(old, &new, &certificates, &moved),
        measures: lay_measures(old, &new, (&certificates, &measures), &moved),
        names: both(&old.names, &new.names),
        places: places.texts.clone(),
        numbers: both(&old.numbers, &new.numbers),
        audits: both(&old.audits, &new.audits),
        decisions: both(&old.decisions, &new.decisions),
        kinds: moved.kinds.all,
        recorded: moved.recorded.all,
        measure_codes: moved.measure_codes.all,
        surroundings: new.surroundings,
    };
    (rows, certificates)
}

/// What is known of both, each once, and what the new ones are called then.
struct Known<T> {
    all: Vec<T>,
    new: Vec<u32>,
}

impl<T: Clone> Known<T> {
    fn of<K: Hash + Eq>(old: &[T], new: &[T], key: impl Fn(&T) -> K) -> Self {
        let mut all = old.to_vec();
        let mut known: HashMap<K, u32> = (0..).zip(old).map(|(at, item)| (key(item), at)).collect();
        let place = |item: &T| {
            *known.entry(key(item)).or_insert_with(|| {
                all.push(item.clone());
                short(all.len() - 1)
            })
        };
        let new = new.iter().map(place).collect();
        Self { all, new }
    }
}

/// What cells refer to, as it is called in the register made of both.
struct Moved {
    kinds: Known<Kind>,
    recorded: Known<crate::storage::UtcTime>,
    measure_codes: Known<crate::domain::identifiers::MeasureCode>,
    /// New names for the places of the old, unless all keep theirs.
    old_places: Option<Vec<u32>>,
    new_places: Vec<u32>,
    names: u32,
    numbers: u32,
    audits: u32,
    decisions: u32,
}

impl Moved {
    fn of(old: &Rows, new: &Rows, places: &PlaceNames) -> Self {
        let (old_places, new_places) = called(&places.whence, old.places.len(), new.places.len());
        let same = (0..).zip(&old_places).all(|(at, place): (u32, _)| at == *place);
        Self {
            kinds: Known::of(&old.kinds, &new.kinds, |kind| {
                (kind.body.id, kind.scheme.scheme.id, kind.subarea.clone(), kind.activities.clone())
            }),
            recorded: Known::of(&old.recorded, &new.recorded, |recorded| *recorded),
            measure_codes: Known::of(&old.measure_codes, &new.measure_codes, Clone::clone),
            old_places: Some(old_places).filter(|_| !same),
            new_places,
            names: short(old.names.len()),
            numbers: short(old.numbers.len()),
            audits: short(old.audits.len()),
            decisions: short(old.decisions.len()),
        }
    }
}

fn both(old: &Texts, new: &Texts) -> Texts {
    let mut all = old.clone();
    all.push_all(new, 0, short(new.len()));
    all
}

fn at(places: &[u32], place: u32) -> u32 {
    places.get(place as usize).copied().unwrap_or_default()
}

fn lay_firms(old: &Rows, new: &Rows, firms: &Plan, certificates: &Plan) -> Vec<FirmCells> {
    let mut laid = Vec::with_capacity(firms.len() + 1);
    let mut start = 0;
    for Block { side, from, until } in firms.blocks() {
        let rows = if side == Side::Old { old } else { new };
        let first = short(rows.certificates_of(from).start);
        let cells = rows.firms.get(from as usize..until as usize).unwrap_or_default();
        laid.extend(cells.iter().map(|cells| FirmCells { kvk: cells.kvk, first: start + cells.first - first }));
        start += short(rows.certificates_of(until).start) - first;
    }
    laid.push(FirmCells { kvk: 0, first: short(certificates.len()) });
    laid
}

fn lay_certificates(old: &Rows, new: &Rows, plan: &Plan, moved: &Moved) -> Vec<CertificateCells> {
    let mut laid = Vec::with_capacity(plan.len());
    for Block { side, from, until } in plan.blocks() {
        let rows = if side == Side::Old { old } else { new };
        let cells = rows.certificates.get(from as usize..until as usize).unwrap_or_default();
        match (side, &moved.old_places) {
            (Side::Old, None) => laid.extend_from_slice(cells),
            (Side::Old, Some(places)) => {
                laid.extend(cells.iter().map(|cells| CertificateCells { place: at(places, cells.place), ..*cells }));
            }
            (Side::New, _) => laid.extend(cells.iter().map(|cells| CertificateCells {
                number: cells.number + moved.numbers,
                name: cells.name + moved.names,
                place: at(&moved.new_places, cells.place),
                kind: at(&moved.kinds.new, cells.kind),
                recorded: at(&moved.recorded.new, cells.recorded),
                ..*cells
            })),
        }
    }
    laid
}

fn lay_measures(old: &Rows, new: &Rows, (certificates, plan): (&Plan, &Plan), moved: &Moved) -> Vec<MeasureCells> {
    let mut laid = Vec::with_capacity(plan.len());
    for Block { side, from, until } in plan.blocks() {
        let rows = if side == Side::Old { old } else { new };
        let cells = rows.measures.get(from as usize..until as usize).unwrap_or_default().iter();
        match side {
            Side::Old => laid.extend(cells.filter_map(|cells| {
                Some(MeasureCells { certificate: certificates.of_old(cells.certificate)?, ..*cells })
            })),
            Side::New => laid.extend(cells.map(|cells| MeasureCells {
                certificate: certificates.of_new(cells.certificate),
                audit: cells.audit + moved.audits,
                decision: cells.decision + moved.decisions,
                measure: at(&moved.measure_codes.new, cells.measure),
                ..*cells
            })),
        }
    }
    laid
}
