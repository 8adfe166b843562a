//! Inviting somebody: an account without a password, and a mail with a link to choose one.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use serde_json::json;

use super::links::{Addressee, ChooseError, Kind, found, hashed, look};
use super::management::{in_organisation, shut};
use super::sessions::actor;
use super::{AccountError, body_id, checked_person, name_of, role_in_trail, subject, within};
use crate::domain::access::{Actor, ManageAccounts, Organisation, Permit, Role};
use crate::domain::faults::{Fault, Faults};
use crate::notify::{Address, Letter};
use crate::services::post;
use crate::storage::accounts::{self as rows, Account, NewAccount as NewRow};
use crate::storage::{Conn, StorageError, Store, account_life, account_tokens, audit_trail, outbox};

/// What the token in the link of an invitation is for.
pub(super) const PURPOSE: &str = "uitnodiging";

/// How long an invitation can be accepted, in hours.
pub const HOURS: u32 = 72;

/// How often one person is invited in a day: whoever invites may type the address of a stranger.
pub const A_DAY: i64 = 3;

/// How many invitations of one organisation can wait at once.
pub const MOST_WAITING: usize = 50;

/// An invitation is for an account that nobody used yet.
pub const LINK: Kind = Kind { purpose: PURPOSE, fits: Account::is_waiting };

/// Somebody who is invited.
#[derive(Debug, Clone)]
pub struct Invited<'a> {
    /// E-mail address as it was typed.
    pub email: &'a str,
    /// Name of the person.
    pub name: &'a str,
    /// What the person will do.
    pub role: &'a Role,
}

/// Whether somebody with this address and name can be invited.
///
/// # Errors
/// Every fault, at `e-mail` and at `naam`.
pub fn check(email: &str, name: &str) -> Result<(), Faults> {
    checked(email, name).map(|_| ())
}

/// The address and the name as they are kept; the address is one that mail reaches.
fn checked(email: &str, name: &str) -> Result<(String, String), Faults> {
    let (email, name) = checked_person(email, name)?;
    match Address::parse(&email) {
        Ok(_) => Ok((email, name)),
        Err(_) => Err(Faults(vec![Fault::at("e-mail", format!("naar «{email}» kan geen mail worden gestuurd"))])),
    }
}

/// Adds an account that waits for its password, and writes the mail with the link. Whoever had an account that was closed is
/// invited to it anew.
///
/// # Errors
/// [`AccountError`] with every fault in what was given, or a fault of the database.
pub fn invite(
    store: &Store,
    permit: &Permit<ManageAccounts>,
    now: DateTime<Utc>,
    invited: &Invited<'_>,
) -> Result<Account, AccountError> {
    let (email, name) = checked(invited.email, invited.name).map_err(AccountError::Refused)?;
    within(permit, invited.role)?;
    store.write(|conn| {
        let body_id = body_id(conn, invited.role)?;
        let waiting =
            rows::of_organisation(conn, permit.organisation())?.into_iter().filter(Account::is_waiting).count();
        if waiting >= MOST_WAITING {
            return Err(AccountError::TooManyWaiting);
        }
        let row = NewRow { email: &email, name: &name, password_hash: None, role: invited.role, body_id };
        let id = match rows::by_email(conn, &email)?.map(|(account, _)| account) {
            None => rows::insert(conn, now, &row)?,
            Some(account) if account.is_closed() => {
                account_life::invite_anew(conn, account.id, &row)?;
                account.id
            }
            Some(account) => return Err(has_account(permit, &account)),
        };
        let details = json!({"naam": &name, "rol": role_in_trail(invited.role)});
        audit_trail::append(conn, now, permit.actor(), "account-uitgenodigd", &subject(&email), &details)?;
        send(conn, now, permit.actor(), id, &name, invited.role)?;
        let (email, name, role) = (email.clone(), name.clone(), invited.role.clone());
        Ok(Account { id, email, name, role, activated_at: None, disabled_at: None })
    })
}

/// Of another organisation no more is told than that the address is in use.
fn has_account(permit: &Permit<ManageAccounts>, account: &Account) -> AccountError {
    let email = &account.email;
    let message = if account.role.organisation() != *permit.organisation() {
        format!("«{email}» kan hier niet worden uitgenodigd: het adres is al in gebruik. Neem contact op met TloKB")
    } else if account.is_waiting() {
        format!("«{email}» is al uitgenodigd; stuur de uitnodiging opnieuw vanaf het account in de lijst")
    } else {
        format!("«{email}» heeft al een account")
    };
    AccountError::about("e-mail", message)
}

/// Writes the mail of an invitation once more; links that were sent before stop working when it leaves.
///
/// # Errors
/// [`AccountError`] when nothing waits or enough was sent today, or a fault of the database.
pub fn invite_again(
    store: &Store,
    permit: &Permit<ManageAccounts>,
    now: DateTime<Utc>,
    id: i64,
) -> Result<Account, AccountError> {
    store.write(|conn| {
        let account = waiting(conn, permit, id)?;
        let subject = subject(&account.email);
        audit_trail::append(conn, now, permit.actor(), "uitnodiging-opnieuw", &subject, &json!({}))?;
        send(conn, now, permit.actor(), id, &account.name, &account.role)?;
        Ok(account)
    })
}

/// Takes an invitation back: its link stops working.
///
/// # Errors
/// [`AccountError`] when nothing waits, or a fault of the database.
pub fn withdraw(
    store: &Store,
    permit: &Permit<ManageAccounts>,
    now: DateTime<Utc>,
    id: i64,
) -> Result<Account, AccountError> {
    store.write(|conn| {
        let account = waiting(conn, permit, id)?;
        shut(conn, now, &account)?;
        let subject = subject(&account.email);
        audit_trail::append(conn, now, permit.actor(), "uitnodiging-ingetrokken", &subject, &json!({}))?;
        Ok(account)
    })
}

fn waiting(conn: &mut Conn, permit: &Permit<ManageAccounts>, id: i64) -> Result<Account, AccountError> {
    let account = in_organisation(conn, permit, id)?;
    if account.is_waiting() { Ok(account) } else { Err(AccountError::NotWaiting) }
}

fn send(
    conn: &mut Conn,
    now: DateTime<Utc>,
    by: &Actor,
    account: i64,
    name: &str,
    role: &Role,
) -> Result<(), AccountError> {
    if outbox::written_to(conn, account, PURPOSE, now - TimeDelta::days(1))? >= A_DAY {
        return Err(AccountError::InvitedTooOften);
    }
    let inviting = match by {
        Actor::Account { role, .. } => role.organisation(),
        _ => Organisation::Regulator,
    };
    let (inviting, organisation) = (name_of(conn, &inviting)?, name_of(conn, &role.organisation())?);
    let letter = Letter::about("Uitnodiging voor Stelselwacht")
        .text(format!("Beste {name},"))
        .text(format!(
            "{inviting} nodigt u uit voor Stelselwacht, het register van certificatiestelsels. U wordt {} voor {organisation}.",
            role.duty(),
        ))
        .text(format!("Open deze link binnen {HOURS} uur en kies een wachtwoord. De link werkt één keer."))
        .once(PURPOSE, "/uitnodiging", HOURS)
        .text("Verwachtte u dit bericht niet? Dan hoeft u niets te doen.");
    Ok(post::write(conn, now, account, PURPOSE, &letter)?)
}

/// Accepts an invitation: the account is in use from now on, with this password.
///
/// # Errors
/// [`ChooseError`] when the link does not work or the password is not good enough.
pub fn accept(store: &Store, now: DateTime<Utc>, token: &str, chosen: &SecretString) -> Result<Addressee, ChooseError> {
    let addressee = look(store, now, &LINK, token)?.map_err(ChooseError::Dead)?;
    let hash = hashed(chosen, &addressee)?;
    store.write(|conn| {
        // Once more: meanwhile the link may have been used, or the invitation withdrawn.
        let (account, addressee) = found(conn, now, &LINK, token)?.map_err(ChooseError::Dead)?;
        account_life::set_password(conn, now, account.id, &hash)?;
        account_tokens::use_all(conn, now, account.id, PURPOSE)?;
        let subject = subject(&account.email);
        audit_trail::append(conn, now, &actor(&account), "uitnodiging-aanvaard", &subject, &json!({}))?;
        Ok(addressee)
    })
}

/// Until when the links of the invitations work that wait among these accounts of the organisation, by account; those are left
/// out whose mail has not left.
///
/// # Errors
/// A fault of the database.
pub fn work_until(
    store: &Store,
    permit: &Permit<ManageAccounts>,
    accounts: &[Account],
) -> Result<BTreeMap<i64, DateTime<Utc>>, StorageError> {
    let waiting = |account: &&Account| account.is_waiting() && account.role.organisation() == *permit.organisation();
    let waiting: Vec<i64> = accounts.iter().filter(waiting).map(|account| account.id).collect();
    store.read(|conn| account_tokens::work_until(conn, &waiting, PURPOSE))
}
