//! What the register said at a moment, told apart from what it only got to know later.

use super::error::Error;
use super::moment::Moment;
use super::portal::Portal;
use crate::services::register::{self, Listing};
use crate::services::{Known, StorageError};

/// What the register said of something, and says.
#[derive(Debug)]
pub struct Said {
    /// The certificates as they were known then, as far as the public may see.
    pub then: Vec<Listing>,
    /// The certificates as they are known now, where none were known then.
    pub since: Vec<Listing>,
}

impl Moment {
    /// What the register said of the certificates that are meant and of no other: as they were known at this moment, and
    /// where there were none, as they are known now.
    ///
    /// # Errors
    /// What reading gives.
    pub fn said(
        &self,
        then: Vec<Listing>,
        now: impl FnOnce() -> Result<Vec<Listing>, StorageError>,
    ) -> Result<Said, StorageError> {
        let since = if then.is_empty() && self.known != Known::Now { now()? } else { Vec::new() };
        Ok(Said { then: register::public(then, self.oldest), since })
    }
}

/// One thing in the register, as it was known then.
#[derive(Debug)]
pub enum Found<T> {
    /// It was known.
    Then(T),
    /// It was not, and is now.
    Since(T),
    /// It is not known either way.
    Never,
}

impl Portal {
    /// What `read` finds in the register as it was known at the moment, read beside the threads that answer.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn found_at<T: Send + 'static>(
        &self,
        moment: &Moment,
        read: impl Fn(&Self, Known) -> Result<Option<T>, StorageError> + Send + 'static,
    ) -> Result<Found<T>, Error> {
        let known = moment.known;
        self.work(move |portal| {
            if let Some(found) = read(portal, known)? {
                return Ok(Found::Then(found));
            }
            let since = if known == Known::Now { None } else { read(portal, Known::Now)? };
            Ok::<_, StorageError>(since.map_or(Found::Never, Found::Since))
        })
        .await
    }
}
