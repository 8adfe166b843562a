//! From findings to the one rule that decides the audit.

use super::history::History;
use super::trace::{Change, Earlier, Trace};
use super::{Case, Finding, Prescription};
use crate::domain::identifiers::{CategoryCode, FindingRef};
use crate::domain::matrix::{Matrix, Step};

/// Findings that count as one, with their category as a position in the matrix.
struct Unit<'a> {
    category: usize,
    findings: Vec<&'a FindingRef>,
}

/// What decides the audit.
pub(super) struct Decisive<'a> {
    pub(super) prescription: Prescription,
    pub(super) step: &'a Step,
}

/// Where the earlier audits are found that the history points at.
pub(super) struct Surroundings<'a, 'b> {
    pub(super) cases: &'b [Case<'a>],
    /// Position in `cases` of the audit itself.
    pub(super) own: usize,
}

impl Surroundings<'_, '_> {
    fn named(&self, positions: &[usize]) -> Vec<Earlier> {
        let own_body = self.cases.get(self.own).map(|case| &case.audit.body);
        let audits = positions.iter().filter_map(|position| self.cases.get(*position)).map(|case| case.audit);
        let named = audits.map(|audit| Earlier {
            audit: (Some(&audit.body) == own_body).then(|| audit.id.clone()),
            date: audit.date,
        });
        named.collect()
    }
}

/// Works out what is prescribed for the live findings, given in order, and adds the audit to the history.
pub(super) fn prescribe<'a>(
    case: Case<'a>,
    live: &[&'a Finding],
    around: &Surroundings<'_, '_>,
    history: &mut History,
    trace: &mut Trace,
) -> Option<Decisive<'a>> {
    let matrix = case.matrix;
    let mut units: Vec<Unit<'a>> = live
        .iter()
        .filter_map(|finding| {
            Some(Unit { category: matrix.category_position(&finding.code)?, findings: vec![&finding.id] })
        })
        .collect();
    merge(matrix, &mut units, trace);
    let outcomes = repeat(case, &units, around, history, trace);
    let decisive = weigh(case, &outcomes, around, history, trace);
    for unit in &units {
        if let Some(code) = code_at(matrix, unit.category) {
            history.add_unit(code, case.audit.date, around.own);
        }
    }
    for category in &outcomes {
        if let Some(code) = code_at(matrix, *category) {
            history.add_outcome(code, case.audit.date, around.own);
        }
    }
    decisive
}

fn code_at(matrix: &Matrix, position: usize) -> Option<&CategoryCode> {
    matrix.categories().get(position).map(|category| &category.code)
}

/// Within the audit: enough units of a category become one of the next, at the place of the first; the next category is
/// looked at afterwards, so what came of it counts there.
fn merge(matrix: &Matrix, units: &mut Vec<Unit<'_>>, trace: &mut Trace) {
    for category in 0..matrix.categories().len().saturating_sub(1) {
        let count = u32::try_from(units.iter().filter(|unit| unit.category == category).count()).unwrap_or(u32::MAX);
        let Some(threshold) = matrix.merging(category).iter().find(|t| count > 0 && count >= t.from) else { continue };
        let (Some(from), Some(to)) = (code_at(matrix, category), code_at(matrix, category + 1)) else { continue };
        let Some(first) = units.iter().position(|unit| unit.category == category) else { continue };
        let findings: Vec<_> =
            units.iter().filter(|u| u.category == category).flat_map(|u| u.findings.iter().copied()).collect();
        trace.changes.push(Change::Merged {
            from: from.clone(),
            to: to.clone(),
            count,
            threshold: threshold.from,
            findings: findings.iter().map(|id| (*id).clone()).collect(),
            aggravation: threshold.aggravation,
        });
        if let Some(unit) = units.get_mut(first) {
            *unit = Unit { category: category + 1, findings };
        }
        units.retain(|unit| unit.category != category);
    }
}

/// Over audits: the category of each unit after repetition.
fn repeat(
    case: Case<'_>,
    units: &[Unit<'_>],
    around: &Surroundings<'_, '_>,
    history: &History,
    trace: &mut Trace,
) -> Vec<usize> {
    let matrix = case.matrix;
    let mut own_counts = vec![0_u32; matrix.categories().len()];
    let mut outcomes = Vec::with_capacity(units.len());
    for unit in units {
        let Some(own_count) = own_counts.get_mut(unit.category) else { continue };
        *own_count += 1;
        outcomes.push(unit.category);
        for threshold in matrix.repetition(unit.category) {
            let Some(since) = threshold.window.map(|window| window.start_before(case.audit.date)) else { continue };
            let (Some(from), Some(to)) = (code_at(matrix, unit.category), code_at(matrix, unit.category + 1)) else {
                continue;
            };
            let earlier = history.units_since(from, since);
            if earlier.saturating_add(*own_count) < threshold.from {
                continue;
            }
            trace.changes.push(Change::Repeated {
                from: from.clone(),
                to: to.clone(),
                findings: unit.findings.iter().map(|id| (*id).clone()).collect(),
                earlier_count: earlier,
                own_count: *own_count,
                threshold: threshold.from,
                since,
                earlier: around.named(&history.latest_with_units(from, since)),
                aggravation: threshold.aggravation,
            });
            outcomes.pop();
            outcomes.push(unit.category + 1);
            break;
        }
    }
    outcomes
}

/// The heaviest measure decides; between equals the earliest last day, then the first in order.
fn weigh<'a>(
    case: Case<'a>,
    outcomes: &[usize],
    around: &Surroundings<'_, '_>,
    history: &History,
    trace: &mut Trace,
) -> Option<Decisive<'a>> {
    let (matrix, date) = (case.matrix, case.audit.date);
    let since = matrix.recidivism_window().start_before(date);
    let mut best: Option<Decisive<'a>> = None;
    for (index, category) in outcomes.iter().enumerate() {
        // Units of one category share their rule: weighing the first of them is enough.
        if outcomes.iter().take(index).any(|earlier| earlier == category) {
            continue;
        }
        let code = code_at(matrix, *category)?;
        let occurrence = history.audits_since(code, since).saturating_add(1);
        let step = matrix.step(*category, occurrence)?;
        let rule = matrix.rules().get(step.rule)?;
        let decide_by = rule.decide_within.end_after(date, matrix.prolongs());
        trace.weighed.push((code.clone(), rule.measure.clone(), decide_by));
        let wins = best.as_ref().is_none_or(|best| {
            step.rung > best.step.rung || (step.rung == best.step.rung && decide_by < best.prescription.decide_by)
        });
        if wins {
            let prescription = Prescription {
                category: code.clone(),
                occurrence,
                measure: rule.measure.clone(),
                decide_by,
                recover_within: rule.recover_within,
                rule: step.rule,
            };
            best = Some(Decisive { prescription, step });
        }
    }
    let decisive = best?;
    trace.counted_since = Some(since);
    trace.earlier = around.named(&history.latest_with_outcome(&decisive.prescription.category, since));
    Some(decisive)
}
