//! A signal: look here, and why. It never judges, and it carries what it was computed from.

use chrono::NaiveDate;
use serde::Serialize;

use super::calendar::in_words;
use super::identifiers::{BodyCode, SchemeCode};
use super::supervision::Level;

/// What a signal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum SignalKind {
    /// A single deviation in a category that the scheme marks as grave.
    #[serde(rename = "ernstig")]
    Grave,
    /// A rate of deviations above the norm.
    #[serde(rename = "norm")]
    Norm,
    /// A policy of its own in a cell of the matrix.
    #[serde(rename = "eigen-beleid")]
    OwnPolicy,
    /// Bodies of one scheme that impose different measures in the same cell.
    #[serde(rename = "gelijkheid")]
    Uniformity,
    /// Fewer findings than the other bodies report.
    #[serde(rename = "stilte")]
    Silence,
    /// A running score of deviations that reached its limit.
    #[serde(rename = "verloop")]
    Drift,
    /// Holders and certificates that move around a sanction or a lost designation.
    #[serde(rename = "overstap")]
    Movement,
    /// A delivery that should have come and did not.
    #[serde(rename = "aanlevering")]
    MissingDelivery,
}

impl SignalKind {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Grave,
        Self::Norm,
        Self::OwnPolicy,
        Self::Uniformity,
        Self::Silence,
        Self::Drift,
        Self::Movement,
        Self::MissingDelivery,
    ];

    /// The Dutch word, as in exchange and storage.
    pub fn code(self) -> &'static str {
        match self {
            Self::Grave => "ernstig",
            Self::Norm => "norm",
            Self::OwnPolicy => "eigen-beleid",
            Self::Uniformity => "gelijkheid",
            Self::Silence => "stilte",
            Self::Drift => "verloop",
            Self::Movement => "overstap",
            Self::MissingDelivery => "aanlevering",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The days a figure covers; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Window {
    /// First day.
    #[serde(rename = "van")]
    pub from: NaiveDate,
    /// Last day.
    #[serde(rename = "tot")]
    pub through: NaiveDate,
}

impl Window {
    /// The months that end on this day: twelve up to 30 June 2026 start on 1 July 2025.
    pub fn months_up_to(through: NaiveDate, months: u32) -> Self {
        let before = through.checked_sub_months(chrono::Months::new(months)).unwrap_or(NaiveDate::MIN);
        // The end of a short month is the end of every month: 28 February looks back to 29 February.
        let last = through.succ_opt().is_some_and(|next| chrono::Datelike::day(&next) == 1);
        let before = if last { end_of_month(before) } else { before };
        Self { from: before.succ_opt().unwrap_or(before).min(through), through }
    }

    /// Whether the day lies in the window.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.through
    }
}

fn end_of_month(day: NaiveDate) -> NaiveDate {
    let first = chrono::Datelike::with_day(&day, 1).unwrap_or(day);
    first.checked_add_months(chrono::Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day)
}

/// "1 juli 2025 tot en met 30 juni 2026".
impl std::fmt::Display for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} tot en met {}", in_words(self.from), in_words(self.through))
    }
}

/// A flag on a body, or on a scheme as a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signal {
    /// What it is about.
    #[serde(rename = "soort")]
    pub kind: SignalKind,
    /// The body it points at; none when it is about a scheme.
    #[serde(rename = "instelling")]
    pub body: Option<BodyCode>,
    /// The scheme.
    #[serde(rename = "schema")]
    pub scheme: SchemeCode,
    /// The days it covers.
    #[serde(rename = "periode")]
    pub period: Window,
    /// [`Level::Attention`] or [`Level::Alarm`].
    #[serde(rename = "niveau")]
    pub level: Level,
    /// What was measured, against what, and how sure that is, in plain Dutch.
    #[serde(rename = "zin")]
    pub sentence: String,
    /// The counts and parameters from which anyone can compute it again.
    #[serde(rename = "bewijs")]
    pub evidence: serde_json::Value,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_window_of_twelve_months_has_each_day_of_the_year_once() {
        for (through, from) in [
            ("2026-06-30", "2025-07-01"),
            ("2026-02-28", "2025-03-01"),
            ("2025-02-28", "2024-03-01"),
            ("2026-06-15", "2025-06-16"),
        ] {
            assert_eq!(Window::months_up_to(day(through), 12).from, day(from), "{through}");
        }
    }

    #[test]
    fn every_kind_is_found_by_its_code() {
        for kind in SignalKind::ALL {
            assert_eq!(SignalKind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
        assert_eq!(SignalKind::from_code("oordeel"), None);
    }
}
