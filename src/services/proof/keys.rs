//! The keys that sign statements: made, replaced, retired and revoked by whoever runs the program.
//!
//! One key signs at a time. A new one takes over from the one before it, which stays published, so that what it signed can
//! still be checked. A key that others may have is revoked: from then on nothing that it signed is believed, whatever date
//! stands in it, because whoever has the key can write any date.

use chrono::{DateTime, Utc};
use ed25519_dalek::SigningKey;
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use serde_json::json;

use super::public_keys::{PublicKeys, encoded, thumbprint};
use crate::domain::access::{ManageKeys, Permit};
use crate::services::seal::{self, SealError};
use crate::storage::signing_keys::{self as rows, NewSigningKey, SigningKeyRow};
use crate::storage::{Conn, StorageError, Store, UtcTime, audit_trail};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 200;

/// Why nothing was done with a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There is no key with this name.
    #[error("Er is geen sleutel ‘{kid}’. Bekijk de sleutels met 'stelselwacht keys list'.")]
    Unknown {
        /// What was asked for.
        kid: String,
    },
    /// It signs nothing any more already.
    #[error("Sleutel {kid} is al buiten gebruik, sinds {since}.")]
    AlreadyRetired {
        /// The key.
        kid: String,
        /// Since when, in UTC.
        since: String,
    },
    /// It was revoked already.
    #[error("Sleutel {kid} is al ingetrokken, op {since}. De eerste datum en reden blijven staan.")]
    AlreadyRevoked {
        /// The key.
        kid: String,
        /// When, in UTC.
        since: String,
    },
    /// The reason is empty, too long, or no plain text.
    #[error("Geef een reden van 1 tot en met {LONGEST_REASON} tekens. Zij wordt gepubliceerd.")]
    Reason,
    /// The private key cannot be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A key that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its name.
    pub kid: String,
    /// The key that it took over from.
    pub retired: Option<String>,
}

/// Makes a key that signs from now on; the one that signed until now is retired.
///
/// # Errors
/// [`KeyError`].
pub fn make(
    store: &Store,
    permit: &Permit<ManageKeys>,
    now: DateTime<Utc>,
    secret: &SecretString,
) -> Result<Made, KeyError> {
    let private = Zeroizing::new(rand::random::<[u8; 32]>());
    let public = SigningKey::from_bytes(&private).verifying_key();
    let kid = thumbprint(&public);
    // Slow on purpose, so not while the database waits.
    let sealed_key = seal::seal(secret, &kid, &*private)?;
    store.write(|conn| {
        let before = rows::signing(conn)?.map(|row| row.kid);
        if let Some(before) = &before {
            rows::retire(conn, now, before)?;
        }
        let new = NewSigningKey { kid: &kid, public_key: &encoded(&public), sealed_key: &sealed_key };
        rows::insert(conn, now, new)?;
        let details = json!({"vervangt": &before});
        audit_trail::append(conn, now, permit.actor(), "sleutel-gemaakt", &subject(&kid), &details)?;
        Ok(Made { kid: kid.clone(), retired: before })
    })
}

/// Lets a key sign nothing more. Until a new one is made there are no statements, if it was the one that signs.
///
/// # Errors
/// [`KeyError`].
pub fn retire(store: &Store, permit: &Permit<ManageKeys>, now: DateTime<Utc>, kid: &str) -> Result<(), KeyError> {
    store.write(|conn| {
        if let Some(retired) = named(conn, kid)?.retired_at {
            return Err(KeyError::AlreadyRetired { kid: kid.to_owned(), since: in_utc(retired) });
        }
        rows::retire(conn, now, kid)?;
        audit_trail::append(conn, now, permit.actor(), "sleutel-buiten-gebruik", &subject(kid), &json!({}))?;
        Ok(())
    })
}

/// Says that nothing which this key signed is to be believed, with the reason, which is published. A key that signs is
/// retired as well; whether it was is returned.
///
/// # Errors
/// [`KeyError`].
pub fn revoke(
    store: &Store,
    permit: &Permit<ManageKeys>,
    now: DateTime<Utc>,
    kid: &str,
    reason: &str,
) -> Result<bool, KeyError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON || reason.chars().any(char::is_control) {
        return Err(KeyError::Reason);
    }
    store.write(|conn| {
        let key = named(conn, kid)?;
        if let Some(revoked) = key.revoked_at {
            return Err(KeyError::AlreadyRevoked { kid: kid.to_owned(), since: in_utc(revoked) });
        }
        let signed = key.retired_at.is_none();
        rows::retire(conn, now, kid)?;
        rows::revoke(conn, now, kid, reason)?;
        let details = json!({"reden": reason, "wasInGebruik": signed});
        audit_trail::append(conn, now, permit.actor(), "sleutel-ingetrokken", &subject(kid), &details)?;
        Ok(signed)
    })
}

/// The public halves of every key there ever was, for everybody.
///
/// # Errors
/// A [`StorageError`] when the database fails or holds a key that is not sound.
pub fn public(store: &Store) -> Result<PublicKeys, StorageError> {
    PublicKeys::of(&store.read(rows::all)?)
}

fn named(conn: &mut Conn, kid: &str) -> Result<SigningKeyRow, KeyError> {
    rows::named(conn, kid)?.ok_or_else(|| KeyError::Unknown { kid: kid.to_owned() })
}

fn subject(kid: &str) -> String {
    format!("sleutel/{kid}")
}

fn in_utc(at: UtcTime) -> String {
    at.utc().format("%Y-%m-%d %H:%M UTC").to_string()
}
