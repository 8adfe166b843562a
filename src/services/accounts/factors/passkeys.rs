//! Passkeys (WebAuthn): several per account, each with a name that its owner gives. A passkey is a factor of its own and is
//! given in the place of a code. What a browser is asked stands in the database until it is answered, once.

use chrono::{DateTime, TimeDelta, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use webauthn_rs::prelude::{
    Passkey as Credential, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use super::super::sessions::{Rules, complete};
use super::app::still_must;
use super::giving::prove;
use super::{Added, FactorError, OpenSession, Proof, entered, may_go, note, recovery, tell};
use crate::domain::second_factor::Given;
use crate::services::accounts::{Asked, Enroller, Session};
use crate::storage::accounts::Account;
use crate::storage::passkeys::{self as rows, Question};
use crate::storage::{Conn, StorageError, Store, UtcTime, second_factors};

/// How long a browser may take to answer.
const TO_ANSWER: TimeDelta = TimeDelta::minutes(5);

/// The longest name, in characters.
pub(super) const LONGEST_NAME: usize = 60;

/// Passkeys of one account, more than anybody has devices.
const MOST: usize = 20;

const TO_MAKE: &str = "maken";
const TO_GIVE: &str = "geven";

/// The site as passkeys know it. They are bound to its address: at another one they do not work.
#[derive(Debug)]
pub struct Party(Webauthn);

impl Party {
    /// The site at this public address; nothing when browsers make no passkeys there. They want a name, not a number, and
    /// https, except on the machine itself.
    pub fn at(public_url: &str) -> Option<Self> {
        let origin = Url::parse(public_url).ok()?;
        let name = origin.domain()?.to_owned();
        if origin.scheme() != "https" && name != "localhost" {
            return None;
        }
        WebauthnBuilder::new(&name, &origin).ok()?.rp_name("Stelselwacht").build().ok().map(Self)
    }
}

/// What goes wrong inside is of no use to whoever looks at the screen.
fn refused(error: &WebauthnError) -> FactorError {
    tracing::info!(%error, "a passkey was refused");
    FactorError::PasskeyRefused
}

fn written(value: &impl Serialize) -> Result<String, StorageError> {
    serde_json::to_string(value).map_err(|error| StorageError::damaged(error.to_string()))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, StorageError> {
    serde_json::from_str(text).map_err(|error| StorageError::damaged(format!("een passkey is niet te lezen: {error}")))
}

/// The passkeys of the account as the library knows them, with their keys in the database.
fn credentials(conn: &mut Conn, account: &Account) -> Result<Vec<(i64, String, Credential)>, StorageError> {
    let rows = rows::of_account(conn, account.id)?;
    rows.into_iter().map(|row| Ok((row.id, row.name, read(&row.credential)?))).collect()
}

/// A name as it is kept.
fn checked(name: &str) -> Result<String, FactorError> {
    let name = name.trim();
    let sound = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if sound { Ok(name.to_owned()) } else { Err(FactorError::Name) }
}

/// Asks the browser to make a passkey with this name.
///
/// # Errors
/// [`FactorError`].
pub fn start_adding(
    store: &Store,
    party: &Party,
    now: DateTime<Utc>,
    enroller: &Enroller,
    name: &str,
) -> Result<(), FactorError> {
    let (account, name) = (enroller.account(), checked(name)?);
    store.write(|conn| {
        still_must(conn, enroller)?;
        let known = credentials(conn, account)?;
        if known.len() >= MOST {
            return Err(FactorError::PasskeyRefused);
        }
        let known = known.into_iter().map(|(_, _, credential)| credential.cred_id().clone()).collect();
        // What an authenticator keeps to tell accounts apart; it says nothing about the person.
        let id = Uuid::from_u64_pair(0, account.id.unsigned_abs());
        let (options, state) = party
            .0
            .start_passkey_registration(id, &account.email, &account.name, Some(known))
            .map_err(|error| refused(&error))?;
        ask(conn, now, enroller.session_id(), TO_MAKE, (&options, &state), name)
    })
}

fn ask(
    conn: &mut Conn,
    now: DateTime<Utc>,
    session: i64,
    purpose: &str,
    (options, state): (&impl Serialize, &impl Serialize),
    name: String,
) -> Result<(), FactorError> {
    let (options, state) = (written(options)?, written(state)?);
    let expires_at = UtcTime::from(now + TO_ANSWER);
    let question = Question { purpose: purpose.to_owned(), options, state, name, expires_at };
    Ok(rows::ask(conn, session, &question)?)
}

fn asked(store: &Store, now: DateTime<Utc>, session: i64, purpose: &str) -> Result<String, FactorError> {
    let question = store.read(|conn| rows::question(conn, session))?;
    question
        .filter(|question| question.purpose == purpose && question.expires_at.utc() > now)
        .map(|question| question.options)
        .ok_or(FactorError::Over)
}

/// What the script gives to the browser to make a passkey, as JSON.
///
/// # Errors
/// [`FactorError::Over`] when nothing was asked.
pub fn to_make(store: &Store, now: DateTime<Utc>, enroller: &Enroller) -> Result<String, FactorError> {
    asked(store, now, enroller.session_id(), TO_MAKE)
}

/// What the script gives to the browser to use a passkey, as JSON.
///
/// # Errors
/// [`FactorError::Over`] when nothing was asked.
pub fn to_give(store: &Store, now: DateTime<Utc>, asked_for: &Asked) -> Result<String, FactorError> {
    asked(store, now, asked_for.session, TO_GIVE)
}

/// The question of this session, which is asked no more, whatever the answer is worth.
fn taken(store: &Store, now: DateTime<Utc>, session: i64, purpose: &str) -> Result<Question, FactorError> {
    let question = store.write(|conn| rows::take_question(conn, session))?;
    question.filter(|question| question.purpose == purpose && question.expires_at.utc() > now).ok_or(FactorError::Over)
}

fn answer<T: for<'a> Deserialize<'a>>(answer: &str) -> Result<T, FactorError> {
    serde_json::from_str(answer).map_err(|error| {
        tracing::info!(%error, "the answer of a browser about a passkey cannot be read");
        FactorError::PasskeyRefused
    })
}

/// Adds the passkey that the browser made. Whoever has no recovery codes gets them.
///
/// # Errors
/// [`FactorError`].
pub fn finish_adding(
    store: &Store,
    party: &Party,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    enroller: &Enroller,
    answered: &str,
) -> Result<Added, FactorError> {
    let account = enroller.account();
    let question = taken(store, now, enroller.session_id(), TO_MAKE)?;
    let state: PasskeyRegistration = read(&question.state)?;
    let made: RegisterPublicKeyCredential = answer(answered)?;
    let credential = party.0.finish_passkey_registration(&made, &state).map_err(|error| refused(&error))?;
    let id = data_encoding::HEXLOWER.encode(credential.cred_id().as_ref());
    let kept = written(&credential)?;
    store.write(|conn| {
        still_must(conn, enroller)?;
        rows::insert(conn, now, account.id, &question.name, &id, &kept).map_err(|error| {
            if error.violates("passkeys_credential_id_key") { FactorError::PasskeyRefused } else { error.into() }
        })?;
        let before = second_factors::enrolled(conn, account.id)?;
        let codes = if before.recovery_codes == 0 { Some(recovery::make(conn, now, account.id)?) } else { None };
        let session = complete(conn, now, rules.lifetimes, enroller.session_id(), account, Given::Passkey)?;
        let session = session.ok_or(FactorError::Over)?;
        let details = json!({"soort": "passkey", "naam": &question.name, "herstelcodes": codes.is_some()});
        note(conn, now, &enroller.actor(), account, "tweede-factor-toegevoegd", &details)?;
        if enroller.must() {
            entered(conn, now, rules, account, Given::Passkey, None)?;
        }
        let what = format!("Aan uw account is de passkey “{}” toegevoegd.", question.name);
        tell(conn, now, account, "Een passkey is aan uw account toegevoegd", &what)?;
        Ok(Added { codes, session })
    })
}

/// Asks the browser to use a passkey of the account.
///
/// # Errors
/// [`FactorError`].
pub fn start_giving(store: &Store, party: &Party, now: DateTime<Utc>, asked: &Asked) -> Result<(), FactorError> {
    store.write(|conn| {
        let known: Vec<Credential> =
            credentials(conn, &asked.account)?.into_iter().map(|(_, _, credential)| credential).collect();
        if known.is_empty() {
            return Err(FactorError::Over);
        }
        let (options, state) = party.0.start_passkey_authentication(&known).map_err(|error| refused(&error))?;
        ask(conn, now, asked.session, TO_GIVE, (&options, &state), String::new())
    })
}

/// Lets somebody in whose browser used a passkey of the account.
///
/// # Errors
/// [`FactorError`].
pub fn finish_giving(
    store: &Store,
    party: &Party,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    asked: &Asked,
    answered: &str,
) -> Result<OpenSession, FactorError> {
    let account = &asked.account;
    let question = taken(store, now, asked.session, TO_GIVE)?;
    let state: PasskeyAuthentication = read(&question.state)?;
    let used = answer::<PublicKeyCredential>(answered)
        .and_then(|given| party.0.finish_passkey_authentication(&given, &state).map_err(|error| refused(&error)));
    let used = match used {
        Ok(used) => used,
        Err(error) => {
            let actor = crate::domain::access::Actor::Public;
            store.write(|conn| note(conn, now, &actor, account, "code-onjuist", &json!({"soort": "passkey"})))?;
            return Err(error);
        }
    };
    store.write(|conn| {
        // It may have been removed meanwhile.
        let known = credentials(conn, account)?.into_iter().find(|(_, _, known)| known.cred_id() == used.cred_id());
        let (id, name, mut credential) = known.ok_or(FactorError::PasskeyRefused)?;
        credential.update_credential(&used);
        rows::used(conn, now, id, &written(&credential)?)?;
        let opened =
            complete(conn, now, rules.lifetimes, asked.session, account, Given::Passkey)?.ok_or(FactorError::Over)?;
        entered(conn, now, rules, account, Given::Passkey, Some(&name))?;
        Ok(opened)
    })
}

/// Gives a passkey another name.
///
/// # Errors
/// [`FactorError`].
pub fn rename(store: &Store, now: DateTime<Utc>, session: &Session, id: i64, name: &str) -> Result<(), FactorError> {
    let name = checked(name)?;
    store.write(|conn| {
        if !rows::rename(conn, session.account.id, id, &name)? {
            return Err(FactorError::Over);
        }
        let details = json!({"soort": "passkey", "naam": &name});
        Ok(note(conn, now, &session.actor(), &session.account, "passkey-hernoemd", &details)?)
    })
}

/// Removes a passkey, after the owner showed once more who it is; see [`super::Proves`].
///
/// # Errors
/// [`FactorError`].
pub fn remove(
    store: &Store,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    session: &Session,
    id: i64,
    proof: Proof<'_>,
) -> Result<(), FactorError> {
    let account = &session.account;
    store.read(|conn| {
        if rows::of_account(conn, account.id)?.iter().any(|passkey| passkey.id == id) {
            may_go(conn, account, rules.demand)
        } else {
            Err(FactorError::Over)
        }
    })?;
    prove(store, now, rules, session, proof)?;
    store.write(|conn| {
        may_go(conn, account, rules.demand)?;
        let name = rows::remove(conn, now, account.id, id)?.ok_or(FactorError::Over)?;
        let details = json!({"soort": "passkey", "naam": &name});
        note(conn, now, &session.actor(), account, "tweede-factor-verwijderd", &details)?;
        let what = format!("De passkey “{name}” is van uw account verwijderd.");
        Ok(tell(conn, now, account, "Een passkey is van uw account verwijderd", &what)?)
    })
}
