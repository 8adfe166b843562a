//! The second factor: codes of an authenticator app, passkeys, and recovery codes for whoever lost both.
//!
//! Whoever logs in with a password is only half in while a factor has to be given or made; see [`super::standing`]. The owner
//! gets a letter whenever a factor is added or removed, a recovery code is used, or codes are guessed at: only who knows the
//! password can do the latter.

pub mod app;
pub mod giving;
pub mod passkeys;
pub mod recovery;
mod totp;

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::management::changeable;
use super::sessions::in_words;
use super::standing::actor;
use super::{AccountError, OpenSession, Rules, Session, subject};
use crate::domain::access::{Actor, ManageAccounts, Permit};
use crate::domain::second_factor::{Demand, Enrolled, Given, may_have_none};
use crate::notify::Letter;
use crate::services::post;
use crate::services::seal::SealError;
use crate::storage::accounts::Account;
use crate::storage::{
    Conn, StorageError, Store, audit_trail, passkeys as passkey_rows, second_factors as rows, sessions,
};

pub use crate::storage::passkeys::Passkey;

/// What the letters about factors are, in one word.
const KIND: &str = "tweede-factor";

/// The page of the owner.
pub const PAGE: &str = "/account/tweede-factor";

/// Why nothing was done with a factor. The text may be shown.
#[derive(Debug, thiserror::Error)]
pub enum FactorError {
    /// Secrets cannot be sealed here.
    #[error(
        "Een authenticator-app kan hier nog niet: de beheerder van dit register moet eerst STELSELWACHT_SECRET instellen."
    )]
    NoSecret,
    /// It is no code of this account, or one that was used.
    #[error("De code klopt niet, is verlopen of is al gebruikt. Geef de code die uw app nu toont, of een herstelcode.")]
    WrongCode,
    /// The password is not the one of this account.
    #[error("Het wachtwoord of de herstelcode klopt niet.")]
    WrongProof,
    /// Whoever signs in through a service did so too long ago; see [`Proves`].
    #[error(
        "Meld u eerst opnieuw aan via de aanmelddienst van uw organisatie; daarna kan dit {} minuten lang. Een herstelcode is ook \
         goed.", FRESH.num_minutes()
    )]
    SignInAgain,
    /// Too many codes were wrong; see [`super::attempts`].
    #[error(
        "Er is te vaak een verkeerde code gegeven. Probeer het over {} opnieuw. Een herstelcode of een passkey kunt u nu \
         wel gebruiken.", in_words(*.wait)
    )]
    TooManyAttempts {
        /// How long until the next code is looked at.
        wait: TimeDelta,
    },
    /// The role may not be without.
    #[error("Dit is uw enige tweede factor, en uw taak vraagt er een. Voeg eerst een andere toe, of vervang uw app.")]
    LastFactor,
    /// What was begun is over: it took too long, or was done elsewhere.
    #[error("Deze stap is verlopen of al gedaan. Begin opnieuw.")]
    Over,
    /// The name of a passkey is empty or too long.
    #[error("Geef een naam van 1 tot en met {} tekens, bijvoorbeeld “Telefoon”.", passkeys::LONGEST_NAME)]
    Name,
    /// The browser did not give what was asked.
    #[error("De passkey is niet aangenomen. Probeer het opnieuw, of kies een andere manier.")]
    PasskeyRefused,
    /// Passkeys cannot be used at the address of this site.
    #[error("Passkeys werken hier niet: de site heeft een adres met een naam en https nodig.")]
    NoPasskeys,
    /// The secret of the app cannot be sealed or opened.
    #[error(
        "De code kan nu niet worden gecontroleerd. Gebruik een herstelcode of een passkey, of vraag uw beheerder om hulp."
    )]
    Seal(#[from] SealError),
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl FactorError {
    /// How long until the next attempt is looked at, when that is what is wrong.
    pub fn wait(&self) -> Option<TimeDelta> {
        match self {
            Self::TooManyAttempts { wait } => Some(*wait),
            _ => None,
        }
    }
}

/// What is known of the factors of an account, for its owner.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Which there are.
    pub enrolled: Enrolled,
    /// The passkeys, oldest first.
    pub passkeys: Vec<Passkey>,
    /// Whether an app waits for its first code.
    pub app_waits: bool,
}

/// A factor that was added.
#[derive(Debug)]
pub struct Added {
    /// The recovery codes, when these were made along; they are shown once.
    pub codes: Option<Vec<String>>,
    /// The session as it goes on.
    pub session: OpenSession,
}

/// How long after signing in through a service somebody needs not show once more who they are.
pub const FRESH: TimeDelta = TimeDelta::minutes(10);

/// With what somebody shows once more who they are, before something changes. Without an app a recovery code will do as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proves {
    /// A code of the app, or a recovery code.
    Code,
    /// The password.
    Password,
    /// Nothing: the sign-in service vouched for them not longer than [`FRESH`] ago, and they have no password.
    JustSignedIn,
    /// By signing in once more through the service.
    SignInAgain,
}

/// With what the owner of this session shows once more who they are.
///
/// # Errors
/// A fault of the database.
pub fn proves(store: &Store, now: DateTime<Utc>, rules: Rules<'_>, session: &Session) -> Result<Proves, StorageError> {
    let account = session.account.id;
    store.read(|conn| {
        Ok(if rows::enrolled(conn, account)?.app {
            Proves::Code
        } else if !rules.through_provider(conn, account)? {
            Proves::Password
        } else if now < session.signed_in_at + FRESH {
            Proves::JustSignedIn
        } else {
            Proves::SignInAgain
        })
    })
}

/// What somebody gives to show once more who they are; see [`Proves`].
#[derive(Debug, Clone, Copy)]
pub struct Proof<'a> {
    /// What was typed.
    pub typed: &'a SecretString,
    /// Where the request comes from, if that is known.
    pub address: Option<IpAddr>,
    /// What opens the secrets of apps.
    pub secret: Option<&'a SecretString>,
}

/// The factors of an account.
///
/// # Errors
/// A fault of the database.
pub fn overview(store: &Store, account: &Account) -> Result<Overview, StorageError> {
    store.read(|conn| {
        Ok(Overview {
            enrolled: rows::enrolled(conn, account.id)?,
            passkeys: passkey_rows::of_account(conn, account.id)?,
            app_waits: rows::app_waiting(conn, account.id)?.is_some(),
        })
    })
}

/// Removes every factor and recovery code of somebody who lost them, and ends the sessions. Nobody does so for themselves.
///
/// # Errors
/// [`AccountError`] when that is not possible, also when there is none, or a fault of the database.
pub fn reset(
    store: &Store,
    permit: &Permit<ManageAccounts>,
    now: DateTime<Utc>,
    id: i64,
) -> Result<Account, AccountError> {
    store.write(|conn| {
        let account = changeable(conn, permit, id)?;
        let had = rows::enrolled(conn, account.id)?;
        if !had.any() {
            return Err(AccountError::NoFactor);
        }
        rows::remove_app(conn, now, account.id)?;
        for passkey in passkey_rows::of_account(conn, account.id)? {
            passkey_rows::remove(conn, now, account.id, passkey.id)?;
        }
        rows::replace_codes(conn, now, account.id, &[])?;
        let ended = sessions::end_all_of(conn, now, account.id)?;
        let details = json!({"app": had.app, "passkeys": had.passkeys, "sessiesBeeindigd": ended});
        note(conn, now, permit.actor(), &account, "tweede-factor-gewist", &details)?;
        tell(conn, now, &account, "Uw tweede factor is gewist", "Een beheerder heeft uw tweede factor gewist.")?;
        Ok(account)
    })
}

/// Notes that somebody is in by this factor, and how the first step was done.
fn entered(
    conn: &mut Conn,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    account: &Account,
    given: Given,
    passkey: Option<&str>,
) -> Result<(), StorageError> {
    let mut details = json!({"met": rules.first_step(conn, account.id)?, "tweedeFactor": given.word()});
    if let Some(name) = passkey {
        details["naam"] = json!(name);
    }
    note(conn, now, &actor(account), account, "aangemeld", &details)
}

fn note(
    conn: &mut Conn,
    now: DateTime<Utc>,
    actor: &Actor,
    account: &Account,
    action: &str,
    details: &Value,
) -> Result<(), StorageError> {
    audit_trail::append(conn, now, actor, action, &subject(&account.email), details)
}

/// Writes to the owner what happened.
fn tell(conn: &mut Conn, now: DateTime<Utc>, account: &Account, about: &str, what: &str) -> Result<(), StorageError> {
    let letter = Letter::about(about).text(format!("Beste {},", account.name)).text(what).page(PAGE).text(
        "Was u dit niet? Wijzig dan meteen uw wachtwoord, kijk op de pagina hierboven wat er bij uw account hoort, en \
             waarschuw uw beheerder.",
    );
    post::write(conn, now, account.id, KIND, &letter)
}

/// A factor may go, unless it is the last one of somebody who must have one.
fn may_go(conn: &mut Conn, account: &Account, demand: Demand) -> Result<(), FactorError> {
    let left = rows::enrolled(conn, account.id)?.count();
    if left <= 1 && !may_have_none(&account.role, demand) { Err(FactorError::LastFactor) } else { Ok(()) }
}
