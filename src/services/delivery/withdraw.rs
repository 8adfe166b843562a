//! Taking a delivery back, in one transaction: what it opened is closed, what it closed is opened again, the last complete
//! day goes back, and verdicts, signals and the log of changes follow.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{DeliveryError, body_of};
use crate::domain::access::{Actor, Deliver, Permit};
use crate::domain::calendar::{dutch_day, in_words};
use crate::domain::identifiers::KvkNumber;
use crate::domain::withdrawal::{Facts, Obstacle, Reason, withdraw as decide_withdrawal};
use crate::notify::Letter;
use crate::services::changes::{self, Watch};
use crate::services::{post, reassess, supervise, takeovers};
use crate::storage::bodies::Body;
use crate::storage::deliveries::Delivered;
use crate::storage::{Conn, StorageError, Store, audit_trail, deliveries, register_state, upload_plans, withdrawals};

/// What stands in the way of taking a delivery back now; nothing when it can be done.
pub(super) fn obstacles(
    conn: &mut Conn,
    body: &Body,
    delivery: &Delivered,
    now: DateTime<Utc>,
) -> Result<Vec<Obstacle>, StorageError> {
    let unhindered = Facts {
        received_at: delivery.received_at,
        withdrawn_at: delivery.withdrawn_at,
        changed_since: Vec::new(),
        leaning: Vec::new(),
        reasoned: Vec::new(),
    };
    // What was built on an old delivery need not be looked for.
    if let Err(obstacles) = decide_withdrawal(&unhindered, now) {
        return Ok(obstacles);
    }
    Ok(decide_withdrawal(&facts(conn, body, delivery)?, now).err().unwrap_or_default())
}

fn facts(conn: &mut Conn, body: &Body, delivery: &Delivered) -> Result<Facts, StorageError> {
    Ok(Facts {
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
        let obstacles = obstacles(conn, &body, &delivery, now)?;
        if !obstacles.is_empty() {
            return Err(DeliveryError::NotWithdrawable(obstacles));
        }
        put_back(conn, permit.actor(), &body, &delivery, reason, now)
    })
}

fn put_back(
    conn: &mut Conn,
    actor: &Actor,
    body: &Body,
    delivery: &Delivered,
    reason: &Reason,
    now: DateTime<Utc>,
) -> Result<(), DeliveryError> {
    let today = dutch_day(now);
    let day = changes::day::advance(conn, now)?;
    let numbers = withdrawals::certificates(conn, body.id, delivery.id)?;
    let mut holders: BTreeSet<KvkNumber> = withdrawals::holders(conn, body.id, delivery.id)?.into_iter().collect();
    let firms = takeovers::Firms::of_body(conn, holders.iter().cloned().collect(), body.id)?;
    let mut watched: BTreeSet<_> = numbers.into_iter().map(|number| (body.id, number)).collect();
    watched.extend(firms.watched(conn)?);
    let watch = Watch::on(conn, watched)?;
    let through_before = deliveries::complete_through(conn, body.id)?;
    let records = withdrawals::put_back(conn, now, body.id, delivery.id)?;
    firms.follow(conn, now)?;
    withdrawals::insert(conn, now, delivery.id, actor.account(), reason.as_str())?;
    upload_plans::forget_of_body(conn, body.id)?;
    let through = deliveries::complete_through(conn, body.id)?;
    if through != through_before {
        // With an earlier last day any audit of the body may read differently.
        holders.extend(withdrawals::all_holders(conn, body.id)?);
    }
    reassess::these(conn, now, today, holders)?;
    supervise::follow(conn, now, today)?;
    let counter = register_state::bump(conn)?;
    watch.record(conn, now, counter, day)?;
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
