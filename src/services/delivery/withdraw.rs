//! Taking a delivery back, in one transaction: what it opened is closed, what it closed is opened again, the last complete
//! day goes back, and verdicts, signals and the log of changes follow.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{DeliveryError, body_of};
use crate::domain::access::{Actor, Deliver, Permit};
use crate::domain::calendar::{dutch_day, in_words};
use crate::domain::identifiers::KvkNumber;
use crate::domain::withdrawal::{Facts, Obstacle, Reason, Withdrawal, withdraw as decide_withdrawal};
use crate::notify::Letter;
use crate::services::changes::{self, Watch};
use crate::services::{post, reassess, supervise, takeovers};
use crate::storage::bodies::Body;
use crate::storage::deliveries::Delivered;
use crate::storage::{
    Conn, StorageError, Store, audit_trail, deliveries, refused_files, register_state, upload_plans, withdrawals,
};

/// Whether a delivery can be taken back now, or what stands in the way.
pub(super) fn weigh(
    conn: &mut Conn,
    body: &Body,
    delivery: &Delivered,
    now: DateTime<Utc>,
) -> Result<Result<Withdrawal, Vec<Obstacle>>, StorageError> {
    let unhindered = Facts {
        delivery: delivery.id,
        received_at: delivery.received_at,
        withdrawn_at: delivery.withdrawn_at,
        changed_since: Vec::new(),
        leaning: Vec::new(),
        reasoned: Vec::new(),
    };
    // What was built on an old delivery need not be looked for.
    if let Err(obstacles) = decide_withdrawal(&unhindered, now) {
        return Ok(Err(obstacles));
    }
    Ok(decide_withdrawal(&facts(conn, body, delivery)?, now))
}

fn facts(conn: &mut Conn, body: &Body, delivery: &Delivered) -> Result<Facts, StorageError> {
    Ok(Facts {
        delivery: delivery.id,
        received_at: delivery.received_at,
        withdrawn_at: delivery.withdrawn_at,
        changed_since: withdrawals::changed_since(conn, delivery.id)?,
        leaning: withdrawals::leaning(conn, body.id, delivery.id)?,
        reasoned: withdrawals::reasoned(conn, body.id, delivery.id)?,
    })
}

/// Takes a delivery of a body back.
///
/// # Errors
/// [`DeliveryError`] when the actor may not deliver for the body, there is no such delivery, something stands in the way, or
/// the database fails.
pub fn withdraw(
    store: &Store,
    permit: &Permit<Deliver>,
    id: i64,
    reason: &Reason,
    now: DateTime<Utc>,
) -> Result<(), DeliveryError> {
    store.write(|conn| {
        let body = body_of(conn, permit.body())?;
        let delivery = deliveries::find(conn, body.id, id)?.ok_or(DeliveryError::DeliveryNotFound)?;
        let withdrawal = weigh(conn, &body, &delivery, now)?.map_err(DeliveryError::NotWithdrawable)?;
        put_back(conn, permit.actor(), &body, &delivery, &withdrawal, reason)
    })
}

/// How somebody names a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By its number.
    Number(i64),
    /// By its checksum or the beginning of it, in small letters.
    Checksum(String),
}

/// A text that names no delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Geef het nummer van de aanlevering, of ten minste de eerste twaalf tekens van het controlegetal.")]
pub struct NoName;

impl Named {
    /// Reads the number or the checksum of a delivery: twelve signs of a checksum or more, as its list shows it.
    ///
    /// # Errors
    /// [`NoName`].
    pub fn parse(text: &str) -> Result<Self, NoName> {
        let text = text.trim().trim_end_matches('…').to_ascii_lowercase();
        if text.len() < 12 && text.bytes().all(|sign| sign.is_ascii_digit()) {
            return text.parse().map(Self::Number).map_err(|_| NoName);
        }
        let is_checksum = (12..=64).contains(&text.len()) && text.bytes().all(|sign| sign.is_ascii_hexdigit());
        if is_checksum { Ok(Self::Checksum(text)) } else { Err(NoName) }
    }
}

/// The number of the delivery of a body that somebody names so. Of several with one checksum it is the last that was not taken
/// back.
///
/// # Errors
/// [`DeliveryError`] when the actor may not deliver for the body, there is no such delivery, or the database fails.
pub fn number_of(store: &Store, permit: &Permit<Deliver>, named: &Named) -> Result<i64, DeliveryError> {
    store.read(|conn| {
        let body = body_of(conn, permit.body())?;
        let found = match named {
            Named::Number(id) => deliveries::find(conn, body.id, *id)?.map(|delivery| delivery.id),
            Named::Checksum(text) => deliveries::with_checksum(conn, body.id, text)?.pop(),
        };
        found.ok_or(DeliveryError::DeliveryNotFound)
    })
}

fn put_back(
    conn: &mut Conn,
    actor: &Actor,
    body: &Body,
    delivery: &Delivered,
    withdrawal: &Withdrawal,
    reason: &Reason,
) -> Result<(), DeliveryError> {
    let now = withdrawal.at();
    let today = dutch_day(now);
    let day = changes::day::advance(conn, now)?;
    let numbers = withdrawals::certificates(conn, body.id, delivery.id)?;
    let holders: BTreeSet<KvkNumber> = withdrawals::holders(conn, body.id, delivery.id)?.into_iter().collect();
    let firms = takeovers::Firms::of_body(conn, holders.iter().cloned().collect(), body.id)?;
    let mut watched: BTreeSet<_> = numbers.into_iter().map(|number| (body.id, number)).collect();
    watched.extend(firms.watched(conn)?);
    let watch = Watch::on(conn, watched)?;
    let through_before = deliveries::complete_through(conn, body.id)?;
    let records = withdrawals::put_back(conn, body.id, withdrawal)?;
    firms.follow(conn, now)?;
    withdrawals::insert(conn, withdrawal, actor.account(), reason)?;
    upload_plans::forget_of_body(conn, body.id)?;
    refused_files::remove_of(conn, delivery.id)?;
    let through = deliveries::complete_through(conn, body.id)?;
    reassess::after_withdrawal(conn, now, today, body.id, holders, through != through_before)?;
    supervise::follow(conn, now, today)?;
    let counter = register_state::bump(conn)?;
    watch.record_taken_back(conn, now, counter, day)?;
    let details = json!({
        "aanlevering": delivery.id,
        "reden": reason.as_str(),
        "regels": records,
        "volledigTotVoor": through_before,
        "volledigTot": through,
    });
    let subject = format!("instelling {}", body.code);
    audit_trail::append(conn, now, actor, "aanlevering-ingetrokken", &subject, &details)?;
    tell(conn, body, delivery, reason, actor.account(), now)?;
    Ok(())
}

/// Whoever delivered hears that it was taken back.
fn tell(
    conn: &mut Conn,
    body: &Body,
    delivery: &Delivered,
    reason: &Reason,
    by: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    let Some(account) = deliveries::sender_id(conn, delivery.id)? else { return Ok(()) };
    let letter = Letter::about(format!("Aanlevering {} is ingetrokken", delivery.id))
        .text(format!(
            "Aanlevering {} van {}, opgeslagen op {}, is ingetrokken door {}.",
            delivery.id,
            body.name,
            in_words(dutch_day(delivery.received_at)),
            by.unwrap_or("de beheerder")
        ))
        .text(format!("De reden: {}", reason.as_str()))
        .text("Wat zij wijzigde, staat weer zoals het was. Wat zij toevoegde, geldt niet meer.")
        .page(format!("/instelling/aanleveringen/{}", delivery.id));
    post::write(conn, now, account, "aanlevering-ingetrokken", &letter)
}
