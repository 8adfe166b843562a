//! Certificates by what changes about them, for the log of changes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::batch::ASKED_AT_ONCE;
use super::register::CertificateRow;
use super::schema::{audits, certificates, decisions};
use super::{Conn, StorageError};
use crate::domain::identifiers::{CertificateNumber, KvkNumber};

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

/// These certificates of a body as they last stood in the register, whether or not they still do.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn last_of_body(
    conn: &mut Conn,
    body_id: i64,
    numbers: &[CertificateNumber],
) -> Result<Vec<CertificateRow>, StorageError> {
    let mut last = BTreeMap::new();
    for numbers in numbers.chunks(ASKED_AT_ONCE) {
        let rows: Vec<CertificateRow> = certificates::table
            .filter(certificates::body_id.eq(body_id))
            .filter(certificates::number.eq_any(numbers))
            .order(certificates::id)
            .select(CertificateRow::as_select())
            .load(conn)?;
        last.extend(rows.into_iter().map(|row| (row.number.clone(), row)));
    }
    Ok(last.into_values().collect())
}

/// What a firm was called on the certificate that was recorded of it last, whether or not the register still knows that.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn last_name_of(conn: &mut Conn, holder: &KvkNumber) -> Result<Option<String>, StorageError> {
    let named = certificates::table.filter(certificates::kvk_number.eq(holder)).order(certificates::id.desc());
    Ok(named.select(certificates::name).first(conn).optional()?)
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

/// The certificates of which a measure was lifted, or that would have run out, between these days: those about which the
/// public history says less, or more, when it begins on `until` instead of `from`.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn certificates_forgotten(
    conn: &mut Conn,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<(i64, CertificateNumber)>, StorageError> {
    let of_audit = decisions::body_id.eq(audits::body_id).and(decisions::audit_reference.eq(audits::reference));
    let of_certificate =
        certificates::body_id.eq(audits::body_id).and(certificates::number.eq(audits::certificate_number));
    let was_lifted = decisions::lifted_on.gt(from).and(decisions::lifted_on.le(until));
    let ran_out = certificates::valid_until.ge(from).and(certificates::valid_until.lt(until));
    Ok(decisions::table
        .inner_join(audits::table.on(of_audit))
        .inner_join(certificates::table.on(of_certificate))
        .filter(decisions::recorded_until.is_null())
        .filter(audits::recorded_until.is_null())
        .filter(certificates::recorded_until.is_null())
        .filter(was_lifted.or(ran_out.nullable()))
        .select((certificates::body_id, certificates::number))
        .load(conn)?)
}

/// The certificates under a scheme.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn keys_under(conn: &mut Conn, scheme_id: i64) -> Result<Vec<(i64, CertificateNumber)>, StorageError> {
    Ok(certificates::table
        .filter(certificates::scheme_id.eq(scheme_id))
        .filter(certificates::recorded_until.is_null())
        .select((certificates::body_id, certificates::number))
        .load(conn)?)
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
