//! What can change about a certificate, a body or a scheme in the public register.

use chrono::NaiveDate;

use super::certificate::Standing;

/// Why something reads differently. One change can have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// The register did not know it before.
    New,
    /// Its data read differently.
    Data,
    /// A decision to suspend was recorded.
    Suspension,
    /// A suspension was lifted.
    Lifting,
    /// A decision to end the certificate was recorded.
    Withdrawal,
    /// A decision was revoked: it never had effect.
    Revocation,
    /// A designation began, ended or reads differently.
    Designation,
    /// Nothing was decided: a date passed, such as the last day of a certificate.
    Time,
    /// The delivery that brought it was taken back: the register does not know it any more.
    TakenBack,
    /// The public history reaches back less far, or farther, than before: nobody is told.
    Retention,
}

impl ChangeKind {
    /// Every kind, in the order in which they are named.
    pub const ALL: [Self; 10] = [
        Self::New,
        Self::Data,
        Self::Suspension,
        Self::Lifting,
        Self::Withdrawal,
        Self::Revocation,
        Self::Designation,
        Self::Time,
        Self::TakenBack,
        Self::Retention,
    ];

    /// The Dutch word, as stored and as the API says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "nieuw",
            Self::Data => "gewijzigd",
            Self::Suspension => "schorsing",
            Self::Lifting => "opheffing",
            Self::Withdrawal => "intrekking",
            Self::Revocation => "herroeping",
            Self::Designation => "aanwijzing",
            Self::Time => "verloop",
            Self::TakenBack => "teruggenomen",
            Self::Retention => "bewaartermijn",
        }
    }

    /// The kind with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What a change is about, with the names that people know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A certificate.
    Certificate {
        /// The body's number of it.
        number: String,
        /// The name of the firm that holds it.
        firm: String,
        /// The number of the firm in the trade register.
        kvk: String,
        /// The name of the body.
        body: String,
    },
    /// A certification body.
    Body {
        /// Its code.
        code: String,
        /// Its name.
        name: String,
    },
    /// A scheme.
    Scheme {
        /// Its code.
        code: String,
        /// Its name.
        name: String,
    },
}

/// A change as it can be told to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// What it is about.
    pub about: About,
    /// Why it reads differently.
    pub kinds: Vec<ChangeKind>,
    /// How the certificate stood before and after, when that is known.
    pub standings: Option<(Standing, Standing)>,
    /// The day for which the standings hold.
    pub day: NaiveDate,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        for kind in ChangeKind::ALL {
            assert_eq!(ChangeKind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(ChangeKind::from_word("iets"), None);
    }
}
