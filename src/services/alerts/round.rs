//! Everything that is due, once.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::sign_up::TIME_TO_CONFIRM;
use super::{digest, matching};
use crate::domain::access::Actor;
use crate::domain::calendar::dutch_day;
use crate::services::api_tokens;
use crate::services::changes::day;
use crate::services::orders;
pub use crate::services::post::Ways;
use crate::services::post::{self, Sent};
use crate::services::search::Register;
use crate::services::terms::reminders;
use crate::storage::{StorageError, Store, audit_trail, outbox, refused_files, subscriptions};

/// How long it is known that a mail left.
const KEEP_DONE: TimeDelta = TimeDelta::days(30);

/// What a round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// How many changes there were to tell, counted for each who hears.
    pub matched: usize,
    /// How many mails were written.
    pub written: usize,
    /// How many left.
    pub mails: Sent,
    /// How many addresses were erased because nobody confirmed.
    pub erased: usize,
}

/// Writes down what time changed, looks whom changes concern, writes mails that are due (also about tokens that end), sends what
/// waits, and erases what was not confirmed and what was kept long enough.
///
/// # Errors
/// A [`StorageError`] when the database fails; what was done before stays done, and the next round goes on.
pub fn round(store: &Store, register: &Register, ways: &Ways<'_>, now: DateTime<Utc>) -> Result<Done, StorageError> {
    day::turn(store, now, ways.public_history_years)?;
    register.follow(store)?;
    let matched = matching::match_new(store, register, dutch_day(now))?;
    let written = digest::compose(store, now)? + reminders::write(store, now)? + orders::reminders::write(store, now)?;
    let erased = erase(store, now)?;
    api_tokens::warn_of_end(store, now)?;
    let mails = post::send(store, ways, now)?;
    Ok(Done { matched, written, mails, erased })
}

fn erase(store: &Store, now: DateTime<Utc>) -> Result<usize, StorageError> {
    let (unconfirmed, done) = (now - TIME_TO_CONFIRM, now - KEEP_DONE);
    // Nobody waits for a writer to learn that there is nothing to do.
    let needed = store.read(|conn| {
        Ok::<_, StorageError>(
            subscriptions::has_unconfirmed(conn, unconfirmed)?
                || outbox::has_done(conn, done)?
                || refused_files::has_over(conn, now)?,
        )
    })?;
    if !needed {
        return Ok(0);
    }
    store.write(|conn| {
        let erased = subscriptions::remove_unconfirmed(conn, unconfirmed)?;
        if erased > 0 {
            let details = json!({"aantal": erased});
            audit_trail::append(conn, now, &Actor::System, "volgen-niet-bevestigd", "volgers", &details)?;
        }
        subscriptions::remove_tokens(conn, done)?;
        outbox::remove_done(conn, done)?;
        refused_files::remove_over(conn, now)?;
        Ok(erased)
    })
}
