//! How mail leaves: claimed, sent outside every transaction, and noted.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::ExposeSecret;
use serde_json::json;

use crate::domain::access::Actor;
use crate::notify::{Address, Letter, Mail, NotSent, Once, Transport, address_in};
use crate::services::accounts::{random_token, sha256_hex};
use crate::services::alerts::messages;
use crate::storage::outbox::{self, Reader, Waiting};
use crate::storage::{Conn, StorageError, Store, account_tokens, accounts, audit_trail};

/// How mails leave, and where their links lead.
#[derive(Debug, Clone, Copy)]
pub struct Ways<'a> {
    /// Takes mails away.
    pub transport: &'a Transport,
    /// The address of the site, without a slash at the end.
    pub public_url: &'a str,
    /// How many years of past measures the public sees.
    pub public_history_years: u32,
}

impl Ways<'_> {
    /// The whole address of a page, from its Dutch one, in the language with this code.
    pub(in crate::services) fn address(&self, language: &str, path: &str) -> String {
        format!("{}{}", self.public_url, address_in(language, path))
    }
}

/// The language of those with an account.
const DUTCH: &str = "nl";

/// How long a claim holds: longer than any server makes us wait.
const CLAIM: TimeDelta = TimeDelta::minutes(15);

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
pub(in crate::services) fn send(store: &Store, ways: &Ways<'_>, now: DateTime<Utc>) -> Result<Sent, StorageError> {
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
    let id = format!("{}.{}", waiting.id, waiting.created_at.utc().timestamp_micros());
    match waiting.reader {
        Reader::Follower(subscription) => messages::make(conn, ways, now, waiting, subscription, id),
        Reader::Account(account) => letter(conn, ways, now, waiting, account, id),
    }
}

/// A letter as it was written, with fresh links. To an account that was closed since, nothing is sent.
fn letter(
    conn: &mut Conn,
    ways: &Ways<'_>,
    now: DateTime<Utc>,
    waiting: &Waiting,
    account: i64,
    id: String,
) -> Result<Option<(Address, Mail)>, StorageError> {
    let Some(account) = accounts::find(conn, account)?.filter(|account| account.disabled_at.is_none()) else {
        return Ok(None);
    };
    let Ok(address) = Address::parse(&account.email) else { return Ok(None) };
    let damaged = |error: serde_json::Error| StorageError::damaged(format!("bericht {}: {error}", waiting.id));
    let letter: Letter = serde_json::from_str(&waiting.payload).map_err(damaged)?;
    let page = |path: &str| ways.address(DUTCH, path);
    let once = |link: &Once| {
        let token = random_token();
        let until = now + TimeDelta::hours(i64::from(link.hours));
        account_tokens::add(conn, now, account.id, &link.purpose, &sha256_hex(token.expose_secret()), until)?;
        Ok::<_, StorageError>(ways.address(DUTCH, &format!("{}/{}", link.path, token.expose_secret())))
    };
    letter.mail(id, page, once).map(|mail| Some((address, mail)))
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
        let NotSent { setback, for_good, .. } = refused;
        tracing::warn!(mail = waiting.id, attempts = waiting.attempts, for_good, %setback, "a mail is given up");
        let why = setback.to_string();
        let details = json!({
            "soort": waiting.kind, "pogingen": waiting.attempts, "blijvend": for_good, "reden": why,
        });
        let subject = format!("bericht/{}", waiting.id);
        audit_trail::append(conn, now, &Actor::System, "bericht-opgegeven", &subject, &details)?;
        outbox::give_up(conn, now, waiting.id, setback)
    } else {
        done.postponed += 1;
        // A server may repeat the address in what it says, so only its codes are logged and kept.
        let setback = refused.setback;
        tracing::info!(mail = waiting.id, attempts = waiting.attempts, %setback, "a mail did not leave and is tried again");
        outbox::retry(conn, waiting.id, again, setback)
    }
}
