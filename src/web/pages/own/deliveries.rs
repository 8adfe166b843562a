//! What a body delivered, and the receipt of a delivery.

use serde::Serialize;

use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::{Alert, Fact, Link, Pagination, Table};

/// The deliveries of a body, latest first.
#[derive(Debug, Clone, Serialize)]
pub struct DeliveriesPage {
    /// The deliveries.
    pub deliveries: Table,
    /// The way to the others.
    pub pagination: Option<Pagination>,
}

impl Page for DeliveriesPage {
    const TEMPLATE: &'static str = "pages/own/deliveries";

    fn title(&self) -> String {
        "Aanleveringen".to_owned()
    }

    fn section(&self) -> Section {
        Section::Deliveries
    }
}

/// The receipt of a delivery.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptPage {
    /// The number of the delivery.
    pub number: String,
    /// What happened: stored, partly stored, or nothing new.
    pub outcome: Alert,
    /// When, by whom, through which day, by which way, checksum.
    pub facts: Vec<Fact>,
    /// Per file how many rows were new, changed, unchanged and refused.
    pub counts: Table,
    /// What the delivery did to verdicts, in sentences.
    pub effects: Vec<String>,
}

impl Page for ReceiptPage {
    const TEMPLATE: &'static str = "pages/own/receipt";

    fn title(&self) -> String {
        format!("Aanlevering {}", self.number)
    }

    fn section(&self) -> Section {
        Section::Deliveries
    }

    fn trail(&self) -> Vec<Link> {
        vec![Link::new("Aanleveringen", "/instelling/aanleveringen")]
    }
}

#[cfg(test)]
pub(super) fn empty_table() -> Table {
    use crate::web::view::Column;
    let columns = [
        Column::text("Ontvangen"),
        Column::text("Compleet tot en met"),
        Column::number("Nieuw"),
        Column::number("Gewijzigd"),
        Column::number("Geweigerd"),
    ];
    Table::new("Aanleveringen, de nieuwste eerst", columns)
        .under_heading()
        .or_say("U hebt nog niets aangeleverd. Begin met de certificaten, onderzoeken, afwijkingen en besluiten.")
}

#[cfg(test)]
pub(super) fn sample_table() -> Table {
    use crate::web::view::Cell;
    empty_table().with([
        [
            Cell::heading("23 november 2026, 09.14 uur").linked("/instelling/aanleveringen/42"),
            Cell::text("22 november 2026"),
            Cell::text("31"),
            Cell::text("4"),
            Cell::text("0"),
        ],
        [
            Cell::heading("2 november 2026, 16.40 uur").linked("/instelling/aanleveringen/41"),
            Cell::text("31 oktober 2026"),
            Cell::text("1.208"),
            Cell::text("17"),
            Cell::text("3"),
        ],
    ])
}

#[cfg(test)]
pub(in crate::web::pages) fn list_samples() -> Vec<(&'static str, DeliveriesPage)> {
    let pagination = Pagination::new(2, 25, 81, ("aanlevering", "aanleveringen"), |n| {
        format!("/instelling/aanleveringen?pagina={n}")
    });
    vec![
        ("own-deliveries", DeliveriesPage { deliveries: sample_table(), pagination: Some(pagination) }),
        ("own-deliveries-empty", DeliveriesPage { deliveries: empty_table(), pagination: None }),
    ]
}

#[cfg(test)]
pub(in crate::web::pages) fn receipt_samples() -> Vec<(&'static str, ReceiptPage)> {
    use super::upload::sample_counts;
    use crate::web::view::Tone;
    vec![(
        "own-receipt",
        ReceiptPage {
            number: "42".to_owned(),
            outcome: Alert::new(
                Tone::Positive,
                "Opgeslagen",
                "31 rijen zijn nieuw en 4 rijen zijn gewijzigd. U hoeft niets meer te doen.",
            ),
            facts: vec![
                Fact::new("Ontvangen", "23 november 2026, 09.14 uur"),
                Fact::new("Compleet tot en met", "22 november 2026"),
                Fact::new("Aangeleverd door", "r.bakker@bravo.example"),
                Fact::new("Controlegetal", "8f14e45fceea167a5a36dedd4bea2543d91b1f0b6e2a0b6e7c5d4f3e2a1b0c9d"),
            ],
            counts: sample_counts(),
            effects: vec![
                "28 onderzoeken zijn opnieuw beoordeeld; 2 oordelen zijn veranderd.".to_owned(),
                "1 besluit is nog open: besluit uiterlijk 14 december 2026.".to_owned(),
            ],
        },
    )]
}
