//! The home page: the search box and the answer.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::services::StorageError;
use crate::services::register;
use crate::services::search::{self, Question, Reason};
use crate::web::error::Error;
use crate::web::format::plural;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::standing::Permission;
use crate::web::view::{Field, Kind, Pagination, Status};

/// The search box, with what was found if something was asked.
#[derive(Debug, Clone, Serialize)]
pub struct HomePage {
    /// The search box with what was typed; the field is called `zoek`.
    pub search: Field,
    /// What was found.
    pub answer: Option<Found>,
}

/// What was found.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// How much was found, in a sentence.
    pub sentence: String,
    /// The firms, best first.
    pub hits: Vec<Hit>,
    /// The way to the other hits.
    pub pagination: Option<Pagination>,
}

/// A firm that was found.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// The name of the firm.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Where it is, as in `3511 AB Utrecht`.
    pub place: String,
    /// Its number in the trade register.
    pub kvk: String,
    /// Whether it may work, as in `gecertificeerd` or `geschorst`.
    pub status: Status,
    /// What it may do today, in a sentence without its name.
    pub work: String,
    /// Why it was found, when that is not plain to see.
    pub matched: Option<String>,
}

impl HomePage {
    /// The page before anything was asked.
    pub fn empty() -> Self {
        Self { search: search_field(""), answer: None }
    }

    /// The page with what was found for the query.
    pub fn answering(query: &str, total: u64, hits: Vec<Hit>, pagination: Option<Pagination>) -> Self {
        let sentence = if total == 0 {
            format!("Wij vonden geen bedrijf bij ‘{query}’.")
        } else {
            format!("{} bij ‘{query}’", plural(total, "bedrijf", "bedrijven"))
        };
        Self { search: search_field(query), answer: Some(Found { sentence, hits, pagination }) }
    }
}

fn search_field(query: &str) -> Field {
    Field::new(Kind::Search, "zoek", "Naam, plaats, postcode, KvK-nummer of certificaatnummer").value(query)
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "pages/home";

    fn title(&self, _: Language) -> String {
        match &self.answer {
            Some(found) => found.sentence.clone(),
            None => "Is uw installateur gecertificeerd?".to_owned(),
        }
    }

    fn section(&self) -> Section {
        Section::Search
    }
}

/// Firms on one page.
const PAGE: usize = 25;

/// A question longer than this is no name or number.
const LONGEST_QUESTION: usize = 200;

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/", web::get().to(show));
}

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    zoek: String,
    #[serde(default)]
    pagina: Option<String>,
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let question: String = asked.zoek.trim().chars().take(LONGEST_QUESTION).collect();
    if question.is_empty() {
        return screen.show(&HomePage::empty());
    }
    let number = asked.pagina.as_deref().and_then(|number| number.parse().ok()).unwrap_or(1_usize).max(1);
    let asked = Question { text: question.clone(), ..Question::default() };
    let today = portal.today();
    let answer = portal.register.search(&asked, today, (number - 1).saturating_mul(PAGE), PAGE);
    let hits = answer.hits.iter().map(|found| hit(found, today)).collect::<Result<_, _>>()?;
    let total = answer.total;
    let href = |page| {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("zoek", &question).finish();
        format!("/?{query}&pagina={page}")
    };
    let pages = total.div_ceil(PAGE as u64);
    let pagination = (pages > 1).then(|| Pagination::new(number as u64, pages, total, ("bedrijf", "bedrijven"), href));
    screen.show(&HomePage::answering(&question, total, hits, pagination))
}

fn hit(found: &search::Hit, today: NaiveDate) -> Result<Hit, StorageError> {
    let firm = &found.firm;
    let listings = firm.listings()?;
    let permission = Permission::of(&register::permission(&listings, today)?, today, today, Language::Dutch);
    let work = match &permission {
        Permission::All(work) => format!("Mag vandaag {work}."),
        Permission::Some { may, may_not, because } => format!("Mag vandaag {may}, maar niet {may_not}: {because}."),
        Permission::None { because, .. } => format!("Mag vandaag niet aan gastoestellen werken: {because}."),
    };
    Ok(Hit {
        name: firm.name().to_owned(),
        href: format!("/installateurs/{}", firm.kvk()),
        place: firm.place().to_owned(),
        kvk: firm.kvk().to_string(),
        status: permission.label(Language::Dutch),
        work,
        matched: match &found.reason {
            Reason::Listed | Reason::Postcode | Reason::Place | Reason::Name => None,
            Reason::KvkNumber => Some("gevonden op KvK-nummer".to_owned()),
            Reason::Certificate(number) => Some(format!("staat op certificaat {number}")),
            Reason::Alike(alike) => Some(format!("lijkt op ‘{alike}’")),
            Reason::FormerName(name) => Some(format!("heette eerder {name}")),
        },
    })
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, HomePage)> {
    use crate::web::view::Tone;
    let hit = |name: &str, place: &str, status: Status, work: &str, matched: Option<&str>| Hit {
        name: name.to_owned(),
        href: "/installateurs/01234567".to_owned(),
        place: place.to_owned(),
        kvk: "01234567".to_owned(),
        status,
        work: work.to_owned(),
        matched: matched.map(str::to_owned),
    };
    let hits = vec![
        hit(
            "Janssen Installatietechniek B.V.",
            "3511 AB Utrecht",
            Status::new(Tone::Positive, "gecertificeerd"),
            "Mag vandaag cv-ketels en geisers installeren, repareren, onderhouden en in bedrijf stellen.",
            None,
        ),
        hit(
            "Jansen & Zn. Loodgieters",
            "3525 XG Utrecht",
            Status::new(Tone::Negative, "geschorst"),
            "Mag vandaag niet aan gastoestellen werken: het certificaat is geschorst sinds 3 november 2026.",
            Some("Naam lijkt op ‘janssen’"),
        ),
        hit(
            "Technisch Installatie- en Onderhoudsbureau Van den Heuvel-Janssens-Oosterhuis Verwarmingstechniek",
            "9363 ET Marum",
            Status::new(Tone::Warning, "deels gecertificeerd"),
            "Mag vandaag gashaarden onderhouden, maar geen cv-ketels.",
            Some("Staat op certificaat SI-2024-00188"),
        ),
        hit(
            "Janssen Warmte",
            "6211 AA Maastricht",
            Status::new(Tone::Neutral, "niet meer gecertificeerd"),
            "Mag vandaag niet aan gastoestellen werken: het certificaat verliep op 12 mei 2026.",
            None,
        ),
    ];
    let pagination = Pagination::new(1, 4, 37, ("bedrijf", "bedrijven"), |n| format!("/?zoek=janssen&pagina={n}"));
    vec![
        ("home", HomePage::empty()),
        ("home-found", HomePage::answering("janssen", 37, hits, Some(pagination))),
        ("home-nothing", HomePage::answering("<b>Klusbedrijf Zonder Papieren</b>", 0, Vec::new(), None)),
    ]
}
