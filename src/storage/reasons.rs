//! The threads of reasons, as rows that are only added, and what they are about.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::schema::{accounts, decisions, deliveries, reason_steps, verdicts};
use super::verdicts::VerdictRow;
use super::{Conn, Multi, StorageError, UtcTime};
use crate::domain::assessment::Verdict;
use crate::domain::identifiers::{AuditRef, CategoryCode, MeasureCode};
use crate::domain::reason::{Compared, Deviation, Kind, Step, Thread, Words};

/// Which audit of which body a thread is about.
pub type Place = (i64, AuditRef);

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = reason_steps, check_for_backend(Multi))]
struct StepRow {
    body_id: i64,
    audit_reference: AuditRef,
    kind: String,
    recorded_at: UtcTime,
    actor: String,
    words: Option<String>,
    verdicts: String,
    category: Option<CategoryCode>,
    occurrence: Option<i32>,
    prescribed_measure: Option<MeasureCode>,
    imposed_measure: Option<MeasureCode>,
    days_late: Option<i64>,
}

impl StepRow {
    fn step(self) -> Result<Step, StorageError> {
        let damaged =
            || StorageError::damaged(format!("onderzoek {}: een stap van de reden klopt niet", self.audit_reference));
        let compared = Compared {
            category: self.category.clone(),
            occurrence: self.occurrence.map(u32::try_from).transpose().map_err(|_| damaged())?,
            prescribed: self.prescribed_measure.clone(),
            imposed: self.imposed_measure.clone(),
            days_late: self.days_late,
        };
        Ok(Step {
            kind: Kind::from_code(&self.kind).ok_or_else(damaged)?,
            at: self.recorded_at.utc(),
            about: Deviation::of(verdicts_in(&self.verdicts), compared).ok_or_else(damaged)?,
            words: self.words.as_deref().and_then(Words::delivered),
            by: self.actor,
        })
    }
}

fn verdicts_in(codes: &str) -> impl Iterator<Item = Verdict> {
    codes.split('+').filter_map(Verdict::from_code)
}

/// The deviation in a verdict that is stored; none when it holds nothing against the body.
pub fn deviation(row: &VerdictRow) -> Option<Deviation> {
    let compared = Compared {
        category: row.category.clone(),
        occurrence: row.occurrence.and_then(|count| u32::try_from(count).ok()),
        prescribed: row.prescribed_measure.clone(),
        imposed: row.imposed_measure.clone(),
        days_late: row.days_late,
    };
    Deviation::of(verdicts_in(&row.outcomes), compared)
}

/// The thread of one audit; empty when nobody gave a reason.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn of_audit(conn: &mut Conn, body_id: i64, audit: &AuditRef) -> Result<Thread, StorageError> {
    let rows: Vec<StepRow> = reason_steps::table
        .filter(reason_steps::body_id.eq(body_id))
        .filter(reason_steps::audit_reference.eq(audit))
        .order(reason_steps::number)
        .select(StepRow::as_select())
        .load(conn)?;
    thread(audit, rows.into_iter().map(StepRow::step).collect::<Result<_, _>>()?)
}

/// Every thread of a body, or of all, by body and audit.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn all(conn: &mut Conn, body_id: Option<i64>) -> Result<BTreeMap<Place, Thread>, StorageError> {
    let mut query = reason_steps::table.into_boxed::<Multi>();
    if let Some(body_id) = body_id {
        query = query.filter(reason_steps::body_id.eq(body_id));
    }
    let rows: Vec<StepRow> = query.order(reason_steps::number).select(StepRow::as_select()).load(conn)?;
    let mut steps: BTreeMap<Place, Vec<Step>> = BTreeMap::new();
    for row in rows {
        steps.entry((row.body_id, row.audit_reference.clone())).or_default().push(row.step()?);
    }
    steps.into_iter().map(|(place, steps)| Ok((place.clone(), thread(&place.1, steps)?))).collect()
}

fn thread(audit: &AuditRef, steps: Vec<Step>) -> Result<Thread, StorageError> {
    let damaged =
        |error| StorageError::damaged(format!("onderzoek {audit}: de stappen van de reden kloppen niet: {error}"));
    Thread::of(steps).map_err(damaged)
}

/// Adds a step behind the `before` steps that there are.
///
/// # Errors
/// [`StorageError`] when the database cannot be changed.
pub fn add(conn: &mut Conn, (body_id, audit): &Place, before: usize, step: &Step) -> Result<(), StorageError> {
    let about = &step.about;
    let codes: Vec<&str> = about.verdicts().iter().map(|verdict| verdict.code()).collect();
    diesel::insert_into(reason_steps::table)
        .values((
            reason_steps::body_id.eq(body_id),
            reason_steps::audit_reference.eq(audit),
            reason_steps::number.eq(i32::try_from(before).unwrap_or(i32::MAX)),
            reason_steps::kind.eq(step.kind.code()),
            reason_steps::recorded_at.eq(UtcTime::from(step.at)),
            reason_steps::actor.eq(&step.by),
            reason_steps::words.eq(step.words.as_ref().map(Words::as_str)),
            reason_steps::verdicts.eq(codes.join("+")),
            (
                reason_steps::category.eq(&about.category),
                reason_steps::occurrence.eq(about.occurrence.and_then(|count| i32::try_from(count).ok())),
                reason_steps::prescribed_measure.eq(&about.prescribed),
                reason_steps::imposed_measure.eq(&about.imposed),
                reason_steps::days_late.eq(about.days_late),
            ),
        ))
        .execute(conn)?;
    Ok(())
}

/// The key of the newest step, to see whether anything changed; 0 before the first one.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn newest(conn: &mut Conn) -> Result<i64, StorageError> {
    let newest: Option<i64> = reason_steps::table.select(diesel::dsl::max(reason_steps::id)).first(conn)?;
    Ok(newest.unwrap_or_default())
}

/// The verdicts that stand on these audits.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn verdicts_of<'a>(
    conn: &mut Conn,
    places: impl IntoIterator<Item = &'a Place>,
) -> Result<BTreeMap<Place, VerdictRow>, StorageError> {
    let mut by_body: BTreeMap<i64, Vec<&AuditRef>> = BTreeMap::new();
    for (body_id, audit) in places {
        by_body.entry(*body_id).or_default().push(audit);
    }
    let mut found = BTreeMap::new();
    for (body_id, audits) in by_body {
        for audits in audits.chunks(super::batch::ASKED_AT_ONCE) {
            let rows: Vec<VerdictRow> = verdicts::table
                .filter(verdicts::body_id.eq(body_id))
                .filter(verdicts::audit_reference.eq_any(audits.iter().map(|audit| audit.as_str())))
                .filter(verdicts::recorded_until.is_null())
                .select(VerdictRow::as_select())
                .load(conn)?;
            found.extend(rows.into_iter().map(|row| ((row.body_id, row.audit_reference.clone()), row)));
        }
    }
    Ok(found)
}

/// What a body wrote with its decisions on one audit that departs from the matrix.
#[derive(Debug, Clone)]
pub struct Motivated {
    /// The verdict on the audit.
    pub verdict: VerdictRow,
    /// The words of its decisions, in order of decision, with an empty line between them.
    pub words: String,
    /// Who delivered the last of them, as the audit trail names it.
    pub by: String,
}

/// What stands with decisions that were not revoked, on audits whose verdict is not simply in order.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn motivated(conn: &mut Conn) -> Result<Vec<Motivated>, StorageError> {
    let of_audit =
        verdicts::body_id.eq(decisions::body_id).and(verdicts::audit_reference.eq(decisions::audit_reference));
    let quiet = [Verdict::NoNonconformity, Verdict::Conforms, Verdict::Open, Verdict::Groundless].map(Verdict::code);
    let rows: Vec<(VerdictRow, String, String, Option<String>)> = decisions::table
        .inner_join(verdicts::table.on(of_audit))
        .inner_join(deliveries::table.on(deliveries::id.eq(decisions::delivery_id)))
        .left_join(accounts::table.on(accounts::id.nullable().eq(deliveries::account_id)))
        .filter(decisions::recorded_until.is_null())
        .filter(decisions::revoked_on.is_null())
        .filter(decisions::reason.ne(""))
        .filter(verdicts::recorded_until.is_null())
        .filter(verdicts::outcomes.ne_all(quiet))
        .order((decisions::body_id, decisions::audit_reference, decisions::date, decisions::reference))
        .select((VerdictRow::as_select(), decisions::reason, deliveries::channel, accounts::email.nullable()))
        .load(conn)?;
    let mut found: Vec<Motivated> = Vec::new();
    for (verdict, reason, channel, email) in rows {
        let by = email.unwrap_or(channel);
        let same = |last: &&mut Motivated| {
            (last.verdict.body_id, &last.verdict.audit_reference) == (verdict.body_id, &verdict.audit_reference)
        };
        match found.last_mut().filter(same) {
            Some(last) if last.words.split("\n\n").any(|part| part == reason) => last.by = by,
            Some(last) => {
                last.words = format!("{}\n\n{reason}", last.words);
                last.by = by;
            }
            None => found.push(Motivated { verdict, words: reason, by }),
        }
    }
    Ok(found)
}
