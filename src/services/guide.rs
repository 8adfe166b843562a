//! What the matrix prescribes for an audit that is not there yet, or not in the register: for anybody with the history they
//! give, and for a body with the real history of its holder. Nothing is stored, and the rule is that of every verdict.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Months, NaiveDate};

use super::audits::AuditError;
use super::reassess::{self, Context, ReassessError};
use super::scheme_book::{BookScheme, BookVersion};
use crate::domain::access::{Permit, SeeBody};
use crate::domain::assessment::{Assessment, Audit, Case, CaseFaults, Finding, assess_across};
use crate::domain::identifiers::{
    AuditRef, BodyCode, CategoryCode, FindingCode, FindingRef, InvalidIdentifier, KvkNumber, MeasureCode, SchemeCode,
};
use crate::storage::bodies::{self, Body};
use crate::storage::histories::{self, AuditFile};
use crate::storage::{Conn, StorageError, Store, register};

/// Findings in one audit at most.
pub const FINDINGS: usize = 50;

/// Earlier audits at most.
pub const EARLIER: usize = 20;

/// How many years ahead can be asked.
const YEARS_AHEAD: u32 = 10;

/// Stands behind every other reference in the order of references.
const LAST: &str = "\u{10FFFD}";

/// An audit of a day with what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imagined {
    /// The day.
    pub date: NaiveDate,
    /// The codes of what was found, in the order in which they count.
    pub findings: Vec<FindingCode>,
}

/// What the matrix prescribes.
#[derive(Debug, Clone)]
pub struct Advice {
    /// The version of the scheme in force on the day of the audit.
    pub version: BookVersion,
    /// The outcome, with how it came about.
    pub assessment: Assessment,
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum GuideError {
    /// No version of the scheme is in force on the day, or the day is too far ahead.
    #[error("op {0} geldt geen versie van het schema")]
    NoVersion(NaiveDate),
    /// An audit has codes that the matrix of its day does not know.
    #[error("{0}")]
    DoesNotFit(CaseFaults),
    /// A text cannot be a reference.
    #[error(transparent)]
    Reference(#[from] InvalidIdentifier),
}

/// The version of a scheme that can be asked about this day.
pub fn version_on(scheme: &BookScheme, day: NaiveDate, today: NaiveDate) -> Option<&BookVersion> {
    let last = today.checked_add_months(Months::new(YEARS_AHEAD * 12))?;
    scheme.version_on(day).filter(|_| day <= last)
}

/// What the matrix prescribes for an audit after these earlier ones; those of the same day count as earlier.
///
/// # Errors
/// [`GuideError`] when a day has no version, or a code is not in the matrix of its day.
pub fn advise(
    scheme: &BookScheme,
    today: NaiveDate,
    asked: &Imagined,
    earlier: &[Imagined],
) -> Result<Advice, GuideError> {
    let version = version_on(scheme, asked.date, today).ok_or(GuideError::NoVersion(asked.date))?;
    let mut audits = Vec::with_capacity(earlier.len() + 1);
    for (number, one) in earlier.iter().enumerate() {
        audits.push(imagined(AuditRef::parse(&format!("{:03}", number + 1))?, one)?);
    }
    audits.push(imagined(AuditRef::parse(LAST)?, asked)?);
    let mut cases = Vec::with_capacity(audits.len());
    for audit in &audits {
        let matrix = &scheme.version_on(audit.date).ok_or(GuideError::NoVersion(audit.date))?.matrix;
        cases.push(Case { audit, matrix });
    }
    let outcomes = assess_across(&cases, asked.date).map_err(GuideError::DoesNotFit)?;
    let own = outcomes.into_iter().find(|outcome| outcome.audit.as_str() == LAST);
    Ok(Advice { version: version.clone(), assessment: own.ok_or(GuideError::NoVersion(asked.date))? })
}

fn imagined(id: AuditRef, audit: &Imagined) -> Result<Audit, GuideError> {
    Ok(Audit {
        id,
        body: None,
        holder: Arc::from(""),
        date: audit.date,
        findings: findings(&audit.findings)?,
        decisions: Vec::new(),
        recovery_established_on: None,
    })
}

/// The findings in the order in which they were given.
fn findings(codes: &[FindingCode]) -> Result<Vec<Finding>, InvalidIdentifier> {
    let width = codes.len().to_string().len();
    let finding = |(number, code): (usize, &FindingCode)| {
        let id = FindingRef::parse(&format!("{:0width$}", number + 1))?;
        Ok(Finding { id, code: code.clone(), annulled_on: None })
    };
    codes.iter().enumerate().map(finding).collect()
}

/// A holder of a body, as the body may ask about it.
#[derive(Debug, Clone)]
pub struct OwnHolder {
    /// The firm.
    pub kvk_number: KvkNumber,
    /// Its name.
    pub firm: String,
    /// The schemes under which it has a certificate of this body.
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
    /// The name of the category that decided; none without a finding that counts.
    pub category: Option<String>,
    /// The name of the measure that was imposed, if one was.
    pub measure: Option<String>,
}

/// What the matrix prescribes for a holder with its real history.
#[derive(Debug, Clone)]
pub struct OwnAdvice {
    /// What is prescribed.
    pub advice: Advice,
    /// The audits before this one, the latest first.
    pub earlier: Vec<EarlierAudit>,
}

/// Why a body gets no answer about its holder.
#[derive(Debug, thiserror::Error)]
pub enum OwnGuideError {
    /// What was asked makes no sense.
    #[error(transparent)]
    Question(#[from] GuideError),
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

/// A holder with a certificate of this body; none when it has no certificate of this body, whether the register knows it or
/// not.
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
        of_body(conn, permit, &context, kvk)
    })
}

fn of_body(
    conn: &mut Conn,
    permit: &Permit<SeeBody>,
    context: &Context,
    kvk: &KvkNumber,
) -> Result<Option<OwnHolder>, StorageError> {
    let Some(body) = bodies::by_code(conn, permit.body())? else { return Ok(None) };
    let mut schemes = register::schemes_certified(conn, body.id, kvk)?;
    schemes.sort_unstable();
    if schemes.is_empty() {
        return Ok(None);
    }
    let schemes = schemes.into_iter().filter_map(|id| context.book().by_id(id).cloned());
    let firm = register::names_of(conn, std::slice::from_ref(kvk))?.remove(kvk).unwrap_or_default();
    Ok(Some(OwnHolder { kvk_number: kvk.clone(), firm, schemes: schemes.collect() }))
}

/// What the matrix prescribes for a holder with a certificate of this body under the scheme, after everything that the register
/// knows of it; none when it has no such certificate.
///
/// # Errors
/// [`OwnGuideError`] when the question makes no sense, what is stored does not fit, or the database fails.
pub fn advise_own(
    store: &Store,
    permit: &Permit<SeeBody>,
    today: NaiveDate,
    kvk: &KvkNumber,
    question: &OwnQuestion,
) -> Result<Option<OwnAdvice>, OwnGuideError> {
    store.read(|conn| {
        let context = Context::load(conn, today)?;
        let Some(holder) = of_body(conn, permit, &context, kvk)? else { return Ok(None) };
        let scheme = holder.schemes.iter().find(|entry| entry.scheme.code == question.scheme);
        let (Some(scheme), Some(body)) = (scheme, bodies::by_code(conn, permit.body())?) else { return Ok(None) };
        let mut files = histories::of_holders(conn, std::slice::from_ref(kvk))?;
        files.retain(|file| file.audit.scheme_id == scheme.scheme.id);
        answer(&context, &body, scheme, today, files, kvk, question).map(Some)
    })
}

fn answer(
    context: &Context,
    body: &Body,
    scheme: &BookScheme,
    today: NaiveDate,
    mut files: Vec<AuditFile>,
    kvk: &KvkNumber,
    question: &OwnQuestion,
) -> Result<OwnAdvice, OwnGuideError> {
    let asked = &question.audit;
    let version = version_on(scheme, asked.date, today).ok_or(GuideError::NoVersion(asked.date))?;
    let reference = match &question.reference {
        Some(reference) => reference.clone(),
        None => AuditRef::parse(LAST).map_err(GuideError::from)?,
    };
    files.retain(|file| file.audit.body_id != body.id || file.audit.reference != reference);
    let mut audits = files.iter().map(|file| reassess::audit(context, kvk, file)).collect::<Result<Vec<_>, _>>()?;
    let mut own = imagined(reference, asked)?;
    own.body = Some(body.code.clone());
    own.holder = Arc::from(kvk.as_str());
    audits.push(own.clone());
    let mut cases = Vec::with_capacity(audits.len());
    for audit in &audits {
        let matrix = &scheme.version_on(audit.date).ok_or(GuideError::NoVersion(audit.date))?.matrix;
        cases.push(Case { audit, matrix });
    }
    // As the verdict will be seen: when the data of the body reach this day, or as far as they reach already.
    let as_of = context.cut_off(body.id).map_or(asked.date, |cut_off| cut_off.max(asked.date));
    let mut outcomes = assess_across(&cases, as_of).map_err(GuideError::DoesNotFit)?;
    let is_own = |outcome: &Assessment| outcome.audit == own.id && outcome.body == own.body;
    let place = outcomes.iter().position(is_own).ok_or(GuideError::NoVersion(asked.date))?;
    let assessment = outcomes.remove(place);
    // Sorted by day and reference: what stands before it is earlier.
    let matrices: BTreeMap<NaiveDate, &BookVersion> =
        audits.iter().filter_map(|audit| Some((audit.date, scheme.version_on(audit.date)?))).collect();
    let told = outcomes.iter().take(place).rev().map(|earlier| told(&matrices, &body.code, earlier));
    Ok(OwnAdvice { earlier: told.collect(), advice: Advice { version: version.clone(), assessment } })
}

/// Of what another body did, the day, the category and the measure are told.
fn told(matrices: &BTreeMap<NaiveDate, &BookVersion>, own: &BodyCode, outcome: &Assessment) -> EarlierAudit {
    let matrix = matrices.get(&outcome.date).map(|version| &version.matrix);
    let category = |code: &CategoryCode| {
        let known = matrix.and_then(|matrix| matrix.category(code));
        known.map_or_else(|| code.to_string(), |category| category.name.clone())
    };
    let measure = |code: &MeasureCode| {
        let known = matrix.and_then(|matrix| matrix.measure(code));
        known.map_or_else(|| code.to_string(), |measure| measure.name.clone())
    };
    EarlierAudit {
        reference: (outcome.body.as_ref() == Some(own)).then(|| outcome.audit.clone()),
        date: outcome.date,
        category: outcome.prescribed.as_ref().map(|prescribed| category(&prescribed.category)),
        measure: outcome.imposed.as_ref().map(|imposed| measure(&imposed.measure)),
    }
}
