//! A signal with its evidence.

use serde::Serialize;

use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::{Fact, Link, Status, Table};

/// A signal: the sentence, then what it was computed from.
#[derive(Debug, Clone, Serialize)]
pub struct SignalPage {
    /// What kind it is.
    pub kind: String,
    /// What it says.
    pub sentence: String,
    /// How urgent it is.
    pub level: Status,
    /// Body, scheme, period, data cut-off, raised on.
    pub facts: Vec<Fact>,
    /// What the kind means and what it does not, in sentences.
    pub meaning: Vec<String>,
    /// The counts and parameters it was computed from.
    pub evidence: Vec<Table>,
    /// Where to look further: the audits behind it, the body, the matrix.
    pub further: Vec<Link>,
}

impl Page for SignalPage {
    const TEMPLATE: &'static str = "pages/supervision/signal";

    fn title(&self) -> String {
        format!("Signaal: {}", self.kind)
    }

    fn section(&self) -> Section {
        Section::Inbox
    }

    fn trail(&self) -> Vec<Link> {
        vec![Link::new("Signalen", "/toezicht")]
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, SignalPage)> {
    use crate::web::view::{Cell, Column, Tone};
    let counts = Table::new("Tellingen", [Column::text("Gegeven"), Column::number("Waarde")]).with(
        [
            ["Beoordeelde onderzoeken", "338"],
            ["Daarvan afwijkend", "46"],
            ["Aandeel", "13,6%"],
            ["95%-interval (Clopper-Pearson)", "10,1 tot 17,7%"],
        ]
        .map(|[what, value]| [Cell::heading(what), Cell::text(value)]),
    );
    let parameters = Table::new("Berekening", [Column::text("Gegeven"), Column::number("Waarde")]).with(
        [
            ["Norm (tolerantie)", "5,0%"],
            ["Kans op dit aantal of meer bij de norm", "minder dan 0,001"],
            ["Dezelfde kans na aanpassing volgens Holm (5 instellingen)", "minder dan 0,001"],
            ["Tegen de andere instellingen van het schema (Fisher)", "minder dan 0,001"],
        ]
        .map(|[what, value]| [Cell::heading(what), Cell::text(value)]),
    );
    vec![(
        "supervision-signal",
        SignalPage {
            kind: "Afwijken van de norm".to_owned(),
            sentence: "Bravo Certificatie wijkt bij 46 van 338 onderzoeken af van de matrix (13,6%); de norm is 5,0%."
                .to_owned(),
            level: Status::new(Tone::Negative, "alarm"),
            facts: vec![
                Fact::new("Instelling", "Bravo Certificatie").linked("/toezicht/instellingen/bravo"),
                Fact::new("Schema", "CS-A").linked("/schemas/CS-A/2.0"),
                Fact::new("Periode", "1 november 2025 tot en met 31 oktober 2026"),
                Fact::new("Bepaald op", "23 november 2026, 09.14 uur"),
            ],
            meaning: vec![
                "Bij een instelling die zich aan de norm houdt, komt dit aantal vrijwel nooit voor.".to_owned(),
                "Het signaal zegt niet waarom de instelling afwijkt. Bekijk daarvoor de onderzoeken.".to_owned(),
            ],
            evidence: vec![counts, parameters],
            further: vec![
                Link::new("De 46 afwijkende onderzoeken", "/toezicht/instellingen/bravo/onderzoeken?oordeel=afwijkend"),
                Link::new("Alles over Bravo Certificatie", "/toezicht/instellingen/bravo"),
                Link::new("De matrix van CS-A, versie 2.0", "/schemas/CS-A/2.0"),
            ],
        },
    )]
}
