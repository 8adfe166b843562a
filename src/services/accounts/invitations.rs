//! Inviting somebody: an account without a password, and a mail with a link to choose one.

use chrono::{DateTime, Utc};

use super::{AccountError, body_id, checked_person, role_in_trail, subject, taken, within};
use crate::domain::access::{ManageAccounts, Permit, Role};
use crate::notify::Letter;
use crate::services::post;
use crate::storage::accounts::{self as rows, Account, NewAccount as NewRow};
use crate::storage::{Conn, StorageError, Store, audit_trail};

/// What the token in the link of an invitation is for.
pub(super) const PURPOSE: &str = "uitnodiging";

/// How long an invitation can be accepted, in hours.
pub const HOURS: u32 = 72;

/// Somebody who is invited.
#[derive(Debug, Clone)]
pub struct Invited<'a> {
    /// E-mail address as it was typed.
    pub email: &'a str,
    /// Name of the person.
    pub name: &'a str,
    /// What the person will do.
    pub role: &'a Role,
    /// How the person knows the organisation that invites.
    pub organisation: &'a str,
}

/// Adds an account that waits for its password, and writes the mail with the link.
///
/// # Errors
/// [`AccountError::Refused`] with every fault in what was given, or a fault of the database.
pub fn invite(
    store: &Store,
    permit: &Permit<ManageAccounts>,
    now: DateTime<Utc>,
    invited: &Invited<'_>,
) -> Result<Account, AccountError> {
    let (email, name) = checked_person(invited.email, invited.name).map_err(AccountError::Refused)?;
    within(permit, invited.role)?;
    store.write(|conn| {
        let body_id = body_id(conn, invited.role)?;
        let row = NewRow { email: &email, name: &name, password_hash: None, role: invited.role, body_id };
        let id = rows::insert(conn, now, &row).map_err(|error| taken(error, &email))?;
        let details = serde_json::json!({"naam": &name, "rol": role_in_trail(invited.role)});
        audit_trail::append(conn, now, permit.actor(), "account-uitgenodigd", &subject(&email), &details)?;
        send(conn, now, id, &name, invited.role, invited.organisation)?;
        let (email, name, role) = (email.clone(), name.clone(), invited.role.clone());
        Ok(Account { id, email, name, role, activated_at: None, disabled_at: None })
    })
}

fn send(
    conn: &mut Conn,
    now: DateTime<Utc>,
    account: i64,
    name: &str,
    role: &Role,
    organisation: &str,
) -> Result<(), StorageError> {
    let letter = Letter::about("Uitnodiging voor Stelselwacht")
        .text(format!("Beste {name},"))
        .text(format!(
            "{organisation} nodigt u uit voor Stelselwacht, het register van certificatiestelsels. U wordt {} voor {}.",
            role.duty(),
            organisation
        ))
        .text(format!("Open deze link binnen {HOURS} uur en kies een wachtwoord. De link werkt één keer."))
        .once(PURPOSE, "/uitnodiging", HOURS)
        .text("Verwachtte u dit bericht niet? Dan hoeft u niets te doen.");
    post::write(conn, now, account, PURPOSE, &letter)
}
