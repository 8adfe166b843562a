//! A firm as it was found.

use std::sync::Arc;

use crate::domain::identifiers::{KvkNumber, Postcode};
use crate::services::StorageError;
use crate::services::register::Listing;

/// A firm of the register. Its certificates are put together when they are asked for.
#[derive(Debug, Clone)]
pub struct Firm {
    pub(super) kvk: KvkNumber,
    pub(super) name: String,
    pub(super) postcode: Postcode,
    pub(super) place: String,
    pub(super) listings: Arc<Vec<Listing>>,
}

impl Firm {
    /// Its number in the trade register.
    pub fn kvk(&self) -> &KvkNumber {
        &self.kvk
    }

    /// The name on the certificate that was issued last.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The place on the certificate that was issued last.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The postcode on the certificate that was issued last.
    pub fn postcode(&self) -> &Postcode {
        &self.postcode
    }

    /// Its certificates, oldest first, with everything their status follows from.
    ///
    /// # Errors
    /// A [`StorageError`] when the register in memory is damaged.
    pub fn listings(&self) -> Result<Vec<Listing>, StorageError> {
        Ok(self.listings.to_vec())
    }
}
