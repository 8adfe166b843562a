//! From changes that concern somebody to a mail that waits.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::answer::digest_day;
use crate::storage::outbox::Reader;
use crate::storage::{Conn, StorageError, Store, alerts, outbox, subscriptions};

/// The kind of mail that is written here.
pub(super) const NEWS: &str = "nieuws";

/// Changes in one mail at most; the others are counted.
const IN_ONE_MAIL: usize = 100;

/// Subscriptions for which mails are written in one transaction.
const AT_ONCE: i64 = 100;

/// What a mail with news is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payload {
    /// The places of the changes in the log.
    #[serde(rename = "wijzigingen")]
    pub(super) changes: Vec<i64>,
    /// How many more there are.
    #[serde(rename = "meer")]
    pub(super) more: u64,
}

/// Writes the mails that are due; returns how many.
pub(super) fn compose(store: &Store, now: DateTime<Utc>) -> Result<usize, StorageError> {
    let mut written = 0;
    let day = digest_day(now);
    loop {
        // Nobody waits for a writer to learn that there is nothing to do.
        if store.read(|conn| alerts::due(conn, day, 1))?.is_empty() {
            return Ok(written);
        }
        written += store.write(|conn| {
            let due = alerts::due(conn, day, AT_ONCE)?;
            due.iter().try_for_each(|id| write(conn, now, *id))?;
            Ok::<_, StorageError>(due.len())
        })?;
    }
}

fn write(conn: &mut Conn, now: DateTime<Utc>, subscription: i64) -> Result<(), StorageError> {
    let mut changes = alerts::take(conn, subscription)?;
    let more = changes.len().saturating_sub(IN_ONE_MAIL);
    changes.truncate(IN_ONE_MAIL);
    let payload = Payload { changes, more: u64::try_from(more).unwrap_or(u64::MAX) };
    let payload = serde_json::to_string(&payload).map_err(|error| StorageError::damaged(error.to_string()))?;
    outbox::insert(conn, now, Reader::Follower(subscription), NEWS, &payload)?;
    subscriptions::note_digest(conn, subscription, digest_day(now))
}
