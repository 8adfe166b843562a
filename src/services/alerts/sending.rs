//! Mails that wait, and how they leave.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::ExposeSecret;
use serde_json::json;

use super::Followed;
use super::answer::{Purpose, named};
use super::digest::{NEWS, Payload};
use super::round::Ways;
use super::sign_up::{CONFIRM, TIME_TO_CONFIRM};
use crate::domain::access::Actor;
use crate::domain::calendar::dutch_day;
use crate::notify::{Address, Mail, Message, News, NotSent};
use crate::services::accounts::{random_token, sha256_hex};
use crate::services::changes::told::told;
use crate::storage::outbox::{self, Waiting};
use crate::storage::subscriptions::{self, Subscription};
use crate::storage::{Conn, StorageError, Store, audit_trail, changes};

/// How long a claim holds: longer than any server makes us wait.
const CLAIM: TimeDelta = TimeDelta::minutes(15);

/// How long a link to stop works.
const TIME_TO_STOP: TimeDelta = TimeDelta::days(400);

/// After how long a mail that did not leave is tried again, by how often it was tried.
const PAUSES: [TimeDelta; 6] = [
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(6),
    TimeDelta::hours(12),
];

/// A mail that did not leave in this time is given up.
const GIVE_UP_AFTER: TimeDelta = TimeDelta::days(3);

/// Mails that one round sends at most; the next one goes on.
const IN_ONE_ROUND: usize = 500;

/// How long one round goes on sending. A mail is claimed for longer, counted from the start of the round: with a slow
/// server, the claims of a round without end would be over before they are made, and another program would send the same.
const LONGEST_ROUND: Duration = Duration::from_mins(5);

/// How many mails left and how many did not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sent {
    /// Mails that left.
    pub left: usize,
    /// Mails that are tried again later.
    pub postponed: usize,
    /// Mails that are not tried again.
    pub given_up: usize,
}

/// Sends what waits.
pub(super) fn send(store: &Store, ways: &Ways<'_>, now: DateTime<Utc>) -> Result<Sent, StorageError> {
    let (mut done, started) = (Sent::default(), Instant::now());
    for _ in 0..IN_ONE_ROUND {
        if started.elapsed() > LONGEST_ROUND || !store.read(|conn| outbox::waits(conn, now))? {
            break;
        }
        let Some((waiting, address, mail)) = claim(store, ways, now)? else { break };
        // Outside every transaction: a server may take its time.
        let sent = ways.transport.send(&address, &mail);
        store.write(|conn| note(conn, now, &waiting, sent, &mut done))?;
    }
    Ok(done)
}

/// The mail that waits longest, with the tokens of its links, which exist from now on.
fn claim(store: &Store, ways: &Ways<'_>, now: DateTime<Utc>) -> Result<Option<(Waiting, Address, Mail)>, StorageError> {
    loop {
        let claimed = store.write(|conn| {
            let Some(waiting) = outbox::claim(conn, now, now + CLAIM)? else { return Ok(None) };
            let made = make(conn, ways, now, &waiting)?;
            if made.is_none() {
                // There is nothing left to tell, such as when what it is about is gone.
                outbox::sent(conn, now, waiting.id)?;
            }
            Ok::<_, StorageError>(Some(made.map(|(address, mail)| (waiting, address, mail))))
        })?;
        match claimed {
            None => return Ok(None),
            Some(Some(mail)) => return Ok(Some(mail)),
            Some(None) => {}
        }
    }
}

fn make(
    conn: &mut Conn,
    ways: &Ways<'_>,
    now: DateTime<Utc>,
    waiting: &Waiting,
) -> Result<Option<(Address, Mail)>, StorageError> {
    let Some(subscription) = subscriptions::find(conn, waiting.subscription_id)? else { return Ok(None) };
    let Ok(address) = Address::parse(&subscription.email) else { return Ok(None) };
    let followed = Followed::stored(&subscription.kind, &subscription.subject)?;
    let Some(message) = message(conn, ways, now, waiting, &subscription, &followed)? else { return Ok(None) };
    let what = named(conn, &followed)?;
    let id = format!("{}.{}", waiting.id, waiting.created_at.utc().timestamp_micros());
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
    let news: Vec<News> = told(conn, &rows)?
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

fn note(
    conn: &mut Conn,
    now: DateTime<Utc>,
    waiting: &Waiting,
    sent: Result<(), NotSent>,
    done: &mut Sent,
) -> Result<(), StorageError> {
    let Err(refused) = sent else {
        done.left += 1;
        return outbox::sent(conn, now, waiting.id);
    };
    let pause = usize::try_from(waiting.attempts - 1).ok().and_then(|tried| PAUSES.get(tried));
    let again = now + pause.copied().unwrap_or(PAUSES[PAUSES.len() - 1]);
    if refused.for_good || again > waiting.created_at.utc() + GIVE_UP_AFTER {
        done.given_up += 1;
        // A server may repeat the address in its answer, so that is not logged.
        tracing::warn!(
            mail = waiting.id,
            attempts = waiting.attempts,
            for_good = refused.for_good,
            "a mail is given up"
        );
        let details = json!({"soort": waiting.kind, "pogingen": waiting.attempts, "blijvend": refused.for_good});
        let subject = format!("bericht/{}", waiting.id);
        audit_trail::append(conn, now, &Actor::System, "bericht-opgegeven", &subject, &details)?;
        outbox::give_up(conn, now, waiting.id)
    } else {
        done.postponed += 1;
        tracing::info!(mail = waiting.id, attempts = waiting.attempts, "a mail did not leave and is tried again");
        outbox::retry(conn, waiting.id, again)
    }
}
