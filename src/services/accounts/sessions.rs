//! Logging in and out, and the sessions in between. See [`super::standing`] for sessions that are not whole yet.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::attempts;
pub(super) use super::rules::{Lifetimes, Rules};
use super::rules::{PASSWORD, PROVIDER};
use super::standing::{Asked, MustEnrol, Standing};
pub(super) use super::standing::{Session, actor};
use super::{normal_email, password, subject};
use crate::domain::access::Actor;
use crate::domain::second_factor::{Enrolled, Given, Step, step};
use crate::storage::accounts::{self as account_rows, Account};
use crate::storage::sessions::{self as rows, NewSession};
use crate::storage::{Conn, StorageError, Store, audit_trail, second_factors};

/// Bytes of a token: 256 bits cannot be guessed.
const TOKEN_BYTES: usize = 32;

/// Use of a session is noted at most this often, so that reading pages does not write.
const NOTE_USE_AFTER: TimeDelta = TimeDelta::minutes(1);

/// Between the password and the second factor there is this much time.
pub const HALF_OPEN: TimeDelta = TimeDelta::minutes(15);

/// Sessions that are over are kept this long, for whoever wants to know.
const KEEP_ENDED: TimeDelta = TimeDelta::days(30);

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
    /// How far it brings its owner.
    pub step: Step,
}

/// Why somebody is not logged in.
#[derive(Debug, thiserror::Error)]
pub enum LogInError {
    /// No such account, a closed one, or a wrong password: which one is not told.
    #[error("Het e-mailadres of het wachtwoord klopt niet.")]
    WrongCredentials,
    /// Whoever has this account signs in through the service of the organisation. Told only after the right password.
    #[error("Met dit account meldt u zich aan via de aanmelddienst van uw organisatie, niet met een wachtwoord.")]
    ThroughProvider,
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

/// Logs in: checks the password and opens a session, which may be half open. Slow on purpose; see [`attempts`] for how guessing
/// is slowed.
///
/// # Errors
/// [`LogInError`], whose text may be shown.
pub fn log_in(
    store: &Store,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    log_in: &LogIn<'_>,
) -> Result<OpenSession, LogInError> {
    let email = normal_email(log_in.email).unwrap_or_else(|| log_in.email.trim().to_lowercase());
    let counted = store
        .write(|conn| attempts::count(conn, now, &email, log_in.address, log_in.device))?
        .map_err(|wait| LogInError::TooManyAttempts { wait })?;
    let found = store.read(|conn| account_rows::by_email(conn, &email))?;
    // Done for unknown and closed accounts as well: the time must not tell them apart.
    let is_right = password::verify(log_in.password, found.as_ref().and_then(|(_, hash)| hash.as_deref()));
    let known = match found {
        Some((account, _)) if is_right && account.is_open() => {
            let opened = store.write(|conn| {
                if rules.through_provider(conn, account.id)? {
                    let details = json!({"reden": "via de aanmelddienst"});
                    let subject = subject(&account.email);
                    audit_trail::append(conn, now, &Actor::Public, "aanmelden-mislukt", &subject, &details)?;
                    return Ok(None);
                }
                attempts::take_back(conn, &counted)?;
                open(conn, now, rules, &account, Opening::password(log_in.previous_token)).map(Some)
            })?;
            return opened.ok_or(LogInError::ThroughProvider);
        }
        known => known,
    };
    // What was typed as an address may be a password; only names of accounts go into the trail.
    let subject = known.map_or_else(|| "account".to_owned(), |(account, _)| subject(&account.email));
    store.write(|conn| audit_trail::append(conn, now, &Actor::Public, "aanmelden-mislukt", &subject, &json!({})))?;
    Err(LogInError::WrongCredentials)
}

/// How a session begins.
#[derive(Clone, Copy)]
pub(super) struct Opening<'a> {
    /// What was given first, as the trail names it.
    first: &'static str,
    given: Option<Given>,
    previous_token: Option<&'a str>,
}

impl<'a> Opening<'a> {
    fn password(previous_token: Option<&'a str>) -> Self {
        Self { first: PASSWORD, given: None, previous_token }
    }

    /// Through the sign-in service, which may have asked for more than one factor.
    pub(super) fn provider(several_factors: bool, previous_token: Option<&'a str>) -> Self {
        Self { first: PROVIDER, given: several_factors.then_some(Given::Provider), previous_token }
    }
}

/// Opens a session of this account, in the transaction that found that it may be opened.
pub(super) fn open(
    conn: &mut Conn,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    account: &Account,
    opening: Opening<'_>,
) -> Result<OpenSession, StorageError> {
    rows::remove_before(conn, now - KEEP_ENDED)?;
    end_session_of(conn, now, opening.previous_token)?;
    let (token, csrf_secret) = (random_token(), random_token());
    let expires_at = now + rules.lifetimes.absolute;
    let new = NewSession {
        token_hash: &sha256_hex(token.expose_secret()),
        account_id: account.id,
        csrf_secret: csrf_secret.expose_secret(),
        expires_at,
        given: opening.given,
    };
    rows::insert(conn, now, &new)?;
    let step = step(&account.role, opening.given, second_factors::enrolled(conn, account.id)?, rules.demand);
    let (action, details) = match step {
        Step::In => ("aangemeld", json!({"met": opening.first})),
        Step::Give => ("half-aangemeld", json!({"met": opening.first, "hierna": "tweede factor geven"})),
        Step::Enrol => ("half-aangemeld", json!({"met": opening.first, "hierna": "tweede factor instellen"})),
    };
    audit_trail::append(conn, now, &actor(account), action, &subject(&account.email), &details)?;
    Ok(OpenSession { token, account: account.clone(), expires_at, step })
}

/// Makes a session whole after this was given. It goes on under another token, so that the one before is of no use.
pub(super) fn complete(
    conn: &mut Conn,
    now: DateTime<Utc>,
    lifetimes: Lifetimes,
    session: i64,
    account: &Account,
    given: Given,
) -> Result<Option<OpenSession>, StorageError> {
    let (token, csrf_secret) = (random_token(), random_token());
    let expires_at = now + lifetimes.absolute;
    let new = NewSession {
        token_hash: &sha256_hex(token.expose_secret()),
        account_id: account.id,
        csrf_secret: csrf_secret.expose_secret(),
        expires_at,
        given: Some(given),
    };
    if !rows::complete(conn, now, session, &new)? {
        return Ok(None);
    }
    Ok(Some(OpenSession { token, account: account.clone(), expires_at, step: Step::In }))
}

/// What the token stands for, if its session is still good; its use is noted.
///
/// # Errors
/// A fault of the database.
pub fn session(
    store: &Store,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    token: &str,
) -> Result<Option<Standing>, StorageError> {
    let found = store.read(|conn| {
        let Some(row) = rows::by_token_hash(conn, &sha256_hex(token))? else { return Ok::<_, StorageError>(None) };
        // Only who gave none is asked for one, so others need not be looked up.
        let enrolled = match row.given {
            Some(_) => Enrolled::default(),
            None => second_factors::enrolled(conn, row.account.id)?,
        };
        Ok(Some((row, enrolled)))
    })?;
    let Some((row, enrolled)) = found else { return Ok(None) };
    let step = step(&row.account.role, row.given, enrolled, rules.demand);
    let over = now >= row.expires_at
        || now >= row.last_seen_at + rules.lifetimes.idle
        || (step != Step::In && now >= row.created_at + HALF_OPEN)
        || !row.account.is_open();
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
    let rows::Session { id, account, csrf_secret, given, created_at, .. } = row;
    Ok(Some(match step {
        Step::In => {
            Standing::In(Session { id, account, csrf_secret, given, signed_in_at: created_at, browser_is_noted })
        }
        Step::Give => Standing::Asked(Asked { session: id, account, csrf_secret, enrolled }),
        Step::Enrol => Standing::MustEnrol(MustEnrol { session: id, account, csrf_secret }),
    }))
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
