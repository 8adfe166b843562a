//! The words for verdicts, measures and moments.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::assessment::{Assessment, Verdict};
use crate::domain::calendar::{dutch_day, in_words};
use crate::domain::identifiers::{CategoryCode, MeasureCode};
use crate::domain::matrix::Matrix;
use crate::web::format::plural;
use crate::web::view::{Status, Tone};

/// A moment on a Dutch clock: `23 november 2026, 09.14 uur`.
pub fn moment(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&chrono_tz::Europe::Amsterdam);
    format!("{}, {} uur", in_words(dutch_day(at)), local.format("%H.%M"))
}

/// The word for a verdict, as in `te licht`.
pub fn word(verdict: Verdict) -> String {
    verdict.code().replace('-', " ")
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Conforms => Tone::Positive,
        Verdict::Open | Verdict::FollowUpOpen => Tone::Info,
        Verdict::NoNonconformity => Tone::Neutral,
        Verdict::Groundless => Tone::Warning,
        _ => Tone::Negative,
    }
}

fn steps_in_words(steps: Option<i32>) -> String {
    plural(steps.map_or(0, i32::unsigned_abs).into(), "stap", "stappen")
}

fn days_in_words(days: Option<i64>) -> String {
    plural(days.map_or(0, i64::unsigned_abs), "dag", "dagen")
}

pub(super) fn label(verdict: Verdict, steps: Option<i32>, days_late: Option<i64>) -> Status {
    let word = word(verdict);
    let text = match verdict {
        Verdict::TooLight | Verdict::TooHeavy if steps.is_some() => format!("{word}, {}", steps_in_words(steps)),
        Verdict::TooLate if days_late.is_some() => format!("{word}, {}", days_in_words(days_late)),
        _ => word,
    };
    Status::new(tone(verdict), text)
}

/// The verdicts of a stored row as labels.
pub(super) fn stored_labels(codes: &str, steps: Option<i32>, days_late: Option<i64>) -> Vec<Status> {
    codes.split('+').filter_map(Verdict::from_code).map(|verdict| label(verdict, steps, days_late)).collect()
}

pub(super) fn measure_name<'a>(matrix: &'a Matrix, code: &'a MeasureCode) -> &'a str {
    matrix.measure(code).map_or(code.as_str(), |measure| &measure.name)
}

pub(super) fn category_name<'a>(matrix: &'a Matrix, code: &'a CategoryCode) -> &'a str {
    matrix.category(code).map_or(code.as_str(), |category| &category.name)
}

pub(super) fn departure(verdict: Verdict, found: &Assessment) -> Option<String> {
    let text = match verdict {
        Verdict::TooLight => format!("{} lichter", steps_in_words(found.steps)),
        Verdict::TooHeavy => format!("{} zwaarder", steps_in_words(found.steps)),
        Verdict::TooLate => format!("{} te laat", days_in_words(found.days_late)),
        Verdict::RecoveryTermMissing => "zonder hersteltermijn".to_owned(),
        Verdict::RecoveryTermTooLong => "met een te lange hersteltermijn".to_owned(),
        Verdict::FollowUpTooLight => "met een te licht vervolgbesluit".to_owned(),
        Verdict::FollowUpTooHeavy => "met een te zwaar vervolgbesluit".to_owned(),
        Verdict::FollowUpTooLate => "met een te laat vervolgbesluit".to_owned(),
        Verdict::NotFollowedUp => "zonder vervolgbesluit toen herstel uitbleef".to_owned(),
        Verdict::FollowUpOpen => "een vervolgbesluit kan nog komen".to_owned(),
        Verdict::NoNonconformity | Verdict::Groundless | Verdict::Open | Verdict::NoDecision | Verdict::Conforms => {
            return None;
        }
    };
    Some(text)
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// How many days lie between the two, in words: `vandaag`, `nog 12 dagen`, `3 dagen geleden`.
pub fn until(day: NaiveDate, today: NaiveDate) -> String {
    let days = (day - today).num_days();
    match days {
        0 => "vandaag".to_owned(),
        1.. => format!("nog {}", days_in_words(Some(days))),
        _ => format!("{} geleden", days_in_words(Some(days))),
    }
}
