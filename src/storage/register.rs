//! The register as it is read: certificates with what decides whether they may be used. Who delivered which row, and how
//! it changed, is kept by the files of the deliveries.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::batch::ASKED_AT_ONCE;
use super::schema::{audits, certificates, decisions};
use super::{Conn, Multi, StorageError, UtcTime};
use crate::domain::identifiers::{AuditRef, CertificateNumber, DecisionRef, KvkNumber, MeasureCode, Postcode};

/// A certificate as the register says it now.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = certificates, check_for_backend(Multi))]
pub struct CertificateRow {
    /// The body that issued it.
    pub body_id: i64,
    /// The body's number of the certificate.
    pub number: CertificateNumber,
    /// The holder.
    pub kvk_number: KvkNumber,
    /// Name of the firm.
    pub name: String,
    /// Postcode of the firm.
    pub postcode: Postcode,
    /// Place of the firm.
    pub place: String,
    /// The scheme it certifies for.
    pub scheme_id: i64,
    /// Part of the scheme's scope (deelgebied).
    pub subarea: String,
    /// What the holder may do, joined by `+`.
    pub activities: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Last day on which it is valid.
    pub valid_until: NaiveDate,
    /// When the register got to know this version of the certificate.
    pub recorded_from: UtcTime,
}

/// A sanction decision with the certificate it touches.
#[derive(Debug, Clone, Queryable)]
pub struct MeasureRow {
    /// The body that decided.
    pub body_id: i64,
    /// The certificate that the audit was about.
    pub certificate_number: CertificateNumber,
    /// The audit it follows.
    pub audit: AuditRef,
    /// Day of that audit: it decides which version of the scheme applies.
    pub audit_date: NaiveDate,
    /// The body's reference of the decision.
    pub decision: DecisionRef,
    /// The measure imposed.
    pub measure: MeasureCode,
    /// Day of the decision.
    pub date: NaiveDate,
    /// Day on which it takes effect.
    pub effective_on: NaiveDate,
    /// Day on which the measure was lifted.
    pub lifted_on: Option<NaiveDate>,
    /// Day on which the decision was revoked.
    pub revoked_on: Option<NaiveDate>,
}

/// All certificates of one firm, oldest first.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn certificates_of(conn: &mut Conn, holder: &KvkNumber) -> Result<Vec<CertificateRow>, StorageError> {
    Ok(certificates::table
        .filter(certificates::kvk_number.eq(holder))
        .filter(certificates::recorded_until.is_null())
        .order((certificates::issued_on, certificates::body_id, certificates::number))
        .select(CertificateRow::as_select())
        .load(conn)?)
}

/// What these firms are called on the certificate that was issued to them last.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn names_of(conn: &mut Conn, holders: &[KvkNumber]) -> Result<HashMap<KvkNumber, String>, StorageError> {
    let mut names = HashMap::with_capacity(holders.len());
    for holders in holders.chunks(ASKED_AT_ONCE) {
        let rows: Vec<(KvkNumber, String)> = certificates::table
            .filter(certificates::kvk_number.eq_any(holders))
            .filter(certificates::recorded_until.is_null())
            .order((certificates::issued_on, certificates::body_id, certificates::number))
            .select((certificates::kvk_number, certificates::name))
            .load(conn)?;
        names.extend(rows);
    }
    Ok(names)
}

/// The certificates with this number: numbers are unique per body, so there can be more than one.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn certificates_numbered(conn: &mut Conn, number: &CertificateNumber) -> Result<Vec<CertificateRow>, StorageError> {
    Ok(certificates::table
        .filter(certificates::number.eq(number))
        .filter(certificates::recorded_until.is_null())
        .order(certificates::body_id)
        .select(CertificateRow::as_select())
        .load(conn)?)
}

/// These certificates of a body; numbers it does not know are left out.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn certificates_of_body(
    conn: &mut Conn,
    body_id: i64,
    numbers: &[CertificateNumber],
) -> Result<Vec<CertificateRow>, StorageError> {
    let mut found = Vec::with_capacity(numbers.len());
    for numbers in numbers.chunks(ASKED_AT_ONCE) {
        let rows: Vec<CertificateRow> = certificates::table
            .filter(certificates::body_id.eq(body_id))
            .filter(certificates::number.eq_any(numbers))
            .filter(certificates::recorded_until.is_null())
            .select(CertificateRow::as_select())
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Every sanction decision on these certificates of a body, in order of decision.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn measures_on(
    conn: &mut Conn,
    body_id: i64,
    numbers: &[CertificateNumber],
) -> Result<Vec<MeasureRow>, StorageError> {
    let mut found = Vec::new();
    for numbers in numbers.chunks(ASKED_AT_ONCE) {
        let of_these = audits::body_id.eq(body_id).and(audits::certificate_number.eq_any(numbers));
        let rows: Vec<MeasureRow> = measures().filter(of_these).load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Certificates after this one, by body and number, at most `count`: for reading all of them without holding them all.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn certificates_after(
    conn: &mut Conn,
    body_id: i64,
    after: Option<&CertificateNumber>,
    count: i64,
) -> Result<Vec<CertificateRow>, StorageError> {
    let mut query = certificates::table
        .filter(certificates::body_id.eq(body_id))
        .filter(certificates::recorded_until.is_null())
        .into_boxed::<Multi>();
    if let Some(after) = after {
        query = query.filter(certificates::number.gt(after));
    }
    Ok(query.order(certificates::number).limit(count).select(CertificateRow::as_select()).load(conn)?)
}

/// Certificates of firms after this one, by firm, at most about `count`: a firm always comes whole.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn certificates_of_firms_after(
    conn: &mut Conn,
    after: Option<&KvkNumber>,
    count: i64,
) -> Result<Vec<CertificateRow>, StorageError> {
    let current = || certificates::table.filter(certificates::recorded_until.is_null()).into_boxed::<Multi>();
    let beyond = |query: certificates::BoxedQuery<'static, Multi>| match after {
        Some(after) => query.filter(certificates::kvk_number.gt(after.clone())),
        None => query,
    };
    let last: Option<KvkNumber> = beyond(current())
        .order((certificates::kvk_number, certificates::id))
        .offset(count.max(1) - 1)
        .limit(1)
        .select(certificates::kvk_number)
        .first(conn)
        .optional()?;
    let mut query = beyond(current());
    if let Some(last) = last {
        query = query.filter(certificates::kvk_number.le(last));
    }
    Ok(query
        .order((certificates::kvk_number, certificates::issued_on, certificates::body_id, certificates::number))
        .select(CertificateRow::as_select())
        .load(conn)?)
}

/// The certificates about which a date passes after `day` and through `through`: a first day, the day after a last day, the
/// day on which a measure takes effect or is lifted. Designations are for the caller.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn certificates_turning(
    conn: &mut Conn,
    day: NaiveDate,
    through: NaiveDate,
) -> Result<Vec<(i64, CertificateNumber)>, StorageError> {
    let begins = certificates::issued_on.gt(day).and(certificates::issued_on.le(through));
    let ends = certificates::valid_until.ge(day).and(certificates::valid_until.lt(through));
    let mut found: Vec<(i64, CertificateNumber)> = certificates::table
        .filter(certificates::recorded_until.is_null())
        .filter(begins.or(ends))
        .select((certificates::body_id, certificates::number))
        .load(conn)?;
    let of_audit = decisions::body_id.eq(audits::body_id).and(decisions::audit_reference.eq(audits::reference));
    let takes_effect = decisions::effective_on.gt(day).and(decisions::effective_on.le(through));
    let is_lifted = decisions::lifted_on.gt(day).and(decisions::lifted_on.le(through));
    let decided: Vec<(i64, CertificateNumber)> = decisions::table
        .inner_join(audits::table.on(of_audit))
        .filter(decisions::recorded_until.is_null())
        .filter(audits::recorded_until.is_null())
        .filter(takes_effect.nullable().or(is_lifted))
        .select((audits::body_id, audits::certificate_number))
        .load(conn)?;
    found.extend(decided);
    Ok(found)
}

/// The numbers of the certificates of a body under a scheme.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn numbers_under(conn: &mut Conn, body_id: i64, scheme_id: i64) -> Result<Vec<CertificateNumber>, StorageError> {
    Ok(certificates::table
        .filter(certificates::body_id.eq(body_id))
        .filter(certificates::scheme_id.eq(scheme_id))
        .filter(certificates::recorded_until.is_null())
        .select(certificates::number)
        .load(conn)?)
}

/// Every certificate in the register, by holder.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn all_certificates(conn: &mut Conn) -> Result<Vec<CertificateRow>, StorageError> {
    Ok(certificates::table
        .filter(certificates::recorded_until.is_null())
        .order((certificates::kvk_number, certificates::issued_on, certificates::body_id, certificates::number))
        .select(CertificateRow::as_select())
        .load(conn)?)
}

/// Every sanction decision on the certificates of one firm, in order of decision.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn measures_of(conn: &mut Conn, holder: &KvkNumber) -> Result<Vec<MeasureRow>, StorageError> {
    let own = certificates::table
        .filter(certificates::kvk_number.eq(holder))
        .filter(certificates::recorded_until.is_null())
        .filter(certificates::body_id.eq(audits::body_id))
        .filter(certificates::number.eq(audits::certificate_number))
        .select(certificates::id);
    Ok(measures().filter(diesel::dsl::exists(own)).load(conn)?)
}

/// Every sanction decision in the register, in order of decision.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn all_measures(conn: &mut Conn) -> Result<Vec<MeasureRow>, StorageError> {
    Ok(measures().load(conn)?)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn measures() -> _ {
    let of_audit = decisions::body_id.eq(audits::body_id).and(decisions::audit_reference.eq(audits::reference));
    decisions::table
        .inner_join(audits::table.on(of_audit))
        .filter(decisions::recorded_until.is_null())
        .filter(audits::recorded_until.is_null())
        .order((decisions::date, decisions::body_id, decisions::reference))
        .select((
            decisions::body_id,
            audits::certificate_number,
            audits::reference,
            audits::date,
            decisions::reference,
            decisions::measure,
            decisions::date,
            decisions::effective_on,
            decisions::lifted_on,
            decisions::revoked_on,
        ))
}
