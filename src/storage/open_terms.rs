//! The terms that ask something of a body now. They stand with the verdicts, so a list of them is read, not worked out.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::verdicts;
use super::{Conn, Multi, Page, Paged, StorageError, UtcTime};
use crate::domain::identifiers::{AuditRef, KvkNumber, MeasureCode};

/// A term that still runs, or that ended without what was to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTermRow {
    /// The firm.
    pub kvk_number: KvkNumber,
    /// The audit.
    pub audit: AuditRef,
    /// Day of the audit.
    pub audit_date: NaiveDate,
    /// The scheme.
    pub scheme_id: i64,
    /// What is to be done: `besluit`, `herstel` or `vervolg`.
    pub kind: String,
    /// The last day for it.
    pub due_on: NaiveDate,
    /// The measure it is about.
    pub measure: Option<MeasureCode>,
    /// When the register came to know it.
    pub recorded_from: UtcTime,
}

/// Which terms to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Only of this kind.
    pub kind: Option<&'static str>,
    /// Only those that end on this day or later.
    pub from: Option<NaiveDate>,
    /// Only those that end on this day or earlier.
    pub through: Option<NaiveDate>,
}

type Row = (KvkNumber, AuditRef, NaiveDate, i64, Option<String>, Option<NaiveDate>, Option<MeasureCode>, UtcTime);

fn of(body_id: i64, wanted: Wanted) -> verdicts::BoxedQuery<'static, Multi> {
    let mut query = verdicts::table
        .filter(verdicts::body_id.eq(body_id))
        .filter(verdicts::recorded_until.is_null())
        .filter(verdicts::due_on.is_not_null())
        .into_boxed::<Multi>();
    if let Some(kind) = wanted.kind {
        query = query.filter(verdicts::due_kind.eq(kind));
    }
    if let Some(from) = wanted.from {
        query = query.filter(verdicts::due_on.ge(from));
    }
    if let Some(through) = wanted.through {
        query = query.filter(verdicts::due_on.le(through));
    }
    query
}

/// The terms of a body, the soonest first.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn list(conn: &mut Conn, body_id: i64, wanted: Wanted, page: Page) -> Result<Paged<OpenTermRow>, StorageError> {
    let rows = load(conn, body_id, wanted, page.limit(), page.offset())?;
    Ok(Paged { rows, total: count(conn, body_id, wanted)?, page })
}

/// The soonest terms of a body, at most so many.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn soonest(conn: &mut Conn, body_id: i64, wanted: Wanted, most: i64) -> Result<Vec<OpenTermRow>, StorageError> {
    load(conn, body_id, wanted, most, 0)
}

/// How many terms of a body there are.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn count(conn: &mut Conn, body_id: i64, wanted: Wanted) -> Result<i64, StorageError> {
    Ok(of(body_id, wanted).count().get_result(conn)?)
}

fn load(
    conn: &mut Conn,
    body_id: i64,
    wanted: Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<OpenTermRow>, StorageError> {
    let rows: Vec<Row> = of(body_id, wanted)
        .order((verdicts::due_on, verdicts::audit_reference))
        .select((
            verdicts::kvk_number,
            verdicts::audit_reference,
            verdicts::audit_date,
            verdicts::scheme_id,
            verdicts::due_kind,
            verdicts::due_on,
            verdicts::due_measure,
            verdicts::recorded_from,
        ))
        .limit(limit)
        .offset(offset)
        .load(conn)?;
    let term = |(kvk_number, audit, audit_date, scheme_id, kind, due_on, measure, recorded_from): Row| {
        let damaged = || StorageError::damaged(format!("onderzoek {audit}: de termijn klopt niet"));
        let (kind, due_on) = kind.zip(due_on).ok_or_else(damaged)?;
        Ok(OpenTermRow { kvk_number, audit, audit_date, scheme_id, kind, due_on, measure, recorded_from })
    };
    rows.into_iter().map(term).collect()
}
