//! What supervision starts from beside the verdicts: when audits were first delivered, and what was found.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::min;
use diesel::prelude::*;

use super::schema::{audits, delivery_withdrawals, nonconformities};
use super::{Conn, StorageError, UtcTime};
use crate::domain::identifiers::{AuditRef, FindingCode};

/// When each audit since `since` was first recorded, in any version of its row.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn first_recorded(conn: &mut Conn, since: NaiveDate) -> Result<Vec<(i64, AuditRef, DateTime<Utc>)>, StorageError> {
    // What was taken back was not delivered: who sends an audit anew did not deliver it earlier.
    let withdrawn = delivery_withdrawals::table.select(delivery_withdrawals::delivery_id);
    let rows: Vec<(i64, AuditRef, Option<UtcTime>)> = audits::table
        .filter(audits::date.ge(since))
        .filter(audits::delivery_id.ne_all(withdrawn))
        .group_by((audits::body_id, audits::reference))
        .select((audits::body_id, audits::reference, min(audits::recorded_from)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(body, audit, at)| Some((body, audit, at?.utc()))).collect())
}

/// A finding, as far as counting needs it.
#[derive(Debug, Clone, Queryable)]
pub struct FoundRow {
    /// The body that audited.
    pub body_id: i64,
    /// The audit.
    pub audit: AuditRef,
    /// Code in the catalogue.
    pub code: FindingCode,
    /// Day of annulment.
    pub annulled_on: Option<NaiveDate>,
}

/// The findings of audits since `since`, with the day on which they were annulled, if they were.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn findings_since(conn: &mut Conn, since: NaiveDate) -> Result<Vec<FoundRow>, StorageError> {
    let of_audit =
        audits::body_id.eq(nonconformities::body_id).and(audits::reference.eq(nonconformities::audit_reference));
    Ok(nonconformities::table
        .inner_join(audits::table.on(of_audit))
        .filter(nonconformities::recorded_until.is_null())
        .filter(audits::recorded_until.is_null())
        .filter(audits::date.ge(since))
        .select((
            nonconformities::body_id,
            nonconformities::audit_reference,
            nonconformities::code,
            nonconformities::annulled_on,
        ))
        .load(conn)?)
}
