//! Everything about one body: the numbers first, then the evidence.

use std::cmp::Reverse;

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::inbox::{SignalCard, card};
use super::scheme_view::{complete_in_words, scheme_view};
use super::{Supervisor, figures, words};
use crate::domain::calendar::in_words;
use crate::domain::identifiers::BodyCode;
use crate::domain::supervision::Level;
use crate::domain::supervision::facts::BodyFacts;
use crate::language::Language;
use crate::services::Page as Part;
use crate::services::delivery::{self, Delivered};
use crate::services::supervise::{self, Figures, KnownSignal};
use crate::web::error::Error;
use crate::web::format::{count, decimal, probability};
use crate::web::layout::{Screen, Section};
use crate::web::pages::calendar;
use crate::web::pages::judged::moment;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::{Cell, Chart, Column, HeatMap, Link, Status, Table, Tone};

/// A body as the regulator sees it.
#[derive(Debug, Clone, Serialize)]
pub struct SupervisedBodyPage {
    /// Its name.
    pub name: String,
    /// Its code, for the addresses of its audits.
    pub code: String,
    /// Through which day its data are complete, in a sentence.
    pub as_of: String,
    /// Its signals, alarms first.
    pub signals: Vec<SignalCard>,
    /// What its findings say over all schemes together, in a sentence; empty when there is nothing to compare.
    pub silence_across: String,
    /// Per scheme what its decisions look like.
    pub schemes: Vec<SchemeView>,
    /// How often it must deliver, in a sentence.
    pub rhythm: String,
    /// What it must deliver, and what did not come.
    pub calendar: Table,
    /// Its deliveries.
    pub deliveries: Table,
}

/// What a body decides under one scheme.
#[derive(Debug, Clone, Serialize)]
pub struct SchemeView {
    /// The id on the page.
    pub id: String,
    /// The name of the scheme.
    pub name: String,
    /// The rate against the norm, in a sentence.
    pub rate: String,
    /// The rate over time.
    pub chart: Chart,
    /// Prescribed against imposed.
    pub heat_map: HeatMap,
    /// The policies of its own, each in a sentence.
    pub own_policy: Vec<String>,
    /// What its findings per audit say, in a sentence.
    pub silence: String,
    /// Findings per audit, share of grave findings, of clean audits, delay, beside the others.
    pub silence_figures: Table,
    /// The same before and after a version that came into force.
    pub breaks: Vec<Table>,
    /// Per cell how it decides beside the other bodies.
    pub uniformity: Table,
    /// Where its running score stands, in a sentence.
    pub drift: String,
    /// When the running score reached its limit.
    pub drift_alarms: Table,
    /// Its audits under the scheme.
    pub audits: Link,
}

impl Page for SupervisedBodyPage {
    const TEMPLATE: &'static str = "pages/supervision/body";

    fn title(&self, _: Language) -> String {
        self.name.clone()
    }

    fn section(&self) -> Section {
        Section::SupervisedBodies
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Instellingen", "/toezicht/instellingen")]
    }
}

/// How many deliveries are shown, the latest first.
const DELIVERIES: u32 = 12;

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    supervisor: Supervisor,
    code: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let code = BodyCode::parse(&code).map_err(|_| Error::NotFound)?;
    let today = portal.today();
    let asked = code.clone();
    let (figures, signals, deliveries, due) = portal
        .work(move |portal| {
            let Supervisor(permit) = &supervisor;
            let mut signals = supervise::standing(&portal.store, permit)?;
            signals.retain(|known| known.signal.body.as_ref() == Some(&asked));
            let may_see = permit.to_see(asked);
            let deliveries = delivery::upload::list(&portal.store, &may_see, Part::new(1, DELIVERIES))?;
            let due = delivery::calendar::of_body(&portal.store, &may_see, portal.today())?;
            Ok::<_, Error>((figures(portal, permit)?, signals, deliveries.rows, due))
        })
        .await?;
    let body = figures.body(&code).ok_or(Error::NotFound)?;
    let schemes = figures
        .schemes
        .iter()
        .filter_map(|scheme| scheme.body(&code).map(|own| scheme_view(scheme, own, &figures.parameters)));
    screen.show(&SupervisedBodyPage {
        name: body.name.clone(),
        code: code.to_string(),
        as_of: complete_in_words(body.complete_through),
        signals: cards(signals, &figures),
        silence_across: silence_across(body, &figures),
        schemes: schemes.collect(),
        rhythm: calendar::rhythm(due.rhythm),
        calendar: calendar::table(&due),
        deliveries: deliveries_table(body, &deliveries, today, &figures),
    })
}

fn cards(mut signals: Vec<KnownSignal>, figures: &Figures) -> Vec<SignalCard> {
    signals.sort_by_key(|known| (Reverse(known.signal.level), words::place(known.signal.kind)));
    signals.iter().map(|known| card(known, figures, true)).collect()
}

fn silence_across(body: &BodyFacts, figures: &Figures) -> String {
    let row = figures.silence_across.iter().find(|(code, _)| *code == body.code);
    let Some((row, p)) = row.and_then(|(_, row)| Some((row, row.p_holm?))) else { return String::new() };
    format!(
        "Over alle schema’s samen meldt {} {} afwijkingen; bij het gemiddelde van elk schema waren dat er {}. Zou er geen \
         verschil zijn, dan is de kans op zo’n uitkomst {}.",
        body.name,
        count(row.findings),
        decimal(row.expected, 1),
        probability(p)
    )
}

fn deliveries_table(body: &BodyFacts, deliveries: &[Delivered], today: chrono::NaiveDate, figures: &Figures) -> Table {
    let columns = [
        Column::text("Ontvangen"),
        Column::text("Compleet tot en met"),
        Column::number("Nieuw"),
        Column::number("Gewijzigd"),
        Column::number("Geweigerd"),
    ];
    let mut table =
        Table::new("Aanleveringen", columns).under_heading().or_say("Deze instelling leverde nog niets aan.");
    let rule = body.delivery.unwrap_or(figures.parameters.delivery);
    if rule.level(body.complete_through, today) >= Level::Attention {
        let expected = rule.expected_through(today);
        table.push([
            Cell::heading("niet ontvangen"),
            Cell::status(Status::new(Tone::Negative, "ontbreekt"))
                .note(format!("verwacht tot en met {}", in_words(expected))),
            Cell::text("–"),
            Cell::text("–"),
            Cell::text("–"),
        ]);
    }
    for delivery in deliveries {
        let counts = [delivery.counts.new, delivery.counts.changed, delivery.counts.refused];
        let counts = counts.map(|rows| Cell::text(count(u64::try_from(rows).unwrap_or_default())));
        let first = [Cell::heading(moment(delivery.received_at)), Cell::text(in_words(delivery.complete_through))];
        table.push(first.into_iter().chain(counts));
    }
    table
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, SupervisedBodyPage)> {
    let full = SupervisedBodyPage {
        name: "Bravo Certificatie".to_owned(),
        code: "bravo".to_owned(),
        as_of:
            "Gegevens bijgewerkt tot en met 22 november 2026. Cijfers over de 12 maanden tot en met 31 oktober 2026."
                .to_owned(),
        signals: vec![SignalCard {
            sentence: "Bravo Certificatie wijkt bij 46 van 338 onderzoeken af van de matrix (13,6%); de norm is 5,0%."
                .to_owned(),
            detail: String::new(),
            href: "/toezicht/signalen/17".to_owned(),
            level: Status::new(Tone::Negative, "alarm"),
            about: "Afwijken van de norm · CS-A".to_owned(),
        }],
        silence_across: "Over alle schema’s samen meldt Bravo Certificatie 211 afwijkingen; bij het gemiddelde van elk schema waren dat er 204,3. Zou er geen verschil zijn, dan is de kans op zo’n uitkomst 0,634.".to_owned(),
        schemes: vec![sample_scheme()],
        rhythm: calendar::rhythm(calendar::sample().rhythm),
        calendar: calendar::table(&calendar::sample()),
        deliveries: sample_deliveries(),
    };
    let quiet = SupervisedBodyPage { signals: Vec::new(), schemes: Vec::new(), ..full.clone() };
    vec![("supervision-body", full), ("supervision-body-quiet", quiet)]
}

#[cfg(test)]
fn sample_deliveries() -> Table {
    let columns = [Column::text("Ontvangen"), Column::text("Compleet tot en met"), Column::text("Op tijd")];
    Table::new("Aanleveringen", columns).under_heading().or_say("Deze instelling leverde nog niets aan.").with([
        [
            Cell::heading("23 november 2026"),
            Cell::text("22 november 2026"),
            Cell::status(Status::new(Tone::Positive, "op tijd")),
        ],
        [
            Cell::heading("niet ontvangen"),
            Cell::text("30 september 2026"),
            Cell::status(Status::new(Tone::Negative, "ontbreekt")),
        ],
    ])
}

#[cfg(test)]
fn sample_scheme() -> SchemeView {
    use crate::web::pages::samples::{rate_chart, sample_heat_map};
    let figures =
        [Column::text("Gegeven"), Column::number("Bravo Certificatie"), Column::number("Andere instellingen")];
    let silence_figures = Table::new("Wat de instelling vindt, naast de andere instellingen", figures).with(
        [
            ["Afwijkingen per onderzoek", "0,41", "0,43"],
            ["Aandeel kritieke afwijkingen", "22,0%", "19,4%"],
            ["Onderzoeken zonder afwijking", "68,1%", "66,9%"],
            ["Van onderzoek tot aanlevering, mediaan", "9 dagen", "8 dagen"],
        ]
        .map(|[what, own, others]| [Cell::heading(what), Cell::text(own), Cell::text(others)]),
    );
    let cells = [
        Column::text("Geval"),
        Column::text("Bravo Certificatie"),
        Column::text("Andere instellingen"),
        Column::number("Cramérs V"),
        Column::text("Zekerheid"),
    ];
    let uniformity = Table::new("Gelijke behandeling per geval", cells).with([
        [
            Cell::heading("kritiek, 1e keer"),
            Cell::text("waarschuwing 18, schorsing 4"),
            Cell::text("schorsing 61, waarschuwing 2"),
            Cell::text("0,71"),
            Cell::status(Status::new(Tone::Info, "aantallen voldoende")),
        ],
        [
            Cell::heading("niet-kritiek, 3e keer"),
            Cell::text("extra onderzoek 5"),
            Cell::text("extra onderzoek 19, waarschuwing 1"),
            Cell::text("0,00"),
            Cell::status(Status::new(Tone::Neutral, "indicatief")),
        ],
    ]);
    SchemeView {
        id: "cs-a".to_owned(),
        name: "CS-A Gasverbrandingsinstallaties".to_owned(),
        rate: "Bravo Certificatie week bij 46 van 338 onderzoeken af van de matrix: 13,6% (95%-interval 10,1 tot 17,7%). De norm is 5,0%.".to_owned(),
        chart: rate_chart("cs-a-verloop"),
        heat_map: sample_heat_map("cs-a-kaart"),
        own_policy: vec!["Bravo Certificatie geeft bij kritiek, 1e keer, doorgaans een waarschuwing (18 van 22); de matrix schrijft schorsing voor.".to_owned()],
        silence: "Bravo Certificatie vindt per onderzoek ongeveer even vaak een afwijking als de andere instellingen.".to_owned(),
        breaks: vec![silence_figures.clone()],
        silence_figures,
        uniformity,
        drift: "Na 412 oordelen in de laatste drie jaar staat de lopende score op 1,04. De grens van 4 is 2 keer bereikt.".to_owned(),
        drift_alarms: Table::new("Wanneer de lopende score de grens bereikte", [Column::text("Onderzoek")])
            .with([[Cell::heading("O-2026-1182")]]),
        audits: Link::new("Alle onderzoeken onder dit schema", "/toezicht/instellingen/bravo/onderzoeken?schema=CS-A"),
    }
}
