//! Which work a firm may do on a day, in words.

use chrono::NaiveDate;

use super::because::because;
use super::label;
use super::work::work;
use crate::domain::certificate;
use crate::language::Language;
use crate::services::register;
use crate::web::moment::Tense;
use crate::web::view::{Status, Tone};

/// Which work a firm may do on a day, in words that fit behind "mag".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permission {
    /// All work it is certified for.
    All(String),
    /// Some of it: what it may do, what it may not, and why not.
    Some {
        /// The work it may do.
        may: String,
        /// The work it may not do.
        may_not: String,
        /// Why not.
        because: String,
    },
    /// None of it.
    None {
        /// Why not.
        because: String,
        /// How the certificate stands that decides; absent when there is none.
        status: Option<certificate::Status>,
    },
}

impl Permission {
    /// In words, from the certificates on the day.
    pub fn of(permission: &register::Permission<'_>, day: NaiveDate, today: NaiveDate, language: Language) -> Self {
        // The certificate issued last tells best how the firm stands.
        let decides = permission.may_not.last();
        let reason =
            decides.map(|(listing, _, status)| because(listing, *status, day, Tense::of(day, today), language));
        let may = permission.may.iter().map(|(listing, scope)| (*listing, scope));
        let may_not = permission.may_not.iter().map(|(listing, scope, _)| (*listing, scope));
        match (permission.may.is_empty(), reason) {
            (false, None) => Self::All(work(may, language)),
            (false, Some(because)) => {
                Self::Some { may: work(may, language), may_not: work(may_not, language), because }
            }
            (true, because) => Self::None {
                because: because.unwrap_or_else(|| language.text("standing-because-none").into_owned()),
                status: decides.map(|(_, _, status)| *status),
            },
        }
    }

    /// The label that goes with it.
    pub fn label(&self, language: Language) -> Status {
        match self {
            Self::All(_) => Status::new(Tone::Positive, language.text("standing-certified")),
            Self::Some { .. } => Status::new(Tone::Warning, language.text("standing-partly")),
            Self::None { status: Some(status), .. } => Status::new(Tone::Negative, label(*status, language).word),
            Self::None { status: None, .. } => Status::new(Tone::Negative, language.text("standing-none")),
        }
    }
}
