//! Everything about one body: the numbers first, then the evidence.

use serde::Serialize;

use super::inbox::SignalCard;
use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::{Chart, HeatMap, Link, Table};

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
    /// Per scheme what its decisions look like.
    pub schemes: Vec<SchemeView>,
    /// Its deliveries, and those that did not come.
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
    /// Per cell how it decides beside the other bodies.
    pub uniformity: Table,
    /// Its audits under the scheme.
    pub audits: Link,
}

impl Page for SupervisedBodyPage {
    const TEMPLATE: &'static str = "pages/supervision/body";

    fn title(&self) -> String {
        self.name.clone()
    }

    fn section(&self) -> Section {
        Section::SupervisedBodies
    }

    fn trail(&self) -> Vec<Link> {
        vec![Link::new("Instellingen", "/toezicht/instellingen")]
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, SupervisedBodyPage)> {
    use crate::web::view::{Status, Tone};
    let full = SupervisedBodyPage {
        name: "Bravo Certificatie".to_owned(),
        code: "bravo".to_owned(),
        as_of:
            "Gegevens bijgewerkt tot en met 22 november 2026. Cijfers over de 12 maanden tot en met 31 oktober 2026."
                .to_owned(),
        signals: vec![SignalCard {
            sentence: "Bravo Certificatie wijkt bij 46 van 338 onderzoeken af van de matrix (13,6%); de norm is 5,0%."
                .to_owned(),
            href: "/toezicht/signalen/17".to_owned(),
            level: Status::new(Tone::Negative, "alarm"),
            about: "Afwijken van de norm · CS-A".to_owned(),
        }],
        schemes: vec![sample_scheme()],
        deliveries: sample_deliveries(),
    };
    let quiet = SupervisedBodyPage { signals: Vec::new(), schemes: Vec::new(), ..full.clone() };
    vec![("supervision-body", full), ("supervision-body-quiet", quiet)]
}

#[cfg(test)]
fn sample_deliveries() -> Table {
    use crate::web::view::{Cell, Column, Status, Tone};
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
    use crate::web::view::{Cell, Column, Status, Tone};
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
        silence_figures,
        uniformity,
        audits: Link::new("Alle onderzoeken onder dit schema", "/toezicht/instellingen/bravo/onderzoeken?schema=CS-A"),
    }
}
