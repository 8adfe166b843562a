//! The audits with the largest change, and no more than are shown.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::outcome::ChangedAudit;
use super::part::{Both, measure};
use crate::domain::assessment::Assessment;
use crate::domain::matrix::Matrix;

/// How many audits are told one by one.
pub(super) const MOST: usize = 100;

/// An audit with how large its change is.
#[derive(Debug)]
struct Kept {
    steps: i32,
    before: Assessment,
    after: Assessment,
    version: usize,
}

impl Kept {
    /// The largest first, then the earliest, then by reference.
    fn rank(&self) -> (Reverse<u32>, NaiveDate, &str, Option<&str>) {
        rank(self.steps, &self.before)
    }
}

fn rank(steps: i32, audit: &Assessment) -> (Reverse<u32>, NaiveDate, &str, Option<&str>) {
    let body = audit.body.as_ref().map(crate::domain::identifiers::BodyCode::as_str);
    (Reverse(steps.unsigned_abs()), audit.date, audit.audit.as_str(), body)
}

/// The largest so far, in order.
#[derive(Debug, Default)]
pub(super) struct Largest(Vec<Kept>);

impl Largest {
    /// Keeps a changed audit when it is among the largest.
    pub(super) fn offer(&mut self, version: usize, both: Both<'_>) {
        let steps = both.steps();
        let own = rank(steps, &both.before);
        if self.0.len() >= MOST && self.0.last().is_some_and(|last| last.rank() <= own) {
            return;
        }
        let at = self.0.partition_point(|kept| kept.rank() <= own);
        self.0.insert(at, Kept { steps, before: both.before, after: both.after, version });
        self.0.truncate(MOST);
    }

    /// Each with both explanations.
    pub(super) fn told(&self, versions: &[&Matrix], draft: &Matrix) -> Vec<ChangedAudit> {
        let told = self.0.iter().map(|kept| {
            let before = &kept.before;
            ChangedAudit {
                body: before.body.clone(),
                audit: before.audit.clone(),
                date: before.date,
                holder: before.holder.to_string(),
                steps: kept.steps,
                measure: measure(before.prescribed.as_ref()),
                new_measure: measure(kept.after.prescribed.as_ref()),
                imposed: before.imposed.as_ref().map(|imposed| imposed.measure.clone()),
                explanation: versions.get(kept.version).map(|matrix| before.explain(matrix)).unwrap_or_default(),
                new_explanation: kept.after.explain(draft),
            }
        });
        told.collect()
    }
}
