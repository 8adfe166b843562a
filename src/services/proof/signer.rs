//! Who signs: knows the secret, and keeps the key that is in use opened.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use ed25519_dalek::SigningKey;
use secrecy::SecretString;

use super::token;
use crate::exchange::statement::Statement;
use crate::services::seal::{self, SealError};
use crate::storage::signing_keys::{self as rows, SigningKeyRow};
use crate::storage::{StorageError, Store};

/// Signs statements with the key that is in use.
pub struct Signer {
    secret: Option<SecretString>,
    /// Opening a key is slow on purpose, so the last one is kept. Another program may replace it at any time.
    opened: Mutex<Option<Opened>>,
}

#[derive(Clone)]
struct Opened {
    kid: String,
    key: Arc<SigningKey>,
}

/// Nothing of what it knows is shown.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").finish_non_exhaustive()
    }
}

/// Why there is no signature.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// This register signs nothing: there is no secret, or no key.
    #[error("Dit register geeft nu geen ondertekende verklaringen.")]
    NotSigning,
    /// The key cannot be opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The statement cannot be written.
    #[error("the statement cannot be written as JSON")]
    Unwritable(#[from] serde_json::Error),
    /// The database could not tell.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Signer {
    /// Signs with the keys that this secret opens; without one, nothing.
    pub fn new(secret: Option<SecretString>) -> Self {
        Self { secret, opened: Mutex::new(None) }
    }

    /// Whether statements can be had: there is a secret, and a key that is in use.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails.
    pub fn signs(&self, store: &Store) -> Result<bool, StorageError> {
        if self.secret.is_none() {
            return Ok(false);
        }
        store.read(rows::signing).map(|row| row.is_some())
    }

    /// Opens the key that is in use, so that a wrong secret is known before the first visitor asks. Whether there is one.
    ///
    /// # Errors
    /// [`SignError`].
    pub fn prepare(&self, store: &Store) -> Result<bool, SignError> {
        match self.key(store) {
            Ok(_) => Ok(true),
            Err(SignError::NotSigning) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The statement, signed.
    ///
    /// # Errors
    /// [`SignError`].
    pub fn sign(&self, store: &Store, statement: &Statement) -> Result<String, SignError> {
        let Opened { kid, key } = self.key(store)?;
        Ok(token::sign(&key, &kid, statement)?)
    }

    fn key(&self, store: &Store) -> Result<Opened, SignError> {
        let secret = self.secret.as_ref().ok_or(SignError::NotSigning)?;
        let row = store.read(rows::signing)?.ok_or(SignError::NotSigning)?;
        let mut kept = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(opened) = kept.as_ref().filter(|opened| opened.kid == row.kid) {
            return Ok(opened.clone());
        }
        let opened = open(secret, &row)?;
        *kept = Some(opened.clone());
        Ok(opened)
    }
}

fn open(secret: &SecretString, row: &SigningKeyRow) -> Result<Opened, SignError> {
    let private = seal::open(secret, &row.kid, &row.sealed_key)?;
    let key = SigningKey::from_bytes(private.as_slice().try_into().map_err(|_| SealError::UnknownFormat)?);
    if super::public_keys::thumbprint(&key.verifying_key()) != row.kid {
        return Err(SealError::UnknownFormat.into());
    }
    Ok(Opened { kid: row.kid.clone(), key: Arc::new(key) })
}
