//! The files of the demonstration as tables whose cells can be changed.

use std::collections::HashMap;

use chrono::NaiveDate;

/// The four files of one body, in the order in which they are loaded.
#[derive(Debug, Clone)]
pub(super) struct Files {
    pub(super) certificates: Vec<u8>,
    pub(super) audits: Vec<u8>,
    pub(super) findings: Vec<u8>,
    pub(super) decisions: Vec<u8>,
}

/// Why a demonstration file cannot be moved; it is part of the program, so this is a mistake of ours.
#[derive(Debug, thiserror::Error)]
#[error("de meegeleverde demogegevens zijn beschadigd: {0}")]
pub struct BrokenDemo(pub(super) String);

/// One file as a table that can be changed cell by cell.
pub(super) struct Table {
    columns: HashMap<String, usize>,
    header: csv::StringRecord,
    delimiter: u8,
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, BrokenDemo> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let delimiter =
            if bytes.split(|b| *b == b'\n').next().is_some_and(|line| line.contains(&b';')) { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
        let header = reader.headers().map_err(broken)?.clone();
        let columns = header.iter().enumerate().map(|(place, name)| (name.to_owned(), place)).collect();
        let rows = reader
            .records()
            .map(|record| record.map(|record| record.iter().map(str::to_owned).collect()).map_err(broken))
            .collect::<Result<_, _>>()?;
        Ok(Self { columns, header, delimiter, rows })
    }

    pub(super) fn write(&self) -> Result<Vec<u8>, BrokenDemo> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.delimiter)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        writer.write_record(&self.header).map_err(broken)?;
        for row in &self.rows {
            writer.write_record(row).map_err(broken)?;
        }
        writer.into_inner().map_err(|error| BrokenDemo(error.to_string()))
    }

    pub(super) fn column(&self, name: &str) -> Result<usize, BrokenDemo> {
        self.columns.get(name).copied().ok_or_else(|| BrokenDemo(format!("kolom {name} ontbreekt")))
    }

    /// Replaces the dates of these columns; empty cells stay empty.
    pub(super) fn move_dates(&mut self, names: &[&str], to: impl Fn(NaiveDate) -> NaiveDate) -> Result<(), BrokenDemo> {
        for name in names {
            let column = self.column(name)?;
            for row in &mut self.rows {
                move_cell(row, column, &to)?;
            }
        }
        Ok(())
    }
}

fn broken(error: impl std::fmt::Display) -> BrokenDemo {
    BrokenDemo(error.to_string())
}

pub(super) fn cell(row: &[String], column: usize) -> &str {
    row.get(column).map(String::as_str).unwrap_or_default()
}

pub(super) fn date(text: &str) -> Result<Option<NaiveDate>, BrokenDemo> {
    if text.is_empty() {
        Ok(None)
    } else {
        text.parse().map(Some).map_err(|_| BrokenDemo(format!("{text} is geen datum")))
    }
}

pub(super) fn move_cell(
    row: &mut [String],
    column: usize,
    to: impl Fn(NaiveDate) -> NaiveDate,
) -> Result<(), BrokenDemo> {
    if let Some(day) = date(cell(row, column))?
        && let Some(text) = row.get_mut(column)
    {
        *text = to(day).to_string();
    }
    Ok(())
}
