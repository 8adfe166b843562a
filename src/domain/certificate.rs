//! Whether a certificate may be used on a day, and why.
//!
//! Nothing of this is stored: a status holds for a date and follows from the dates of the certificate, of the decisions
//! about it, and of the designations that it leans on: of the body that issued it, and of the scheme.

use chrono::{Days, NaiveDate};

use super::designation::{Ground, ground_on, usable_after_designation};
use super::matrix::Effect;
use super::period::Period;

/// How a certificate stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It is not in force yet.
    NotYet,
    /// It may be used.
    Valid,
    /// It is suspended for the time being.
    Suspended,
    /// It was ended by a decision.
    Withdrawn,
    /// Its last day has passed.
    Expired,
    /// The body that issued it may not certify for the scheme, or the scheme itself is not designated, and no time is left
    /// after the end of that designation; the [`Reason`] tells which.
    BodyNotDesignated,
}

impl Standing {
    /// Every standing, in the order in which they are explained to people.
    pub const ALL: [Self; 6] =
        [Self::Valid, Self::NotYet, Self::Suspended, Self::Withdrawn, Self::Expired, Self::BodyNotDesignated];

    /// The Dutch word, as it is exchanged with other programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotYet => "nog-niet-geldig",
            Self::Valid => "geldig",
            Self::Suspended => "geschorst",
            Self::Withdrawn => "ingetrokken",
            Self::Expired => "verlopen",
            Self::BodyNotDesignated => "instelling-niet-aangewezen",
        }
    }

    /// The standing with this Dutch word, if there is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }

    /// Whether the holder may work under the certificate.
    pub fn allows_work(self) -> bool {
        self == Self::Valid
    }
}

/// Why a certificate stands as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Its own first and last day say so.
    OwnDates,
    /// A decision about it says so.
    Decision,
    /// The designation of the body ended; the certificate stays usable for six months after that, or as long as it runs
    /// itself when that is shorter (Bbl art. 6.45 lid 4).
    AfterDesignation,
    /// The body is not designated for the scheme.
    NoDesignation,
    /// The designation of the scheme ended; the certificate stays usable as after the end of that of its body.
    AfterScheme,
    /// The scheme is not designated.
    NoScheme,
}

/// The status of a certificate on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status {
    /// How it stands.
    pub standing: Standing,
    /// Why.
    pub reason: Reason,
    /// The first day of this status. Absent when it was always so.
    pub since: Option<NaiveDate>,
    /// The last day of this status as far as is known now. Absent when no end is known.
    pub until: Option<NaiveDate>,
}

/// A decision that touches the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecisionEffect {
    /// What its measure does.
    pub effect: Effect,
    /// From which day on (ingangsdatum).
    pub effective_on: NaiveDate,
    /// The first day on which a suspension does not hold any more (opgeheven op). An end cannot be lifted.
    pub lifted_on: Option<NaiveDate>,
    /// When the decision was revoked: it then never had effect, also not on earlier days.
    pub revoked_on: Option<NaiveDate>,
}

impl DecisionEffect {
    /// Whether it does something, on this day or later, to a certificate that runs through `valid_until`. A suspension does
    /// until it is lifted; after the last day of the certificate nothing does.
    pub fn matters_from(&self, day: NaiveDate, valid_until: NaiveDate) -> bool {
        let lifted = if self.effect == Effect::Suspends { self.lifted_on } else { None };
        self.effect != Effect::None
            && self.revoked_on.is_none()
            && day <= valid_until
            && lifted.is_none_or(|lifted| day < lifted)
    }
}

/// What the status of a certificate follows from.
#[derive(Debug, Clone, Copy)]
pub struct Certificate<'a> {
    /// First day (afgegeven op).
    pub issued_on: NaiveDate,
    /// Last day (geldig tot en met).
    pub valid_until: NaiveDate,
    /// The decisions about it; those without effect may be among them.
    pub decisions: &'a [DecisionEffect],
    /// When the body that issued it was designated for the scheme.
    pub designations: &'a [Period],
    /// When the scheme itself was designated.
    pub scheme: &'a [Period],
}

/// What a designation lets a certificate do on a day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Carries {
    /// It holds.
    Fully,
    /// It ended less than six months ago.
    ForNow,
    /// It does not, or not any more.
    No,
}

impl Certificate<'_> {
    /// The status on this day: withdrawn, else suspended, else expired, else what the designations of body and scheme allow.
    pub fn status_on(&self, day: NaiveDate) -> Status {
        let now = self.standing_on(day);
        let turns = self.turning_days();
        let at = turns.partition_point(|turn| *turn <= day);
        let (past, future) = turns.split_at(at);
        // Going back, the status began on the last day that the day before it differs from.
        let since = past
            .iter()
            .rev()
            .find(|turn| turn.pred_opt().is_none_or(|before| self.standing_on(before) != now))
            .copied();
        let until = future.iter().find(|turn| self.standing_on(**turn) != now).and_then(NaiveDate::pred_opt);
        Status { standing: now.0, reason: now.1, since, until }
    }

    /// The status on this day without its first and last day, which takes far less to find out.
    pub fn standing_on(&self, day: NaiveDate) -> (Standing, Reason) {
        let in_effect = |effect: Effect| {
            self.decisions.iter().any(|decision| {
                decision.effect == effect
                    && decision.revoked_on.is_none()
                    && decision.effective_on <= day
                    && (effect == Effect::Ends || decision.lifted_on.is_none_or(|lifted| day < lifted))
            })
        };
        if day < self.issued_on {
            (Standing::NotYet, Reason::OwnDates)
        } else if in_effect(Effect::Ends) {
            (Standing::Withdrawn, Reason::Decision)
        } else if in_effect(Effect::Suspends) {
            (Standing::Suspended, Reason::Decision)
        } else if day > self.valid_until {
            (Standing::Expired, Reason::OwnDates)
        } else {
            self.designated_on(day)
        }
    }

    fn designated_on(&self, day: NaiveDate) -> (Standing, Reason) {
        match (self.carried_by(self.designations, day), self.carried_by(self.scheme, day)) {
            (Carries::No, _) => (Standing::BodyNotDesignated, Reason::NoDesignation),
            (_, Carries::No) => (Standing::BodyNotDesignated, Reason::NoScheme),
            (Carries::ForNow, _) => (Standing::Valid, Reason::AfterDesignation),
            (_, Carries::ForNow) => (Standing::Valid, Reason::AfterScheme),
            (Carries::Fully, Carries::Fully) => (Standing::Valid, Reason::OwnDates),
        }
    }

    fn carried_by(&self, designations: &[Period], day: NaiveDate) -> Carries {
        match ground_on(designations, day) {
            Ground::Designated => Carries::Fully,
            // Only a certificate that was issued before the end has time left after it.
            Ground::Ended(ended) if self.issued_on < ended && day <= usable_after_designation(ended) => Carries::ForNow,
            Ground::Ended(_) | Ground::Never => Carries::No,
        }
    }

    /// The days on which the status may differ from that of the day before, in order.
    fn turning_days(&self) -> Vec<NaiveDate> {
        let mut days = vec![self.issued_on];
        days.extend(the_day_after(self.valid_until));
        for decision in self.decisions {
            days.push(decision.effective_on);
            days.extend(decision.lifted_on);
        }
        for period in self.designations.iter().chain(self.scheme) {
            // What always held did not begin on a day.
            days.extend((period.from > NaiveDate::MIN).then_some(period.from));
            days.extend(period.until);
            days.extend(period.until.and_then(|ended| the_day_after(usable_after_designation(ended))));
        }
        days.sort_unstable();
        days
    }
}

fn the_day_after(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(1))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn decision(effect: Effect, on: &str, lifted: Option<&str>) -> DecisionEffect {
        DecisionEffect { effect, effective_on: day(on), lifted_on: lifted.map(day), revoked_on: None }
    }

    #[test]
    fn every_word_is_read_back() {
        for standing in Standing::ALL {
            assert_eq!(Standing::from_word(standing.word()), Some(standing));
        }
        assert_eq!(Standing::from_word("iets"), None);
    }

    fn status(decisions: &[DecisionEffect], designations: &[Period], on: &str) -> Status {
        let (issued_on, valid_until) = (day("2024-03-01"), day("2027-02-28"));
        let scheme = &[Period::open(NaiveDate::MIN)];
        Certificate { issued_on, valid_until, decisions, designations, scheme }.status_on(day(on))
    }

    fn always() -> Vec<Period> {
        vec![Period::open(day("2023-03-30"))]
    }

    fn shape(status: Status) -> (Standing, Reason, Option<String>, Option<String>) {
        (status.standing, status.reason, status.since.map(|d| d.to_string()), status.until.map(|d| d.to_string()))
    }

    #[track_caller]
    fn assert_status(found: Status, standing: Standing, reason: Reason, since: &str, until: &str) {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        assert_eq!(shape(found), (standing, reason, some(since), some(until)));
    }

    #[test]
    fn first_and_last_day_count() {
        let at = |on: &str| status(&[], &always(), on);
        assert_status(at("2024-02-29"), Standing::NotYet, Reason::OwnDates, "", "2024-02-29");
        for on in ["2024-03-01", "2027-02-28"] {
            assert_status(at(on), Standing::Valid, Reason::OwnDates, "2024-03-01", "2027-02-28");
        }
        assert_status(at("2027-03-01"), Standing::Expired, Reason::OwnDates, "2027-03-01", "");
    }

    #[test]
    fn a_suspension_holds_until_the_day_it_is_lifted() {
        let decisions = [decision(Effect::Suspends, "2025-05-01", Some("2025-06-15"))];
        let at = |on: &str| status(&decisions, &always(), on);
        assert_status(at("2025-04-30"), Standing::Valid, Reason::OwnDates, "2024-03-01", "2025-04-30");
        assert_status(at("2025-06-14"), Standing::Suspended, Reason::Decision, "2025-05-01", "2025-06-14");
        assert_status(at("2025-06-15"), Standing::Valid, Reason::OwnDates, "2025-06-15", "2027-02-28");
    }

    #[test]
    fn suspensions_that_touch_are_one() {
        let decisions = [
            decision(Effect::Suspends, "2025-05-01", Some("2025-06-01")),
            decision(Effect::Suspends, "2025-06-01", None),
        ];
        assert_status(
            status(&decisions, &always(), "2025-07-01"),
            Standing::Suspended,
            Reason::Decision,
            "2025-05-01",
            "",
        );
    }

    #[test]
    fn an_end_goes_before_a_suspension_and_cannot_be_lifted() {
        let decisions = [
            decision(Effect::Suspends, "2025-05-01", None),
            decision(Effect::Ends, "2025-08-01", Some("2025-09-01")),
            decision(Effect::None, "2025-01-01", None),
        ];
        let at = |on: &str| status(&decisions, &always(), on);
        assert_status(at("2025-07-31"), Standing::Suspended, Reason::Decision, "2025-05-01", "2025-07-31");
        assert_status(at("2026-01-01"), Standing::Withdrawn, Reason::Decision, "2025-08-01", "");
        assert_status(at("2028-01-01"), Standing::Withdrawn, Reason::Decision, "2025-08-01", "");
    }

    #[test]
    fn a_revoked_decision_never_had_effect() {
        let mut revoked = decision(Effect::Ends, "2025-05-01", None);
        revoked.revoked_on = Some(day("2025-09-01"));
        let found = status(&[revoked], &always(), "2025-06-01");
        assert_status(found, Standing::Valid, Reason::OwnDates, "2024-03-01", "2027-02-28");
    }

    #[test]
    fn six_months_remain_after_the_designation_ended() {
        let ended = [Period { from: day("2023-03-30"), until: Some(day("2025-08-31")) }];
        let at = |on: &str| status(&[], &ended, on);
        assert_status(at("2025-08-30"), Standing::Valid, Reason::OwnDates, "2024-03-01", "2025-08-30");
        assert_status(at("2025-08-31"), Standing::Valid, Reason::AfterDesignation, "2025-08-31", "2026-02-28");
        assert_status(at("2026-02-28"), Standing::Valid, Reason::AfterDesignation, "2025-08-31", "2026-02-28");
        assert_status(at("2026-03-01"), Standing::BodyNotDesignated, Reason::NoDesignation, "2026-03-01", "2027-02-28");
    }

    #[test]
    fn what_remains_is_no_longer_than_the_certificate_itself() {
        let ended = [Period { from: day("2023-03-30"), until: Some(day("2026-12-01")) }];
        let found = status(&[], &ended, "2027-02-28");
        assert_status(found, Standing::Valid, Reason::AfterDesignation, "2026-12-01", "2027-02-28");
        assert_eq!(status(&[], &ended, "2027-03-01").standing, Standing::Expired);
    }

    #[test]
    fn a_certificate_issued_without_designation_is_not_usable() {
        let before = [Period { from: day("2023-03-30"), until: Some(day("2024-02-01")) }];
        assert_eq!(status(&[], &before, "2024-04-01").standing, Standing::BodyNotDesignated);
        assert_eq!(status(&[], &[], "2024-04-01").reason, Reason::NoDesignation);
        let again = [before[0], Period::open(day("2025-01-01"))];
        assert_eq!(status(&[], &again, "2025-01-01").standing, Standing::Valid);
    }

    #[test]
    fn a_scheme_that_loses_its_designation_gives_the_same_six_months() {
        let ended = [Period { from: NaiveDate::MIN, until: Some(day("2025-08-31")) }];
        let (issued_on, valid_until) = (day("2024-03-01"), day("2027-02-28"));
        let certificate =
            Certificate { issued_on, valid_until, decisions: &[], designations: &always(), scheme: &ended };
        let at = |on: &str| certificate.status_on(day(on));
        assert_status(at("2025-08-30"), Standing::Valid, Reason::OwnDates, "2024-03-01", "2025-08-30");
        assert_status(at("2026-02-28"), Standing::Valid, Reason::AfterScheme, "2025-08-31", "2026-02-28");
        assert_status(at("2026-03-01"), Standing::BodyNotDesignated, Reason::NoScheme, "2026-03-01", "2027-02-28");
        assert_status(at("2024-01-01"), Standing::NotYet, Reason::OwnDates, "", "2024-02-29");
    }

    #[test]
    fn of_two_designations_that_end_the_first_term_to_run_out_decides() {
        let body = [Period { from: day("2023-03-30"), until: Some(day("2025-10-01")) }];
        let scheme = [Period { from: NaiveDate::MIN, until: Some(day("2025-08-31")) }];
        let (issued_on, valid_until) = (day("2024-03-01"), day("2027-02-28"));
        let certificate = Certificate { issued_on, valid_until, decisions: &[], designations: &body, scheme: &scheme };
        let at = |on: &str| certificate.status_on(day(on));
        assert_status(at("2025-09-30"), Standing::Valid, Reason::AfterScheme, "2025-08-31", "2025-09-30");
        assert_status(at("2025-10-01"), Standing::Valid, Reason::AfterDesignation, "2025-10-01", "2026-02-28");
        assert_status(at("2026-03-01"), Standing::BodyNotDesignated, Reason::NoScheme, "2026-03-01", "2026-04-01");
    }

    #[test]
    fn a_measure_matters_as_long_as_it_is_in_effect() {
        let valid_until = day("2027-02-28");
        let lifted = decision(Effect::Suspends, "2025-05-01", Some("2025-06-15"));
        assert!(lifted.matters_from(day("2025-06-14"), valid_until));
        assert!(!lifted.matters_from(day("2025-06-15"), valid_until));
        let ended = decision(Effect::Ends, "2025-05-01", None);
        assert!(
            ended.matters_from(valid_until, valid_until),
            "a withdrawal lasts as long as the certificate would have"
        );
        assert!(!ended.matters_from(day("2027-03-01"), valid_until));
        assert!(
            !DecisionEffect { revoked_on: Some(day("2025-05-02")), ..ended }
                .matters_from(day("2025-05-01"), valid_until)
        );
    }
}
