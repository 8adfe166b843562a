//! What somebody does with the own account: another name or password, and sessions that end.

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::sessions::{HALF_OPEN, Rules, Session, in_words};
use super::{attempts, checked_name, name_of, password, recovery, subject};
use crate::domain::second_factor::{Step, step};
use crate::notify::Letter;
use crate::services::post;
use crate::storage::{
    StorageError, Store, account_life, account_tokens, accounts as rows, audit_trail, second_factors, sessions,
};

pub use crate::storage::sessions::Listed;

/// Why the password stays what it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The password that was given as the present one is wrong.
    #[error("Dit is niet uw huidige wachtwoord.")]
    Wrong,
    /// That happened too often.
    #[error("Er is te vaak een verkeerd wachtwoord gegeven. Probeer het over {} opnieuw.", in_words(*.wait))]
    TooManyAttempts {
        /// How long until the next attempt is looked at.
        wait: TimeDelta,
    },
    /// The new one is not good enough; the text says why and what would be, and begins with a verb.
    #[error("Het nieuwe wachtwoord {0}.")]
    Password(String),
    /// Whoever has this account signs in through the service of the organisation.
    #[error("Met dit account meldt u zich aan via de aanmelddienst van uw organisatie; een wachtwoord werkt er niet.")]
    ThroughProvider,
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why the name stays what it was.
#[derive(Debug, thiserror::Error)]
pub enum NameError {
    /// It is empty or too long; the text says what is right.
    #[error("{0}")]
    Refused(String),
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A place where somebody is logged in, or began to.
#[derive(Debug, Clone)]
pub struct Place {
    /// The session.
    pub session: Listed,
    /// Until when it lasts if it is not used.
    pub ends_at: DateTime<Utc>,
    /// Whether only the first step was done: it is asked for a second factor, or has to get one.
    pub is_half: bool,
}

/// Whether the owner of this session signs in through the service that is in use, so that a password does not work.
///
/// # Errors
/// A fault of the database.
pub fn through_provider(store: &Store, rules: Rules<'_>, session: &Session) -> Result<bool, StorageError> {
    store.read(|conn| rules.through_provider(conn, session.account.id))
}

/// Gives the owner of the account another name.
///
/// # Errors
/// [`NameError`], whose text may be shown.
pub fn rename(store: &Store, now: DateTime<Utc>, session: &Session, name: &str) -> Result<(), NameError> {
    let account = &session.account;
    let name = checked_name(name).map_err(|fault| NameError::Refused(fault.message))?;
    if name == account.name {
        return Ok(());
    }
    store.write(|conn| {
        account_life::set_name(conn, account.id, &name)?;
        let (subject, details) = (subject(&account.email), json!({"van": &account.name, "naar": &name}));
        Ok(audit_trail::append(conn, now, &session.actor(), "account-naam-gewijzigd", &subject, &details)?)
    })
}

/// The name of the organisation that the account belongs to.
///
/// # Errors
/// A fault of the database.
pub fn organisation(store: &Store, session: &Session) -> Result<String, StorageError> {
    store.read(|conn| name_of(conn, &session.account.role.organisation()))
}

/// The sessions of the account of this session that are not over, the one that was used last first.
///
/// # Errors
/// A fault of the database.
pub fn sessions(
    store: &Store,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    session: &Session,
) -> Result<Vec<Place>, StorageError> {
    let account = &session.account;
    let (open, enrolled) = store.read(|conn| {
        let open = sessions::open_of(conn, now, account.id, now - rules.lifetimes.idle)?;
        Ok::<_, StorageError>((open, second_factors::enrolled(conn, account.id)?))
    })?;
    let place = |session: Listed| {
        let is_half = step(&account.role, session.given, enrolled, rules.demand) != Step::In;
        let unused = session.last_seen_at + rules.lifetimes.idle;
        let first = if is_half { unused.min(session.created_at + HALF_OPEN) } else { unused };
        Place { ends_at: first.min(session.expires_at), is_half, session }
    };
    Ok(open.into_iter().map(place).filter(|place| now < place.ends_at).collect())
}

/// Ends one of the own sessions; says whether there was one.
///
/// # Errors
/// A fault of the database.
pub fn end(store: &Store, now: DateTime<Utc>, session: &Session, id: i64) -> Result<bool, StorageError> {
    store.write(|conn| {
        let ended = sessions::end_one_of(conn, now, session.account.id, id)?;
        if ended {
            let (subject, details) = (subject(&session.account.email), json!({"sessiesBeeindigd": 1}));
            audit_trail::append(conn, now, &session.actor(), "sessie-beeindigd", &subject, &details)?;
        }
        Ok(ended)
    })
}

/// Ends every own session but this one; gives how many there were.
///
/// # Errors
/// A fault of the database.
pub fn end_others(store: &Store, now: DateTime<Utc>, session: &Session) -> Result<usize, StorageError> {
    store.write(|conn| {
        let ended = sessions::end_others_of(conn, now, session.account.id, session.id)?;
        let (subject, details) = (subject(&session.account.email), json!({"sessiesBeeindigd": ended}));
        audit_trail::append(conn, now, &session.actor(), "sessie-beeindigd", &subject, &details)?;
        Ok(ended)
    })
}

/// Replaces the own password. The other sessions end, and a mail tells the owner. Slow on purpose.
///
/// # Errors
/// [`ChangeError`], whose text may be shown.
pub fn change_password(
    store: &Store,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    session: &Session,
    present: &SecretString,
    chosen: &SecretString,
) -> Result<(), ChangeError> {
    let account = &session.account;
    if through_provider(store, rules, session)? {
        return Err(ChangeError::ThroughProvider);
    }
    let organisation = organisation(store, session)?;
    let counted = store
        .write(|conn| attempts::count_own(conn, now, &account.email))?
        .map_err(|wait| ChangeError::TooManyAttempts { wait })?;
    let hash = store.read(|conn| rows::by_email(conn, &account.email))?.and_then(|(_, hash)| hash);
    if !password::verify(present, hash.as_deref()) {
        store.write(|conn| {
            let subject = subject(&account.email);
            audit_trail::append(conn, now, &session.actor(), "wachtwoord-wijzigen-mislukt", &subject, &json!({}))
        })?;
        return Err(ChangeError::Wrong);
    }
    store.write(|conn| attempts::take_back(conn, &counted))?;
    if present.expose_secret() == chosen.expose_secret() {
        return Err(ChangeError::Password("is hetzelfde als het huidige: kies een ander".to_owned()));
    }
    let owner = password::Owner { name: &account.name, email: &account.email, organisation: &organisation };
    let hash = password::chosen(chosen, &owner).map_err(ChangeError::Password)?;
    store.write(|conn| {
        account_life::set_password(conn, now, account.id, &hash)?;
        account_tokens::use_all(conn, now, account.id, recovery::PURPOSE)?;
        let ended = sessions::end_others_of(conn, now, account.id, session.id)?;
        let (subject, details) = (subject(&account.email), json!({"sessiesBeeindigd": ended}));
        audit_trail::append(conn, now, &session.actor(), "wachtwoord-gewijzigd", &subject, &details)?;
        let letter = Letter::about("Uw wachtwoord voor Stelselwacht is gewijzigd")
            .text(format!("Beste {},", account.name))
            .text("Uw wachtwoord is gewijzigd. Overal waar u verder was ingelogd, bent u uitgelogd.")
            .text("Was u dit niet? Vraag dan meteen een nieuw wachtwoord aan, en waarschuw de beheerder van uw organisatie.")
            .page("/wachtwoord-vergeten");
        post::write(conn, now, account.id, "wachtwoord-gewijzigd", &letter)?;
        Ok(())
    })
}
