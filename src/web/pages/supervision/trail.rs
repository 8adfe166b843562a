//! The audit trail: who did what, and when.

use serde::Serialize;

use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::{Alert, Field, Pagination, Select, Table};

/// A part of the audit trail, latest first.
#[derive(Debug, Clone, Serialize)]
pub struct TrailPage {
    /// Whether the chain of entries is whole.
    pub chain: Alert,
    /// Which action is shown; the field is called `handeling`.
    pub action: Select,
    /// Whose actions are shown; the field is called `wie`.
    pub actor: Field,
    /// The entries: time, who, what, about what, details.
    pub entries: Table,
    /// The way to the others.
    pub pagination: Pagination,
}

impl Page for TrailPage {
    const TEMPLATE: &'static str = "pages/supervision/trail";

    fn title(&self) -> String {
        "Logboek".to_owned()
    }

    fn section(&self) -> Section {
        Section::Trail
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, TrailPage)> {
    use crate::web::view::{Cell, Column, Kind, Tone};
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
            entries,
            pagination: Pagination::new(1, 50, 1204, ("regel", "regels"), |n| format!("/beheer/logboek?pagina={n}")),
        },
    )]
}
