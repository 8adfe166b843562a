//! How certificates stand, in words: shared by every page that shows a firm or a certificate.

mod because;
mod history;
mod permission;
mod work;

pub use because::{consequence, sentence};
pub use history::{happened, history};
pub use permission::Permission;
pub use work::{appliance, appliances, subareas, verb, works};

use super::address::{self, path_part};
use super::moment::Moment;
use super::view::{Link, Status, Tone};
use crate::domain::certificate::{self, Reason, Standing};
use crate::language::Language;
use crate::services::register::Listing;

/// The label of a status.
pub fn label(status: certificate::Status, language: Language) -> Status {
    let (tone, key) = match (status.standing, status.reason) {
        (Standing::Valid, Reason::AfterDesignation | Reason::AfterScheme) => (Tone::Warning, "standing-still-usable"),
        (Standing::Valid, _) => (Tone::Positive, "standing-valid"),
        (Standing::NotYet, _) => (Tone::Neutral, "standing-not-yet"),
        (Standing::Suspended, _) => (Tone::Negative, "standing-suspended"),
        (Standing::Withdrawn, _) => (Tone::Negative, "standing-withdrawn"),
        (Standing::Expired, _) => (Tone::Neutral, "standing-expired"),
        (Standing::BodyNotDesignated, _) => (Tone::Negative, "standing-not-usable"),
    };
    Status::new(tone, language.text(key))
}

/// The Dutch address of the page of the certificate, or of a part of it when that is named.
pub fn certificate_path(listing: &Listing, part: &str) -> String {
    address::certificate(listing.body.code.as_str(), listing.certificate.number.as_str(), part)
}

/// The certificate, leading to its page.
pub fn certificate_link(listing: &Listing, moment: &Moment) -> Link {
    Link::new(listing.certificate.number.as_str(), moment.link(&certificate_path(listing, "")))
}

/// The body, leading to its page.
pub fn body_link(listing: &Listing, moment: &Moment) -> Link {
    let path = format!("/instellingen/{}", path_part(listing.body.code.as_str()));
    Link::new(listing.body.name.clone(), moment.link(&path))
}

/// The scheme with its version on the day, leading to its page.
pub fn scheme_link(listing: &Listing, moment: &Moment) -> Link {
    let scheme = &listing.scheme.scheme;
    match listing.version_on(moment.day) {
        Some(version) => {
            let values = [("scheme", scheme.name.as_str().into()), ("version", version.label.as_str().into())];
            let path = format!("/schemas/{}/{}", path_part(scheme.code.as_str()), path_part(version.label.as_str()));
            Link::new(moment.language.text_with("standing-scheme-version", &values), moment.link(&path))
        }
        None => Link::new(scheme.name.clone(), moment.link("/schemas")),
    }
}

/// The text with a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::capital;

    #[test]
    fn a_sentence_begins_with_a_capital_whatever_its_first_letter() {
        assert_eq!((capital("één"), capital(""), capital("’t")), ("Één".into(), String::new(), "’t".into()));
    }
}
