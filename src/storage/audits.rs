//! Audits as their bodies deliver them, with their history.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::batch::{ASKED_AT_ONCE, batch_row, close_all, has_current, insert_many};
use super::columns::{Day, Moment, Recording};
use super::schema::audits;
use super::{Conn, Multi, Origin, StorageError, Stored};
use crate::domain::delivered::{AuditKind, AuditRecord};
use crate::domain::identifiers::{AuditRef, CertificateNumber};

#[derive(Queryable, Selectable)]
#[diesel(table_name = audits, check_for_backend(Multi))]
struct Row {
    id: i64,
    reference: AuditRef,
    certificate_number: CertificateNumber,
    kind: String,
    date: NaiveDate,
    recovery_established_on: Option<NaiveDate>,
}

#[derive(Insertable)]
#[diesel(table_name = audits, treat_none_as_default_value = false)]
struct NewRow<'a> {
    body_id: i64,
    reference: &'a str,
    certificate_number: &'a str,
    kind: &'static str,
    date: Day,
    recovery_established_on: Option<Day>,
    delivery_id: i64,
    recorded_from: Moment<'a>,
}

batch_row!(
    audits,
    NewRow { body_id, reference, certificate_number, kind, date, recovery_established_on, delivery_id, recorded_from }
);

fn stored(row: Row) -> Result<Stored<AuditRecord>, StorageError> {
    let kind = AuditKind::from_word(&row.kind).ok_or_else(|| {
        StorageError::damaged(format!("onderzoek {}: soort '{}' is onbekend", row.reference, row.kind))
    })?;
    let record = AuditRecord {
        reference: row.reference,
        certificate: row.certificate_number,
        kind,
        date: row.date,
        recovery_established_on: row.recovery_established_on,
    };
    Ok(Stored { id: row.id, record })
}

/// What the register says now of these audits of a body; references it does not know are left out.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn current(
    conn: &mut Conn,
    body_id: i64,
    references: &[AuditRef],
) -> Result<Vec<Stored<AuditRecord>>, StorageError> {
    if !has_current!(conn, audits, body_id) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for references in references.chunks(ASKED_AT_ONCE) {
        let rows: Vec<Row> = audits::table
            .filter(audits::body_id.eq(body_id))
            .filter(audits::recorded_until.is_null())
            .filter(audits::reference.eq_any(references.iter().map(AuditRef::as_str)))
            .select(Row::as_select())
            .load(conn)?;
        for row in rows {
            found.push(stored(row)?);
        }
    }
    Ok(found)
}

/// The audits that the register knows now of these certificates of a body.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_certificates(
    conn: &mut Conn,
    body_id: i64,
    numbers: &[CertificateNumber],
) -> Result<Vec<Stored<AuditRecord>>, StorageError> {
    let mut found = Vec::new();
    for numbers in numbers.chunks(ASKED_AT_ONCE) {
        let rows: Vec<Row> = audits::table
            .filter(audits::body_id.eq(body_id))
            .filter(audits::recorded_until.is_null())
            .filter(audits::certificate_number.eq_any(numbers.iter().map(CertificateNumber::as_str)))
            .select(Row::as_select())
            .load(conn)?;
        for row in rows {
            found.push(stored(row)?);
        }
    }
    Ok(found)
}

/// Adds audits.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert<'a>(
    conn: &mut Conn,
    origin: &Origin,
    records: impl Iterator<Item = &'a AuditRecord>,
) -> Result<(), StorageError> {
    let recording = Recording::new(origin.now);
    let rows = records.map(|record| NewRow {
        body_id: origin.body_id,
        reference: record.reference.as_str(),
        certificate_number: record.certificate.as_str(),
        kind: record.kind.word(),
        date: Day(record.date),
        recovery_established_on: record.recovery_established_on.map(Day),
        delivery_id: origin.delivery_id,
        recorded_from: recording.moment(),
    });
    insert_many!(conn, audits::table, rows);
    Ok(())
}

/// Closes the current versions with these keys.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn close(conn: &mut Conn, ids: &[i64], now: DateTime<Utc>) -> Result<(), StorageError> {
    close_all!(conn, audits, ids, now);
    Ok(())
}
