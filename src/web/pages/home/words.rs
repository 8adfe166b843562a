//! What firms may do, in words. Thousands of firms have the same certificates in all that matters for that, and many are
//! on one page, so what was said of one is kept for the others.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::NaiveDate;
use foldhash::HashMap;
use serde::Serialize;

use crate::language::Language;
use crate::services::register;
use crate::services::search::{Firm, Grounds};
use crate::web::error::Error;
use crate::web::standing::Permission;
use crate::web::view::Status;

/// When this much is kept, it is forgotten and said anew: what was said about another day or another state of the register
/// goes with it.
const MOST_KEPT: usize = 4_096;

/// What a firm may do on a day.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Words {
    /// How it stands.
    pub(super) status: Status,
    /// What it may do, in a sentence.
    pub(super) work: String,
}

/// What was said before, by what it follows from.
#[derive(Debug, Default)]
pub(in crate::web) struct Said(RwLock<HashMap<(Language, Grounds), Arc<Words>>>);

impl Said {
    /// What the firm may do on the day.
    ///
    /// # Errors
    /// [`Error::Internal`] when the register in memory is damaged.
    pub(super) fn of(&self, language: Language, firm: &Firm, day: NaiveDate) -> Result<Arc<Words>, Error> {
        let Some(grounds) = firm.grounds(day) else { return say(language, firm, day) };
        let key = (language, grounds);
        if let Some(said) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Arc::clone(said));
        }
        let words = say(language, firm, day)?;
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&words));
        Ok(words)
    }
}

fn say(language: Language, firm: &Firm, day: NaiveDate) -> Result<Arc<Words>, Error> {
    let listings = firm.listings()?;
    let permission = Permission::of(&register::permission(&listings, day)?, day, day, language);
    Ok(Arc::new(Words { status: permission.label(language), work: work(language, permission) }))
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
