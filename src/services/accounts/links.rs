//! Links in mails with which somebody chooses a password: each works once and for a while.

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::sessions::sha256_hex;
use super::{name_of, password};
use crate::domain::access::{Organisation, Role};
use crate::storage::accounts::{self as rows, Account};
use crate::storage::{Conn, StorageError, Store, account_tokens};

/// For whom a link is, so that they can see that it is theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// The e-mail address.
    pub email: String,
    /// The name of the person.
    pub name: String,
    /// The name of the organisation.
    pub organisation: String,
    /// What the person does there.
    pub role: Role,
    /// Until when the link works.
    pub until: DateTime<Utc>,
}

/// Why a link does not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dead {
    /// It is too old.
    Expired {
        /// Since when.
        since: DateTime<Utc>,
        /// The name of the organisation that can help.
        organisation: String,
        /// Whether the organisation has an administrator of its own; else the regulator helps.
        has_administrator: bool,
    },
    /// It was used, withdrawn or replaced by another.
    Used,
    /// It never was one.
    Unknown,
}

/// Why no password was chosen.
#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    /// The link does not work.
    #[error("de link werkt niet meer")]
    Dead(Dead),
    /// The password is not good enough; the text says why and what would be, and begins with a verb.
    #[error("het wachtwoord {0}")]
    Password(String),
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Which accounts a link is for, by what it is for.
#[derive(Debug)]
pub struct Kind {
    /// The purpose as the tokens name it.
    pub(super) purpose: &'static str,
    /// Whether the account can have it.
    pub(super) fits: fn(&Account) -> bool,
}

/// For whom the link of this kind with this token is.
///
/// # Errors
/// A fault of the database.
pub fn look(
    store: &Store,
    now: DateTime<Utc>,
    kind: &Kind,
    token: &str,
) -> Result<Result<Addressee, Dead>, StorageError> {
    store.read(|conn| Ok(found(conn, now, kind, token)?.map(|(_, addressee)| addressee)))
}

/// The account that a link is for, and for whom it is.
pub(super) fn found(
    conn: &mut Conn,
    now: DateTime<Utc>,
    kind: &Kind,
    token: &str,
) -> Result<Result<(Account, Addressee), Dead>, StorageError> {
    let Some(mailed) = account_tokens::mailed(conn, kind.purpose, &sha256_hex(token))? else {
        return Ok(Err(Dead::Unknown));
    };
    let account = rows::find(conn, mailed.account_id)?.filter(|account| (kind.fits)(account) && !mailed.is_used);
    let Some(account) = account else { return Ok(Err(Dead::Used)) };
    let organisation = account.role.organisation();
    let name = name_of(conn, &organisation)?;
    if now >= mailed.expires_at {
        let has_administrator = match organisation {
            Organisation::SchemeOwner(_) => false,
            _ => rows::of_organisation(conn, &organisation)?.iter().any(Account::is_open_administrator),
        };
        return Ok(Err(Dead::Expired { since: mailed.expires_at, organisation: name, has_administrator }));
    }
    let addressee = Addressee {
        email: account.email.clone(),
        name: account.name.clone(),
        organisation: name,
        role: account.role.clone(),
        until: mailed.expires_at,
    };
    Ok(Ok((account, addressee)))
}

/// The hash of a password that this person may choose. Slow on purpose, so not within a transaction.
pub(super) fn hashed(chosen: &SecretString, addressee: &Addressee) -> Result<String, ChooseError> {
    let Addressee { name, email, organisation, .. } = addressee;
    password::chosen(chosen, &password::Owner { name, email, organisation }).map_err(ChooseError::Password)
}
