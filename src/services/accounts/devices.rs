//! Browsers from which the owner of an account logged in before.
//!
//! Each keeps a token of its own, beside that of the session and for longer. Failed attempts from such a browser are counted
//! apart from those of strangers, see [`super::attempts`]: whoever guesses elsewhere does not keep the owner out.

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret, SecretString};

use super::browser;
use super::sessions::{Session, random_token, sha256_hex};
use crate::storage::{Conn, StorageError, Store, account_devices as rows, sessions};

/// For how long a browser stays known without being used.
pub const KNOWN_FOR: TimeDelta = TimeDelta::days(180);

/// Notes, once per session, in which browser it is. Gives back what the browser is to keep; nothing when that cannot be noted
/// now, which the next page tries again.
///
/// # Errors
/// A fault of the database.
pub fn note(
    store: &Store,
    now: DateTime<Utc>,
    session: &Session,
    kept: Option<&str>,
    user_agent: Option<&str>,
) -> Result<Option<SecretString>, StorageError> {
    let browser = browser::in_words(user_agent.unwrap_or_default());
    let noted = store.write_aside(|conn| {
        let token = token(conn, kept)?;
        rows::forget_before(conn, now - KNOWN_FOR)?;
        rows::note(conn, now, session.account.id, &sha256_hex(token.expose_secret()))?;
        sessions::note_browser(conn, session.id, &browser)?;
        Ok(token)
    });
    match noted {
        Ok(token) => Ok(Some(token)),
        // A page must not fail or wait because a delivery is being stored.
        Err(StorageError::Busy) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Several people can share a browser, so what it keeps stays the same; but nobody chooses it for somebody else.
fn token(conn: &mut Conn, kept: Option<&str>) -> Result<SecretString, StorageError> {
    match kept {
        Some(kept) if rows::is_ours(conn, &sha256_hex(kept))? => Ok(kept.to_owned().into()),
        _ => Ok(random_token()),
    }
}

/// The hash of what the browser keeps, when the owner of the account logged in from it before.
pub(super) fn known(
    conn: &mut Conn,
    now: DateTime<Utc>,
    account_id: i64,
    kept: &str,
) -> Result<Option<String>, StorageError> {
    let hash = sha256_hex(kept);
    Ok(rows::is_known(conn, account_id, &hash, now - KNOWN_FOR)?.then_some(hash))
}
