//! The running counts of a replay.

use std::collections::{BTreeMap, HashMap};

use super::FirmSize;
use super::largest::Largest;
use super::outcome::{ChangedCell, Part};
use super::part::{Both, Cell, Change, measure};
use super::sentences;
use super::view::UnknownCounts;
use crate::domain::identifiers::{BodyCode, MeasureCode};

/// Everything that is counted, for one cell on each side.
type Move = (Cell, Option<MeasureCode>, Cell, Option<MeasureCode>, i32);

/// The running counts.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) all: Part,
    pub(super) bodies: BTreeMap<BodyCode, Part>,
    pub(super) sizes: BTreeMap<FirmSize, Part>,
    pub(super) largest: Largest,
    pub(super) unknown: UnknownCounts,
    moves: BTreeMap<Move, u64>,
    /// How many audits each cell has under the matrix in force.
    cells: HashMap<Cell, u64>,
}

impl Tally {
    /// Counts one audit.
    pub(super) fn count(&mut self, size: FirmSize, version: usize, both: Both<'_>) {
        self.all.count(&both);
        self.sizes.entry(size).or_default().count(&both);
        if let Some(body) = &both.before.body {
            if let Some(part) = self.bodies.get_mut(body) {
                part.count(&both);
            } else {
                self.bodies.entry(body.clone()).or_default().count(&both);
            }
        }
        let (before, after) = both.cells();
        if both.change() == Change::Nothing {
            *self.cells.entry(before).or_default() += 1;
            return;
        }
        *self.cells.entry(before.clone()).or_default() += 1;
        let measures = (measure(both.before.prescribed.as_ref()), measure(both.after.prescribed.as_ref()));
        *self.moves.entry((before, measures.0, after, measures.1, both.steps())).or_default() += 1;
        self.largest.offer(version, both);
    }

    /// The cells that change, those with most audits first.
    pub(super) fn cells(&self) -> Vec<ChangedCell> {
        let told = self.moves.iter().map(|((before, measure, after, new_measure, steps), count)| {
            let mut cell = ChangedCell {
                category: before.as_ref().map(|(category, _)| category.clone()),
                occurrence: before.as_ref().map(|(_, occurrence)| *occurrence),
                measure: measure.clone(),
                new_category: after.as_ref().map(|(category, _)| category.clone()),
                new_occurrence: after.as_ref().map(|(_, occurrence)| *occurrence),
                new_measure: new_measure.clone(),
                steps: *steps,
                count: *count,
                of: self.cells.get(before).copied().unwrap_or_default(),
                sentence: String::new(),
            };
            cell.sentence = sentences::cell(&cell);
            cell
        });
        let mut cells: Vec<_> = told.collect();
        // The order of the moves breaks ties.
        cells.sort_by_key(|cell| std::cmp::Reverse(cell.count));
        cells
    }
}
