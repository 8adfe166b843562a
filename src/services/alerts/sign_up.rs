//! Asking to follow something.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{Followed, Frequency};
use crate::domain::access::Actor;
use crate::notify::{Address, What};
use crate::storage::outbox::Reader;
use crate::storage::subscriptions::{self, NewSubscription};
use crate::storage::{Conn, StorageError, Store, audit_trail, outbox};

/// How long somebody has to confirm; then the address is erased.
pub const TIME_TO_CONFIRM: TimeDelta = TimeDelta::hours(72);

/// How many mails one address gets per day without having asked for them with a link: others may type it in.
const MAILS_A_DAY: i64 = 3;

/// How many may wait to be confirmed at once; above it nobody is added, so that a flood fills nothing.
const WAITING: i64 = 100_000;

/// What mails are written here.
pub(super) const CONFIRM: &str = "bevestigen";
pub(super) const ALREADY: &str = "volgt-al";

/// Somebody who asks.
#[derive(Debug, Clone)]
pub struct SignUp {
    /// The address that was typed.
    pub email: Address,
    /// Code of the language that they read.
    pub language: &'static str,
    /// How often they want to hear.
    pub frequency: Frequency,
    /// What they want to follow.
    pub followed: Followed,
}

/// Why nobody can follow that.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// The register does not know it.
    #[error("dit staat niet in het register")]
    Unknown,
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Writes a mail that asks for confirmation, or says that they follow it already. What comes back is the same, whatever is
/// known of the address.
///
/// # Errors
/// [`SignUpError`] when the register does not know what is to be followed, or the database fails.
pub fn sign_up(store: &Store, now: DateTime<Utc>, asked: &SignUp) -> Result<(), SignUpError> {
    store.write(|conn| {
        if asked.followed.what(conn)?.is_none() {
            return Err(SignUpError::Unknown);
        }
        Ok(note(conn, now, asked)?)
    })
}

/// The name that people know this by; nothing when the register does not know it.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn known(store: &Store, followed: &Followed) -> Result<Option<What>, StorageError> {
    store.read(|conn| followed.what(conn))
}

fn note(conn: &mut Conn, now: DateTime<Utc>, asked: &SignUp) -> Result<(), StorageError> {
    let email = asked.email.as_str();
    if outbox::written_for(conn, email, &[CONFIRM, ALREADY], now - TimeDelta::days(1))? >= MAILS_A_DAY {
        return Ok(());
    }
    let new = NewSubscription {
        email,
        language: asked.language,
        frequency: asked.frequency.word(),
        kind: asked.followed.kind(),
        subject: asked.followed.subject(),
    };
    match subscriptions::of(conn, email, new.kind, new.subject)? {
        Some(known) if known.confirmed_at.is_some() => {
            outbox::insert(conn, now, Reader::Follower(known.id), ALREADY, "{}")
        }
        Some(waiting) => {
            subscriptions::ask_again(conn, now, waiting.id, &new)?;
            outbox::insert(conn, now, Reader::Follower(waiting.id), CONFIRM, "{}")
        }
        None if subscriptions::unconfirmed(conn)? >= WAITING => {
            tracing::warn!("too many subscriptions wait to be confirmed: nobody is added");
            Ok(())
        }
        None => {
            let id = subscriptions::insert(conn, now, &new)?;
            let details = json!({"soort": new.kind, "frequentie": new.frequency});
            audit_trail::append(conn, now, &Actor::Public, "volgen-gevraagd", &subject(id), &details)?;
            outbox::insert(conn, now, Reader::Follower(id), CONFIRM, "{}")
        }
    }
}

/// How the audit trail names a subscription: by its number, never by its address.
pub(super) fn subject(id: i64) -> String {
    format!("volger/{id}")
}
