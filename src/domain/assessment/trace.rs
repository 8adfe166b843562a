//! What an assessment remembers of how it came about, enough to tell it in words later.

use chrono::NaiveDate;

use crate::domain::identifiers::{AuditRef, CategoryCode, DecisionRef, FindingCode, FindingRef, MeasureCode};

/// How an outcome came about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace {
    /// All findings, in order; also those that do not count.
    pub findings: Vec<TracedFinding>,
    /// What moved units to another category, in the order in which it happened.
    pub changes: Vec<Change>,
    /// The categories that were weighed against each other, in order, each with its measure and last day to decide.
    pub weighed: Vec<(CategoryCode, MeasureCode, NaiveDate)>,
    /// From when on earlier audits count for how many times the deciding category occurred.
    pub counted_since: Option<NaiveDate>,
    /// The latest of the earlier audits that count for it.
    pub earlier: Vec<Earlier>,
    /// All decisions that had been taken; also those that do not count.
    pub decisions: Vec<TracedDecision>,
}

/// A finding as the assessment saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedFinding {
    /// Its reference.
    pub id: FindingRef,
    /// Its code in the catalogue.
    pub code: FindingCode,
    /// Since when it does not count, if so.
    pub annulled_on: Option<NaiveDate>,
}

/// A decision as the assessment saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedDecision {
    /// Its reference.
    pub id: DecisionRef,
    /// Its measure.
    pub measure: MeasureCode,
    /// When it was taken.
    pub date: NaiveDate,
    /// Whether it is a follow-up decision.
    pub follow_up: bool,
    /// Since when it does not count, if so.
    pub revoked_on: Option<NaiveDate>,
}

/// An earlier audit that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The audit; none when another body did it. It counts, but bodies and holders read the explanation, and what a body
    /// delivered is not for another to see: the day is enough to ask the holder about it.
    pub audit: Option<AuditRef>,
    /// When it was.
    pub date: NaiveDate,
}

/// A step that changed a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Units of one category became one unit of the next.
    Merged {
        /// The category they had.
        from: CategoryCode,
        /// The category it has now.
        to: CategoryCode,
        /// How many there were.
        count: u32,
        /// From how many on.
        threshold: u32,
        /// The findings behind them.
        findings: Vec<FindingRef>,
        /// Position of the aggravation in the matrix.
        aggravation: usize,
    },
    /// A unit fell in the next category because its own had occurred often.
    Repeated {
        /// The category it had.
        from: CategoryCode,
        /// The category it has now.
        to: CategoryCode,
        /// The findings behind the unit.
        findings: Vec<FindingRef>,
        /// How many units of its category there were in earlier audits.
        earlier_count: u32,
        /// How many there were in this audit, up to and including the unit.
        own_count: u32,
        /// From how many on.
        threshold: u32,
        /// From when on earlier audits count.
        since: NaiveDate,
        /// The latest of the earlier audits that count.
        earlier: Vec<Earlier>,
        /// Position of the aggravation in the matrix.
        aggravation: usize,
    },
}
