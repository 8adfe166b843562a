//! Certification bodies as the public sees them.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::calendar::in_words;
use crate::domain::certificate::usable_after_designation;
use crate::domain::identifiers::BodyCode;
use crate::domain::text::fold;
use crate::language::Language;
use crate::services::register::{self, DesignatedBody};
use crate::web::error::Error;
use crate::web::format::{count, enumeration};
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::standing::path_part;
use crate::web::view::{Cell, Column, Fact, Link, Status, Table, Tone};

/// All certification bodies, sorted by name.
#[derive(Debug, Clone, Serialize)]
pub struct BodiesPage {
    /// The bodies with the schemes they are designated for.
    pub bodies: Table,
}

impl Page for BodiesPage {
    const TEMPLATE: &'static str = "pages/bodies/list";

    fn title(&self, _: Language) -> String {
        "Certificerende instellingen".to_owned()
    }

    fn section(&self) -> Section {
        Section::Bodies
    }
}

/// A certification body.
#[derive(Debug, Clone, Serialize)]
pub struct BodyPage {
    /// Its name.
    pub name: String,
    /// What it may do, in a sentence.
    pub sentence: String,
    /// Code, number in the trade register, count of certified firms.
    pub facts: Vec<Fact>,
    /// Its designations: scheme, from, until.
    pub designations: Table,
}

impl Page for BodyPage {
    const TEMPLATE: &'static str = "pages/bodies/body";

    fn title(&self, _: Language) -> String {
        self.name.clone()
    }

    fn section(&self) -> Section {
        Section::Bodies
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Instellingen", "/instellingen")]
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/instellingen", web::get().to(list)).route("/instellingen/{code}", web::get().to(show));
}

async fn list(portal: web::Data<Portal>, screen: Screen) -> Result<HttpResponse, Error> {
    let (today, mut bodies) = (portal.today(), portal.work(|portal| register::bodies(&portal.store)).await?);
    bodies.sort_by_cached_key(|entry| fold(&entry.body.name));
    let columns = [Column::text("Instelling"), Column::text("Aangewezen voor"), Column::number("Bedrijven")];
    let rows = bodies.iter().map(|entry| {
        let schemes = designated(entry, today);
        let schemes = if schemes.is_empty() { "op dit moment geen schema".to_owned() } else { schemes.join(", ") };
        [
            Cell::heading(entry.body.name.clone())
                .linked(format!("/instellingen/{}", path_part(entry.body.code.as_str()))),
            Cell::text(schemes),
            Cell::text(count(portal.register.firms_of(&entry.body.code, today))),
        ]
    });
    let bodies = Table::new("Certificerende instellingen op naam", columns)
        .under_heading()
        .or_say("Er zijn nog geen instellingen aangewezen.")
        .with(rows);
    screen.show(&BodiesPage { bodies })
}

/// The schemes that the body may certify for on the day.
fn designated(entry: &DesignatedBody, day: NaiveDate) -> Vec<&str> {
    let valid = entry.designations.iter().filter(|(designation, _)| designation.valid.contains(day));
    valid.map(|(_, scheme)| scheme.name.as_str()).collect()
}

async fn show(portal: web::Data<Portal>, screen: Screen, code: web::Path<String>) -> Result<HttpResponse, Error> {
    let code = BodyCode::parse(&code).map_err(|_| Error::NotFound)?;
    let (today, bodies) = (portal.today(), portal.work(|portal| register::bodies(&portal.store)).await?);
    let entry = bodies.into_iter().find(|entry| entry.body.code == code).ok_or(Error::NotFound)?;
    let firms = portal.register.firms_of(&code, today);
    screen.show(&page(&entry, firms, today))
}

fn page(entry: &DesignatedBody, firms: u64, today: NaiveDate) -> BodyPage {
    let (name, schemes) = (&entry.body.name, designated(entry, today));
    let sentence = if schemes.is_empty() {
        format!("{name} mag vandaag geen bedrijven certificeren.")
    } else {
        format!("{name} mag vandaag bedrijven certificeren volgens {}.", enumeration(&schemes))
    };
    let columns = [Column::text("Schema"), Column::text("Vanaf"), Column::text("Tot"), Column::text("Nu")];
    let rows = entry.designations.iter().map(|(designation, scheme)| {
        let until = designation.valid.until;
        let status = if designation.valid.contains(today) {
            Cell::status(Status::new(Tone::Positive, "aangewezen"))
        } else if designation.valid.from > today {
            Cell::status(Status::new(Tone::Neutral, "nog niet"))
        } else {
            Cell::status(Status::new(Tone::Neutral, "beëindigd")).note(format!(
                "Certificaten blijven bruikbaar tot en met {}, of korter als ze eerder aflopen.",
                in_words(usable_after_designation(until.unwrap_or(today)))
            ))
        };
        [
            Cell::heading(scheme.name.clone()).linked(format!("/schemas/{}", path_part(scheme.code.as_str()))),
            Cell::text(in_words(designation.valid.from)),
            Cell::text(until.map_or_else(|| "geen einddatum".to_owned(), in_words)),
            status,
        ]
    });
    BodyPage {
        name: name.clone(),
        sentence,
        facts: vec![
            Fact::new("Code in dit register", entry.body.code.as_str()),
            Fact::new("KvK-nummer", entry.body.kvk_number.as_str()),
            Fact::new("Bedrijven die vandaag mogen werken", count(firms)),
        ],
        designations: Table::new(format!("Aanwijzingen van {name}"), columns)
            .under_heading()
            .or_say("Deze instelling is nog voor geen schema aangewezen.")
            .with(rows),
    }
}

#[cfg(test)]
pub(super) fn list_samples() -> Vec<(&'static str, BodiesPage)> {
    let columns = [Column::text("Instelling"), Column::text("Aangewezen voor"), Column::number("Bedrijven")];
    let bodies = Table::new("Certificerende instellingen op naam", columns)
        .under_heading()
        .or_say("Er zijn nog geen instellingen aangewezen.")
        .with([
            [Cell::heading("Alfa Keuringen").linked("/instellingen/alfa"), Cell::text("CS-A, CS-B"), Cell::text("812")],
            [
                Cell::heading("Bravo Certificatie").linked("/instellingen/bravo"),
                Cell::text("CS-A"),
                Cell::text("1.204"),
            ],
        ]);
    vec![("bodies", BodiesPage { bodies })]
}

#[cfg(test)]
pub(super) fn body_samples() -> Vec<(&'static str, BodyPage)> {
    let columns = [Column::text("Schema"), Column::text("Vanaf"), Column::text("Tot en met"), Column::text("Nu")];
    let designations = Table::new("Aanwijzingen van Bravo Certificatie", columns).under_heading().with([
        [
            Cell::heading("CS-A").linked("/schemas/CS-A/2.0"),
            Cell::text("30 maart 2023"),
            Cell::text("geen einddatum"),
            Cell::status(Status::new(Tone::Positive, "aangewezen")),
        ],
        [
            Cell::heading("CS-C").linked("/schemas/CS-C/1.0"),
            Cell::text("30 maart 2023"),
            Cell::text("31 augustus 2026"),
            Cell::status(Status::new(Tone::Neutral, "beëindigd"))
                .note("Certificaten blijven bruikbaar tot en met 28 februari 2027, of korter als ze eerder aflopen."),
        ],
    ]);
    vec![(
        "body",
        BodyPage {
            name: "Bravo Certificatie".to_owned(),
            sentence: "Bravo Certificatie mag vandaag bedrijven certificeren volgens schema CS-A.".to_owned(),
            facts: vec![
                Fact::new("Code in dit register", "bravo"),
                Fact::new("KvK-nummer", "87654321"),
                Fact::new("Gecertificeerde bedrijven", "1.204"),
            ],
            designations,
        },
    )]
}
