//! What an upload would do, before anything is stored.

mod rows;
#[cfg(test)]
mod sample;

use serde::{Deserialize, Serialize};

pub use rows::Change;
use rows::{Shown, shown};

use super::waiting::upload_at;
use crate::domain::calendar::in_words;
use crate::domain::delivery_report::{RowCounts, visible};
use crate::language::Language;
use crate::services::Page as Leaf;
use crate::services::delivery::check::{FileCounts, Remark, RowFilter, RowOutcome, Storable, Summary};
use crate::services::delivery::columns::Kind as RowKind;
use crate::services::delivery::refused::Form;
use crate::services::delivery::upload::{Checked, UploadToken};
use crate::web::address::with_query;
use crate::web::csrf::CsrfToken;
use crate::web::error::Error;
use crate::web::format::{count, plural};
use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::{Alert, Cell, Column, Link, Pagination, Select, Table, Tone};
#[cfg(test)]
pub(in crate::web::pages) use sample::samples;

/// How many rows stand on a page.
const ON_A_PAGE: u32 = 50;

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
    /// What is wrong with files as a whole; none when nothing is.
    pub file_faults: Option<Table>,
    /// The refused rows as files.
    pub refused: Vec<Link>,
    /// The lists of the filter.
    pub filter: Vec<Select>,
    /// The rows of this page.
    pub shown: Shown,
    /// How many faults are not named, in a sentence.
    pub more_faults: Option<String>,
    /// The way to the other rows.
    pub pages: Option<Pagination>,
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

/// Which rows a visitor asks for, as the form of the page sends it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    uitkomst: String,
    #[serde(default)]
    soort: String,
    #[serde(default)]
    bestand: String,
    pagina: Option<u32>,
}

impl Asked {
    /// What is asked for.
    ///
    /// # Errors
    /// [`Error::BadRequest`] when there is no such outcome, kind or file.
    pub(super) fn filter(&self) -> Result<RowFilter, Error> {
        let chosen =
            |what: &str, text: &str| Error::BadRequest(format!("{what} «{text}» bestaat niet. Kies uit de lijst."));
        let outcome = match self.uitkomst.as_str() {
            "" => None,
            word => Some(RowOutcome::from_word(word).ok_or_else(|| chosen("De uitkomst", word))?),
        };
        let kind = match self.soort.as_str() {
            "" => None,
            word => Some(RowKind::from_word(word).ok_or_else(|| chosen("De soort", word))?),
        };
        let file = match self.bestand.as_str() {
            "" => None,
            // No file is called so, and not every database takes it as a text.
            name if name.contains(char::is_control) => return Err(chosen("Het bestand", &visible(name))),
            name => Some(name.to_owned()),
        };
        Ok(RowFilter { outcome, kind, file })
    }

    pub(super) fn page(&self) -> Leaf {
        Leaf::new(self.pagina.unwrap_or(1), ON_A_PAGE)
    }

    fn href(&self, token: &UploadToken, page: u64) -> String {
        let page = page.to_string();
        let pairs = [("uitkomst", &*self.uitkomst), ("soort", &*self.soort), ("bestand", &*self.bestand)];
        with_query(&upload_at(token), pairs.into_iter().chain([("pagina", &*page)])) + "#rijen"
    }

    fn selects(&self, summary: &Summary) -> Vec<Select> {
        let all = |word: &str| std::iter::once((String::new(), word.to_owned()));
        let outcomes = RowOutcome::ALL.map(|outcome| (outcome.word().to_owned(), outcome.word().to_owned()));
        let kinds = RowKind::ALL.map(|kind| (kind.word().to_owned(), kind.word().to_owned()));
        let files = summary.files.iter().map(|file| (file.name.to_string(), file.name.to_string()));
        let mut lists = vec![
            Select::new("uitkomst", "Uitkomst", &self.uitkomst, all("alle rijen").chain(outcomes)),
            Select::new("soort", "Soort", &self.soort, all("alle soorten").chain(kinds)),
        ];
        if summary.files.len() > 1 {
            lists.push(Select::new("bestand", "Bestand", &self.bestand, all("alle bestanden").chain(files)));
        }
        lists
    }
}

/// The page of an upload that was checked, with the rows that were asked for.
pub(super) fn page(checked: &Checked, csrf: CsrfToken, token: &UploadToken, asked: &Asked) -> PreviewPage {
    let Checked { summary, rows } = checked;
    let total = u64::try_from(rows.total).unwrap_or_default();
    PreviewPage {
        csrf,
        upload: token.to_string(),
        outcome: outcome(summary),
        counts: counts(summary, token),
        warnings: summary.warnings.iter().map(remark).collect(),
        file_faults: file_faults(&summary.file_faults),
        refused: refused(summary, token),
        filter: asked.selects(summary),
        shown: shown(&rows.rows),
        more_faults: (summary.unnamed_faults > 0).then(|| {
            let more = plural(u64::try_from(summary.unnamed_faults).unwrap_or(u64::MAX), "fout", "fouten");
            format!("Er zijn nog {more}, die hier niet worden genoemd. Verbeter eerst deze en lever opnieuw aan.")
        }),
        pages: (total > 0).then(|| {
            Pagination::new(rows.page.number().into(), rows.page.size().into(), total, ("rij", "rijen"), |n| {
                asked.href(token, n)
            })
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
        Storable::Nothing if summary.file_faults.is_empty() && counts.refused == 0 => Alert::new(
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

fn counts(summary: &Summary, token: &UploadToken) -> Table {
    let columns = [
        Column::text("Bestand"),
        Column::number("Nieuw"),
        Column::number("Gewijzigd"),
        Column::number("Ongewijzigd"),
        Column::number("Geweigerd"),
    ];
    let row = |name: &str, file: &str, counts: RowCounts| {
        let number = |rows: i64, outcome: RowOutcome| {
            let cell = Cell::text(count(rows.unsigned_abs()));
            if rows == 0 {
                return cell;
            }
            let to = with_query(&upload_at(token), [("uitkomst", outcome.word()), ("bestand", file)]);
            cell.linked(to + "#rijen")
        };
        [
            Cell::heading(name),
            number(counts.new, RowOutcome::New),
            number(counts.changed, RowOutcome::Changed),
            number(counts.unchanged, RowOutcome::Unchanged),
            number(counts.refused, RowOutcome::Refused),
        ]
    };
    let mut table = Table::new("Aantallen per bestand", columns)
        .under_heading()
        .with(summary.files.iter().map(|FileCounts { name, counts, .. }| row(name, name, *counts)));
    if summary.files.len() > 1 {
        table.push(row("Alle bestanden", "", summary.counts));
    }
    table
}

fn remark(remark: &Remark) -> String {
    if remark.file.is_empty() { remark.message.clone() } else { format!("{}: {}", remark.file, remark.message) }
}

fn file_faults(faults: &[Remark]) -> Option<Table> {
    let columns = [Column::text("Bestand"), Column::number("Regel"), Column::text("Wat is er mis")];
    let table = Table::new("Wat er mis is met de bestanden zelf", columns).under_heading();
    (!faults.is_empty()).then(|| {
        table.with(faults.iter().map(|fault| {
            let line = fault.line.map_or_else(|| "–".to_owned(), |line| line.to_string());
            let message = match &fault.column {
                Some(column) => format!("{column} {}", fault.message),
                None => fault.message.clone(),
            };
            [Cell::heading(&*fault.file), Cell::text(line), Cell::text(message)]
        }))
    })
}

/// The files with refused rows: all of them in a workbook, and each kind by itself.
fn refused(summary: &Summary, token: &UploadToken) -> Vec<Link> {
    let at = |form: Form| format!("{}/geweigerd/{}", upload_at(token), form.name());
    let has = |kind: RowKind| {
        let of_kind = |file: &&FileCounts| file.kind.as_deref() == Some(kind.word());
        summary.files.iter().filter(of_kind).any(|file| file.counts.refused > 0)
    };
    let kinds: Vec<RowKind> = RowKind::ALL.into_iter().filter(|kind| has(*kind)).collect();
    if kinds.is_empty() {
        return Vec::new();
    }
    let workbook = Link::new("Alle geweigerde rijen (XLSX)", at(Form::Workbook));
    let each =
        kinds.into_iter().map(|kind| Link::new(format!("Geweigerde {} (CSV)", kind.word()), at(Form::Csv(kind))));
    std::iter::once(workbook).chain(each).collect()
}
