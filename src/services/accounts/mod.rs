//! Accounts: who may log in, logging in and out, and the sessions in between.
//!
//! Passwords are kept as argon2id, tokens as SHA-256; neither can be read back. Guessing is slowed down per account and
//! per address, see [`attempts`]. Everything but the use of a session stands in the audit trail.
//!
//! An account begins with an invitation ([`invitations`]), is kept by the administrators of its organisation ([`management`]) and
//! by its owner ([`own`]), and gets a new password by mail ([`recovery`]).

pub mod attempts;
mod browser;
pub mod devices;
pub mod factors;
pub mod invitations;
pub mod links;
pub mod management;
pub mod own;
mod password;
pub mod provider;
pub mod recovery;
mod rules;
mod sessions;
mod standing;

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde_json::json;

use crate::domain::access::{ManageAccounts, Organisation, Permit, Role};
use crate::domain::faults::{Fault, Faults};
use crate::storage::accounts::{self as rows, NewAccount as NewRow};
use crate::storage::{Conn, Known, StorageError, Store, UtcTime, audit_trail, bodies, schemes};

pub use crate::storage::accounts::{Account, AccountState};
pub use management::close;
pub use password::SHORTEST as SHORTEST_PASSWORD;
pub use rules::{Lifetimes, Rules};
pub use sessions::{HALF_OPEN, LogIn, LogInError, OpenSession, log_in, log_out, session};
pub(super) use sessions::{random_token, sha256_hex};
pub use standing::{Asked, Enroller, MustEnrol, Session, Standing};

/// An account that is asked for.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// E-mail address as it was typed.
    pub email: &'a str,
    /// Name of the person.
    pub name: &'a str,
    /// What the account may do.
    pub role: &'a Role,
    /// The password.
    pub password: &'a SecretString,
}

/// Why an account was not added, changed or closed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// What was given is wrong: all of it, with the field it is about.
    #[error("{0}")]
    Refused(Faults),
    /// There is no such account, or it is of another organisation.
    #[error("Dit account bestaat niet bij deze organisatie.")]
    NotFound,
    /// Whoever acts would change what they may do themselves.
    #[error("Dit is uw eigen account. Een andere beheerder kan uw taak wijzigen of uw account sluiten.")]
    Own,
    /// Nobody would be left to manage the accounts of the organisation.
    #[error(
        "Dit is de enige beheerder van deze organisatie. Maak eerst iemand anders beheerder; die moet de uitnodiging ook hebben \
         aanvaard."
    )]
    LastAdministrator,
    /// The invitation was accepted, or the account was closed.
    #[error("Op dit account wacht geen uitnodiging meer.")]
    NotWaiting,
    /// There is no second factor to remove.
    #[error("Dit account heeft geen tweede factor; er is niets gewijzigd.")]
    NoFactor,
    /// The account was closed before.
    #[error("Dit account is al gesloten.")]
    Closed,
    /// The same person was mailed often enough today.
    #[error(
        "Vandaag zijn er al {} uitnodigingen naar dit adres gestuurd. Probeer het morgen opnieuw.",
        invitations::A_DAY
    )]
    InvitedTooOften,
    /// More invitations wait than anybody needs.
    #[error(
        "Er staan al {} uitnodigingen open. Trek er een in, of wacht tot er een is aanvaard.",
        invitations::MOST_WAITING
    )]
    TooManyWaiting,
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl AccountError {
    /// One thing that is wrong with what was given, at this field.
    pub fn about(field: &str, message: impl Into<String>) -> Self {
        Self::Refused(Faults(vec![Fault::at(field, message)]))
    }
}

/// Adds an account and gives it back as it was stored.
///
/// # Errors
/// [`AccountError::Refused`] with every fault in what was given, or a fault of the database.
pub fn add(
    store: &Store,
    permit: &Permit<ManageAccounts>,
    now: DateTime<Utc>,
    new: &NewAccount<'_>,
) -> Result<Account, AccountError> {
    let organisation = store.read(|conn| name_of(conn, &new.role.organisation()))?;
    within(permit, new.role)?;
    let (email, name, password_hash) = checked(new, &organisation).map_err(AccountError::Refused)?;
    store.write(|conn| {
        let body_id = body_id(conn, new.role)?;
        let row = NewRow { email: &email, name: &name, password_hash: Some(&password_hash), role: new.role, body_id };
        let id = rows::insert(conn, now, &row).map_err(|error| taken(error, &email))?;
        let details = json!({"naam": &name, "rol": role_in_trail(new.role)});
        audit_trail::append(conn, now, permit.actor(), "account-toegevoegd", &subject(&email), &details)?;
        let activated_at = Some(UtcTime::from(now));
        let (email, name, role) = (email.clone(), name.clone(), new.role.clone());
        Ok(Account { id, email, name, role, activated_at, disabled_at: None })
    })
}

/// The accounts of the organisation, by address, also those that were closed.
///
/// # Errors
/// A fault of the database.
pub fn all(store: &Store, permit: &Permit<ManageAccounts>) -> Result<Vec<Account>, StorageError> {
    store.read(|conn| rows::of_organisation(conn, permit.organisation()))
}

/// The account with this address, for whoever runs the program; also when it is closed.
///
/// # Errors
/// A fault of the database.
pub fn by_address(store: &Store, email: &str) -> Result<Option<Account>, StorageError> {
    let email = email.trim().to_lowercase();
    Ok(store.read(|conn| rows::by_email(conn, &email))?.map(|(account, _)| account))
}

/// A role that is given out must be one of the organisation that the permit is for.
fn within(permit: &Permit<ManageAccounts>, role: &Role) -> Result<(), AccountError> {
    if role.organisation() == *permit.organisation() {
        return Ok(());
    }
    Err(AccountError::about("organisatie", "deze taak is van een andere organisatie"))
}

fn taken(error: StorageError, email: &str) -> AccountError {
    if error.violates("accounts_email_key") {
        AccountError::about("e-mail", format!("«{email}» heeft al een account"))
    } else {
        error.into()
    }
}

/// How the audit trail tells what an account may do.
fn role_in_trail(role: &Role) -> serde_json::Value {
    let of = match role.organisation() {
        Organisation::Regulator => None,
        Organisation::Body(code) => Some(code.to_string()),
        Organisation::SchemeOwner(name) => Some(name),
    };
    json!({"organisatie": role.word(), "van": of, "taak": role.duty()})
}

/// How the audit trail names an account.
fn subject(email: &str) -> String {
    format!("account/{email}")
}

fn body_id(conn: &mut Conn, role: &Role) -> Result<Option<i64>, AccountError> {
    let code = match role {
        Role::Body(code, _) => code,
        Role::Regulator(_) => return Ok(None),
        Role::SchemeOwner(owner) => return known_owner(conn, owner).map(|()| None),
    };
    if let Some(body) = bodies::by_code(conn, code)? {
        return Ok(Some(body.id));
    }
    let known: Vec<_> = bodies::all(conn, Known::Now)?.iter().map(|body| body.code.to_string()).collect();
    let way_out = if known.is_empty() {
        "er zijn nog geen instellingen; laad eerst het stelsel met 'stelselwacht load-system'".to_owned()
    } else {
        format!("kies uit {}", known.join(", "))
    };
    Err(AccountError::about("instelling", format!("«{code}» is onbekend: {way_out}")))
}

fn known_owner(conn: &mut Conn, owner: &str) -> Result<(), AccountError> {
    let mut owners: Vec<String> = schemes::all(conn, Known::Now)?.into_iter().map(|scheme| scheme.owner).collect();
    owners.sort();
    owners.dedup();
    if owners.iter().any(|known| known == owner) {
        return Ok(());
    }
    let message = format!("«{owner}» beheert geen schema; kies uit {}", owners.join(", "));
    Err(AccountError::about("schemabeheerder", message))
}

/// The name by which people know an organisation.
fn name_of(conn: &mut Conn, organisation: &Organisation) -> Result<String, StorageError> {
    let known = match organisation {
        Organisation::Body(code) => bodies::by_code(conn, code)?.map(|body| body.name),
        Organisation::Regulator | Organisation::SchemeOwner(_) => None,
    };
    Ok(known.unwrap_or_else(|| plain_name(organisation)))
}

/// The same without asking the register: of a body its code.
fn plain_name(organisation: &Organisation) -> String {
    match organisation {
        Organisation::Regulator => REGULATOR.to_owned(),
        Organisation::Body(code) => code.to_string(),
        Organisation::SchemeOwner(name) => name.clone(),
    }
}

/// How people know the regulator.
const REGULATOR: &str = "TloKB";

/// The address, the name and the password as they are kept.
fn checked(new: &NewAccount<'_>, organisation: &str) -> Result<(String, String, String), Faults> {
    let mut faults = Vec::new();
    let person = checked_person(new.email, new.name).map_err(|found| faults.extend(found.0));
    let owner = password::Owner { name: new.name, email: new.email, organisation };
    let hash = password::chosen(new.password, &owner).map_err(|message| faults.push(Fault::at("wachtwoord", message)));
    match (person, hash) {
        (Ok((email, name)), Ok(hash)) => Ok((email, name, hash)),
        _ => Err(Faults(faults)),
    }
}

/// The address and the name as they are kept.
fn checked_person(email: &str, name: &str) -> Result<(String, String), Faults> {
    let mut faults = Vec::new();
    let known = normal_email(email);
    if known.is_none() {
        let message = format!("«{}» is geen e-mailadres, zoals naam@organisatie.nl", email.trim());
        faults.push(Fault::at("e-mail", message));
    }
    let name = checked_name(name).map_err(|fault| faults.push(fault));
    match (known, name) {
        (Some(email), Ok(name)) => Ok((email, name)),
        _ => Err(Faults(faults)),
    }
}

/// The longest name of a person, in characters.
const LONGEST_NAME: usize = 200;

/// The name of a person as it is kept.
fn checked_name(name: &str) -> Result<String, Fault> {
    let name = name.trim();
    let sound = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if sound {
        Ok(name.to_owned())
    } else {
        Err(Fault::at("naam", format!("geef een naam van 1 tot en met {LONGEST_NAME} tekens")))
    }
}

/// An address in small letters, so that it is one account however it is typed.
fn normal_email(text: &str) -> Option<String> {
    let email = text.trim().to_lowercase();
    let (user, host) = email.split_once('@')?;
    let plain = !email.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c));
    let whole = !user.is_empty() && !host.is_empty() && !host.contains('@') && email.len() <= 254;
    (plain && whole).then_some(email)
}
