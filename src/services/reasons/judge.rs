//! What the regulator makes of a reason: a judgement has legal effect, so it takes two supervisors.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Reason, ReasonError, Written, take};
use crate::domain::access::{JudgeReasons, Permit};
use crate::domain::identifiers::BodyCode;
use crate::domain::reason::Judgement;
use crate::storage::Store;

/// A supervisor proposes to accept or to reject a reason of this body.
///
/// # Errors
/// [`ReasonError`]; nothing is kept then.
pub fn propose(
    store: &Store,
    permit: &Permit<JudgeReasons>,
    (now, today): (DateTime<Utc>, NaiveDate),
    body: &BodyCode,
    judgement: Judgement,
    written: Written<'_>,
) -> Result<(), ReasonError> {
    let words = written.words()?;
    let step = |reason: &Reason| {
        still_needed(reason)?;
        Ok(reason.thread.propose(permit, now, judgement, words)?)
    };
    take(store, (permit.actor(), body), (now, today), &written, step)
}

/// A second supervisor confirms what was proposed: the verdict stays and from now on counts, or does not.
///
/// # Errors
/// [`ReasonError`]; nothing is kept then.
pub fn confirm(
    store: &Store,
    permit: &Permit<JudgeReasons>,
    (now, today): (DateTime<Utc>, NaiveDate),
    body: &BodyCode,
    written: Written<'_>,
) -> Result<(), ReasonError> {
    let words = written.words_if_any()?;
    let step = |reason: &Reason| {
        still_needed(reason)?;
        Ok(reason.thread.confirm(permit, now, words)?)
    };
    take(store, (permit.actor(), body), (now, today), &written, step)
}

/// A second supervisor sends the proposal back, and says why.
///
/// # Errors
/// [`ReasonError`]; nothing is kept then.
pub fn send_back(
    store: &Store,
    permit: &Permit<JudgeReasons>,
    (now, today): (DateTime<Utc>, NaiveDate),
    body: &BodyCode,
    written: Written<'_>,
) -> Result<(), ReasonError> {
    let words = written.words()?;
    let step = |reason: &Reason| Ok(reason.thread.send_back(permit, now, words)?);
    take(store, (permit.actor(), body), (now, today), &written, step)
}

/// Judging what does not deviate any more would be about nothing.
fn still_needed(reason: &Reason) -> Result<(), ReasonError> {
    if reason.deviation.is_some() { Ok(()) } else { Err(ReasonError::NothingToExplain) }
}
