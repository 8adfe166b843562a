//! A firm and its certificates in the words of [schema.org](https://schema.org), for machines that read pages.
//!
//! A search engine, an assistant or a comparison site then reads the same answer as a person does. What the register does
//! not show to people is not here either: no address, only the place.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::address::{self, path_part};
use super::markup::SafeMarkup;
use crate::domain::certificate::Standing;
use crate::language::Language;
use crate::services::register::Listing;

/// A firm as its page shows it today.
#[derive(Debug, Clone, Default)]
pub struct Firm {
    name: String,
    kvk: String,
    place: String,
    certificates: Vec<Certificate>,
}

#[derive(Debug, Clone)]
struct Certificate {
    number: String,
    scheme: String,
    body: String,
    body_code: String,
    issued_on: NaiveDate,
    valid_until: NaiveDate,
    is_active: bool,
}

impl Firm {
    /// The firm with these certificates, as they stand today. A certificate that is over is left out: it says nothing
    /// about today.
    pub fn of(listings: &[Listing], today: NaiveDate) -> Self {
        let Some(last) = listings.iter().map(|listing| &listing.certificate).max_by_key(|last| last.issued_on) else {
            return Self::default();
        };
        let is_over = |standing| matches!(standing, Standing::Expired | Standing::Withdrawn);
        let standing = listings.iter().map(|listing| (listing, listing.status_on(today).standing));
        let certificates =
            standing.filter(|(_, standing)| !is_over(*standing)).map(|(listing, standing)| Certificate {
                number: listing.certificate.number.to_string(),
                scheme: listing.scheme.scheme.name.clone(),
                body: listing.body.name.clone(),
                body_code: listing.body.code.to_string(),
                issued_on: listing.certificate.issued_on,
                valid_until: listing.certificate.valid_until,
                is_active: standing.allows_work(),
            });
        Self {
            name: last.name.clone(),
            kvk: last.kvk_number.to_string(),
            place: last.place.clone(),
            certificates: certificates.collect(),
        }
    }

    /// The firm, whose page has this address, with pages named in this language; nothing of a firm without certificates.
    pub fn data(&self, language: Language, address: &str) -> Option<Value> {
        if self.kvk.is_empty() {
            return None;
        }
        // The address of the page ends with its Dutch path, in its language.
        let page = language.path(&format!("/installateurs/{}", self.kvk));
        let site = address.strip_suffix(&page).unwrap_or_default();
        let at = |parts: &str| format!("{site}{}", language.path(parts));
        let certificate = |certificate: &Certificate| {
            json!({
                "@type": "Certification",
                "name": certificate.scheme,
                "certificationIdentification": certificate.number,
                "certificationStatus":
                    if certificate.is_active { "https://schema.org/CertificationActive" } else { "https://schema.org/CertificationInactive" },
                "validFrom": certificate.issued_on,
                "expires": certificate.valid_until,
                "issuedBy": {
                    "@type": "Organization",
                    "name": certificate.body,
                    "url": at(&format!("/instellingen/{}", path_part(&certificate.body_code))),
                },
                "url": at(&address::certificate(&certificate.body_code, &certificate.number, "")),
            })
        };
        Some(json!({
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": self.name,
            "url": address,
            "identifier": { "@type": "PropertyValue", "propertyID": "KvK", "value": self.kvk },
            "address": { "@type": "PostalAddress", "addressLocality": self.place, "addressCountry": "NL" },
            "hasCertification": self.certificates.iter().map(certificate).collect::<Vec<_>>(),
        }))
    }
}

/// The data as they stand in a page. No sign is left with which they could end the block that they stand in.
pub(super) fn in_a_page(data: &Value) -> SafeMarkup {
    let text = data.to_string();
    SafeMarkup::vouched(text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn firm(name: &str) -> Firm {
        Firm {
            name: name.to_owned(),
            kvk: "90000007".to_owned(),
            place: "Utrecht".to_owned(),
            certificates: vec![Certificate {
                number: "AL/1".to_owned(),
                scheme: "Schema A".to_owned(),
                body: "Alfa & Zonen".to_owned(),
                body_code: "alfa".to_owned(),
                issued_on: day("2024-01-01"),
                valid_until: day("2026-12-31"),
                is_active: false,
            }],
        }
    }

    #[test]
    fn a_suspended_certificate_is_not_active() {
        let data =
            firm("Jansen").data(Language::English, "https://register.example/en/installateurs/90000007").unwrap();
        let certification = &data["hasCertification"][0];
        assert_eq!(certification["certificationStatus"], "https://schema.org/CertificationInactive");
        assert_eq!(certification["validFrom"], "2024-01-01");
        assert_eq!(certification["url"], "https://register.example/en/certificaten/AL%2F1?instelling=alfa");
        assert_eq!(certification["issuedBy"]["url"], "https://register.example/en/instellingen/alfa");
        assert_eq!(data["identifier"]["value"], "90000007");
        assert_eq!(
            data["address"],
            json!({ "@type": "PostalAddress", "addressLocality": "Utrecht", "addressCountry": "NL" })
        );
    }

    #[test]
    fn a_name_cannot_end_the_block_it_stands_in() {
        let name = "</script><script>alert(1)</script><!-- & \" \\ \u{2028}";
        let data = firm(name).data(Language::Dutch, "https://register.example/installateurs/90000007").unwrap();
        let text = in_a_page(&data);
        assert!(!text.as_str().contains(['<', '>', '&']), "{}", text.as_str());
        let read: Value = serde_json::from_str(text.as_str()).unwrap();
        assert_eq!(read["name"], name);
        assert_eq!(read, data);
    }
}
