//! The register read from end to end, a part at a time, so that memory does not grow with it. All parts are to be read in
//! one transaction.

use diesel::prelude::*;

use super::batch::ASKED_AT_ONCE;
use super::register::{CertificateRow, MeasureRow};
use super::schema::{audits, certificates, decisions};
use super::{Conn, StorageError};
use crate::domain::identifiers::KvkNumber;

/// The certificates of the firms after this one, by firm and oldest first: at most about `rows` of them, fewer
/// where the past is long, and never half a firm. None when there are no more firms.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn certificates_after(
    conn: &mut Conn,
    firm: Option<&KvkNumber>,
    rows: u32,
) -> Result<Vec<CertificateRow>, StorageError> {
    let mut after = firm.cloned();
    loop {
        let first = after.as_ref().map_or("", KvkNumber::as_str);
        let last: Option<KvkNumber> = certificates::table
            .filter(certificates::kvk_number.gt(first))
            .order(certificates::kvk_number)
            .offset(i64::from(rows.max(1)) - 1)
            .select(certificates::kvk_number)
            .first(conn)
            .optional()?;
        // With both ends named, no database puts everything behind the first in order to give a part of it.
        let part = certificates::table
            .filter(certificates::recorded_until.is_null())
            .filter(certificates::kvk_number.gt(first))
            .order((certificates::kvk_number, certificates::issued_on, certificates::body_id, certificates::number))
            .select(CertificateRow::as_select());
        let Some(last) = last else { return Ok(part.load(conn)?) };
        let found = part.filter(certificates::kvk_number.le(&last)).load(conn)?;
        // All of the part may be of the past.
        if !found.is_empty() {
            return Ok(found);
        }
        after = Some(last);
    }
}

/// The certificates of these firms, by firm and oldest first, as [`certificates_after`] gives them.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn certificates_of<'a>(
    conn: &mut Conn,
    firms: impl IntoIterator<Item = &'a KvkNumber>,
) -> Result<Vec<CertificateRow>, StorageError> {
    let firms: Vec<&KvkNumber> = firms.into_iter().collect();
    let mut found = Vec::new();
    for firms in firms.chunks(ASKED_AT_ONCE) {
        let rows: Vec<CertificateRow> = certificates::table
            .filter(certificates::recorded_until.is_null())
            .filter(certificates::kvk_number.eq_any(firms))
            .order((certificates::kvk_number, certificates::issued_on, certificates::body_id, certificates::number))
            .select(CertificateRow::as_select())
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// The sanction decisions after the one with this key, each with its own key: at most `rows` of them.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn measures_after(conn: &mut Conn, key: i64, rows: u32) -> Result<Vec<(i64, MeasureRow)>, StorageError> {
    let of_audit = decisions::body_id.eq(audits::body_id).and(decisions::audit_reference.eq(audits::reference));
    Ok(decisions::table
        .inner_join(audits::table.on(of_audit))
        .filter(decisions::recorded_until.is_null())
        .filter(audits::recorded_until.is_null())
        .filter(decisions::id.gt(key))
        .order(decisions::id)
        .limit(i64::from(rows))
        .select((
            decisions::id,
            (
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
            ),
        ))
        .load(conn)?)
}

/// Decisions that are read at once.
const PART: u32 = 10_000;

/// Every sanction decision in the register, in order of decision.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn measures(conn: &mut Conn) -> Result<Vec<MeasureRow>, StorageError> {
    let (mut all, mut key) = (Vec::new(), 0);
    loop {
        let part = measures_after(conn, key, PART)?;
        let Some((last, _)) = part.last() else { break };
        key = *last;
        all.extend(part.into_iter().map(|(_, row)| row));
    }
    all.sort_by(|a, b| (a.date, a.body_id, &a.decision).cmp(&(b.date, b.body_id, &b.decision)));
    Ok(all)
}
