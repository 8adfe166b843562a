//! From the text of cells to values, noting what is wrong with each and what would be right.

use chrono::{Datelike, NaiveDate};

use super::read::Cell;
use crate::domain::delivery_report::{Fault, Faults, Place, visible};
use crate::domain::identifiers::InvalidIdentifier;
use crate::domain::written_day::{self, NoDay};

/// Reads the cells of one row. A value that is wrong gives `None` and a fault; the other cells are read all the same.
pub(super) struct Cells<'a> {
    place: &'a Place,
    today: NaiveDate,
    faults: &'a mut Faults,
    sound: bool,
}

impl<'a> Cells<'a> {
    pub(super) fn new(place: &'a Place, today: NaiveDate, faults: &'a mut Faults) -> Self {
        Self { place, today, faults, sound: true }
    }

    /// Whether nothing was wrong so far.
    pub(super) fn sound(&self) -> bool {
        self.sound
    }

    pub(super) fn fault(&mut self, cell: Cell<'_>, message: impl Into<String>) {
        self.sound = false;
        self.faults.push(Fault::of_value(self.place, cell.column, cell.text, message));
    }

    fn is_missing(&mut self, cell: Cell<'_>) -> bool {
        let missing = cell.text.is_empty();
        if missing {
            self.fault(cell, "is leeg: dit veld is verplicht");
        }
        missing
    }

    /// A number or code that must be there.
    pub(super) fn code<T>(&mut self, cell: Cell<'_>, parse: fn(&str) -> Result<T, InvalidIdentifier>) -> Option<T> {
        if self.is_missing(cell) || self.is_formula(cell) {
            return None;
        }
        parse(cell.text).map_err(|fault| self.fault(cell, fault.to_string())).ok()
    }

    /// A number or code that may be absent.
    pub(super) fn optional_code<T>(
        &mut self,
        cell: Cell<'_>,
        parse: fn(&str) -> Result<T, InvalidIdentifier>,
    ) -> Option<T> {
        if cell.text.is_empty() { None } else { self.code(cell, parse) }
    }

    /// A code never starts as a formula of a spreadsheet does; free text may, and exports then make it harmless.
    fn is_formula(&mut self, cell: Cell<'_>) -> bool {
        let formula = cell.text.starts_with(['=', '+', '-', '@']);
        if formula {
            self.fault(cell, "begint als een formule (=, +, - of @): vul de waarde zelf in");
        }
        formula
    }

    /// One word of a fixed list.
    pub(super) fn word<T>(
        &mut self,
        cell: Cell<'_>,
        find: impl Fn(&str) -> Option<T>,
        allowed: impl Fn() -> String,
    ) -> Option<T> {
        if self.is_missing(cell) || self.is_formula(cell) {
            return None;
        }
        let found = find(cell.text);
        if found.is_none() {
            self.fault(cell, format!("is onbekend: kies uit {}", allowed()));
        }
        found
    }

    /// A date that must be there.
    pub(super) fn day(&mut self, cell: Cell<'_>) -> Option<NaiveDate> {
        if self.is_missing(cell) {
            return None;
        }
        date(cell.text).map_err(|message| self.fault(cell, message)).ok()
    }

    /// A date that may be absent.
    pub(super) fn optional_day(&mut self, cell: Cell<'_>) -> Option<NaiveDate> {
        if cell.text.is_empty() { None } else { self.day(cell) }
    }

    /// The date of something that has happened, so not one that is still to come.
    pub(super) fn past_day(&mut self, cell: Cell<'_>) -> Option<NaiveDate> {
        let day = self.day(cell)?;
        if day > self.today {
            let today = dutch(self.today);
            self.fault(cell, format!("ligt in de toekomst: vandaag is het {today}"));
            return None;
        }
        Some(day)
    }

    /// The date of something that may have happened.
    pub(super) fn optional_past_day(&mut self, cell: Cell<'_>) -> Option<NaiveDate> {
        if cell.text.is_empty() { None } else { self.past_day(cell) }
    }

    /// One line of text that must be there.
    pub(super) fn line(&mut self, cell: Cell<'_>, most: usize) -> Option<String> {
        if self.is_missing(cell) {
            return None;
        }
        self.bounded(cell, most, char::is_control)
    }

    /// Free text of any number of lines, possibly none.
    pub(super) fn free_text(&mut self, cell: Cell<'_>, most: usize) -> Option<String> {
        self.bounded(cell, most, |c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    }

    fn bounded(&mut self, cell: Cell<'_>, most: usize, forbidden: impl Fn(char) -> bool) -> Option<String> {
        // Bytes are never fewer than signs, so only long texts need counting.
        if cell.text.len() > most && cell.text.chars().count() > most {
            self.fault(cell, format!("is te lang: ten hoogste {most} tekens"));
            None
        } else if cell.text.chars().any(forbidden) {
            self.fault(cell, "bevat een onzichtbaar stuurteken");
            None
        } else {
            Some(cell.text.to_owned())
        }
    }

    /// Holds two dates of one row against each other: `later` may not lie before `earlier`.
    pub(super) fn in_order(&mut self, earlier: (&str, Option<NaiveDate>), later: Cell<'_>, day: Option<NaiveDate>) {
        let (name, Some(first), Some(second)) = (earlier.0, earlier.1, day) else { return };
        if second < first {
            self.fault(later, format!("ligt vóór {name} ({})", dutch(first)));
        }
    }
}

/// The first and last year that a date of this register can have.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// A date as `2026-03-01` or `01-03-2026`; the day or month of the Dutch form may have one digit.
fn date(text: &str) -> Result<NaiveDate, String> {
    let (year, day) = match written_day::read(text) {
        Ok(day) => (day.year(), Ok(day)),
        Err(NoDay::NoSuchDay { year, month }) => (year, Err(no_such_day(year, month))),
        Err(NoDay::OtherShape) => return Err("is geen datum: schrijf 2026-03-01 of 01-03-2026".to_owned()),
    };
    if YEARS.contains(&year) {
        day
    } else {
        Err(format!("heeft een jaartal buiten {} tot en met {}", YEARS.start(), YEARS.end()))
    }
}

fn no_such_day(year: i32, month: u32) -> String {
    let days = (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some());
    match days {
        Some(days) => format!("bestaat niet: de maand {month:02}-{year} heeft {days} dagen"),
        None => format!("bestaat niet: er is geen maand {}", visible(&month.to_string())),
    }
}

/// A date as people here write it.
pub(super) fn dutch(day: NaiveDate) -> String {
    format!("{:02}-{:02}-{}", day.day(), day.month(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_writing_a_date_are_read() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap_or_default();
        for text in ["2026-03-01", "01-03-2026", "1-3-2026"] {
            assert_eq!(date(text), Ok(day), "{text}");
        }
        assert_eq!(dutch(day), "01-03-2026");
    }

    #[test]
    fn what_could_be_read_two_ways_or_does_not_exist_is_refused() {
        for text in ["03/01/2026", "01-03-26", "2026-3-1", "20260301", "2026-03-01 12:00:00", "+026-03-01", "é-1-2026"]
        {
            assert!(date(text).is_err_and(|message| message.contains("01-03-2026")), "{text}");
        }
        assert_eq!(date("31-02-2025"), Err("bestaat niet: de maand 02-2025 heeft 28 dagen".to_owned()));
        assert_eq!(date("2025-13-01"), Err("bestaat niet: er is geen maand 13".to_owned()));
        assert!(date("0202-03-01").is_err_and(|message| message.contains("1900")));
    }
}
