//! The register as it is read: certificates with what decides whether they may be used. Who delivered which row, and how
//! it changed, is kept by the files of the deliveries.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::dsl::min;
use diesel::prelude::*;
use diesel::sql_types::Bool;

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

/// A decision as it stands in its table.
#[derive(Queryable, Selectable)]
#[diesel(table_name = decisions, check_for_backend(Multi))]
struct DecisionRow {
    body_id: i64,
    reference: DecisionRef,
    audit_reference: AuditRef,
    measure: MeasureCode,
    date: NaiveDate,
    effective_on: NaiveDate,
    lifted_on: Option<NaiveDate>,
    revoked_on: Option<NaiveDate>,
}

impl DecisionRow {
    /// The decision with what its audit says.
    fn on(self, certificate_number: CertificateNumber, audit_date: NaiveDate) -> MeasureRow {
        MeasureRow {
            body_id: self.body_id,
            certificate_number,
            audit: self.audit_reference,
            audit_date,
            decision: self.reference,
            measure: self.measure,
            date: self.date,
            effective_on: self.effective_on,
            lifted_on: self.lifted_on,
            revoked_on: self.revoked_on,
        }
    }
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

/// The certificates of every firm about which a sanction decision stands, and all those of these bodies under these schemes,
/// by holder. `under` gives keys of a body and a scheme.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn certificates_of_sanctioned(conn: &mut Conn, under: &[(i64, i64)]) -> Result<Vec<CertificateRow>, StorageError> {
    let (own, audited) = (certificates::body_id, diesel::alias!(certificates as audited));
    let of_audit = decisions::body_id.eq(audits::body_id).and(decisions::audit_reference.eq(audits::reference));
    let on_certificate = audited
        .field(certificates::body_id)
        .eq(audits::body_id)
        .and(audited.field(certificates::number).eq(audits::certificate_number));
    let sanctioned = decisions::table
        .inner_join(audits::table.on(of_audit))
        .inner_join(audited.on(on_certificate))
        .filter(decisions::recorded_until.is_null())
        .filter(audits::recorded_until.is_null())
        .filter(audited.field(certificates::recorded_until).is_null())
        .select(audited.field(certificates::kvk_number));
    let wanted: Box<dyn BoxableExpression<certificates::table, Multi, SqlType = Bool>> =
        Box::new(certificates::kvk_number.eq_any(sanctioned));
    let wanted = under.iter().fold(wanted, |wanted, (body, scheme)| {
        Box::new(wanted.or(own.eq(*body).and(certificates::scheme_id.eq(*scheme))))
    });
    let current = certificates::table.filter(certificates::recorded_until.is_null()).filter(wanted);
    let by_holder =
        current.order((certificates::kvk_number, certificates::issued_on, certificates::body_id, certificates::number));
    Ok(by_holder.select(CertificateRow::as_select()).load(conn)?)
}

/// Every sanction decision on these certificates, in order of decision.
///
/// Asked step by step, by body: of one joined query SQLite makes a walk over all decisions of the body.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn measures_on(
    conn: &mut Conn,
    certificates: &[CertificateRow],
    known: Known,
) -> Result<Vec<MeasureRow>, StorageError> {
    let mut by_body: BTreeMap<i64, Vec<&CertificateNumber>> = BTreeMap::new();
    for certificate in certificates {
        by_body.entry(certificate.body_id).or_default().push(&certificate.number);
    }
    let mut found = Vec::new();
    for (body_id, numbers) in by_body {
        found.extend(measures_by(conn, body_id, &numbers, known)?);
    }
    found.sort_by(|a, b| (a.date, a.body_id, &a.decision).cmp(&(b.date, b.body_id, &b.decision)));
    Ok(found)
}

fn measures_by(
    conn: &mut Conn,
    body_id: i64,
    numbers: &[&CertificateNumber],
    known: Known,
) -> Result<Vec<MeasureRow>, StorageError> {
    let mut audits_found: HashMap<AuditRef, (CertificateNumber, NaiveDate)> = HashMap::new();
    for numbers in numbers.chunks(ASKED_AT_ONCE) {
        let named = audits::certificate_number.eq_any(numbers.iter().map(|number| number.as_str()));
        let query = audits::table.filter(audits::body_id.eq(body_id)).filter(named).into_boxed::<Multi>();
        let query = known!(query, audits, known);
        let rows: Vec<(AuditRef, CertificateNumber, NaiveDate)> =
            query.select((audits::reference, audits::certificate_number, audits::date)).load(conn)?;
        audits_found.extend(rows.into_iter().map(|(audit, certificate, date)| (audit, (certificate, date))));
    }
    let references: Vec<&AuditRef> = audits_found.keys().collect();
    let mut found = Vec::new();
    for references in references.chunks(ASKED_AT_ONCE) {
        let of_audits = decisions::audit_reference.eq_any(references.iter().map(|reference| reference.as_str()));
        let query = decisions::table.filter(decisions::body_id.eq(body_id)).filter(of_audits).into_boxed::<Multi>();
        let rows: Vec<DecisionRow> = known!(query, decisions, known).select(DecisionRow::as_select()).load(conn)?;
        found.extend(rows.into_iter().filter_map(|row| {
            let (certificate, date) = audits_found.get(&row.audit_reference)?;
            Some(row.on(certificate.clone(), *date))
        }));
    }
    Ok(found)
}

/// These decisions of one body.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub(in crate::storage) fn measures_decided(
    conn: &mut Conn,
    body_id: i64,
    references: &[DecisionRef],
    known: Known,
) -> Result<Vec<MeasureRow>, StorageError> {
    let mut found = Vec::new();
    for references in references.chunks(ASKED_AT_ONCE) {
        let named = decisions::reference.eq_any(references.iter().map(DecisionRef::as_str));
        let query = decisions::table.filter(decisions::body_id.eq(body_id)).filter(named).into_boxed::<Multi>();
        let rows: Vec<DecisionRow> = known!(query, decisions, known).select(DecisionRow::as_select()).load(conn)?;
        let named: Vec<String> = rows.iter().map(|row| row.audit_reference.as_str().to_owned()).collect();
        let of_audits = audits::reference.eq_any(named);
        let query = audits::table.filter(audits::body_id.eq(body_id)).filter(of_audits).into_boxed::<Multi>();
        let audited: Vec<(AuditRef, CertificateNumber, NaiveDate)> = known!(query, audits, known)
            .select((audits::reference, audits::certificate_number, audits::date))
            .load(conn)?;
        let audited: HashMap<_, _> = audited.into_iter().map(|(audit, of, on)| (audit, (of, on))).collect();
        found.extend(rows.into_iter().filter_map(|row| {
            let (certificate, date) = audited.get(&row.audit_reference)?.clone();
            Some(row.on(certificate, date))
        }));
    }
    Ok(found)
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
