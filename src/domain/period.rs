//! Half-open periods of days: the first day belongs to the period, the last does not.

use chrono::NaiveDate;

/// The days from `from` up to, and not including, `until`; without `until` the period is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// First day of the period.
    pub from: NaiveDate,
    /// First day after the period, if it has an end.
    pub until: Option<NaiveDate>,
}

impl Period {
    /// The period that starts on `from` and has no end yet.
    pub fn open(from: NaiveDate) -> Self {
        Self { from, until: None }
    }

    /// Whether the day lies in the period.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// Whether the two periods share at least one day.
    pub fn overlaps(&self, other: &Self) -> bool {
        let starts_before_end = |start: NaiveDate, end: Option<NaiveDate>| end.is_none_or(|end| start < end);
        starts_before_end(self.from, other.until)
            && starts_before_end(other.from, self.until)
            && !self.is_empty()
            && !other.is_empty()
    }

    /// Whether no day lies in the period.
    pub fn is_empty(&self) -> bool {
        self.until.is_some_and(|until| until <= self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, d).unwrap_or_default()
    }

    fn days(from: u32, until: u32) -> Period {
        Period { from: day(from), until: Some(day(until)) }
    }

    #[test]
    fn the_last_day_is_outside() {
        assert!(days(1, 3).contains(day(1)));
        assert!(days(1, 3).contains(day(2)));
        assert!(!days(1, 3).contains(day(3)));
        assert!(Period::open(day(1)).contains(day(28)));
    }

    #[test]
    fn periods_that_touch_do_not_overlap() {
        assert!(!days(1, 3).overlaps(&days(3, 5)));
        assert!(days(1, 4).overlaps(&days(3, 5)));
        assert!(Period::open(day(2)).overlaps(&days(1, 3)));
        assert!(!days(2, 2).overlaps(&days(1, 5)));
    }
}
