//! The work list as a calendar: for whoever is logged in, and at a secret address for calendar programs, which cannot log in.
//!
//! A secret address reads and does nothing else. It belongs to one account: it stops when the account is closed or leaves the
//! body, when its owner revokes it, and when another is made. Only its hash is kept.

use chrono::{DateTime, Days, NaiveDate, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::{Term, asking, terms};
use crate::domain::access::{Permit, Role, SeeBody};
use crate::domain::calendar::dutch_day;
use crate::services::accounts::{random_token, sha256_hex};
use crate::services::scheme_book::SchemeBook;
use crate::storage::bodies::{self, Body};
use crate::storage::open_terms::{self, Wanted};
use crate::storage::{Conn, Known, StorageError, Store, accounts, audit_trail, calendar_keys};

pub use crate::storage::calendar_keys::CalendarKey;

/// Terms in a calendar at most.
pub const MOST: i64 = 1_000;

/// A term that was over for longer than this is on the work list and no longer in the calendar.
pub const DAYS_BACK: u64 = 90;

/// The terms of a body as a calendar shows them.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The body.
    pub body: Body,
    /// Its terms, the soonest first.
    pub terms: Vec<Term>,
}

/// The calendar of a body; none when there is no such body.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_body(store: &Store, permit: &Permit<SeeBody>, today: NaiveDate) -> Result<Option<Calendar>, StorageError> {
    store.read(|conn| {
        let Some(body) = bodies::by_code(conn, permit.body())? else { return Ok(None) };
        calendar(conn, body, today).map(Some)
    })
}

fn calendar(conn: &mut Conn, body: Body, today: NaiveDate) -> Result<Calendar, StorageError> {
    let wanted = Wanted { from: today.checked_sub_days(Days::new(DAYS_BACK)), ..Wanted::default() };
    let rows = open_terms::soonest(conn, body.id, wanted, MOST)?;
    let book = SchemeBook::load(conn, Known::Now)?;
    Ok(Calendar { terms: terms(conn, &book, rows)?, body })
}

/// The calendar behind a secret address; none when the address does not work (any more).
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn behind(store: &Store, now: DateTime<Utc>, secret: &str) -> Result<Option<Calendar>, StorageError> {
    let (hash, today) = (sha256_hex(secret), dutch_day(now));
    let found = store.read(|conn| {
        let Some(key) = calendar_keys::by_hash(conn, &hash)? else { return Ok(None) };
        let account = accounts::find(conn, key.account_id)?.filter(accounts::Account::is_open);
        let Some(Role::Body(code, _)) = account.map(|account| account.role) else { return Ok(None) };
        let Some(body) = bodies::by_code(conn, &code)? else { return Ok(None) };
        Ok::<_, StorageError>(Some((key, calendar(conn, body, today)?)))
    })?;
    let Some((key, calendar)) = found else { return Ok(None) };
    if key.last_used_on != Some(today) {
        match store.write_aside(|conn| calendar_keys::note_use(conn, key.id, today)) {
            // A calendar must not fail because a delivery is being stored; it asks again soon.
            Ok(()) | Err(StorageError::Busy) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Some(calendar))
}

/// The secret address of whoever asks that works, if there is one: since when, and when it was last used.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn key_of(store: &Store, permit: &Permit<SeeBody>) -> Result<Option<CalendarKey>, StorageError> {
    store.read(|conn| {
        let Some(account) = asking(conn, permit)? else { return Ok(None) };
        calendar_keys::of_account(conn, account.id)
    })
}

/// Makes a secret address for the account of whoever asks; the one that it had stops working. What is returned is stored
/// nowhere and cannot be shown again. None when no account of the body asks.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn make_key(
    store: &Store,
    permit: &Permit<SeeBody>,
    now: DateTime<Utc>,
) -> Result<Option<SecretString>, StorageError> {
    let secret = random_token();
    store.write(|conn| {
        let Some(account) = asking(conn, permit)? else { return Ok(None) };
        calendar_keys::replace(conn, now, account.id, &sha256_hex(secret.expose_secret()))?;
        let subject = format!("account/{}", account.email);
        audit_trail::append(conn, now, permit.actor(), "agenda-adres-gemaakt", &subject, &json!({}))?;
        Ok(Some(secret))
    })
}

/// Makes the secret address of the account of whoever asks stop working; says whether there was one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn revoke_key(store: &Store, permit: &Permit<SeeBody>, now: DateTime<Utc>) -> Result<bool, StorageError> {
    store.write(|conn| {
        let Some(account) = asking(conn, permit)? else { return Ok(false) };
        let revoked = calendar_keys::revoke(conn, now, account.id)?;
        if revoked {
            let subject = format!("account/{}", account.email);
            audit_trail::append(conn, now, permit.actor(), "agenda-adres-ingetrokken", &subject, &json!({}))?;
        }
        Ok(revoked)
    })
}
