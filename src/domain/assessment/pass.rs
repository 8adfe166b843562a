//! One pass over all audits in order of date, with each holder's history at hand.

use std::cmp::Reverse;
use std::hash::{BuildHasher, RandomState};

use chrono::NaiveDate;

use super::case::faults_of;
use super::history::History;
use super::prescription::{Decisive, Surroundings, prescribe};
use super::recovery::{self, Recovery};
use super::trace::{Trace, TracedDecision, TracedFinding};
use super::{Assessment, Audit, Case, CaseFaults, Decision, Finding, Imposed, Verdict};
use crate::domain::faults::Faults;
use crate::domain::matrix::Matrix;

/// Assesses audits that all fall under one matrix, as of the given day; sorted by date and reference.
///
/// Audits after that day do not exist yet and have no outcome.
///
/// # Errors
/// [`CaseFaults`] with every code and measure that the matrix does not know and every reference that stands twice.
pub fn assess(matrix: &Matrix, audits: &[Audit], as_of: NaiveDate) -> Result<Vec<Assessment>, CaseFaults> {
    let cases: Vec<_> = audits.iter().map(|audit| Case { audit, matrix }).collect();
    assess_across(&cases, as_of)
}

/// Assesses audits of which each has the matrix that was in force on its date.
///
/// The history of a holder runs on over scheme versions: categories are the same when their codes are.
///
/// # Errors
/// As [`assess`].
pub fn assess_across(cases: &[Case<'_>], as_of: NaiveDate) -> Result<Vec<Assessment>, CaseFaults> {
    let faults = faults_of(cases);
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    let mut order: Vec<_> = cases
        .iter()
        .enumerate()
        .filter(|(_, case)| case.audit.date <= as_of)
        .map(|(position, case)| (case.audit.date, case.audit.id.as_str(), case.audit.body.as_ref(), position))
        .collect();
    order.sort_unstable();
    let mut outcomes: Vec<Option<Assessment>> = vec![None; order.len()];
    let ranked = order.iter().map(|(.., position)| *position).collect::<Vec<_>>();
    for holder in by_holder(cases, &ranked) {
        let mut history = History::default();
        for rank in holder {
            let Some((own, outcome)) = ranked.get(rank).copied().zip(outcomes.get_mut(rank)) else { continue };
            let Some(case) = cases.get(own) else { continue };
            *outcome = Some(assess_one(*case, &Surroundings { cases, own }, &mut history, as_of));
        }
    }
    Ok(outcomes.into_iter().flatten().collect())
}

/// The ranks of the audits of each holder, in order. `ranked` gives the position in `cases` for each rank.
///
/// Holder by holder, everything that is looked at lies close together; with a million audits that is most of the time.
fn by_holder(cases: &[Case<'_>], ranked: &[usize]) -> Vec<Vec<usize>> {
    let hashes = RandomState::new();
    let holder = |rank: usize| ranked.get(rank).and_then(|own| cases.get(*own)).map_or("", |case| &*case.audit.holder);
    let mut keyed: Vec<_> = (0..ranked.len()).map(|rank| (hashes.hash_one(holder(rank)), rank)).collect();
    keyed.sort_unstable();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for run in keyed.chunk_by(|a, b| a.0 == b.0) {
        // Two holders with one hash are so rare that looking through them costs nothing.
        let start = groups.len();
        for (_, rank) in run {
            let known =
                groups.iter_mut().skip(start).find(|group| group.first().map(|f| holder(*f)) == Some(holder(*rank)));
            match known {
                Some(group) => group.push(*rank),
                None => groups.push(vec![*rank]),
            }
        }
    }
    groups
}

fn assess_one(case: Case<'_>, around: &Surroundings<'_, '_>, history: &mut History, as_of: NaiveDate) -> Assessment {
    let audit = case.audit;
    // The past counts as it stands today; a finding in it that lapses later still moves this outcome.
    let past_settles = history.last_annulment;
    let mut trace = Trace::default();
    let live = live_findings(audit, as_of);
    let decisive = prescribe(case, &live, around, history, &mut trace);
    history.last_annulment = audit.findings.iter().filter_map(|finding| finding.annulled_on).max().max(past_settles);

    let imposed = heaviest(case, as_of, false);
    let follow_up = heaviest(case, as_of, true);
    let recovery = decisive
        .as_ref()
        .zip(imposed)
        .and_then(|(decisive, imposed)| recovery::look(case, decisive, imposed, follow_up, as_of));
    let difference = decisive.as_ref().zip(imposed).map(|(decisive, imposed)| Difference::of(case, decisive, imposed));
    let verdicts = verdicts(case, decisive.as_ref(), imposed, difference.as_ref(), recovery.as_ref(), as_of);

    let deadlines = [
        past_settles,
        decisive.as_ref().filter(|_| imposed.is_none()).map(|decisive| decisive.prescription.decide_by),
        recovery.as_ref().map(Recovery::settled_on),
    ];
    let settled_on = deadlines.into_iter().flatten().chain(own_dates(audit)).max().unwrap_or(audit.date);
    Assessment {
        audit: audit.id.clone(),
        body: audit.body.clone(),
        holder: audit.holder.clone(),
        date: audit.date,
        as_of,
        steps: difference.as_ref().map(|difference| difference.steps),
        days_late: difference.and_then(|difference| difference.days_late),
        prescribed: decisive.map(|decisive| decisive.prescription),
        imposed: imposed.map(Imposed::of),
        verdicts,
        recovery,
        settled_on,
        trace: finish_trace(trace, audit, as_of),
    }
}

/// The findings that count, in order of their reference.
fn live_findings(audit: &Audit, as_of: NaiveDate) -> Vec<&Finding> {
    let mut live: Vec<_> =
        audit.findings.iter().filter(|finding| finding.annulled_on.is_none_or(|day| day > as_of)).collect();
    live.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    live
}

/// The heaviest decision that counts, then the earliest, then the first by reference.
fn heaviest(case: Case<'_>, as_of: NaiveDate, follow_up: bool) -> Option<&Decision> {
    case.audit
        .decisions
        .iter()
        .filter(|decision| decision.follow_up == follow_up && decision.date <= as_of)
        .filter(|decision| decision.revoked_on.is_none_or(|day| day > as_of))
        .min_by_key(|decision| (Reverse(case.matrix.rung(&decision.measure)), decision.date, &decision.id))
}

impl Imposed {
    pub(super) fn of(decision: &Decision) -> Self {
        Self {
            decision: decision.id.clone(),
            measure: decision.measure.clone(),
            date: decision.date,
            recovery_until: decision.recovery_until,
        }
    }
}

/// How imposed and prescribed differ.
struct Difference {
    steps: i32,
    days_late: Option<i64>,
}

impl Difference {
    fn of(case: Case<'_>, decisive: &Decisive<'_>, imposed: &Decision) -> Self {
        let steps = case.matrix.rung(&imposed.measure).unwrap_or(decisive.step.rung) - decisive.step.rung;
        let days_after = (imposed.date - decisive.prescription.decide_by).num_days();
        Self { steps, days_late: (days_after > 0).then_some(days_after) }
    }
}

fn verdicts(
    case: Case<'_>,
    decisive: Option<&Decisive<'_>>,
    imposed: Option<&Decision>,
    difference: Option<&Difference>,
    recovery: Option<&Recovery>,
    as_of: NaiveDate,
) -> Vec<Verdict> {
    let (decisive, imposed, difference) = match (decisive, imposed, difference) {
        (None, None, _) => return vec![Verdict::NoNonconformity],
        (None, Some(_), _) => return vec![Verdict::Groundless],
        (Some(decisive), None, _) if as_of > decisive.prescription.decide_by => return vec![Verdict::NoDecision],
        (Some(_), None, _) | (Some(_), Some(_), None) => return vec![Verdict::Open],
        (Some(decisive), Some(imposed), Some(difference)) => (decisive, imposed, difference),
    };
    let mut verdicts = Vec::new();
    match difference.steps {
        ..0 => verdicts.push(Verdict::TooLight),
        0 => {}
        1.. => verdicts.push(Verdict::TooHeavy),
    }
    if difference.days_late.is_some() {
        verdicts.push(Verdict::TooLate);
    }
    if let Some(longest) = recovery::longest_term(case, decisive, imposed) {
        match imposed.recovery_until {
            None => verdicts.push(Verdict::RecoveryTermMissing),
            Some(until) if until > longest => verdicts.push(Verdict::RecoveryTermTooLong),
            Some(_) => {}
        }
    }
    if let Some(recovery) = recovery {
        recovery.verdicts(case, decisive, as_of, &mut verdicts);
    }
    // A follow-up that is still open takes nothing away from what was right so far.
    if verdicts.iter().all(|verdict| *verdict == Verdict::FollowUpOpen) {
        verdicts.insert(0, Verdict::Conforms);
    }
    verdicts
}

/// The days on which something in the audit itself starts or stops to count.
fn own_dates(audit: &Audit) -> impl Iterator<Item = NaiveDate> {
    let annulled = audit.findings.iter().filter_map(|finding| finding.annulled_on);
    let decided = audit.decisions.iter().map(|decision| decision.date);
    let revoked = audit.decisions.iter().filter_map(|decision| decision.revoked_on);
    [audit.date].into_iter().chain(annulled).chain(decided).chain(revoked).chain(audit.recovery_established_on)
}

fn finish_trace(mut trace: Trace, audit: &Audit, as_of: NaiveDate) -> Option<Box<Trace>> {
    if audit.findings.is_empty() && audit.decisions.is_empty() {
        return None;
    }
    trace.findings = audit
        .findings
        .iter()
        .map(|finding| TracedFinding {
            id: finding.id.clone(),
            code: finding.code.clone(),
            annulled_on: finding.annulled_on.filter(|day| *day <= as_of),
        })
        .collect();
    trace.findings.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    trace.decisions = audit
        .decisions
        .iter()
        .filter(|decision| decision.date <= as_of)
        .map(|decision| TracedDecision {
            id: decision.id.clone(),
            measure: decision.measure.clone(),
            date: decision.date,
            follow_up: decision.follow_up,
            revoked_on: decision.revoked_on.filter(|day| *day <= as_of),
        })
        .collect();
    trace.decisions.sort_unstable_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    Some(Box::new(trace))
}
