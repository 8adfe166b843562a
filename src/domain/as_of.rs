//! Which days may be asked about: the day that an answer is about (peildatum), and the day whose knowledge is asked for
//! (bekend op).

use chrono::{Months, NaiveDate};

use super::written_day;

/// The days that may be asked about. Days are read as people and forms write them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day that an answer can be about.
    pub first: NaiveDate,
    /// The last day that an answer can be about; what is to come is answered as far as it is known.
    pub last: NaiveDate,
    /// The first day whose knowledge can be asked for.
    pub first_known: NaiveDate,
    /// Today: the last day whose knowledge can be asked for.
    pub today: NaiveDate,
}

/// Certificates last some years; nothing is known of days further away than this.
const YEARS_AHEAD: u32 = 10;

/// Why a day cannot be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayFault {
    /// It is no day.
    #[error("is geen bestaande dag; schrijf een dag als 31-12-2025 of 2025-12-31")]
    NoDay,
    /// It lies outside what can be answered.
    #[error("kies een dag van {first} tot en met {last}")]
    Outside {
        /// The first day that can be.
        first: NaiveDate,
        /// The last day that can be.
        last: NaiveDate,
    },
}

impl Span {
    /// The days around today, from these first days on; neither of them lies after today.
    pub fn new(today: NaiveDate, first: NaiveDate, first_known: NaiveDate) -> Self {
        let last = today.checked_add_months(Months::new(YEARS_AHEAD * 12)).unwrap_or(today);
        Self { first: first.min(today), last, first_known: first_known.min(today), today }
    }

    /// The day that an answer is about; without one, today.
    ///
    /// # Errors
    /// A [`DayFault`] that says which days can be.
    pub fn day(&self, text: &str) -> Result<NaiveDate, DayFault> {
        if text.trim().is_empty() { Ok(self.today) } else { between(text, self.first, self.last) }
    }

    /// Reads both days of a question. What the register said on a day was said of that day, unless another is asked for.
    pub fn wanted(&self, day: &str, known: &str) -> Wanted {
        let known = self.known(known);
        let day = if day.trim().is_empty() { Ok(known.unwrap_or(self.today)) } else { self.day(day) };
        (day, known)
    }

    /// The day whose knowledge is asked for; without one, today.
    ///
    /// # Errors
    /// A [`DayFault`] that says which days can be.
    pub fn known(&self, text: &str) -> Result<NaiveDate, DayFault> {
        if text.trim().is_empty() { Ok(self.today) } else { between(text, self.first_known, self.today) }
    }
}

/// What a question asks for: the day that its answer is about, and the day whose knowledge that is.
pub type Wanted = (Result<NaiveDate, DayFault>, Result<NaiveDate, DayFault>);

fn between(text: &str, first: NaiveDate, last: NaiveDate) -> Result<NaiveDate, DayFault> {
    let day = written_day::read(text.trim()).map_err(|_| DayFault::NoDay)?;
    if (first..=last).contains(&day) { Ok(day) } else { Err(DayFault::Outside { first, last }) }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn span() -> Span {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        Span::new(day("2026-11-24"), day("2023-03-30"), day("2023-10-01"))
    }

    #[test]
    fn days_are_read_as_people_and_forms_write_them() {
        let new_year = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        for text in ["2026-01-01", "01-01-2026", "1-1-2026", " 2026-01-01 "] {
            assert_eq!(span().day(text), Ok(new_year), "{text}");
        }
        assert_eq!(span().day(""), Ok(span().today));
        assert_eq!(span().known("  "), Ok(span().today));
    }

    #[test]
    fn what_is_no_day_is_told_so() {
        let long = "1".repeat(10_000);
        for text in [
            "31-02-2026",
            "2026-13-01",
            "vandaag",
            "01-01-26",
            "2026-1-1",
            "2026/01/01",
            "+2026-01-01",
            "-2026-01-01",
            "2026-01-01-",
            "2026-01-01T00:00",
            "١٢-٠١-٢٠٢٦",
            "\u{202e}2026-01-01",
            "' OR 1=1 --",
            "<b>",
            "0000-00-00",
            &long,
        ] {
            assert_eq!(span().day(text), Err(DayFault::NoDay), "{text}");
        }
    }

    #[test]
    fn the_edges_are_in_and_what_lies_beyond_hears_the_range() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for text in ["2023-03-30", "2036-11-24"] {
            assert_eq!(span().day(text), Ok(day(text)));
        }
        for text in ["2023-03-29", "2036-11-25", "9999-12-31", "0000-01-01", "0001-01-01"] {
            assert_eq!(span().day(text), Err(DayFault::Outside { first: day("2023-03-30"), last: day("2036-11-24") }));
        }
        for text in ["2023-10-01", "2026-11-24"] {
            assert_eq!(span().known(text), Ok(day(text)));
        }
        for text in ["2023-09-30", "2026-11-25"] {
            assert_eq!(
                span().known(text),
                Err(DayFault::Outside { first: day("2023-10-01"), last: day("2026-11-24") })
            );
        }
    }
}
