//! What the register got to know since somebody read it: which firms new versions of records touch.
//!
//! Changes wait for each other, so keys rise in the order of commits; and whoever closes a version of a certificate, an
//! audit or a decision adds the next one in the same transaction. So what has a higher key is all that changed, unless a delivery
//! was taken back: then the whole register is read.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::batch::ASKED_AT_ONCE;
use super::schema::{
    audits, body_records, carried_measures, certificates, decisions, delivery_withdrawals, designations,
    scheme_records, scheme_versions,
};
use super::{Conn, StorageError};
use crate::domain::identifiers::{AuditRef, CertificateNumber, DecisionRef, KvkNumber};

/// How far the register was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    certificates: i64,
    audits: i64,
    decisions: i64,
    /// How many deliveries were taken back: that closes versions without a next one.
    withdrawn: i64,
    /// The newest version, and how many are current, of what all firms share, and of the measures that certificates carry.
    shared: [(i64, i64); 5],
}

/// The newest key of a table, and how many rows are current.
macro_rules! newest_and_current {
    ($conn:expr, $table:ident) => {{
        let newest: Option<i64> = $table::table.select(max($table::id)).first($conn)?;
        let current: i64 = $table::table.filter($table::recorded_until.is_null()).select(count_star()).first($conn)?;
        (newest.unwrap_or_default(), current)
    }};
}

/// How far the register is read in this transaction.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn mark(conn: &mut Conn) -> Result<Mark, StorageError> {
    let certificates: Option<i64> = certificates::table.select(max(certificates::id)).first(conn)?;
    let audits: Option<i64> = audits::table.select(max(audits::id)).first(conn)?;
    let decisions: Option<i64> = decisions::table.select(max(decisions::id)).first(conn)?;
    Ok(Mark {
        certificates: certificates.unwrap_or_default(),
        audits: audits.unwrap_or_default(),
        decisions: decisions.unwrap_or_default(),
        withdrawn: delivery_withdrawals::table.select(count_star()).first(conn)?,
        shared: [
            newest_and_current!(conn, carried_measures),
            newest_and_current!(conn, body_records),
            newest_and_current!(conn, designations),
            newest_and_current!(conn, scheme_records),
            newest_and_current!(conn, scheme_versions),
        ],
    })
}

/// References of records, by body.
type ByBody<T> = BTreeMap<i64, BTreeSet<T>>;

fn add<T: Ord>(to: &mut ByBody<T>, pairs: Vec<(i64, T)>) {
    for (body_id, reference) in pairs {
        to.entry(body_id).or_default().insert(reference);
    }
}

/// The firms of which a certificate, or a decision on one, has a version that was recorded between the marks, and the
/// firms that held those certificates before. Nothing when more than `most` records have one, or when something changed
/// that all firms share: a body, a designation, a scheme or a matrix; what certificates carry; or a delivery that was taken back.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn firms_since(
    conn: &mut Conn,
    before: &Mark,
    now: &Mark,
    most: i64,
) -> Result<Option<BTreeSet<KvkNumber>>, StorageError> {
    let new = [now.certificates - before.certificates, now.decisions - before.decisions, now.audits - before.audits];
    if before.shared != now.shared
        || before.withdrawn != now.withdrawn
        || new.iter().any(|count| !(0..=most).contains(count))
    {
        return Ok(None);
    }
    let mut certificate_numbers = ByBody::new();
    let versions = certificates::table.filter(certificates::id.gt(before.certificates));
    add(&mut certificate_numbers, versions.select((certificates::body_id, certificates::number)).load(conn)?);
    let audits = audits_since(conn, before)?;
    certificates_of_audits(conn, &audits, &mut certificate_numbers)?;
    holders_of(conn, &certificate_numbers).map(Some)
}

/// The audits with decisions on them of which either changed.
fn audits_since(conn: &mut Conn, before: &Mark) -> Result<ByBody<AuditRef>, StorageError> {
    let (mut found, mut changed) = (ByBody::new(), ByBody::<AuditRef>::new());
    let versions = audits::table.filter(audits::id.gt(before.audits));
    add(&mut changed, versions.select((audits::body_id, audits::reference)).load(conn)?);
    for (body_id, references) in each(&changed) {
        // An audit without decisions does not touch a certificate.
        let of_body = decisions::table.filter(decisions::body_id.eq(body_id));
        let of_audits = of_body.filter(decisions::audit_reference.eq_any(references));
        add(&mut found, of_audits.select((decisions::body_id, decisions::audit_reference)).load(conn)?);
    }
    let mut decided = ByBody::<DecisionRef>::new();
    let versions = decisions::table.filter(decisions::id.gt(before.decisions));
    add(&mut decided, versions.select((decisions::body_id, decisions::reference)).load(conn)?);
    for (body_id, references) in each(&decided) {
        // All versions of the decision: it may have been on another audit before.
        let of_body = decisions::table.filter(decisions::body_id.eq(body_id));
        let versions = of_body.filter(decisions::reference.eq_any(references));
        add(&mut found, versions.select((decisions::body_id, decisions::audit_reference)).load(conn)?);
    }
    Ok(found)
}

fn certificates_of_audits(
    conn: &mut Conn,
    audits: &ByBody<AuditRef>,
    into: &mut ByBody<CertificateNumber>,
) -> Result<(), StorageError> {
    for (body_id, references) in each(audits) {
        let of_body = audits::table.filter(audits::body_id.eq(body_id));
        let versions = of_body.filter(audits::reference.eq_any(references));
        add(into, versions.select((audits::body_id, audits::certificate_number)).load(conn)?);
    }
    Ok(())
}

fn holders_of(conn: &mut Conn, numbers: &ByBody<CertificateNumber>) -> Result<BTreeSet<KvkNumber>, StorageError> {
    let mut holders = BTreeSet::new();
    for (body_id, numbers) in each(numbers) {
        let of_body = certificates::table.filter(certificates::body_id.eq(body_id));
        let versions = of_body.filter(certificates::number.eq_any(numbers));
        holders.extend(versions.select(certificates::kvk_number).load::<KvkNumber>(conn)?);
    }
    Ok(holders)
}

/// The references of each body, as many as one query asks for.
fn each<T: AsRef<str>>(all: &ByBody<T>) -> impl Iterator<Item = (i64, Vec<&str>)> {
    all.iter().flat_map(|(body_id, references)| {
        let references: Vec<&str> = references.iter().map(AsRef::as_ref).collect();
        let parts: Vec<Vec<&str>> = references.chunks(ASKED_AT_ONCE).map(<[&str]>::to_vec).collect();
        parts.into_iter().map(|part| (*body_id, part))
    })
}
