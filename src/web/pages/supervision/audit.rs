//! An audit with its verdict and the explanation. The body and the regulator read the same text.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Supervisor;
use super::reason::{Place, page};
use crate::domain::assessment::Verdict;
use crate::domain::calendar::in_words;
use crate::domain::identifiers::{BodyCode, CategoryCode, SchemeCode};
use crate::domain::signal::Window;
use crate::language::Language;
use crate::services::Page as Part;
use crate::services::audits::{self, AuditListing, Wanted};
use crate::web::address;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged;
use crate::web::pages::judged::reason::ReasonView;
use crate::web::pages::own::audits::AuditList;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Choice, Event, Fact, Link, Status, Table};

/// An audit: what was found, what was decided, and how that compares with the matrix.
#[derive(Debug, Clone, Serialize)]
pub struct AuditView {
    /// The reference of the body.
    pub reference: String,
    /// The verdicts as labels.
    pub verdicts: Vec<Status>,
    /// The verdict in a sentence.
    pub sentence: String,
    /// Firm, certificate, kind, date, body, scheme version, as of.
    pub facts: Vec<Fact>,
    /// The findings: code, what it is, category, annulled.
    pub findings: Table,
    /// The decisions: reference, measure, date, recovery until, revoked, reason.
    pub decisions: Table,
    /// Prescribed beside imposed: measure, date, recovery.
    pub comparison: Table,
    /// How the verdict came about, step by step.
    pub explanation: Vec<String>,
    /// The rule of the matrix that decided, in words.
    pub rule: Vec<Fact>,
    /// The matrix in full.
    pub matrix: Link,
    /// The reason for the deviation and what became of it; none where nothing deviates and none was given.
    pub reason: Option<ReasonView>,
    /// What the register said of this audit and when it came to say so, the newest first.
    pub history: Vec<Event>,
    /// The guide about this audit, for the body itself.
    pub guide: Option<String>,
}

/// An audit as the regulator sees it.
#[derive(Debug, Clone, Serialize)]
pub struct SupervisedAuditPage {
    /// The audit.
    #[serde(flatten)]
    pub audit: AuditView,
    /// The body that did it, leading to its page.
    pub body: Link,
}

impl Page for SupervisedAuditPage {
    const TEMPLATE: &'static str = "pages/supervision/audit";

    fn title(&self, _: Language) -> String {
        format!("Onderzoek {}", self.audit.reference)
    }

    fn section(&self) -> Section {
        Section::SupervisedBodies
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Instellingen", "/toezicht/instellingen"), self.body.clone()]
    }
}

/// The audits of a body, as the regulator sees them.
#[derive(Debug, Clone, Serialize)]
pub struct SupervisedAuditsPage {
    /// The audits.
    #[serde(flatten)]
    pub list: AuditList,
    /// The body that did them, leading to its page.
    pub body: Link,
}

impl Page for SupervisedAuditsPage {
    const TEMPLATE: &'static str = "pages/own/audits";

    fn title(&self, _: Language) -> String {
        format!("Onderzoeken van {}", self.body.label)
    }

    fn section(&self) -> Section {
        Section::SupervisedBodies
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Instellingen", "/toezicht/instellingen"), self.body.clone()]
    }
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    supervisor: Supervisor,
    place: web::Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let place = Place::read(place.into_inner())?;
    screen.show(&page(&portal, &who, supervisor, &place, None).await?)
}

/// Audits on a page.
const AT_ONCE: u32 = 50;

/// The choice of every audit that counts as deviating, whichever way.
const DEVIATING: &str = "afwijkend";

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    oordeel: String,
    #[serde(default)]
    schema: String,
    #[serde(default)]
    categorie: String,
    #[serde(default)]
    van: String,
    #[serde(default)]
    tot: String,
    pagina: Option<u32>,
}

/// The days that every database knows.
const EARLIEST: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).unwrap();
const LATEST: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap();

fn day(text: &str, otherwise: NaiveDate) -> Result<NaiveDate, Error> {
    if text.is_empty() {
        return Ok(otherwise);
    }
    let day: Option<NaiveDate> = text.parse().ok().filter(|day| (EARLIEST..=LATEST).contains(day));
    day.ok_or_else(|| Error::BadRequest(format!("‘{text}’ is geen dag; schrijf die als 2026-03-01.")))
}

impl Asked {
    fn wanted(&self) -> Result<Wanted, Error> {
        let refuse = |what: &str, value: &str| Error::BadRequest(format!("{what} ‘{value}’ bestaat niet."));
        let given = |text: &str| !text.is_empty();
        let verdict = match self.oordeel.as_str() {
            "" | DEVIATING => None,
            code => Some(Verdict::from_code(code).ok_or_else(|| refuse("Het oordeel", code))?),
        };
        let scheme = given(&self.schema).then(|| SchemeCode::parse(&self.schema)).transpose();
        let category = given(&self.categorie).then(|| CategoryCode::parse(&self.categorie)).transpose();
        let within = Window { from: day(&self.van, EARLIEST)?, through: day(&self.tot, LATEST)? };
        Ok(Wanted {
            verdict,
            deviating: self.oordeel == DEVIATING,
            scheme: scheme.map_err(|_| refuse("Het schema", &self.schema))?,
            category: category.map_err(|_| refuse("De categorie", &self.categorie))?,
            within: (given(&self.van) || given(&self.tot)).then_some(within),
        })
    }

    fn href(&self, body: &BodyCode, page: u64) -> String {
        let page = page.to_string();
        let pairs = [
            ("oordeel", &self.oordeel),
            ("schema", &self.schema),
            ("categorie", &self.categorie),
            ("van", &self.van),
            ("tot", &self.tot),
            ("pagina", &page),
        ];
        let path = address::path(["toezicht", "instellingen", body.as_str(), "onderzoeken"]);
        address::with_query(&path, pairs.map(|(name, value)| (name, value.as_str())))
    }
}

pub(super) async fn list(
    portal: web::Data<Portal>,
    screen: Screen,
    supervisor: Supervisor,
    body: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let body = BodyCode::parse(&body).map_err(|_| Error::NotFound)?;
    let wanted = asked.wanted()?;
    let part = Part::new(asked.pagina.unwrap_or(1), AT_ONCE);
    let (found, wanted) = portal
        .work(move |portal| {
            let found = audits::list(&portal.store, &supervisor.0.to_see(body), portal.today(), &wanted, part)?;
            Ok::<_, audits::AuditError>((found, wanted))
        })
        .await?;
    let found = found.filter(|found| found.audits.exists()).ok_or(Error::NotFound)?;
    screen.show(&list_page(&asked, &wanted, &found))
}

fn list_page(asked: &Asked, wanted: &Wanted, found: &AuditListing) -> SupervisedAuditsPage {
    let code = &found.body.code;
    let href = |page| asked.href(code, page);
    let audit = |reference: &str| address::supervised_audit(code.as_str(), reference);
    let mut list = judged::list(found, wanted, href, audit);
    let every = Choice { value: DEVIATING.to_owned(), label: "Alles wat afwijkt".to_owned(), chosen: wanted.deviating };
    list.verdict.choices.insert(1, every);
    list.summary = summary(wanted, found);
    SupervisedAuditsPage { list, body: Link::new(&found.body.name, address::supervised_body(code.as_str())) }
}

fn summary(wanted: &Wanted, found: &AuditListing) -> String {
    let Some(as_of) = found.as_of else { return format!("{} leverde nog niets aan.", found.body.name) };
    let mut said = vec![format!("Onderzoeken van {}, naar de stand van {}", found.body.name, in_words(as_of))];
    if let Some(within) = &wanted.within {
        let from = (within.from > EARLIEST).then(|| format!(" van {}", in_words(within.from)));
        let through = (within.through < LATEST).then(|| format!(" tot en met {}", in_words(within.through)));
        said.push(format!("gedaan{}{}", from.unwrap_or_default(), through.unwrap_or_default()));
    }
    said.extend(wanted.category.as_ref().map(|category| format!("met als zwaarste categorie {category}")));
    format!("{}.", said.join(", "))
}

#[cfg(test)]
pub(in crate::web::pages) fn list_samples() -> Vec<(&'static str, SupervisedAuditsPage)> {
    let body = || Link::new("Bravo Certificatie", "/toezicht/instellingen/bravo");
    let page = |list| ("supervision-audits", SupervisedAuditsPage { list, body: body() });
    crate::web::pages::own::audits::lists().into_iter().map(page).take(1).collect()
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, SupervisedAuditPage)> {
    vec![(
        "supervision-audit",
        SupervisedAuditPage { audit: sample(), body: Link::new("Bravo Certificatie", "/toezicht/instellingen/bravo") },
    )]
}

#[cfg(test)]
pub(in crate::web::pages) fn own_samples() -> Vec<(&'static str, crate::web::pages::own::audits::OwnAuditPage)> {
    vec![("own-audit", crate::web::pages::own::audits::OwnAuditPage { audit: sample() })]
}

#[cfg(test)]
fn sample() -> AuditView {
    use crate::web::view::{Cell, Column, Tone};
    let decisions = Table::new(
        "Besluiten bij dit onderzoek",
        [
            Column::text("Besluit"),
            Column::text("Maatregel"),
            Column::text("Datum"),
            Column::text("Herstel uiterlijk"),
            Column::text("Motivering"),
        ],
    )
    .under_heading()
    .or_say("Er is bij dit onderzoek geen besluit genomen.")
    .with([[
        Cell::heading("B-2026-0312"),
        Cell::text("Waarschuwing"),
        Cell::text("18 november 2026"),
        Cell::text("18 februari 2027"),
        Cell::text("Bedrijf heeft direct hersteld; schorsing vonden wij niet in verhouding."),
    ]]);
    let comparison = Table::new(
        "Voorgeschreven naast opgelegd",
        [Column::text("Onderdeel"), Column::text("De matrix schrijft voor"), Column::text("De instelling besloot")],
    )
    .under_heading()
    .with([
        [
            Cell::heading("Maatregel"),
            Cell::text("Schorsing van het certificaat"),
            Cell::text("Waarschuwing").note("2 stappen lichter"),
        ],
        [
            Cell::heading("Besluit"),
            Cell::text("uiterlijk 14 november 2026"),
            Cell::text("18 november 2026").note("4 dagen te laat"),
        ],
        [Cell::heading("Herstel"), Cell::text("binnen 3 maanden"), Cell::text("uiterlijk 18 februari 2027")],
    ]);
    AuditView {
        guide: None,
        reference: "O-2026-1182".to_owned(),
        verdicts: vec![Status::new(Tone::Negative, "te licht, 2 stappen"), Status::new(Tone::Negative, "te laat, 4 dagen")],
        sentence: "De matrix schrijft een schorsing voor; Bravo Certificatie gaf een waarschuwing, en deed dat 4 dagen na de uiterste datum.".to_owned(),
        facts: vec![
            Fact::new("Bedrijf", "Janssen Installatietechniek B.V.").linked("/installateurs/01234567"),
            Fact::new("Soort onderzoek", "periodiek"),
            Fact::new("Datum van het onderzoek", "30 oktober 2026"),
            Fact::new("Instelling", "Bravo Certificatie"),
            Fact::new("Schema", "CS-A, versie 2.0").linked("/schemas/CS-A/2.0"),
            Fact::new("Beoordeeld naar de stand van", "22 november 2026"),
        ],
        findings: sample_findings(),
        decisions,
        comparison,
        explanation: sample_explanation(),
        rule: vec![
            Fact::new("Categorie", "kritiek"),
            Fact::new("Keer", "1e keer (de regel geldt ook voor de 2e keer)"),
            Fact::new("Maatregel", "Schorsing van het certificaat"),
            Fact::new("Besluit binnen", "10 werkdagen"),
            Fact::new("Plaats in de matrix", "regels[2]"),
        ],
        matrix: Link::new("De hele matrix van CS-A, versie 2.0", "/schemas/CS-A/2.0"),
        reason: Some(judged::reason::sample()),
        history: vec![
            Event::new(
                "23 november 2026, 09.14 uur",
                Tone::Negative,
                "Te licht, 2 stappen en te laat, 4 dagen. Dit oordeel geldt nu.",
            ),
            Event::new("2 november 2026, 16.40 uur", Tone::Neutral, "Open. Vervangen op 23 november 2026, 09.14 uur."),
        ],
    }
}

#[cfg(test)]
fn sample_findings() -> Table {
    use crate::web::view::{Cell, Column};
    Table::new(
        "Afwijkingen in dit onderzoek",
        [
            Column::text("Afwijking"),
            Column::text("Code"),
            Column::text("Omschrijving"),
            Column::text("Categorie"),
            Column::text("Vervallen"),
        ],
    )
    .under_heading()
    .or_say("In dit onderzoek zijn geen afwijkingen gevonden.")
    .with([
        [
            Cell::heading("A-9001"),
            Cell::text("K3"),
            Cell::text("Meting van koolmonoxide vóór vrijgave niet uitgevoerd"),
            Cell::text("kritiek"),
            Cell::text("nee"),
        ],
        [
            Cell::heading("A-9002"),
            Cell::text("N1"),
            Cell::text("Projectdossier onvolledig"),
            Cell::text("niet-kritiek"),
            Cell::text("1 november 2026"),
        ],
    ])
}

#[cfg(test)]
fn sample_explanation() -> Vec<String> {
    vec![
        "Afwijking A-9001 heeft code K3: categorie kritiek.".to_owned(),
        "Afwijking A-9002 is vervallen op 1 november 2026 en telt niet mee.".to_owned(),
        "Dit is de 1e keer in 24 maanden dat dit bedrijf een afwijking van de categorie kritiek heeft.".to_owned(),
        "De regel voor kritiek, 1e keer schrijft een schorsing voor, binnen 10 werkdagen na 30 oktober 2026: uiterlijk 14 november 2026.".to_owned(),
        "Het zwaarste besluit is B-2026-0312: een waarschuwing op 18 november 2026. Dat is 2 stappen lichter, en 4 dagen te laat.".to_owned(),
    ]
}
