//! What an earlier audit of a holder means for a later one.

use chrono::NaiveDate;

use super::trace::{Change, Trace};
use super::{Assessment, TracedFinding};
use crate::domain::identifiers::CategoryCode;
use crate::domain::matrix::Matrix;

/// Whether an earlier audit counts, and why or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// The category that decides occurred in it: it counts for how many times (keer).
    Occurrence,
    /// It counts for an aggravation (verzwaring) and for nothing else.
    Aggravation,
    /// It lies before this day, from which on audits count.
    TooOld(NaiveDate),
    /// Nothing that counts was found.
    Clean,
    /// Other categories occurred in it than the one that decides.
    OtherCategory,
}

impl Assessment {
    /// What an earlier audit of the same holder, with the matrix of its own day, means for this one. None when nothing is
    /// prescribed here, so that there is nothing to count for.
    pub fn bearing_of(&self, earlier: &Self, matrix: &Matrix) -> Option<Bearing> {
        let decisive = &self.prescribed.as_ref()?.category;
        let trace = self.trace.as_ref()?;
        let since = trace.counted_since?;
        let Some(past) = earlier.trace.as_deref().filter(|past| !past.weighed.is_empty()) else {
            return Some(Bearing::Clean);
        };
        let is_recent = earlier.date >= since;
        if is_recent && past.weighed.iter().any(|(category, ..)| category == decisive) {
            return Some(Bearing::Occurrence);
        }
        let units = units(past, matrix);
        let aggravates = |change: &Change| match change {
            Change::Merged { .. } => false,
            Change::Repeated { from, since, .. } => earlier.date >= *since && units.contains(&from),
        };
        if trace.changes.iter().any(aggravates) {
            return Some(Bearing::Aggravation);
        }
        Some(if is_recent { Bearing::OtherCategory } else { Bearing::TooOld(since) })
    }
}

/// The categories of the units of an audit before repetition was counted: those of its findings, after merging.
fn units<'a>(trace: &'a Trace, matrix: &'a Matrix) -> Vec<&'a CategoryCode> {
    let counts = |finding: &&TracedFinding| finding.annulled_on.is_none();
    let found = trace.findings.iter().filter(counts).filter_map(|finding| matrix.category_of(&finding.code));
    let mut units: Vec<&CategoryCode> = found.map(|category| &category.code).collect();
    for change in &trace.changes {
        if let Change::Merged { from, to, .. } = change {
            units.retain(|unit| *unit != from);
            units.push(to);
        }
    }
    units
}
