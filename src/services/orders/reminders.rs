//! Mail before the term of an order ends, and when it is over.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use super::{letters, subject};
use crate::domain::access::Actor;
use crate::domain::calendar::dutch_day;
use crate::domain::order::{Course, State};
use crate::storage::orders::{self as rows, Addressed, Of};
use crate::storage::{Conn, StorageError, Store, audit_trail};

/// How many days before the end of a term is told that it ends.
pub const DAYS_BEFORE: [i32; 2] = [14, 3];

/// The moment after the last day, as it is noted.
const OVER: i32 = -1;

/// The hour from which letters are written, in the Netherlands.
const FROM: TimeDelta = TimeDelta::hours(7);

/// Writes the reminders that are due and were not written; returns how many terms were told.
///
/// # Errors
/// A [`StorageError`] when the database fails; nothing was written then.
pub fn write(store: &Store, now: DateTime<Utc>) -> Result<usize, StorageError> {
    let today = dutch_day(now);
    // Nobody waits for a writer to learn that there is nothing to do.
    if dutch_day(now - FROM) != today || store.read(|conn| due(conn, today))?.is_empty() {
        return Ok(0);
    }
    store.write(|conn| {
        let due = due(conn, today)?;
        for (order, one, due_on, moments) in &due {
            letters::reminder(conn, now, order, &one.to, (*due_on, today))?;
            for days in moments {
                rows::tell(conn, now, one.id, *due_on, *days)?;
            }
            let subject = format!("{}/{}", subject(order.id), one.to.name());
            let details = json!({"uiterlijk": due_on});
            audit_trail::append(conn, now, &Actor::System, "last-herinnering", &subject, &details)?;
        }
        Ok(due.len())
    })
}

type Due = (rows::Order, Addressed, NaiveDate, Vec<i32>);

/// Whom something is to be told, with the moments that were reached and not told.
fn due(conn: &mut Conn, today: NaiveDate) -> Result<Vec<Due>, StorageError> {
    let told = rows::told(conn)?;
    let mut found = Vec::new();
    for order in rows::list(conn, Of::Everybody, None)? {
        for one in &order.addressed {
            let Some(State::Running(due_on)) = one.course.as_ref().map(Course::state) else { continue };
            let mut moments = reached(due_on, today);
            moments.retain(|days| !told.contains(&(one.id, due_on, *days)));
            if !moments.is_empty() {
                found.push((order.clone(), one.clone(), due_on, moments));
            }
        }
    }
    Ok(found)
}

/// A moment that passed while nothing ran is told later, all of them in one mail.
fn reached(due_on: NaiveDate, today: NaiveDate) -> Vec<i32> {
    let left = (due_on - today).num_days();
    if left < 0 {
        return vec![OVER];
    }
    DAYS_BEFORE.into_iter().filter(|days| left <= i64::from(*days)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_that_was_missed_is_told_with_the_next() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap_or_default();
        let at = |today| reached(day("2027-01-19"), day(today));
        assert_eq!(at("2027-01-04"), Vec::<i32>::new());
        assert_eq!(at("2027-01-05"), [14]);
        assert_eq!(at("2027-01-18"), [14, 3]);
        assert_eq!(at("2027-01-19"), [14, 3]);
        assert_eq!(at("2027-01-20"), [OVER]);
    }
}
