//! A replay as a file, to take along.

use super::{Kept, ReplayError};
use crate::domain::access::{Permit, Supervise};
use crate::exchange::replay::{Document, Sheet, sheets};
use crate::services::delivery::refused::MadeFile;
use crate::services::delivery::sheet::{Book, CsvTable, from_the_start, scratch};
use crate::storage::StorageError;

/// In which form a replay is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Everything, as JSON.
    Json,
    /// The cells that change, as CSV.
    Csv,
    /// Everything, as a workbook with a sheet per table.
    Workbook,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Workbook, Self::Csv, Self::Json];

    /// The ending of its file.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Workbook => "xlsx",
        }
    }
}

/// Makes a file of a replay.
///
/// # Errors
/// [`ReplayError`] when the file cannot be made.
pub fn file(_: &Permit<Supervise>, kept: &Kept, form: Form) -> Result<MadeFile, ReplayError> {
    let mut out = scratch().map_err(ReplayError::Sheet)?;
    let document = Document { scheme: &kept.listed.scheme, draft: kept.draft.name(), outcome: &kept.outcome };
    match form {
        Form::Json => serde_json::to_writer_pretty(&mut out, &document)
            .map_err(|error| StorageError::damaged(error.to_string()))?,
        Form::Csv => {
            let mut table = CsvTable::new(&mut out)?;
            if let Some(Sheet { header, rows, .. }) = sheets(&document).into_iter().next() {
                table.row(header.iter().copied())?;
                for row in &rows {
                    table.row(row.iter().map(String::as_str))?;
                }
            }
            table.done()?;
        }
        Form::Workbook => {
            let mut book = Book::new();
            for Sheet { name, header, rows } in sheets(&document) {
                let sheet = book.sheet(name, header.iter().copied())?;
                for row in &rows {
                    book.row(sheet, row.iter().map(String::as_str))?;
                }
            }
            book.save(&mut out)?;
        }
    }
    let (file, length) = from_the_start(out)?;
    Ok(MadeFile { file, length })
}
