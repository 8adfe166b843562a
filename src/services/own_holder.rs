//! A holder as the body that certifies it now may see it: what counts for repetition, whichever body found it, and nothing more.

use chrono::NaiveDate;

use super::audits::AuditError;
use super::reassess::{self, Context};
use super::register::{Listing, Surroundings};
use super::scheme_book::BookScheme;
use crate::domain::access::{Permit, SeeBody};
use crate::domain::assessment::Assessment;
use crate::domain::certificate::Standing;
use crate::domain::identifiers::{AuditRef, KvkNumber};
use crate::storage::histories::{self, AuditFile};
use crate::storage::{Conn, Known, StorageError, Store, bodies, register};

/// A holder and what counts for it.
#[derive(Debug)]
pub struct OwnHolder {
    /// The name on its latest certificate of this body.
    pub firm: String,
    /// Its certificates of this body, oldest first, as the register says them.
    pub certificates: Vec<Listing>,
    /// The schemes under which it has one of this body that runs.
    pub schemes: Vec<Counting>,
}

/// What counts for repetition under a scheme.
#[derive(Debug)]
pub struct Counting {
    /// The scheme.
    pub scheme: BookScheme,
    /// From when on earlier audits count for an audit of today.
    pub since: NaiveDate,
    /// The audits that count, the latest first.
    pub audits: Vec<CountingAudit>,
}

/// An audit that counts. Of one that another body did, nothing is known here but what the matrix counts.
#[derive(Debug, PartialEq, Eq)]
pub struct CountingAudit {
    /// The day.
    pub date: NaiveDate,
    /// The reference, when the body did it itself.
    pub own: Option<AuditRef>,
    /// The names of the categories after aggravation.
    pub categories: Vec<String>,
    /// The name of the measure; none when nothing was decided.
    pub measure: Option<String>,
}

/// A holder of this body; none when the body never had a certificate of it. What others did is only there under a scheme for
/// which it has a certificate that runs.
///
/// # Errors
/// [`AuditError`] when what is stored does not fit the matrix, or the database fails.
pub fn own_holder(
    store: &Store,
    permit: &Permit<SeeBody>,
    today: NaiveDate,
    kvk: &KvkNumber,
) -> Result<Option<OwnHolder>, AuditError> {
    store.read(|conn| {
        let Some(body) = bodies::by_code(conn, permit.body())? else { return Ok(None) };
        let certificates = certificates(conn, body.id, kvk)?;
        let running = certificates.iter().filter(|listing| runs_on(listing, today));
        let mut running: Vec<i64> = running.map(|listing| listing.certificate.scheme_id).collect();
        running.sort_unstable();
        running.dedup();
        let Some(firm) = certificates.last() else { return Ok(None) };
        let firm = firm.certificate.name.clone();
        let context = Context::load(conn, today)?;
        let files = histories::of_holders(conn, std::slice::from_ref(kvk))?;
        let schemes = running.into_iter().map(|scheme_id| {
            let files: Vec<AuditFile> =
                files.iter().filter(|file| file.audit.scheme_id == scheme_id).cloned().collect();
            counting(&context, (kvk, scheme_id, body.id), today, &files)
        });
        Ok(Some(OwnHolder { firm, schemes: schemes.collect::<Result<_, AuditError>>()?, certificates }))
    })
}

/// The certificates of this body that a firm has or had, oldest first, as the register says them.
pub(super) fn certificates(conn: &mut Conn, body_id: i64, kvk: &KvkNumber) -> Result<Vec<Listing>, StorageError> {
    let mut rows = register::certificates_of(conn, kvk, Known::Now)?;
    rows.retain(|row| row.body_id == body_id);
    let measures = register::measures_on(conn, &rows, Known::Now)?;
    Surroundings::load(conn, Known::Now)?.listings(rows, measures)
}

/// Whether a certificate runs on a day; also while it is suspended.
pub(super) fn runs_on(listing: &Listing, day: NaiveDate) -> bool {
    matches!(listing.status_on(day).standing, Standing::Valid | Standing::Suspended)
        && listing.certificate.valid_until >= day
}

fn counting(
    context: &Context,
    (kvk, scheme_id, body_id): (&KvkNumber, i64, i64),
    today: NaiveDate,
    files: &[AuditFile],
) -> Result<Counting, AuditError> {
    let missing = || StorageError::damaged(format!("schema {scheme_id} ontbreekt"));
    let scheme = context.book().by_id(scheme_id).ok_or_else(missing)?.clone();
    let version = scheme.version_on(today).or(scheme.versions.last()).ok_or_else(missing)?;
    let since = version.matrix.recidivism_window().start_before(today);
    let mut audits = Vec::new();
    for (file, assessment, _) in reassess::history(context, kvk, scheme_id, files)? {
        if since <= assessment.date && assessment.date <= today {
            audits.extend(counted(&scheme, file, &assessment, body_id));
        }
    }
    audits.sort_by_key(|audit: &CountingAudit| std::cmp::Reverse(audit.date));
    Ok(Counting { scheme, since, audits })
}

fn counted(scheme: &BookScheme, file: &AuditFile, assessment: &Assessment, body_id: i64) -> Option<CountingAudit> {
    let matrix = &scheme.version_on(assessment.date)?.matrix;
    let name = |code| matrix.category(code).map_or_else(|| code.to_string(), |category| category.name.clone());
    let weighed = assessment.trace.as_ref().map_or(&[][..], |trace| trace.weighed.as_slice());
    let mut categories: Vec<String> = weighed.iter().map(|(code, ..)| name(code)).collect();
    categories.dedup();
    if categories.is_empty() {
        categories.extend(assessment.prescribed.as_ref().map(|prescribed| name(&prescribed.category)));
    }
    let measure = assessment.imposed.as_ref().map(|imposed| &imposed.measure);
    (!categories.is_empty()).then(|| CountingAudit {
        date: assessment.date,
        own: (file.audit.body_id == body_id).then(|| file.audit.reference.clone()),
        categories,
        measure: measure.map(|code| matrix.measure(code).map_or_else(|| code.to_string(), |m| m.name.clone())),
    })
}
