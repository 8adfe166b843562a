//! What the sanction matrix prescribes after an audit, what was imposed, and how the two differ.
//!
//! A pure function of its inputs: the same [`assess`] serves deliveries, screens, the replay under another matrix and the
//! command line. Everything is seen as of one day; what happened after it did not happen yet.

mod bearing;
mod case;
mod due;
mod explain;
mod history;
mod pass;
mod prescription;
mod recovery;
mod trace;
mod verdict;

use std::sync::Arc;

use chrono::NaiveDate;

pub use bearing::Bearing;
pub use case::{Audit, Case, CaseFaults, Decision, Finding, unknown_finding_code, unknown_measure};
pub use due::{OpenTerm, TermKind};
pub use pass::{assess, assess_across};
pub use recovery::Recovery;
pub use trace::{Change, Earlier, Trace, TracedDecision, TracedFinding};
pub use verdict::Verdict;

use super::calendar::Term;
use super::identifiers::{AuditRef, BodyCode, CategoryCode, DecisionRef, MeasureCode};

/// What the matrix prescribes for an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prescription {
    /// The category that decides, after aggravation.
    pub category: CategoryCode,
    /// How many times this category has now occurred within the window (keer), this audit included.
    pub occurrence: u32,
    /// The prescribed measure.
    pub measure: MeasureCode,
    /// The last day on which the body may decide (besluitUiterlijk).
    pub decide_by: NaiveDate,
    /// Within what time after the decision the holder must recover, if the rule says so.
    pub recover_within: Option<Term>,
    /// Position of the rule in [`super::matrix::Matrix::rules`].
    pub rule: usize,
}

/// The decision that counts: the heaviest, then the earliest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imposed {
    /// The decision.
    pub decision: DecisionRef,
    /// Its measure.
    pub measure: MeasureCode,
    /// When it was taken.
    pub date: NaiveDate,
    /// The last day of the recovery term that it sets.
    pub recovery_until: Option<NaiveDate>,
}

/// The outcome for one audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The audit.
    pub audit: AuditRef,
    /// The body that did it, where bodies are told apart.
    pub body: Option<BodyCode>,
    /// Who was audited.
    pub holder: Arc<str>,
    /// When.
    pub date: NaiveDate,
    /// The day as of which everything was seen (peildatum).
    pub as_of: NaiveDate,
    /// What the matrix prescribes; absent when no finding counts.
    pub prescribed: Option<Prescription>,
    /// What was imposed; absent without a decision that counts. A follow-up decision is not meant.
    pub imposed: Option<Imposed>,
    /// The verdicts, in their fixed order.
    pub verdicts: Vec<Verdict>,
    /// Rungs on the ladder between imposed and prescribed; negative is lighter. Absent when one of the two is.
    pub steps: Option<i32>,
    /// Calendar days that the decision came after its last day.
    pub days_late: Option<i64>,
    /// How recovery stands, when the rule says what follows without it.
    pub recovery: Option<Recovery>,
    /// Time alone changes nothing after this day: once `as_of` lies after it, this assessment only changes when the
    /// audits, findings or decisions under it change. While `as_of` is not after it, assess again as time passes.
    pub settled_on: NaiveDate,
    /// How the outcome came about; absent when there is neither a finding nor a decision to tell about.
    pub trace: Option<Box<Trace>>,
}

impl Assessment {
    /// Whether any verdict says that the body departs from the matrix.
    pub fn deviates(&self) -> bool {
        self.verdicts.iter().any(|verdict| verdict.deviates())
    }
}
