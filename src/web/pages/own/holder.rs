//! A holder as its own body sees it: its certificates, and what counts for repetition.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::audits::audit_at;
use crate::domain::access::{SeeBody, decide};
use crate::domain::calendar::in_words;
use crate::domain::certificate::Standing;
use crate::domain::identifiers::KvkNumber;
use crate::language::Language;
use crate::services::own_holder::{Counting, OwnHolder, own_holder};
use crate::services::register::Listing;
use crate::web::error::Error;
use crate::web::format::enumeration;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::standing;
use crate::web::view::{Cell, Column, Link, Table};

/// A holder of a body.
#[derive(Debug, Clone, Serialize)]
pub struct OwnHolderPage {
    /// Its name.
    pub firm: String,
    /// Its number in the trade register.
    pub kvk: String,
    /// Its certificates of this body.
    pub certificates: Table,
    /// What counts, by scheme.
    pub schemes: Vec<CountingView>,
}

/// What counts under a scheme.
#[derive(Debug, Clone, Serialize)]
pub struct CountingView {
    /// The id on the page.
    pub id: String,
    /// The scheme.
    pub name: String,
    /// From when on audits count, in a sentence.
    pub since: String,
    /// The audits.
    pub audits: Table,
}

impl Page for OwnHolderPage {
    const TEMPLATE: &'static str = "pages/own/holder";

    fn title(&self, _: Language) -> String {
        self.firm.clone()
    }

    fn section(&self) -> Section {
        Section::Audits
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Onderzoeken", "/instelling/onderzoeken")]
    }
}

/// The addresses of this file.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/instelling/houders/{kvk}", web::get().to(show));
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    kvk: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), SeeBody(who.body()?))?;
    let number = KvkNumber::parse(&kvk).map_err(|_| Error::NotFound)?;
    let today = portal.today();
    let wanted = number.clone();
    let found = portal
        .work(move |portal| own_holder(&portal.store, &permit, portal.today(), &wanted))
        .await?
        .ok_or(Error::NotFound)?;
    let OwnHolder { firm, certificates, schemes } = &found;
    let columns = ["Certificaat", "Schema", "Stand", "Afgegeven", "Geldig tot en met"].map(Column::text);
    screen.show(&OwnHolderPage {
        firm: firm.clone(),
        kvk: number.to_string(),
        certificates: Table::new("Certificaten bij uw instelling", columns)
            .under_heading()
            .with(certificates.iter().map(|listing| certificate(listing, today))),
        schemes: schemes.iter().map(counting).collect(),
    })
}

fn certificate(listing: &Listing, today: chrono::NaiveDate) -> [Cell; 5] {
    let status = listing.status_on(today);
    let stand = Cell::status(standing::label(status, Language::Dutch));
    let certificate = &listing.certificate;
    let carried = status.standing == Standing::Suspended && status.since == Some(certificate.issued_on);
    let number = certificate.number.as_str();
    [
        Cell::heading(number).linked(standing::certificate_path(listing, "")),
        Cell::text(listing.scheme.scheme.code.as_str()),
        if carried {
            stand.note("de schorsing liep al toen u het certificaat overnam; zij geldt tot zij is opgeheven")
        } else {
            stand
        },
        Cell::text(in_words(certificate.issued_on)),
        Cell::text(in_words(certificate.valid_until)),
    ]
}

fn counting(counting: &Counting) -> CountingView {
    let code = &counting.scheme.scheme.code;
    let columns = ["Datum van het onderzoek", "Door", "Categorie", "Maatregel"].map(Column::text);
    let rows = counting.audits.iter().map(|audit| {
        let by = match &audit.own {
            Some(reference) => Cell::text(reference.as_str()).linked(audit_at(reference.as_str())).note("uw onderzoek"),
            None => Cell::text("een andere instelling"),
        };
        [
            Cell::heading(in_words(audit.date)),
            by,
            Cell::text(enumeration(&audit.categories)),
            Cell::text(audit.measure.as_deref().unwrap_or("geen besluit")),
        ]
    });
    CountingView {
        id: format!("schema-{}", crate::domain::text::fold(code.as_str()).replace(' ', "-")),
        name: format!("{code} {}", counting.scheme.scheme.name),
        since: format!(
            "Vindt u vandaag een afwijking, dan tellen onderzoeken vanaf {} mee, ook die van een andere instelling.",
            in_words(counting.since)
        ),
        audits: Table::new("Wat meetelt voor herhaling", columns)
            .or_say("Er telt geen eerder onderzoek mee.")
            .with(rows),
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, OwnHolderPage)> {
    let audits =
        Table::new("Wat meetelt voor herhaling", ["Datum", "Door", "Categorie", "Maatregel"].map(Column::text))
            .with([["12 mei 2026", "een andere instelling", "kritiek", "Schorsing"].map(Cell::text)]);
    let page = OwnHolderPage {
        firm: "Janssen Installatietechniek B.V.".to_owned(),
        kvk: "90000007".to_owned(),
        certificates: Table::new("Certificaten bij uw instelling", ["Certificaat"].map(Column::text))
            .with([[Cell::heading("BR-A-000801")]]),
        schemes: vec![CountingView {
            id: "schema-cs-a".to_owned(),
            name: "CS-A Gasverbrandingsinstallaties".to_owned(),
            since: "Onderzoeken vanaf 24 november 2024 tellen mee.".to_owned(),
            audits,
        }],
    };
    vec![("own-holder", page)]
}
