//! Templates to fill in: the columns of each kind with examples, and in the workbook lists of the words that are allowed.
//!
//! The references of examples begin with `VOORBEELD`; a delivery in which they still stand passes over them.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, Formula, Workbook, Worksheet};

use super::columns::{EXAMPLE, Kind, LISTS};
use super::known::may_audit;
use super::refused::MadeFile;
use super::sheet::{CsvTable, SheetError, from_the_start, scratch};
use super::{DeliveryError, body_of};
use crate::domain::access::{Deliver, Permit};
use crate::domain::delivered::{Activity, AuditKind};
use crate::exchange::spreadsheet;
use crate::services::scheme_book::{BookScheme, SchemeBook};
use crate::storage::{Known, Store, bodies};

/// Which template is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// The CSV file of one kind.
    Csv(Kind),
    /// The workbook with a sheet per kind.
    Workbook,
}

impl Template {
    /// Every template, the workbook first.
    pub const ALL: [Self; 5] = [
        Self::Workbook,
        Self::Csv(Kind::Certificates),
        Self::Csv(Kind::Audits),
        Self::Csv(Kind::Findings),
        Self::Csv(Kind::Decisions),
    ];

    /// The template with this name of a file.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.name() == name)
    }

    /// The name of its file.
    pub fn name(self) -> String {
        match self {
            Self::Csv(kind) => format!("{}.csv", kind.word()),
            Self::Workbook => "aanlevering.xlsx".to_owned(),
        }
    }
}

/// Makes a template with the schemes that the body is designated for today.
///
/// # Errors
/// [`DeliveryError`] when the actor may not deliver for the body, or the file cannot be made.
pub fn template(
    store: &Store,
    permit: &Permit<Deliver>,
    template: Template,
    today: NaiveDate,
) -> Result<MadeFile, DeliveryError> {
    let words = store.read(|conn| {
        let body = body_of(conn, permit.body())?;
        let designations = bodies::designations(conn, Known::Now)?;
        let own = |scheme: &&BookScheme| {
            let own = designations.iter().filter(|d| d.body_id == body.id && d.scheme_id == scheme.scheme.id);
            may_audit(own.map(|designation| &designation.valid), today)
        };
        let book = SchemeBook::load(conn, Known::Now)?;
        Ok::<_, DeliveryError>(Words::of(book.schemes().iter().filter(own), today))
    })?;
    Ok(match template {
        Template::Csv(kind) => csv(&words, kind, today)?,
        Template::Workbook => workbook(&words, today)?,
    })
}

/// The words that a body may use.
struct Words {
    schemes: Vec<String>,
    subareas: Vec<String>,
    measures: Vec<String>,
    findings: Vec<String>,
    /// A scheme with a code and a measure that belong together.
    example: (String, String, String),
}

impl Words {
    fn of<'a>(schemes: impl Iterator<Item = &'a BookScheme>, today: NaiveDate) -> Self {
        let (mut subareas, mut measures, mut findings) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
        let (mut codes, mut example) = (Vec::new(), None);
        for scheme in schemes {
            codes.push(scheme.scheme.code.to_string());
            subareas.extend(scheme.scheme.subareas.iter().map(|part| part.code.clone()));
            let Some(version) = scheme.version_on(today) else { continue };
            for measure in version.matrix.measures().iter().map(|measure| measure.code.to_string()) {
                if !measures.contains(&measure) {
                    measures.push(measure);
                }
            }
            findings.extend(version.matrix.catalogue().iter().map(|entry| entry.code.to_string()));
            let (finding, measure) = (version.matrix.catalogue().first(), version.matrix.measures().first());
            if let (None, Some((finding, measure))) = (&example, finding.zip(measure)) {
                example = Some((scheme.scheme.code.to_string(), finding.code.to_string(), measure.code.to_string()));
            }
        }
        let example = example.unwrap_or_else(|| ("SCHEMA".to_owned(), "CODE".to_owned(), "maatregel".to_owned()));
        Self {
            schemes: codes,
            subareas: subareas.into_iter().collect(),
            measures,
            findings: findings.into_iter().collect(),
            example,
        }
    }

    /// The words for this column, and whether no others may be used.
    fn list(&self, column: &str) -> Option<(Vec<String>, bool)> {
        let all = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Some(match column {
            "schema" => (self.schemes.clone(), true),
            "deelgebied" => (self.subareas.clone(), false),
            "werkzaamheden" => (combinations(), false),
            "soort" => (all(&AuditKind::ALL.map(AuditKind::word)), true),
            "code" => (self.findings.clone(), true),
            "maatregel" => (self.measures.clone(), true),
            "vervolg" => (all(&["ja", "nee"]), true),
            _ => return None,
        })
    }
}

/// Every combination of activities, those of one first.
fn combinations() -> Vec<String> {
    let words = Activity::ALL.map(Activity::word);
    let joined = |set: usize| {
        let chosen: Vec<&str> = (0..words.len()).filter(|i| set & (1 << i) != 0).map(|i| words[i]).collect();
        (chosen.len(), chosen.join("+"))
    };
    let mut all: Vec<(usize, String)> = (1..1 << words.len()).map(joined).collect();
    all.sort_by_key(|(size, _)| *size);
    all.into_iter().map(|(_, text)| text).collect()
}

/// The examples of a kind, in the order of its columns. Together they are a sound delivery.
fn examples(words: &Words, kind: Kind, today: NaiveDate) -> Vec<Vec<String>> {
    let ago = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today).to_string();
    let ahead = |days: u64| today.checked_add_days(Days::new(days)).unwrap_or(today).to_string();
    let (scheme, code, measure) = &words.example;
    let subarea = words.subareas.first().map_or("1", String::as_str);
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    let id = |rest: &str| format!("{EXAMPLE}-{rest}");
    match kind {
        Kind::Certificates => vec![row(&[
            &id("C1"),
            "90000001",
            "",
            "Voorbeeld Installaties B.V.",
            "Dorpsstraat",
            "1a",
            "1234 AB",
            "Voorbeelddam",
            scheme,
            subarea,
            "installeren+onderhouden",
            &ago(60),
            &ahead(1_000),
        ])],
        Kind::Audits => vec![
            row(&[&id("O1"), &id("C1"), "periodiek", &ago(30), ""]),
            row(&[&id("O2"), &id("C1"), "hercontrole", &ago(10), &ago(10)]),
        ],
        Kind::Findings => vec![row(&[&id("A1"), &id("O1"), code, "Wat u zag, in uw eigen woorden", ""])],
        Kind::Decisions => vec![row(&[
            &id("B1"),
            &id("O1"),
            measure,
            &ago(25),
            &ago(25),
            &ahead(60),
            "nee",
            "",
            "",
            "Waarom u dit besluit nam",
        ])],
    }
}

fn csv(words: &Words, kind: Kind, today: NaiveDate) -> Result<MadeFile, SheetError> {
    let mut out = scratch()?;
    let mut table = CsvTable::new(&mut out)?;
    table.row(kind.columns().iter().copied())?;
    for row in examples(words, kind, today) {
        table.row(row.iter().map(String::as_str))?;
    }
    table.done()?;
    let (file, length) = from_the_start(out)?;
    Ok(MadeFile { file, length })
}

/// The last row for which the lists hold.
const LAST_ROW: u32 = 100_000;

fn workbook(words: &Words, today: NaiveDate) -> Result<MadeFile, SheetError> {
    let mut book = Workbook::new();
    let mut lists = Worksheet::new();
    lists.set_name(LISTS)?;
    let mut next = 0;
    for kind in Kind::ALL {
        sheet(book.add_worksheet(), &mut lists, &mut next, words, kind, today)?;
    }
    book.push_worksheet(lists);
    let mut out = scratch()?;
    book.save_to_writer(&mut out)?;
    let (file, length) = from_the_start(out)?;
    Ok(MadeFile { file, length })
}

fn sheet(
    sheet: &mut Worksheet,
    lists: &mut Worksheet,
    next: &mut u16,
    words: &Words,
    kind: Kind,
    today: NaiveDate,
) -> Result<(), SheetError> {
    let heading = Format::new().set_bold();
    // As text: numbers keep their zeros and dates are not turned around.
    let text = Format::new().set_num_format("@");
    sheet.set_name(kind.word())?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, name) in (0_u16..).zip(kind.columns()) {
        sheet.set_column_width(column, 20)?;
        sheet.set_column_format(column, &text)?;
        sheet.write_string_with_format(0, column, *name, &heading)?;
        let validation = match words.list(name).filter(|(words, _)| !words.is_empty()) {
            Some((words, only)) => Some(from_list(lists, next, name, &words, only)?),
            None if name.ends_with("_op") || name.ends_with("_tot") || name.contains("datum") => Some(
                DataValidation::new()
                    .allow_any_value()
                    .set_input_title(*name)?
                    .set_input_message("Schrijf een dag als 2026-03-01 of 01-03-2026.")?,
            ),
            None => None,
        };
        if let Some(validation) = validation {
            sheet.add_data_validation(1, column, LAST_ROW, column, &validation)?;
        }
    }
    for (row, cells) in (1_u32..).zip(examples(words, kind, today)) {
        for (column, cell) in (0_u16..).zip(&cells) {
            sheet.write_string_with_format(row, column, &*spreadsheet::cell(cell), &text)?;
        }
    }
    Ok(())
}

/// Writes the words in a column of the sheet with lists, and lets cells choose from them.
fn from_list(
    lists: &mut Worksheet,
    next: &mut u16,
    name: &str,
    words: &[String],
    only: bool,
) -> Result<DataValidation, SheetError> {
    let column = *next;
    *next += 1;
    lists.set_column_width(column, 24)?;
    lists.write_string(0, column, name)?;
    let mut last = 1;
    for (row, word) in (1_u32..).zip(words) {
        lists.write_string(row, column, &*spreadsheet::cell(word))?;
        last = row + 1;
    }
    let letter = rust_xlsxwriter::utility::column_number_to_name(column);
    let formula = Formula::new(format!("={LISTS}!${letter}$2:${letter}${last}"));
    let style = if only { DataValidationErrorStyle::Stop } else { DataValidationErrorStyle::Information };
    let validation = DataValidation::new().allow_list_formula(formula).set_error_style(style);
    Ok(validation.set_error_title("Dit woord staat niet in de lijst")?)
}
