//! One audit under both matrices, and how it is counted.

use std::cmp::Ordering;

use super::outcome::{Part, Practice, Prescriptions, Share};
use crate::domain::assessment::{Assessment, Prescription};
use crate::domain::comparison::Scale;
use crate::domain::identifiers::{CategoryCode, MeasureCode};
use crate::domain::matrix::{Effect, FollowUp, Matrix};

/// One audit, assessed under the matrix in force and under the draft.
pub(super) struct Both<'a> {
    pub(super) before: Assessment,
    pub(super) after: Assessment,
    pub(super) in_force: &'a Matrix,
    pub(super) draft: &'a Matrix,
    pub(super) scale: &'a Scale,
}

/// How the prescription of an audit changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// It does not.
    Nothing,
    /// The measure stays and its terms change.
    Terms,
    /// The measure changes.
    Measure,
}

/// A category for the so manyth time.
pub(super) type Cell = Option<(CategoryCode, u32)>;

impl Both<'_> {
    /// The rungs of both prescriptions; 0 where nothing is prescribed.
    pub(super) fn levels(&self) -> (i32, i32) {
        let before = self.before.prescribed.as_ref().and_then(|own| self.scale.left(&own.measure));
        let after = self.after.prescribed.as_ref().and_then(|own| self.scale.right(&own.measure));
        (before.unwrap_or_default(), after.unwrap_or_default())
    }

    /// Steps on the common scale; positive is heavier.
    pub(super) fn steps(&self) -> i32 {
        let (before, after) = self.levels();
        after - before
    }

    pub(super) fn change(&self) -> Change {
        let (Some(before), Some(after)) = (&self.before.prescribed, &self.after.prescribed) else {
            let nothing = self.before.prescribed.is_none() && self.after.prescribed.is_none();
            return if nothing { Change::Nothing } else { Change::Measure };
        };
        let (level_before, level_after) = self.levels();
        if level_before != level_after {
            return Change::Measure;
        }
        let same = before.decide_by == after.decide_by
            && before.recover_within == after.recover_within
            && follow_up(self.in_force, before) == follow_up(self.draft, after);
        if same { Change::Nothing } else { Change::Terms }
    }

    /// The cells of both, with the last that either matrix tells apart for all later ones.
    pub(super) fn cells(&self) -> (Cell, Cell) {
        let cell = |prescribed: Option<&Prescription>| {
            let prescribed = prescribed?;
            let of = |matrix: &Matrix| {
                let rules = matrix.rules().iter().filter(|rule| rule.category == prescribed.category);
                rules.map(|rule| rule.count).max().unwrap_or(1)
            };
            let last = of(self.in_force).max(of(self.draft));
            Some((prescribed.category.clone(), prescribed.occurrence.min(last)))
        };
        (cell(self.before.prescribed.as_ref()), cell(self.after.prescribed.as_ref()))
    }
}

fn follow_up<'a>(matrix: &'a Matrix, prescribed: &Prescription) -> Option<&'a FollowUp> {
    matrix.rules().get(prescribed.rule)?.follow_up.as_ref()
}

impl Part {
    pub(super) fn count(&mut self, both: &Both<'_>) {
        self.judged += 1;
        match both.change() {
            Change::Nothing => {}
            Change::Terms => self.only_terms += 1,
            Change::Measure => self.other_measure += 1,
        }
        self.changed = self.only_terms + self.other_measure;
        match both.steps().cmp(&0) {
            Ordering::Less => self.lighter += 1,
            Ordering::Greater => self.heavier += 1,
            Ordering::Equal => {}
        }
        self.before.count(both.in_force, both.before.prescribed.as_ref());
        self.after.count(both.draft, both.after.prescribed.as_ref());
        self.practice.count(both);
    }
}

impl Prescriptions {
    fn count(&mut self, matrix: &Matrix, prescribed: Option<&Prescription>) {
        let Some(measure) = prescribed.and_then(|prescribed| matrix.measure(&prescribed.measure)) else { return };
        self.prescribed += 1;
        match measure.effect {
            Effect::None => self.without_effect += 1,
            Effect::Suspends => self.suspensions += 1,
            Effect::Ends => self.withdrawals += 1,
        }
        if let Some(count) = self.measures.get_mut(&measure.code) {
            *count += 1;
        } else {
            self.measures.insert(measure.code.clone(), 1);
        }
    }
}

impl Practice {
    fn count(&mut self, both: &Both<'_>) {
        let imposed = both.before.imposed.as_ref().map(|imposed| &imposed.measure);
        let Some(imposed) = imposed.and_then(|measure| both.scale.left(measure)) else { return };
        if both.before.prescribed.is_none() && both.after.prescribed.is_none() {
            return;
        }
        self.decisions += 1;
        let (before, after) = both.levels();
        self.in_force.count(imposed - before);
        self.draft.count(imposed - after);
    }
}

impl Share {
    fn count(&mut self, steps: i32) {
        match steps.cmp(&0) {
            Ordering::Less => self.lighter += 1,
            Ordering::Equal => self.equal += 1,
            Ordering::Greater => self.heavier += 1,
        }
        self.steps += u64::from(steps.unsigned_abs());
    }
}

/// The measure of a prescription.
pub(super) fn measure(prescribed: Option<&Prescription>) -> Option<MeasureCode> {
    prescribed.map(|prescribed| prescribed.measure.clone())
}
