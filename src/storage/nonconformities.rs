//! Nonconformities as their bodies deliver them, with their history.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::batch::{ASKED_AT_ONCE, batch_row, close_all, has_current, insert_many};
use super::columns::{Day, Moment, Recording};
use super::schema::nonconformities;
use super::{Conn, Multi, Origin, StorageError, Stored};
use crate::domain::delivered::FindingRecord;
use crate::domain::identifiers::{AuditRef, FindingCode, FindingRef};

#[derive(Queryable, Selectable)]
#[diesel(table_name = nonconformities, check_for_backend(Multi))]
struct Row {
    id: i64,
    reference: FindingRef,
    audit_reference: AuditRef,
    code: FindingCode,
    note: String,
    annulled_on: Option<NaiveDate>,
}

#[derive(Insertable)]
#[diesel(table_name = nonconformities, treat_none_as_default_value = false)]
struct NewRow<'a> {
    body_id: i64,
    reference: &'a str,
    audit_reference: &'a str,
    code: &'a str,
    note: &'a str,
    annulled_on: Option<Day>,
    delivery_id: i64,
    recorded_from: Moment<'a>,
}

batch_row!(
    nonconformities,
    NewRow { body_id, reference, audit_reference, code, note, annulled_on, delivery_id, recorded_from }
);

fn stored(row: Row) -> Stored<FindingRecord> {
    let record = FindingRecord {
        reference: row.reference,
        audit: row.audit_reference,
        code: row.code,
        note: row.note,
        annulled_on: row.annulled_on,
    };
    Stored { id: row.id, record }
}

/// What the register says now of these nonconformities of a body; references it does not know are left out.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn current(
    conn: &mut Conn,
    body_id: i64,
    references: &[FindingRef],
) -> Result<Vec<Stored<FindingRecord>>, StorageError> {
    if !has_current!(conn, nonconformities, body_id) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for references in references.chunks(ASKED_AT_ONCE) {
        let rows: Vec<Row> = nonconformities::table
            .filter(nonconformities::body_id.eq(body_id))
            .filter(nonconformities::recorded_until.is_null())
            .filter(nonconformities::reference.eq_any(references.iter().map(FindingRef::as_str)))
            .select(Row::as_select())
            .load(conn)?;
        found.extend(rows.into_iter().map(stored));
    }
    Ok(found)
}

/// The nonconformities that the register knows now of these audits of a body.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_audits(
    conn: &mut Conn,
    body_id: i64,
    audits: &[AuditRef],
) -> Result<Vec<Stored<FindingRecord>>, StorageError> {
    let mut found = Vec::new();
    for audits in audits.chunks(ASKED_AT_ONCE) {
        let rows: Vec<Row> = nonconformities::table
            .filter(nonconformities::body_id.eq(body_id))
            .filter(nonconformities::recorded_until.is_null())
            .filter(nonconformities::audit_reference.eq_any(audits.iter().map(AuditRef::as_str)))
            .select(Row::as_select())
            .load(conn)?;
        found.extend(rows.into_iter().map(stored));
    }
    Ok(found)
}

/// Adds nonconformities.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert<'a>(
    conn: &mut Conn,
    origin: &Origin,
    records: impl Iterator<Item = &'a FindingRecord>,
) -> Result<(), StorageError> {
    let recording = Recording::new(origin.now);
    let rows = records.map(|record| NewRow {
        body_id: origin.body_id,
        reference: record.reference.as_str(),
        audit_reference: record.audit.as_str(),
        code: record.code.as_str(),
        note: &record.note,
        annulled_on: record.annulled_on.map(Day),
        delivery_id: origin.delivery_id,
        recorded_from: recording.moment(),
    });
    insert_many!(conn, nonconformities::table, rows);
    Ok(())
}

/// Closes the current versions with these keys.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn close(conn: &mut Conn, ids: &[i64], now: DateTime<Utc>) -> Result<(), StorageError> {
    close_all!(conn, nonconformities, ids, now);
    Ok(())
}
