//! The audits of a body with their verdicts.

use serde::Serialize;

use crate::web::layout::Section;
use crate::web::pages::supervision::audit::AuditView;
use crate::web::render::Page;
use crate::web::view::{Link, Pagination, Select, Table};

/// The audits of a body, as it sees them itself.
#[derive(Debug, Clone, Serialize)]
pub struct AuditsPage {
    /// The audits.
    #[serde(flatten)]
    pub list: AuditList,
}

/// A list of audits, latest first.
#[derive(Debug, Clone, Serialize)]
pub struct AuditList {
    /// What is shown, in a sentence.
    pub summary: String,
    /// Which verdicts are shown; the field is called `oordeel`.
    pub verdict: Select,
    /// Which scheme is shown; the field is called `schema`.
    pub scheme: Select,
    /// The audits: reference and date, firm, prescribed, imposed, verdict.
    pub audits: Table,
    /// The way to the others.
    pub pagination: Pagination,
}

impl Page for AuditsPage {
    const TEMPLATE: &'static str = "pages/own/audits";

    fn title(&self) -> String {
        "Onderzoeken".to_owned()
    }

    fn section(&self) -> Section {
        Section::Audits
    }
}

/// One of its audits, as its own body sees it.
#[derive(Debug, Clone, Serialize)]
pub struct OwnAuditPage {
    /// The audit.
    #[serde(flatten)]
    pub audit: AuditView,
}

impl Page for OwnAuditPage {
    const TEMPLATE: &'static str = "pages/supervision/audit";

    fn title(&self) -> String {
        format!("Onderzoek {}", self.audit.reference)
    }

    fn section(&self) -> Section {
        Section::Audits
    }

    fn trail(&self) -> Vec<Link> {
        vec![Link::new("Onderzoeken", "/instelling/onderzoeken")]
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn lists() -> Vec<AuditList> {
    use crate::web::view::{Cell, Column, Status, Tone};
    let columns = [
        Column::text("Onderzoek"),
        Column::text("Bedrijf"),
        Column::text("Voorgeschreven"),
        Column::text("Opgelegd"),
        Column::text("Oordeel"),
    ];
    let empty = || {
        Table::new("Onderzoeken, het nieuwste eerst", columns.clone())
            .under_heading()
            .or_say("Geen enkel onderzoek heeft dit oordeel. Kies een ander oordeel of een ander schema.")
    };
    let audits = empty().with([
        [
            Cell::heading("O-2026-1182").linked("/instelling/onderzoeken/O-2026-1182").note("12 november 2026"),
            Cell::text("Janssen Installatietechniek B.V.").linked("/installateurs/01234567"),
            Cell::text("Schorsing").note("kritiek, 1e keer"),
            Cell::text("Waarschuwing").note("18 november 2026"),
            Cell::statuses(vec![
                Status::new(Tone::Negative, "te licht, 2 stappen"),
                Status::new(Tone::Negative, "te laat, 4 dagen"),
            ]),
        ],
        [
            Cell::heading("O-2026-1175").linked("/instelling/onderzoeken/O-2026-1175").note("9 november 2026"),
            Cell::text("De Vries Verwarming").linked("/installateurs/01234569"),
            Cell::text("Waarschuwing").note("niet-kritiek, 1e keer"),
            Cell::text("Waarschuwing").note("11 november 2026"),
            Cell::status(Status::new(Tone::Positive, "conform")),
        ],
        [
            Cell::heading("O-2026-1170").linked("/instelling/onderzoeken/O-2026-1170").note("5 november 2026"),
            Cell::text("Öztürk & Łukasz Klimaattechniek").linked("/installateurs/01234570"),
            Cell::text("–"),
            Cell::text("–"),
            Cell::status(Status::new(Tone::Neutral, "geen afwijking")),
        ],
    ]);
    let list = |chosen: &str, audits: Table, total| AuditList {
        summary: "Het oordeel vergelijkt elk besluit met de matrix die gold op de dag van het onderzoek.".to_owned(),
        verdict: Select::new(
            "oordeel",
            "Oordeel",
            chosen,
            [("", "Alle oordelen"), ("te-licht", "Te licht"), ("te-zwaar", "Te zwaar"), ("te-laat", "Te laat")],
        ),
        scheme: Select::new("schema", "Schema", "", [("", "Alle schema’s"), ("CS-A", "CS-A")]),
        audits,
        pagination: Pagination::new(1, 25, total, ("onderzoek", "onderzoeken"), |n| {
            format!("/instelling/onderzoeken?pagina={n}")
        }),
    };
    vec![list("", audits, 312), list("te-zwaar", empty(), 0)]
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, AuditsPage)> {
    ["own-audits", "own-audits-empty"].into_iter().zip(lists().into_iter().map(|list| AuditsPage { list })).collect()
}
