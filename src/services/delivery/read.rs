//! From the bytes of files to rows: recognises what each file is and hands its rows over one at a time.

use std::io::Read;
use std::sync::Arc;

use csv::StringRecord;

use super::columns::{EXAMPLE, Kind, Layout};
use super::decode;
use super::{csv_file, xlsx_file};
use crate::domain::delivery_report::{Fault, Faults, Place, Warning};
use crate::exchange::spreadsheet;

/// How much a delivery may be, so that no file can take the machine down.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most bytes of one file.
    pub file_bytes: u64,
    /// Most bytes that one workbook may hold once unpacked.
    pub unpacked_bytes: u64,
    /// Most rows of all files together.
    pub rows: usize,
    /// Most columns of one file.
    pub columns: usize,
    /// Most bytes of one cell: what a cell of a spreadsheet can hold.
    pub cell_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 100 * 1024 * 1024,
            unpacked_bytes: 400 * 1024 * 1024,
            rows: 2_000_000,
            columns: 200,
            cell_bytes: 32_767,
        }
    }
}

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its name, as faults will name it.
    pub name: Arc<str>,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Why a file could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// It is larger than the limit; the text says how large it may be.
    #[error("{name} is te groot: een bestand mag ten hoogste {} MB zijn. Verdeel de aanlevering over meer bestanden", limit / (1024 * 1024))]
    TooLarge {
        /// The file.
        name: Arc<str>,
        /// The limit in bytes.
        limit: u64,
    },
    /// It could not be read.
    #[error("{name} kan niet worden gelezen: {cause}")]
    Unreadable {
        /// The file.
        name: Arc<str>,
        /// What the system says.
        cause: std::io::Error,
    },
}

impl SourceFile {
    /// Takes in a file of which `expected` bytes are foretold, as far as known; reading stops as soon as it turns out too large.
    ///
    /// # Errors
    /// When the file is larger than the limit or cannot be read.
    pub fn take_in(name: &str, content: impl Read, expected: u64, limits: &Limits) -> Result<Self, IntakeError> {
        let name: Arc<str> = Arc::from(name);
        // One more than there are, to see the end without growing.
        let room = usize::try_from(expected.min(limits.file_bytes)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(room + 1);
        let read = content.take(limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|cause| IntakeError::Unreadable { name: name.clone(), cause })?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.file_bytes {
            return Err(IntakeError::TooLarge { name, limit: limits.file_bytes });
        }
        Ok(Self { name, bytes })
    }
}

/// A file or sheet whose header was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFile {
    /// Its name, with the sheet for a workbook.
    pub name: Arc<str>,
    /// What its rows are.
    pub kind: Kind,
}

/// What reading has come across so far.
#[derive(Debug, Default)]
pub struct Observed {
    /// What is wrong.
    pub faults: Faults,
    /// What the sender should know.
    pub warnings: Vec<Warning>,
    /// Rows read, good or bad.
    pub rows: usize,
    /// Rows that could not even be taken apart.
    pub unreadable_rows: usize,
    /// The files whose header was understood.
    pub files: Vec<ReadFile>,
}

/// How much of a file was read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extent {
    /// Bytes before the row.
    pub(super) read: usize,
    /// Bytes in all; none when that is not known.
    pub(super) whole: usize,
}

impl Extent {
    /// How many rows are still to come when so many were read.
    fn to_come(self, rows: usize) -> usize {
        rows.saturating_mul(self.whole.saturating_sub(self.read)).checked_div(self.read).unwrap_or(0)
    }
}

/// One row with the layout that says which cell is which.
#[derive(Debug)]
pub struct Row<'a> {
    /// Where it stands.
    pub place: Place,
    /// Whether it has other cells than the header, so that nobody knows which is which.
    pub misshapen: bool,
    /// How many rows are still to come if they are like those before; zero when that cannot be told.
    pub(super) to_come: usize,
    record: &'a StringRecord,
    layout: &'a Layout,
}

/// One cell, without surrounding blanks.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    /// Its text; empty means none.
    pub text: &'a str,
    /// Its column.
    pub column: &'static str,
}

impl<'a> Row<'a> {
    /// A row of which the layout says which cell is which.
    pub(super) fn new(place: Place, record: &'a StringRecord, layout: &'a Layout) -> Self {
        Self { place, misshapen: false, to_come: 0, record, layout }
    }

    /// What the row is.
    pub fn kind(&self) -> Kind {
        self.layout.kind
    }

    /// The cells in the order of the kind's columns.
    pub fn cells<const N: usize>(&self, columns: &[&'static str; N]) -> [Cell<'a>; N] {
        let text = |i: usize| self.layout.text(self.record, i);
        std::array::from_fn(|i| Cell { text: text(i), column: columns[i] })
    }

    /// The names of the columns as they stand in the file.
    pub fn header(&self) -> impl Iterator<Item = &'a str> {
        self.layout.header.iter().map(String::as_str)
    }

    /// The cells as they stand in the file, each with the name of its column there; empty beyond the last column.
    pub fn written(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.header().chain(std::iter::repeat("")).zip(self.record.iter().map(spreadsheet::original))
    }
}

impl Layout {
    /// The text in this column of the kind, without surrounding blanks.
    fn text<'a>(&self, record: &'a StringRecord, column: usize) -> &'a str {
        let text = self.positions.get(column).and_then(|position| record.get(*position)).unwrap_or("").trim();
        spreadsheet::original(text).trim()
    }
}

/// What happens to each row.
pub type OnRow<'a> = &'a mut dyn FnMut(&Row<'_>, &mut Observed);

/// Reads every row of every file; what is wrong with files, headers and the shape of rows is noted.
pub fn read(files: &[SourceFile], limits: &Limits, observed: &mut Observed, on_row: OnRow<'_>) {
    for file in files {
        let mut sheet = Sheet {
            file: file.name.clone(),
            limits,
            layout: None,
            extent: Extent::default(),
            passed_over: false,
            observed,
            on_row,
        };
        if decode::is_zip(&file.bytes) {
            xlsx_file::read(&file.bytes, &mut sheet);
        } else {
            csv_file::read(&file.bytes, &mut sheet);
        }
    }
}

/// Whether reading should go on after a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Row,
    Stop,
}

/// After so many lines the rest of a file is taken to be like them.
const ENOUGH_LINES: usize = 1_000;

/// One file or sheet while it is read: the first row is its header, the others go to whoever asked for them.
pub(super) struct Sheet<'a, 'b> {
    pub(super) file: Arc<str>,
    pub(super) limits: &'a Limits,
    pub(super) extent: Extent,
    layout: Option<Layout>,
    passed_over: bool,
    pub(super) observed: &'a mut Observed,
    on_row: &'a mut (dyn FnMut(&Row<'_>, &mut Observed) + 'b),
}

impl Sheet<'_, '_> {
    /// Starts anew for another sheet of the same workbook.
    pub(super) fn begin(&mut self, name: &str) {
        self.file = Arc::from(name);
        self.layout = None;
        self.passed_over = false;
    }

    /// A fault that keeps the file, or the rest of it, from being read.
    pub(super) fn fault(&mut self, line: Option<u32>, message: impl Into<String>) {
        self.observed.faults.push_whole_file(Fault { line, ..Fault::of_file(&self.file, message) });
    }

    /// Whether a header was seen.
    pub(super) fn has_header(&self) -> bool {
        self.layout.is_some()
    }

    /// Takes the next row, which starts on this line.
    pub(super) fn take(&mut self, line: u32, record: &StringRecord) -> Next {
        let Some(layout) = &self.layout else {
            return self.take_header(line, record);
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return Next::Row;
        }
        if layout.text(record, 0).get(..EXAMPLE.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(EXAMPLE)) {
            self.pass_over();
            return Next::Row;
        }
        if self.observed.rows >= self.limits.rows {
            let message =
                format!("heeft te veel rijen: een aanlevering mag er ten hoogste {} hebben", self.limits.rows);
            self.fault(Some(line), message);
            return Next::Stop;
        }
        self.observed.rows += 1;
        let mut misshapen = false;
        if let Some(fault) = shape_fault(&self.file, line, record, layout.width, self.limits.cell_bytes) {
            self.observed.unreadable_rows += 1;
            self.observed.faults.push(fault);
            misshapen = true;
        }
        let place = Place { file: self.file.clone(), line };
        let to_come = match usize::try_from(line) {
            Ok(lines @ ENOUGH_LINES..) => self.extent.to_come(lines).min(self.limits.rows - self.observed.rows),
            _ => 0,
        };
        (self.on_row)(&Row { place, misshapen, to_come, record, layout }, self.observed);
        Next::Row
    }

    /// Examples of the template may stay in the file.
    fn pass_over(&mut self) {
        if !self.passed_over {
            self.passed_over = true;
            let message = format!("voorbeeldregels uit het sjabloon ({EXAMPLE}…) zijn overgeslagen");
            self.observed.warnings.push(Warning { file: self.file.clone(), message });
        }
    }

    fn take_header(&mut self, line: u32, record: &StringRecord) -> Next {
        if record.len() > self.limits.columns {
            let message = format!(
                "heeft {} kolommen: een bestand mag er ten hoogste {} hebben",
                record.len(),
                self.limits.columns
            );
            self.fault(Some(line), message);
            return Next::Stop;
        }
        let Observed { faults, warnings, files, .. } = &mut *self.observed;
        self.layout = super::columns::layout(&self.file, record.iter(), faults, warnings);
        files.extend(self.layout.as_ref().map(|layout| ReadFile { name: self.file.clone(), kind: layout.kind }));
        if self.layout.is_some() { Next::Row } else { Next::Stop }
    }
}

fn shape_fault(file: &Arc<str>, line: u32, record: &StringRecord, width: usize, cell_bytes: usize) -> Option<Fault> {
    if record.len() != width {
        let surplus_is_empty = record.len() > width && record.iter().skip(width).all(str::is_empty);
        if !surplus_is_empty {
            let message = format!(
                "heeft {} cellen en de kop heeft er {width}: controleer scheidingstekens en aanhalingstekens",
                record.len()
            );
            return Some(Fault::of_line(file, line, message));
        }
    }
    let long = record.iter().find(|cell| cell.len() > cell_bytes)?;
    let value = crate::domain::delivery_report::visible(long);
    let message = format!(
        "is te lang: een cel mag ten hoogste {cell_bytes} tekens hebben. Is een aanhalingsteken niet gesloten?"
    );
    Some(Fault { value, ..Fault::of_line(file, line, message) })
}
