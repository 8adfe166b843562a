//! What administrators do with the accounts of an organisation.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    AccountError, REGULATOR, invitations, name_of, normal_email, plain_name, recovery, role_in_trail, subject,
};
use crate::domain::access::{ManageAccounts, Organisation, Permit, Role};
use crate::notify::Letter;
use crate::services::post;
use crate::storage::accounts::{self as rows, Account};
use crate::storage::{
    Conn, Known, StorageError, Store, account_devices, account_life, account_tokens, audit_trail, bodies, schemes,
    sessions,
};

/// An organisation and how many accounts it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Which one.
    pub organisation: Organisation,
    /// The name by which people know it.
    pub name: String,
    /// Accounts in use.
    pub open: usize,
    /// Of those, the administrators.
    pub administrators: usize,
    /// Invitations that wait.
    pub waiting: usize,
}

/// Every organisation that can have accounts, also without any: the regulator first, then bodies, then owners of schemes, each
/// by name. Only whoever manages the accounts of the regulator manages those of others; for everybody else there are none.
///
/// # Errors
/// A fault of the database.
pub fn organisations(store: &Store, permit: &Permit<ManageAccounts>) -> Result<Vec<Counted>, StorageError> {
    if *permit.organisation() != Organisation::Regulator {
        return Ok(Vec::new());
    }
    store.read(|conn| {
        let mut names = BTreeMap::from([(Organisation::Regulator, REGULATOR.to_owned())]);
        names.extend(bodies::all(conn, Known::Now)?.into_iter().map(|body| (Organisation::Body(body.code), body.name)));
        let owners = schemes::all(conn, Known::Now)?.into_iter().map(|scheme| scheme.owner);
        names.extend(owners.map(|owner| (Organisation::SchemeOwner(owner.clone()), owner)));
        let accounts = account_life::all(conn)?;
        for organisation in accounts.iter().map(|account| account.role.organisation()) {
            // An owner that keeps no scheme any more, or a body that is gone.
            names.entry(organisation.clone()).or_insert_with(|| plain_name(&organisation));
        }
        let mut found: Vec<_> = names.into_iter().map(|(of, name)| counted(&accounts, of, name)).collect();
        found.sort_by_cached_key(|counted| (kind(&counted.organisation), crate::domain::text::fold(&counted.name)));
        Ok(found)
    })
}

/// The name by which people know the organisation that the permit is for.
///
/// # Errors
/// [`AccountError::NotFound`] when the register knows no such organisation, or a fault of the database.
pub fn name(store: &Store, permit: &Permit<ManageAccounts>) -> Result<String, AccountError> {
    store.read(|conn| {
        let of = permit.organisation();
        let is_known = match of {
            Organisation::Regulator => true,
            Organisation::Body(code) => bodies::by_code(conn, code)?.is_some(),
            Organisation::SchemeOwner(owner) => {
                !schemes::of_owner(conn, owner)?.is_empty() || !rows::of_organisation(conn, of)?.is_empty()
            }
        };
        if is_known { Ok(name_of(conn, of)?) } else { Err(AccountError::NotFound) }
    })
}

fn kind(organisation: &Organisation) -> u8 {
    match organisation {
        Organisation::Regulator => 0,
        Organisation::Body(_) => 1,
        Organisation::SchemeOwner(_) => 2,
    }
}

fn counted(accounts: &[Account], organisation: Organisation, name: String) -> Counted {
    let own = || accounts.iter().filter(|account| account.role.organisation() == organisation);
    let open = own().filter(|account| account.is_open()).count();
    let administrators = own().filter(|account| account.is_open_administrator()).count();
    let waiting = own().filter(|account| account.is_waiting()).count();
    Counted { organisation, name, open, administrators, waiting }
}

/// The account with this key.
///
/// # Errors
/// [`AccountError::NotFound`] when it is of another organisation, or a fault of the database.
pub fn find(store: &Store, permit: &Permit<ManageAccounts>, id: i64) -> Result<Account, AccountError> {
    store.read(|conn| in_organisation(conn, permit, id))
}

/// Where the account with this key belongs. Only whoever manages the accounts of the regulator may ask for those of others.
///
/// # Errors
/// [`AccountError::NotFound`], or a fault of the database.
pub fn organisation_of(store: &Store, permit: &Permit<ManageAccounts>, id: i64) -> Result<Organisation, AccountError> {
    let account = store.read(|conn| rows::find(conn, id))?.ok_or(AccountError::NotFound)?;
    let organisation = account.role.organisation();
    let may = *permit.organisation() == Organisation::Regulator || *permit.organisation() == organisation;
    if may { Ok(organisation) } else { Err(AccountError::NotFound) }
}

pub(super) fn in_organisation(
    conn: &mut Conn,
    permit: &Permit<ManageAccounts>,
    id: i64,
) -> Result<Account, AccountError> {
    let account = rows::find(conn, id)?;
    account.filter(|account| account.role.organisation() == *permit.organisation()).ok_or(AccountError::NotFound)
}

/// Gives an account another task at its organisation; it holds from the next page on.
///
/// # Errors
/// [`AccountError`] when that is not possible, or a fault of the database.
pub fn change_duty(
    store: &Store,
    permit: &Permit<ManageAccounts>,
    now: DateTime<Utc>,
    id: i64,
    duty: &str,
) -> Result<Account, AccountError> {
    let role = Role::of(permit.organisation().clone(), duty)
        .map_err(|error| AccountError::about("taak", error.to_string()))?;
    store.write(|conn| {
        let account = changeable(conn, permit, id)?;
        if account.role == role {
            return Ok(account);
        }
        if !role.is_administrator() {
            not_the_last(conn, &account)?;
        }
        account_life::set_duty(conn, account.id, &role)?;
        let details = json!({"van": role_in_trail(&account.role), "naar": role_in_trail(&role)});
        let subject = subject(&account.email);
        audit_trail::append(conn, now, permit.actor(), "account-taak-gewijzigd", &subject, &details)?;
        if account.is_open() {
            let letter = Letter::about("Uw taak in Stelselwacht is gewijzigd")
                .text(format!("Beste {},", account.name))
                .text(format!("Uw taak was {} en is nu {}.", account.role.duty(), role.duty()))
                .page("/account")
                .text("Klopt dit niet? Neem contact op met de beheerder van uw organisatie.");
            post::write(conn, now, account.id, "taak-gewijzigd", &letter)?;
        }
        Ok(Account { role: role.clone(), ..account })
    })
}

/// Closes the account with this address; see [`close_by_id`].
///
/// # Errors
/// [`AccountError`] when that is not possible, or a fault of the database.
pub fn close(
    store: &Store,
    permit: &Permit<ManageAccounts>,
    now: DateTime<Utc>,
    email: &str,
) -> Result<(), AccountError> {
    let email = normal_email(email).ok_or(AccountError::NotFound)?;
    store.write(|conn| {
        let (account, _) = rows::by_email(conn, &email)?.ok_or(AccountError::NotFound)?;
        close_within(conn, permit, now, account.id).map(|_| ())
    })
}

/// Closes an account and ends its sessions; what it did stays in the audit trail.
///
/// # Errors
/// [`AccountError`] when that is not possible, or a fault of the database.
pub fn close_by_id(
    store: &Store,
    permit: &Permit<ManageAccounts>,
    now: DateTime<Utc>,
    id: i64,
) -> Result<Account, AccountError> {
    store.write(|conn| close_within(conn, permit, now, id))
}

fn close_within(
    conn: &mut Conn,
    permit: &Permit<ManageAccounts>,
    now: DateTime<Utc>,
    id: i64,
) -> Result<Account, AccountError> {
    let account = changeable(conn, permit, id)?;
    not_the_last(conn, &account)?;
    let ended = shut(conn, now, &account)?;
    let details = json!({"sessiesBeeindigd": ended});
    audit_trail::append(conn, now, permit.actor(), "account-gesloten", &subject(&account.email), &details)?;
    Ok(account)
}

/// An account that is not closed and not of whoever acts.
pub(super) fn changeable(conn: &mut Conn, permit: &Permit<ManageAccounts>, id: i64) -> Result<Account, AccountError> {
    let account = in_organisation(conn, permit, id)?;
    if account.is_closed() {
        return Err(AccountError::Closed);
    }
    if permit.actor().name() == account.email { Err(AccountError::Own) } else { Ok(account) }
}

/// Without an administrator nobody of an organisation can be invited or let go.
fn not_the_last(conn: &mut Conn, account: &Account) -> Result<(), AccountError> {
    if !account.is_open_administrator() {
        return Ok(());
    }
    let others = rows::of_organisation(conn, &account.role.organisation())?;
    let is_left = others.iter().any(|other| other.id != account.id && other.is_open_administrator());
    if is_left { Ok(()) } else { Err(AccountError::LastAdministrator) }
}

/// Ends all with which the account could be used; gives how many sessions ended.
pub(super) fn shut(conn: &mut Conn, now: DateTime<Utc>, account: &Account) -> Result<usize, StorageError> {
    rows::disable(conn, now, account.id)?;
    account_tokens::use_all(conn, now, account.id, invitations::PURPOSE)?;
    account_tokens::use_all(conn, now, account.id, recovery::PURPOSE)?;
    account_devices::forget_all_of(conn, account.id)?;
    sessions::end_all_of(conn, now, account.id)
}
