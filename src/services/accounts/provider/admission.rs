//! Who gets in through the service, as which account, with which role.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::claims::Who;
use super::{Provider, ProviderError};
use crate::domain::access::{Actor, Role};
use crate::notify::Letter;
use crate::services::accounts::sessions::{self, Opening};
use crate::services::accounts::{
    AccountError, OpenSession, Rules, body_id, checked_person, password, recovery, role_in_trail, subject,
};
use crate::services::post;
use crate::storage::accounts::{self as rows, Account, NewAccount};
use crate::storage::{
    Conn, StorageError, Store, UtcTime, account_tokens, audit_trail, identities, sessions as session_rows,
};

/// What the letter about a link is, in one word.
const KIND: &str = "aanmelddienst";

/// Lets somebody in, or says why not; both stand in the trail.
pub(super) fn admit(
    provider: &Provider,
    store: &Store,
    now: DateTime<Utc>,
    rules: Rules<'_>,
    who: &Who,
    previous_token: Option<&str>,
) -> Result<OpenSession, ProviderError> {
    let admitted = store.write(|conn| {
        let (group, role) = provider.settings.roles.of(&who.groups).ok_or(ProviderError::NoGroup)?;
        let account = account(conn, provider, now, who, group, role)?;
        identities::used(conn, now, provider.issuer(), &who.subject)?;
        Ok(sessions::open(conn, now, rules, &account, Opening::provider(who.several_factors, previous_token))?)
    });
    if let Some(reason) = admitted.as_ref().err().and_then(ProviderError::refusal) {
        store.write(|conn| {
            let known = identities::account_of(conn, provider.issuer(), &who.subject)?;
            let subject = known.map_or_else(|| "account".to_owned(), |account| subject(&account.email));
            let details = json!({"met": "aanmelddienst", "reden": reason});
            audit_trail::append(conn, now, &Actor::Public, "aanmelden-mislukt", &subject, &details)
        })?;
    }
    admitted
}

/// The account of somebody: the one that is linked, one that can be linked, or a new one.
fn account(
    conn: &mut Conn,
    provider: &Provider,
    now: DateTime<Utc>,
    who: &Who,
    group: &str,
    role: &Role,
) -> Result<Account, ProviderError> {
    let account = match identities::account_of(conn, provider.issuer(), &who.subject)? {
        Some(account) => account,
        None => first_time(conn, provider, now, who, group, role)?,
    };
    if account.is_closed() {
        return Err(ProviderError::Closed);
    }
    // Whoever was closed and invited anew keeps the link, and comes in with it.
    if account.activated_at.is_none() {
        identities::activate(conn, now, account.id, password::NONE)?;
    }
    let account = Account { activated_at: account.activated_at.or(Some(UtcTime::from(now))), ..account };
    if account.role == *role {
        return Ok(account);
    }
    let body_id = body_id(conn, role).map_err(organisation)?;
    identities::set_role(conn, account.id, role, body_id)?;
    let details = json!({"was": role_in_trail(&account.role), "wordt": role_in_trail(role), "groep": group});
    audit_trail::append(conn, now, &Actor::System, "account-taak-gewijzigd", &subject(&account.email), &details)?;
    Ok(Account { role: role.clone(), ..account })
}

fn organisation(error: AccountError) -> ProviderError {
    match error {
        AccountError::Storage(error) => error.into(),
        error => {
            tracing::warn!(%error, "a group of the sign-in service stands for an organisation that is not there");
            ProviderError::UnknownOrganisation
        }
    }
}

/// Links the account with the address that the service vouches for, or makes one.
fn first_time(
    conn: &mut Conn,
    provider: &Provider,
    now: DateTime<Utc>,
    who: &Who,
    group: &str,
    role: &Role,
) -> Result<Account, ProviderError> {
    let address = who.verified_email.as_deref().ok_or(ProviderError::NoAddress)?;
    let name = who.name.as_deref().unwrap_or(address);
    let (email, name) = checked_person(address, name).map_err(|_| ProviderError::NoAddress)?;
    let account = match rows::by_email(conn, &email)? {
        Some((account, _)) => {
            // A service of one organisation does not speak for the people of another.
            if account.role.organisation() != role.organisation() {
                return Err(ProviderError::OtherOrganisation);
            }
            account
        }
        None => made(conn, now, &email, &name, group, role)?,
    };
    identities::link(conn, now, account.id, provider.issuer(), &who.subject)?;
    // From now on the service decides: what was begun or asked for with a password ends.
    let ended = session_rows::end_all_of(conn, now, account.id)?;
    account_tokens::use_all(conn, now, account.id, recovery::PURPOSE)?;
    let details = json!({"uitgever": provider.issuer(), "onderwerp": &who.subject, "sessiesBeeindigd": ended});
    audit_trail::append(conn, now, &Actor::System, "aanmelddienst-gekoppeld", &subject(&email), &details)?;
    tell(conn, now, provider, &account)?;
    Ok(account)
}

fn made(
    conn: &mut Conn,
    now: DateTime<Utc>,
    email: &str,
    name: &str,
    group: &str,
    role: &Role,
) -> Result<Account, ProviderError> {
    let body_id = body_id(conn, role).map_err(organisation)?;
    let row = NewAccount { email, name, password_hash: Some(password::NONE), role, body_id };
    let id = rows::insert(conn, now, &row)?;
    let details = json!({"naam": name, "rol": role_in_trail(role), "groep": group});
    audit_trail::append(conn, now, &Actor::System, "account-toegevoegd", &subject(email), &details)?;
    let (email, name, role) = (email.to_owned(), name.to_owned(), role.clone());
    Ok(Account { id, email, name, role, activated_at: Some(UtcTime::from(now)), disabled_at: None })
}

fn tell(conn: &mut Conn, now: DateTime<Utc>, provider: &Provider, account: &Account) -> Result<(), StorageError> {
    let letter = Letter::about("Uw account is gekoppeld aan uw aanmelddienst")
        .text(format!("Beste {},", account.name))
        .text(format!(
            "Voor uw account bij Stelselwacht is voor het eerst aangemeld via {}. Vanaf nu meldt u zich daarmee aan; een \
             wachtwoord werkt niet meer.",
            provider.name()
        ))
        .text("Was u dit niet? Waarschuw dan uw beheerder.");
    post::write(conn, now, account.id, KIND, &letter)
}
