//! A firm in the list of what was found. A page has many, so they are cast in moulds.

use chrono::NaiveDate;
use serde::Serialize;

use crate::language::Language;
use crate::services::register;
use crate::services::search::{Hit, Reason};
use crate::web::error::Error;
use crate::web::render::{self, Unrenderable};
use crate::web::standing::Permission;
use crate::web::view::Status;

/// The firm in words.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Shown {
    /// Its page.
    pub(super) href: String,
    /// Its name.
    pub(super) name: String,
    /// How it stands today.
    pub(super) status: Status,
    /// What it may do today, in a sentence.
    pub(super) work: String,
    /// Its place and number.
    pub(super) place: String,
    /// Its number in the trade register.
    pub(super) kvk: String,
    /// How far away it is; empty when that was not asked.
    pub(super) distance: String,
    /// Why it was found; empty when nothing was typed.
    pub(super) reason: String,
}

impl Shown {
    /// What is shown of a hit.
    pub(super) fn of(language: Language, hit: &Hit, today: NaiveDate) -> Result<Self, Error> {
        let firm = &hit.firm;
        let listings = firm.listings()?;
        let permission = Permission::of(&register::permission(&listings, today)?, today, today, language);
        Ok(Self {
            href: language.path(&format!("/installateurs/{}", firm.kvk())),
            name: firm.name().to_owned(),
            status: permission.label(language),
            work: work(language, permission),
            place: firm.place().to_owned(),
            kvk: firm.kvk().to_string(),
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

fn work(language: Language, permission: Permission) -> String {
    match permission {
        Permission::All(work) => language.text_with("search-may", &[("work", work.into())]),
        Permission::Some { may, may_not, because } => {
            let values = [("work", may.into()), ("other", may_not.into()), ("because", because.into())];
            language.text_with("search-may-some", &values)
        }
        Permission::None { because, .. } => language.text_with("search-may-not", &[("because", because.into())]),
    }
}

fn distance(language: Language, km: f64) -> String {
    // What is nearer than this is shown as nought, and is the same area.
    if km < 0.05 {
        return language.text("search-distance-same").into_owned();
    }
    language.text_with("search-distance", &[("km", language.decimal(km, 1).into())])
}

fn reason(language: Language, reason: &Reason) -> String {
    let text = |key: &str| language.text(key).into_owned();
    match reason {
        Reason::Listed => String::new(),
        Reason::KvkNumber => text("search-reason-kvk"),
        Reason::Certificate(number) => {
            language.text_with("search-reason-certificate", &[("number", number.as_str().into())])
        }
        Reason::Postcode => text("search-reason-postcode"),
        Reason::Place => text("search-reason-place"),
        Reason::Name => text("search-reason-name"),
        Reason::Alike(word) => language.text_with("search-reason-alike", &[("word", word.as_str().into())]),
        Reason::Without(word) => language.text_with("search-reason-without", &[("word", word.as_str().into())]),
        Reason::FormerName(name) => language.text_with("search-reason-former-name", &[("name", name.as_str().into())]),
    }
}
