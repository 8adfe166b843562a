//! What all bodies should have delivered, and what did not come.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::Supervisor;
use crate::domain::calendar::in_words;
use crate::language::Language;
use crate::services::delivery::calendar::{self, BodyCalendar};
use crate::web::address;
use crate::web::error::Error;
use crate::web::format::plural;
use crate::web::layout::{Screen, Section};
use crate::web::pages::calendar as shown;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::{Cell, Column, Link, Status, Table, Tone};

/// The calendars of all bodies beside each other.
#[derive(Debug, Clone, Serialize)]
pub struct CalendarsPage {
    /// How many bodies are late, in a sentence.
    pub sentence: String,
    /// Per body what came last, what is missing and what comes next.
    pub bodies: Table,
}

impl Page for CalendarsPage {
    const TEMPLATE: &'static str = "pages/supervision/deliveries";

    fn title(&self, _: Language) -> String {
        "Aanleverkalender".to_owned()
    }

    fn section(&self) -> Section {
        Section::SupervisedBodies
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Instellingen", "/toezicht/instellingen")]
    }
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    supervisor: Supervisor,
) -> Result<HttpResponse, Error> {
    let work = move |portal: &Portal| calendar::of_all(&portal.store, &supervisor.0, portal.today());
    screen.show(&page(&portal.work(work).await?))
}

fn page(calendars: &[BodyCalendar]) -> CalendarsPage {
    let late = calendars.iter().filter(|body| body.overdue().next().is_some()).count();
    CalendarsPage {
        sentence: match late {
            0 => "Van alle instellingen is aangeleverd wat er moest zijn.".to_owned(),
            late => {
                let late = plural(u64::try_from(late).unwrap_or(u64::MAX), "instelling", "instellingen");
                format!("Van {late} ontbreekt iets dat er had moeten zijn.")
            }
        },
        bodies: table(calendars),
    }
}

fn table(calendars: &[BodyCalendar]) -> Table {
    let columns =
        ["Instelling", "Compleet tot en met", "Ontbreekt", "Volgende periode uiterlijk", "Hoe vaak"].map(Column::text);
    let table = Table::new("Aanleveringen per instelling", columns).under_heading();
    table.or_say("Er zijn nog geen instellingen aangewezen.").with(calendars.iter().map(|body| {
        let missing: Vec<_> = body.overdue().collect();
        let through = body.complete_through.map_or_else(|| "nog niets".to_owned(), in_words);
        [
            Cell::heading(&body.body.name).linked(address::supervised_body(body.body.code.as_str())),
            Cell::text(through),
            match missing.first() {
                Some(first) => {
                    let periods = plural(u64::try_from(missing.len()).unwrap_or(u64::MAX), "periode", "perioden");
                    Cell::status(Status::new(Tone::Negative, "ontbreekt"))
                        .note(format!("{periods}, vanaf {}", in_words(first.from)))
                }
                None => Cell::status(Status::new(Tone::Positive, "op tijd")),
            },
            Cell::text(body.next().map_or_else(|| "–".to_owned(), |next| in_words(next.by))),
            Cell::text(shown::rhythm(body.rhythm)),
        ]
    }))
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, CalendarsPage)> {
    let behind = shown::sample();
    let in_time = BodyCalendar { periods: behind.periods.iter().skip(2).copied().collect(), ..behind.clone() };
    vec![
        ("supervision-deliveries", page(&[behind, in_time.clone()])),
        ("supervision-deliveries-none", page(&[in_time])),
        ("supervision-deliveries-empty", page(&[])),
    ]
}
