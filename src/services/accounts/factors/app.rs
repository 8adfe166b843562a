//! The authenticator app of an account: set up, replaced and removed by its owner.

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use serde_json::json;
use totp_rs::TotpError;

use super::super::sessions::{Rules, complete};
use super::giving::prove;
use super::{Added, FactorError, Proof, entered, may_go, note, recovery, tell, totp};
use crate::domain::second_factor::Given;
use crate::services::accounts::{Enroller, Session};
use crate::services::seal;
use crate::storage::accounts::Account;
use crate::storage::{StorageError, Store, second_factors as rows};

/// What the owner takes over into the app.
#[derive(Debug, Clone)]
pub struct ToScan {
    /// The address in the QR code.
    pub url: String,
    /// The secret, to be typed over.
    pub text: String,
}

/// Under which name the secret of an account is sealed.
fn name(account: &Account) -> String {
    format!("totp/{}", account.id)
}

fn damaged(error: &TotpError) -> FactorError {
    StorageError::damaged(format!("het geheim van een app klopt niet: {error}")).into()
}

/// What the sealed secret of an account holds.
pub(super) fn opened(
    secret: &SecretString,
    account: &Account,
    sealed: &str,
) -> Result<Zeroizing<Vec<u8>>, FactorError> {
    seal::open(secret, &name(account), sealed).map_err(|error| {
        tracing::error!(%error, "the secret of an authenticator app cannot be opened");
        error.into()
    })
}

/// The step whose code this is.
pub(super) fn step_of(secret: &[u8], code: &str, now: DateTime<Utc>) -> Result<Option<i64>, FactorError> {
    totp::step_of(secret, code, now).map_err(|error| damaged(&error))
}

/// Makes a secret for a new app. Its codes count once the first is given; until then an app from before stays in use.
///
/// # Errors
/// [`FactorError`].
pub fn start(
    store: &Store,
    secret: Option<&SecretString>,
    now: DateTime<Utc>,
    enroller: &Enroller,
) -> Result<(), FactorError> {
    let account = enroller.account();
    // Slow on purpose, so not while the database waits.
    let sealed = seal::seal(secret.ok_or(FactorError::NoSecret)?, &name(account), &totp::secret())?;
    store.write(|conn| {
        still_must(conn, enroller)?;
        rows::add_app(conn, now, account.id, &sealed)?;
        Ok(note(conn, now, &enroller.actor(), account, "app-begonnen", &json!({}))?)
    })
}

/// Whoever is only let in to get a first factor, gets no second one: meanwhile the owner may have one.
pub(super) fn still_must(conn: &mut crate::storage::Conn, enroller: &Enroller) -> Result<(), FactorError> {
    if enroller.must() && rows::enrolled(conn, enroller.account().id)?.any() {
        return Err(FactorError::Over);
    }
    Ok(())
}

/// What to take over into the app that was begun.
///
/// # Errors
/// [`FactorError::Over`] when none was begun.
pub fn to_scan(store: &Store, secret: Option<&SecretString>, enroller: &Enroller) -> Result<ToScan, FactorError> {
    let account = enroller.account();
    let secret = secret.ok_or(FactorError::NoSecret)?;
    let waiting = store.read(|conn| rows::app_waiting(conn, account.id))?.ok_or(FactorError::Over)?;
    let opened = opened(secret, account, &waiting.sealed_secret)?;
    let (url, text) = totp::to_show(&opened, &account.email).map_err(|error| damaged(&error))?;
    Ok(ToScan { url, text })
}

/// Lets the codes of the app that was begun count, after its first code. An app from before is removed. Whoever has no recovery
/// codes gets them.
///
/// # Errors
/// [`FactorError`].
pub fn confirm(
    store: &Store,
    secret: Option<&SecretString>,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    enroller: &Enroller,
    code: &str,
) -> Result<Added, FactorError> {
    let account = enroller.account();
    let secret = secret.ok_or(FactorError::NoSecret)?;
    let waiting = store.read(|conn| rows::app_waiting(conn, account.id))?.ok_or(FactorError::Over)?;
    let opened = opened(secret, account, &waiting.sealed_secret)?;
    let step = step_of(&opened, code.trim(), now)?.ok_or(FactorError::WrongCode)?;
    store.write(|conn| {
        still_must(conn, enroller)?;
        let before = rows::enrolled(conn, account.id)?;
        let replaced = rows::remove_app(conn, now, account.id)?;
        if !rows::confirm_app(conn, now, waiting.id, step)? {
            return Err(FactorError::Over);
        }
        let codes = if before.recovery_codes == 0 { Some(recovery::make(conn, now, account.id)?) } else { None };
        let session = complete(conn, now, rules.lifetimes, enroller.session_id(), account, Given::Code)?;
        let session = session.ok_or(FactorError::Over)?;
        let details = json!({"soort": "app", "vervangt": replaced, "herstelcodes": codes.is_some()});
        note(conn, now, &enroller.actor(), account, "tweede-factor-toegevoegd", &details)?;
        if enroller.must() {
            entered(conn, now, rules, account, Given::Code, None)?;
        }
        let what = "Aan uw account is een authenticator-app toegevoegd. Voortaan vraagt Stelselwacht bij het inloggen een code.";
        tell(conn, now, account, "Een app is aan uw account toegevoegd", what)?;
        Ok(Added { codes, session })
    })
}

/// Removes the app, after a code of it or a recovery code.
///
/// # Errors
/// [`FactorError`].
pub fn remove(
    store: &Store,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    session: &Session,
    proof: Proof<'_>,
) -> Result<(), FactorError> {
    let account = &session.account;
    store.read(|conn| may_go(conn, account, rules.demand))?;
    prove(store, now, rules, session, proof)?;
    store.write(|conn| {
        may_go(conn, account, rules.demand)?;
        if !rows::remove_app(conn, now, account.id)? {
            return Err(FactorError::Over);
        }
        note(conn, now, &session.actor(), account, "tweede-factor-verwijderd", &json!({"soort": "app"}))?;
        let what = "De authenticator-app is van uw account verwijderd.";
        Ok(tell(conn, now, account, "De app is van uw account verwijderd", what)?)
    })
}

/// Makes new recovery codes, after the owner showed once more who it is; see [`super::Proves`]. They are shown once.
///
/// # Errors
/// [`FactorError`].
pub fn new_codes(
    store: &Store,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    session: &Session,
    proof: Proof<'_>,
) -> Result<Vec<String>, FactorError> {
    let account = &session.account;
    if !store.read(|conn| rows::enrolled(conn, account.id))?.any() {
        return Err(FactorError::Over);
    }
    prove(store, now, rules, session, proof)?;
    store.write(|conn| {
        let codes = recovery::make(conn, now, account.id)?;
        note(conn, now, &session.actor(), account, "herstelcodes-gemaakt", &json!({"aantal": codes.len()}))?;
        let what = "Voor uw account zijn nieuwe herstelcodes gemaakt. De oude werken niet meer.";
        tell(conn, now, account, "Nieuwe herstelcodes voor uw account", what)?;
        Ok(codes)
    })
}
