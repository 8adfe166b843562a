//! Sanction decisions as their bodies deliver them, with their history.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::batch::{ASKED_AT_ONCE, batch_row, close_all, has_current, insert_many};
use super::columns::{Day, Moment, Recording};
use super::schema::decisions;
use super::{Conn, Multi, Origin, StorageError, Stored};
use crate::domain::delivered::DecisionRecord;
use crate::domain::identifiers::{AuditRef, DecisionRef, MeasureCode};

#[derive(Queryable, Selectable)]
#[diesel(table_name = decisions, check_for_backend(Multi))]
struct Row {
    id: i64,
    reference: DecisionRef,
    audit_reference: AuditRef,
    measure: MeasureCode,
    date: NaiveDate,
    effective_on: NaiveDate,
    recovery_until: Option<NaiveDate>,
    follow_up: bool,
    lifted_on: Option<NaiveDate>,
    revoked_on: Option<NaiveDate>,
    reason: String,
}

#[derive(Insertable)]
#[diesel(table_name = decisions, treat_none_as_default_value = false)]
struct NewRow<'a> {
    body_id: i64,
    reference: &'a str,
    audit_reference: &'a str,
    measure: &'a str,
    date: Day,
    effective_on: Day,
    recovery_until: Option<Day>,
    follow_up: bool,
    lifted_on: Option<Day>,
    revoked_on: Option<Day>,
    reason: &'a str,
    delivery_id: i64,
    recorded_from: Moment<'a>,
}

batch_row!(
    decisions,
    NewRow {
        body_id,
        reference,
        audit_reference,
        measure,
        date,
        effective_on,
        recovery_until,
        follow_up,
        lifted_on,
        revoked_on,
        reason,
        delivery_id,
        recorded_from,
    }
);

fn stored(row: Row) -> Stored<DecisionRecord> {
    let record = DecisionRecord {
        reference: row.reference,
        audit: row.audit_reference,
        measure: row.measure,
        date: row.date,
        effective_on: row.effective_on,
        recovery_until: row.recovery_until,
        follow_up: row.follow_up,
        lifted_on: row.lifted_on,
        revoked_on: row.revoked_on,
        reason: row.reason,
    };
    Stored { id: row.id, record }
}

/// What the register says now of these decisions of a body; references it does not know are left out.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn current(
    conn: &mut Conn,
    body_id: i64,
    references: &[DecisionRef],
) -> Result<Vec<Stored<DecisionRecord>>, StorageError> {
    if !has_current!(conn, decisions, body_id) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for references in references.chunks(ASKED_AT_ONCE) {
        let rows: Vec<Row> = decisions::table
            .filter(decisions::body_id.eq(body_id))
            .filter(decisions::recorded_until.is_null())
            .filter(decisions::reference.eq_any(references.iter().map(DecisionRef::as_str)))
            .select(Row::as_select())
            .load(conn)?;
        found.extend(rows.into_iter().map(stored));
    }
    Ok(found)
}

/// The decisions that the register knows now on these audits of a body.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_audits(
    conn: &mut Conn,
    body_id: i64,
    audits: &[AuditRef],
) -> Result<Vec<Stored<DecisionRecord>>, StorageError> {
    let mut found = Vec::new();
    for audits in audits.chunks(ASKED_AT_ONCE) {
        let rows: Vec<Row> = decisions::table
            .filter(decisions::body_id.eq(body_id))
            .filter(decisions::recorded_until.is_null())
            .filter(decisions::audit_reference.eq_any(audits.iter().map(AuditRef::as_str)))
            .select(Row::as_select())
            .load(conn)?;
        found.extend(rows.into_iter().map(stored));
    }
    Ok(found)
}

/// Adds decisions.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert<'a>(
    conn: &mut Conn,
    origin: &Origin,
    records: impl Iterator<Item = &'a DecisionRecord>,
) -> Result<(), StorageError> {
    let recording = Recording::new(origin.now);
    let rows = records.map(|record| NewRow {
        body_id: origin.body_id,
        reference: record.reference.as_str(),
        audit_reference: record.audit.as_str(),
        measure: record.measure.as_str(),
        date: Day(record.date),
        effective_on: Day(record.effective_on),
        recovery_until: record.recovery_until.map(Day),
        follow_up: record.follow_up,
        lifted_on: record.lifted_on.map(Day),
        revoked_on: record.revoked_on.map(Day),
        reason: &record.reason,
        delivery_id: origin.delivery_id,
        recorded_from: recording.moment(),
    });
    insert_many!(conn, decisions::table, rows);
    Ok(())
}

/// Closes the current versions with these keys.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn close(conn: &mut Conn, ids: &[i64], now: DateTime<Utc>) -> Result<(), StorageError> {
    close_all!(conn, decisions, ids, now);
    Ok(())
}
