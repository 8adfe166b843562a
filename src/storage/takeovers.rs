//! Suspensions that certificates carry from the ones before them. What a transaction finds anew is closed and added, never
//! overwritten.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::batch::ASKED_AT_ONCE;
use super::history::known;
use super::register::{CertificateRow, MeasureRow, measures_decided};
use super::schema::{audits, carried_measures, certificates, nonconformities};
use super::{Conn, Known, Multi, StorageError, UtcTime};
use crate::domain::identifiers::{AuditRef, CertificateNumber, DecisionRef, KvkNumber};

/// A suspension that a certificate carries.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = carried_measures, check_for_backend(Multi))]
pub struct CarriedRow {
    /// The body that took over.
    pub body_id: i64,
    /// Its certificate.
    pub certificate_number: CertificateNumber,
    /// The body that suspended.
    pub former_body_id: i64,
    /// Its decision.
    pub decision_reference: DecisionRef,
    /// The first day on which it holds for the new certificate.
    pub holds_from: NaiveDate,
    /// The day on which the body that took over lifted it.
    pub lifted_on: Option<NaiveDate>,
}

/// Of these firms, those with certificates of more than one body.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn at_several_bodies(conn: &mut Conn, firms: &[KvkNumber]) -> Result<Vec<KvkNumber>, StorageError> {
    let mut found = Vec::new();
    for firms in firms.chunks(ASKED_AT_ONCE) {
        let rows: Vec<(KvkNumber, i64)> = certificates::table
            .filter(certificates::kvk_number.eq_any(firms))
            .filter(certificates::recorded_until.is_null())
            .select((certificates::kvk_number, certificates::body_id))
            .distinct()
            .order(certificates::kvk_number)
            .load(conn)?;
        let several = rows.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[0].0.clone());
        found.extend(several);
    }
    found.dedup();
    Ok(found)
}

/// Of these firms, those with certificates of another body than this one.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn at_another_body(conn: &mut Conn, firms: &[KvkNumber], body_id: i64) -> Result<Vec<KvkNumber>, StorageError> {
    let mut found = Vec::new();
    if !has_other_bodies(conn, body_id)? {
        return Ok(found);
    }
    for firms in firms.chunks(ASKED_AT_ONCE) {
        let rows: Vec<KvkNumber> = certificates::table
            .filter(certificates::kvk_number.eq_any(firms))
            .filter(certificates::recorded_until.is_null())
            .filter(certificates::body_id.ne(body_id))
            .select(certificates::kvk_number)
            .distinct()
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Whether there are certificates of another body at all.
fn has_other_bodies(conn: &mut Conn, body_id: i64) -> Result<bool, StorageError> {
    let standing = || certificates::table.filter(certificates::recorded_until.is_null());
    // Not `ne`: what lies before and behind a body is found with the index on bodies.
    let before = exists(standing().filter(certificates::body_id.lt(body_id)));
    let behind = exists(standing().filter(certificates::body_id.gt(body_id)));
    Ok(diesel::select(before.or(behind)).get_result(conn)?)
}

/// The days on which recovery was established in audits of this certificate that found nothing themselves.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn recoveries(
    conn: &mut Conn,
    body_id: i64,
    certificate: &CertificateNumber,
) -> Result<Vec<NaiveDate>, StorageError> {
    let rows: Vec<(AuditRef, NaiveDate, Option<NaiveDate>)> = audits::table
        .filter(audits::body_id.eq(body_id))
        .filter(audits::certificate_number.eq(certificate))
        .filter(audits::recorded_until.is_null())
        .filter(audits::recovery_established_on.is_not_null())
        .select((audits::reference, audits::date, audits::recovery_established_on))
        .load(conn)?;
    let with_findings: Vec<AuditRef> = nonconformities::table
        .filter(nonconformities::body_id.eq(body_id))
        .filter(nonconformities::audit_reference.eq_any(rows.iter().map(|row| row.0.as_str())))
        .filter(nonconformities::recorded_until.is_null())
        .select(nonconformities::audit_reference)
        .load(conn)?;
    let clean = rows.into_iter().filter(|(audit, ..)| !with_findings.contains(audit));
    Ok(clean.filter_map(|(_, _, recovered)| recovered).collect())
}

/// Replaces what these certificates carry, and ends what certificates that are gone carried; returns how many rows were closed or
/// added.
///
/// # Errors
/// [`StorageError`] when the database cannot be changed.
pub fn replace(
    conn: &mut Conn,
    now: DateTime<Utc>,
    of: &[CertificateRow],
    mut rows: Vec<CarriedRow>,
) -> Result<usize, StorageError> {
    let stored: Vec<(i64, CarriedRow)> = carried_measures::table
        .filter(carried_measures::recorded_until.is_null())
        .select((carried_measures::id, CarriedRow::as_select()))
        .load(conn)?;
    let standing = certificates::table
        .filter(certificates::body_id.eq(carried_measures::body_id))
        .filter(certificates::number.eq(carried_measures::certificate_number))
        .filter(certificates::recorded_until.is_null());
    let left: Vec<i64> = carried_measures::table
        .filter(carried_measures::recorded_until.is_null())
        .filter(not(exists(standing)))
        .select(carried_measures::id)
        .load(conn)?;
    let mut closed = Vec::new();
    for (id, row) in stored {
        let concerned = of.iter().any(|c| (c.body_id, &c.number) == (row.body_id, &row.certificate_number));
        if let Some(place) = rows.iter().position(|new| *new == row) {
            rows.swap_remove(place);
        } else if concerned || left.contains(&id) {
            closed.push(id);
        }
    }
    diesel::update(carried_measures::table.filter(carried_measures::id.eq_any(&closed)))
        .set(carried_measures::recorded_until.eq(UtcTime::from(now)))
        .execute(conn)?;
    for row in &rows {
        diesel::insert_into(carried_measures::table)
            .values((row, carried_measures::recorded_from.eq(UtcTime::from(now))))
            .execute(conn)?;
    }
    Ok(closed.len() + rows.len())
}

/// Every suspension that is carried, as a measure on the certificate that carries it.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn measures(conn: &mut Conn, known: Known) -> Result<Vec<MeasureRow>, StorageError> {
    let query = carried_measures::table.into_boxed::<Multi>();
    let query = known!(query, carried_measures, known);
    let rows: Vec<CarriedRow> = query.select(CarriedRow::as_select()).load(conn)?;
    let mut wanted: BTreeMap<i64, Vec<DecisionRef>> = BTreeMap::new();
    for row in &rows {
        wanted.entry(row.former_body_id).or_default().push(row.decision_reference.clone());
    }
    let mut decided = BTreeMap::new();
    for (body_id, references) in wanted {
        let found = measures_decided(conn, body_id, &references, known)?;
        decided.extend(found.into_iter().map(|measure| ((body_id, measure.decision.clone()), measure)));
    }
    let mut found: Vec<MeasureRow> = rows
        .into_iter()
        .filter_map(|row| {
            let measure = decided.get(&(row.former_body_id, row.decision_reference))?.clone();
            Some(MeasureRow {
                body_id: row.body_id,
                certificate_number: row.certificate_number,
                effective_on: row.holds_from,
                lifted_on: [measure.lifted_on, row.lifted_on].into_iter().flatten().min(),
                ..measure
            })
        })
        .collect();
    found.sort_by(|a, b| (a.date, &a.decision, &a.audit).cmp(&(b.date, &b.decision, &b.audit)));
    Ok(found)
}

/// The certificates that carry something.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn carrying(conn: &mut Conn) -> Result<Vec<(i64, CertificateNumber)>, StorageError> {
    Ok(carried_measures::table
        .filter(carried_measures::recorded_until.is_null())
        .select((carried_measures::body_id, carried_measures::certificate_number))
        .distinct()
        .load(conn)?)
}

/// The firms of the certificates that carry something.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn firms_carrying(conn: &mut Conn) -> Result<Vec<KvkNumber>, StorageError> {
    let same = certificates::body_id
        .eq(carried_measures::body_id)
        .and(certificates::number.eq(carried_measures::certificate_number));
    Ok(carried_measures::table
        .inner_join(certificates::table.on(same))
        .filter(carried_measures::recorded_until.is_null())
        .filter(certificates::recorded_until.is_null())
        .select(certificates::kvk_number)
        .distinct()
        .load(conn)?)
}
