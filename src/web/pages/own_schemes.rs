//! The schemes that an owner keeps, with their versions.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::access::{Role, SeeOwnSchemes, decide};
use crate::domain::calendar::in_words;
use crate::language::Language;
use crate::services::scheme_book::{self, OwnScheme, OwnVersion};
use crate::web::address;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Cell, Column, Status, Table, Tone};

/// The schemes of their owner.
#[derive(Debug, Clone, Serialize)]
pub struct OwnSchemesPage {
    /// The name of the owner.
    owner: String,
    schemes: Vec<SchemeSection>,
}

/// One scheme.
#[derive(Debug, Clone, Serialize)]
struct SchemeSection {
    id: String,
    title: String,
    /// Version, in force from and until, state; each leads to its public page.
    versions: Table,
}

impl Page for OwnSchemesPage {
    const TEMPLATE: &'static str = "pages/own_schemes";

    fn title(&self, _: Language) -> String {
        "Mijn schema’s".to_owned()
    }

    fn section(&self) -> Section {
        Section::OwnSchemes
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/beheer/schemas", web::get().to(show));
}

async fn show(portal: web::Data<Portal>, screen: Screen, who: LoggedIn) -> Result<HttpResponse, Error> {
    let Role::SchemeOwner(owner) = who.0.account.role.clone() else { return Err(Error::NotFound) };
    let permit = decide(&who.actor(), SeeOwnSchemes(owner.clone()))?;
    let found = portal.work(move |portal| scheme_book::own_schemes(&portal.store, &permit)).await?;
    screen.show(&page(owner, &found, portal.today()))
}

fn page(owner: String, schemes: &[OwnScheme], today: NaiveDate) -> OwnSchemesPage {
    let schemes = schemes.iter().enumerate().map(|(place, scheme)| {
        let title = format!("{} ({})", scheme.name, scheme.code);
        let columns = [
            Column::text("Versie"),
            Column::text("Van kracht vanaf"),
            Column::text("Tot en met"),
            Column::text("Stand"),
        ];
        let row = |version: &OwnVersion| {
            let until = version.in_force.until.and_then(|until| until.pred_opt());
            [
                Cell::heading(version.label.as_str())
                    .linked(address::scheme_version(scheme.code.as_str(), version.label.as_str())),
                Cell::text(in_words(version.in_force.from)),
                Cell::text(until.map_or_else(|| "nog niet bepaald".to_owned(), in_words)),
                Cell::status(state(version, today)),
            ]
        };
        SchemeSection {
            id: format!("schema-{place}"),
            versions: Table::new(format!("Versies van {title}"), columns)
                .under_heading()
                .or_say("Van dit schema is nog geen versie vastgelegd.")
                .with(scheme.versions.iter().map(row)),
            title,
        }
    });
    OwnSchemesPage { owner, schemes: schemes.collect() }
}

fn state(version: &OwnVersion, today: NaiveDate) -> Status {
    if version.in_force.contains(today) {
        Status::new(Tone::Positive, "van kracht")
    } else if version.in_force.from > today {
        Status::new(Tone::Info, "komt nog")
    } else {
        Status::new(Tone::Neutral, "vervallen")
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, OwnSchemesPage)> {
    use crate::domain::identifiers::{SchemeCode, VersionLabel};
    use crate::domain::period::Period;
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let (Ok(code), Ok(old), Ok(new)) =
        (SchemeCode::parse("CS-A"), VersionLabel::parse("1.0"), VersionLabel::parse("2.0"))
    else {
        return Vec::new();
    };
    let version = |label: &VersionLabel, from, until: Option<i32>| OwnVersion {
        label: label.clone(),
        in_force: Period { from: day(from), until: until.map(day) },
    };
    let schemes = [OwnScheme {
        code,
        name: "Schema Installaties".to_owned(),
        versions: vec![version(&old, 2023, Some(2025)), version(&new, 2025, None)],
    }];
    vec![
        ("own-schemes", page("Stichting Installaties".to_owned(), &schemes, day(2026))),
        ("own-schemes-none", page("Stichting Installaties".to_owned(), &[], day(2026))),
    ]
}
