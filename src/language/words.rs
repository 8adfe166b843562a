//! Days, numbers and lists as each language writes them.

use chrono::{Datelike, NaiveDate};

use super::Language;
use crate::domain::calendar::in_words;

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Language {
    /// The day in words: `1 maart 2026`, `1 March 2026`.
    pub fn day(self, day: NaiveDate) -> String {
        match self {
            Self::Dutch => in_words(day),
            Self::English => {
                let month = ENGLISH_MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
                format!("{} {month} {}", day.day(), day.year())
            }
        }
    }

    /// A count with signs between the thousands: `11.204`, `11,204`.
    pub fn count(self, value: u64) -> String {
        grouped(&value.to_string(), self.thousands())
    }

    /// A number with this many decimals: `1.234,5`, `1,234.5`.
    pub fn decimal(self, value: f64, decimals: usize) -> String {
        let plain = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = String::new();
        if value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            text.push('−');
        }
        text.push_str(&grouped(whole, self.thousands()));
        if !fraction.is_empty() {
            text.push(if self == Self::Dutch { ',' } else { '.' });
            text.push_str(fraction);
        }
        text
    }

    /// The parts joined as in a sentence: `a`, `a en b`, `a, b en c`; `a and b`.
    pub fn list<S: AsRef<str>>(self, parts: &[S]) -> String {
        let and = if self == Self::Dutch { "en" } else { "and" };
        let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        match parts.split_last() {
            None => String::new(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, first)) => format!("{} {and} {last}", first.join(", ")),
        }
    }

    fn thousands(self) -> char {
        if self == Self::Dutch { '.' } else { ',' }
    }
}

fn grouped(digits: &str, sign: char) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(sign);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{Dutch, English};

    #[test]
    fn each_language_writes_days_and_numbers_in_its_own_way() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap_or_default();
        assert_eq!((Dutch.day(day), English.day(day)), ("1 maart 2026".to_owned(), "1 March 2026".to_owned()));
        assert_eq!((Dutch.count(11_204), English.count(999)), ("11.204".to_owned(), "999".to_owned()));
        assert_eq!((Dutch.decimal(1234.56, 1), English.decimal(1234.56, 1)), ("1.234,6".into(), "1,234.6".into()));
        assert_eq!((Dutch.decimal(-0.04, 1), English.decimal(-12.0, 0)), ("0,0".into(), "−12".into()));
        assert_eq!((Dutch.list(&["a", "b", "c"]), English.list(&["a", "b"])), ("a, b en c".into(), "a and b".into()));
        assert_eq!(Dutch.list::<&str>(&[]), "");
    }
}
