//! Tokens with which programs of a body deliver and read over the API.
//!
//! The administrators of the body make and revoke them. A token is shown once and kept as SHA-256. It begins with `stw_`, so that
//! whoever searches for leaked secrets recognises it. What a token allows is for [`crate::domain::access::program`].

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::accounts::{random_token, sha256_hex};
use super::post;
use crate::domain::access::program::{Program, Scope, Scopes};
use crate::domain::access::{Actor, BodyDuty, ManageTokens, Permit};
use crate::domain::calendar::{dutch_day, end_of_dutch_day, in_words};
use crate::domain::faults::{Fault, Faults};
use crate::domain::identifiers::BodyCode;
use crate::notify::Letter;
pub use crate::storage::api_tokens::Token;
use crate::storage::api_tokens::{self as rows, NewToken as NewRow};
use crate::storage::{Conn, StorageError, Store, audit_trail, bodies};

/// What every token begins with.
pub const PREFIX: &str = "stw_";

/// How many characters of a token are kept to know it by.
const BEGINNING: usize = 8;

/// The longest time that a token works, in days.
pub const LONGEST_DAYS: i64 = 365;

/// How long before its end the administrators are warned.
const WARN_BEFORE: TimeDelta = TimeDelta::days(14);

/// Use is noted at most this often.
const NOTE_USE_AFTER: TimeDelta = TimeDelta::minutes(1);

/// The longest name of a token.
const LONGEST_NAME: usize = 60;

/// How many working tokens a body may have.
const MOST: usize = 50;

/// Where the tokens of a body are managed.
const PAGE: &str = "/instelling/tokens";

/// A token that is asked for.
#[derive(Debug, Clone)]
pub struct NewToken<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What it allows.
    pub scopes: Scopes,
    /// The last day on which it works.
    pub last_day: Option<NaiveDate>,
}

/// A token that was just made.
#[derive(Debug)]
pub struct Made {
    /// The token as it is kept.
    pub token: Token,
    /// The token itself; it is stored nowhere.
    pub secret: SecretString,
}

/// Why no token was made or revoked.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// What was given is wrong: all of it, with the field it is about.
    #[error("{0}")]
    Refused(Faults),
    /// There is no such body or token.
    #[error("Dit token bestaat niet.")]
    NotFound,
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The tokens of the body, the newest first, also those that work no more.
///
/// # Errors
/// [`TokenError::NotFound`] without such a body, or a fault of the database.
pub fn list(store: &Store, permit: &Permit<ManageTokens>) -> Result<Vec<Token>, TokenError> {
    store.read(|conn| {
        let body = bodies::by_code(conn, permit.body())?.ok_or(TokenError::NotFound)?;
        Ok(rows::of_body(conn, body.id)?)
    })
}

/// Makes a token, and tells the administrators of the body.
///
/// # Errors
/// [`TokenError::Refused`] with every fault in what was given, or a fault of the database.
pub fn make(
    store: &Store,
    permit: &Permit<ManageTokens>,
    now: DateTime<Utc>,
    new: &NewToken<'_>,
) -> Result<Made, TokenError> {
    let secret = SecretString::from(format!("{PREFIX}{}", random_token().expose_secret()));
    store.write(|conn| {
        let body = bodies::by_code(conn, permit.body())?.ok_or(TokenError::NotFound)?;
        let standing: Vec<Token> = rows::of_body(conn, body.id)?.into_iter().filter(|t| t.works_at(now)).collect();
        let (name, last_day) = checked(new, &standing, dutch_day(now)).map_err(TokenError::Refused)?;
        let row = NewRow {
            body_id: body.id,
            name: &name,
            hash: &sha256_hex(secret.expose_secret()),
            beginning: &secret.expose_secret().chars().take(BEGINNING).collect::<String>(),
            scopes: new.scopes,
            made_by: permit.actor().name(),
            expires_at: end_of_dutch_day(last_day),
        };
        let id = rows::insert(conn, now, &row)?;
        let details = json!({"naam": &name, "bereik": new.scopes.words(), "geldigTotEnMet": last_day, "begin": row.beginning});
        audit_trail::append(conn, now, permit.actor(), "token-gemaakt", &subject(permit.body(), id), &details)?;
        let letter = Letter::about(format!("Nieuw API-token voor {}: {name}", body.name))
            .text(format!(
                "{} maakte een token waarmee een programma namens {} gegevens kan uitwisselen met Stelselwacht.",
                permit.actor().name(),
                body.name
            ))
            .lines([
                format!("naam: {name}"),
                format!("mag: {}", new.scopes.words()),
                format!("werkt tot en met {}", in_words(last_day)),
            ])
            .text("Is dit niet de bedoeling? Trek het token dan meteen in.")
            .page(PAGE);
        tell_administrators(conn, now, permit.body(), "token-gemaakt", &letter)?;
        let token = rows::by_hash(conn, row.hash)?.ok_or(TokenError::NotFound)?;
        Ok(token)
    })
    .map(|token| Made { token, secret })
}

fn checked(new: &NewToken<'_>, standing: &[Token], today: NaiveDate) -> Result<(String, NaiveDate), Faults> {
    let name = new.name.trim();
    let mut faults = Vec::new();
    if name.is_empty() {
        faults.push(Fault::at("naam", "Geef het token een naam, zoals die van het programma dat het gebruikt."));
    } else if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        faults.push(Fault::at("naam", format!("Gebruik één regel van ten hoogste {LONGEST_NAME} tekens.")));
    } else if standing.iter().any(|token| token.name == name) {
        faults.push(Fault::at("naam", "Er is al een token met deze naam. Kies een andere naam, of trek dat eerst in."));
    } else if standing.len() >= MOST {
        faults.push(Fault::at("naam", format!("Er zijn al {MOST} tokens die werken. Trek er eerst een in.")));
    }
    if new.scopes.is_empty() {
        faults.push(Fault::at("bereik", "Kies ten minste één ding dat het programma mag."));
    }
    let latest = today + TimeDelta::days(LONGEST_DAYS);
    match new.last_day {
        Some(day) if day >= today && day <= latest => {
            if faults.is_empty() {
                return Ok((name.to_owned(), day));
            }
        }
        _ => faults.push(Fault::at(
            "tot_en_met",
            format!("Kies een dag van {} tot en met {}.", in_words(today), in_words(latest)),
        )),
    }
    Err(Faults(faults))
}

/// Revokes a token of the body: from now on it is refused.
///
/// # Errors
/// [`TokenError::NotFound`] when the body has no such token that stands, or a fault of the database.
pub fn revoke(store: &Store, permit: &Permit<ManageTokens>, now: DateTime<Utc>, id: i64) -> Result<(), TokenError> {
    store.write(|conn| {
        let body = bodies::by_code(conn, permit.body())?.ok_or(TokenError::NotFound)?;
        if !rows::revoke(conn, now, body.id, id)? {
            return Err(TokenError::NotFound);
        }
        let name = rows::of_body(conn, body.id)?.into_iter().find(|token| token.id == id).map(|token| token.name);
        let details = json!({"naam": name});
        audit_trail::append(conn, now, permit.actor(), "token-ingetrokken", &subject(permit.body(), id), &details)?;
        Ok(())
    })
}

/// A token that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// Key of the token.
    pub id: i64,
    /// The program that uses it.
    pub program: Program,
}

impl Recognised {
    /// In whose name the program acts.
    pub fn actor(&self) -> Actor {
        Actor::Program(self.program.clone())
    }

    /// Whether the token allows this.
    pub fn allows(&self, scope: Scope) -> bool {
        self.program.scopes().allow(scope)
    }
}

/// Whose token this is; none for one that is unknown, revoked or expired. Notes its use, at most once a minute.
///
/// # Errors
/// A fault of the database.
pub fn recognise(store: &Store, now: DateTime<Utc>, secret: &str) -> Result<Option<Recognised>, StorageError> {
    if !secret.starts_with(PREFIX) {
        return Ok(None);
    }
    let found = store.read(|conn| rows::by_hash(conn, &sha256_hex(secret)))?;
    let Some(token) = found.filter(|token| token.works_at(now)) else { return Ok(None) };
    if token.last_used_at.is_none_or(|used| now - used >= NOTE_USE_AFTER) {
        match store.write_aside(|conn| rows::touch(conn, now, token.id)) {
            // A request must not fail or wait because a delivery is being stored; the next one notes the use.
            Ok(()) | Err(StorageError::Busy) => {}
            Err(error) => return Err(error),
        }
    }
    let program = Program::new(token.body, &token.name, token.made_by, token.scopes);
    Ok(Some(Recognised { id: token.id, program }))
}

/// Writes a letter about each token that ends within two weeks, once.
///
/// # Errors
/// A fault of the database.
pub(super) fn warn_of_end(store: &Store, now: DateTime<Utc>) -> Result<usize, StorageError> {
    let due = |conn: &mut Conn| rows::ending(conn, now, now + WARN_BEFORE);
    // Nobody waits for a writer to learn that there is nothing to do.
    if store.read(due)?.is_empty() {
        return Ok(0);
    }
    store.write(|conn| {
        let tokens = due(conn)?;
        for token in &tokens {
            let last = dutch_day(token.expires_at - TimeDelta::seconds(1));
            let letter = Letter::about(format!("API-token {} werkt tot en met {}", token.name, in_words(last)))
                .text(format!(
                    "Het token «{}» werkt tot en met {}. Daarna kan het programma dat het gebruikt niet meer aanleveren. \
                     Maak op tijd een nieuw token en zet het in dat programma.",
                    token.name,
                    in_words(last)
                ))
                .page(PAGE);
            tell_administrators(conn, now, &token.body, "token-verloopt", &letter)?;
            let details = json!({"naam": token.name, "geldigTotEnMet": last});
            let about = subject(&token.body, token.id);
            audit_trail::append(conn, now, &Actor::System, "token-verloopt", &about, &details)?;
        }
        rows::note_warned(conn, now, &tokens.iter().map(|token| token.id).collect::<Vec<_>>())?;
        Ok(tokens.len())
    })
}

fn tell_administrators(
    conn: &mut Conn,
    now: DateTime<Utc>,
    body: &BodyCode,
    kind: &str,
    letter: &Letter,
) -> Result<(), StorageError> {
    post::write_to_body(conn, now, body, |duty| duty == BodyDuty::Administrator, kind, letter)
}

/// How the audit trail names a token.
fn subject(body: &BodyCode, id: i64) -> String {
    format!("instelling/{body}/token/{id}")
}
