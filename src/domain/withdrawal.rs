//! Taking a delivery back (intrekken van een aanlevering): when that can be done, and why not.
//!
//! A body that sees at once that it sent the wrong files can take them back within a day, as long as nothing was built on
//! them: no later delivery changed one of their records or leans on one, and nobody gave or judged a reason about their
//! audits. Nothing is erased: what the register said meanwhile can still be asked.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use super::identifiers::AuditRef;

/// How a delivery that was stored stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// All of it is stored.
    Stored,
    /// Some of its rows were refused; the others are stored.
    Partly,
    /// It was taken back.
    Withdrawn,
}

/// How long a delivery can be taken back.
pub const WITHDRAWABLE_FOR: TimeDelta = TimeDelta::hours(24);

/// The longest reason, in signs.
pub const LONGEST_REASON: usize = 1_000;

/// Why a delivery is taken back, in the words of whoever does so: never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

/// A text that is no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReason {
    /// There is nothing.
    #[error("Schrijf waarom u de aanlevering intrekt.")]
    Empty,
    /// There is too much.
    #[error("De reden is te lang: ten hoogste {LONGEST_REASON} tekens.")]
    TooLong,
}

impl Reason {
    /// Reads a reason; control signs become blanks.
    ///
    /// # Errors
    /// [`InvalidReason`].
    pub fn parse(text: &str) -> Result<Self, InvalidReason> {
        let text: String = text.trim().chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
        match text.chars().count() {
            0 => Err(InvalidReason::Empty),
            1..=LONGEST_REASON => Ok(Self(text)),
            _ => Err(InvalidReason::TooLong),
        }
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Records of one kind that stand in the way: a few by name, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records {
    /// What they are, as in `onderzoeken`.
    pub kind: &'static str,
    /// The first of them.
    pub first: Vec<String>,
    /// How many there are.
    pub count: u64,
}

/// A delivery as far as taking it back goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The key of the delivery.
    pub delivery: i64,
    /// When it was stored.
    pub received_at: DateTime<Utc>,
    /// When it was taken back, if it was.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Records of it that a later delivery changed again.
    pub changed_since: Vec<Records>,
    /// Records of later deliveries that belong to records of it.
    pub leaning: Vec<Records>,
    /// Audits in it about which reasons were given or judged.
    pub reasoned: Vec<AuditRef>,
}

/// Why a delivery cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// It was already.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
    /// It is too long ago.
    TooLate {
        /// Until when it could be.
        until: DateTime<Utc>,
    },
    /// A later delivery changed some of its records again.
    ChangedSince(Vec<Records>),
    /// Records of later deliveries belong to its records.
    LeanedOn(Vec<Records>),
    /// Reasons were given or judged about its audits.
    Reasoned(Vec<AuditRef>),
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Withdrawn { .. } => f.write_str("Deze aanlevering is al ingetrokken."),
            Self::TooLate { .. } => {
                f.write_str("Intrekken kan tot 24 uur na het opslaan. Lever de goede gegevens aan: dan gelden die.")
            }
            Self::ChangedSince(records) => {
                write!(f, "Een latere aanlevering wijzigde {}. Trek eerst die in.", named(records))
            }
            Self::LeanedOn(records) => {
                write!(
                    f,
                    "Uit een latere aanlevering horen {} bij gegevens van deze. Trek eerst die in.",
                    named(records)
                )
            }
            Self::Reasoned(audits) => {
                let audits: Vec<&str> = audits.iter().map(AuditRef::as_str).collect();
                write!(f, "Over deze onderzoeken is al een motivering gegeven of beoordeeld: {}.", audits.join(", "))
            }
        }
    }
}

fn named(records: &[Records]) -> String {
    let each = records.iter().map(|records| {
        let more = records.count.saturating_sub(records.first.len() as u64);
        let rest = if more > 0 { format!(" en {more} andere") } else { String::new() };
        format!("{} {}{rest}", records.kind, records.first.join(", "))
    });
    each.collect::<Vec<_>>().join("; ")
}

/// That a delivery may be taken back, and when that is done. Only [`withdraw`] makes one, and without one nothing is put back.
#[derive(Debug, PartialEq, Eq)]
pub struct Withdrawal {
    delivery: i64,
    at: DateTime<Utc>,
}

impl Withdrawal {
    /// The key of the delivery.
    pub fn delivery(&self) -> i64 {
        self.delivery
    }

    /// When it is done.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }
}

/// Takes a stored delivery back.
///
/// # Errors
/// Every [`Obstacle`] there is, at least one.
pub fn withdraw(facts: &Facts, now: DateTime<Utc>) -> Result<Withdrawal, Vec<Obstacle>> {
    if let Some(at) = facts.withdrawn_at {
        return Err(vec![Obstacle::Withdrawn { at }]);
    }
    let until = facts.received_at + WITHDRAWABLE_FOR;
    if now >= until {
        return Err(vec![Obstacle::TooLate { until }]);
    }
    let mut obstacles = Vec::new();
    if !facts.changed_since.is_empty() {
        obstacles.push(Obstacle::ChangedSince(facts.changed_since.clone()));
    }
    if !facts.leaning.is_empty() {
        obstacles.push(Obstacle::LeanedOn(facts.leaning.clone()));
    }
    if !facts.reasoned.is_empty() {
        obstacles.push(Obstacle::Reasoned(facts.reasoned.clone()));
    }
    if obstacles.is_empty() { Ok(Withdrawal { delivery: facts.delivery, at: now }) } else { Err(obstacles) }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn facts() -> Facts {
        let received_at = "2026-02-01T09:00:00Z".parse().unwrap();
        Facts { delivery: 7, received_at, withdrawn_at: None, changed_since: vec![], leaning: vec![], reasoned: vec![] }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn within_a_day_and_not_a_moment_later() {
        assert_eq!(withdraw(&facts(), at("2026-02-02T08:59:59Z")).unwrap().delivery(), 7);
        let late = withdraw(&facts(), at("2026-02-02T09:00:00Z")).unwrap_err();
        assert_eq!(late, [Obstacle::TooLate { until: at("2026-02-02T09:00:00Z") }]);
    }

    #[test]
    fn everything_that_stands_in_the_way_is_named() {
        let records = vec![Records { kind: "onderzoeken", first: vec!["A1".into(), "A2".into()], count: 5 }];
        let reasoned = vec![AuditRef::parse("A1").unwrap()];
        let facts = Facts { changed_since: records.clone(), leaning: records, reasoned, ..facts() };
        let obstacles = withdraw(&facts, at("2026-02-01T10:00:00Z")).unwrap_err();
        let said: Vec<String> = obstacles.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 3);
        assert!(said[0].contains("onderzoeken A1, A2 en 3 andere"), "{said:?}");
        let once = Facts { withdrawn_at: Some(at("2026-02-01T09:30:00Z")), ..facts };
        assert_eq!(withdraw(&once, at("2026-02-01T10:00:00Z")).unwrap_err().len(), 1);
    }

    #[test]
    fn a_reason_says_something() {
        assert_eq!(Reason::parse(" \n"), Err(InvalidReason::Empty));
        assert_eq!(Reason::parse(&"a".repeat(1_001)), Err(InvalidReason::TooLong));
        assert_eq!(Reason::parse(" verkeerd\nbestand ").unwrap().as_str(), "verkeerd bestand");
    }
}
