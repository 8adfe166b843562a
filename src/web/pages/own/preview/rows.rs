//! The rows of a page, each outcome in the way that shows what matters.

use serde::Serialize;

use crate::services::delivery::check::{ListedRow, RowOutcome};
use crate::services::delivery::columns::Kind;
use crate::web::view::{Cell, Column, Table};

/// The rows of a page by what would become of them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Shown {
    /// Rows that are refused: file, line, column, value, what is wrong.
    pub refused: Option<Table>,
    /// Rows that change, old beside new.
    pub changes: Vec<Change>,
    /// Rows that are new.
    pub added: Option<Table>,
    /// Rows that stay as they are.
    pub same: Option<Table>,
    /// Whether there is none at all.
    pub none: bool,
}

/// A row that differs from what is stored.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// What the row is, as in `Besluit B-2026-0312`.
    pub row: String,
    /// Where it stands, as in `besluiten.csv, regel 14`.
    pub place: String,
    /// The columns that differ: column, now stored, in this delivery.
    pub columns: Table,
}

pub(super) fn shown(rows: &[ListedRow]) -> Shown {
    let of = |outcome: RowOutcome| rows.iter().filter(move |row| row.outcome == outcome);
    Shown {
        refused: filled(fault_table(of(RowOutcome::Refused))),
        changes: of(RowOutcome::Changed).map(change).collect(),
        added: filled(row_table("Rijen die nieuw zijn", of(RowOutcome::New))),
        same: filled(row_table("Rijen die al zo in het register staan", of(RowOutcome::Unchanged))),
        none: rows.is_empty(),
    }
}

fn filled(table: Table) -> Option<Table> {
    (!table.rows.is_empty()).then_some(table)
}

/// Every fault of every row; of a row whose faults are not named only that it is refused.
fn fault_table<'a>(rows: impl Iterator<Item = &'a ListedRow>) -> Table {
    let columns = [
        Column::text("Bestand"),
        Column::number("Regel"),
        Column::text("Kolom"),
        Column::text("Waarde"),
        Column::text("Wat is er mis"),
    ];
    let mut table = Table::new("Rijen die geweigerd worden", columns).under_heading();
    for listed in rows {
        let place = || [Cell::heading(&listed.file), Cell::text(listed.row.line.to_string())];
        if listed.row.faults.is_empty() {
            let unnamed = "heeft fouten die niet meer worden genoemd";
            table.push(place().into_iter().chain([Cell::text("–"), Cell::text("–"), Cell::text(unnamed)]));
        }
        for fault in &listed.row.faults {
            let said = [
                Cell::text(fault.column.as_deref().unwrap_or("–")),
                Cell::text(if fault.value.is_empty() { "–" } else { &fault.value }),
                Cell::text(&fault.message),
            ];
            table.push(place().into_iter().chain(said));
        }
    }
    table
}

fn row_table<'a>(title: &str, rows: impl Iterator<Item = &'a ListedRow>) -> Table {
    let columns =
        [Column::text("Verwijzing"), Column::text("Gegevens"), Column::text("Bestand"), Column::number("Regel")];
    Table::new(title, columns).under_heading().with(rows.map(|listed| {
        [
            Cell::heading(&listed.row.reference),
            Cell::text(&listed.row.says),
            Cell::text(&listed.file),
            Cell::text(listed.row.line.to_string()),
        ]
    }))
}

fn change(listed: &ListedRow) -> Change {
    let kind = match listed.kind {
        Some(Kind::Certificates) => "Certificaat",
        Some(Kind::Audits) => "Onderzoek",
        Some(Kind::Findings) => "Afwijking",
        Some(Kind::Decisions) => "Besluit",
        None => "Rij",
    };
    let name = format!("{kind} {}", listed.row.reference);
    let columns = [Column::text("Kolom"), Column::text("Nu opgeslagen"), Column::text("In deze aanlevering")];
    let said = |text: &str| Cell::text(if text.is_empty() { "leeg" } else { text });
    Change {
        columns: Table::new(format!("Wat verandert aan {name}"), columns)
            .under_heading()
            .with(listed.row.changes.iter().map(|(column, old, new)| [Cell::heading(column), said(old), said(new)])),
        place: format!("{}, regel {}", listed.file, listed.row.line),
        row: name,
    }
}
