//! Giving a code: to get in, and to show once more who one is.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::super::attempts::{self, Counted};
use super::super::password;
use super::super::sessions::{OpenSession, Rules, complete};
use super::{FactorError, Proof, Proves, app, entered, note, proves, recovery, tell};
use crate::domain::access::Actor;
use crate::domain::second_factor::Given;
use crate::services::accounts::{Asked, Session};
use crate::storage::accounts::{self as account_rows, Account};
use crate::storage::{Conn, StorageError, Store, second_factors as rows};

/// Lets somebody in who gives a code of the app or a recovery code. Wrong codes are slowed down; see [`attempts`].
///
/// # Errors
/// [`FactorError`].
pub fn give_code(
    store: &Store,
    secret: Option<&SecretString>,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    asked: &Asked,
    typed: &SecretString,
    address: Option<IpAddr>,
) -> Result<OpenSession, FactorError> {
    let account = asked.account();
    let proof = Proof { typed, address, secret };
    let finish = |conn: &mut Conn, given: Given| {
        let opened = complete(conn, now, rules.lifetimes, asked.session, account, given)?.ok_or(FactorError::Over)?;
        entered(conn, now, rules, account, given, None)?;
        Ok(opened)
    };
    give(store, now, account, proof, finish)
}

/// Takes a code of the app or a recovery code, and does what it is for in the transaction that uses it up.
fn give<T>(
    store: &Store,
    now: DateTime<Utc>,
    account: &Account,
    proof: Proof<'_>,
    then: impl Fn(&mut Conn, Given) -> Result<T, FactorError>,
) -> Result<T, FactorError> {
    let typed = proof.typed.expose_secret();
    let code: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    let is_of_app = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    if !is_of_app && let Some(done) = give_recovery_code(store, now, account, typed, &then)? {
        return Ok(done);
    }
    let counted = store
        .write(|conn| attempts::count_code(conn, now, &account.email, proof.address))?
        .map_err(|wait| FactorError::TooManyAttempts { wait })?;
    if is_of_app
        && let Some((app, step)) = matching(store, now, account, proof.secret, &code)?
        && let Some(done) = store.write(|conn| {
            // Of two who give the same code at the same moment, one gets in.
            if !rows::use_step(conn, app, step)? {
                return Ok::<_, FactorError>(None);
            }
            attempts::take_back(conn, &counted)?;
            then(conn, Given::Code).map(Some)
        })?
    {
        return Ok(done);
    }
    wrong(store, now, account, &counted, if is_of_app { Given::Code } else { Given::RecoveryCode })?;
    Err(FactorError::WrongCode)
}

fn give_recovery_code<T>(
    store: &Store,
    now: DateTime<Utc>,
    account: &Account,
    typed: &str,
    then: impl Fn(&mut Conn, Given) -> Result<T, FactorError>,
) -> Result<Option<T>, FactorError> {
    store.write(|conn| {
        if !recovery::give(conn, now, account.id, typed)? {
            return Ok(None);
        }
        let left = rows::enrolled(conn, account.id)?.recovery_codes;
        let actor = Actor::Account { email: account.email.clone(), role: account.role.clone() };
        note(conn, now, &actor, account, "herstelcode-gebruikt", &json!({"over": left}))?;
        let what = format!(
            "Voor uw account is een herstelcode gebruikt. U hebt er nog {left}. Maak nieuwe als u er weinig overhoudt."
        );
        tell(conn, now, account, "Een herstelcode is gebruikt", &what)?;
        then(conn, Given::RecoveryCode).map(Some)
    })
}

/// The app of the account and the step whose code this is.
fn matching(
    store: &Store,
    now: DateTime<Utc>,
    account: &Account,
    secret: Option<&SecretString>,
    code: &str,
) -> Result<Option<(i64, i64)>, FactorError> {
    let Some(app) = store.read(|conn| rows::app_in_use(conn, account.id))? else { return Ok(None) };
    let opened = app::opened(secret.ok_or(FactorError::NoSecret)?, account, &app.sealed_secret)?;
    Ok(app::step_of(&opened, code, now)?.map(|step| (app.id, step)))
}

fn wrong(
    store: &Store,
    now: DateTime<Utc>,
    account: &Account,
    counted: &Counted,
    kind: Given,
) -> Result<(), StorageError> {
    store.write(|conn| {
        note(conn, now, &Actor::Public, account, "code-onjuist", &json!({"soort": kind.word()}))?;
        if counted.is_last_free {
            let what = "Iemand gaf bij het inloggen met uw account een paar keer achter elkaar een verkeerde code. Wie dat \
                        doet, kent uw wachtwoord of kan zich als u aanmelden bij uw organisatie.";
            tell(conn, now, account, "Verkeerde codes bij uw account", what)?;
        }
        Ok(())
    })
}

/// Holds what somebody gives once more against what the account has.
pub(super) fn prove(
    store: &Store,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    session: &Session,
    proof: Proof<'_>,
) -> Result<(), FactorError> {
    let account = &session.account;
    let proves = proves(store, now, rules, session)?;
    match proves {
        Proves::Code => return give(store, now, account, proof, |_, _| Ok(())),
        Proves::JustSignedIn => return Ok(()),
        Proves::SignInAgain if proof.typed.expose_secret().trim().is_empty() => return Err(FactorError::SignInAgain),
        Proves::Password | Proves::SignInAgain => {}
    }
    if give_recovery_code(store, now, account, proof.typed.expose_secret(), |_, _| Ok(()))?.is_some() {
        return Ok(());
    }
    let counted = store
        .write(|conn| attempts::count_code(conn, now, &account.email, proof.address))?
        .map_err(|wait| FactorError::TooManyAttempts { wait })?;
    let hash = store.read(|conn| account_rows::by_email(conn, &account.email))?.and_then(|(_, hash)| hash);
    if proves == Proves::Password && password::verify(proof.typed, hash.as_deref()) {
        store.write(|conn| attempts::take_back(conn, &counted))?;
        return Ok(());
    }
    wrong(store, now, account, &counted, Given::RecoveryCode)?;
    Err(if proves == Proves::Password { FactorError::WrongProof } else { FactorError::SignInAgain })
}
