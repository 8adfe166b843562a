//! What happens with each addressee after an order was given.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::{Addressed, Order, OrderError, found, letters, of_organisation, subject};
use crate::domain::access::orders::{AnswerOrders, GiveOrders};
use crate::domain::access::{Actor, Permit};
use crate::domain::order::{Course, Refused, Step};
use crate::domain::words::Words;
use crate::storage::orders::{self as rows, Of};
use crate::storage::{Conn, Store, audit_trail};

/// What the regulator finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Not done yet, or not well: there is time until this day.
    SentBack(NaiveDate),
    /// More time, until this day.
    Extended(NaiveDate),
    /// It was carried out.
    Met,
    /// It was not carried out in time.
    NotMet,
    /// It holds no longer.
    Released,
}

/// What somebody saw and wrote.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The number of the order.
    pub order: i64,
    /// The addressee, by its key.
    pub addressee: i64,
    /// How many steps there were when the page was shown.
    pub seen: usize,
    /// What was written.
    pub words: &'a str,
}

/// The regulator finds something about how an addressee carries out an order.
///
/// # Errors
/// [`OrderError`]; nothing is kept then.
pub fn judge(
    store: &Store,
    permit: &Permit<GiveOrders>,
    (now, today): (DateTime<Utc>, NaiveDate),
    finding: Finding,
    written: Written<'_>,
) -> Result<(), OrderError> {
    let words = Words::parse(written.words)?;
    store.write(|conn| {
        let order = found(conn, Of::Everybody, written.order)?;
        let step = |course: &Course| match finding {
            Finding::SentBack(day) => course.send_back(permit, (now, today), day, words),
            Finding::Extended(day) => course.extend(permit, (now, today), day, words),
            Finding::Met => course.met(permit, now, words),
            Finding::NotMet => course.not_met(permit, (now, today), words),
            Finding::Released => course.release(permit, now, words),
        };
        take(conn, permit.actor(), &order, &written, step)
    })
}

/// An addressee says that the order was carried out, and how.
///
/// # Errors
/// [`OrderError`]; nothing is kept then.
pub fn report(
    store: &Store,
    permit: &Permit<AnswerOrders>,
    now: DateTime<Utc>,
    written: Written<'_>,
) -> Result<(), OrderError> {
    let words = Words::parse(written.words)?;
    store.write(|conn| {
        let own = of_organisation(conn, permit.organisation(), Some(written.order))?;
        let order = own.into_iter().next().ok_or(OrderError::NoSuchOrder)?;
        take(conn, permit.actor(), &order, &written, |course| course.report(permit, now, words))
    })
}

/// Takes a step: it is added with its line in the trail, and whom it concerns is told.
fn take(
    conn: &mut Conn,
    actor: &Actor,
    order: &Order,
    written: &Written<'_>,
    step: impl FnOnce(&Course) -> Result<Step, Refused>,
) -> Result<(), OrderError> {
    let one = order.addressed.iter().find(|one| one.id == written.addressee).ok_or(OrderError::NoSuchOrder)?;
    let Addressed { id, to, course: Some(course) } = one else { return Err(OrderError::NoSuchOrder) };
    if course.steps().len() != written.seen {
        return Err(OrderError::Stale);
    }
    let step = step(course)?;
    rows::add(conn, *id, course.steps().len(), &step)?;
    let subject = format!("{}/{}", subject(order.id), to.name());
    let details = json!({"stap": course.steps().len() + 1, "uiterlijk": step.kind.due_on()});
    audit_trail::append(conn, step.at, actor, &format!("last-{}", step.kind.code()), &subject, &details)?;
    Ok(letters::about(conn, order, to, &step)?)
}
