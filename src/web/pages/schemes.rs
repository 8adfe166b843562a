//! Schemes, and the matrix of a scheme version in words and tables.

mod matrix;

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::calendar::in_words;
use crate::domain::identifiers::{SchemeCode, VersionLabel};
use crate::domain::text::fold;
use crate::language::Language;
use crate::services::register;
use crate::services::scheme_book::{BookScheme, BookVersion};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::standing::path_part;
use crate::web::view::{Cell, Column, Fact, Link, Status, Table, Tone};

/// All schemes.
#[derive(Debug, Clone, Serialize)]
pub struct SchemesPage {
    /// The schemes with the version in force.
    pub schemes: Table,
}

impl Page for SchemesPage {
    const TEMPLATE: &'static str = "pages/schemes/list";

    fn title(&self, _: Language) -> String {
        "Certificatieschema’s".to_owned()
    }

    fn section(&self) -> Section {
        Section::Schemes
    }
}

/// A version of a scheme with its sanction matrix.
#[derive(Debug, Clone, Serialize)]
pub struct SchemeVersionPage {
    /// The name of the scheme.
    pub name: String,
    /// The code of the scheme.
    pub code: String,
    /// The label of the version.
    pub version: String,
    /// Whether the version is in force today.
    pub status: Status,
    /// From when until when the version is in force, in a sentence.
    pub in_force: String,
    /// Owner, system, name of the matrix.
    pub facts: Vec<Fact>,
    /// All versions of the scheme, latest first.
    pub versions: Table,
    /// The measures, from light to heavy, with what they do to a certificate.
    pub measures: Table,
    /// Per category of nonconformity, from heavy to light: its rules and its catalogue.
    pub categories: Vec<CategorySection>,
    /// What makes a nonconformity count heavier, each in a sentence.
    pub aggravations: Vec<String>,
    /// How repetition counts, in a sentence.
    pub repetition: String,
    /// How terms are counted, in a sentence.
    pub terms: String,
}

/// A category of nonconformities.
#[derive(Debug, Clone, Serialize)]
pub struct CategorySection {
    /// The id on the page.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What the matrix prescribes the first, second, … time.
    pub rules: Table,
    /// The nonconformities of the category.
    pub catalogue: Table,
}

impl Page for SchemeVersionPage {
    const TEMPLATE: &'static str = "pages/schemes/version";

    fn title(&self, _: Language) -> String {
        format!("{} versie {}", self.code, self.version)
    }

    fn section(&self) -> Section {
        Section::Schemes
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Schema’s", "/schemas")]
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/schemas", web::get().to(list))
        .route("/schemas/{code}", web::get().to(current))
        .route("/schemas/{code}/{version}", web::get().to(show));
}

fn address(scheme: &BookScheme, version: &BookVersion) -> String {
    format!("/schemas/{}/{}", path_part(scheme.scheme.code.as_str()), path_part(version.label.as_str()))
}

/// The version in force, else the one that comes, else the last one.
fn meant(scheme: &BookScheme, today: NaiveDate) -> Option<&BookVersion> {
    scheme
        .version_on(today)
        .or_else(|| scheme.versions.iter().find(|v| v.in_force.from > today))
        .or(scheme.versions.last())
}

async fn list(portal: web::Data<Portal>, screen: Screen) -> Result<HttpResponse, Error> {
    let today = portal.today();
    let book = portal.work(|portal| register::scheme_book(&portal.store)).await?;
    let bodies = portal.work(|portal| register::bodies(&portal.store)).await?;
    let mut schemes: Vec<_> = book.schemes().iter().collect();
    schemes.sort_by_cached_key(|entry| fold(&entry.scheme.name));
    let columns = [
        Column::text("Schema"),
        Column::text("Versie die nu geldt"),
        Column::text("Schemabeheerder"),
        Column::number("Instellingen"),
    ];
    let rows = schemes.into_iter().map(|entry| {
        let designated = bodies.iter().flat_map(|body| &body.designations);
        let designated =
            designated.filter(|(d, scheme)| scheme.id == entry.scheme.id && d.valid.contains(today)).count();
        let mut name = Cell::heading(format!("{} ({})", entry.scheme.name, entry.scheme.code));
        if let Some(version) = meant(entry, today) {
            name = name.linked(address(entry, version));
        }
        let version = entry.version_on(today).map_or_else(
            || Cell::text("geen"),
            |version| Cell::text(version.label.as_str()).note(format!("sinds {}", in_words(version.in_force.from))),
        );
        [name, version, Cell::text(entry.scheme.owner.clone()), Cell::text(designated.to_string())]
    });
    let schemes = Table::new("Certificatieschema’s op naam", columns)
        .under_heading()
        .or_say("Er zijn nog geen schema’s aangewezen.")
        .with(rows);
    screen.show(&SchemesPage { schemes })
}

async fn scheme(portal: &Portal, code: &str) -> Result<BookScheme, Error> {
    let code = SchemeCode::parse(code).map_err(|_| Error::NotFound)?;
    let book = portal.work(|portal| register::scheme_book(&portal.store)).await?;
    book.by_code(&code).cloned().ok_or(Error::NotFound)
}

async fn current(portal: web::Data<Portal>, code: web::Path<String>) -> Result<HttpResponse, Error> {
    let scheme = scheme(&portal, &code).await?;
    let version = meant(&scheme, portal.today()).ok_or(Error::NotFound)?;
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, address(&scheme, version))).finish())
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (code, version) = path.into_inner();
    let scheme = scheme(&portal, &code).await?;
    let label = VersionLabel::parse(&version).map_err(|_| Error::NotFound)?;
    let version = scheme.version(&label).ok_or(Error::NotFound)?;
    screen.show(&page(&scheme, version, portal.today()))
}

fn page(scheme: &BookScheme, version: &BookVersion, today: NaiveDate) -> SchemeVersionPage {
    let matrix = &version.matrix;
    let (from, until) = (in_words(version.in_force.from), version.in_force.until.map(in_words));
    let (tone, word) = match () {
        () if version.in_force.contains(today) => (Tone::Positive, "geldt nu"),
        () if version.in_force.from > today => (Tone::Info, "geldt nog niet"),
        () => (Tone::Neutral, "geldt niet meer"),
    };
    SchemeVersionPage {
        name: scheme.scheme.name.clone(),
        code: scheme.scheme.code.to_string(),
        version: version.label.to_string(),
        status: Status::new(tone, word),
        in_force: until.map_or_else(
            || format!("Versie {} geldt vanaf {from}.", version.label),
            |until| format!("Versie {} geldt vanaf {from} en tot {until}.", version.label),
        ),
        facts: vec![
            Fact::new("Schemabeheerder", scheme.scheme.owner.clone()),
            Fact::new("Stelsel", scheme.scheme.system.to_string()),
            Fact::new("Sanctiematrix", matrix.name().unwrap_or("zonder naam")),
        ],
        versions: versions(scheme, version),
        measures: matrix::measures(matrix),
        categories: matrix.categories().iter().rev().map(|category| matrix::category(matrix, category)).collect(),
        aggravations: matrix
            .aggravations()
            .iter()
            .map(|aggravation| matrix::aggravation(matrix, aggravation))
            .collect(),
        repetition: matrix::repetition(matrix),
        terms: matrix::terms(matrix).to_owned(),
    }
}

fn versions(scheme: &BookScheme, shown: &BookVersion) -> Table {
    let columns = [Column::text("Versie"), Column::text("Geldt vanaf"), Column::text("Tot")];
    let rows = scheme.versions.iter().rev().map(|version| {
        let label = Cell::heading(version.label.as_str());
        [
            if version.id == shown.id { label } else { label.linked(address(scheme, version)) },
            Cell::text(in_words(version.in_force.from)),
            Cell::text(version.in_force.until.map_or_else(|| "geen einddatum".to_owned(), in_words)),
        ]
    });
    Table::new("Versies van dit schema", columns).under_heading().with(rows)
}

#[cfg(test)]
pub(super) fn list_samples() -> Vec<(&'static str, SchemesPage)> {
    let columns = [
        Column::text("Schema"),
        Column::text("Versie die nu geldt"),
        Column::text("Schemabeheerder"),
        Column::number("Instellingen"),
    ];
    let schemes = Table::new("Certificatieschema’s", columns)
        .under_heading()
        .or_say("Er zijn nog geen schema’s aangewezen.")
        .with([
            [
                Cell::heading("CS-A Gasverbrandingsinstallaties").linked("/schemas/CS-A/2.0"),
                Cell::text("2.0").note("sinds 1 januari 2026"),
                Cell::text("Stichting Schemabeheer A"),
                Cell::text("5"),
            ],
            [
                Cell::heading("CS-B Rookgasafvoer").linked("/schemas/CS-B/1.0"),
                Cell::text("1.0").note("sinds 1 april 2023"),
                Cell::text("Vereniging voor Schoorsteentechniek en Verbrandingsluchttoevoer Nederland"),
                Cell::text("3"),
            ],
        ]);
    vec![("schemes", SchemesPage { schemes })]
}

#[cfg(test)]
pub(super) fn version_samples() -> Vec<(&'static str, SchemeVersionPage)> {
    let measures = Table::new(
        "Maatregelen, van licht naar zwaar",
        [Column::text("Maatregel"), Column::text("Gevolg voor het certificaat")],
    )
    .under_heading()
    .with([
        [Cell::heading("Waarschuwing"), Cell::text("Geen: het bedrijf mag doorwerken.")],
        [Cell::heading("Extra vervolgonderzoek"), Cell::text("Geen: het bedrijf mag doorwerken.")],
        [
            Cell::heading("Schorsing van het certificaat"),
            Cell::text("Het bedrijf mag niet werken zolang de schorsing duurt."),
        ],
        [
            Cell::heading("Intrekking van het certificaat"),
            Cell::text("Het certificaat stopt; het bedrijf mag niet meer werken."),
        ],
    ]);
    let rules = Table::new(
        "Regels bij een kritieke afwijking",
        [
            Column::text("Hoeveelste keer"),
            Column::text("Maatregel"),
            Column::text("Besluit binnen"),
            Column::text("Herstel binnen"),
            Column::text("Als het niet hersteld is"),
        ],
    )
    .with([
        [
            Cell::heading("1e en 2e keer"),
            Cell::text("Schorsing van het certificaat"),
            Cell::text("10 werkdagen"),
            Cell::text("3 maanden"),
            Cell::text("Intrekking van het certificaat, binnen 10 werkdagen"),
        ],
        [
            Cell::heading("3e keer en vaker"),
            Cell::text("Intrekking van het certificaat"),
            Cell::text("10 werkdagen"),
            Cell::text("–"),
            Cell::text("–"),
        ],
    ]);
    let catalogue = Table::new("Kritieke afwijkingen", [Column::text("Code"), Column::text("Afwijking")]).with([
        [Cell::heading("K1"), Cell::text("CO-onveilige installatie vrijgegeven voor gebruik")],
        [Cell::heading("K3"), Cell::text("Meting van koolmonoxide vóór vrijgave niet uitgevoerd")],
    ]);
    let versions = Table::new(
        "Versies van dit schema",
        [Column::text("Versie"), Column::text("Geldt vanaf"), Column::text("Tot")],
    )
    .under_heading()
    .with([
        [Cell::heading("2.0"), Cell::text("1 januari 2026"), Cell::text("geen einddatum")],
        [Cell::heading("1.0").linked("/schemas/CS-A/1.0"), Cell::text("30 maart 2023"), Cell::text("1 januari 2026")],
    ]);
    vec![(
        "scheme",
        SchemeVersionPage {
            name: "Gasverbrandingsinstallaties".to_owned(),
            code: "CS-A".to_owned(),
            version: "2.0".to_owned(),
            status: Status::new(Tone::Positive, "geldt nu"),
            in_force: "Versie 2.0 geldt sinds 1 januari 2026.".to_owned(),
            facts: vec![
                Fact::new("Schemabeheerder", "Stichting Schemabeheer A"),
                Fact::new("Stelsel", "CO-stelsel"),
                Fact::new("Sanctiematrix", "Kritiek / niet-kritiek"),
            ],
            versions,
            measures,
            categories: vec![CategorySection {
                id: "categorie-kritiek".to_owned(),
                name: "Kritieke afwijking".to_owned(),
                rules,
                catalogue,
            }],
            aggravations: vec![
                "Staan in één onderzoek 3 of meer niet-kritieke afwijkingen, dan tellen zij samen als één kritieke afwijking.".to_owned(),
                "Komt een niet-kritieke afwijking binnen 12 maanden 4 keer of vaker voor, dan telt zij als kritieke afwijking.".to_owned(),
            ],
            repetition: "Een afwijking is een herhaling als het bedrijf in de 24 maanden ervoor een afwijking van dezelfde categorie had, ook als een andere instelling die vaststelde.".to_owned(),
            terms: "Eindigt een termijn op een zaterdag, zondag of feestdag, dan loopt zij door tot en met de volgende werkdag.".to_owned(),
        },
    )]
}
