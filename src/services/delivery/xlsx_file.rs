//! Workbooks: one sheet per kind, or one sheet of one kind.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xlsx, XlsxError, open_workbook_from_rs};
use csv::StringRecord;

use super::columns::{Kind, LISTS};
use super::package;
use super::read::{Next, Sheet};
use crate::domain::delivery_report::{Warning, visible};

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads the sheets of a workbook.
pub(super) fn read(bytes: &[u8], sheet: &mut Sheet<'_, '_>) {
    match package::check(bytes, sheet.limits.unpacked_bytes) {
        Ok(notes) => {
            let file = sheet.file.clone();
            sheet.observed.warnings.extend(notes.map(|message| Warning { file, message }));
        }
        Err(message) => return sheet.fault(None, message),
    }
    let mut workbook: Workbook<'_> = match open_workbook_from_rs(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(fault) => return sheet.fault(None, format!("is niet als werkmap te lezen: {fault}")),
    };
    let file = sheet.file.clone();
    let names = workbook.sheet_names();
    let is_named = |name: &String| Kind::ALL.iter().any(|kind| name.to_lowercase().contains(kind.word()));
    let by_name = names.iter().any(is_named);
    for name in &names {
        if LISTS == name {
            continue;
        }
        if by_name && !is_named(name) {
            let message = format!("blad {} is niet gelezen: zijn naam is geen soort gegevens", visible(name));
            sheet.observed.warnings.push(Warning { file: file.clone(), message });
            continue;
        }
        sheet.begin(&format!("{file} [{}]", visible(name)));
        if let Err(fault) = read_sheet(&mut workbook, name, sheet) {
            sheet.fault(None, format!("is niet te lezen: {fault}"));
        }
    }
}

/// The row being put together: cells come one by one, empty ones not at all.
#[derive(Default)]
struct Gathered {
    row: u32,
    width: usize,
    cells: Vec<String>,
}

impl Gathered {
    fn put(&mut self, column: usize, text: String) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
    }

    fn hand_over(&mut self, sheet: &mut Sheet<'_, '_>) -> Next {
        if self.cells.iter().all(String::is_empty) {
            self.cells.clear();
            return Next::Row;
        }
        if self.width == 0 {
            self.width = self.cells.len();
        }
        self.cells.resize(self.cells.len().max(self.width), String::new());
        let next = sheet.take(self.row.saturating_add(1), &StringRecord::from(std::mem::take(&mut self.cells)));
        if sheet.has_header() { next } else { Next::Stop }
    }
}

fn read_sheet(workbook: &mut Workbook<'_>, name: &str, sheet: &mut Sheet<'_, '_>) -> Result<(), XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(name)?;
    let mut gathered = Gathered::default();
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        if row != gathered.row {
            if gathered.hand_over(sheet) == Next::Stop {
                return Ok(());
            }
            gathered.row = row;
        }
        let text = text_of(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= sheet.limits.columns {
            let message =
                format!("heeft te veel kolommen: een blad mag er ten hoogste {} hebben", sheet.limits.columns);
            sheet.fault(Some(row.saturating_add(1)), message);
            return Ok(());
        }
        gathered.put(column, text);
    }
    gathered.hand_over(sheet);
    Ok(())
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(true) => "waar".to_owned(),
        DataRef::Bool(false) => "onwaar".to_owned(),
        DataRef::DateTime(moment) => date_text(moment),
        DataRef::Error(error) => Data::Error(error.clone()).to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A date cell as a date; a time of day stays visible, so that it is refused as a date and not silently dropped.
fn date_text(moment: &ExcelDateTime) -> String {
    if moment.is_duration() {
        return moment.as_f64().to_string();
    }
    match moment.to_ymd_hms_milli() {
        (year, month, day, 0, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        (year, month, day, hour, minute, second, _) => {
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
    }
}
