//! What the matrix prescribes for an audit that is not there yet, or not in the register: for anybody with the history they
//! give, and for a body with the real history of its holder. Nothing is stored, and the rule is that of every verdict.

mod own;

use std::sync::Arc;

use chrono::{Months, NaiveDate};

use super::scheme_book::{BookScheme, BookVersion};
pub use crate::domain::assessment::Bearing;
use crate::domain::assessment::{Assessment, Audit, Case, CaseFaults, Finding, assess_across};
use crate::domain::identifiers::{AuditRef, CategoryCode, FindingCode, FindingRef, InvalidIdentifier};

pub use own::{EarlierAudit, OwnAdvice, OwnGuideError, OwnHolder, OwnQuestion, advise_own, own_holder};

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
    /// What each of the earlier audits that were given means for it, the latest first; with the codes of the categories that
    /// occurred in it. Empty when nothing is prescribed.
    pub earlier: Vec<Reckoned>,
}

/// What an earlier audit means for the one that is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoned {
    /// The day.
    pub date: NaiveDate,
    /// Whether it counts, and why or why not.
    pub bearing: Bearing,
    /// The categories that occurred in it, after aggravation.
    pub categories: Vec<CategoryCode>,
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
    let cases = cases(scheme, &audits)?;
    let mut outcomes = assess_across(&cases, asked.date).map_err(GuideError::DoesNotFit)?;
    // Nothing stands behind the last reference of the day that is asked about.
    let assessment = outcomes.pop().ok_or(GuideError::NoVersion(asked.date))?;
    let earlier = outcomes.iter().rev().filter_map(|outcome| reckoned(scheme, &assessment, outcome)).collect();
    Ok(Advice { version: version.clone(), assessment, earlier })
}

fn cases<'a>(scheme: &'a BookScheme, audits: &'a [Audit]) -> Result<Vec<Case<'a>>, GuideError> {
    let case = |audit: &'a Audit| {
        let version = scheme.version_on(audit.date).ok_or(GuideError::NoVersion(audit.date))?;
        Ok(Case { audit, matrix: &version.matrix })
    };
    audits.iter().map(case).collect()
}

fn reckoned(scheme: &BookScheme, assessment: &Assessment, earlier: &Assessment) -> Option<Reckoned> {
    let matrix = &scheme.version_on(earlier.date)?.matrix;
    let bearing = assessment.bearing_of(earlier, matrix)?;
    Some(Reckoned { date: earlier.date, bearing, categories: categories(earlier) })
}

/// The categories that occurred in an audit, after aggravation, each once.
fn categories(outcome: &Assessment) -> Vec<CategoryCode> {
    let weighed = outcome.trace.iter().flat_map(|trace| &trace.weighed);
    weighed.map(|(category, ..)| category.clone()).collect()
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
