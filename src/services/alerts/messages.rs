//! From a mail that waits to what it says, for those who follow.

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::ExposeSecret;

use super::Followed;
use super::answer::{Purpose, named};
use super::digest::{NEWS, Payload};
use super::sign_up::{CONFIRM, TIME_TO_CONFIRM};
use crate::domain::calendar::dutch_day;
use crate::notify::{Address, Mail, Message, News};
use crate::services::accounts::{random_token, sha256_hex};
use crate::services::changes::told::told_to_follower;
use crate::services::post::Ways;
use crate::storage::outbox::Waiting;
use crate::storage::subscriptions::{self, Subscription};
use crate::storage::{Conn, StorageError, changes};

/// How long a link to stop works.
const TIME_TO_STOP: TimeDelta = TimeDelta::days(400);

/// The mail to whoever follows, with the tokens of its links, which exist from now on; nothing when there is nothing left to
/// tell.
pub(in crate::services) fn make(
    conn: &mut Conn,
    ways: &Ways<'_>,
    now: DateTime<Utc>,
    waiting: &Waiting,
    subscription: i64,
    id: String,
) -> Result<Option<(Address, Mail)>, StorageError> {
    let Some(subscription) = subscriptions::find(conn, subscription)? else { return Ok(None) };
    let Ok(address) = Address::parse(&subscription.email) else { return Ok(None) };
    let followed = Followed::stored(&subscription.kind, &subscription.subject)?;
    let Some(message) = message(conn, ways, now, waiting, &subscription, &followed)? else { return Ok(None) };
    let what = named(conn, &followed)?;
    Ok(Some((address, message.mail(&subscription.language, &what, id))))
}

fn message(
    conn: &mut Conn,
    ways: &Ways<'_>,
    now: DateTime<Utc>,
    waiting: &Waiting,
    subscription: &Subscription,
    followed: &Followed,
) -> Result<Option<Message>, StorageError> {
    let language = subscription.language.as_str();
    if waiting.kind == CONFIRM {
        if subscription.confirmed_at.is_some() {
            return Ok(None);
        }
        let link = link(conn, ways, now, subscription, Purpose::Confirm)?;
        return Ok(Some(Message::Confirm { link }));
    }
    let stop = link(conn, ways, now, subscription, Purpose::Stop)?;
    if waiting.kind != NEWS {
        return Ok(Some(Message::Already { stop }));
    }
    let damaged = |error: serde_json::Error| StorageError::damaged(format!("bericht {}: {error}", waiting.id));
    let payload: Payload = serde_json::from_str(&waiting.payload).map_err(damaged)?;
    let rows = changes::at(conn, &payload.changes)?;
    let news: Vec<News> = told_to_follower(conn, &rows)?
        .into_iter()
        .map(|told| News { recorded_on: dutch_day(told.recorded_at), happening: told.happening })
        .collect();
    let look = ways.address(language, &followed.address());
    Ok((!news.is_empty()).then_some(Message::News { news, more: payload.more, look, stop }))
}

/// A new token in a link; only its hash stays here.
fn link(
    conn: &mut Conn,
    ways: &Ways<'_>,
    now: DateTime<Utc>,
    subscription: &Subscription,
    purpose: Purpose,
) -> Result<String, StorageError> {
    let token = random_token();
    let lasts = match purpose {
        Purpose::Confirm => TIME_TO_CONFIRM,
        Purpose::Stop => TIME_TO_STOP,
    };
    let hash = sha256_hex(token.expose_secret());
    subscriptions::add_token(conn, now, subscription.id, purpose.word(), &hash, now + lasts)?;
    let path = format!("/volgen/{}/{}", purpose.word(), token.expose_secret());
    Ok(ways.address(&subscription.language, &path))
}
