//! A firm in the list of what was found.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use super::words::{Said, Words};
use crate::language::Language;
use crate::services::search::{Hit, Reason};
use crate::web::error::Error;
use crate::web::render::{self, Unrenderable};

/// The firm in words.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Shown<'a> {
    /// Its page.
    pub(super) href: String,
    /// Its name.
    pub(super) name: &'a str,
    /// How it stands and what it may do today.
    pub(super) today: Arc<Words>,
    /// Its place.
    pub(super) place: &'a str,
    /// Its number in the trade register.
    pub(super) kvk: &'a str,
    /// How far away it is; empty when that was not asked.
    pub(super) distance: Cow<'a, str>,
    /// Why it was found; empty when nothing was typed.
    pub(super) reason: Cow<'a, str>,
}

impl<'a> Shown<'a> {
    /// What is shown of a hit.
    pub(super) fn of(language: Language, hit: &'a Hit, said: &Said, today: NaiveDate) -> Result<Self, Error> {
        let firm = &hit.firm;
        Ok(Self {
            href: language.path(&format!("/installateurs/{}", firm.kvk())),
            name: firm.name(),
            today: said.of(language, firm, today)?,
            place: firm.place(),
            kvk: firm.kvk().as_str(),
            distance: hit.distance_km.map(|km| distance(language, km)).unwrap_or_default(),
            reason: reason(language, &hit.reason),
        })
    }

    /// The same as markup.
    ///
    /// # Errors
    /// [`Unrenderable`] when its template is wrong.
    pub(super) fn cast(&self, language: Language, markup: &mut String) -> Result<(), Unrenderable> {
        render::cast(language, "pages/home/hit", self, markup)
    }
}

fn distance(language: Language, km: f64) -> Cow<'static, str> {
    // What is nearer than this is shown as nought, and is the same area.
    if km < 0.05 {
        return language.text("search-distance-same");
    }
    language.text_with("search-distance", &[("km", language.decimal(km, 1).into())]).into()
}

fn reason(language: Language, reason: &Reason) -> Cow<'static, str> {
    let with = |key: &str, name: &str, value: &str| language.text_with(key, &[(name, value.into())]).into();
    match reason {
        Reason::Listed => Cow::default(),
        Reason::KvkNumber => language.text("search-reason-kvk"),
        Reason::Certificate(number) => with("search-reason-certificate", "number", number.as_str()),
        Reason::Postcode => language.text("search-reason-postcode"),
        Reason::Place => language.text("search-reason-place"),
        Reason::Name => language.text("search-reason-name"),
        Reason::Alike(word) => with("search-reason-alike", "word", word),
        Reason::Without(word) => with("search-reason-without", "word", word),
        Reason::FormerName(name) => with("search-reason-former-name", "name", name),
    }
}
