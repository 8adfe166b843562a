//! What an upload would do, before anything is stored.

use serde::Serialize;

use super::waiting::upload_at;
use crate::domain::calendar::in_words;
use crate::domain::delivery_report::{Fault, RowCounts, Warning};
use crate::language::Language;
use crate::services::delivery::columns::Kind as RowKind;
use crate::services::delivery::summary::{ChangedRow, Storable, Summary};
use crate::services::delivery::upload::UploadToken;
use crate::web::csrf::CsrfToken;
use crate::web::format::{count, plural};
use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::{Alert, Cell, Column, Link, Pagination, Table, Tone};

/// How many faults stand on a page.
const FAULTS_ON_A_PAGE: usize = 100;

/// How many changed rows are shown.
const CHANGES_SHOWN: usize = 25;

/// What would happen if the delivery were stored.
#[derive(Debug, Clone, Serialize)]
pub struct PreviewPage {
    /// The token of the forms.
    pub csrf: CsrfToken,
    /// Which upload waits.
    pub upload: String,
    /// The outcome in a sentence: all well, some rows wrong, nothing new.
    pub outcome: Alert,
    /// Per file how many rows are new, changed, unchanged and refused.
    pub counts: Table,
    /// Warnings, such as columns that are not known.
    pub warnings: Vec<String>,
    /// What is wrong: file, line, column, value, message.
    pub faults: Table,
    /// How many faults are not shown, in a sentence.
    pub more_faults: Option<String>,
    /// The way to the other faults.
    pub fault_pages: Option<Pagination>,
    /// The rows that change, old beside new.
    pub changes: Vec<Change>,
    /// How many changes are not shown, in a sentence.
    pub more_changes: Option<String>,
    /// What the sender can do.
    pub choice: StoreChoice,
}

/// What the sender of an upload can do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoreChoice {
    /// Everything is right: store all.
    All,
    /// Some rows are wrong: store the right ones, or nothing.
    OnlyValid,
    /// Nothing can be stored.
    Nothing,
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

impl Page for PreviewPage {
    const TEMPLATE: &'static str = "pages/own/preview";

    fn title(&self, _: Language) -> String {
        "Controleer de aanlevering".to_owned()
    }

    fn section(&self) -> Section {
        Section::Deliveries
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Aanleveringen", "/instelling/aanleveringen")]
    }
}

/// The page of an upload that was checked, with the faults of the page with this number.
pub(super) fn page(summary: &Summary, csrf: CsrfToken, token: &UploadToken, number: usize) -> PreviewPage {
    let (faults, dropped) = (summary.faults.as_slice(), summary.faults.dropped());
    let number = number.clamp(1, faults.len().div_ceil(FAULTS_ON_A_PAGE).max(1));
    let shown = faults.iter().skip((number - 1) * FAULTS_ON_A_PAGE).take(FAULTS_ON_A_PAGE);
    let pages = (faults.len() > FAULTS_ON_A_PAGE).then(|| {
        let wide = |value: usize| u64::try_from(value).unwrap_or(u64::MAX);
        Pagination::new(wide(number), wide(FAULTS_ON_A_PAGE), wide(faults.len()), ("fout", "fouten"), |n| {
            format!("{}?pagina={n}#fouten", upload_at(token))
        })
    });
    let unshown = summary.counts.changed.unsigned_abs().saturating_sub(CHANGES_SHOWN as u64);
    PreviewPage {
        csrf,
        upload: token.to_string(),
        outcome: outcome(summary),
        counts: counts(summary),
        warnings: summary.warnings.iter().map(warning).collect(),
        faults: fault_table(shown),
        more_faults: (dropped > 0).then(|| {
            let more = plural(u64::try_from(dropped).unwrap_or(u64::MAX), "fout", "fouten");
            format!("Er zijn nog {more}, die hier niet staan. Verbeter eerst deze en lever opnieuw aan.")
        }),
        fault_pages: pages,
        changes: summary.changes.iter().take(CHANGES_SHOWN).map(change).collect(),
        more_changes: (unshown > 0).then(|| {
            let more = plural(unshown, "rij", "rijen");
            format!("Ook {more} die hier niet staan, veranderen. Ze worden op dezelfde manier vergeleken.")
        }),
        choice: match summary.storable {
            Storable::All => StoreChoice::All,
            Storable::ValidPart => StoreChoice::OnlyValid,
            Storable::Nothing => StoreChoice::Nothing,
        },
    }
}

fn outcome(summary: &Summary) -> Alert {
    let counts = summary.counts;
    let refused = plural(counts.refused.unsigned_abs(), "rij", "rijen");
    let through = summary.complete_through.map_or_else(|| "een onbekende dag".to_owned(), in_words);
    match summary.storable {
        Storable::All if counts.change_anything() => Alert::new(
            Tone::Positive,
            "Alle rijen zijn goed",
            format!(
                "Er is nog niets opgeslagen. Controleer de aantallen en sla de aanlevering op. Uw gegevens gelden dan als compleet tot en met {through}."
            ),
        ),
        Storable::All if summary.moves_on => Alert::new(
            Tone::Info,
            "Niets nieuws",
            format!(
                "Alles in deze bestanden staat al precies zo in het register. Opslaan verandert geen rijen; het legt alleen vast dat uw gegevens compleet zijn tot en met {through}."
            ),
        ),
        Storable::All => Alert::new(
            Tone::Info,
            "Niets nieuws",
            "Alles in deze bestanden staat al precies zo in het register. U hoeft niets op te slaan.",
        ),
        Storable::ValidPart => Alert::new(
            Tone::Warning,
            if counts.refused == 1 {
                "1 rij kan niet worden opgeslagen".to_owned()
            } else {
                format!("{refused} kunnen niet worden opgeslagen")
            },
            format!(
                "Er is nog niets opgeslagen. Verbeter de rijen en lever opnieuw aan, of sla alleen de goede regels op. Uw gegevens gelden dan als compleet tot en met {through}."
            ),
        ),
        Storable::Nothing if summary.faults.is_empty() => Alert::new(
            Tone::Info,
            "De bestanden zijn leeg",
            "Er staan alleen kolomnamen in. Er is niets om op te slaan.",
        ),
        Storable::Nothing => Alert::new(
            Tone::Negative,
            "Deze aanlevering kan niet worden opgeslagen",
            "Er is niets opgeslagen. Verbeter de fouten hieronder en lever opnieuw aan.",
        ),
    }
}

fn counts(summary: &Summary) -> Table {
    let columns = [
        Column::text("Bestand"),
        Column::number("Nieuw"),
        Column::number("Gewijzigd"),
        Column::number("Ongewijzigd"),
        Column::number("Geweigerd"),
    ];
    let row = |name: &str, counts: RowCounts| {
        let number = |rows: i64| Cell::text(count(rows.unsigned_abs()));
        [
            Cell::heading(name),
            number(counts.new),
            number(counts.changed),
            number(counts.unchanged),
            number(counts.refused),
        ]
    };
    let mut table = Table::new("Aantallen per bestand", columns)
        .under_heading()
        .with(summary.files.iter().map(|(name, counts)| row(name, *counts)));
    if summary.files.len() > 1 {
        table.push(row("Alle bestanden", summary.counts));
    }
    table
}

fn warning(warning: &Warning) -> String {
    if warning.file.is_empty() { warning.message.clone() } else { format!("{}: {}", warning.file, warning.message) }
}

fn fault_table<'a>(faults: impl Iterator<Item = &'a Fault>) -> Table {
    let columns = [
        Column::text("Bestand"),
        Column::number("Regel"),
        Column::text("Kolom"),
        Column::text("Waarde"),
        Column::text("Wat is er mis"),
    ];
    let table = Table::new("Fouten in de bestanden", columns).under_heading().or_say("Er zijn geen fouten gevonden.");
    table.with(faults.map(|fault| {
        let line = fault.line.map_or_else(|| "–".to_owned(), |line| line.to_string());
        [
            Cell::heading(&*fault.file),
            Cell::text(line),
            Cell::text(fault.column.as_deref().unwrap_or("–")),
            Cell::text(if fault.value.is_empty() { "–" } else { &fault.value }),
            Cell::text(&fault.message),
        ]
    }))
}

fn change(row: &ChangedRow) -> Change {
    let kind = match row.kind {
        RowKind::Certificates => "Certificaat",
        RowKind::Audits => "Onderzoek",
        RowKind::Findings => "Afwijking",
        RowKind::Decisions => "Besluit",
    };
    let name = format!("{kind} {}", row.reference);
    let columns = [Column::text("Kolom"), Column::text("Nu opgeslagen"), Column::text("In deze aanlevering")];
    let said = |text: &str| Cell::text(if text.is_empty() { "leeg" } else { text });
    Change {
        columns: Table::new(format!("Wat verandert aan {name}"), columns)
            .under_heading()
            .with(row.fields.iter().map(|field| [Cell::heading(field.column), said(&field.old), said(&field.new)])),
        place: format!("{}, regel {}", row.place.file, row.place.line),
        row: name,
    }
}

#[cfg(test)]
fn sample_counts() -> Table {
    let columns = [
        Column::text("Bestand"),
        Column::number("Nieuw"),
        Column::number("Gewijzigd"),
        Column::number("Ongewijzigd"),
        Column::number("Geweigerd"),
    ];
    Table::new("Aantallen per bestand", columns).under_heading().with(
        [
            ["certificaten.csv", "2", "0", "1.204", "0"],
            ["onderzoeken.csv", "12", "1", "3.480", "1"],
            ["afwijkingen.csv", "9", "0", "1.911", "1"],
            ["besluiten.csv", "8", "3", "1.402", "1"],
        ]
        .map(|[file, new, changed, same, refused]| {
            [Cell::heading(file), Cell::text(new), Cell::text(changed), Cell::text(same), Cell::text(refused)]
        }),
    )
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, PreviewPage)> {
    use crate::web::csrf::CsrfSecret;
    let empty_faults = || {
        let columns = [
            Column::text("Bestand"),
            Column::number("Regel"),
            Column::text("Kolom"),
            Column::text("Waarde"),
            Column::text("Wat is er mis"),
        ];
        Table::new("Fouten in de bestanden", columns).under_heading().or_say("Er zijn geen fouten gevonden.")
    };
    let faults = empty_faults().with(
        [
            [
                "onderzoeken.csv",
                "17",
                "datum",
                "31-02-2026",
                "is geen bestaande dag; schrijf een datum als 2026-03-01 of 01-03-2026",
            ],
            [
                "afwijkingen.csv",
                "9",
                "onderzoek_id",
                "O-2026-1181",
                "hoort bij een onderzoek dat is geweigerd (onderzoeken.csv, regel 17)",
            ],
            [
                "besluiten.csv",
                "22",
                "maatregel",
                "boete",
                "is geen maatregel van schema CS-A; kies waarschuwing, extra-onderzoek, schorsing of intrekking",
            ],
        ]
        .map(|[file, line, column, value, message]| {
            [Cell::heading(file), Cell::text(line), Cell::text(column), Cell::text(value), Cell::text(message)]
        }),
    );
    let columns = Table::new(
        "Wat verandert aan besluit B-2026-0312",
        [Column::text("Kolom"), Column::text("Nu opgeslagen"), Column::text("In deze aanlevering")],
    )
    .under_heading()
    .with([
        [Cell::heading("herroepen_op"), Cell::text("leeg"), Cell::text("20 november 2026")],
        [Cell::heading("motivering"), Cell::text("Meting ontbrak"), Cell::text("Meting ontbrak; in bezwaar herroepen")],
    ]);
    let partly = PreviewPage {
        csrf: CsrfSecret::generate().token(),
        upload: "k7f2m9".to_owned(),
        outcome: Alert::new(
            Tone::Warning,
            "3 rijen kunnen niet worden opgeslagen",
            "Er is nog niets opgeslagen. Verbeter de rijen en lever opnieuw aan, of sla alleen de goede regels op.",
        ),
        counts: sample_counts(),
        warnings: vec!["besluiten.csv: de kolom ‘opmerking_intern’ kennen wij niet; wij slaan die over.".to_owned()],
        faults,
        more_faults: Some(
            "Er zijn nog 112 fouten, die hier niet staan. Verbeter eerst deze en lever opnieuw aan.".to_owned(),
        ),
        fault_pages: None,
        changes: vec![Change {
            row: "Besluit B-2026-0312".to_owned(),
            place: "besluiten.csv, regel 14".to_owned(),
            columns,
        }],
        more_changes: None,
        choice: StoreChoice::OnlyValid,
    };
    let right = PreviewPage {
        outcome: Alert::new(
            Tone::Positive,
            "Alle rijen zijn goed",
            "Er is nog niets opgeslagen. Controleer de aantallen en sla de aanlevering op.",
        ),
        warnings: Vec::new(),
        faults: empty_faults(),
        more_faults: None,
        choice: StoreChoice::All,
        ..partly.clone()
    };
    let nothing = PreviewPage {
        outcome: Alert::new(
            Tone::Info,
            "Niets nieuws",
            "Alles in deze bestanden stond er al precies zo in. U hoeft niets te doen.",
        ),
        changes: Vec::new(),
        choice: StoreChoice::Nothing,
        ..right.clone()
    };
    vec![("own-preview-faults", partly), ("own-preview", right), ("own-preview-nothing", nothing)]
}
