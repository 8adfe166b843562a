//! The register as it is read: certificates with what decides whether they may be used. Who delivered which row, and how
//! it changed, is kept by the files of the deliveries.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::min;
use diesel::prelude::*;

use super::batch::ASKED_AT_ONCE;
use super::history::known;
use super::schema::{audits, certificates, decisions, designations, schemes};
use super::{Conn, Known, Multi, StorageError, UtcTime};
use crate::domain::identifiers::{AuditRef, CertificateNumber, DecisionRef, KvkNumber, MeasureCode, Postcode};

/// A certificate as the register says, or said, it.
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

/// Decisions joined with their audits, as they were known.
macro_rules! measures {
    ($conn:expr, $query:expr, $known:expr) => {{
        let query = known!($query, decisions, $known);
        let query = known!(query, audits, $known);
        Ok(query.order((decisions::date, decisions::body_id, decisions::reference)).select(MEASURE).load($conn)?)
    }};
}

/// All certificates of one firm, oldest first.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn certificates_of(conn: &mut Conn, holder: &KvkNumber, known: Known) -> Result<Vec<CertificateRow>, StorageError> {
    let query = certificates::table.filter(certificates::kvk_number.eq(holder)).into_boxed::<Multi>();
    let query = known!(query, certificates, known);
    let in_order = query.order((certificates::issued_on, certificates::body_id, certificates::number));
    Ok(in_order.select(CertificateRow::as_select()).load(conn)?)
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
pub fn certificates_numbered(
    conn: &mut Conn,
    number: &CertificateNumber,
    known: Known,
) -> Result<Vec<CertificateRow>, StorageError> {
    let query = certificates::table.filter(certificates::number.eq(number)).into_boxed::<Multi>();
    let query = known!(query, certificates, known);
    Ok(query.order(certificates::body_id).select(CertificateRow::as_select()).load(conn)?)
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
        let query = decisions::table
            .inner_join(audits::table.on(of_audit()))
            .filter(audits::body_id.eq(body_id))
            .filter(audits::certificate_number.eq_any(numbers))
            .into_boxed::<Multi>();
        let rows: Result<Vec<MeasureRow>, StorageError> = measures!(conn, query, Known::Now);
        found.extend(rows?);
    }
    Ok(found)
}

/// Every certificate in the register, by holder.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn all_certificates(conn: &mut Conn, known: Known) -> Result<Vec<CertificateRow>, StorageError> {
    let query = known!(certificates::table.into_boxed::<Multi>(), certificates, known);
    let by_holder =
        query.order((certificates::kvk_number, certificates::issued_on, certificates::body_id, certificates::number));
    Ok(by_holder.select(CertificateRow::as_select()).load(conn)?)
}

/// Every sanction decision on the certificates of one firm, in order of decision.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn measures_of(conn: &mut Conn, holder: &KvkNumber, known: Known) -> Result<Vec<MeasureRow>, StorageError> {
    let of_certificate =
        certificates::body_id.eq(audits::body_id).and(certificates::number.eq(audits::certificate_number));
    let query = decisions::table
        .inner_join(audits::table.on(of_audit()))
        .inner_join(certificates::table.on(of_certificate))
        .filter(certificates::kvk_number.eq(holder))
        .into_boxed::<Multi>();
    // A number of a body has one version at a time, so no decision comes twice.
    let query = known!(query, certificates, known);
    measures!(conn, query, known)
}

/// Every sanction decision in the register, in order of decision.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn all_measures(conn: &mut Conn, known: Known) -> Result<Vec<MeasureRow>, StorageError> {
    let query = decisions::table.inner_join(audits::table.on(of_audit())).into_boxed::<Multi>();
    measures!(conn, query, known)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_audit() -> _ {
    decisions::body_id.eq(audits::body_id).and(decisions::audit_reference.eq(audits::reference))
}

/// The moment at which the register got to know its first scheme; none when it knows nothing yet.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn first_recorded(conn: &mut Conn) -> Result<Option<UtcTime>, StorageError> {
    Ok(schemes::table.select(min(schemes::recorded_from)).first(conn)?)
}

/// The first day on which a body was designated; none when none ever was.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn first_designated(conn: &mut Conn) -> Result<Option<NaiveDate>, StorageError> {
    Ok(designations::table.select(min(designations::valid_from)).first(conn)?)
}

/// The columns of a [`MeasureRow`].
const MEASURE: (
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
) = (
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
);
