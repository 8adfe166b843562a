//! What the sender of a delivery looks at before it is stored, small enough to keep while they look.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::apply::Receipt;
use super::columns::Kind;
use super::compare::{FieldChange, Texts};
use super::plan::{Outcome, Planned};
use crate::domain::delivery_report::{Faults, Place, RowCounts, Warning};

/// How many rows that change are kept with what they said and will say.
const CHANGES_KEPT: usize = 200;

/// What a delivery would do.
#[derive(Debug)]
pub struct Summary {
    /// How many rows do what.
    pub counts: RowCounts,
    /// The same by file, in order of name. Rows that are refused are counted from the faults that are kept.
    pub files: BTreeMap<Arc<str>, RowCounts>,
    /// What the sender should know.
    pub warnings: Vec<Warning>,
    /// What is wrong, by file and line.
    pub faults: Faults,
    /// The first rows that change.
    pub changes: Vec<ChangedRow>,
    /// What can be stored.
    pub storable: Storable,
    /// The last day for which everything is delivered, as it would be stored.
    pub complete_through: Option<NaiveDate>,
    /// Whether storing moves that day on, also when no row changes.
    pub moves_on: bool,
}

/// A row that reads differently.
#[derive(Debug, Clone)]
pub struct ChangedRow {
    /// What the row is.
    pub kind: Kind,
    /// The body's own reference.
    pub reference: String,
    /// Where it stands.
    pub place: Place,
    /// What reads differently.
    pub fields: Vec<FieldChange>,
}

/// What can be stored of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storable {
    /// Everything is right.
    All,
    /// Some rows are refused; the others can be stored.
    ValidPart,
    /// Nothing.
    Nothing,
}

impl Summary {
    /// What the receipt of a preview says.
    pub fn of(receipt: Receipt) -> Self {
        let Receipt { plan, complete_through, complete_before, .. } = receipt;
        let storable = match complete_through {
            Some(_) if plan.is_clean() => Storable::All,
            Some(_) if plan.has_valid_part() => Storable::ValidPart,
            _ => Storable::Nothing,
        };
        let mut sorted = Sorted::default();
        sorted.take(&plan.certificates);
        sorted.take(&plan.audits);
        sorted.take(&plan.findings);
        sorted.take(&plan.decisions);
        sorted.refused(&plan.faults);
        Self {
            counts: plan.counts,
            files: sorted.files,
            warnings: plan.warnings,
            faults: plan.faults,
            changes: sorted.changes,
            storable,
            complete_through,
            moves_on: complete_through > complete_before,
        }
    }
}

#[derive(Default)]
struct Sorted {
    files: BTreeMap<Arc<str>, RowCounts>,
    changes: Vec<ChangedRow>,
}

impl Sorted {
    fn take<R: Texts>(&mut self, rows: &[Planned<R>]) {
        for row in rows {
            let counts = self.files.entry(row.place.file.clone()).or_default();
            match &row.outcome {
                Outcome::New => counts.new += 1,
                Outcome::Unchanged => counts.unchanged += 1,
                Outcome::Changed { fields, .. } => {
                    counts.changed += 1;
                    if self.changes.len() < CHANGES_KEPT {
                        self.changes.push(ChangedRow {
                            kind: R::KIND,
                            reference: row.record.reference().as_ref().to_owned(),
                            place: row.place.clone(),
                            fields: fields.clone(),
                        });
                    }
                }
            }
        }
    }

    /// A row with several faults is refused once. A fault of a header or of a whole file refuses no counted row.
    fn refused(&mut self, faults: &Faults) {
        let lines: BTreeSet<_> = faults.as_slice().iter().map(|fault| (&fault.file, fault.line)).collect();
        for (file, line) in lines {
            let counts = self.files.entry(file.clone()).or_default();
            if line.is_some_and(|line| line > 1) {
                counts.refused += 1;
            }
        }
    }
}
