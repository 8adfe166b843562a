//! What happened before with one holder, so that counting back is a matter of looking up.

use chrono::NaiveDate;

use crate::domain::identifiers::CategoryCode;

/// The earlier audits of a holder, oldest first.
#[derive(Debug, Default)]
pub(super) struct History {
    categories: Vec<(CategoryCode, OfCategory)>,
    /// The latest day on which an earlier finding stops counting: until then the past itself still moves.
    pub(super) last_annulment: Option<NaiveDate>,
}

/// The earlier audits in which one category occurred. Categories are told apart by code, because a holder's history may
/// run over several versions of a scheme.
#[derive(Debug, Default)]
struct OfCategory {
    /// Before repetition is counted: with the number of units up to and including that audit.
    units: Vec<(NaiveDate, u32, usize)>,
    /// After repetition: audits in which it occurred.
    audits: Vec<(NaiveDate, usize)>,
}

/// How many earlier audits an explanation names.
const NAMED: usize = 5;

impl History {
    fn of(&self, code: &CategoryCode) -> Option<&OfCategory> {
        self.categories.iter().find(|(known, _)| known == code).map(|(_, history)| history)
    }

    fn of_mut(&mut self, code: &CategoryCode) -> Option<&mut OfCategory> {
        let position = self.categories.iter().position(|(known, _)| known == code).unwrap_or_else(|| {
            self.categories.push((code.clone(), OfCategory::default()));
            self.categories.len() - 1
        });
        self.categories.get_mut(position).map(|(_, history)| history)
    }

    /// Units of the category in earlier audits dated on or after `since`.
    pub(super) fn units_since(&self, code: &CategoryCode, since: NaiveDate) -> u32 {
        let Some(history) = self.of(code) else { return 0 };
        let start = history.units.partition_point(|(date, ..)| *date < since);
        let before = start.checked_sub(1).and_then(|last| history.units.get(last)).map_or(0, |(_, up_to, _)| *up_to);
        history.units.last().map_or(0, |(_, up_to, _)| *up_to).saturating_sub(before)
    }

    /// The latest few of the audits that [`Self::units_since`] counts, oldest first.
    pub(super) fn latest_with_units(&self, code: &CategoryCode, since: NaiveDate) -> Vec<usize> {
        let units = self.of(code).map_or(&[][..], |history| &history.units);
        let counting = units.iter().rev().take_while(|(date, ..)| *date >= since).take(NAMED);
        counting.map(|(.., audit)| *audit).collect::<Vec<_>>().into_iter().rev().collect()
    }

    /// Earlier audits dated on or after `since` with at least one unit that ended in the category.
    pub(super) fn audits_since(&self, code: &CategoryCode, since: NaiveDate) -> u32 {
        let audits = self.of(code).map_or(&[][..], |history| &history.audits);
        let before = audits.partition_point(|(date, _)| *date < since);
        u32::try_from(audits.len() - before).unwrap_or(u32::MAX)
    }

    /// The latest few of the audits that [`Self::audits_since`] counts, oldest first.
    pub(super) fn latest_with_outcome(&self, code: &CategoryCode, since: NaiveDate) -> Vec<usize> {
        let audits = self.of(code).map_or(&[][..], |history| &history.audits);
        let counting = audits.iter().rev().take_while(|(date, _)| *date >= since).take(NAMED);
        counting.map(|(_, audit)| *audit).collect::<Vec<_>>().into_iter().rev().collect()
    }

    /// Adds one unit of an audit, with its category before repetition is counted.
    pub(super) fn add_unit(&mut self, code: &CategoryCode, date: NaiveDate, audit: usize) {
        let Some(history) = self.of_mut(code) else { return };
        let up_to = history.units.last().map_or(0, |(_, up_to, _)| *up_to).saturating_add(1);
        match history.units.last_mut() {
            Some((_, last_up_to, last)) if *last == audit => *last_up_to = up_to,
            _ => history.units.push((date, up_to, audit)),
        }
    }

    /// Adds that the audit has a unit that ended in the category.
    pub(super) fn add_outcome(&mut self, code: &CategoryCode, date: NaiveDate, audit: usize) {
        let Some(history) = self.of_mut(code) else { return };
        if history.audits.last().is_none_or(|(_, last)| *last != audit) {
            history.audits.push((date, audit));
        }
    }
}
