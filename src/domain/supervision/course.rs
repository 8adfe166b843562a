//! The rate of deviations over time, quarter by quarter: how a body moves towards the norm or away from it.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::facts::AuditFacts;
use super::norm::{Rate, RateParameters, Trials, rates};

/// A quarter of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i32,
    /// From 1 to 4.
    number: u32,
}

impl Quarter {
    /// The quarter that the day lies in.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), number: day.month0() / 3 + 1 }
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.number * 3 - 2, 1).unwrap_or(NaiveDate::MIN)
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        let next = self.first_day().checked_add_months(chrono::Months::new(3));
        next.and_then(|first| first.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// The quarter before this one.
    #[must_use]
    pub fn before(self) -> Self {
        match self.number {
            1 => Self { year: self.year - 1, number: 4 },
            number => Self { number: number - 1, ..self },
        }
    }
}

/// "kw 1 2026".
impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "kw {} {}", self.number, self.year)
    }
}

/// The rate of one quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct QuarterRate {
    /// The quarter in which the audits were done.
    pub quarter: Quarter,
    /// Its figures. Quarters are small, so they are shown and never tested.
    pub rate: Rate,
}

/// So many quarters up to the one of the day, oldest first.
pub fn quarters_up_to(through: NaiveDate, quarters: usize) -> Vec<Quarter> {
    let mut order: Vec<Quarter> =
        std::iter::successors(Some(Quarter::of(through)), |quarter| Some(quarter.before())).take(quarters).collect();
    order.reverse();
    order
}

/// The rates of the last `quarters` up to the one of `through`, oldest first; a quarter without judged audits is there too.
pub fn by_quarter(
    audits: &[&AuditFacts],
    through: NaiveDate,
    quarters: usize,
    parameters: &RateParameters,
) -> Vec<QuarterRate> {
    let order = quarters_up_to(through, quarters);
    let trials = order.iter().map(|quarter| {
        let own = audits.iter().filter(|a| a.is_judged() && a.date <= through && Quarter::of(a.date) == *quarter);
        Trials::count(own.map(|audit| audit.deviates()))
    });
    let figures = rates(&trials.collect::<Vec<_>>(), parameters);
    let untested = figures.into_iter().map(|rate| Rate { tests: None, ..rate });
    order.into_iter().zip(untested).map(|(quarter, rate)| QuarterRate { quarter, rate }).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_quarter_has_a_first_and_a_last_day() {
        let quarter = Quarter::of("2026-05-14".parse().unwrap());
        assert_eq!(
            (quarter.first_day().to_string(), quarter.last_day().to_string()),
            ("2026-04-01".into(), "2026-06-30".into())
        );
    }

    #[test]
    fn quarters_run_back_over_the_turn_of_the_year() {
        let through: NaiveDate = "2026-02-28".parse().unwrap();
        let rows = by_quarter(&[], through, 3, &RateParameters::default());
        let names: Vec<String> = rows.iter().map(|row| row.quarter.to_string()).collect();
        assert_eq!(names, ["kw 3 2025", "kw 4 2025", "kw 1 2026"]);
        assert!(rows.iter().all(|row| row.rate.n == 0 && row.rate.share.is_none()));
    }
}
