//! The guide for a body: with the real history of its own holder.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Advice, Bearing, GuideError, Imagined, LAST, cases, categories, imagined, version_on};
use crate::domain::access::{Permit, SeeBody};
use crate::domain::assessment::{Assessment, Change, assess_across};
use crate::domain::identifiers::{AuditRef, KvkNumber, SchemeCode};
use crate::services::audits::AuditError;
use crate::services::own_holder::{certificates, runs_on};
use crate::services::reassess::{self, Context, ReassessError};
use crate::services::register::Listing;
use crate::services::scheme_book::BookScheme;
use crate::storage::bodies::{self, Body};
use crate::storage::histories::{self, AuditFile};
use crate::storage::{Conn, StorageError, Store};

/// A holder of a body, as the body may ask about it.
#[derive(Debug, Clone)]
pub struct OwnHolder {
    /// The firm.
    pub kvk_number: KvkNumber,
    /// The name on its latest certificate of this body.
    pub firm: String,
    /// The schemes under which it has, or had, a certificate of this body.
    pub schemes: Vec<BookScheme>,
}

/// What a body asks about its holder.
#[derive(Debug, Clone)]
pub struct OwnQuestion {
    /// The scheme.
    pub scheme: SchemeCode,
    /// The audit.
    pub audit: Imagined,
    /// The reference of the audit. One that the register knows is looked at as if it had these findings instead of its own.
    pub reference: Option<AuditRef>,
}

/// An earlier audit of a holder, told to a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierAudit {
    /// The reference; none when another body did it.
    pub reference: Option<AuditRef>,
    /// The day.
    pub date: NaiveDate,
    /// The names of the categories that occurred, after aggravation; none without a finding that counts.
    pub categories: Vec<String>,
    /// The name of the measure that was imposed, if one was.
    pub measure: Option<String>,
    /// What it means for the audit that is asked about; none when nothing is prescribed for that.
    pub bearing: Option<Bearing>,
}

/// What the matrix prescribes for a holder with its real history.
#[derive(Debug, Clone)]
pub struct OwnAdvice {
    /// What is prescribed.
    pub advice: Advice,
    /// The audits before this one, the latest first: all that the body did itself, and of others those that can count.
    pub earlier: Vec<EarlierAudit>,
}

/// Why a body gets no answer about its holder.
#[derive(Debug, thiserror::Error)]
pub enum OwnGuideError {
    /// What was asked makes no sense.
    #[error(transparent)]
    Question(#[from] GuideError),
    /// On the day the holder had no certificate of this body under the scheme any more.
    #[error("op {0} had het bedrijf geen certificaat van de instelling onder dit schema meer")]
    NotCertified(NaiveDate),
    /// What is stored cannot be assessed.
    #[error(transparent)]
    Stored(#[from] AuditError),
}

impl From<StorageError> for OwnGuideError {
    fn from(error: StorageError) -> Self {
        Self::Stored(error.into())
    }
}

impl From<ReassessError> for OwnGuideError {
    fn from(error: ReassessError) -> Self {
        Self::Stored(error.into())
    }
}

/// A holder that has or had a certificate of this body; none when it never had one, whether the register knows it or not.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn own_holder(
    store: &Store,
    permit: &Permit<SeeBody>,
    today: NaiveDate,
    kvk: &KvkNumber,
) -> Result<Option<OwnHolder>, StorageError> {
    store.read(|conn| {
        let context = Context::load(conn, today)?;
        let Some(body) = bodies::by_code(conn, permit.body())? else { return Ok(None) };
        let listings = certificates(conn, body.id, kvk)?;
        let Some(latest) = listings.last() else { return Ok(None) };
        let mut schemes: Vec<i64> = listings.iter().map(|listing| listing.certificate.scheme_id).collect();
        schemes.sort_unstable();
        schemes.dedup();
        let schemes = schemes.into_iter().filter_map(|id| context.book().by_id(id).cloned()).collect();
        Ok(Some(OwnHolder { kvk_number: kvk.clone(), firm: latest.certificate.name.clone(), schemes }))
    })
}

/// What the matrix prescribes for a holder with a certificate of this body under the scheme, after everything that the register
/// knows of it; none when it never had such a certificate.
///
/// # Errors
/// [`OwnGuideError`] when the question makes no sense or is about a day after the certificate ended, what is stored does not
/// fit, or the database fails.
pub fn advise_own(
    store: &Store,
    permit: &Permit<SeeBody>,
    today: NaiveDate,
    kvk: &KvkNumber,
    question: &OwnQuestion,
) -> Result<Option<OwnAdvice>, OwnGuideError> {
    store.read(|conn| {
        let context = Context::load(conn, today)?;
        let Some(body) = bodies::by_code(conn, permit.body())? else { return Ok(None) };
        let Some(scheme) = context.book().by_code(&question.scheme) else { return Ok(None) };
        let mut listings = certificates(conn, body.id, kvk)?;
        listings.retain(|listing| listing.certificate.scheme_id == scheme.scheme.id);
        if listings.is_empty() {
            return Ok(None);
        }
        if !listings.iter().any(|listing| may_ask(listing, question.audit.date, today)) {
            return Err(OwnGuideError::NotCertified(question.audit.date));
        }
        let files = history(conn, kvk, scheme, &body, question)?;
        answer(&context, &body, scheme, today, &files, kvk, question).map(Some)
    })
}

/// What other bodies did is told as long as the certificate runs, and after that up to its end: what happened later is no
/// business of a body that the firm left.
fn may_ask(listing: &Listing, day: NaiveDate, today: NaiveDate) -> bool {
    runs_on(listing, today) || runs_on(listing, day.max(listing.certificate.issued_on).min(today))
}

/// The audits that the register has of the firm under the scheme, without the one that is asked about.
fn history(
    conn: &mut Conn,
    kvk: &KvkNumber,
    scheme: &BookScheme,
    body: &Body,
    question: &OwnQuestion,
) -> Result<Vec<AuditFile>, StorageError> {
    let is_asked =
        |file: &AuditFile| file.audit.body_id == body.id && question.reference.as_ref() == Some(&file.audit.reference);
    let mut files = histories::of_holders(conn, std::slice::from_ref(kvk))?;
    files.retain(|file| file.audit.scheme_id == scheme.scheme.id && !is_asked(file));
    Ok(files)
}

fn answer(
    context: &Context,
    body: &Body,
    scheme: &BookScheme,
    today: NaiveDate,
    files: &[AuditFile],
    kvk: &KvkNumber,
    question: &OwnQuestion,
) -> Result<OwnAdvice, OwnGuideError> {
    let asked = &question.audit;
    let version = version_on(scheme, asked.date, today).ok_or(GuideError::NoVersion(asked.date))?;
    let last = || AuditRef::parse(LAST).map_err(GuideError::from);
    let reference = question.reference.clone().map_or_else(last, Ok)?;
    let mut audits = files.iter().map(|file| reassess::audit(context, kvk, file)).collect::<Result<Vec<_>, _>>()?;
    let mut own = imagined(reference, asked)?;
    own.body = Some(body.code.clone());
    own.holder = Arc::from(kvk.as_str());
    audits.push(own.clone());
    // As the verdict will be seen: when the data of the body reach this day, or as far as they reach already.
    let as_of = context.cut_off(body.id).map_or(asked.date, |cut_off| cut_off.max(asked.date));
    let mut outcomes = assess_across(&cases(scheme, &audits)?, as_of).map_err(GuideError::DoesNotFit)?;
    let is_own = |outcome: &Assessment| outcome.audit == own.id && outcome.body == own.body;
    let place = outcomes.iter().position(is_own).ok_or(GuideError::NoVersion(asked.date))?;
    // Sorted by day and reference: what stands before it is earlier.
    let assessment = outcomes.remove(place);
    outcomes.truncate(place);
    let since = counting_since(&assessment, version.matrix.recidivism_window().start_before(asked.date));
    let is_told =
        |outcome: &&Assessment| outcome.body == own.body || (outcome.date >= since && !categories(outcome).is_empty());
    let earlier = outcomes.iter().rev().filter(is_told).map(|outcome| told(scheme, &assessment, outcome)).collect();
    Ok(OwnAdvice { advice: Advice { version: version.clone(), assessment, earlier: Vec::new() }, earlier })
}

/// From when on anything counts: `window` is the day for how many times, an aggravation that was applied may reach further.
fn counting_since(assessment: &Assessment, window: NaiveDate) -> NaiveDate {
    let changes = assessment.trace.iter().flat_map(|trace| &trace.changes);
    let since = changes.filter_map(|change| match change {
        Change::Merged { .. } => None,
        Change::Repeated { since, .. } => Some(*since),
    });
    since.fold(window, NaiveDate::min)
}

/// Of what another body did, the day, the categories and the measure are told.
fn told(scheme: &BookScheme, assessment: &Assessment, outcome: &Assessment) -> EarlierAudit {
    let matrix = scheme.version_on(outcome.date).map(|version| &version.matrix);
    let categories = categories(outcome).into_iter().map(|code| {
        let known = matrix.and_then(|matrix| matrix.category(&code));
        known.map_or_else(|| code.to_string(), |category| category.name.clone())
    });
    let measure = outcome.imposed.as_ref().map(|imposed| {
        let known = matrix.and_then(|matrix| matrix.measure(&imposed.measure));
        known.map_or_else(|| imposed.measure.to_string(), |measure| measure.name.clone())
    });
    EarlierAudit {
        reference: (outcome.body == assessment.body).then(|| outcome.audit.clone()),
        date: outcome.date,
        categories: categories.collect(),
        measure,
        bearing: matrix.and_then(|matrix| assessment.bearing_of(outcome, matrix)),
    }
}
