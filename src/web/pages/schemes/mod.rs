//! Schemes, and the matrix of a scheme version in words and tables.

mod matrix;
#[cfg(test)]
mod samples;
mod version;

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::designation::may_certify;
use crate::domain::identifiers::{SchemeCode, VersionLabel};
use crate::domain::text::fold;
use crate::language::Language;
use crate::services::register::{self, DesignatedBody};
use crate::services::scheme_book::{BookScheme, BookVersion, SchemeBook};
use crate::web::address::see_other;
use crate::web::address::{self, path_part};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::moment::{Asked, Chooser, Moment};
use crate::web::pages::unknown::not_there_yet;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::then::Found;
use crate::web::view::{Cell, Column, Link, Table};

pub(in crate::web::pages) use matrix::term;
#[cfg(test)]
pub(super) use samples::{list_samples, version_samples};
pub use version::{CategorySection, SchemeVersionPage};

/// All schemes.
#[derive(Debug, Clone, Serialize)]
pub struct SchemesPage {
    /// The form for another day.
    pub moment: Chooser,
    /// The schemes with the version in force.
    pub schemes: Table,
}

impl Page for SchemesPage {
    const TEMPLATE: &'static str = "pages/schemes/list";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        language.text("schemes-title").into_owned()
    }

    fn description(&self, language: Language) -> String {
        language.text("described-schemes").into_owned()
    }

    fn section(&self) -> Section {
        Section::Schemes
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/schemas", web::get().to(list))
        .route("/schemas/{code}", web::get().to(current))
        .route("/schemas/{code}/{version}", web::get().to(show));
}

/// The Dutch path of the page of a version.
fn path(scheme: &BookScheme, version: &BookVersion) -> String {
    format!("/schemas/{}/{}", path_part(scheme.scheme.code.as_str()), path_part(version.label.as_str()))
}

/// The version in force, else the one that comes, else the last one.
fn meant(scheme: &BookScheme, day: NaiveDate) -> Option<&BookVersion> {
    let comes = || scheme.versions.iter().find(|version| version.in_force.from > day);
    scheme.version_on(day).or_else(comes).or(scheme.versions.last())
}

async fn list(portal: web::Data<Portal>, screen: Screen, asked: web::Query<Asked>) -> Result<HttpResponse, Error> {
    let moment = portal.moment(asked.into_inner(), screen.language()).await?;
    let known = moment.known;
    let (book, bodies) = portal
        .work(move |portal| {
            Ok::<_, Error>((register::scheme_book(&portal.store, known)?, register::bodies(&portal.store, known)?))
        })
        .await?;
    screen.show_as(moment.status(), &overview(&book, &bodies, &moment))
}

fn overview(book: &SchemeBook, bodies: &[DesignatedBody], moment: &Moment) -> SchemesPage {
    let language = moment.language;
    let mut schemes: Vec<_> = book.schemes().iter().collect();
    schemes.sort_by_cached_key(|entry| fold(&entry.scheme.name));
    let columns = [
        Column::text(language.text("schemes-column-scheme")),
        Column::text(language.text("schemes-column-version")),
        Column::text(language.text("schemes-column-owner")),
        Column::number(language.text("schemes-column-bodies")),
    ];
    let rows = schemes.into_iter().map(|entry| {
        let designated = bodies.iter().flat_map(|body| &body.designations);
        let designated = designated
            .filter(|(own, scheme)| scheme.id == entry.scheme.id && may_certify(&own.valid, &scheme.lapses, moment.day))
            .count();
        let mut name = Cell::heading(format!("{} ({})", entry.scheme.name, entry.scheme.code));
        if let Some(version) = meant(entry, moment.day) {
            name = name.linked(moment.link(&path(entry, version)));
        }
        if let Some(consequence) = version::consequence(entry, moment) {
            name = name.note(consequence);
        }
        let version = entry.version_on(moment.day).map_or_else(
            || Cell::text(language.text("schemes-no-version")),
            |version| {
                let since = [("day", language.day(version.in_force.from).into())];
                Cell::text(version.label.as_str()).note(language.text_with("schemes-since", &since))
            },
        );
        [name, version, Cell::text(entry.scheme.owner.clone()), Cell::text(designated.to_string())]
    });
    let schemes = Table::new(language.text("schemes-caption"), columns)
        .under_heading()
        .or_say(language.text("schemes-empty"))
        .with(rows);
    SchemesPage { moment: moment.chooser("/schemas"), schemes }
}

/// The scheme with this code as it was known.
async fn scheme(portal: &Portal, code: &str, moment: &Moment) -> Result<Found<BookScheme>, Error> {
    let code = SchemeCode::parse(code).map_err(|_| Error::NotFound)?;
    let read = move |portal: &Portal, known| Ok(register::scheme_book(&portal.store, known)?.by_code(&code).cloned());
    portal.found_at(moment, read).await
}

async fn current(
    portal: web::Data<Portal>,
    screen: Screen,
    code: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let moment = portal.moment(asked.into_inner(), screen.language()).await?;
    match scheme(&portal, &code, &moment).await? {
        Found::Then(scheme) => {
            let version = meant(&scheme, moment.day).ok_or(Error::NotFound)?;
            Ok(see_other(&moment.link(&path(&scheme, version))))
        }
        Found::Since(scheme) => not_there_yet(
            &screen,
            &moment,
            &scheme.scheme.name,
            &address::path(["schemas", scheme.scheme.code.as_str()]),
        ),
        Found::Never => Err(Error::NotFound),
    }
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    parts: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let (code, label) = parts.into_inner();
    let moment = portal.moment(asked.into_inner(), screen.language()).await?;
    let (code, label) = (
        SchemeCode::parse(&code).map_err(|_| Error::NotFound)?,
        VersionLabel::parse(&label).map_err(|_| Error::NotFound)?,
    );
    // A version may have come later than its scheme.
    let read = move |portal: &Portal, known| {
        let scheme = register::scheme_book(&portal.store, known)?.by_code(&code).cloned();
        Ok(scheme.and_then(|scheme| scheme.version(&label).cloned().map(|version| (scheme, version))))
    };
    match portal.found_at(&moment, read).await? {
        Found::Then((scheme, version)) => screen.show_as(moment.status(), &version::page(&scheme, &version, &moment)),
        Found::Since((scheme, version)) => {
            let values = [("scheme", scheme.scheme.name.as_str().into()), ("version", version.label.as_str().into())];
            let name = moment.language.text_with("standing-scheme-version", &values);
            not_there_yet(&screen, &moment, &name, &path(&scheme, &version))
        }
        Found::Never => Err(Error::NotFound),
    }
}

/// The way back to all schemes.
fn above(language: Language) -> Vec<Link> {
    vec![Link::new(language.text("layout-schemes"), language.path("/schemas"))]
}
