//! Days that count: Dutch public holidays, working days, and terms as law and schemes write them.
//!
//! Holidays: Algemene termijnenwet (art. 3). A term that ends on a Saturday, Sunday or holiday runs to the next
//! working day (art. 1).

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Europe::Amsterdam;
use serde::{Deserialize, Serialize};

/// The unit of a [`Term`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TermUnit {
    /// Calendar days.
    #[serde(rename = "dagen")]
    Days,
    /// Weeks of seven days.
    #[serde(rename = "weken")]
    Weeks,
    /// Calendar months; a day that the month does not have becomes its last day.
    #[serde(rename = "maanden")]
    Months,
    /// Calendar years; 29 February becomes 28 February in a common year.
    #[serde(rename = "jaren")]
    Years,
    /// Monday to Friday, holidays not counted; counting starts the day after.
    #[serde(rename = "werkdagen")]
    WorkingDays,
}

/// A length of time as a scheme or a law states it, as in "binnen 4 weken".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Term {
    /// How many units.
    #[serde(rename = "aantal")]
    pub amount: u32,
    /// Of which unit.
    #[serde(rename = "eenheid")]
    pub unit: TermUnit,
}

impl Term {
    /// The last day of the term when it starts to run on `start`.
    ///
    /// With `prolong`, an end on a day that is no working day moves to the next one; a term in working days ends on a
    /// working day by itself and is never prolonged. Dates beyond the calendar stay at its last day.
    pub fn end_after(self, start: NaiveDate, prolong: bool) -> NaiveDate {
        let end = match self.unit {
            TermUnit::WorkingDays => return self.working_days_after(start),
            TermUnit::Days => start.checked_add_days(Days::new(self.amount.into())),
            TermUnit::Weeks => start.checked_add_days(Days::new(u64::from(self.amount) * 7)),
            TermUnit::Months => start.checked_add_months(Months::new(self.amount)),
            TermUnit::Years => start.checked_add_months(Months::new(self.amount.saturating_mul(12))),
        }
        .unwrap_or(NaiveDate::MAX);
        if prolong { next_working_day(end) } else { end }
    }

    /// The first day of the window of this length that looks back from `end`: `end` minus the term.
    ///
    /// A matrix has no windows in working days; for such a term the day itself is returned.
    pub fn start_before(self, end: NaiveDate) -> NaiveDate {
        match self.unit {
            TermUnit::WorkingDays => Some(end),
            TermUnit::Days => end.checked_sub_days(Days::new(self.amount.into())),
            TermUnit::Weeks => end.checked_sub_days(Days::new(u64::from(self.amount) * 7)),
            TermUnit::Months => end.checked_sub_months(Months::new(self.amount)),
            TermUnit::Years => end.checked_sub_months(Months::new(self.amount.saturating_mul(12))),
        }
        .unwrap_or(NaiveDate::MIN)
    }

    fn working_days_after(self, start: NaiveDate) -> NaiveDate {
        start
            .iter_days()
            .skip(1)
            .filter(|day| is_working_day(*day))
            .nth((self.amount as usize).saturating_sub(1))
            .filter(|_| self.amount > 0)
            .unwrap_or(start)
    }
}

/// "4 weken", "1 dag": the term in Dutch words.
impl std::fmt::Display for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let one = self.amount == 1;
        let unit = match self.unit {
            TermUnit::Days if one => "dag",
            TermUnit::Days => "dagen",
            TermUnit::Weeks if one => "week",
            TermUnit::Weeks => "weken",
            TermUnit::Months if one => "maand",
            TermUnit::Months => "maanden",
            TermUnit::Years => "jaar",
            TermUnit::WorkingDays if one => "werkdag",
            TermUnit::WorkingDays => "werkdagen",
        };
        write!(f, "{} {unit}", self.amount)
    }
}

/// Whether the day is a Dutch public holiday on which no term may end.
///
/// Nieuwjaarsdag, Goede Vrijdag, tweede paasdag, Koningsdag, Bevrijdingsdag, Hemelvaartsdag, tweede pinksterdag and both
/// Christmas days. Koningsdag moves to 26 April when the 27th is a Sunday.
pub fn is_public_holiday(day: NaiveDate) -> bool {
    let fixed = match (day.month(), day.day()) {
        (1, 1) | (5, 5) | (12, 25 | 26) => true,
        (4, 27) => day.weekday() != Weekday::Sun,
        (4, 26) => day.weekday() == Weekday::Sat,
        _ => false,
    };
    // Only these months can hold a day that moves with Easter; most days need no Easter at all.
    fixed || ((3..=6).contains(&day.month()) && moves_with_easter(day))
}

fn moves_with_easter(day: NaiveDate) -> bool {
    const GOOD_FRIDAY: i64 = -2;
    const EASTER_MONDAY: i64 = 1;
    const ASCENSION: i64 = 39;
    const WHIT_MONDAY: i64 = 50;
    easter_sunday(day.year())
        .is_some_and(|easter| [GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY].contains(&(day - easter).num_days()))
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm of Meeus, Jones and Butcher).
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let (leap_centuries, century_rest) = (century / 4, century % 4);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leap_centuries - correction + 15) % 30;
    let weekday = (32 + 2 * century_rest + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let shift = (golden + 11 * epact + 22 * weekday) / 451;
    let ordinal = epact + weekday - 7 * shift + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(ordinal / 31).ok()?, u32::try_from(ordinal % 31 + 1).ok()?)
}

/// Monday to Friday and not a public holiday.
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_public_holiday(day)
}

/// The day itself when it is a working day, else the first one after it.
pub fn next_working_day(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|d| is_working_day(*d)).unwrap_or(day)
}

/// The day it is in the Netherlands, where the law applies, at this time.
pub fn dutch_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Amsterdam).date_naive()
}

/// The last moment of the day in the Netherlands, to the microsecond.
pub fn end_of_dutch_day(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.succ_opt().unwrap_or(day).and_time(NaiveTime::MIN);
    // Summer time never began or ended at midnight; the moment in UTC would do if it had.
    let next =
        Amsterdam.from_local_datetime(&midnight).earliest().map_or(midnight.and_utc(), |at| at.with_timezone(&Utc));
    next - TimeDelta::microseconds(1)
}

/// The date as Dutch people write it in a sentence: `1 maart 2026`.
pub fn in_words(day: NaiveDate) -> String {
    const MONTHS: [&str; 12] = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ];
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn term(amount: u32, unit: TermUnit) -> Term {
        Term { amount, unit }
    }

    #[test]
    fn a_day_ends_just_before_the_next_begins_in_the_netherlands() {
        for text in ["2026-03-28", "2026-03-29", "2026-06-30", "2026-10-25", "2026-12-31"] {
            let day: NaiveDate = text.parse().unwrap();
            let end = end_of_dutch_day(day);
            assert_eq!(dutch_day(end), day);
            assert_eq!(dutch_day(end + TimeDelta::microseconds(1)), day.succ_opt().unwrap());
        }
    }

    #[test]
    fn holidays_of_three_years() {
        for holiday in [
            "2024-01-01",
            "2024-03-29",
            "2024-04-01",
            "2024-04-27",
            "2024-05-05",
            "2024-05-09",
            "2024-05-20",
            "2024-12-25",
            "2024-12-26",
            "2025-04-18",
            "2025-04-21",
            "2025-04-26",
            "2025-05-29",
            "2025-06-09",
            "2026-04-03",
            "2026-04-06",
            "2026-04-27",
            "2026-05-14",
            "2026-05-25",
        ] {
            assert!(is_public_holiday(date(holiday)), "{holiday}");
        }
        for ordinary in ["2025-04-27", "2024-04-26", "2026-04-05", "2026-12-24", "2026-05-04"] {
            assert!(!is_public_holiday(date(ordinary)), "{ordinary}");
        }
    }

    #[test]
    fn months_clamp_to_the_last_day() {
        assert_eq!(term(1, TermUnit::Months).end_after(date("2025-01-31"), false), date("2025-02-28"));
        assert_eq!(term(1, TermUnit::Years).end_after(date("2024-02-29"), false), date("2025-02-28"));
        assert_eq!(term(1, TermUnit::Months).start_before(date("2025-03-31")), date("2025-02-28"));
    }

    #[test]
    fn an_end_on_a_free_day_moves_only_when_prolonged() {
        let week = term(1, TermUnit::Weeks);
        assert_eq!(week.end_after(date("2026-03-28"), false), date("2026-04-04"));
        // Saturday 4 April, Easter Sunday and Easter Monday are passed over.
        assert_eq!(week.end_after(date("2026-03-28"), true), date("2026-04-07"));
    }

    #[test]
    fn working_days_start_the_day_after_and_are_never_prolonged() {
        let five = term(5, TermUnit::WorkingDays);
        assert_eq!(five.end_after(date("2026-03-30"), true), date("2026-04-08"));
        assert_eq!(term(1, TermUnit::WorkingDays).end_after(date("2026-03-27"), true), date("2026-03-30"));
        assert_eq!(term(0, TermUnit::WorkingDays).end_after(date("2026-03-28"), true), date("2026-03-28"));
    }

    #[test]
    fn dates_beyond_the_calendar_do_not_panic() {
        let forever = term(u32::MAX, TermUnit::Years);
        assert_eq!(forever.end_after(date("2026-01-01"), false), NaiveDate::MAX);
        assert_eq!(forever.start_before(date("2026-01-01")), NaiveDate::MIN);
        assert_eq!(term(1, TermUnit::Days).end_after(NaiveDate::MAX, true), NaiveDate::MAX);
    }

    #[test]
    fn terms_and_dates_read_as_dutch() {
        assert_eq!(term(1, TermUnit::Weeks).to_string(), "1 week");
        assert_eq!(term(3, TermUnit::Months).to_string(), "3 maanden");
        assert_eq!(in_words(date("2026-03-01")), "1 maart 2026");
    }
}
