//! The histories of holders, as the assessment needs them: every audit of a firm under a scheme, whichever body did it.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::{audits, certificates, decisions, nonconformities, verdicts};
use super::{Conn, StorageError, UtcTime};
use crate::domain::identifiers::{
    AuditRef, CertificateNumber, DecisionRef, FindingCode, FindingRef, KvkNumber, MeasureCode,
};

/// How many firms are asked for in one query: enough to be quick, few enough for every database's limit on parameters.
pub const FIRMS_AT_A_TIME: usize = 500;

/// An audit with the firm and the scheme its certificate is about.
#[derive(Debug, Clone, Queryable)]
pub struct AuditRow {
    /// The firm.
    pub kvk_number: KvkNumber,
    /// The scheme.
    pub scheme_id: i64,
    /// The body that audited.
    pub body_id: i64,
    /// The body's reference.
    pub reference: AuditRef,
    /// The certificate audited.
    pub certificate_number: CertificateNumber,
    /// Why it was done, in Dutch.
    pub kind: String,
    /// Day of the audit.
    pub date: NaiveDate,
    /// Day on which recovery was established.
    pub recovery_established_on: Option<NaiveDate>,
    /// When the register got to know this version of the audit.
    pub recorded_from: UtcTime,
}

/// A nonconformity of an audit.
#[derive(Debug, Clone, Queryable)]
pub struct FindingRow {
    /// The body that audited.
    pub body_id: i64,
    /// The audit.
    pub audit: AuditRef,
    /// The body's reference.
    pub reference: FindingRef,
    /// Code in the catalogue.
    pub code: FindingCode,
    /// The body's note.
    pub note: String,
    /// Day of annulment.
    pub annulled_on: Option<NaiveDate>,
}

/// A sanction decision on an audit.
#[derive(Debug, Clone, Queryable)]
pub struct DecisionRow {
    /// The body that decided.
    pub body_id: i64,
    /// The audit.
    pub audit: AuditRef,
    /// The body's reference.
    pub reference: DecisionRef,
    /// The measure imposed.
    pub measure: MeasureCode,
    /// Day of the decision.
    pub date: NaiveDate,
    /// Day on which it takes effect.
    pub effective_on: NaiveDate,
    /// Last day of the recovery term.
    pub recovery_until: Option<NaiveDate>,
    /// Whether it follows on a recovery term that ran out.
    pub follow_up: bool,
    /// Day on which the measure was lifted.
    pub lifted_on: Option<NaiveDate>,
    /// Day on which the decision was revoked.
    pub revoked_on: Option<NaiveDate>,
    /// The body's reasons.
    pub reason: String,
}

/// An audit with everything that belongs to it.
#[derive(Debug, Clone)]
pub struct AuditFile {
    /// The audit itself.
    pub audit: AuditRow,
    /// Its nonconformities, in order of reference.
    pub findings: Vec<FindingRow>,
    /// Its decisions, in order of reference.
    pub decisions: Vec<DecisionRow>,
}

/// The firms that have certificates, in order.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn all_holders(conn: &mut Conn) -> Result<Vec<KvkNumber>, StorageError> {
    Ok(certificates::table
        .filter(certificates::recorded_until.is_null())
        .select(certificates::kvk_number)
        .distinct()
        .order(certificates::kvk_number)
        .load(conn)?)
}

/// The firms that have certificates under a scheme, in order.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn holders_under(conn: &mut Conn, scheme_id: i64) -> Result<Vec<KvkNumber>, StorageError> {
    Ok(certificates::table
        .filter(certificates::recorded_until.is_null())
        .filter(certificates::scheme_id.eq(scheme_id))
        .select(certificates::kvk_number)
        .distinct()
        .order(certificates::kvk_number)
        .load(conn)?)
}

/// How many certificates each of these firms (at most [`FIRMS_AT_A_TIME`]) holds on the day, under all schemes and of all
/// bodies; one without any is left out.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn certificates_held(
    conn: &mut Conn,
    holders: &[KvkNumber],
    day: NaiveDate,
) -> Result<HashMap<KvkNumber, usize>, StorageError> {
    let held: Vec<KvkNumber> = certificates::table
        .filter(certificates::recorded_until.is_null())
        .filter(certificates::kvk_number.eq_any(holders))
        .filter(certificates::issued_on.le(day))
        .filter(certificates::valid_until.ge(day))
        .select(certificates::kvk_number)
        .load(conn)?;
    let mut counts = HashMap::new();
    for holder in held {
        *counts.entry(holder).or_default() += 1;
    }
    Ok(counts)
}

/// The firms with verdicts of this body, seen as of `day`, that the passing of time after it may still change.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn holders_unsettled_after(conn: &mut Conn, body_id: i64, day: NaiveDate) -> Result<Vec<KvkNumber>, StorageError> {
    Ok(verdicts::table
        .filter(verdicts::body_id.eq(body_id))
        .filter(verdicts::recorded_until.is_null())
        .filter(verdicts::settled_on.ge(day))
        .select(verdicts::kvk_number)
        .distinct()
        .order(verdicts::kvk_number)
        .load(conn)?)
}

/// The firms that this body audited after `day`.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn holders_audited_after(conn: &mut Conn, body_id: i64, day: NaiveDate) -> Result<Vec<KvkNumber>, StorageError> {
    Ok(audits::table
        .inner_join(certificates::table.on(of_audit()))
        .filter(audits::body_id.eq(body_id))
        .filter(audits::recorded_until.is_null())
        .filter(certificates::recorded_until.is_null())
        .filter(audits::date.gt(day))
        .select(certificates::kvk_number)
        .distinct()
        .order(certificates::kvk_number)
        .load(conn)?)
}

/// The audit files of these firms (at most [`FIRMS_AT_A_TIME`]), under all schemes and by all bodies.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn of_holders(conn: &mut Conn, holders: &[KvkNumber]) -> Result<Vec<AuditFile>, StorageError> {
    let rows: Vec<AuditRow> = audits_of_firms().filter(certificates::kvk_number.eq_any(holders)).load(conn)?;
    let findings: Vec<FindingRow> = nonconformities::table
        .inner_join(audits::table.on(of_finding()))
        .inner_join(certificates::table.on(of_audit()))
        .filter(certificates::kvk_number.eq_any(holders))
        .filter(nonconformities::recorded_until.is_null())
        .filter(audits::recorded_until.is_null())
        .filter(certificates::recorded_until.is_null())
        .order((nonconformities::body_id, nonconformities::reference))
        .select(FINDING)
        .load(conn)?;
    let decisions: Vec<DecisionRow> = decisions::table
        .inner_join(audits::table.on(of_decision()))
        .inner_join(certificates::table.on(of_audit()))
        .filter(certificates::kvk_number.eq_any(holders))
        .filter(decisions::recorded_until.is_null())
        .filter(audits::recorded_until.is_null())
        .filter(certificates::recorded_until.is_null())
        .order((decisions::body_id, decisions::reference))
        .select(DECISION)
        .load(conn)?;
    Ok(join(rows, findings, decisions))
}

/// One audit of one body with all that belongs to it.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn one(conn: &mut Conn, body_id: i64, reference: &AuditRef) -> Result<Option<AuditFile>, StorageError> {
    let row: Option<AuditRow> = audits_of_firms()
        .filter(audits::body_id.eq(body_id))
        .filter(audits::reference.eq(reference))
        .first(conn)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let findings = nonconformities::table
        .filter(nonconformities::body_id.eq(body_id))
        .filter(nonconformities::audit_reference.eq(reference))
        .filter(nonconformities::recorded_until.is_null())
        .order(nonconformities::reference)
        .select(FINDING)
        .load(conn)?;
    let decisions = decisions::table
        .filter(decisions::body_id.eq(body_id))
        .filter(decisions::audit_reference.eq(reference))
        .filter(decisions::recorded_until.is_null())
        .order((decisions::date, decisions::reference))
        .select(DECISION)
        .load(conn)?;
    Ok(Some(AuditFile { audit: row, findings, decisions }))
}

type FindingColumns = (
    nonconformities::body_id,
    nonconformities::audit_reference,
    nonconformities::reference,
    nonconformities::code,
    nonconformities::note,
    nonconformities::annulled_on,
);

const FINDING: FindingColumns = (
    nonconformities::body_id,
    nonconformities::audit_reference,
    nonconformities::reference,
    nonconformities::code,
    nonconformities::note,
    nonconformities::annulled_on,
);

type DecisionColumns = (
    decisions::body_id,
    decisions::audit_reference,
    decisions::reference,
    decisions::measure,
    decisions::date,
    decisions::effective_on,
    decisions::recovery_until,
    decisions::follow_up,
    decisions::lifted_on,
    decisions::revoked_on,
    decisions::reason,
);

const DECISION: DecisionColumns = (
    decisions::body_id,
    decisions::audit_reference,
    decisions::reference,
    decisions::measure,
    decisions::date,
    decisions::effective_on,
    decisions::recovery_until,
    decisions::follow_up,
    decisions::lifted_on,
    decisions::revoked_on,
    decisions::reason,
);

#[diesel::dsl::auto_type(no_type_alias)]
fn of_audit() -> _ {
    certificates::body_id.eq(audits::body_id).and(certificates::number.eq(audits::certificate_number))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_finding() -> _ {
    nonconformities::body_id.eq(audits::body_id).and(nonconformities::audit_reference.eq(audits::reference))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_decision() -> _ {
    decisions::body_id.eq(audits::body_id).and(decisions::audit_reference.eq(audits::reference))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn audits_of_firms() -> _ {
    let of_audit = certificates::body_id.eq(audits::body_id).and(certificates::number.eq(audits::certificate_number));
    audits::table
        .inner_join(certificates::table.on(of_audit))
        .filter(audits::recorded_until.is_null())
        .filter(certificates::recorded_until.is_null())
        .order((audits::date, audits::body_id, audits::reference))
        .select((
            certificates::kvk_number,
            certificates::scheme_id,
            audits::body_id,
            audits::reference,
            audits::certificate_number,
            audits::kind,
            audits::date,
            audits::recovery_established_on,
            audits::recorded_from,
        ))
}

fn join(rows: Vec<AuditRow>, findings: Vec<FindingRow>, decisions: Vec<DecisionRow>) -> Vec<AuditFile> {
    let mut findings_of: HashMap<(i64, AuditRef), Vec<FindingRow>> = HashMap::new();
    for finding in findings {
        findings_of.entry((finding.body_id, finding.audit.clone())).or_default().push(finding);
    }
    let mut decisions_of: HashMap<(i64, AuditRef), Vec<DecisionRow>> = HashMap::new();
    for decision in decisions {
        decisions_of.entry((decision.body_id, decision.audit.clone())).or_default().push(decision);
    }
    rows.into_iter()
        .map(|audit| {
            let key = (audit.body_id, audit.reference.clone());
            AuditFile {
                findings: findings_of.remove(&key).unwrap_or_default(),
                decisions: decisions_of.remove(&key).unwrap_or_default(),
                audit,
            }
        })
        .collect()
}
