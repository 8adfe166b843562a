//! The words for how imposed and prescribed relate.

use std::fmt;

/// One thing to say about an audit. The order is that in which verdicts stand in an assessment, except that
/// [`Verdict::FollowUpOpen`] stands behind [`Verdict::Conforms`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// No finding counts and nothing was decided.
    NoNonconformity,
    /// A decision stands although no finding counts.
    Groundless,
    /// Nothing was decided yet and there is still time.
    Open,
    /// Nothing was decided in time.
    NoDecision,
    /// The measure is lighter than prescribed.
    TooLight,
    /// The measure is heavier than prescribed.
    TooHeavy,
    /// The decision came after its last day.
    TooLate,
    /// The rule asks a recovery term and the decision sets none.
    RecoveryTermMissing,
    /// The recovery term is longer than the rule allows.
    RecoveryTermTooLong,
    /// The follow-up measure is lighter than prescribed.
    FollowUpTooLight,
    /// The follow-up measure is heavier than prescribed.
    FollowUpTooHeavy,
    /// The follow-up decision came after its last day.
    FollowUpTooLate,
    /// Recovery did not come and no follow-up was decided in time.
    NotFollowedUp,
    /// Imposed is what was prescribed.
    Conforms,
    /// Recovery did not come yet and there is still time for a follow-up decision.
    FollowUpOpen,
}

impl Verdict {
    /// Every verdict, in order.
    pub const ALL: [Self; 15] = [
        Self::NoNonconformity,
        Self::Groundless,
        Self::Open,
        Self::NoDecision,
        Self::TooLight,
        Self::TooHeavy,
        Self::TooLate,
        Self::RecoveryTermMissing,
        Self::RecoveryTermTooLong,
        Self::FollowUpTooLight,
        Self::FollowUpTooHeavy,
        Self::FollowUpTooLate,
        Self::NotFollowedUp,
        Self::Conforms,
        Self::FollowUpOpen,
    ];

    /// The word for it in files and in the database (oordeel).
    pub fn code(self) -> &'static str {
        match self {
            Self::NoNonconformity => "geen-afwijking",
            Self::Groundless => "zonder-grond",
            Self::Open => "open",
            Self::NoDecision => "geen-besluit",
            Self::TooLight => "te-licht",
            Self::TooHeavy => "te-zwaar",
            Self::TooLate => "te-laat",
            Self::RecoveryTermMissing => "hersteltermijn-ontbreekt",
            Self::RecoveryTermTooLong => "hersteltermijn-te-lang",
            Self::FollowUpTooLight => "vervolg-te-licht",
            Self::FollowUpTooHeavy => "vervolg-te-zwaar",
            Self::FollowUpTooLate => "vervolg-te-laat",
            Self::NotFollowedUp => "niet-opgevolgd",
            Self::Conforms => "conform",
            Self::FollowUpOpen => "vervolg-open",
        }
    }

    /// The verdict with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }

    /// Whether it is about what followed on recovery that did not come.
    pub fn is_about_follow_up(self) -> bool {
        matches!(
            self,
            Self::FollowUpTooLight
                | Self::FollowUpTooHeavy
                | Self::FollowUpTooLate
                | Self::NotFollowedUp
                | Self::FollowUpOpen
        )
    }

    /// Whether it says that the body departs from the matrix.
    pub fn deviates(self) -> bool {
        !matches!(self, Self::NoNonconformity | Self::Open | Self::Conforms | Self::FollowUpOpen)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
