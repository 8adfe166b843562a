//! The bodies of each scheme beside each other, sorted by name.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::scheme_view::{WAYS, chart_rate, scheme_id};
use super::{Supervisor, figures, words};
use crate::domain::calendar::in_words;
use crate::domain::supervision::Level;
use crate::language::Language;
use crate::services::supervise::{Figures, SchemeFigures};
use crate::web::address;
use crate::web::charts::{BodyRate, intervals};
use crate::web::error::Error;
use crate::web::format::{percent, plural};
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::{Cell, Chart, Column, Table};

/// All bodies, per scheme.
#[derive(Debug, Clone, Serialize)]
pub struct SupervisedBodiesPage {
    /// Through which day the figures go, in a sentence.
    pub as_of: String,
    /// The schemes with their bodies.
    pub schemes: Vec<SchemeBodies>,
}

/// The bodies of a scheme.
#[derive(Debug, Clone, Serialize)]
pub struct SchemeBodies {
    /// The id on the page.
    pub id: String,
    /// The name of the scheme.
    pub name: String,
    /// What the figures say together, in a sentence.
    pub sentence: String,
    /// The rates, also as the table with the links to the bodies.
    pub chart: Chart,
    /// In which way the decisions of each body depart from the matrix.
    pub departures: Table,
}

impl Page for SupervisedBodiesPage {
    const TEMPLATE: &'static str = "pages/supervision/bodies";

    fn title(&self, _: Language) -> String {
        "Instellingen per schema".to_owned()
    }

    fn section(&self) -> Section {
        Section::SupervisedBodies
    }
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    supervisor: Supervisor,
) -> Result<HttpResponse, Error> {
    let figures = portal.work(move |portal| figures(portal, &supervisor.0)).await?;
    let through = figures.schemes.iter().map(|scheme| scheme.period.through).max();
    let as_of = through.map_or_else(String::new, |day| {
        let months = figures.parameters.months;
        format!("Cijfers over de {months} maanden tot en met {}.", in_words(day))
    });
    let schemes = figures.schemes.iter().map(|scheme| scheme_bodies(scheme, &figures)).collect();
    screen.show(&SupervisedBodiesPage { as_of, schemes })
}

fn scheme_bodies(scheme: &SchemeFigures, figures: &Figures) -> SchemeBodies {
    let tolerated = figures.parameters.rate.tolerance.share();
    let rates: Vec<BodyRate> = scheme
        .bodies
        .iter()
        .map(|row| BodyRate {
            name: row.body.name.clone(),
            href: address::supervised_body(row.body.code.as_str()),
            rate: chart_rate(&row.rate.rate),
            level: words::level(row.rate.rate.level),
        })
        .collect();
    let id = scheme_id(scheme);
    let title = format!("Aandeel afwijkende besluiten per instelling, {}", scheme.code);
    SchemeBodies {
        name: format!("{} ({})", scheme.name, scheme.code),
        sentence: in_a_sentence(scheme, figures),
        chart: intervals(&format!("{id}-grafiek"), &title, tolerated, &rates),
        departures: departures(scheme),
        id,
    }
}

fn in_a_sentence(scheme: &SchemeFigures, figures: &Figures) -> String {
    let rate = &figures.parameters.rate;
    let tolerated = rate.tolerance.share();
    let bodies = scheme.bodies.len() as u64;
    let count = |wanted: &dyn Fn(&crate::domain::supervision::norm::Rate) -> bool| {
        scheme.bodies.iter().filter(|row| wanted(&row.rate.rate)).fold(0_u64, |sum, _| sum + 1)
    };
    let above = count(&|rate| rate.interval95.is_some_and(|(low, _)| low > tolerated));
    let few = count(&|rate| rate.level == Level::NotAssessable);
    let above = if above == 0 { "geen".to_owned() } else { above.to_string() };
    let mut said = vec![format!(
        "Bij {above} van de {} ligt het hele interval boven de norm van {}.",
        plural(bodies, "instelling", "instellingen"),
        percent(tolerated)
    )];
    if few > 0 {
        let few = plural(few, "instelling", "instellingen");
        said.push(format!("Niet te beoordelen: {few}, met minder dan {} oordelen.", rate.fewest));
    }
    said.join(" ")
}

fn departures(scheme: &SchemeFigures) -> Table {
    let ways = WAYS.iter().map(|(way, _)| {
        let mut letters = way.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        Column::number(format!("{first}{}", letters.as_str()))
    });
    let columns = std::iter::once(Column::text("Instelling")).chain(ways);
    let title = format!("Waarin de besluiten afwijken, {}: te licht en te zwaar tellen beide", scheme.code);
    let mut table = Table::new(title, columns);
    for row in &scheme.bodies {
        let counts = WAYS.iter().map(|(_, verdicts)| {
            let count: u32 = verdicts.iter().filter_map(|verdict| row.departures.get(verdict)).sum();
            Cell::text(count.to_string())
        });
        table.push(std::iter::once(Cell::heading(&row.body.name)).chain(counts));
    }
    table.or_say("Er werken nog geen instellingen met dit schema.")
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, SupervisedBodiesPage)> {
    use crate::web::pages::samples::interval_chart;
    vec![(
        "supervision-bodies",
        SupervisedBodiesPage {
            as_of: "Cijfers over de 12 maanden tot en met 31 oktober 2026.".to_owned(),
            schemes: vec![SchemeBodies {
                id: "cs-a".to_owned(),
                name: "CS-A Gasverbrandingsinstallaties".to_owned(),
                sentence: "Bij 1 van de 5 instellingen ligt het hele interval boven de norm van 5,0%. 1 instelling is niet te beoordelen: zij heeft minder dan 10 oordelen.".to_owned(),
                chart: interval_chart("cs-a-grafiek"),
                departures: Table::new(
                    "Waarin de besluiten afwijken: te licht en te zwaar tellen beide",
                    [Column::text("Instelling"), Column::number("Te licht"), Column::number("Te zwaar")],
                )
                .with([[Cell::heading("Bravo Certificatie"), Cell::text("38"), Cell::text("2")]]),
            }],
        },
    )]
}
