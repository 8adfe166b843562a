//! What can be asked of the register.

use crate::domain::delivered::Activity;
use crate::domain::identifiers::{BodyCode, SchemeCode};

/// A question to the register. What is left empty does not matter: filters alone list firms by name, a place alone by
/// distance, and nothing at all lists every firm by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// What was typed: names, places, postcodes and numbers, in any order. Only the first part of an endless text counts.
    pub text: String,
    /// What a certificate of the firm has to be like.
    pub filters: Filters,
    /// Where the firm has to be.
    pub near: Option<Near>,
}

/// What a certificate has to be like; one certificate of the firm must fit all that is filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Filters {
    /// It allows this work.
    pub work: Option<Activity>,
    /// It is for this part of its scheme (deelgebied), as certificates name it.
    pub subarea: Option<String>,
    /// It is of this scheme.
    pub scheme: Option<SchemeCode>,
    /// This body issued it.
    pub body: Option<BodyCode>,
    /// How it stands today.
    pub standing: Option<Wanted>,
}

impl Filters {
    /// Whether nothing is filled in.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How the certificates that fit the other filters have to stand today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// At least one may be used.
    MayWork,
    /// None may be used.
    MayNotWork,
    /// At least one is suspended.
    Suspended,
    /// At least one was withdrawn.
    Withdrawn,
    /// At least one ran out.
    Expired,
}

impl Wanted {
    /// Every choice, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::MayWork, Self::MayNotWork, Self::Suspended, Self::Withdrawn, Self::Expired];

    /// The Dutch word, as it stands in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::MayWork => "mag-werken",
            Self::MayNotWork => "mag-niet-werken",
            Self::Suspended => "geschorst",
            Self::Withdrawn => "ingetrokken",
            Self::Expired => "verlopen",
        }
    }
}

/// Within a distance of a postcode, as the crow flies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Near {
    /// The four digits of the postcode.
    pub postcode4: u16,
    /// How far, in kilometres.
    pub km: u16,
}

impl Near {
    /// The distance that is meant when none was chosen, in kilometres.
    pub const USUAL_KM: u16 = 10;

    /// The largest distance that a form can ask for, in kilometres: nothing in the country is farther away.
    pub const LARGEST_KM: u16 = 400;
}
