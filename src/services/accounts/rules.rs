//! What holds for logging in, and who does so with a password.

use chrono::TimeDelta;

use crate::domain::second_factor::Demand;
use crate::storage::{Conn, StorageError, identities};

/// How long sessions last.
#[derive(Debug, Clone, Copy)]
pub struct Lifetimes {
    /// After how long without use a session ends.
    pub idle: TimeDelta,
    /// After how long it ends whatever happens.
    pub absolute: TimeDelta,
}

/// What holds for logging in here.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// How long sessions last.
    pub lifetimes: Lifetimes,
    /// Whether powerful roles must have a second factor.
    pub demand: Demand,
    /// The sign-in service that is in use: whoever is linked to it does not log in with a password.
    pub issuer: Option<&'a str>,
}

/// What the trail says of whoever began with a password.
pub(super) const PASSWORD: &str = "wachtwoord";

/// What the trail says of whoever began at the sign-in service.
pub(super) const PROVIDER: &str = "aanmelddienst";

impl Rules<'_> {
    /// Whether whoever has this account signs in through the service that is in use, so that a password does not work.
    pub(super) fn through_provider(self, conn: &mut Conn, account: i64) -> Result<bool, StorageError> {
        self.issuer.map_or(Ok(false), |issuer| identities::is_linked(conn, account, issuer))
    }

    /// How the first step of every session of this account was done, as the trail names it: with a link to the service there is no
    /// other way, and what was begun before the link ended with it.
    pub(super) fn first_step(self, conn: &mut Conn, account: i64) -> Result<&'static str, StorageError> {
        Ok(if self.through_provider(conn, account)? { PROVIDER } else { PASSWORD })
    }
}
