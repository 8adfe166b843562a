//! Who may do what: the one table of rights, as a function without side effects.
//!
//! A service that changes or shows something asks for a [`Permit`]; only [`decide`] makes one. Lists are filtered by the
//! same decision in the query, so that what somebody may not see does not exist for them.

use super::identifiers::BodyCode;

/// What an account may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Somebody who works for the regulator.
    Regulator,
    /// Somebody who works for this certification body.
    Body(BodyCode),
}

impl Role {
    /// The word for the role in accounts and on the command line: `tlokb` or `instelling`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Regulator => "tlokb",
            Self::Body(_) => "instelling",
        }
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A visitor without account.
    Public,
    /// Somebody who logged in.
    Account {
        /// The e-mail address, as it stands in the audit trail.
        email: String,
        /// What the account may be.
        role: Role,
    },
    /// Whoever runs the program on the machine itself.
    Operator,
}

impl Actor {
    /// How the audit trail names the actor.
    pub fn name(&self) -> &str {
        match self {
            Self::Public => "bezoeker",
            Self::Account { email, .. } => email,
            Self::Operator => "opdrachtregel",
        }
    }
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action<'a> {
    /// Deliver data for this body, or withdraw a delivery that waits.
    Deliver(&'a BodyCode),
    /// See what this body delivered, its verdicts and its figures.
    SeeBody(&'a BodyCode),
    /// See the signals, compare bodies, and read the audit trail.
    Supervise,
    /// Load schemes, matrices, bodies and designations.
    LoadSystem,
    /// Add or close accounts.
    ManageAccounts,
}

/// Proof that [`decide`] allowed an action; it also says in whose name.
#[derive(Debug, Clone)]
pub struct Permit {
    actor: Actor,
}

impl Permit {
    /// In whose name the permitted action is done.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}

/// Why an action is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nobody is logged in.
    #[error("Log eerst in.")]
    LogInFirst,
    /// The account may not do this; for the web it does not exist.
    #[error("Uw account heeft hier geen toegang toe.")]
    NotYours,
}

/// Decides whether the actor may do the action.
///
/// # Errors
/// [`Denied`], with what is missing.
pub fn decide(actor: &Actor, action: Action<'_>) -> Result<Permit, Denied> {
    let allowed = match actor {
        Actor::Public => return Err(Denied::LogInFirst),
        Actor::Operator => true,
        Actor::Account { role: Role::Body(own), .. } => {
            matches!(action, Action::Deliver(body) | Action::SeeBody(body) if own == body)
        }
        // The regulator sees what bodies deliver but never delivers in their name.
        Actor::Account { role: Role::Regulator, .. } => matches!(action, Action::SeeBody(_) | Action::Supervise),
    };
    if allowed { Ok(Permit { actor: actor.clone() }) } else { Err(Denied::NotYours) }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_body_reaches_only_its_own() {
        let (alfa, bravo) = (BodyCode::parse("alfa").unwrap(), BodyCode::parse("bravo").unwrap());
        let at_alfa = Actor::Account { email: "a@alfa.example".into(), role: Role::Body(alfa.clone()) };
        assert!(decide(&at_alfa, Action::Deliver(&alfa)).is_ok());
        assert!(decide(&at_alfa, Action::SeeBody(&alfa)).is_ok());
        for action in [Action::Deliver(&bravo), Action::SeeBody(&bravo), Action::Supervise, Action::LoadSystem] {
            assert_eq!(decide(&at_alfa, action).unwrap_err(), Denied::NotYours, "{action:?}");
        }
    }

    #[test]
    fn the_regulator_sees_but_does_not_deliver() {
        let alfa = BodyCode::parse("alfa").unwrap();
        let regulator = Actor::Account { email: "t@tlokb.example".into(), role: Role::Regulator };
        assert!(decide(&regulator, Action::SeeBody(&alfa)).is_ok());
        assert!(decide(&regulator, Action::Supervise).is_ok());
        assert!(decide(&regulator, Action::Deliver(&alfa)).is_err());
        assert!(decide(&Actor::Public, Action::Supervise).is_err());
    }
}
