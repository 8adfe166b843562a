//! What is assessed: audits with their findings and decisions, and what can be wrong with them.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::faults::{Fault, Faults};
use crate::domain::identifiers::{AuditRef, BodyCode, DecisionRef, FindingCode, FindingRef, MeasureCode};
use crate::domain::matrix::Matrix;

/// One audit (onderzoek) of a holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// Reference, unique per body.
    pub id: AuditRef,
    /// The body that did it. Left out where references are unique by themselves.
    pub body: Option<BodyCode>,
    /// Whoever was audited; history runs per holder, whichever body did the audits.
    pub holder: Arc<str>,
    /// When.
    pub date: NaiveDate,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// When the body established that the holder recovered.
    pub recovery_established_on: Option<NaiveDate>,
}

/// A nonconformity that was found (afwijking).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Reference, unique in the audit; findings count in its order.
    pub id: FindingRef,
    /// Code in the catalogue of the matrix.
    pub code: FindingCode,
    /// From when on it does not count any more.
    pub annulled_on: Option<NaiveDate>,
}

/// A sanction decision (besluit).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Reference, unique in the audit.
    pub id: DecisionRef,
    /// Measure on the ladder of the matrix.
    pub measure: MeasureCode,
    /// When it was taken.
    pub date: NaiveDate,
    /// The last day of the recovery term that it sets.
    pub recovery_until: Option<NaiveDate>,
    /// From when on it does not count any more.
    pub revoked_on: Option<NaiveDate>,
    /// Whether it follows on recovery that did not come (vervolg).
    pub follow_up: bool,
}

/// An audit with the matrix that was in force on its date.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The audit.
    pub audit: &'a Audit,
    /// The matrix of the scheme version in force on that day.
    pub matrix: &'a Matrix,
}

/// Why audits cannot be assessed: every fault, with its place in the list that was given.
pub type CaseFaults = Faults;

/// The sentence for a code that is not in the catalogue.
pub fn unknown_finding_code(code: &FindingCode, matrix: &Matrix) -> String {
    let known = matrix.catalogue().iter().map(|entry| entry.code.as_str());
    format!("de code «{code}» staat niet in de matrix; {}", choose_from(known))
}

/// The sentence for a measure that is not on the ladder.
pub fn unknown_measure(measure: &MeasureCode, matrix: &Matrix) -> String {
    let known = matrix.measures().iter().map(|known| known.code.as_str());
    format!("de maatregel «{measure}» staat niet in de matrix; {}", choose_from(known))
}

/// Names what would be right, as far as that fits in a sentence.
fn choose_from<'a>(known: impl ExactSizeIterator<Item = &'a str>) -> String {
    const MOST: usize = 12;
    let more = known.len().saturating_sub(MOST);
    let names: Vec<_> = known.take(MOST).collect();
    let rest = if more == 0 { String::new() } else { format!(" en nog {more} andere") };
    format!("kies uit {}{rest}", names.join(", "))
}

/// Holds the cases against their matrices.
pub(super) fn faults_of(cases: &[Case<'_>]) -> Vec<Fault> {
    let mut faults = repeated_audits(cases);
    for (index, case) in cases.iter().enumerate() {
        let audit = case.audit;
        codes_exist(index, case, &mut faults);
        let list = format_args!("onderzoeken[{index}].afwijkingen");
        repeated_ids(list, audit.findings.iter().map(|finding| finding.id.as_str()), &mut faults);
        let list = format_args!("onderzoeken[{index}].besluiten");
        repeated_ids(list, audit.decisions.iter().map(|decision| decision.id.as_str()), &mut faults);
    }
    faults
}

/// Audits whose reference an earlier one has too. Sorting hashes is far quicker here than a map of a million texts.
fn repeated_audits(cases: &[Case<'_>]) -> Vec<Fault> {
    let hashes = RandomState::new();
    let key = |case: &Case<'_>| hashes.hash_one((case.audit.id.as_str(), case.audit.body.as_ref()));
    let mut keyed: Vec<_> = cases.iter().map(key).zip(0_usize..).collect();
    keyed.sort_unstable();
    let mut pairs = Vec::new();
    for run in keyed.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        let mut seen = HashMap::new();
        for (_, index) in run {
            let Some(audit) = cases.get(*index).map(|case| case.audit) else { continue };
            if let Some(first) = seen.insert((audit.id.as_str(), audit.body.as_ref()), *index) {
                pairs.push((*index, first));
            }
        }
    }
    pairs.sort_unstable();
    let fault = |(index, first): (usize, usize)| {
        let id = cases.get(index).map_or("", |case| case.audit.id.as_str());
        let message = format!("«{id}» is ook het onderzoek op onderzoeken[{first}]; elk id mag één keer");
        Fault::at(format_args!("onderzoeken[{index}].id"), message)
    };
    pairs.into_iter().map(fault).collect()
}

fn codes_exist(index: usize, case: &Case<'_>, faults: &mut Vec<Fault>) {
    for (at, finding) in case.audit.findings.iter().enumerate() {
        if case.matrix.category_position(&finding.code).is_none() {
            let message = unknown_finding_code(&finding.code, case.matrix);
            faults.push(Fault::at(format_args!("onderzoeken[{index}].afwijkingen[{at}].code"), message));
        }
    }
    for (at, decision) in case.audit.decisions.iter().enumerate() {
        if case.matrix.rung(&decision.measure).is_none() {
            let message = unknown_measure(&decision.measure, case.matrix);
            faults.push(Fault::at(format_args!("onderzoeken[{index}].besluiten[{at}].maatregel"), message));
        }
    }
}

/// Writes a fault for each id in the list that stood in it before.
pub(crate) fn repeated_ids<'a>(
    list: fmt::Arguments<'_>,
    ids: impl ExactSizeIterator<Item = &'a str>,
    faults: &mut Vec<Fault>,
) {
    if ids.len() < 2 {
        return;
    }
    let mut seen = HashMap::new();
    for (at, id) in ids.enumerate() {
        if let Some(first) = seen.insert(id, at) {
            let message = format!("«{id}» staat in deze lijst ook al op nummer {first}; elk id mag één keer");
            faults.push(Fault::at(format_args!("{list}[{at}].id"), message));
        }
    }
}
