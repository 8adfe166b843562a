//! Verdicts that follow the register: after a delivery only the firms it touches are assessed again, and the outcome is the
//! same as assessing everything anew.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::scheme_book::{BookScheme, SchemeBook};
use crate::domain::assessment::{self, Assessment, Audit, Case, CaseFaults, Decision, Finding};
use crate::domain::identifiers::{AuditRef, BodyCode, KvkNumber};
use crate::storage::histories::{self, AuditFile, FIRMS_AT_A_TIME};
use crate::storage::verdicts::{self, Saved, VerdictRow};
use crate::storage::{Conn, Known, StorageError, bodies, deliveries, withdrawals};

/// Why verdicts could not follow; nothing of the change that asked for it is kept.
#[derive(Debug, thiserror::Error)]
pub enum ReassessError {
    /// No version of the scheme is in force on the day of an audit that is stored.
    #[error("onderzoek {audit} van {body} is van {date}, maar op die dag geldt geen versie van schema {scheme}")]
    NoVersion {
        /// The audit.
        audit: AuditRef,
        /// The body that audited.
        body: BodyCode,
        /// Day of the audit.
        date: NaiveDate,
        /// Code of the scheme.
        scheme: String,
    },
    /// What is stored does not fit the matrix.
    #[error("de onderzoeken van KvK {holder} onder schema {scheme} passen niet bij de matrix:\n{faults}")]
    DoesNotFit {
        /// The firm.
        holder: KvkNumber,
        /// Code of the scheme.
        scheme: String,
        /// Every fault.
        faults: CaseFaults,
    },
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What a verdict needs to know beside the audits themselves.
pub struct Context {
    book: SchemeBook,
    /// Code and cut-off of each body, by key.
    bodies: HashMap<i64, (BodyCode, Option<NaiveDate>)>,
}

impl Context {
    /// Reads the schemes and the cut-offs of the bodies: the earlier of today and the day through which each has delivered.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails.
    pub fn load(conn: &mut Conn, today: NaiveDate) -> Result<Self, StorageError> {
        let mut known = HashMap::new();
        for body in bodies::all(conn, Known::Now)? {
            let delivered = deliveries::complete_through(conn, body.id)?;
            known.insert(body.id, (body.code, delivered.map(|day| day.min(today))));
        }
        Ok(Self { book: SchemeBook::load(conn, Known::Now)?, bodies: known })
    }

    /// The schemes.
    pub fn book(&self) -> &SchemeBook {
        &self.book
    }

    /// The cut-off of a body; none when it has not delivered yet.
    pub fn cut_off(&self, body_id: i64) -> Option<NaiveDate> {
        self.bodies.get(&body_id).and_then(|(_, cut_off)| *cut_off)
    }

    fn code(&self, body_id: i64) -> Result<&BodyCode, StorageError> {
        let known = self.bodies.get(&body_id).map(|(code, _)| code);
        known.ok_or_else(|| StorageError::damaged(format!("instelling {body_id} ontbreekt")))
    }
}

/// Assesses the firms that a delivery touched, and those whose verdicts could change merely because the body's cut-off moved
/// on from `cut_off_before`.
///
/// # Errors
/// [`ReassessError`]; the transaction of the delivery must then be given up.
pub fn after_delivery(
    conn: &mut Conn,
    now: DateTime<Utc>,
    today: NaiveDate,
    body_id: i64,
    touched: impl IntoIterator<Item = KvkNumber>,
    cut_off_before: Option<NaiveDate>,
) -> Result<Saved, ReassessError> {
    let context = Context::load(conn, today)?;
    let mut holders: BTreeSet<KvkNumber> = touched.into_iter().collect();
    if let Some(before) = cut_off_before
        && context.cut_off(body_id).is_some_and(|cut_off| before < cut_off)
    {
        holders.extend(histories::holders_unsettled_after(conn, body_id, before)?);
        holders.extend(histories::holders_audited_after(conn, body_id, before)?);
    }
    holders_again(conn, now, &context, &holders.into_iter().collect::<Vec<_>>())
}

/// Assesses the firms that are touched by taking back a delivery of a body, and, when its cut-off went back by that, those whose
/// verdicts rest on the days in between.
///
/// # Errors
/// [`ReassessError`]; the transaction must then be given up.
pub fn after_withdrawal(
    conn: &mut Conn,
    now: DateTime<Utc>,
    today: NaiveDate,
    body_id: i64,
    touched: impl IntoIterator<Item = KvkNumber>,
    went_back: bool,
) -> Result<Saved, ReassessError> {
    let context = Context::load(conn, today)?;
    let mut holders: BTreeSet<KvkNumber> = touched.into_iter().collect();
    match context.cut_off(body_id).filter(|_| went_back) {
        // A verdict that time could not change since that day reads the same as of that day.
        Some(cut_off) => holders.extend(histories::holders_unsettled_after(conn, body_id, cut_off)?),
        None if went_back => holders.extend(withdrawals::all_holders(conn, body_id)?),
        None => {}
    }
    let holders: Vec<KvkNumber> = holders.into_iter().collect();
    holders_again(conn, now, &context, &holders)
}

/// Assesses these firms again.
///
/// # Errors
/// [`ReassessError`]; the transaction must then be given up.
pub fn these(
    conn: &mut Conn,
    now: DateTime<Utc>,
    today: NaiveDate,
    holders: &[KvkNumber],
) -> Result<Saved, ReassessError> {
    let context = Context::load(conn, today)?;
    holders_again(conn, now, &context, holders)
}

/// Assesses every firm in the register, as after a change of a matrix.
///
/// # Errors
/// [`ReassessError`]; the transaction must then be given up.
pub fn everything(conn: &mut Conn, now: DateTime<Utc>, today: NaiveDate) -> Result<Saved, ReassessError> {
    let context = Context::load(conn, today)?;
    let holders = histories::all_holders(conn)?;
    holders_again(conn, now, &context, &holders)
}

fn holders_again(
    conn: &mut Conn,
    now: DateTime<Utc>,
    context: &Context,
    holders: &[KvkNumber],
) -> Result<Saved, ReassessError> {
    let mut saved = Saved::default();
    for holders in holders.chunks(FIRMS_AT_A_TIME) {
        let files = histories::of_holders(conn, holders)?;
        saved += verdicts::save(conn, now, holders, verdicts_on(context, files)?)?;
    }
    Ok(saved)
}

/// The verdicts on these files, which must hold whole histories.
fn verdicts_on(context: &Context, files: Vec<AuditFile>) -> Result<Vec<VerdictRow>, ReassessError> {
    let mut histories: BTreeMap<(KvkNumber, i64), Vec<AuditFile>> = BTreeMap::new();
    for file in files {
        histories.entry((file.audit.kvk_number.clone(), file.audit.scheme_id)).or_default().push(file);
    }
    let mut rows = Vec::new();
    for ((holder, scheme_id), files) in histories {
        let outcomes = history(context, &holder, scheme_id, &files)?;
        rows.extend(outcomes.iter().map(|(file, assessment, version)| row(context, file, assessment, *version)));
    }
    Ok(rows)
}

/// The outcome for each audit of one firm under one scheme that its body's cut-off lets exist, with the version it is judged by.
pub(super) fn history<'a>(
    context: &Context,
    holder: &KvkNumber,
    scheme_id: i64,
    files: &'a [AuditFile],
) -> Result<Vec<(&'a AuditFile, Assessment, i64)>, ReassessError> {
    let scheme = context.book.by_id(scheme_id);
    let scheme = scheme.ok_or_else(|| StorageError::damaged(format!("schema {scheme_id} ontbreekt")))?;
    let audits = files.iter().map(|file| audit(context, holder, file)).collect::<Result<Vec<_>, _>>()?;
    let mut versions = Vec::with_capacity(files.len());
    for (audit, file) in audits.iter().zip(files) {
        versions.push(scheme.version_on(audit.date).ok_or_else(|| no_version(context, scheme, file))?);
    }
    let cases: Vec<Case<'_>> =
        audits.iter().zip(&versions).map(|(audit, version)| Case { audit, matrix: &version.matrix }).collect();
    let by_key: HashMap<_, _> = files
        .iter()
        .zip(&versions)
        .zip(&audits)
        .map(|((file, version), audit)| ((&audit.id, audit.body.as_ref()), (file, version.id)))
        .collect();
    let mut outcomes = Vec::with_capacity(files.len());
    for body_id in files.iter().map(|file| file.audit.body_id).collect::<BTreeSet<_>>() {
        let Some(cut_off) = context.cut_off(body_id) else { continue };
        let assessed = assessment::assess_across(&cases, cut_off).map_err(|faults| ReassessError::DoesNotFit {
            holder: holder.clone(),
            scheme: scheme.scheme.code.to_string(),
            faults,
        })?;
        for assessment in assessed {
            // Each body's audits are seen as of its own cut-off; another body's are only history here.
            let found = by_key.get(&(&assessment.audit, assessment.body.as_ref())).copied();
            if let Some((file, version)) = found.filter(|(file, _)| file.audit.body_id == body_id) {
                outcomes.push((file, assessment, version));
            }
        }
    }
    Ok(outcomes)
}

fn no_version(context: &Context, scheme: &BookScheme, file: &AuditFile) -> ReassessError {
    match context.code(file.audit.body_id) {
        Ok(body) => ReassessError::NoVersion {
            audit: file.audit.reference.clone(),
            body: body.clone(),
            date: file.audit.date,
            scheme: scheme.scheme.code.to_string(),
        },
        Err(error) => error.into(),
    }
}

/// An audit as the assessment takes it.
pub(super) fn audit(context: &Context, holder: &KvkNumber, file: &AuditFile) -> Result<Audit, StorageError> {
    let finding = |finding: &histories::FindingRow| Finding {
        id: finding.reference.clone(),
        code: finding.code.clone(),
        annulled_on: finding.annulled_on,
    };
    let decision = |decision: &histories::DecisionRow| Decision {
        id: decision.reference.clone(),
        measure: decision.measure.clone(),
        date: decision.date,
        recovery_until: decision.recovery_until,
        revoked_on: decision.revoked_on,
        follow_up: decision.follow_up,
    };
    Ok(Audit {
        id: file.audit.reference.clone(),
        body: Some(context.code(file.audit.body_id)?.clone()),
        holder: Arc::from(holder.as_str()),
        date: file.audit.date,
        findings: file.findings.iter().map(finding).collect(),
        decisions: file.decisions.iter().map(decision).collect(),
        recovery_established_on: file.audit.recovery_established_on,
    })
}

fn row(context: &Context, file: &AuditFile, assessment: &Assessment, version: i64) -> VerdictRow {
    let live = file.findings.iter().filter(|f| f.annulled_on.is_none_or(|day| day > assessment.as_of));
    let prescribed = assessment.prescribed.as_ref();
    let imposed = assessment.imposed.as_ref();
    let judged_by = context.book.by_id(file.audit.scheme_id).and_then(|scheme| scheme.version_on(assessment.date));
    let recovered = file.audit.recovery_established_on;
    let due = judged_by.and_then(|version| assessment.open_term(&version.matrix, recovered));
    VerdictRow {
        body_id: file.audit.body_id,
        audit_reference: file.audit.reference.clone(),
        kvk_number: file.audit.kvk_number.clone(),
        scheme_id: file.audit.scheme_id,
        scheme_version_id: version,
        audit_date: assessment.date,
        as_of: assessment.as_of,
        category: prescribed.map(|p| p.category.clone()),
        occurrence: prescribed.map(|p| i32::try_from(p.occurrence).unwrap_or(i32::MAX)),
        prescribed_measure: prescribed.map(|p| p.measure.clone()),
        decide_by: prescribed.map(|p| p.decide_by),
        imposed_decision: imposed.map(|i| i.decision.clone()),
        imposed_measure: imposed.map(|i| i.measure.clone()),
        imposed_on: imposed.map(|i| i.date),
        outcomes: assessment.verdicts.iter().map(|verdict| verdict.code()).collect::<Vec<_>>().join("+"),
        steps: assessment.steps,
        days_late: assessment.days_late,
        finding_count: i32::try_from(live.count()).unwrap_or(i32::MAX),
        settled_on: assessment.settled_on,
        due_kind: due.as_ref().map(|due| due.kind.code().to_owned()),
        due_on: due.as_ref().map(|due| due.due_on),
        due_measure: due.map(|due| due.measure),
    }
}
