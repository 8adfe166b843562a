//! What the links in mails do: confirm, and stop.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::Followed;
use super::sign_up::subject;
use crate::domain::access::Actor;
use crate::domain::calendar::dutch_day;
use crate::notify::What;
use crate::services::accounts::sha256_hex;
use crate::storage::subscriptions::{self, Subscription, Token};
use crate::storage::{Conn, StorageError, Store, audit_trail, changes, published};

/// For which link a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Saying that one really asked.
    Confirm,
    /// Stopping.
    Stop,
}

impl Purpose {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Confirm => "bevestigen",
            Self::Stop => "opzeggen",
        }
    }
}

/// A subscription that a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// What is followed.
    pub followed: Followed,
    /// The name that people know it by.
    pub what: What,
    /// Whether it was confirmed.
    pub confirmed: bool,
}

/// The hour at which digests are made, in the Netherlands.
const DIGESTS_FROM: TimeDelta = TimeDelta::hours(7);

/// The day for which digests are made at this moment: yesterday's until the morning.
pub(super) fn digest_day(now: DateTime<Utc>) -> chrono::NaiveDate {
    dutch_day(now - DIGESTS_FROM)
}

/// Where a link leads; nothing when it is too old, was used, or never was one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn look(store: &Store, now: DateTime<Utc>, purpose: Purpose, token: &str) -> Result<Option<Linked>, StorageError> {
    store.read(|conn| {
        let Some((token, subscription)) = find(conn, purpose, token)? else { return Ok(None) };
        if is_over(&token, now) && subscription.confirmed_at.is_none() {
            return Ok(None);
        }
        linked(conn, &subscription).map(Some)
    })
}

/// Confirms the subscription of a link; doing it again changes nothing.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn confirm(store: &Store, now: DateTime<Utc>, token: &str) -> Result<Option<Linked>, StorageError> {
    store.write(|conn| {
        let Some((token, subscription)) = find(conn, Purpose::Confirm, token)? else { return Ok(None) };
        if subscription.confirmed_at.is_some() {
            return linked(conn, &subscription).map(Some);
        }
        if is_over(&token, now) {
            return Ok(None);
        }
        let id = subscription.id;
        let begin = changes::last(conn)?;
        subscriptions::confirm(conn, now, id, begin, digest_day(now))?;
        subscriptions::use_tokens(conn, now, id, Purpose::Confirm.word())?;
        audit_trail::append(conn, now, &Actor::Public, "volgen-bevestigd", &subject(id), &json!({}))?;
        let confirmed = Linked { confirmed: true, ..linked(conn, &subscription)? };
        Ok(Some(confirmed))
    })
}

/// Ends the subscription of a link and erases the address; nothing when it is gone already.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn stop(store: &Store, now: DateTime<Utc>, token: &str) -> Result<Option<Linked>, StorageError> {
    store.write(|conn| {
        let Some((_, subscription)) = find(conn, Purpose::Stop, token)? else { return Ok(None) };
        let ended = linked(conn, &subscription)?;
        subscriptions::remove(conn, subscription.id)?;
        audit_trail::append(conn, now, &Actor::Public, "volgen-opgezegd", &subject(subscription.id), &json!({}))?;
        Ok(Some(ended))
    })
}

fn is_over(token: &Token, now: DateTime<Utc>) -> bool {
    token.used_at.is_some() || now >= token.expires_at.utc()
}

fn find(conn: &mut Conn, purpose: Purpose, token: &str) -> Result<Option<(Token, Subscription)>, StorageError> {
    let Some(token) = subscriptions::token(conn, purpose.word(), &sha256_hex(token))? else { return Ok(None) };
    let subscription = subscriptions::find(conn, token.subscription_id)?;
    Ok(subscription.map(|subscription| (token, subscription)))
}

fn linked(conn: &mut Conn, subscription: &Subscription) -> Result<Linked, StorageError> {
    let followed = Followed::stored(&subscription.kind, &subscription.subject)?;
    Ok(Linked { what: named(conn, &followed)?, followed, confirmed: subscription.confirmed_at.is_some() })
}

/// Its name, the last one when the register does not know it any more, or what identifies it.
pub(super) fn named(conn: &mut Conn, followed: &Followed) -> Result<What, StorageError> {
    if let Some(what) = followed.what(conn)? {
        return Ok(what);
    }
    if let Followed::Firm(kvk) = followed
        && let Some(name) = published::last_name_of(conn, kvk)?
    {
        return Ok(What::Firm { kvk: kvk.to_string(), name });
    }
    Ok(What::Body(followed.subject().to_owned()))
}
