//! Deliveries by programs: records as JSON, one or many, through the same parse, plan and apply as files.
//!
//! [`put`] and [`batch`] say what a request is; [`deliver`] does it. A record can be held to what the program saw of it
//! ([`Conditions`]), and a request that is sent again gets the answer it got before ([`Repeat`]).

pub mod own;
mod reading;
pub mod repeating;

use chrono::{DateTime, NaiveDate, Utc};

use self::reading::Sent;
pub use self::reading::{MOST_RECORDS, field_name};
pub use self::repeating::{Answer, Repeat};
use super::apply::{Mode, Receipt, Request, check_through, deliver_in};
use super::plan::{Outcome, Plan};
use super::{DeliveryError, body_of};
use crate::domain::access::program::{Scope, Subject, WriteRecords};
use crate::domain::access::{Actor, Deliver, Permit, decide};
use crate::domain::calendar::dutch_day;
use crate::domain::delivery_report::{Fault, Faults};
use crate::domain::identifiers::BodyCode;
use crate::exchange::delivery::Counts;
use crate::exchange::records::{RecordFault, Report};
use crate::storage::{Conn, StorageError, Store, deliveries};

/// What a program wants to have stored, as it was read.
#[derive(Debug)]
pub struct Records {
    sent: Sent,
    mode: Mode,
    /// The record that is put, and what it must look like now.
    single: Option<(Subject, String, Conditions)>,
}

/// What a record must look like before it is replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    /// It must be there and have one of these tags.
    pub matches: Option<Tags>,
    /// It may not have any of these tags.
    pub matches_none: Option<Tags>,
}

/// Tags of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tags {
    /// Whatever stands there.
    Any,
    /// One of these.
    These(Vec<String>),
}

impl Tags {
    fn hold(&self, tag: Option<&str>) -> bool {
        match self {
            Self::Any => tag.is_some(),
            Self::These(tags) => tag.is_some_and(|tag| tags.iter().any(|known| known == tag)),
        }
    }
}

impl Conditions {
    /// Whether there is anything to look at.
    pub fn are_given(&self) -> bool {
        self.matches.is_some() || self.matches_none.is_some()
    }

    fn hold(&self, tag: Option<&str>) -> bool {
        self.matches.as_ref().is_none_or(|tags| tags.hold(tag))
            && !self.matches_none.as_ref().is_some_and(|tags| tags.hold(tag))
    }
}

/// Why a request was not looked at any further.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It is no JSON; the text says where it goes wrong.
    #[error("{0}")]
    NotJson(String),
    /// The token does not allow it: what it should allow.
    #[error("Het token mag dit niet; nodig is {}.", .0.iter().map(|scope| scope.word()).collect::<Vec<_>>().join(", "))]
    Scopes(Vec<Scope>),
    /// The same key came with another request.
    #[error(
        "Deze Idempotency-Key hoort bij een ander verzoek van de laatste 24 uur. Neem voor elk verzoek een nieuwe."
    )]
    OtherRequest,
    /// The request with this key is still being worked on.
    #[error("Het verzoek met deze Idempotency-Key is nog in behandeling. Probeer het over enkele seconden opnieuw.")]
    InProgress,
    /// It cannot be delivered at all.
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
}

impl From<StorageError> for Refused {
    fn from(error: StorageError) -> Self {
        Self::Delivery(error.into())
    }
}

/// What came of a request.
#[derive(Debug)]
pub enum Done {
    /// The record was put.
    Put {
        /// Whether there was none.
        new: bool,
        /// As it stands now.
        record: Box<own::OwnRecord>,
    },
    /// The records were stored, perhaps without those that are refused.
    Stored(Report),
    /// Nothing was stored because of these faults; and how many there are more.
    Faults(Vec<RecordFault>, usize),
    /// The record is not what the program thinks it is.
    Changed,
}

/// Reads the record that a program puts at the address of this reference.
///
/// # Errors
/// [`Refused::NotJson`].
pub fn put(
    body: &[u8],
    subject: Subject,
    reference: &str,
    conditions: Conditions,
    now: DateTime<Utc>,
) -> Result<Records, Refused> {
    let sent = reading::single(body, subject, reference, dutch_day(now))?;
    Ok(Records { sent, mode: Mode::All, single: Some((subject, reference.trim().to_owned(), conditions)) })
}

/// Reads the records of a batch; with `accept_valid`, those that are right are stored also when others are not.
///
/// # Errors
/// [`Refused::NotJson`].
pub fn batch(body: &[u8], accept_valid: bool, now: DateTime<Utc>) -> Result<Records, Refused> {
    let sent = reading::batch(body, dutch_day(now))?;
    let mode = if accept_valid { Mode::AcceptValid } else { Mode::All };
    Ok(Records { sent, mode, single: None })
}

impl Records {
    /// What may do this for the body.
    fn right(&self, body: &BodyCode) -> WriteRecords {
        WriteRecords {
            body: body.clone(),
            subjects: self.sent.subjects.clone(),
            moves_day: self.sent.through.is_some(),
        }
    }

    /// The permit of the actor to deliver these.
    ///
    /// # Errors
    /// [`Refused::Scopes`] with all that the token should allow, or [`DeliveryError::Denied`] for whoever has no token.
    pub fn permit(&self, actor: &Actor, body: &BodyCode) -> Result<Permit<WriteRecords>, Refused> {
        let right = self.right(body);
        // What holds no record and is wrong besides is told what is wrong.
        let needed: Vec<Scope> = right.needed().collect();
        decide(actor, right).map_err(|denied| match actor {
            Actor::Program(program) if program.body() == body => Refused::Scopes(needed),
            _ => Refused::Delivery(denied.into()),
        })
    }
}

/// Stores what a program sent, once for each key it gives.
///
/// # Errors
/// [`Refused`] when nothing can be done. Faults in the records are no error: they are the answer.
pub fn deliver(
    store: &Store,
    permit: &Permit<WriteRecords>,
    records: Records,
    repeat: Option<&Repeat<'_>>,
    now: DateTime<Utc>,
    answer: impl Fn(&Done) -> Answer,
) -> Result<Answer, Refused> {
    let right = permit.to_deliver(&records.sent.subjects, records.sent.through.is_some());
    let deliver = right.map_err(DeliveryError::from)?;
    let claim = match repeat {
        Some(repeat) => match repeating::claim(store, repeat, now)? {
            repeating::Claimed::Answered(answer) => return Ok(answer),
            repeating::Claimed::Ours(claim) => Some(claim),
        },
        None => None,
    };
    let stored = store.write(|conn| {
        let answer = answer(&done(conn, &deliver, records, now)?);
        if let Some(claim) = claim {
            repeating::keep(conn, claim, &answer)?;
        }
        Ok(answer)
    });
    if let (Err(_), Some(claim)) = (&stored, claim) {
        repeating::give_back(store, claim)?;
    }
    stored
}

fn done(conn: &mut Conn, permit: &Permit<Deliver>, records: Records, now: DateTime<Utc>) -> Result<Done, Refused> {
    let Records { sent, mode, single } = records;
    let body = body_of(conn, permit.body())?;
    if let Some((subject, reference, conditions)) = &single
        && conditions.are_given()
        // A record that is wrong by itself is refused whatever stands there.
        && sent.delivery.faults.is_empty()
        && !conditions.hold(own::tag_now(conn, body.id, *subject, reference)?.as_deref())
    {
        return Ok(Done::Changed);
    }
    if let Err(fault) = check_through(sent.through, now) {
        let mut faults = sent.delivery.faults;
        let fault =
            Fault { column: Some("bijgewerktTot".to_owned().into()), ..Fault::of_file(&"".into(), fault.to_string()) };
        faults.push_whole_file(fault);
        return Ok(refused(&faults));
    }
    let known = deliveries::complete_through(conn, body.id)?;
    let through = sent.through.or(known).or_else(|| day_before_all(&sent, dutch_day(now)));
    let request = Request { delivery: sent.delivery, through, mode };
    let receipt = deliver_in(conn, permit, request, now, &|_, _| {})?;
    let Receipt { plan, complete_through, complete_before, applied } = receipt;
    let (Some(applied), Some(through)) = (applied, complete_through) else { return Ok(refused(&plan.faults)) };
    if single.is_some()
        && let Some((new, record)) = the_one(&plan)
    {
        return Ok(Done::Put { new, record: Box::new(record) });
    }
    Ok(Done::Stored(Report {
        instelling: permit.body().to_string(),
        aanlevering: applied.delivery_id,
        bijgewerkt_tot: complete_before.map_or(through, |before| before.max(through)),
        geteld: Counts::from(plan.counts),
        fouten: reading::told(&plan.faults),
    }))
}

fn refused(faults: &Faults) -> Done {
    Done::Faults(reading::told(faults), faults.dropped())
}

/// The record of a plan that has one, and whether the register did not know it yet.
fn the_one(plan: &Plan) -> Option<(bool, own::OwnRecord)> {
    let new = |outcome: &Outcome| *outcome == Outcome::New;
    if let Some(row) = plan.certificates.first() {
        return Some((new(&row.outcome), own::OwnRecord::certificate(&row.record)));
    }
    if let Some(row) = plan.audits.first() {
        return Some((new(&row.outcome), own::OwnRecord::audit(&row.record)));
    }
    if let Some(row) = plan.findings.first() {
        return Some((new(&row.outcome), own::OwnRecord::finding(&row.record)));
    }
    plan.decisions.first().map(|row| (new(&row.outcome), own::OwnRecord::decision(&row.record)))
}

/// A program that sends one record does not say that all others were sent. Of a body that never delivered, nothing is known to
/// be complete: the day lies before everything in its first delivery.
fn day_before_all(sent: &Sent, today: NaiveDate) -> Option<NaiveDate> {
    let delivery = &sent.delivery;
    let issued = delivery.certificates.iter().filter_map(|draft| Some(draft.content.as_ref().ok()?.issued_on));
    let audited = delivery.audits.iter().filter_map(|draft| Some(draft.content.as_ref().ok()?.date));
    let decided = delivery.decisions.iter().filter_map(|draft| Some(draft.content.as_ref().ok()?.date));
    let first = issued.chain(audited).chain(decided).min()?;
    first.pred_opt().map(|day| day.min(today))
}
