//! A day as people here write it.

use chrono::NaiveDate;

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDay {
    /// It is written in another way, or is no day at all.
    OtherShape,
    /// It is written as a day, and there is none like it.
    NoSuchDay {
        /// The year that was written.
        year: i32,
        /// The month that was written.
        month: u32,
    },
}

/// Reads `2025-12-31`, and `31-12-2025` or `1-2-2025` as people write it. Nothing that could be read in two ways is read.
///
/// # Errors
/// [`NoDay`].
pub fn read(text: &str) -> Result<NaiveDate, NoDay> {
    let (year, month, day) = numbers(text).ok_or(NoDay::OtherShape)?;
    let year = i32::try_from(year).map_err(|_| NoDay::OtherShape)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(NoDay::NoSuchDay { year, month })
}

fn numbers(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('-');
    let [a, b, c] = [parts.next()?, parts.next()?, parts.next()?];
    if parts.next().is_some() {
        return None;
    }
    match (a.len(), b.len(), c.len()) {
        (4, 2, 2) => Some((number(a)?, number(b)?, number(c)?)),
        (1 | 2, 1 | 2, 4) => Some((number(c)?, number(b)?, number(a)?)),
        _ => None,
    }
}

fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_writing_a_day_are_read() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).ok_or(NoDay::OtherShape);
        for text in ["2026-03-01", "01-03-2026", "1-3-2026", "1-03-2026"] {
            assert_eq!(read(text), day, "{text}");
        }
    }

    #[test]
    fn what_could_be_read_two_ways_or_does_not_exist_is_refused() {
        for text in ["03/01/2026", "01-03-26", "2026-3-1", "20260301", "+026-03-01", "é-1-2026", "-1-1-2026", ""] {
            assert_eq!(read(text), Err(NoDay::OtherShape), "{text}");
        }
        assert_eq!(read("31-02-2025"), Err(NoDay::NoSuchDay { year: 2025, month: 2 }));
        assert_eq!(read("2025-13-01"), Err(NoDay::NoSuchDay { year: 2025, month: 13 }));
        assert_eq!(read("0000-00-00"), Err(NoDay::NoSuchDay { year: 0, month: 0 }));
    }
}
