//! Reasons for decisions that depart from the matrix: bodies give them, two supervisors judge them, and an accepted one takes
//! the decision out of the figures in the same transaction.

mod follow;
mod judge;
mod letters;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::scheme_book::SchemeBook;
use super::supervise;
use crate::domain::access::{Actor, GiveReasons, Permit, SeeBody, Supervise};
use crate::domain::identifiers::{AuditRef, BodyCode, KvkNumber, SchemeCode};
use crate::domain::reason::{Deviation, InvalidWords, Refused, State, Step, Thread, Words};
use crate::storage::bodies::{self, Body};
use crate::storage::{Conn, Known, StorageError, Store, audit_trail, histories, reasons as rows, register};

pub use judge::{confirm, propose, send_back};

pub(in crate::services) use follow::follow;

/// Why a step was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReasonError {
    /// This body has no such audit.
    #[error("dit onderzoek is er niet")]
    NoSuchAudit,
    /// The verdict holds nothing against the body.
    #[error("het oordeel over dit onderzoek wijkt niet af van de matrix; er is geen reden nodig")]
    NothingToExplain,
    /// Somebody added a step since the page was shown.
    #[error("er is intussen iets bij gekomen; lees het hieronder en beslis opnieuw")]
    Stale,
    /// The words will not do.
    #[error("de toelichting: {0}")]
    Words(#[from] InvalidWords),
    /// The step does not follow on those before it, or not by this person.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl ReasonError {
    /// Lets a failure of the database go its own way, aside of what can be told to whoever took the step.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn aside<T>(outcome: Result<T, Self>) -> Result<Result<T, Self>, StorageError> {
        match outcome {
            Err(Self::Storage(error)) => Err(error),
            other => Ok(other),
        }
    }
}

/// A reason with what it is about.
#[derive(Debug, Clone)]
pub struct Reason {
    /// The steps.
    pub thread: Thread,
    /// What departs from the matrix now; none when nothing does.
    pub deviation: Option<Deviation>,
}

impl Reason {
    /// Whether the deviation is excused.
    pub fn excuses(&self) -> bool {
        self.thread.excuses(self.deviation.as_ref())
    }
}

/// What somebody saw and wrote.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The audit.
    pub audit: &'a AuditRef,
    /// How many steps there were when the page was shown.
    pub seen: usize,
    /// What was written; may be empty where no words are needed.
    pub words: &'a str,
}

impl Written<'_> {
    fn words(&self) -> Result<Words, ReasonError> {
        Ok(Words::parse(self.words)?)
    }

    fn words_if_any(&self) -> Result<Option<Words>, ReasonError> {
        if self.words.trim().is_empty() { Ok(None) } else { self.words().map(Some) }
    }
}

/// The reason for one audit of a body; none when this body has no such audit.
///
/// # Errors
/// A fault of the database.
pub fn one(store: &Store, permit: &Permit<SeeBody>, audit: &AuditRef) -> Result<Option<Reason>, StorageError> {
    store.read(|conn| Ok(found(conn, permit.body(), audit)?.map(|(_, reason)| reason)))
}

/// The body gives a reason, for the first time or again.
///
/// # Errors
/// [`ReasonError`]; nothing is kept then.
pub fn give(
    store: &Store,
    permit: &Permit<GiveReasons>,
    now: DateTime<Utc>,
    today: NaiveDate,
    written: Written<'_>,
) -> Result<(), ReasonError> {
    let words = written.words()?;
    let step = |reason: &Reason| {
        let about = reason.deviation.clone().ok_or(ReasonError::NothingToExplain)?;
        Ok(reason.thread.give(permit, now, words, about)?)
    };
    take(store, (permit.actor(), permit.body()), (now, today), &written, step)
}

/// The body takes its reason back.
///
/// # Errors
/// [`ReasonError`]; nothing is kept then.
pub fn withdraw(
    store: &Store,
    permit: &Permit<GiveReasons>,
    now: DateTime<Utc>,
    today: NaiveDate,
    written: Written<'_>,
) -> Result<(), ReasonError> {
    let words = written.words_if_any()?;
    let step = |reason: &Reason| Ok(reason.thread.withdraw(permit, now, words)?);
    take(store, (permit.actor(), permit.body()), (now, today), &written, step)
}

/// Takes a step: it is added with its line in the trail and its letters, and the signals follow.
fn take(
    store: &Store,
    (actor, code): (&Actor, &BodyCode),
    (now, today): (DateTime<Utc>, NaiveDate),
    written: &Written<'_>,
    step: impl FnOnce(&Reason) -> Result<Step, ReasonError>,
) -> Result<(), ReasonError> {
    store.write(|conn| {
        let (body, reason) = found(conn, code, written.audit)?.ok_or(ReasonError::NoSuchAudit)?;
        if reason.thread.steps().len() != written.seen {
            return Err(ReasonError::Stale);
        }
        let step = step(&reason)?;
        let before = reason.thread.state().clone();
        let place = (body.id, written.audit.clone());
        add(conn, actor, &body.code, &place, &reason.thread, &step)?;
        letters::about(conn, now, &body.code, written.audit, &step)?;
        let counts = |state: &State| *state == State::Accepted;
        let after = rows::of_audit(conn, place.0, &place.1)?;
        if counts(&before) != counts(after.state()) {
            supervise::follow(conn, now, today)?;
        }
        Ok(())
    })
}

/// Adds a step with its line in the audit trail.
fn add(
    conn: &mut Conn,
    actor: &Actor,
    body: &BodyCode,
    place: &rows::Place,
    thread: &Thread,
    step: &Step,
) -> Result<(), StorageError> {
    rows::add(conn, place, thread.steps().len(), step)?;
    let subject = format!("instelling/{body}/onderzoek/{}", place.1);
    let verdicts: Vec<&str> = step.about.verdicts().iter().map(|verdict| verdict.code()).collect();
    let details = json!({"stap": thread.steps().len() + 1, "oordelen": verdicts, "door": step.by});
    audit_trail::append(conn, step.at, actor, &format!("reden-{}", step.kind.code()), &subject, &details)
}

fn found(conn: &mut Conn, code: &BodyCode, audit: &AuditRef) -> Result<Option<(Body, Reason)>, StorageError> {
    let Some(body) = bodies::by_code(conn, code)? else { return Ok(None) };
    if histories::one(conn, body.id, audit)?.is_none() {
        return Ok(None);
    }
    let place = (body.id, audit.clone());
    let verdict = rows::verdicts_of(conn, [&place])?.remove(&place);
    let deviation = verdict.as_ref().and_then(rows::deviation);
    Ok(Some((body, Reason { thread: rows::of_audit(conn, place.0, audit)?, deviation })))
}

/// A reason that waits for the regulator.
#[derive(Debug, Clone)]
pub struct WaitingReason {
    /// The body that gave it.
    pub body: Body,
    /// The audit.
    pub audit: AuditRef,
    /// The name of the firm.
    pub firm: String,
    /// The scheme.
    pub scheme: SchemeCode,
    /// Since when it waits.
    pub since: DateTime<Utc>,
    /// The reason.
    pub reason: Reason,
}

/// The reasons that wait for a supervisor or for a second one, those that wait longest first. One whose deviation is gone asks
/// nothing any more and is not among them.
///
/// # Errors
/// A fault of the database.
pub fn waiting(store: &Store, _: &Permit<Supervise>) -> Result<Vec<WaitingReason>, StorageError> {
    store.read(|conn| {
        let mut threads = rows::all(conn, None)?;
        threads.retain(|_, thread| thread.state().is_open());
        let verdicts = rows::verdicts_of(conn, threads.keys())?;
        let known: HashMap<i64, Body> =
            bodies::all(conn, Known::Now)?.into_iter().map(|body| (body.id, body)).collect();
        let book = SchemeBook::load(conn, Known::Now)?;
        let holders: Vec<KvkNumber> = verdicts.values().map(|verdict| verdict.kvk_number.clone()).collect();
        let firms = register::names_of(conn, &holders)?;
        let mut found = Vec::new();
        for (place, thread) in threads {
            let Some(verdict) = verdicts.get(&place) else { continue };
            let (Some(deviation), Some(since)) = (rows::deviation(verdict), thread.waits_since()) else { continue };
            let (Some(body), Some(scheme)) = (known.get(&place.0), book.by_id(verdict.scheme_id)) else { continue };
            found.push(WaitingReason {
                body: body.clone(),
                audit: place.1,
                firm: firms.get(&verdict.kvk_number).cloned().unwrap_or_default(),
                scheme: scheme.scheme.code.clone(),
                since,
                reason: Reason { thread, deviation: Some(deviation) },
            });
        }
        found.sort_by(|a, b| (a.since, &a.body.code, &a.audit).cmp(&(b.since, &b.body.code, &b.audit)));
        Ok(found)
    })
}

/// The audits of a body of which the deviation is excused.
pub(in crate::services) fn excused(conn: &mut Conn, body_id: i64) -> Result<Vec<AuditRef>, StorageError> {
    let mut threads = rows::all(conn, Some(body_id))?;
    threads.retain(|_, thread| *thread.state() == State::Accepted);
    let verdicts = rows::verdicts_of(conn, threads.keys())?;
    let excuses =
        |place: &rows::Place, thread: &Thread| thread.excuses(verdicts.get(place).and_then(rows::deviation).as_ref());
    Ok(threads.iter().filter(|(place, thread)| excuses(place, thread)).map(|(place, _)| place.1.clone()).collect())
}
