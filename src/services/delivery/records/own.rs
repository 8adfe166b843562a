//! The records of a body as its programs see them, each with a tag that changes when the record does.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::super::compare::Texts;
use super::super::parse::Record;
use super::super::{DeliveryError, body_of};
use crate::domain::access::Permit;
use crate::domain::access::program::{ReadRecords, Subject};
use crate::domain::delivered::{AuditRecord, CertificateRecord, DecisionRecord, FindingRecord};
use crate::domain::identifiers::{AuditRef, CertificateNumber, DecisionRef, FindingRef};
use crate::exchange::records::{Audit, Certificate, Decision, Finding, JudgedAudit, Judgement};
use crate::services::audits::{self, AuditError};
use crate::storage::own_references;
use crate::storage::{
    Conn, StorageError, Store, Stored, audits as audit_rows, certificates, decisions, nonconformities,
};

/// How many bytes of the hash make the tag.
const TAG: usize = 18;

/// A record with its tag.
#[derive(Debug, Clone)]
pub struct OwnRecord {
    /// What it says.
    pub content: Content,
    /// Its tag: the same as long as the record says the same.
    pub tag: String,
}

/// What a record says.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Content {
    /// A certificate.
    Certificate(Certificate),
    /// An audit, with how it was assessed when it was asked for.
    Audit(Box<JudgedAudit>),
    /// A nonconformity.
    Finding(Finding),
    /// A sanction decision.
    Decision(Decision),
}

impl OwnRecord {
    pub(super) fn certificate(record: &CertificateRecord) -> Self {
        Self { content: Content::Certificate(record.into()), tag: tag(record) }
    }

    pub(super) fn audit(record: &AuditRecord) -> Self {
        let judged = JudgedAudit { audit: Audit::from(record), judgement: None };
        Self { content: Content::Audit(Box::new(judged)), tag: tag(record) }
    }

    pub(super) fn finding(record: &FindingRecord) -> Self {
        Self { content: Content::Finding(record.into()), tag: tag(record) }
    }

    pub(super) fn decision(record: &DecisionRecord) -> Self {
        Self { content: Content::Decision(record.into()), tag: tag(record) }
    }
}

fn tag<R: Texts>(record: &R) -> String {
    let mut hash = Sha256::new_with_prefix(R::KIND.word());
    for text in record.texts() {
        hash.update(text.len().to_be_bytes());
        hash.update(text);
    }
    URL_SAFE_NO_PAD.encode(hash.finalize().get(..TAG).unwrap_or_default())
}

/// Why an own record cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum OwnError {
    /// The body is unknown or the database fails.
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    /// An audit cannot be assessed.
    #[error(transparent)]
    Assessment(#[from] AuditError),
}

impl From<StorageError> for OwnError {
    fn from(error: StorageError) -> Self {
        Self::Delivery(error.into())
    }
}

/// The record of the body under this reference; an audit with how it is assessed. None when this body has no such record.
///
/// # Errors
/// [`OwnError`] when the body is unknown, the audit cannot be assessed, or the database fails.
pub fn one(
    store: &Store,
    permit: &Permit<ReadRecords>,
    reference: &str,
    today: NaiveDate,
) -> Result<Option<OwnRecord>, OwnError> {
    let found = store.read(|conn| {
        let body = body_of(conn, permit.body())?;
        Ok::<_, OwnError>(find(conn, body.id, permit.subject(), reference)?)
    })?;
    let Some(mut found) = found else { return Ok(None) };
    if let (Content::Audit(audit), Some(permit)) = (&mut found.content, permit.to_see_assessment())
        && let Ok(reference) = AuditRef::parse(reference)
        && let Some(judged) = audits::one(store, &permit, today, &reference)?
    {
        audit.judgement = judged.assessment.as_ref().map(|outcome| Judgement::of(outcome, &judged.version.matrix));
    }
    Ok(Some(found))
}

/// The records of the body behind this reference, at most this many, each with its reference; audits with how they are assessed.
///
/// # Errors
/// [`OwnError`] when the body is unknown, an audit cannot be assessed, or the database fails.
pub fn behind(
    store: &Store,
    permit: &Permit<ReadRecords>,
    after: Option<&str>,
    most: usize,
    today: NaiveDate,
) -> Result<Vec<(String, OwnRecord)>, OwnError> {
    store.read(|conn| {
        let body = body_of(conn, permit.body())?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let references = own_references::behind(conn, body.id, permit.subject(), after, most)?;
        let mut found = under(conn, body.id, permit.subject(), &references)?;
        let in_order = references.into_iter().filter_map(|reference| found.remove_entry(&reference));
        let mut found: Vec<_> = in_order.collect();
        if permit.to_see_assessment().is_some() {
            judge(conn, body.id, today, &mut found)?;
        }
        Ok(found)
    })
}

/// Puts with each audit how it is assessed.
fn judge(conn: &mut Conn, body_id: i64, today: NaiveDate, found: &mut [(String, OwnRecord)]) -> Result<(), OwnError> {
    let references: Vec<AuditRef> = found.iter().filter_map(|(text, _)| AuditRef::parse(text).ok()).collect();
    let assessed = audits::assessed(conn, body_id, today, &references)?;
    for (text, record) in found {
        if let Content::Audit(audit) = &mut record.content
            && let Some((outcome, version)) = AuditRef::parse(text).ok().and_then(|reference| assessed.get(&reference))
        {
            audit.judgement = Some(Judgement::of(outcome, &version.matrix));
        }
    }
    Ok(())
}

/// The tag of the record of a body as it stands now; none when there is no such record.
pub(super) fn tag_now(
    conn: &mut Conn,
    body_id: i64,
    subject: Subject,
    reference: &str,
) -> Result<Option<String>, StorageError> {
    Ok(find(conn, body_id, subject, reference)?.map(|record| record.tag))
}

/// A text that cannot be a reference refers to nothing.
fn find(conn: &mut Conn, body_id: i64, subject: Subject, reference: &str) -> Result<Option<OwnRecord>, StorageError> {
    Ok(under(conn, body_id, subject, &[reference.to_owned()])?.into_values().next())
}

/// The records of a body under these references, asked for at once.
fn under(
    conn: &mut Conn,
    body_id: i64,
    subject: Subject,
    references: &[String],
) -> Result<HashMap<String, OwnRecord>, StorageError> {
    fn read<T, E>(references: &[String], parse: fn(&str) -> Result<T, E>) -> Vec<T> {
        references.iter().filter_map(|reference| parse(reference).ok()).collect()
    }
    fn gather<R: Record>(found: &[Stored<R>], make: fn(&R) -> OwnRecord) -> HashMap<String, OwnRecord> {
        found.iter().map(|stored| (stored.record.reference().as_ref().to_owned(), make(&stored.record))).collect()
    }
    Ok(match subject {
        Subject::Certificates => {
            let numbers = read(references, CertificateNumber::parse);
            gather(&certificates::current(conn, body_id, &numbers)?, OwnRecord::certificate)
        }
        Subject::Audits => {
            let references = read(references, AuditRef::parse);
            gather(&audit_rows::current(conn, body_id, &references)?, OwnRecord::audit)
        }
        Subject::Findings => {
            let references = read(references, FindingRef::parse);
            gather(&nonconformities::current(conn, body_id, &references)?, OwnRecord::finding)
        }
        Subject::Decisions => {
            let references = read(references, DecisionRef::parse);
            gather(&decisions::current(conn, body_id, &references)?, OwnRecord::decision)
        }
    })
}
