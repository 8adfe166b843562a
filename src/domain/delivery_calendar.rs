//! When a body must have delivered (aanleverkalender): periods of whole months, each with a last day to deliver it.
//!
//! How often a body must deliver is agreed with it and can change from a day on. What nobody agreed otherwise is a period of
//! one month and fourteen days to deliver it.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::period::Period;
use super::supervision::delivery::DeliveryRule;

/// How often a body must deliver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    months: u32,
    days: u32,
}

/// A rhythm that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRhythm {
    /// Periods that do not fill a year.
    #[error("een aanlevertermijn is 1, 2, 3, 4, 6 of 12 maanden")]
    Months,
    /// Too long to deliver it.
    #[error("er zijn ten hoogste 90 dagen om een periode aan te leveren")]
    Days,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self { months: 1, days: 14 }
    }
}

impl Rhythm {
    /// Periods of so many months, each to be delivered so many days after its end.
    ///
    /// # Errors
    /// [`InvalidRhythm`].
    pub fn new(months: u32, days: u32) -> Result<Self, InvalidRhythm> {
        match (months, days) {
            (1 | 2 | 3 | 4 | 6 | 12, 0..=90) => Ok(Self { months, days }),
            (1 | 2 | 3 | 4 | 6 | 12, _) => Err(InvalidRhythm::Days),
            _ => Err(InvalidRhythm::Months),
        }
    }

    /// How many months a period has.
    pub fn months(self) -> u32 {
        self.months
    }

    /// How many days there are to deliver a period after its end.
    pub fn days(self) -> u32 {
        self.days
    }

    /// How old data may be before that is a signal: a whole period and the days to deliver it. Twice that is an alarm.
    pub fn rule(self) -> DeliveryRule {
        let attention_after = self.months * 31 + self.days;
        DeliveryRule { attention_after, alarm_after: attention_after * 2 }
    }

    /// The first day of the period that this day falls in; periods begin with the year.
    fn begin(self, day: NaiveDate) -> Option<NaiveDate> {
        let month = day.month0() / self.months * self.months + 1;
        NaiveDate::from_ymd_opt(day.year(), month, 1)
    }
}

/// A rhythm and the first day from which it holds, until the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// The first day.
    pub from: NaiveDate,
    /// The rhythm.
    pub rhythm: Rhythm,
}

/// The rhythm that holds on a day.
pub fn rhythm_on(agreed: &[Since], day: NaiveDate) -> Rhythm {
    let begun = agreed.iter().filter(|since| since.from <= day).max_by_key(|since| since.from);
    begun.map(|since| since.rhythm).unwrap_or_default()
}

/// A delivery as far as the calendar goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// The day it came.
    pub on: NaiveDate,
    /// The last day for which everything was delivered.
    pub through: NaiveDate,
}

/// How a period stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Everything came, on this day.
    Delivered {
        /// The day on which the period was complete.
        on: NaiveDate,
        /// Days after the last day; none when it was in time.
        late: Option<u32>,
    },
    /// The period is not over yet.
    Running,
    /// The period is over, and there is time until its last day.
    Expected,
    /// The last day has passed.
    Overdue {
        /// Days after the last day.
        days: u32,
    },
}

/// A period of which everything must be delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub through: NaiveDate,
    /// The last day to deliver it.
    pub by: NaiveDate,
    /// How it stands.
    pub due: Due,
}

/// The periods of a body that is or was designated on these days, the latest first: the one that runs, and those before it
/// back to `back` periods. Of periods in which the body was not designated nothing is expected.
pub fn calendar(
    agreed: &[Since],
    designated: &[Period],
    received: &[Received],
    today: NaiveDate,
    back: usize,
) -> Vec<Expected> {
    let mut periods = Vec::new();
    let mut day = today;
    while periods.len() <= back {
        let rhythm = rhythm_on(agreed, day);
        let Some((from, through)) = bounds(rhythm, day) else { break };
        let Some(by) = through.checked_add_days(Days::new(rhythm.days.into())) else { break };
        let whole = Period { from, until: through.succ_opt() };
        if designated.iter().any(|period| period.overlaps(&whole)) {
            periods.push(Expected { from, through, by, due: due(received, through, by, today) });
        } else if designated.iter().all(|period| period.from >= from) {
            break;
        }
        let Some(before) = from.pred_opt() else { break };
        day = before;
    }
    periods
}

fn bounds(rhythm: Rhythm, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let from = rhythm.begin(day)?;
    let next = from.checked_add_months(Months::new(rhythm.months))?;
    Some((from, next.pred_opt()?))
}

fn due(received: &[Received], through: NaiveDate, by: NaiveDate, today: NaiveDate) -> Due {
    let complete = received.iter().filter(|delivery| delivery.through >= through).map(|delivery| delivery.on).min();
    let after = |day: NaiveDate| u32::try_from((day - by).num_days()).unwrap_or(0);
    match complete {
        Some(on) => Due::Delivered { on, late: (on > by).then(|| after(on)) },
        None if today <= through => Due::Running,
        None if today <= by => Due::Expected,
        None => Due::Overdue { days: after(today) },
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn since(from: &str, months: u32, days: u32) -> Since {
        Since { from: day(from), rhythm: Rhythm::new(months, days).unwrap() }
    }

    fn received(on: &str, through: &str) -> Received {
        Received { on: day(on), through: day(through) }
    }

    fn always() -> Vec<Period> {
        vec![Period::open(day("2020-01-01"))]
    }

    #[test]
    fn each_month_has_two_weeks_unless_agreed_otherwise() {
        let came = [received("2026-09-14", "2026-08-31"), received("2026-10-20", "2026-09-30")];
        let periods = calendar(&[], &always(), &came, day("2026-11-20"), 3);
        let said: Vec<_> = periods.iter().map(|period| (period.from, period.by, period.due)).collect();
        assert_eq!(
            said,
            [
                (day("2026-11-01"), day("2026-12-14"), Due::Running),
                (day("2026-10-01"), day("2026-11-14"), Due::Overdue { days: 6 }),
                (day("2026-09-01"), day("2026-10-14"), Due::Delivered { on: day("2026-10-20"), late: Some(6) }),
                (day("2026-08-01"), day("2026-09-14"), Due::Delivered { on: day("2026-09-14"), late: None }),
            ]
        );
        assert_eq!(calendar(&[], &always(), &[], day("2026-11-14"), 1)[1].due, Due::Expected);
    }

    #[test]
    fn a_rhythm_holds_from_its_day_on() {
        let agreed = [since("2026-07-01", 3, 30)];
        let periods = calendar(&agreed, &always(), &[], day("2026-08-15"), 1);
        assert_eq!((periods[0].from, periods[0].through), (day("2026-07-01"), day("2026-09-30")));
        assert_eq!((periods[1].from, periods[1].through), (day("2026-06-01"), day("2026-06-30")));
    }

    #[test]
    fn before_and_after_its_designation_nothing_is_expected_of_a_body() {
        let months = |periods: Vec<Expected>| periods.iter().map(|period| period.from.month()).collect::<Vec<_>>();
        let from = vec![Period::open(day("2026-09-10"))];
        assert_eq!(months(calendar(&[], &from, &[], day("2026-11-20"), 12)), [11, 10, 9]);
        let ended = vec![Period { from: day("2026-01-01"), until: Some(day("2026-06-01")) }];
        assert_eq!(months(calendar(&[], &ended, &[], day("2026-11-20"), 1)), [5, 4]);
        assert_eq!(calendar(&[], &[], &[], day("2026-11-20"), 12), []);
    }

    #[test]
    fn the_usual_rhythm_gives_the_usual_signal() {
        assert_eq!(Rhythm::default().rule(), DeliveryRule::default());
        assert_eq!(Rhythm::new(5, 14), Err(InvalidRhythm::Months));
        assert_eq!(Rhythm::new(3, 91), Err(InvalidRhythm::Days));
    }
}
