//! What goes into the files, read in batches.

use std::borrow::Cow;
use std::io::Write;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;

use super::{DumpError, Format, Moment, Name, Subject, cells};
use crate::exchange::{public, spreadsheet};
use crate::services::changes::records;
use crate::services::register::{self, Surroundings, designated_bodies};
use crate::services::scheme_book::SchemeBook;
use crate::storage::{Conn, Known, bodies, certificate_page, register as stored, register_day, whole_register};

/// How many certificates are held at once.
const BATCH: u32 = 1_000;

/// Writes rows in either format and counts them.
struct Sink<'a> {
    out: Out<'a>,
    rows: u64,
}

enum Out<'a> {
    Csv(Box<csv::Writer<&'a mut dyn Write>>),
    Ndjson(&'a mut dyn Write),
}

impl<'a> Sink<'a> {
    fn new(name: Name, out: &'a mut dyn Write) -> Result<Self, DumpError> {
        let out = match name.format {
            Format::Ndjson => Out::Ndjson(out),
            Format::Csv => {
                let mut table =
                    csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(out);
                table.write_record(name.subject.columns()).map_err(std::io::Error::from)?;
                Out::Csv(Box::new(table))
            }
        };
        Ok(Self { out, rows: 0 })
    }

    fn add<R: Serialize>(&mut self, record: R, cells: impl FnOnce(R) -> Vec<String>) -> Result<(), DumpError> {
        match &mut self.out {
            Out::Csv(table) => {
                let cells = cells(record);
                let cells = cells.iter().map(|cell| spreadsheet::cell(cell));
                table.write_record(cells.map(Cow::into_owned)).map_err(std::io::Error::from)?;
            }
            Out::Ndjson(out) => {
                serde_json::to_writer(&mut *out, &record).map_err(std::io::Error::from)?;
                out.write_all(b"\n")?;
            }
        }
        self.rows += 1;
        Ok(())
    }

    fn end(self) -> Result<u64, DumpError> {
        if let Out::Csv(mut table) = self.out {
            table.flush()?;
        }
        Ok(self.rows)
    }
}

/// Writes the file; returns how many rows it has.
pub(super) fn write(conn: &mut Conn, name: Name, moment: Moment, out: &mut dyn Write) -> Result<u64, DumpError> {
    let mut sink = Sink::new(name, out)?;
    match name.subject {
        Subject::Certificates => certificates(conn, moment, &mut sink)?,
        Subject::Holders => holders(conn, moment, &mut sink)?,
        Subject::Bodies => {
            for body in public_bodies(conn)? {
                sink.add(body, cells::body)?;
            }
        }
        Subject::Designations => {
            for body in public_bodies(conn)? {
                for own in &body.designations {
                    let line = json!({
                        "instelling": body.code, "schema": own.scheme,
                        "geldigVan": own.valid_from, "geldigTot": own.valid_until,
                    });
                    sink.add(line, |_| cells::designation(&body.code, own))?;
                }
            }
        }
        Subject::Schemes => {
            for entry in SchemeBook::load(conn, Known::Now)? {
                sink.add(records::scheme(&entry), cells::scheme)?;
            }
        }
        Subject::Versions => versions(conn, &mut sink)?,
    }
    sink.end()
}

fn public_bodies(conn: &mut Conn) -> Result<Vec<public::Body>, DumpError> {
    Ok(designated_bodies(conn, Known::Now)?.iter().map(records::body).collect())
}

fn versions(conn: &mut Conn, sink: &mut Sink<'_>) -> Result<(), DumpError> {
    for entry in SchemeBook::load(conn, Known::Now)? {
        let scheme = records::scheme(&entry);
        for own in &scheme.versions {
            let line = json!({
                "schema": scheme.code, "versie": own.label,
                "inWerkingOp": own.in_force_from, "buitenWerkingOp": own.in_force_until,
            });
            sink.add(line, |_| cells::version(&scheme.code, own))?;
        }
    }
    Ok(())
}

/// By body and number.
fn certificates(conn: &mut Conn, moment: Moment, sink: &mut Sink<'_>) -> Result<(), DumpError> {
    let around = Surroundings::load(conn, Known::Now)?;
    let oldest = register_day::shown_from(conn)?.unwrap_or(NaiveDate::MIN);
    for body in bodies::all(conn, Known::Now)? {
        let mut after = None;
        loop {
            let rows = certificate_page::behind(conn, body.id, None, Known::Now, after.as_ref(), BATCH.into())?;
            let Some(last) = rows.last() else { break };
            after = Some(last.number.clone());
            let measures = stored::measures_on(conn, &rows, Known::Now)?;
            for listing in register::public(around.listings(rows, measures)?, oldest) {
                sink.add(records::certificate(&listing, moment.day)?, cells::certificate)?;
            }
        }
    }
    Ok(())
}

/// By KvK number.
fn holders(conn: &mut Conn, moment: Moment, sink: &mut Sink<'_>) -> Result<(), DumpError> {
    let around = Surroundings::load(conn, Known::Now)?;
    let oldest = register_day::shown_from(conn)?.unwrap_or(NaiveDate::MIN);
    let mut after = None;
    loop {
        let rows = whole_register::certificates_after(conn, after.as_ref(), BATCH)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.kvk_number.clone());
        let measures = stored::measures_on(conn, &rows, Known::Now)?;
        let listed = register::public(around.listings(rows, measures)?, oldest);
        for firm in listed.chunk_by(|a, b| a.certificate.kvk_number == b.certificate.kvk_number) {
            if let Some(record) = records::holder(firm, moment.day) {
                sink.add(record, cells::holder)?;
            }
        }
    }
}
