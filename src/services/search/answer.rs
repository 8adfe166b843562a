//! What the register answers.

use crate::domain::identifiers::{BodyCode, CertificateNumber, KvkNumber, SchemeCode};

use super::firm::Firm;

/// One page of what was found.
#[derive(Debug, Clone)]
pub struct Answer {
    /// How many firms there are, and can be paged to.
    pub total: u64,
    /// Whether the search stopped at its bound: there are at least [`Answer::total`] firms, and a narrower question finds
    /// the others.
    pub at_least: bool,
    /// Those that were asked for, best first.
    pub hits: Vec<Hit>,
    /// How much was looked at: entries of lists, words compared, firms weighed. Bounded, whatever is asked.
    pub steps: u64,
}

/// A firm that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The firm.
    pub firm: Firm,
    /// Why it was found.
    pub reason: Reason,
    /// How far it is from the postcode that was asked for, in kilometres.
    pub distance_km: Option<f64>,
    /// Whether any of its certificates may be used today.
    pub may_work: bool,
}

/// Why a firm was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Nothing was typed: it only fits the filters and the distance.
    Listed,
    /// By its number in the trade register, or by how that number begins.
    KvkNumber,
    /// By the number of this certificate, or by how that number begins.
    Certificate(CertificateNumber),
    /// By its postcode.
    Postcode,
    /// By its place.
    Place,
    /// By its name.
    Name,
    /// Something typed was taken for this word of its name or place.
    Alike(String),
    /// By this name, which stands on another of its certificates.
    FormerName(String),
    /// By everything but this word.
    Without(String),
}

impl Answer {
    /// Whether no firm fits the whole question: those that were found lack a word of it, and are no answer to it.
    pub fn is_partly(&self) -> bool {
        self.hits.first().is_some_and(|hit| matches!(hit.reason, Reason::Without(_)))
    }
}

/// Something that begins as what is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What to put in the box.
    pub text: String,
    /// What it is.
    pub subject: Subject,
}

/// What a suggestion stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A firm in this place.
    Firm {
        /// Its number in the trade register.
        kvk: KvkNumber,
        /// Its place.
        place: String,
    },
    /// A place with this many firms.
    Place {
        /// How many firms are there.
        firms: u64,
    },
}

/// What the filters can choose from: what stands on the certificates of the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// The schemes with their names, by code.
    pub schemes: Vec<(SchemeCode, String)>,
    /// The bodies with their names, by name.
    pub bodies: Vec<(BodyCode, String)>,
    /// The parts of schemes, in order, as certificates name them, each with what the schemes call it; that is empty where
    /// none describes it.
    pub subareas: Vec<(String, String)>,
}

impl Choices {
    /// The part of a scheme that is written so, in capitals or not.
    pub fn subarea(&self, typed: &str) -> Option<&String> {
        written_so(&self.subareas, typed, String::as_str)
    }

    /// The scheme with the code that is written so, in capitals or not.
    pub fn scheme(&self, typed: &str) -> Option<&SchemeCode> {
        written_so(&self.schemes, typed, SchemeCode::as_str)
    }

    /// The body with the code that is written so, in capitals or not.
    pub fn body(&self, typed: &str) -> Option<&BodyCode> {
        written_so(&self.bodies, typed, BodyCode::as_str)
    }
}

fn written_so<'a, T>(all: &'a [(T, String)], typed: &str, text: impl Fn(&T) -> &str) -> Option<&'a T> {
    all.iter().map(|(code, _)| code).find(|code| text(code).eq_ignore_ascii_case(typed))
}
