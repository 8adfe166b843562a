//! Logging in and out, and the sessions in between.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::attempts::{self, Counted};
use super::{normal_email, password, subject};
use crate::domain::access::Actor;
use crate::storage::accounts::{self as account_rows, Account};
use crate::storage::sessions::{self as rows, NewSession};
use crate::storage::{Conn, StorageError, Store, audit_trail};

/// Bytes of a token: 256 bits cannot be guessed.
const TOKEN_BYTES: usize = 32;

/// Use of a session is noted at most this often, so that reading pages does not write.
const NOTE_USE_AFTER: TimeDelta = TimeDelta::minutes(1);

/// Sessions that are over are kept this long, for whoever wants to know.
const KEEP_ENDED: TimeDelta = TimeDelta::days(30);

/// How long sessions last.
#[derive(Debug, Clone, Copy)]
pub struct Lifetimes {
    /// After how long without use a session ends.
    pub idle: TimeDelta,
    /// After how long it ends whatever happens.
    pub absolute: TimeDelta,
}

/// Somebody who wants to log in.
#[derive(Debug, Clone)]
pub struct LogIn<'a> {
    /// E-mail address as it was typed.
    pub email: &'a str,
    /// The password as it was typed.
    pub password: &'a SecretString,
    /// Where the request comes from, if that is known.
    pub address: Option<IpAddr>,
    /// What the browser kept from an earlier session; see [`super::devices`].
    pub device: Option<&'a str>,
    /// The token that the browser has already; that session ends.
    pub previous_token: Option<&'a str>,
}

/// A session that was just opened.
#[derive(Debug, Clone)]
pub struct OpenSession {
    /// What the browser keeps; it is stored nowhere else.
    pub token: SecretString,
    /// Whose session it is.
    pub account: Account,
    /// When it ends whatever happens.
    pub expires_at: DateTime<Utc>,
}

/// A session that is in use.
#[derive(Debug, Clone)]
pub struct Session {
    /// Key in this database.
    pub id: i64,
    /// Whose session it is.
    pub account: Account,
    /// What the tokens of forms of this session are made from.
    pub csrf_secret: String,
    /// Whether it was noted in which browser it is; see [`super::devices::note`].
    pub browser_is_noted: bool,
}

impl Session {
    /// Who acts in this session.
    pub fn actor(&self) -> Actor {
        actor(&self.account)
    }
}

/// Why somebody is not logged in.
#[derive(Debug, thiserror::Error)]
pub enum LogInError {
    /// No such account, a closed one, or a wrong password: which one is not told.
    #[error("Het e-mailadres of het wachtwoord klopt niet.")]
    WrongCredentials,
    /// Too many attempts failed; see [`attempts`].
    #[error("Er is te vaak een verkeerd wachtwoord gegeven. Probeer het over {} opnieuw.", in_words(*.wait))]
    TooManyAttempts {
        /// How long until the next attempt is looked at.
        wait: TimeDelta,
    },
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

pub(super) fn in_words(wait: TimeDelta) -> String {
    match wait.num_seconds() + 1 {
        seconds @ ..=90 => format!("{seconds} seconden"),
        seconds => format!("{} minuten", (seconds + 59) / 60),
    }
}

pub(super) fn actor(account: &Account) -> Actor {
    Actor::Account { email: account.email.clone(), role: account.role.clone() }
}

/// Logs in: checks the password and opens a new session. Slow on purpose; see [`attempts`] for how guessing is slowed.
///
/// # Errors
/// [`LogInError`], whose text may be shown.
pub fn log_in(
    store: &Store,
    now: DateTime<Utc>,
    lifetimes: Lifetimes,
    log_in: &LogIn<'_>,
) -> Result<OpenSession, LogInError> {
    let email = normal_email(log_in.email).unwrap_or_else(|| log_in.email.trim().to_lowercase());
    let counted = store
        .write(|conn| attempts::count(conn, now, &email, log_in.address, log_in.device))?
        .map_err(|wait| LogInError::TooManyAttempts { wait })?;
    let found = store.read(|conn| account_rows::by_email(conn, &email))?;
    // Done for unknown and closed accounts as well: the time must not tell them apart.
    let is_right = password::verify(log_in.password, found.as_ref().and_then(|(_, hash)| hash.as_deref()));
    match found {
        Some((account, _)) if is_right && account.is_open() => {
            open(store, now, lifetimes, account, &counted, log_in.previous_token)
        }
        known => {
            // What was typed as an address may be a password; only names of accounts go into the trail.
            let subject = known.map_or_else(|| "account".to_owned(), |(account, _)| subject(&account.email));
            store.write(|conn| {
                audit_trail::append(conn, now, &Actor::Public, "aanmelden-mislukt", &subject, &json!({}))
            })?;
            Err(LogInError::WrongCredentials)
        }
    }
}

fn open(
    store: &Store,
    now: DateTime<Utc>,
    lifetimes: Lifetimes,
    account: Account,
    counted: &Counted,
    previous_token: Option<&str>,
) -> Result<OpenSession, LogInError> {
    let (token, csrf_secret) = (random_token(), random_token());
    let expires_at = now + lifetimes.absolute;
    store.write(|conn| {
        attempts::take_back(conn, counted)?;
        rows::remove_before(conn, now - KEEP_ENDED)?;
        end_session_of(conn, now, previous_token)?;
        let new = NewSession {
            token_hash: &sha256_hex(token.expose_secret()),
            account_id: account.id,
            csrf_secret: csrf_secret.expose_secret(),
            expires_at,
        };
        rows::insert(conn, now, &new)?;
        audit_trail::append(conn, now, &actor(&account), "aangemeld", &subject(&account.email), &json!({}))
    })?;
    Ok(OpenSession { token, account, expires_at })
}

/// The session of this token, if it is still good; its use is noted.
///
/// # Errors
/// A fault of the database.
pub fn session(
    store: &Store,
    now: DateTime<Utc>,
    lifetimes: Lifetimes,
    token: &str,
) -> Result<Option<Session>, StorageError> {
    let Some(row) = store.read(|conn| rows::by_token_hash(conn, &sha256_hex(token)))? else { return Ok(None) };
    let over = now >= row.expires_at || now >= row.last_seen_at + lifetimes.idle || !row.account.is_open();
    if over {
        return Ok(None);
    }
    if now >= row.last_seen_at + NOTE_USE_AFTER {
        match store.write_aside(|conn| rows::touch(conn, now, row.id)) {
            // A page must not fail or wait because a delivery is being stored; the next page notes the use.
            Ok(()) | Err(StorageError::Busy) => {}
            Err(error) => return Err(error),
        }
    }
    let browser_is_noted = row.browser.is_some();
    Ok(Some(Session { id: row.id, account: row.account, csrf_secret: row.csrf_secret, browser_is_noted }))
}

/// Ends the session of this token; without one there is nothing to do.
///
/// # Errors
/// A fault of the database.
pub fn log_out(store: &Store, now: DateTime<Utc>, token: &str) -> Result<(), StorageError> {
    store.write(|conn| match end_session_of(conn, now, Some(token))? {
        Some(account) => {
            audit_trail::append(conn, now, &actor(&account), "afgemeld", &subject(&account.email), &json!({}))
        }
        None => Ok(()),
    })
}

fn end_session_of(conn: &mut Conn, now: DateTime<Utc>, token: Option<&str>) -> Result<Option<Account>, StorageError> {
    let Some(token) = token else { return Ok(None) };
    let Some(session) = rows::by_token_hash(conn, &sha256_hex(token))? else { return Ok(None) };
    rows::end(conn, now, session.id)?;
    Ok(Some(session.account))
}

/// A text that nobody can guess.
pub(in crate::services) fn random_token() -> SecretString {
    let mut bytes = [0_u8; TOKEN_BYTES];
    rand::fill(&mut bytes[..]);
    URL_SAFE_NO_PAD.encode(bytes).into()
}

pub(in crate::services) fn sha256_hex(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}
