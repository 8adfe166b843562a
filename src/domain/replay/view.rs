//! A history as a draft sees it: without what the draft does not know.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Subject;
use crate::domain::assessment::Audit;
use crate::domain::matrix::Matrix;

/// What the draft does not know, with how often it came by.
#[derive(Debug, Default)]
pub(super) struct UnknownCounts {
    pub(super) findings: BTreeMap<String, u64>,
    pub(super) measures: BTreeMap<String, u64>,
}

/// The audits of a history, those that hold something unknown without it.
pub(super) struct View<'a> {
    audits: Vec<(Cow<'a, Audit>, &'a Audit)>,
}

impl<'a> View<'a> {
    pub(super) fn of(history: &[Subject<'_, 'a>], draft: &Matrix) -> Self {
        let seen = |subject: &Subject<'_, 'a>| {
            let audit = subject.audit;
            let knows = audit.findings.iter().all(|finding| draft.category_of(&finding.code).is_some())
                && audit.decisions.iter().all(|decision| draft.rung(&decision.measure).is_some());
            let shown = if knows {
                Cow::Borrowed(audit)
            } else {
                let mut shown = audit.clone();
                shown.findings.retain(|finding| draft.category_of(&finding.code).is_some());
                shown.decisions.retain(|decision| draft.rung(&decision.measure).is_some());
                Cow::Owned(shown)
            };
            (shown, audit)
        };
        Self { audits: history.iter().map(seen).collect() }
    }

    /// The audits, in the order of the history.
    pub(super) fn audits(&self) -> impl Iterator<Item = &Audit> {
        self.audits.iter().map(|(shown, _)| shown.as_ref())
    }

    /// Adds what was left out of the audit at this place.
    pub(super) fn unknown_in(&self, at: usize, counts: &mut UnknownCounts) {
        let Some((Cow::Owned(shown), audit)) = self.audits.get(at) else { return };
        for finding in audit.findings.iter().filter(|finding| !shown.findings.contains(finding)) {
            *counts.findings.entry(finding.code.to_string()).or_default() += 1;
        }
        for decision in audit.decisions.iter().filter(|decision| !shown.decisions.contains(decision)) {
            *counts.measures.entry(decision.measure.to_string()).or_default() += 1;
        }
    }
}
