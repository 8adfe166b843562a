//! How far somebody is who gave a password: in, asked for a second factor, or told to get one. Each is a type of its own, so
//! that nothing that is for those who are in can be reached by somebody who is half in.

use chrono::{DateTime, Utc};

use crate::domain::access::Actor;
use crate::domain::second_factor::{Enrolled, Given};
use crate::storage::accounts::Account;

/// A session that is in use.
#[derive(Debug, Clone)]
pub struct Session {
    /// Key in the database.
    pub id: i64,
    /// Whose session it is.
    pub account: Account,
    /// What the tokens of forms of this session are made from.
    pub csrf_secret: String,
    /// What was given besides the password, if anything was.
    pub given: Option<Given>,
    /// When the first step was done: the password was given, or the sign-in service vouched.
    pub signed_in_at: DateTime<Utc>,
    /// Whether it was noted in which browser it is; see [`super::devices::note`].
    pub browser_is_noted: bool,
}

impl Session {
    /// Who acts in this session.
    pub fn actor(&self) -> Actor {
        actor(&self.account)
    }
}

/// Somebody who gave the password of an account that has a second factor, and not yet that factor.
#[derive(Debug, Clone)]
pub struct Asked {
    pub(super) session: i64,
    pub(super) account: Account,
    /// What the tokens of forms are made from.
    pub csrf_secret: String,
    /// What there is to give.
    pub enrolled: Enrolled,
}

/// Somebody who gave the password of an account that has no second factor and must get one first.
#[derive(Debug, Clone)]
pub struct MustEnrol {
    pub(super) session: i64,
    pub(super) account: Account,
    /// What the tokens of forms are made from.
    pub csrf_secret: String,
}

/// What the token of a session stands for.
#[derive(Debug, Clone)]
pub enum Standing {
    /// In.
    In(Session),
    /// Asked for the second factor.
    Asked(Asked),
    /// Told to get a second factor.
    MustEnrol(MustEnrol),
}

/// Somebody who may add a second factor: who is in, and who must get one. Not who is asked for one.
#[derive(Debug, Clone)]
pub enum Enroller {
    /// Somebody who is in.
    In(Session),
    /// Somebody who gets in by it.
    Must(MustEnrol),
}

impl Enroller {
    /// Whose account it is.
    pub fn account(&self) -> &Account {
        match self {
            Self::In(session) => &session.account,
            Self::Must(must) => &must.account,
        }
    }

    /// What the tokens of forms are made from.
    pub fn csrf_secret(&self) -> &str {
        match self {
            Self::In(session) => &session.csrf_secret,
            Self::Must(must) => &must.csrf_secret,
        }
    }

    /// Whether this is somebody who is not in yet.
    pub fn must(&self) -> bool {
        matches!(self, Self::Must(_))
    }

    pub(super) fn session_id(&self) -> i64 {
        match self {
            Self::In(session) => session.id,
            Self::Must(must) => must.session,
        }
    }

    pub(super) fn actor(&self) -> Actor {
        actor(self.account())
    }
}

impl Asked {
    /// Whose account it is.
    pub fn account(&self) -> &Account {
        &self.account
    }
}

pub(super) fn actor(account: &Account) -> Actor {
    Actor::Account { email: account.email.clone(), role: account.role.clone() }
}
