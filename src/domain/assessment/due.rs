//! What a body still has to do about an audit, and by when.

use chrono::NaiveDate;

use super::{Assessment, Verdict};
use crate::domain::identifiers::MeasureCode;
use crate::domain::matrix::Matrix;

/// What kind of term it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// A decision on the audit (besluit).
    Decision,
    /// The holder recovers, and the body establishes it (herstel).
    Recovery,
    /// A decision because recovery did not come (vervolg).
    FollowUp,
}

impl TermKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Decision, Self::Recovery, Self::FollowUp];

    /// The word for it in files and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Decision => "besluit",
            Self::Recovery => "herstel",
            Self::FollowUp => "vervolg",
        }
    }

    /// The kind with this word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A term that still runs, or that ended without what was to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTerm {
    /// What is to be done.
    pub kind: TermKind,
    /// The last day for it, prolonged to a working day where the matrix says so.
    pub due_on: NaiveDate,
    /// The measure it is about: the prescribed one, or the one from which the holder recovers.
    pub measure: MeasureCode,
}

impl Assessment {
    /// The term that asks something of the body now: an audit has at most one. `recovered` is the day on which the body
    /// established recovery, as far as known; where the matrix says nothing about what follows, a recovery term that the
    /// decision itself sets still asks for that.
    pub fn open_term(&self, matrix: &Matrix, recovered: Option<NaiveDate>) -> Option<OpenTerm> {
        let says = |wanted: &[Verdict]| self.verdicts.iter().any(|verdict| wanted.contains(verdict));
        if says(&[Verdict::Open, Verdict::NoDecision]) {
            let prescribed = self.prescribed.as_ref()?;
            let (due_on, measure) = (prescribed.decide_by, prescribed.measure.clone());
            return Some(OpenTerm { kind: TermKind::Decision, due_on, measure });
        }
        let Some(recovery) = &self.recovery else {
            let imposed = self.imposed.as_ref().filter(|_| self.prescribed.is_some() && recovered.is_none())?;
            let (due_on, measure) = (imposed.recovery_until?, imposed.measure.clone());
            return Some(OpenTerm { kind: TermKind::Recovery, due_on, measure });
        };
        if says(&[Verdict::FollowUpOpen, Verdict::NotFollowedUp]) {
            let rule = matrix.rules().get(self.prescribed.as_ref()?.rule)?;
            let (due_on, measure) = (recovery.follow_up_by, rule.follow_up.as_ref()?.measure.clone());
            return Some(OpenTerm { kind: TermKind::FollowUp, due_on, measure });
        }
        let runs = !recovery.overdue && recovery.established_on.is_none() && recovery.follow_up.is_none();
        let measure = self.imposed.as_ref().filter(|_| runs)?.measure.clone();
        Some(OpenTerm { kind: TermKind::Recovery, due_on: recovery.until, measure })
    }
}
