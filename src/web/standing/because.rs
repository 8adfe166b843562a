//! Why a certificate stands as it does, in sentences.

use chrono::NaiveDate;

use crate::domain::certificate::{self, Reason, Standing};
use crate::domain::designation::End;
use crate::language::Language;
use crate::services::register::{Listing, Lost, Whose};
use crate::web::moment::{Moment, Tense};

/// Why the work may or might not be done, to stand behind a colon.
pub(super) fn because(
    listing: &Listing,
    status: certificate::Status,
    day: NaiveDate,
    tense: Tense,
    language: Language,
) -> String {
    let certificate = &listing.certificate;
    let since = language.day(status.since.unwrap_or(day));
    let dated =
        |key: &'static str, on: String| language.text_with(key, &[("tense", tense.name().into()), ("day", on.into())]);
    match status.standing {
        // Not asked of a certificate that may be used.
        Standing::Valid => dated("standing-because-valid", since),
        Standing::NotYet => dated("standing-because-not-yet", language.day(certificate.issued_on)),
        Standing::Suspended => dated("standing-because-suspended", since),
        Standing::Withdrawn => dated("standing-because-withdrawn", since),
        Standing::Expired => dated("standing-because-expired", language.day(certificate.valid_until)),
        Standing::BodyNotDesignated => {
            let lost = listing.lost_on(day).into_iter().find(|lost| lost.whose == leans_on(status.reason));
            lost.map_or_else(|| dated("standing-because-valid", since), |lost| why_lost(listing, lost, language))
        }
    }
}

/// Whose designation a status is about.
fn leans_on(reason: Reason) -> Whose {
    match reason {
        Reason::AfterScheme | Reason::NoScheme => Whose::Scheme,
        Reason::AfterDesignation | Reason::NoDesignation | Reason::OwnDates | Reason::Decision => Whose::Body,
    }
}

/// That a designation ended, when and how: `de aanwijzing van Alfa is op 1 mei 2026 ingetrokken`.
fn why_lost(listing: &Listing, lost: Lost, language: Language) -> String {
    let scheme = listing.scheme.scheme.name.as_str();
    let Some(since) = lost.since else {
        let values = [("body", listing.body.name.as_str().into()), ("scheme", scheme.into())];
        return language.text_with("standing-never-designated", &values);
    };
    let day = [("day", language.day(since).into())];
    match lost.whose {
        Whose::Body => {
            let key = match lost.end {
                Some(End::Suspended) => "standing-body-suspended",
                Some(End::Withdrawn) => "standing-body-withdrawn",
                None => "standing-body-ended",
            };
            let [day] = day;
            language.text_with(key, &[day, ("body", listing.body.name.as_str().into()), ("scheme", scheme.into())])
        }
        Whose::Scheme => {
            let key = match lost.end {
                Some(End::Suspended) => "standing-scheme-suspended",
                Some(End::Withdrawn) | None => "standing-scheme-withdrawn",
            };
            let [day] = day;
            language.text_with(key, &[day, ("scheme", scheme.into())])
        }
    }
}

/// What the end of a designation means for a certificate that may still be used: until when, and why. None when the
/// designations hold.
pub fn consequence(listing: &Listing, moment: &Moment) -> Option<String> {
    let status = listing.status_on(moment.day);
    let after = matches!(status.reason, Reason::AfterDesignation | Reason::AfterScheme);
    if status.standing != Standing::Valid || !after {
        return None;
    }
    let lost = listing.lost_on(moment.day);
    let reasons: Vec<_> = lost.iter().map(|lost| why_lost(listing, *lost, moment.language)).collect();
    // The first term to run out is the one that counts.
    let usable = lost.iter().filter_map(|lost| lost.usable_until).min()?.min(listing.certificate.valid_until);
    let values = [
        ("number", listing.certificate.number.as_str().into()),
        ("last", moment.language.day(usable).into()),
        ("reason", moment.language.list(&reasons).into()),
        ("tense", moment.tense().name().into()),
    ];
    Some(moment.language.text_with("standing-consequence", &values))
}

/// The status as one sentence about the certificate.
pub fn sentence(listing: &Listing, moment: &Moment) -> String {
    let (language, status) = (moment.language, listing.status_on(moment.day));
    if let Some(consequence) = consequence(listing, moment) {
        return consequence;
    }
    let number = listing.certificate.number.as_str();
    if status.standing == Standing::Valid {
        let since = status.since.unwrap_or(listing.certificate.issued_on);
        let values = [
            ("number", number.into()),
            ("tense", moment.tense().name().into()),
            ("day", moment.day_in_words().into()),
            ("since", language.day(since).into()),
            ("last", language.day(status.until.unwrap_or(listing.certificate.valid_until)).into()),
        ];
        return language.text_with("standing-sentence-valid", &values);
    }
    let values = [
        ("number", number.into()),
        ("tense", moment.tense().name().into()),
        ("day", moment.day_in_words().into()),
        ("reason", because(listing, status, moment.day, moment.tense(), language).into()),
    ];
    language.text_with("standing-sentence-no", &values)
}
