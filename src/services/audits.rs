//! The audits of a body with their verdicts: the list, and one of them with everything the verdict came from.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::reasons;
use super::reassess::{self, Context, ReassessError};
use super::scheme_book::{BookScheme, BookVersion};
use crate::domain::access::{Permit, SeeBody};
use crate::domain::assessment::{Assessment, Verdict};
use crate::domain::identifiers::{AuditRef, CategoryCode, KvkNumber, SchemeCode};
use crate::domain::signal::Window;
use crate::storage::bodies::{self, Body};
use crate::storage::histories::{self, AuditFile, FIRMS_AT_A_TIME};
use crate::storage::reasons as reason_rows;
use crate::storage::verdicts::{self, VerdictRow};
use crate::storage::{Conn, Page, Paged, StorageError, Store, register};

pub use crate::storage::verdicts::PastVerdict;

/// Why audits cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// What is stored cannot be assessed.
    #[error(transparent)]
    Unassessable(#[from] ReassessError),
    /// The database fails.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// One audit with everything its verdict came from.
#[derive(Debug, Clone)]
pub struct JudgedAudit {
    /// The body that audited.
    pub body: Body,
    /// The name of the firm.
    pub firm: String,
    /// The scheme.
    pub scheme: BookScheme,
    /// The version in force on the day of the audit.
    pub version: BookVersion,
    /// The audit, its findings and its decisions as they were delivered.
    pub file: AuditFile,
    /// The outcome, seen as of the body's cut-off; none while the data of the body do not reach the day of the audit.
    pub assessment: Option<Assessment>,
    /// How the outcome came about, in Dutch sentences.
    pub explanation: Vec<String>,
    /// Every verdict there was, the one that stands first.
    pub history: Vec<PastVerdict>,
}

/// One audit of a body, assessed within the whole history of its firm; none when this body has no such audit.
///
/// # Errors
/// [`AuditError`] when what is stored does not fit the matrix, or the database fails.
pub fn one(
    store: &Store,
    permit: &Permit<SeeBody>,
    today: NaiveDate,
    reference: &AuditRef,
) -> Result<Option<JudgedAudit>, AuditError> {
    store.read(|conn| {
        let Some(body) = bodies::by_code(conn, permit.body())? else { return Ok(None) };
        let Some(file) = histories::one(conn, body.id, reference)? else { return Ok(None) };
        let (holder, scheme_id) = (&file.audit.kvk_number, file.audit.scheme_id);
        let context = Context::load(conn, today)?;
        let missing = |what: &str| StorageError::damaged(format!("onderzoek {reference}: {what} ontbreekt"));
        let scheme = context.book().by_id(scheme_id).cloned().ok_or_else(|| missing("het schema"))?;
        let version = scheme.version_on(file.audit.date).cloned().ok_or_else(|| missing("de schemaversie"))?;
        let mut files = histories::of_holders(conn, std::slice::from_ref(holder))?;
        files.retain(|file| file.audit.scheme_id == scheme_id);
        let outcomes = reassess::history(&context, holder, scheme_id, &files)?;
        let own = outcomes.into_iter().find(|(file, ..)| is(file, body.id, reference));
        let assessment = own.map(|(_, assessment, _)| assessment);
        let firm = register::names_of(conn, std::slice::from_ref(holder))?.remove(holder).unwrap_or_default();
        Ok(Some(JudgedAudit {
            explanation: assessment.as_ref().map_or_else(Vec::new, |outcome| outcome.explain(&version.matrix)),
            history: verdicts::history(conn, body.id, reference)?,
            body,
            firm,
            scheme,
            version,
            file,
            assessment,
        }))
    })
}

/// How these audits of a body are assessed, each within the whole history of its firm, with the version that judged it. Audits
/// that the data of the body do not reach are left out.
///
/// # Errors
/// [`AuditError`] when what is stored does not fit the matrix, or the database fails.
pub(super) fn assessed(
    conn: &mut Conn,
    body_id: i64,
    today: NaiveDate,
    wanted: &[AuditRef],
) -> Result<HashMap<AuditRef, (Assessment, BookVersion)>, AuditError> {
    let places: Vec<(i64, AuditRef)> = wanted.iter().map(|reference| (body_id, reference.clone())).collect();
    let standing = reason_rows::verdicts_of(conn, &places)?;
    let holders: BTreeSet<KvkNumber> = standing.into_values().map(|verdict| verdict.kvk_number).collect();
    let holders: Vec<KvkNumber> = holders.into_iter().collect();
    let wanted: HashSet<&AuditRef> = wanted.iter().collect();
    let context = Context::load(conn, today)?;
    let mut found = HashMap::new();
    for holders in holders.chunks(FIRMS_AT_A_TIME) {
        let mut histories: BTreeMap<(KvkNumber, i64), Vec<AuditFile>> = BTreeMap::new();
        for file in histories::of_holders(conn, holders)? {
            histories.entry((file.audit.kvk_number.clone(), file.audit.scheme_id)).or_default().push(file);
        }
        for ((holder, scheme_id), files) in histories {
            for (file, assessment, _) in reassess::history(&context, &holder, scheme_id, &files)? {
                let judged_by = context.book().by_id(scheme_id).and_then(|scheme| scheme.version_on(file.audit.date));
                let reference = &file.audit.reference;
                if let Some(version) = judged_by.filter(|_| file.audit.body_id == body_id && wanted.contains(reference))
                {
                    found.insert(reference.clone(), (assessment, version.clone()));
                }
            }
        }
    }
    Ok(found)
}

fn is(file: &AuditFile, body_id: i64, reference: &AuditRef) -> bool {
    file.audit.body_id == body_id && file.audit.reference == *reference
}

/// Which audits to list.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only those with this verdict among theirs.
    pub verdict: Option<Verdict>,
    /// Only those that count as deviating in the figures of supervision, whichever way: not those with an accepted reason.
    pub deviating: bool,
    /// Only those under this scheme.
    pub scheme: Option<SchemeCode>,
    /// Only those in which this category decided.
    pub category: Option<CategoryCode>,
    /// Only those done on these days.
    pub within: Option<Window>,
}

/// A listed audit.
#[derive(Debug, Clone)]
pub struct ListedAudit {
    /// The name of the firm.
    pub firm: String,
    /// The code of the scheme.
    pub scheme: SchemeCode,
    /// The version of the scheme that judged it; none when the register no longer knows a version on that day.
    pub version: Option<BookVersion>,
    /// The verdict that stands.
    pub verdict: VerdictRow,
}

/// The audits of a body.
#[derive(Debug, Clone)]
pub struct AuditListing {
    /// The body.
    pub body: Body,
    /// The day as of which they are seen; none before its first delivery.
    pub as_of: Option<NaiveDate>,
    /// All schemes, to choose from.
    pub schemes: Vec<BookScheme>,
    /// The audits of this page, the latest first.
    pub audits: Paged<ListedAudit>,
}

/// The assessed audits of a body, the latest first; none when there is no such body.
///
/// # Errors
/// [`AuditError`] when what is stored does not fit the matrix, or the database fails.
pub fn list(
    store: &Store,
    permit: &Permit<SeeBody>,
    today: NaiveDate,
    wanted: &Wanted,
    page: Page,
) -> Result<Option<AuditListing>, AuditError> {
    store.read(|conn| {
        let Some(body) = bodies::by_code(conn, permit.body())? else { return Ok(None) };
        let context = Context::load(conn, today)?;
        let scheme_id = wanted.scheme.as_ref().map(|code| {
            // A scheme that does not exist has no audits.
            context.book().by_code(code).map_or(i64::MIN, |entry| entry.scheme.id)
        });
        let excused = if wanted.deviating { reasons::excused(conn, body.id)? } else { Vec::new() };
        let outcome = wanted.verdict.map(|verdict| verdict.code().to_owned());
        let rows = verdicts::Wanted {
            outcome,
            any_outcome: wanted.deviating.then(deviating),
            without: excused,
            scheme_id,
            category: wanted.category.clone(),
            within: wanted.within.map(|window| (window.from, window.through)),
        };
        let Paged { rows, total, page } = verdicts::list(conn, body.id, &rows, page)?;
        let holders: Vec<KvkNumber> = rows.iter().map(|row| row.kvk_number.clone()).collect();
        let names = register::names_of(conn, &holders)?;
        let rows = rows.into_iter().map(|row| listed(&context, &names, row)).collect::<Result<_, _>>()?;
        Ok(Some(AuditListing {
            as_of: context.cut_off(body.id),
            body,
            schemes: context.book().schemes().to_vec(),
            audits: Paged { rows, total, page },
        }))
    })
}

/// The verdicts that count in the figures of supervision. Without a prescription there is nothing to deviate from.
fn deviating() -> Vec<String> {
    let counts = Verdict::ALL.into_iter().filter(|verdict| verdict.deviates() && *verdict != Verdict::Groundless);
    counts.map(|verdict| verdict.code().to_owned()).collect()
}

fn listed(
    context: &Context,
    names: &HashMap<KvkNumber, String>,
    verdict: VerdictRow,
) -> Result<ListedAudit, StorageError> {
    let missing = || StorageError::damaged(format!("onderzoek {}: het schema ontbreekt", verdict.audit_reference));
    let scheme = context.book().by_id(verdict.scheme_id).ok_or_else(missing)?;
    Ok(ListedAudit {
        firm: names.get(&verdict.kvk_number).cloned().unwrap_or_default(),
        scheme: scheme.scheme.code.clone(),
        version: scheme.version_on(verdict.audit_date).cloned(),
        verdict,
    })
}
