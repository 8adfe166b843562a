//! Whether the holder recovered in time, and what followed when it did not.

use chrono::NaiveDate;

use super::prescription::Decisive;
use super::{Case, Decision, Imposed, Verdict};

/// How recovery stands, for a rule that says what follows without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The last day for recovery: that of the term the decision sets, else of the longest the rule allows.
    pub until: NaiveDate,
    /// Whether the decision itself set that day.
    pub set_by_decision: bool,
    /// The last day for a follow-up decision.
    pub follow_up_by: NaiveDate,
    /// When recovery was established, as far as known.
    pub established_on: Option<NaiveDate>,
    /// Whether the term has passed without recovery.
    pub overdue: bool,
    /// The follow-up decision that counts.
    pub follow_up: Option<Imposed>,
}

/// The longest recovery term that the rule allows after the decision.
pub(super) fn longest_term(case: Case<'_>, decisive: &Decisive<'_>, imposed: &Decision) -> Option<NaiveDate> {
    let term = decisive.prescription.recover_within?;
    Some(term.end_after(imposed.date, case.matrix.prolongs()))
}

/// Looks at recovery as of the day; `None` when the rule has no follow-up or there is no last day for recovery.
pub(super) fn look(
    case: Case<'_>,
    decisive: &Decisive<'_>,
    imposed: &Decision,
    follow_up: Option<&Decision>,
    as_of: NaiveDate,
) -> Option<Recovery> {
    let rule = case.matrix.rules().get(decisive.step.rule)?;
    let next = rule.follow_up.as_ref()?;
    let until = imposed.recovery_until.or_else(|| longest_term(case, decisive, imposed))?;
    let established_on = case.audit.recovery_established_on.filter(|day| *day <= as_of);
    Some(Recovery {
        until,
        set_by_decision: imposed.recovery_until.is_some(),
        follow_up_by: next.decide_within.end_after(until, case.matrix.prolongs()),
        established_on,
        overdue: as_of > until && established_on.is_none_or(|day| day > until),
        follow_up: follow_up.map(Imposed::of),
    })
}

impl Recovery {
    /// The verdicts about the follow-up.
    pub(super) fn verdicts(
        &self,
        case: Case<'_>,
        decisive: &Decisive<'_>,
        as_of: NaiveDate,
        verdicts: &mut Vec<Verdict>,
    ) {
        if !self.overdue {
            return;
        }
        let Some(follow_up) = &self.follow_up else {
            if self.established_on.is_some_and(|day| day <= self.follow_up_by) {
                return;
            }
            let in_time = as_of <= self.follow_up_by;
            verdicts.push(if in_time { Verdict::FollowUpOpen } else { Verdict::NotFollowedUp });
            return;
        };
        let difference = case.matrix.rung(&follow_up.measure).zip(decisive.step.follow_up_rung);
        match difference.map(|(taken, prescribed)| taken.cmp(&prescribed)) {
            Some(std::cmp::Ordering::Less) => verdicts.push(Verdict::FollowUpTooLight),
            Some(std::cmp::Ordering::Greater) => verdicts.push(Verdict::FollowUpTooHeavy),
            _ => {}
        }
        if follow_up.date > self.follow_up_by {
            verdicts.push(Verdict::FollowUpTooLate);
        }
    }

    /// The last day on which time alone changes something here.
    pub(super) fn settled_on(&self) -> NaiveDate {
        let recovered_in_time = |by: NaiveDate| self.established_on.is_some_and(|day| day <= by);
        if self.follow_up.is_some() || recovered_in_time(self.follow_up_by) {
            self.until
        } else {
            self.until.max(self.follow_up_by)
        }
    }
}
