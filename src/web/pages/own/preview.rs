//! What an upload would do, before anything is stored, and the choice to store it.

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::deliveries::{DELIVERIES, NOT_STORED};
use super::progress::{ProgressPage, REFRESH};
use crate::domain::access::{Action, decide};
use crate::domain::calendar::in_words;
use crate::domain::delivery_report::{Fault, RowCounts};
use crate::services::delivery::Step;
use crate::services::delivery::columns::Kind as RowKind;
use crate::services::delivery::summary::{ChangedRow, Storable, Summary};
use crate::services::delivery::upload::{self, UploadToken, Waiting};
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::format::{count, plural};
use crate::web::jobs::{State, Task};
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
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

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(web::resource("/instelling/aanleveringen/{upload:[0-9a-f]{32}}").get(look).post(choose));
}

#[derive(Debug, Deserialize)]
struct Asked {
    pagina: Option<usize>,
}

/// The upload of the body of whoever asks; that of another body is not found under it.
fn waiting(who: &LoggedIn, token: &str) -> Result<Waiting, Error> {
    Ok(Waiting { body: who.body()?, token: UploadToken::parse(token).ok_or(Error::NotFound)? })
}

async fn look(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    token: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let upload = waiting(&who, &token)?;
    let permit = decide(&who.actor(), Action::Deliver(&upload.body))?;
    match portal.jobs.state(&portal, &permit, &upload).await? {
        State::Checked(summary) => {
            screen.show(&page(&summary, who.form_token(), &upload.token, asked.pagina.unwrap_or(1)))
        }
        State::Refused => {
            // The register changed since the preview: what was right then is not now. It is looked at anew.
            portal.jobs.forget(&upload);
            Ok(leads_to(&at(&upload.token)))
        }
        other => answer(&portal, &screen, &upload, &other),
    }
}

#[derive(Debug, Deserialize)]
struct Choice {
    keuze: String,
}

async fn choose(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    token: web::Path<String>,
    form: Form<Choice>,
) -> Result<HttpResponse, Error> {
    let upload = waiting(&who, &token)?;
    let permit = decide(&who.actor(), Action::Deliver(&upload.body))?;
    let task = match form.0.keuze.as_str() {
        "alles" => Task::StoreAll,
        "goede" => Task::StoreValid,
        "niets" => {
            let dropped = upload.clone();
            portal.work(move |portal| upload::discard(&portal.store, &permit, &dropped)).await?;
            portal.jobs.forget(&upload);
            return Ok(leads_to(NOT_STORED));
        }
        _ => return Err(Error::BadRequest("Kies of u de aanlevering wilt opslaan of niet.".to_owned())),
    };
    match portal.jobs.store(&portal, &permit, &upload, task).await? {
        State::Working(..) | State::Refused | State::Checked(_) => Ok(leads_to(&at(&upload.token))),
        other => answer(&portal, &screen, &upload, &other),
    }
}

fn at(token: &UploadToken) -> String {
    format!("{DELIVERIES}/{token}")
}

fn leads_to(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, address)).finish()
}

fn answer(portal: &Portal, screen: &Screen, upload: &Waiting, state: &State) -> Result<HttpResponse, Error> {
    match state {
        State::Working(task, step, rows) => {
            let mut response = screen.show(&progress(*task, *step, *rows, &upload.token))?;
            let (name, value) = REFRESH;
            response.headers_mut().insert(
                actix_web::http::header::HeaderName::from_static(name),
                actix_web::http::header::HeaderValue::from_static(value),
            );
            Ok(response)
        }
        State::Stored(id) => Ok(leads_to(&format!("{DELIVERIES}/{id}"))),
        State::Failed(error) => {
            portal.jobs.forget(upload);
            Err(Error::from(&**error))
        }
        State::Checked(_) | State::Refused => Ok(leads_to(&at(&upload.token))),
    }
}

fn progress(task: Task, step: Step, rows: usize, token: &UploadToken) -> ProgressPage {
    let done = u64::try_from(rows).unwrap_or(u64::MAX);
    let counted = plural(done, "rij", "rijen");
    let sentence = match step {
        Step::Reading if done == 0 => "Wij lezen uw bestanden.".to_owned(),
        Step::Reading => format!("Wij lezen uw bestanden: {counted} gelezen."),
        Step::Checking => format!("Wij vergelijken {counted} met het register."),
        Step::Storing => format!("{counted} opgeslagen. Daarna beoordelen wij de onderzoeken opnieuw."),
    };
    ProgressPage {
        work: if task == Task::Check { "Wij controleren uw bestanden" } else { "Wij slaan uw aanlevering op" }
            .to_owned(),
        sentence,
        done,
        total: None,
        again: at(token),
    }
}

fn page(summary: &Summary, csrf: CsrfToken, token: &UploadToken, number: usize) -> PreviewPage {
    let (faults, dropped) = (summary.faults.as_slice(), summary.faults.dropped());
    let number = number.clamp(1, faults.len().div_ceil(FAULTS_ON_A_PAGE).max(1));
    let shown = faults.iter().skip((number - 1) * FAULTS_ON_A_PAGE).take(FAULTS_ON_A_PAGE);
    let pages = (faults.len() > FAULTS_ON_A_PAGE).then(|| {
        let wide = |value: usize| u64::try_from(value).unwrap_or(u64::MAX);
        Pagination::new(wide(number), wide(FAULTS_ON_A_PAGE), wide(faults.len()), ("fout", "fouten"), |n| {
            format!("{}?pagina={n}#fouten", at(token))
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
        Storable::All => Alert::new(
            Tone::Info,
            "Niets nieuws",
            format!(
                "Alles in deze bestanden staat al precies zo in het register. Opslaan verandert geen rijen; het legt alleen vast dat uw gegevens compleet zijn tot en met {through}."
            ),
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

fn warning(warning: &crate::domain::delivery_report::Warning) -> String {
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
