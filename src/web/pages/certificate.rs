//! The page of a certificate.

use serde::Serialize;

use crate::web::layout::Section;
use crate::web::render::Page;
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

    fn title(&self) -> String {
        format!("Certificaat {}", self.number)
    }

    fn section(&self) -> Section {
        Section::Search
    }

    fn trail(&self) -> Vec<Link> {
        vec![Link::new("Zoek een installateur", "/"), self.holder.clone()]
    }
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
