//! Delivering: the form with the files, and the preview before anything is stored.

use serde::Serialize;

use crate::web::csrf::CsrfToken;
use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::{Alert, Field, Kind, Link, Table};

/// The form with the four files and the day through which they are complete.
#[derive(Debug, Clone, Serialize)]
pub struct UploadPage {
    /// The token of the form.
    pub csrf: CsrfToken,
    /// What was wrong with what was sent before.
    pub alert: Option<Alert>,
    /// The files; the fields are called `certificaten`, `onderzoeken`, `afwijkingen` and `besluiten`.
    pub files: Vec<Field>,
    /// The day; the field is called `compleet_tot`.
    pub through: Field,
    /// The largest file that is taken, as in `50 MB`.
    pub largest: String,
}

impl UploadPage {
    /// The form, with what was wrong before and the largest file that is taken.
    pub fn new(csrf: CsrfToken, largest: impl Into<String>, alert: Option<Alert>) -> Self {
        let file = |name: &str, label: &str| Field::new(Kind::File, name, label).optional().accept(".csv,.xlsx");
        Self {
            csrf,
            alert,
            files: vec![
                file("certificaten", "Certificaten"),
                file("onderzoeken", "Onderzoeken"),
                file("afwijkingen", "Afwijkingen"),
                file("besluiten", "Besluiten"),
            ],
            through: Field::new(Kind::Date, "compleet_tot", "Compleet tot en met").optional().help(
                "Tot en met welke dag staat alles erin? Laat u dit leeg, dan telt de laatste datum in de bestanden.",
            ),
            largest: largest.into(),
        }
    }
}

impl Page for UploadPage {
    const TEMPLATE: &'static str = "pages/own/upload";

    fn title(&self) -> String {
        "Gegevens aanleveren".to_owned()
    }

    fn section(&self) -> Section {
        Section::Deliveries
    }

    fn trail(&self) -> Vec<Link> {
        vec![Link::new("Aanleveringen", "/instelling/aanleveringen")]
    }
}

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

    fn title(&self) -> String {
        "Controleer de aanlevering".to_owned()
    }

    fn section(&self) -> Section {
        Section::Deliveries
    }

    fn trail(&self) -> Vec<Link> {
        vec![Link::new("Aanleveringen", "/instelling/aanleveringen")]
    }
}

#[cfg(test)]
pub(super) fn sample_counts() -> Table {
    use crate::web::view::{Cell, Column};
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
pub(in crate::web::pages) fn form_samples() -> Vec<(&'static str, UploadPage)> {
    use crate::web::csrf::CsrfSecret;
    use crate::web::view::Tone;
    let token = || CsrfSecret::generate().token();
    let alert = Alert::new(Tone::Negative, "U hebt geen bestand gekozen", "Kies ten minste één bestand.");
    vec![
        ("own-upload", UploadPage::new(token(), "50 MB", None)),
        ("own-upload-refused", UploadPage::new(token(), "50 MB", Some(alert))),
    ]
}

#[cfg(test)]
pub(in crate::web::pages) fn preview_samples() -> Vec<(&'static str, PreviewPage)> {
    use crate::web::csrf::CsrfSecret;
    use crate::web::view::{Cell, Column, Tone};
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
