//! The page of a certificate.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::in_words;
use crate::domain::identifiers::CertificateNumber;
use crate::language::Language;
use crate::services::StorageError;
use crate::services::register::{self, Listing};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::standing;
use crate::web::view::{Event, Fact, Link, Status, Table};

/// A certificate, what it is for and what happened to it.
#[derive(Debug, Clone, Serialize)]
pub struct CertificatePage {
    /// Its number.
    pub number: String,
    /// Its status today.
    pub status: Status,
    /// Its status in a sentence, with since when.
    pub sentence: String,
    /// The firm that holds it, leading to its page.
    pub holder: Link,
    /// Holder, body, scheme, subarea, dates.
    pub facts: Vec<Fact>,
    /// Per kind of work whether it may be done today.
    pub works: Table,
    /// What happened to it, latest first.
    pub history: Vec<Event>,
}

impl Page for CertificatePage {
    const TEMPLATE: &'static str = "pages/certificate";

    fn title(&self, _: Language) -> String {
        format!("Certificaat {}", self.number)
    }

    fn section(&self) -> Section {
        Section::Search
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Zoek een installateur", "/"), self.holder.clone()]
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/certificaten/{number}", web::get().to(show));
}

#[derive(Debug, Deserialize)]
struct Asked {
    /// The body, where two bodies use the same number.
    #[serde(default)]
    instelling: String,
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    number: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let number = CertificateNumber::parse(&number).map_err(|_| Error::NotFound)?;
    let wanted = number.clone();
    let found = portal.work(move |portal| register::certificate(&portal.store, &wanted)).await?;
    let is_meant = |listing: &&Listing| asked.instelling.is_empty() || listing.body.code.as_str() == asked.instelling;
    let meant = found.iter().find(is_meant).ok_or(Error::NotFound)?;
    let mut page = page(meant, portal.today())?;
    // A number is unique for one body only; whoever looks it up must see that there is another.
    for other in found.iter().filter(|other| other.body.id != meant.body.id) {
        let href = format!(
            "{}?instelling={}",
            standing::certificate_link(other).href,
            standing::path_part(other.body.code.as_str())
        );
        page.facts.push(Fact::new("Dit nummer gebruikt ook", other.body.name.clone()).linked(href));
    }
    screen.show(&page)
}

fn page(listing: &Listing, today: NaiveDate) -> Result<CertificatePage, StorageError> {
    let (certificate, status, scope) = (&listing.certificate, listing.status_on(today), listing.scope()?);
    let holder = Link::new(certificate.name.clone(), format!("/installateurs/{}", certificate.kvk_number));
    let (body, scheme) = (standing::body_link(listing), standing::scheme_link(listing, today));
    let mut happened = standing::happened(listing, today);
    happened.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    Ok(CertificatePage {
        number: certificate.number.to_string(),
        status: standing::label(status),
        sentence: standing::sentence(listing, status, today),
        facts: vec![
            Fact::new("Bedrijf", holder.label.clone()).linked(holder.href.clone()),
            Fact::new("KvK-nummer", certificate.kvk_number.as_str()),
            Fact::new("Plaats", certificate.place.clone()),
            Fact::new("Afgegeven door", body.label).linked(body.href),
            Fact::new("Schema", scheme.label).linked(scheme.href),
            Fact::new("Reikwijdte", standing::subareas(&scope)),
            Fact::new("Afgegeven op", in_words(certificate.issued_on)),
            Fact::new("Geldig tot en met", in_words(certificate.valid_until)),
        ],
        holder,
        works: standing::works(listing, &scope, today),
        history: happened.into_iter().map(|(_, event)| event).collect(),
    })
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, CertificatePage)> {
    use crate::web::view::{Cell, Column, Tone};
    let columns = [Column::text("Werk"), Column::text("Mag dit vandaag?")];
    let works = ["Installeren", "Onderhouden"]
        .map(|work| [Cell::heading(work), Cell::status(Status::new(Tone::Negative, "nee"))]);
    vec![(
        "certificate",
        CertificatePage {
            number: "BV-2023-00417".to_owned(),
            status: Status::new(Tone::Negative, "geschorst"),
            sentence: "Dit certificaat is geschorst sinds 3 november 2026. Het bedrijf mag er nu geen werk mee doen."
                .to_owned(),
            holder: Link::new("Janssen Installatietechniek B.V.", "/installateurs/01234567"),
            facts: vec![
                Fact::new("Bedrijf", "Janssen Installatietechniek B.V.").linked("/installateurs/01234567"),
                Fact::new("Afgegeven door", "Bravo Certificatie").linked("/instellingen/bravo"),
                Fact::new("Schema", "CS-A, versie 2.0").linked("/schemas/CS-A/2.0"),
                Fact::new("Afgegeven op", "2 februari 2024"),
                Fact::new("Geldig tot en met", "1 februari 2027"),
            ],
            works: Table::new("Werk waarvoor dit certificaat is", columns).under_heading().with(works),
            history: vec![
                Event::new("3 november 2026", Tone::Negative, "Geschorst door Bravo Certificatie."),
                Event::new("2 februari 2024", Tone::Info, "Afgegeven door Bravo Certificatie."),
            ],
        },
    )]
}
