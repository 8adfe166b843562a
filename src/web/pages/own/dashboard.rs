//! What a body has to do, and how its decisions look beside its schemes.

use serde::Serialize;

use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::{Alert, Chart, Table};

/// The overview of a body.
#[derive(Debug, Clone, Serialize)]
pub struct DashboardPage {
    /// The name of the body.
    pub body: String,
    /// Through which day its data are complete, in a sentence.
    pub as_of: String,
    /// What cannot wait: deadlines that passed, a delivery that did not come.
    pub alerts: Vec<Alert>,
    /// The decisions that are still open, soonest first: firm, audit, measure, decide by.
    pub deadlines: Table,
    /// The rate of each scheme.
    pub rates: Vec<SchemeRate>,
    /// Where the body does otherwise than its schemes, each in a sentence.
    pub own_policy: Vec<String>,
    /// The latest deliveries.
    pub deliveries: Table,
}

/// The rate of a body under one scheme.
#[derive(Debug, Clone, Serialize)]
pub struct SchemeRate {
    /// The id on the page.
    pub id: String,
    /// The name of the scheme.
    pub scheme: String,
    /// The rate with its interval and the norm, in a sentence.
    pub sentence: String,
    /// The rate over time.
    pub chart: Chart,
}

impl Page for DashboardPage {
    const TEMPLATE: &'static str = "pages/own/dashboard";

    fn title(&self) -> String {
        format!("Overzicht van {}", self.body)
    }

    fn section(&self) -> Section {
        Section::OwnOverview
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, DashboardPage)> {
    use super::deliveries;
    use crate::web::pages::samples::rate_chart;
    use crate::web::view::{Cell, Column, Status, Tone};
    let deadlines = || {
        let columns = [
            Column::text("Bedrijf"),
            Column::text("Onderzoek"),
            Column::text("De matrix schrijft voor"),
            Column::text("Besluit uiterlijk"),
        ];
        Table::new("Besluiten die u nog moet nemen", columns)
            .under_heading()
            .or_say("U hebt alle besluiten genomen die de schema’s vragen.")
    };
    let open = deadlines().with([
        [
            Cell::heading("Janssen Installatietechniek B.V.").linked("/installateurs/01234567"),
            Cell::text("O-2026-1182").linked("/instelling/onderzoeken/O-2026-1182").note("12 november 2026"),
            Cell::text("Schorsing van het certificaat"),
            Cell::status(Status::new(Tone::Negative, "20 november 2026")).note("4 dagen te laat"),
        ],
        [
            Cell::heading("Van den Heuvel-Janssens-Oosterhuis Verwarmingstechniek").linked("/installateurs/01234568"),
            Cell::text("O-2026-1190").linked("/instelling/onderzoeken/O-2026-1190").note("16 november 2026"),
            Cell::text("Waarschuwing"),
            Cell::status(Status::new(Tone::Warning, "14 december 2026")).note("nog 20 dagen"),
        ],
    ]);
    let full = DashboardPage {
        body: "Bravo Certificatie".to_owned(),
        as_of: "Uw gegevens zijn bijgewerkt tot en met 22 november 2026.".to_owned(),
        alerts: vec![Alert::new(
            Tone::Negative,
            "1 besluit is te laat",
            "Neem het besluit alsnog en lever het aan. Zolang het ontbreekt, telt het onderzoek als ‘geen besluit’.",
        )],
        deadlines: open,
        rates: vec![SchemeRate {
            id: "cs-a".to_owned(),
            scheme: "CS-A Gasverbrandingsinstallaties".to_owned(),
            sentence: "In de 12 maanden tot en met 22 november 2026 week u bij 46 van 338 onderzoeken af van de matrix: 13,6%. Het werkelijke aandeel ligt met 95% zekerheid tussen 10,1 en 17,7%. De norm is 5,0%.".to_owned(),
            chart: rate_chart("cs-a-grafiek"),
        }],
        own_policy: vec![
            "U geeft bij kritiek, 1e keer, doorgaans een waarschuwing (18 van 22); de matrix schrijft schorsing voor.".to_owned(),
        ],
        deliveries: deliveries::sample_table(),
    };
    let empty = DashboardPage {
        as_of: "U hebt nog geen gegevens aangeleverd.".to_owned(),
        alerts: Vec::new(),
        deadlines: deadlines(),
        rates: Vec::new(),
        own_policy: Vec::new(),
        deliveries: deliveries::empty_table(),
        ..full.clone()
    };
    vec![("own-dashboard", full), ("own-dashboard-empty", empty)]
}
