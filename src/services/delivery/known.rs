//! What the register knows that bears on a delivery, read with a few queries for all rows at once.

use std::hash::Hash;

use chrono::NaiveDate;
use foldhash::{HashMap, HashSet};

use super::parse::{Delivery, Draft, Record};
use crate::domain::delivered::{AuditRecord, CertificateRecord, DecisionRecord, FindingRecord};
use crate::domain::designation::reaches;
use crate::domain::identifiers::{
    AuditRef, CertificateNumber, DecisionRef, FindingCode, FindingRef, KvkNumber, MeasureCode, SchemeCode,
};
use crate::domain::period::Period;
use crate::services::scheme_book::{BookScheme, BookVersion, SchemeBook};
use crate::storage::bodies::{self, Body};
use crate::storage::{
    Conn, Known as AsKnown, StorageError, Stored, audits, certificates, decisions, deliveries, nonconformities,
};

/// A scheme, and what this body has to do with it.
#[derive(Debug)]
pub struct KnownScheme {
    /// Key in this database.
    pub id: i64,
    /// Its code.
    pub code: SchemeCode,
    /// Its versions, by first day in force.
    pub versions: Vec<BookVersion>,
    /// The days on which the body is designated for it.
    pub designated: Vec<Period>,
}

impl KnownScheme {
    /// The version in force on the day.
    pub fn version_on(&self, day: NaiveDate) -> Option<&BookVersion> {
        self.versions.iter().find(|version| version.in_force.contains(day))
    }

    /// Whether the body may audit under the scheme on the day; it still audits while its certificates stay usable.
    pub fn may_audit_on(&self, day: NaiveDate) -> bool {
        may_audit(self.designated.iter(), day)
    }
}

/// Whether a body that was designated on these days may audit on the day.
pub(super) fn may_audit<'a>(mut designated: impl Iterator<Item = &'a Period>, day: NaiveDate) -> bool {
    designated.any(|period| reaches(period, day))
}

/// A holder under a scheme.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Holder {
    /// The firm.
    pub kvk_number: KvkNumber,
    /// The scheme.
    pub scheme: SchemeCode,
}

/// What stands under its own reference.
pub type ByReference<R> = HashMap<<R as Record>::Ref, Stored<R>>;

/// What the register knows that bears on a delivery.
#[derive(Debug)]
pub struct Known {
    /// The body that delivers.
    pub body: Body,
    /// All schemes.
    pub schemes: HashMap<SchemeCode, KnownScheme>,
    /// The last day through which everything of the body is delivered.
    pub complete_through: Option<NaiveDate>,
    /// Certificates that are delivered.
    pub certificates: ByReference<CertificateRecord>,
    /// The holders of certificates that are only referred to.
    pub holders: HashMap<CertificateNumber, Holder>,
    /// Audits that are delivered or referred to.
    pub audits: ByReference<AuditRecord>,
    /// Nonconformities that are delivered.
    pub findings: ByReference<FindingRecord>,
    /// Decisions that are delivered.
    pub decisions: ByReference<DecisionRecord>,
    /// What is stored below a certificate or audit that changes.
    pub left: Left,
}

/// Stored rows of which the delivery changes what they belong to. They stay as they are, unless the delivery replaces them.
#[derive(Debug, Default)]
pub struct Left {
    /// Audits by a certificate that goes to another scheme.
    pub audits: HashMap<CertificateNumber, Vec<AuditRecord>>,
    /// Nonconformities by an audit that gets another date or certificate.
    pub findings: HashMap<AuditRef, Vec<(FindingRef, FindingCode)>>,
    /// Decisions by an audit that gets another date or certificate.
    pub decisions: HashMap<AuditRef, Vec<(DecisionRef, MeasureCode, NaiveDate)>>,
    /// The ones that the delivery replaces, as long as its own rows for them are not refused.
    pub replaced: Replaced,
}

/// Stored rows that are delivered anew.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Audits.
    pub audits: HashSet<AuditRef>,
    /// Nonconformities.
    pub findings: HashSet<FindingRef>,
    /// Decisions.
    pub decisions: HashSet<DecisionRef>,
}

impl Replaced {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.audits.is_empty() && self.findings.is_empty() && self.decisions.is_empty()
    }
}

impl Known {
    fn nothing_of(body: Body, schemes: HashMap<SchemeCode, KnownScheme>) -> Self {
        Self {
            body,
            schemes,
            complete_through: None,
            certificates: HashMap::default(),
            holders: HashMap::default(),
            audits: HashMap::default(),
            findings: HashMap::default(),
            decisions: HashMap::default(),
            left: Left::default(),
        }
    }
}

/// Reads what is known of everything the delivery names.
///
/// # Errors
/// A [`StorageError`] when the database fails or holds a matrix that cannot be read.
pub fn load(conn: &mut Conn, body: Body, delivery: &Delivery) -> Result<Known, StorageError> {
    let id = body.id;
    if deliveries::state_of(conn, id)?.0 == 0 {
        // Of a body that never delivered there is nothing to look for.
        return Ok(Known::nothing_of(body, load_schemes(conn, id)?));
    }
    let findings = by_reference(nonconformities::current(conn, id, &references(&delivery.findings))?);
    let decisions = by_reference(decisions::current(conn, id, &references(&delivery.decisions))?);
    let wanted = audits_named(delivery, &findings, &decisions);
    let mut audits = by_reference(audits::current(conn, id, &wanted)?);
    let certificates = by_reference(certificates::current(conn, id, &references(&delivery.certificates))?);
    let left = load_left(conn, id, delivery, &certificates, &mut audits)?;
    let schemes = load_schemes(conn, id)?;
    let holders = load_holders(conn, id, &certificates_named(delivery, &audits, &certificates), &schemes)?;
    let complete_through = deliveries::complete_through(conn, id)?;
    Ok(Known { body, schemes, complete_through, certificates, holders, audits, findings, decisions, left })
}

fn by_reference<R: Record>(stored: Vec<Stored<R>>) -> ByReference<R> {
    stored.into_iter().map(|stored| (stored.record.reference().clone(), stored)).collect()
}

fn references<R: Record>(drafts: &[Draft<R>]) -> Vec<R::Ref> {
    unique(drafts.iter().filter_map(Draft::reference))
}

fn unique<'a, T: Clone + Eq + Hash + 'a>(all: impl Iterator<Item = &'a T>) -> Vec<T> {
    let set: HashSet<&T> = all.collect();
    set.into_iter().cloned().collect()
}

/// What a draft says about something else, whether or not the rest of it is right.
fn named<'a, R: Record, T: 'a>(
    drafts: &'a [Draft<R>],
    of_record: fn(&R) -> &T,
    of_partial: fn(&R::Partial) -> Option<&T>,
) -> impl Iterator<Item = &'a T> {
    drafts.iter().filter_map(move |draft| match &draft.content {
        Ok(record) => Some(of_record(record)),
        Err(partial) => of_partial(partial),
    })
}

fn audits_named(
    delivery: &Delivery,
    findings: &ByReference<FindingRecord>,
    decisions: &ByReference<DecisionRecord>,
) -> Vec<AuditRef> {
    unique(
        delivery
            .audits
            .iter()
            .filter_map(Draft::reference)
            .chain(named(&delivery.findings, |r| &r.audit, |p| p.audit.as_ref()))
            .chain(named(&delivery.decisions, |r| &r.audit, |p| p.audit.as_ref()))
            .chain(findings.values().map(|stored| &stored.record.audit))
            .chain(decisions.values().map(|stored| &stored.record.audit)),
    )
}

/// Certificates that audits name and that are not themselves known already.
fn certificates_named(
    delivery: &Delivery,
    audits: &ByReference<AuditRecord>,
    known: &ByReference<CertificateRecord>,
) -> Vec<CertificateNumber> {
    unique(
        named(&delivery.audits, |r| &r.certificate, |p| p.certificate.as_ref())
            .chain(audits.values().map(|stored| &stored.record.certificate))
            .filter(|number| !known.contains_key(*number)),
    )
}

fn load_holders(
    conn: &mut Conn,
    body_id: i64,
    wanted: &[CertificateNumber],
    schemes: &HashMap<SchemeCode, KnownScheme>,
) -> Result<HashMap<CertificateNumber, Holder>, StorageError> {
    let codes: HashMap<i64, &SchemeCode> = schemes.values().map(|scheme| (scheme.id, &scheme.code)).collect();
    let mut holders = HashMap::default();
    for (number, kvk_number, scheme_id) in certificates::holders(conn, body_id, wanted)? {
        let scheme = codes.get(&scheme_id).ok_or_else(|| {
            StorageError::damaged(format!("certificaat {number} verwijst naar een schema dat er niet is"))
        })?;
        holders.insert(number, Holder { kvk_number, scheme: (*scheme).clone() });
    }
    Ok(holders)
}

/// The records of the delivery that are right by themselves, under their references.
fn sound<R: Record>(drafts: &[Draft<R>]) -> HashMap<&R::Ref, &R> {
    drafts.iter().filter_map(|draft| draft.content.as_ref().ok()).map(|record| (record.reference(), record)).collect()
}

fn load_left(
    conn: &mut Conn,
    body_id: i64,
    delivery: &Delivery,
    certificates: &ByReference<CertificateRecord>,
    audits: &mut ByReference<AuditRecord>,
) -> Result<Left, StorageError> {
    if certificates.is_empty() && audits.is_empty() {
        return Ok(Left::default());
    }
    let delivered_audits = sound(&delivery.audits);
    let mut left = Left::default();
    let moved_certificates: Vec<CertificateNumber> = pairs(&delivery.certificates, certificates)
        .filter(|(new, old)| new.scheme != old.scheme)
        .map(|(new, _)| new.number.clone())
        .collect();
    let mut moved_audits: HashSet<AuditRef> = pairs(&delivery.audits, audits)
        .filter(|(new, old)| new.date != old.date || new.certificate != old.certificate)
        .map(|(new, _)| new.reference.clone())
        .collect();
    for stored in audits::of_certificates(conn, body_id, &moved_certificates)? {
        moved_audits.insert(stored.record.reference.clone());
        if delivered_audits.contains_key(&stored.record.reference) {
            left.replaced.audits.insert(stored.record.reference.clone());
        }
        left.audits.entry(stored.record.certificate.clone()).or_default().push(stored.record.clone());
        audits.entry(stored.record.reference.clone()).or_insert(stored);
    }
    let moved_audits: Vec<AuditRef> = moved_audits.into_iter().collect();
    let delivered = sound(&delivery.findings);
    for Stored { record, .. } in nonconformities::of_audits(conn, body_id, &moved_audits)? {
        if delivered.contains_key(&record.reference) {
            left.replaced.findings.insert(record.reference.clone());
        }
        left.findings.entry(record.audit).or_default().push((record.reference, record.code));
    }
    let delivered = sound(&delivery.decisions);
    for Stored { record, .. } in decisions::of_audits(conn, body_id, &moved_audits)? {
        if delivered.contains_key(&record.reference) {
            left.replaced.decisions.insert(record.reference.clone());
        }
        left.decisions.entry(record.audit).or_default().push((record.reference, record.measure, record.date));
    }
    Ok(left)
}

/// Delivered records beside what is stored under the same reference.
fn pairs<'a, R: Record>(drafts: &'a [Draft<R>], stored: &'a ByReference<R>) -> impl Iterator<Item = (&'a R, &'a R)> {
    drafts.iter().filter_map(|draft| {
        let record = draft.content.as_ref().ok()?;
        Some((record, &stored.get(record.reference())?.record))
    })
}

fn load_schemes(conn: &mut Conn, body_id: i64) -> Result<HashMap<SchemeCode, KnownScheme>, StorageError> {
    let designations = bodies::designations(conn, AsKnown::Now)?;
    let mut known = HashMap::default();
    for BookScheme { scheme, versions, .. } in SchemeBook::load(conn, AsKnown::Now)? {
        let designated = designations
            .iter()
            .filter(|designation| designation.body_id == body_id && designation.scheme_id == scheme.id)
            .map(|designation| designation.valid)
            .collect();
        let code = scheme.code.clone();
        known.insert(code, KnownScheme { id: scheme.id, code: scheme.code, versions, designated });
    }
    Ok(known)
}
