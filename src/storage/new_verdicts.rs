//! Writing verdicts down, many at once.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::batch::{batch_row, insert_many};
use super::columns::{Day, Moment, Recording};
use super::schema::verdicts;
use super::verdicts::VerdictRow;
use super::{Conn, StorageError};
use crate::domain::identifiers::{AuditRef, CategoryCode, DecisionRef, KvkNumber, MeasureCode};

#[derive(Insertable)]
#[diesel(table_name = verdicts, treat_none_as_default_value = false)]
struct NewRow<'a> {
    body_id: i64,
    audit_reference: &'a AuditRef,
    kvk_number: &'a KvkNumber,
    scheme_id: i64,
    scheme_version_id: i64,
    audit_date: Day,
    as_of: Day,
    category: Option<CategoryCode>,
    occurrence: Option<i32>,
    prescribed_measure: Option<MeasureCode>,
    decide_by: Option<Day>,
    imposed_decision: Option<DecisionRef>,
    imposed_measure: Option<MeasureCode>,
    imposed_on: Option<Day>,
    outcomes: &'a str,
    steps: Option<i32>,
    days_late: Option<i64>,
    finding_count: i32,
    settled_on: Day,
    due_kind: Option<String>,
    due_on: Option<Day>,
    due_measure: Option<MeasureCode>,
    recorded_from: Moment<'a>,
}

batch_row!(
    verdicts,
    NewRow {
        body_id,
        audit_reference,
        kvk_number,
        scheme_id,
        scheme_version_id,
        audit_date,
        as_of,
        category,
        occurrence,
        prescribed_measure,
        decide_by,
        imposed_decision,
        imposed_measure,
        imposed_on,
        outcomes,
        steps,
        days_late,
        finding_count,
        settled_on,
        due_kind,
        due_on,
        due_measure,
        recorded_from,
    }
);

/// Adds verdicts.
pub(in crate::storage) fn insert(conn: &mut Conn, now: DateTime<Utc>, rows: &[VerdictRow]) -> Result<(), StorageError> {
    let recording = Recording::new(now);
    let rows = rows.iter().map(|row| new_row(row, &recording));
    insert_many!(conn, verdicts::table, rows);
    Ok(())
}

fn new_row<'a>(row: &'a VerdictRow, recording: &'a Recording) -> NewRow<'a> {
    NewRow {
        body_id: row.body_id,
        audit_reference: &row.audit_reference,
        kvk_number: &row.kvk_number,
        scheme_id: row.scheme_id,
        scheme_version_id: row.scheme_version_id,
        audit_date: Day(row.audit_date),
        as_of: Day(row.as_of),
        category: row.category.clone(),
        occurrence: row.occurrence,
        prescribed_measure: row.prescribed_measure.clone(),
        decide_by: row.decide_by.map(Day),
        imposed_decision: row.imposed_decision.clone(),
        imposed_measure: row.imposed_measure.clone(),
        imposed_on: row.imposed_on.map(Day),
        outcomes: &row.outcomes,
        steps: row.steps,
        days_late: row.days_late,
        finding_count: row.finding_count,
        settled_on: Day(row.settled_on),
        due_kind: row.due_kind.clone(),
        due_on: row.due_on.map(Day),
        due_measure: row.due_measure.clone(),
        recorded_from: recording.moment(),
    }
}
