//! Tables for spreadsheets: CSV with semicolons, or a workbook. Every cell goes through [`safe`].

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::exchange::spreadsheet;

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The disk, or the workbook.
    #[error("het bestand kan niet worden gemaakt: {0}")]
    Io(#[from] std::io::Error),
    /// A workbook cannot hold it.
    #[error("de werkmap kan niet worden gemaakt: {0}")]
    Workbook(#[from] XlsxError),
}

/// The byte order mark by which spreadsheets see that a CSV file is UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A table on the way to a CSV file.
pub(in crate::services) struct CsvTable<W: Write> {
    rows: csv::Writer<W>,
}

impl<W: Write> CsvTable<W> {
    pub(in crate::services) fn new(mut out: W) -> Result<Self, SheetError> {
        out.write_all(MARK)?;
        let mut builder = csv::WriterBuilder::new();
        Ok(Self { rows: builder.delimiter(b';').terminator(csv::Terminator::CRLF).flexible(true).from_writer(out) })
    }

    pub(in crate::services) fn row<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> Result<(), SheetError> {
        for cell in cells {
            self.rows.write_field(&*spreadsheet::cell(cell)).map_err(std::io::Error::from)?;
        }
        self.rows.write_record(None::<&[u8]>).map_err(std::io::Error::from)?;
        Ok(())
    }

    pub(in crate::services) fn done(mut self) -> Result<(), SheetError> {
        self.rows.flush()?;
        Ok(())
    }
}

/// A file that is gone when nobody reads it any more.
pub(in crate::services) fn scratch() -> Result<BufWriter<File>, SheetError> {
    Ok(BufWriter::with_capacity(64 * 1024, tempfile::tempfile()?))
}

/// The written file, from its beginning, with its length in bytes.
pub(in crate::services) fn from_the_start(written: BufWriter<File>) -> Result<(File, u64), SheetError> {
    let mut file = written.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    Ok((file, length))
}

/// A workbook of which rows leave the memory as they are written.
pub(in crate::services) struct Book {
    workbook: Workbook,
    next_row: Vec<u32>,
    heading: Format,
    text: Format,
}

/// How wide the columns are.
const WIDTH: f64 = 22.0;

/// The last row of a sheet; what comes after it is left out.
const LAST_ROW: u32 = 1_048_575;

impl Book {
    pub(in crate::services) fn new() -> Self {
        let heading = Format::new().set_bold().set_num_format("@");
        Self { workbook: Workbook::new(), next_row: Vec::new(), heading, text: Format::new().set_num_format("@") }
    }

    /// Adds a sheet with its header; gives its number.
    pub(in crate::services) fn sheet<'a>(
        &mut self,
        name: &str,
        header: impl Iterator<Item = &'a str>,
    ) -> Result<usize, SheetError> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        for (column, cell) in (0_u16..).zip(header) {
            sheet.set_column_width(column, WIDTH)?;
            sheet.write_string_with_format(0, column, &*spreadsheet::cell(cell), &self.heading)?;
        }
        self.next_row.push(1);
        Ok(self.next_row.len() - 1)
    }

    /// Adds a row to a sheet; every cell is text.
    pub(in crate::services) fn row<'a>(
        &mut self,
        sheet: usize,
        cells: impl Iterator<Item = &'a str>,
    ) -> Result<(), SheetError> {
        let Some(next) = self.next_row.get_mut(sheet).filter(|next| **next <= LAST_ROW) else { return Ok(()) };
        let sheet = self.workbook.worksheet_from_index(sheet)?;
        for (column, cell) in (0_u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string_with_format(*next, column, &*spreadsheet::cell(cell), &self.text)?;
        }
        *next += 1;
        Ok(())
    }

    pub(in crate::services) fn save(mut self, out: &mut BufWriter<File>) -> Result<(), SheetError> {
        Ok(self.workbook.save_to_writer(out)?)
    }
}
