//! Mail that waits, and how it leaves.
//!
//! Whoever causes a mail writes it with [`write`] in the transaction that causes it: there is no mail about what did not happen,
//! and nothing happens without its mail. A round ([`crate::services::alerts::round`]) sends what waits; a mail that does not leave
//! is tried again for three days, with longer and longer pauses. What a mail says is erased when it left; that it left is known
//! for a month.

mod sending;

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::domain::access::{BodyDuty, ManageMail, Organisation, Permit, Role};
use crate::domain::identifiers::BodyCode;
use crate::notify::Letter;
use crate::storage::outbox::{self, Reader};
pub use crate::storage::outbox::{Fate, Listed, Wanted};
use crate::storage::{Conn, Page, Paged, StorageError, Store, accounts, audit_trail};

pub(super) use sending::send;
pub use sending::{Sent, Ways};

/// Writes a mail to somebody with an account. The kind says in one word what it is about: `uitnodiging`, `herinnering`.
pub(in crate::services) fn write(
    conn: &mut Conn,
    now: DateTime<Utc>,
    account_id: i64,
    kind: &str,
    letter: &Letter,
) -> Result<(), StorageError> {
    let payload = serde_json::to_string(letter).map_err(|error| StorageError::damaged(error.to_string()))?;
    outbox::insert(conn, now, Reader::Account(account_id), kind, &payload)
}

/// Mails of the last month and the kinds there are.
#[derive(Debug, Clone)]
pub struct Post {
    /// A part of the mails, the newest first.
    pub mails: Paged<Listed>,
    /// The kinds of all mails.
    pub kinds: Vec<String>,
}

/// Writes a mail to everybody at a body whose account is open and whose task is one of these.
pub(in crate::services) fn write_to_body(
    conn: &mut Conn,
    now: DateTime<Utc>,
    body: &BodyCode,
    who: fn(BodyDuty) -> bool,
    kind: &str,
    letter: &Letter,
) -> Result<(), StorageError> {
    let who = |role: &Role| matches!(role, Role::Body(_, duty) if who(*duty));
    write_to_members(conn, now, &Organisation::Body(body.clone()), who, kind, letter)
}

/// Writes a mail to everybody of an organisation whose account is open and whose role is one of these.
pub(in crate::services) fn write_to_members(
    conn: &mut Conn,
    now: DateTime<Utc>,
    organisation: &Organisation,
    who: impl Fn(&Role) -> bool,
    kind: &str,
    letter: &Letter,
) -> Result<(), StorageError> {
    for account in accounts::of_organisation(conn, organisation)? {
        if account.is_open() && who(&account.role) {
            write(conn, now, account.id, kind, letter)?;
        }
    }
    Ok(())
}

/// The mails of the last month: to whom, about what, and whether they left. Not what they say, and not the addresses of those
/// who follow changes.
///
/// # Errors
/// A fault of the database.
pub fn list(store: &Store, _: &Permit<ManageMail>, wanted: &Wanted, page: Page) -> Result<Post, StorageError> {
    store.read(|conn| Ok(Post { mails: outbox::list(conn, wanted, page)?, kinds: outbox::kinds(conn)? }))
}

/// Has a mail that waits tried in the next round; says whether there was one.
///
/// # Errors
/// A fault of the database.
pub fn try_now(store: &Store, permit: &Permit<ManageMail>, now: DateTime<Utc>, id: i64) -> Result<bool, StorageError> {
    store.write(|conn| {
        let waits = outbox::hurry(conn, now, id)?;
        if waits {
            let subject = format!("bericht/{id}");
            audit_trail::append(conn, now, permit.actor(), "bericht-opnieuw", &subject, &json!({}))?;
        }
        Ok(waits)
    })
}
