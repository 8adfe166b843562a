//! What a firm may do today, in a sentence that fits in a list.

use chrono::NaiveDate;

use crate::domain::certificate::{Standing, Status as Stands};
use crate::domain::delivered::Activity;
use crate::domain::scope::Scope;
use crate::language::Language;
use crate::services::StorageError;
use crate::services::register::{self, Listing};
use crate::web::view::Tone;

/// The label and the sentence of a firm.
pub(super) struct Work {
    pub(super) tone: Tone,
    pub(super) label: String,
    pub(super) sentence: String,
}

impl Work {
    /// What these certificates of one firm allow today.
    pub(super) fn of(language: Language, listings: &[Listing], today: NaiveDate) -> Result<Self, StorageError> {
        let permission = register::permission(listings, today)?;
        let scopes = |list: &mut dyn Iterator<Item = (&Listing, &Scope)>| {
            let mut words: Vec<String> = Vec::new();
            for (listing, scope) in list {
                let scope = scope_words(language, listing, scope);
                if !words.contains(&scope) {
                    words.push(scope);
                }
            }
            language.list(&words)
        };
        let may = scopes(&mut permission.may.iter().map(|(listing, scope)| (*listing, scope)));
        // The certificate issued last tells best how the firm stands.
        let last = permission.may_not.last();
        let because = last.map_or_else(
            || language.text("search-because-none").into_owned(),
            |(listing, _, status)| because(language, listing, *status, today),
        );
        if may.is_empty() {
            let standing = last.map_or(Standing::Expired, |(_, _, status)| status.standing);
            let sentence = language.text_with("search-may-not", &[("because", because.into())]);
            return Ok(Self { tone: tone(standing), label: label(language, standing), sentence });
        }
        if last.is_none() {
            let sentence = language.text_with("search-may", &[("work", may.into())]);
            return Ok(Self { tone: Tone::Positive, label: language.text("search-label-all").into_owned(), sentence });
        }
        let other = scopes(&mut permission.may_not.iter().map(|(listing, scope, _)| (*listing, scope)));
        let values = [("work", may.into()), ("other", other.into()), ("because", because.into())];
        let sentence = language.text_with("search-may-some", &values);
        Ok(Self { tone: Tone::Warning, label: language.text("search-label-some").into_owned(), sentence })
    }
}

fn verb(activity: Activity) -> &'static str {
    match activity {
        Activity::Install => "search-verb-install",
        Activity::Repair => "search-verb-repair",
        Activity::Maintain => "search-verb-maintain",
        Activity::Commission => "search-verb-commission",
    }
}

fn scope_words(language: Language, listing: &Listing, scope: &Scope) -> String {
    let verbs: Vec<_> = scope.activities.iter().map(|activity| language.text(verb(activity))).collect();
    let parts: Vec<&str> = scope.subareas.iter().map(String::as_str).collect();
    let values = [
        ("verbs", language.list(&verbs).into()),
        ("scheme", listing.scheme.scheme.name.as_str().into()),
        ("count", parts.len().into()),
        ("parts", language.list(&parts).into()),
    ];
    language.text_with("search-scope", &values)
}

fn because(language: Language, listing: &Listing, status: Stands, today: NaiveDate) -> String {
    let on = |key: &str, day: NaiveDate| language.text_with(key, &[("day", language.day(day).into())]);
    let since = status.since.unwrap_or(today);
    match status.standing {
        Standing::Suspended => on("search-because-suspended", since),
        Standing::Withdrawn => on("search-because-withdrawn", since),
        Standing::NotYet => on("search-because-not-yet", listing.certificate.issued_on),
        Standing::BodyNotDesignated => {
            language.text_with("search-because-unusable", &[("body", listing.body.name.as_str().into())])
        }
        Standing::Expired | Standing::Valid => on("search-because-expired", listing.certificate.valid_until),
    }
}

fn label(language: Language, standing: Standing) -> String {
    let key = match standing {
        Standing::Valid => "search-label-all",
        Standing::Suspended => "search-label-suspended",
        Standing::Withdrawn => "search-label-withdrawn",
        Standing::Expired => "search-label-expired",
        Standing::NotYet => "search-label-not-yet",
        Standing::BodyNotDesignated => "search-label-unusable",
    };
    language.text(key).into_owned()
}

fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Valid => Tone::Positive,
        Standing::Suspended | Standing::Withdrawn | Standing::BodyNotDesignated => Tone::Negative,
        Standing::Expired | Standing::NotYet => Tone::Neutral,
    }
}
