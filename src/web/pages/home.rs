//! The home page: the search box and the answer.

use serde::Serialize;

use crate::web::format::plural;
use crate::web::layout::Section;
use crate::web::render::Page;
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

    fn title(&self) -> String {
        match &self.answer {
            Some(found) => found.sentence.clone(),
            None => "Is uw installateur gecertificeerd?".to_owned(),
        }
    }

    fn section(&self) -> Section {
        Section::Search
    }
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
