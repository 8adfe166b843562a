//! The refused rows of an upload as files: the columns as they were sent, and one more that says what is wrong. Whoever
//! mends the rows can send the same file again.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;

use chrono::{DateTime, TimeDelta, Utc};

use super::check::{CheckedRow, each_refused};
use super::columns::{FAULT_COLUMN, Kind};
use super::plan::Plan;
use super::read::{Limits, Observed, Row, SourceFile, read};
use super::sheet::{Book, CsvTable, SheetError, from_the_start, scratch};
use super::upload::UploadToken;
use super::{DeliveryError, body_of};
use crate::domain::access::{Deliver, Permit};
use crate::domain::delivery_report::Place;
use crate::storage::{Store, refused_files, uploads};

/// In which form the rows are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The rows of one kind, as CSV.
    Csv(Kind),
    /// All of them, as a workbook with a sheet per kind.
    Workbook,
}

impl Form {
    /// The form that the name of a file asks for: `certificaten.csv`, `geweigerd.xlsx`.
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "geweigerd.xlsx" => Some(Self::Workbook),
            name => name.strip_suffix(".csv").and_then(Kind::from_word).map(Self::Csv),
        }
    }

    /// Its name.
    pub fn name(self) -> String {
        match self {
            Self::Csv(kind) => format!("{}.csv", kind.word()),
            Self::Workbook => "geweigerd.xlsx".to_owned(),
        }
    }
}

/// A file that was made, from its beginning; it is gone from the disk when it is closed.
#[derive(Debug)]
pub struct MadeFile {
    /// The file.
    pub file: File,
    /// How long it is, in bytes.
    pub length: u64,
}

/// What is said of a refused row beyond the faults that are kept.
const NOT_NAMED: &str = "heeft fouten die niet meer genoemd zijn: verbeter eerst de andere rijen en lever opnieuw aan";

/// Makes a file of the refused rows of an upload that was checked.
///
/// # Errors
/// [`DeliveryError`] when the actor may not deliver for the body, there is no such upload, it was not checked or has no
/// refused rows of this kind, or the file cannot be made.
pub fn refused(
    store: &Store,
    permit: &Permit<Deliver>,
    token: &UploadToken,
    limits: &Limits,
    form: Form,
) -> Result<MadeFile, DeliveryError> {
    let (files, wrong) = store.read(|conn| {
        let body = body_of(conn, permit.body())?;
        let upload = uploads::find(conn, body.id, token.as_str())?.ok_or(DeliveryError::UploadNotFound)?;
        let mut wrong = HashMap::new();
        each_refused(conn, upload.id, |listed| {
            if matches!(form, Form::Workbook) || listed.kind.map(Form::Csv) == Some(form) {
                let place = Place { file: listed.file.into(), line: listed.row.line };
                wrong.insert(place, said(&listed.row));
            }
            Ok::<_, DeliveryError>(())
        })?;
        Ok::<_, DeliveryError>((upload.files, wrong))
    })?;
    if wrong.is_empty() {
        return Err(DeliveryError::UploadNotFound);
    }
    let as_source = |(name, bytes): (String, Vec<u8>)| SourceFile { name: name.into(), bytes };
    let files: Vec<SourceFile> = files.into_iter().map(as_source).collect();
    Ok(made(&files, limits, &wrong, form)?)
}

/// How long refused rows are kept with the delivery of which the valid part was stored: long enough to mend them, and no
/// longer, for they hold personal data that never came into the register.
pub const KEPT: TimeDelta = TimeDelta::days(30);

/// Keeps the refused rows with a delivery that was stored without them.
///
/// # Errors
/// [`DeliveryError`] when a file cannot be made or the database fails.
pub(super) fn keep(
    store: &Store,
    delivery_id: i64,
    plan: &Plan,
    files: &[SourceFile],
    limits: &Limits,
    now: DateTime<Utc>,
) -> Result<(), DeliveryError> {
    let kinds = plan.kinds();
    let mut wrong: HashMap<Option<Kind>, HashMap<Place, String>> = HashMap::new();
    for (place, faults) in plan.faults.by_row() {
        let text = in_one_cell(faults.iter().map(|fault| (fault.column.as_deref(), &*fault.message)));
        wrong.entry(kinds.get(&place.file).copied()).or_default().insert(place, text);
    }
    let mut kept = Vec::new();
    for kind in Kind::ALL {
        if let Some(wrong) = wrong.get(&Some(kind)) {
            kept.push((Form::Csv(kind), made(files, limits, wrong, Form::Csv(kind))?));
        }
    }
    let all: HashMap<Place, String> =
        wrong.into_iter().filter(|(kind, _)| kind.is_some()).flat_map(|of| of.1).collect();
    if all.is_empty() {
        return Ok(());
    }
    kept.push((Form::Workbook, made(files, limits, &all, Form::Workbook)?));
    let mut contents = Vec::with_capacity(kept.len());
    for (form, mut made) in kept {
        let mut content = Vec::new();
        made.file.read_to_end(&mut content).map_err(SheetError::from)?;
        contents.push((form.name(), content));
    }
    store.write(|conn| {
        for (name, content) in &contents {
            refused_files::insert(conn, delivery_id, name, content, now + KEPT)?;
        }
        Ok(())
    })
}

/// A file of the refused rows that are kept with a delivery of the body.
///
/// # Errors
/// [`DeliveryError`] when the actor may not deliver for the body, there is no such delivery or nothing is kept of it any
/// more, or the database fails.
pub fn kept(
    store: &Store,
    permit: &Permit<Deliver>,
    delivery_id: i64,
    form: Form,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, DeliveryError> {
    store.read(|conn| {
        let body = body_of(conn, permit.body())?;
        refused_files::find(conn, body.id, delivery_id, &form.name(), now)?.ok_or(DeliveryError::DeliveryNotFound)
    })
}

/// Everything that is wrong with a row, in one cell.
fn said(row: &CheckedRow) -> String {
    in_one_cell(row.faults.iter().map(|fault| (fault.column.as_deref(), &*fault.message)))
}

fn in_one_cell<'a>(faults: impl Iterator<Item = (Option<&'a str>, &'a str)>) -> String {
    let each = faults.map(|(column, message)| match column {
        Some(column) => format!("{column}: {message}"),
        None => message.to_owned(),
    });
    let text = each.collect::<Vec<_>>().join(" | ");
    if text.is_empty() { NOT_NAMED.to_owned() } else { text }
}

fn made(
    files: &[SourceFile],
    limits: &Limits,
    wrong: &HashMap<Place, String>,
    form: Form,
) -> Result<MadeFile, SheetError> {
    let mut out = scratch()?;
    match form {
        Form::Csv(_) => {
            let (mut table, mut columns) = (CsvTable::new(&mut out)?, Vec::new());
            each_row(files, limits, wrong, |row, fault| {
                if columns.is_empty() {
                    columns = columns_of(row);
                    table.row(columns.iter().map(String::as_str).chain([FAULT_COLUMN]))?;
                }
                table.row(cells(row, &columns).chain([fault]))
            })?;
            table.done()?;
        }
        Form::Workbook => {
            let (mut book, mut sheets) = (Book::new(), HashMap::new());
            each_row(files, limits, wrong, |row, fault| {
                let (sheet, columns) = match sheets.entry(row.kind()) {
                    std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
                    std::collections::hash_map::Entry::Vacant(free) => {
                        let own = columns_of(row);
                        let header = own.iter().map(String::as_str).chain([FAULT_COLUMN]);
                        let sheet = book.sheet(row.kind().word(), header)?;
                        free.insert((sheet, own))
                    }
                };
                book.row(*sheet, cells(row, columns).chain([fault]))
            })?;
            book.save(&mut out)?;
        }
    }
    let (file, length) = from_the_start(out)?;
    Ok(MadeFile { file, length })
}

/// Reads the files again and hands over the rows that are wrong.
fn each_row(
    files: &[SourceFile],
    limits: &Limits,
    wrong: &HashMap<Place, String>,
    mut take: impl FnMut(&Row<'_>, &str) -> Result<(), SheetError>,
) -> Result<(), SheetError> {
    let mut outcome = Ok(());
    read(files, limits, &mut Observed::default(), &mut |row, _| {
        if let Some(fault) = wrong.get(&row.place)
            && outcome.is_ok()
        {
            outcome = take(row, fault);
        }
    });
    outcome
}

/// The columns of the file this row stands in, without what an earlier file of refused rows said.
fn columns_of(row: &Row<'_>) -> Vec<String> {
    row.header().filter(|column| !column.eq_ignore_ascii_case(FAULT_COLUMN)).map(str::to_owned).collect()
}

/// The cells of a row under these columns. A row of another shape is given as it stands.
fn cells<'a>(row: &'a Row<'_>, columns: &'a [String]) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    if row.misshapen {
        return Box::new(row.written().map(|(_, cell)| cell));
    }
    let own: HashMap<String, &str> = row.written().map(|(name, cell)| (name.to_lowercase(), cell)).collect();
    Box::new(columns.iter().map(move |column| own.get(&column.to_lowercase()).copied().unwrap_or("")))
}
