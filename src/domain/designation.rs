//! Designations (aanwijzingen) that end, and how long certificates stay usable after that.
//!
//! A certificate leans on two designations: that of the body that issued it, for the scheme, and that of the scheme itself.
//! The law gives certificates six months when the designation of their body is withdrawn (Bbl art. 6.45 lid 4). Holders of
//! a certificate under a scheme that lost its designation are in the same position, and so are they while a designation is
//! suspended: no new certificate can be had at once, and nobody did anything wrong. The register therefore applies one rule to
//! all four; it is this file that has to change when the regulator decides otherwise.

use chrono::NaiveDate;

use super::calendar::{Term, TermUnit};
use super::period::Period;

/// Why a designation does not hold any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// It is suspended (geschorst) and may come back.
    Suspended,
    /// It is withdrawn (ingetrokken).
    Withdrawn,
}

/// The text says no way in which a designation ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is geen einde van een aanwijzing: kies schorsing of intrekking")]
pub struct UnknownEnd;

impl End {
    /// The Dutch word, as loaded, stored and exchanged.
    pub fn word(self) -> &'static str {
        match self {
            Self::Suspended => "schorsing",
            Self::Withdrawn => "intrekking",
        }
    }

    /// The end with this Dutch word.
    ///
    /// # Errors
    /// [`UnknownEnd`], which names the words there are.
    pub fn parse(text: &str) -> Result<Self, UnknownEnd> {
        match text.trim() {
            "schorsing" => Ok(Self::Suspended),
            "intrekking" => Ok(Self::Withdrawn),
            _ => Err(UnknownEnd),
        }
    }
}

/// Days on which a scheme is not designated although it was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lapse {
    /// The days.
    pub days: Period,
    /// Why.
    pub end: End,
}

/// The days on which a scheme with these lapses, in order of their days, is designated.
pub fn designated_around(lapses: &[Lapse]) -> Vec<Period> {
    let mut periods = Vec::with_capacity(lapses.len() + 1);
    let mut from = Some(NaiveDate::MIN);
    for lapse in lapses {
        periods.extend(from.map(|from| Period { from, until: Some(lapse.days.from) }));
        from = lapse.days.until;
    }
    periods.extend(from.map(Period::open));
    periods.retain(|period| !period.is_empty());
    periods
}

/// Whether a designation holds on a day, and since when not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// It holds.
    Designated,
    /// It ended; this is the first day without it.
    Ended(NaiveDate),
    /// It never held.
    Never,
}

/// How designations with these days stand on the day.
pub fn ground_on(designations: &[Period], day: NaiveDate) -> Ground {
    if designations.iter().any(|period| period.contains(day)) {
        return Ground::Designated;
    }
    let ends = designations.iter().filter(|period| !period.is_empty()).filter_map(|period| period.until);
    ends.filter(|ended| *ended <= day).max().map_or(Ground::Never, Ground::Ended)
}

/// Whether a body may certify for a scheme on the day: it is designated for the scheme, and the scheme is designated itself.
pub fn may_certify(designation: &Period, lapses: &[Lapse], day: NaiveDate) -> bool {
    designation.contains(day) && ground_on(&designated_around(lapses), day) == Ground::Designated
}

/// How long certificates stay usable after a designation ended (Bbl art. 6.45 lid 4).
const AFTER_DESIGNATION: Term = Term { amount: 6, unit: TermUnit::Months };

/// The last day on which certificates are usable after a designation of which `ended` is the first day without it, if they
/// run that long themselves (Bbl art. 6.45 lid 4). That day is one of the six months: "until six months after" the 31st of
/// August includes the last day of February. Terms of more than three months are not prolonged to a working day (Algemene
/// termijnenwet art. 4).
pub fn usable_after_designation(ended: NaiveDate) -> NaiveDate {
    AFTER_DESIGNATION.end_after(ended, false)
}

/// Whether the body still has holders to audit on the day: while it is designated, and as long as its certificates stay usable
/// after that.
pub fn reaches(designation: &Period, day: NaiveDate) -> bool {
    designation.from <= day && designation.until.is_none_or(|ended| day <= usable_after_designation(ended))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn lapse(from: &str, until: Option<&str>, end: End) -> Lapse {
        Lapse { days: Period { from: day(from), until: until.map(day) }, end }
    }

    #[test]
    fn a_body_may_audit_on_exactly_the_days_on_which_its_certificates_are_usable() {
        let ended = Period { from: day("2023-03-30"), until: Some(day("2025-08-31")) };
        assert_eq!(usable_after_designation(day("2025-08-31")), day("2026-02-28"));
        assert!(reaches(&ended, day("2026-02-28")), "the last of the six months counts");
        assert!(!reaches(&ended, day("2026-03-01")));
        assert!(!reaches(&ended, day("2023-03-29")));
    }

    #[test]
    fn a_scheme_is_designated_around_its_lapses() {
        assert_eq!(designated_around(&[]), [Period::open(NaiveDate::MIN)]);
        let suspended = lapse("2026-01-01", Some("2026-03-01"), End::Suspended);
        let withdrawn = lapse("2026-03-01", None, End::Withdrawn);
        let periods = designated_around(&[suspended, withdrawn]);
        assert_eq!(periods, [Period { from: NaiveDate::MIN, until: Some(day("2026-01-01")) }]);
        let again = designated_around(&[suspended]);
        assert_eq!(ground_on(&again, day("2026-02-28")), Ground::Ended(day("2026-01-01")));
        assert_eq!(ground_on(&again, day("2026-03-01")), Ground::Designated);
        assert_eq!(ground_on(&[], day("2026-03-01")), Ground::Never);
    }

    #[test]
    fn the_words_of_an_end_are_read_back() {
        for end in [End::Suspended, End::Withdrawn] {
            assert_eq!(End::parse(end.word()), Ok(end));
        }
        assert!(End::parse("verlopen").is_err());
    }
}
