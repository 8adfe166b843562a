//! How certificates stand, in words: shared by every page that shows a firm or a certificate.

use chrono::NaiveDate;

use super::format::enumeration;
use super::view::{Cell, Column, Event, Link, Status, Table, Tone};
use crate::domain::calendar::in_words;
use crate::domain::certificate::{self, Reason, Standing};
use crate::domain::delivered::Activity;
use crate::domain::matrix::Effect;
use crate::domain::scope::Scope;
use crate::services::register::{self, Listing};

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
    /// None of it, because of this.
    None(String),
}

impl Permission {
    /// In words, from the certificates on the day.
    pub fn of(permission: &register::Permission<'_>, day: NaiveDate, today: NaiveDate) -> Self {
        let may: Vec<_> = permission.may.iter().map(|(listing, scope)| work(listing, scope)).collect();
        let may_not: Vec<_> = permission.may_not.iter().map(|(listing, scope, _)| work(listing, scope)).collect();
        // The certificate issued last tells best how the firm stands.
        let because = permission.may_not.last().map(|(listing, _, status)| because(listing, *status, day, today));
        match (may.is_empty(), because) {
            (false, None) => Self::All(enumeration(&may)),
            (false, Some(because)) => Self::Some { may: enumeration(&may), may_not: enumeration(&may_not), because },
            (true, because) => Self::None(because.unwrap_or_else(|| "het heeft geen certificaat".to_owned())),
        }
    }

    /// The label that goes with it.
    pub fn label(&self) -> Status {
        match self {
            Self::All(_) => Status::new(Tone::Positive, "gecertificeerd"),
            Self::Some { .. } => Status::new(Tone::Warning, "deels gecertificeerd"),
            Self::None(_) => Status::new(Tone::Negative, "niet gecertificeerd"),
        }
    }
}

/// An activity as people say it.
fn verb(activity: Activity) -> &'static str {
    match activity {
        Activity::Install => "installeren",
        Activity::Repair => "repareren",
        Activity::Maintain => "onderhouden",
        Activity::Commission => "in bedrijf stellen",
    }
}

/// The work of a scope, to stand behind "mag".
fn work(listing: &Listing, scope: &Scope) -> String {
    let verbs: Vec<_> = scope.activities.iter().map(verb).collect();
    format!("gastoestellen {} ({}, {})", enumeration(&verbs), subareas(scope), listing.scheme.scheme.name)
}

/// The parts of the scheme, in words.
pub fn subareas(scope: &Scope) -> String {
    let parts: Vec<_> = scope.subareas.iter().map(String::as_str).collect();
    let word = if parts.len() == 1 { "deelgebied" } else { "deelgebieden" };
    format!("{word} {}", enumeration(&parts))
}

/// Why the work may or might not be done, to stand behind a colon.
fn because(listing: &Listing, status: certificate::Status, day: NaiveDate, today: NaiveDate) -> String {
    let since = in_words(status.since.unwrap_or(day));
    let is = if day < today { "was" } else { "is" };
    match status.standing {
        Standing::Valid => format!("het certificaat {is} geldig"),
        Standing::NotYet => format!("het certificaat geldt pas vanaf {}", in_words(listing.certificate.issued_on)),
        Standing::Suspended => format!("het certificaat {is} geschorst sinds {since}"),
        Standing::Withdrawn => format!("het certificaat {is} ingetrokken op {since}"),
        Standing::Expired => format!("het certificaat liep af op {}", in_words(listing.certificate.valid_until)),
        Standing::BodyNotDesignated => format!(
            "{} {is} voor dit schema niet meer aangewezen, en haar certificaten zijn niet meer bruikbaar",
            listing.body.name
        ),
    }
}

/// The status as a sentence about the certificate.
pub fn sentence(listing: &Listing, status: certificate::Status, day: NaiveDate) -> String {
    match (status.standing, status.reason) {
        (Standing::Valid, Reason::AfterDesignation) => format!(
            "Dit certificaat is nog bruikbaar tot en met {}. {} is niet meer aangewezen voor dit schema; een certificaat \
             blijft dan ten hoogste zes maanden bruikbaar.",
            in_words(status.until.unwrap_or(listing.certificate.valid_until)),
            listing.body.name
        ),
        (Standing::Valid, _) => format!(
            "Dit certificaat is geldig sinds {}, tot en met {}.",
            in_words(status.since.unwrap_or(listing.certificate.issued_on)),
            in_words(status.until.unwrap_or(listing.certificate.valid_until))
        ),
        _ => {
            let mut reason = because(listing, status, day, day);
            if let Some(rest) = reason.strip_prefix("het certificaat") {
                reason = format!("Dit certificaat{rest}");
            }
            format!("{reason}. Het bedrijf mag er geen werk mee doen.")
        }
    }
}

/// The label of a status.
pub fn label(status: certificate::Status) -> Status {
    match (status.standing, status.reason) {
        (Standing::Valid, Reason::AfterDesignation) => Status::new(Tone::Warning, "nog bruikbaar"),
        (Standing::Valid, _) => Status::new(Tone::Positive, "geldig"),
        (Standing::NotYet, _) => Status::new(Tone::Neutral, "nog niet geldig"),
        (Standing::Suspended, _) => Status::new(Tone::Negative, "geschorst"),
        (Standing::Withdrawn, _) => Status::new(Tone::Negative, "ingetrokken"),
        (Standing::Expired, _) => Status::new(Tone::Neutral, "verlopen"),
        (Standing::BodyNotDesignated, _) => Status::new(Tone::Negative, "niet bruikbaar"),
    }
}

/// Per kind of work whether the certificate allows it on the day.
pub fn works(listing: &Listing, scope: &Scope, day: NaiveDate) -> Table {
    let status = listing.status_on(day);
    let may = status.standing.allows_work();
    let since = status.since.map_or_else(|| "–".to_owned(), in_words);
    let columns = [Column::text("Werk"), Column::text("Mag dit op deze dag?"), Column::text("Sinds")];
    let rows = Activity::ALL.map(|activity| {
        let (answer, since) = match (scope.activities.allow(activity), may) {
            (true, true) => (Status::new(Tone::Positive, "ja"), since.clone()),
            (true, false) => (Status::new(Tone::Negative, "nee"), since.clone()),
            (false, _) => (Status::new(Tone::Neutral, "nee, geen deel van dit certificaat"), "–".to_owned()),
        };
        let mut name = verb(activity).to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        [Cell::heading(name), Cell::status(answer), Cell::text(since)]
    });
    Table::new(format!("Werk waarvoor certificaat {} geldt", listing.certificate.number), columns)
        .under_heading()
        .with(rows)
}

/// The certificate, leading to its page.
pub fn certificate_link(listing: &Listing) -> Link {
    let number = &listing.certificate.number;
    Link::new(number.as_str(), format!("/certificaten/{}", path_part(number.as_str())))
}

/// The body, leading to its page.
pub fn body_link(listing: &Listing) -> Link {
    Link::new(listing.body.name.clone(), format!("/instellingen/{}", path_part(listing.body.code.as_str())))
}

/// The scheme with its version on the day, leading to its page.
pub fn scheme_link(listing: &Listing, day: NaiveDate) -> Link {
    let scheme = &listing.scheme.scheme;
    match listing.version_on(day) {
        Some(version) => Link::new(
            format!("{}, versie {}", scheme.name, version.label),
            format!("/schemas/{}/{}", path_part(scheme.code.as_str()), path_part(version.label.as_str())),
        ),
        None => Link::new(scheme.name.clone(), "/schemas"),
    }
}

/// The text as one part of a path.
pub fn path_part(text: &str) -> String {
    // What a form would send as a blank is a plus sign; in a path it is not.
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// What happened to the certificate up to and including the day. Measures and dates, never grounds; a decision that was
/// revoked never had effect and is left out.
pub fn happened(listing: &Listing, day: NaiveDate) -> Vec<(NaiveDate, Event)> {
    let (number, body) = (&listing.certificate.number, &listing.body.name);
    let mut events = Vec::new();
    let mut note = |on: NaiveDate, tone: Tone, text: String| {
        if on <= day {
            events.push((on, Event::new(in_words(on), tone, text)));
        }
    };
    note(listing.certificate.issued_on, Tone::Info, format!("Certificaat {number} is afgegeven door {body}."));
    for (measure, effect) in listing.measures.iter().filter(|(measure, _)| measure.revoked_on.is_none()) {
        match effect {
            Effect::None => {}
            Effect::Suspends => {
                note(measure.effective_on, Tone::Negative, format!("Certificaat {number} is geschorst door {body}."));
                if let Some(lifted) = measure.lifted_on {
                    note(lifted, Tone::Positive, format!("De schorsing van certificaat {number} is opgeheven."));
                }
            }
            Effect::Ends => {
                note(measure.effective_on, Tone::Negative, format!("Certificaat {number} is ingetrokken door {body}."));
            }
        }
    }
    let withdrawn = listing.withdrawn_on().is_some_and(|on| on <= listing.certificate.valid_until);
    if let (false, Some(expired)) = (withdrawn, listing.certificate.valid_until.succ_opt()) {
        note(expired, Tone::Neutral, format!("Certificaat {number} is verlopen."));
    }
    events
}

#[cfg(test)]
mod tests {
    use super::path_part;

    #[test]
    fn a_number_with_signs_stays_one_part_of_the_path() {
        assert_eq!(path_part("AL-A-000001"), "AL-A-000001");
        assert_eq!(path_part("12/34 a+b"), "12%2F34%20a%2Bb");
    }
}
