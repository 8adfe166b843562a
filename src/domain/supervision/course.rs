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

/// The rates of the last `quarters` up to the one of `through`, oldest first; a quarter without judged audits is there too.
pub fn by_quarter(
    audits: &[&AuditFacts],
    through: NaiveDate,
    quarters: usize,
    parameters: &RateParameters,
) -> Vec<QuarterRate> {
    let mut order: Vec<Quarter> =
        std::iter::successors(Some(Quarter::of(through)), |quarter| Some(quarter.before())).take(quarters).collect();
    order.reverse();
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
    fn quarters_run_back_over_the_turn_of_the_year() {
        let through: NaiveDate = "2026-02-28".parse().unwrap();
        let rows = by_quarter(&[], through, 3, &RateParameters::default());
        let names: Vec<String> = rows.iter().map(|row| row.quarter.to_string()).collect();
        assert_eq!(names, ["kw 3 2025", "kw 4 2025", "kw 1 2026"]);
        assert!(rows.iter().all(|row| row.rate.n == 0 && row.rate.share.is_none()));
    }
}
