//! The audit trail: who did what, and when.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Supervisor, words};
use crate::domain::calendar;
use crate::language::Language;
use crate::services::Page as Part;
use crate::services::trail::{self, Chain, Entry, Filter, Trail};
use crate::web::address;
use crate::web::error::Error;
use crate::web::format::{count, plural};
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::{Alert, Cell, Column, Field, Kind, Pagination, Select, Table, Tone};

/// A part of the audit trail, latest first.
#[derive(Debug, Clone, Serialize)]
pub struct TrailPage {
    /// Whether the chain of entries is whole.
    pub chain: Alert,
    /// Which action is shown; the field is called `handeling`.
    pub action: Select,
    /// Whose actions are shown; the field is called `wie`.
    pub actor: Field,
    /// About what; the field is called `waarover`.
    pub subject: Field,
    /// The entries: time, who, what, about what, details.
    pub entries: Table,
    /// The way to the others.
    pub pagination: Pagination,
}

impl Page for TrailPage {
    const TEMPLATE: &'static str = "pages/supervision/trail";

    fn title(&self, _: Language) -> String {
        "Logboek".to_owned()
    }

    fn section(&self) -> Section {
        Section::Trail
    }
}

/// Entries on a page.
const AT_ONCE: u32 = 50;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    handeling: String,
    #[serde(default)]
    wie: String,
    #[serde(default)]
    waarover: String,
    pagina: Option<u32>,
}

impl Asked {
    fn filter(&self) -> Filter {
        // Nothing in the trail has signs without shape in it, and one database refuses to be asked about them.
        let visible = |text: &str| text.chars().filter(|sign| !sign.is_control()).collect::<String>();
        let given = |text: &str| Some(visible(text).trim().to_owned()).filter(|text| !text.is_empty());
        Filter {
            actor: given(&self.wie),
            action: given(&self.handeling),
            subject: given(self.waarover.trim_end_matches('/')),
        }
    }

    fn href(&self, page: u64) -> String {
        let page = page.to_string();
        let pairs =
            [("handeling", &self.handeling), ("wie", &self.wie), ("waarover", &self.waarover), ("pagina", &page)];
        address::with_query("/beheer/logboek", pairs.map(|(name, value)| (name, value.as_str())))
    }
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    supervisor: Supervisor,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let (filter, part) = (asked.filter(), Part::new(asked.pagina.unwrap_or(1), AT_ONCE));
    let found = portal.work(move |portal| trail::trail(&portal.store, &supervisor.0, &filter, part)).await?;
    if !found.entries.exists() {
        return Err(Error::NotFound);
    }
    screen.show(&page(&asked, &found))
}

fn page(asked: &Asked, found: &Trail) -> TrailPage {
    let all = std::iter::once((String::new(), "Alle handelingen".to_owned()));
    let actions = found.actions.iter().map(|action| (action.clone(), readable(action)));
    let total = u64::try_from(found.entries.total).unwrap_or_default();
    let number = u64::from(found.entries.page.number());
    TrailPage {
        chain: chain(&found.chain),
        action: Select::new("handeling", "Handeling", &asked.handeling, all.chain(actions)),
        actor: Field::new(Kind::Text, "wie", "Wie").optional().value(&asked.wie),
        subject: Field::new(Kind::Text, "waarover", "Waarover").optional().value(&asked.waarover),
        entries: table(&found.entries.rows),
        pagination: Pagination::new(number, AT_ONCE.into(), total, ("regel", "regels"), |n| asked.href(n)),
    }
}

fn chain(chain: &Chain) -> Alert {
    match chain {
        Chain::Intact { entries: 0, .. } => Alert::new(Tone::Info, "Het logboek is nog leeg", ""),
        Chain::Intact { entries, last_hash } => Alert::new(
            Tone::Positive,
            "Het logboek is heel",
            format!(
                "{} op elkaar aan; er is niets tussenuit gehaald of veranderd. De laatste controlewaarde is {}: wie \
                 die elders bewaart, kan later ook zien of er aan het eind regels zijn weggehaald.",
                match entries {
                    1 => "De ene regel sluit".to_owned(),
                    _ => format!("Alle {} sluiten", plural(*entries, "regel", "regels")),
                },
                grouped(last_hash)
            ),
        ),
        Chain::Broken { id } => Alert::new(
            Tone::Negative,
            "Het logboek is niet heel",
            format!(
                "Bij regel {id} past de controlewaarde niet. Die regel is buiten dit programma om veranderd, of er is \
                 een regel vóór weggehaald. Leg de database vast en laat het onderzoeken.",
            ),
        ),
    }
}

/// A hash in parts of eight, so that it can be compared by eye and broken over lines.
fn grouped(hash: &str) -> String {
    let parts = hash.as_bytes().chunks(8).map(|part| String::from_utf8_lossy(part).into_owned());
    parts.collect::<Vec<_>>().join(" ")
}

fn readable(word: &str) -> String {
    word.replace('-', " ")
}

fn table(entries: &[Entry]) -> Table {
    let columns = [
        Column::number("Regel"),
        Column::text("Tijd"),
        Column::text("Wie"),
        Column::text("Handeling"),
        Column::text("Waarover"),
        Column::text("Bijzonderheden"),
    ];
    Table::new("Logboek, het nieuwste eerst", columns)
        .under_heading()
        .or_say("Met deze keuze staat er niets in het logboek.")
        .with(entries.iter().map(|entry| {
            [
                Cell::heading(count(u64::try_from(entry.id).unwrap_or_default())),
                Cell::text(words::moment_exactly(entry.recorded_at.utc())),
                Cell::text(&entry.actor),
                Cell::text(readable(&entry.action)),
                Cell::text(&entry.subject),
                Cell::text(details(&entry.details)),
            ]
        }))
}

/// The details in words; what is no JSON any more is shown as it stands.
fn details(json: &str) -> String {
    serde_json::from_str(json).map_or_else(|_| json.to_owned(), |value| in_words(&value))
}

/// The names of details, in the order in which they are told; others come first.
const DETAILS: &[(&str, &str)] = &[
    ("nieuw", "nieuw"),
    ("gewijzigd", "gewijzigd"),
    ("ongewijzigd", "ongewijzigd"),
    ("geweigerd", "geweigerd"),
    ("volledigTot", "compleet tot en met"),
    ("volledigTotVoor", "daarvoor compleet tot en met"),
    ("controlegetal", "controlegetal"),
    ("sessiesBeeindigd", "sessies beëindigd"),
];

/// Letters of a checksum that are shown; `audit-trail list --json` has all.
const CHECKSUM: usize = 12;

fn part(name: &str, value: &Value) -> String {
    let word = DETAILS.iter().find(|(known, _)| *known == name).map_or(name, |(_, word)| word);
    match value {
        Value::Object(_) => format!("{word} ({})", in_words(value)),
        Value::String(sum) if name == "controlegetal" => {
            format!("{word} {}…", sum.chars().take(CHECKSUM).collect::<String>())
        }
        Value::String(day) if matches!(name, "volledigTot" | "volledigTotVoor") => {
            format!("{word} {}", day.parse().map_or_else(|_| day.clone(), calendar::in_words))
        }
        _ => format!("{word} {}", in_words(value)),
    }
}

fn in_words(value: &Value) -> String {
    match value {
        Value::Null => "geen".to_owned(),
        Value::Bool(yes) => if *yes { "ja" } else { "nee" }.to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_u64().map_or_else(|| number.to_string(), count),
        Value::Array(parts) => parts.iter().map(in_words).collect::<Vec<_>>().join(", "),
        Value::Object(parts) => {
            let mut parts: Vec<(&String, &Value)> = parts.iter().collect();
            parts.sort_by_key(|(name, _)| DETAILS.iter().position(|(known, _)| known == name));
            parts.into_iter().map(|(name, value)| part(name, value)).collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, TrailPage)> {
    let columns = [
        Column::text("Tijd"),
        Column::text("Wie"),
        Column::text("Handeling"),
        Column::text("Waarover"),
        Column::text("Bijzonderheden"),
    ];
    let entries = Table::new("Logboek, het nieuwste eerst", columns)
        .under_heading()
        .or_say("Met deze keuze staat er niets in het logboek.")
        .with([
            [
                Cell::heading("23 november 2026, 09.14.08 uur"),
                Cell::text("r.bakker@bravo.example"),
                Cell::text("aanlevering opgeslagen"),
                Cell::text("aanlevering 42"),
                Cell::text("31 nieuw, 4 gewijzigd, 4.593 ongewijzigd, 0 geweigerd"),
            ],
            [
                Cell::heading("22 november 2026, 18.02.51 uur"),
                Cell::text("opdrachtregel"),
                Cell::text("stelsel geladen"),
                Cell::text("schema CS-A, versie 2.0"),
                Cell::text("matrix gewijzigd: regels[2].besluitBinnen"),
            ],
        ]);
    vec![(
        "supervision-trail",
        TrailPage {
            chain: Alert::new(
                Tone::Positive,
                "Het logboek is heel",
                "Alle 1.204 regels sluiten op elkaar aan; er is niets tussenuit gehaald of veranderd.",
            ),
            action: Select::new(
                "handeling",
                "Handeling",
                "",
                [("", "Alle handelingen"), ("aanlevering", "Aanlevering")],
            ),
            actor: Field::new(Kind::Text, "wie", "Wie").optional(),
            subject: Field::new(Kind::Text, "waarover", "Waarover").optional(),
            entries,
            pagination: Pagination::new(1, 50, 1204, ("regel", "regels"), |n| format!("/beheer/logboek?pagina={n}")),
        },
    )]
}
