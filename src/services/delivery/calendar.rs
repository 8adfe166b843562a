//! What bodies should have delivered, and what did not come.

use chrono::NaiveDate;

use super::{DeliveryError, body_of};
use crate::domain::access::{Permit, SeeBody, Supervise};
use crate::domain::calendar::dutch_day;
use crate::domain::delivery_calendar::{Due, Expected, Received, Rhythm, Since, calendar, rhythm_on};
use crate::domain::period::Period;
pub use crate::storage::bodies::Body;
use crate::storage::bodies::{self, Designation};
use crate::storage::{Known, StorageError, Store, deliveries, delivery_rhythms};

/// How many periods before the one that runs are shown.
const BACK: usize = 6;

/// The calendar of one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyCalendar {
    /// The body.
    pub body: Body,
    /// How often it must deliver now.
    pub rhythm: Rhythm,
    /// The last day for which everything is delivered; none before its first delivery.
    pub complete_through: Option<NaiveDate>,
    /// The periods, the latest first.
    pub periods: Vec<Expected>,
}

impl BodyCalendar {
    /// The periods that should have come and did not, the earliest first.
    pub fn overdue(&self) -> impl Iterator<Item = &Expected> {
        self.periods.iter().rev().filter(|period| matches!(period.due, Due::Overdue { .. }))
    }

    /// The next period to deliver that is not late yet.
    pub fn next(&self) -> Option<&Expected> {
        self.periods.iter().rev().find(|period| matches!(period.due, Due::Expected | Due::Running))
    }
}

/// The calendar of a body; for whoever may see the body.
///
/// # Errors
/// [`DeliveryError`] when the body is unknown or the database fails.
pub fn of_body(store: &Store, permit: &Permit<SeeBody>, today: NaiveDate) -> Result<BodyCalendar, DeliveryError> {
    store.read(|conn| {
        let body = body_of(conn, permit.body())?;
        let designations = bodies::designations(conn, Known::Now)?;
        let agreed = delivery_rhythms::of_body(conn, body.id)?;
        let received = deliveries::received(conn, body.id)?;
        Ok(made(body, &agreed, &designations, &received, today))
    })
}

/// The calendars of all bodies, by code.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_all(store: &Store, _: &Permit<Supervise>, today: NaiveDate) -> Result<Vec<BodyCalendar>, StorageError> {
    store.read(|conn| {
        let designations = bodies::designations(conn, Known::Now)?;
        let (mut agreed, mut received) = (delivery_rhythms::all(conn)?, deliveries::received_of_all(conn)?);
        let calendars = bodies::all(conn, Known::Now)?.into_iter().map(|body| {
            let agreed = agreed.remove(&body.id).unwrap_or_default();
            let received = received.remove(&body.id).unwrap_or_default();
            made(body, &agreed, &designations, &received, today)
        });
        Ok(calendars.collect())
    })
}

fn made(
    body: Body,
    agreed: &[Since],
    designations: &[Designation],
    received: &deliveries::Received,
    today: NaiveDate,
) -> BodyCalendar {
    let own = designations.iter().filter(|designation| designation.body_id == body.id);
    let designated: Vec<Period> = own.map(|designation| designation.valid).collect();
    let days: Vec<Received> =
        received.iter().map(|(at, through)| Received { on: dutch_day(*at), through: *through }).collect();
    BodyCalendar {
        rhythm: rhythm_on(agreed, today),
        complete_through: received.iter().map(|(_, through)| *through).max(),
        periods: calendar(agreed, &designated, &days, today, BACK),
        body,
    }
}
