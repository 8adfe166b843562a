//! The practice of one body: what it imposed where something was prescribed, and in which way it departs from that.

use std::collections::BTreeMap;

use super::cells::{cell_key, ladder};
use super::facts::{AuditFacts, SchemeFacts};
use crate::domain::assessment::Verdict;
use crate::domain::identifiers::{CategoryCode, MeasureCode};

/// Prescribed against imposed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Practice {
    /// The measures that were prescribed or imposed, light to heavy: the columns.
    pub measures: Vec<MeasureCode>,
    /// What was prescribed: the rows, by category, `keer` and measure.
    pub rows: Vec<PracticeRow>,
}

/// What was imposed where the matrix prescribes the same.
#[derive(Debug, Clone, PartialEq)]
pub struct PracticeRow {
    /// The final category.
    pub category: CategoryCode,
    /// The `keer`, capped at the greatest that the category has a rule for.
    pub occurrence: u32,
    /// What is prescribed.
    pub prescribed: MeasureCode,
    /// Audits on which nothing was decided in time.
    pub undecided: u32,
    /// How often each of the measures was imposed.
    pub imposed: Vec<u32>,
}

/// What a body imposed in these audits of a scheme; audits whose decision may still come are left out.
pub fn practice(scheme: &SchemeFacts, audits: &[&AuditFacts]) -> Practice {
    let mut counts: BTreeMap<_, BTreeMap<Option<&MeasureCode>, u32>> = BTreeMap::new();
    for audit in audits.iter().filter(|audit| audit.is_judged()) {
        if let Some(key) = cell_key(scheme, audit) {
            let imposed = audit.imposed.as_ref().map(|imposed| &imposed.measure);
            *counts.entry(key).or_default().entry(imposed).or_default() += 1;
        }
    }
    let used = |measure: &MeasureCode| {
        counts.iter().any(|((_, _, prescribed), imposed)| prescribed == measure || imposed.contains_key(&Some(measure)))
    };
    let measures: Vec<MeasureCode> = ladder(scheme).into_iter().filter(used).collect();
    let rows = counts.iter().map(|((category, occurrence, prescribed), imposed)| PracticeRow {
        category: category.clone(),
        occurrence: *occurrence,
        prescribed: prescribed.clone(),
        undecided: imposed.get(&None).copied().unwrap_or(0),
        imposed: measures.iter().map(|m| imposed.get(&Some(m)).copied().unwrap_or(0)).collect(),
    });
    Practice { rows: rows.collect(), measures }
}

/// In how many judged audits each verdict that departs from the matrix was given, too heavy as well as too light. One
/// audit may have several.
pub fn departures(audits: &[&AuditFacts]) -> BTreeMap<Verdict, u32> {
    let mut counts = BTreeMap::new();
    for audit in audits.iter().filter(|audit| audit.is_judged() && audit.deviates()) {
        for verdict in audit.outcomes.iter().filter_map(|code| Verdict::from_code(code)).filter(|v| v.deviates()) {
            *counts.entry(verdict).or_default() += 1;
        }
    }
    counts
}
