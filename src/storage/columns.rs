//! Dates and times of many rows at once: diesel reads a format string anew for each value it writes to SQLite, which costs
//! more than the rest of a row. These write the same text without it.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Date, Timestamp};
use diesel::sqlite::Sqlite;

use super::UtcTime;

/// A date to be written.
#[derive(Debug, Clone, Copy, AsExpression)]
#[diesel(sql_type = Date)]
pub(in crate::storage) struct Day(pub(in crate::storage) NaiveDate);

impl ToSql<Date, Sqlite> for Day {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(iso(self.0));
        Ok(IsNull::No)
    }
}

impl ToSql<Date, Pg> for Day {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Date, Pg>::to_sql(&self.0, out)
    }
}

/// `2026-03-01`.
fn iso(day: NaiveDate) -> String {
    let Ok(year @ 0..=9999) = u32::try_from(day.year()) else { return day.to_string() };
    let (month, day) = (day.month(), day.day());
    let digits = [year / 1000, year / 100, year / 10, year, month / 10, month, day / 10, day];
    let mut text = String::with_capacity(10);
    for (i, digit) in digits.into_iter().enumerate() {
        if i == 4 || i == 6 {
            text.push('-');
        }
        text.push(char::from_digit(digit % 10, 10).unwrap_or('0'));
    }
    text
}

/// The moment at which many rows are recorded, with its text.
#[derive(Debug, Clone)]
pub(in crate::storage) struct Recording {
    at: NaiveDateTime,
    text: String,
}

impl Recording {
    pub(in crate::storage) fn new(now: DateTime<Utc>) -> Self {
        let at = UtcTime::from(now).utc().naive_utc();
        Self { at, text: at.format("%F %T%.f").to_string() }
    }

    pub(in crate::storage) fn moment(&self) -> Moment<'_> {
        Moment(self)
    }
}

/// The moment of one row.
#[derive(Debug, Clone, Copy, AsExpression)]
#[diesel(sql_type = Timestamp)]
pub(in crate::storage) struct Moment<'a>(&'a Recording);

impl ToSql<Timestamp, Sqlite> for Moment<'_> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.text.as_str());
        Ok(IsNull::No)
    }
}

impl ToSql<Timestamp, Pg> for Moment<'_> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Timestamp, Pg>::to_sql(&self.0.at, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_diesel_writes_them() {
        for (y, m, d) in [(2026, 3, 1), (1900, 12, 31), (2199, 10, 10), (987, 1, 9), (12_345, 1, 1)] {
            let day = NaiveDate::from_ymd_opt(y, m, d).unwrap_or_default();
            assert_eq!(iso(day), day.format("%F").to_string());
        }
    }
}
