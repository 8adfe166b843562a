//! Who may do what: the one table of rights, as a function without side effects.
//!
//! A service that changes or shows something asks for a [`Permit`] of a right; only [`decide`] makes one. Lists are filtered by the
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
    /// The program by itself, because time passed.
    System,
}

impl Actor {
    /// How the audit trail names the actor.
    pub fn name(&self) -> &str {
        match self {
            Self::Public => "bezoeker",
            Self::Account { email, .. } => email,
            Self::Operator => "opdrachtregel",
            Self::System => "systeem",
        }
    }
}

/// A right that can be asked for, and who has it.
pub trait Right {
    /// Whether an account with this role has the right.
    fn belongs_to(&self, role: &Role) -> bool;
}

/// Deliver data for this body, or drop a delivery that waits. The regulator sees what bodies deliver but never delivers in
/// their name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deliver(pub BodyCode);

/// See what this body delivered, its verdicts and its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeeBody(pub BodyCode);

/// See the signals, compare bodies, and read the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supervise;

/// Load schemes, matrices, bodies and designations. As yet only whoever runs the program does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadSystem;

/// Add or close accounts. As yet only whoever runs the program does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManageAccounts;

/// Make, retire and revoke the keys that sign statements. Only whoever runs the program does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManageKeys;

impl Right for Deliver {
    fn belongs_to(&self, role: &Role) -> bool {
        matches!(role, Role::Body(own) if *own == self.0)
    }
}

impl Right for SeeBody {
    fn belongs_to(&self, role: &Role) -> bool {
        match role {
            Role::Body(own) => *own == self.0,
            Role::Regulator => true,
        }
    }
}

impl Right for Supervise {
    fn belongs_to(&self, role: &Role) -> bool {
        *role == Role::Regulator
    }
}

impl Right for LoadSystem {
    fn belongs_to(&self, _: &Role) -> bool {
        false
    }
}

impl Right for ManageAccounts {
    fn belongs_to(&self, _: &Role) -> bool {
        false
    }
}

impl Right for ManageKeys {
    fn belongs_to(&self, _: &Role) -> bool {
        false
    }
}

/// Proof that [`decide`] granted a right; it also says in whose name. A service that needs the right asks for the permit in
/// its signature, so that it cannot be called without.
#[derive(Debug, Clone)]
pub struct Permit<R> {
    actor: Actor,
    right: R,
}

impl<R> Permit<R> {
    /// In whose name the permitted action is done.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}

impl Permit<Deliver> {
    /// The body that may be delivered for.
    pub fn body(&self) -> &BodyCode {
        &self.right.0
    }
}

impl Permit<SeeBody> {
    /// The body that may be seen.
    pub fn body(&self) -> &BodyCode {
        &self.right.0
    }
}

impl Permit<Supervise> {
    /// Whoever supervises sees every body.
    pub fn to_see(&self, body: BodyCode) -> Permit<SeeBody> {
        Permit { actor: self.actor.clone(), right: SeeBody(body) }
    }
}

/// Why a right is not granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nobody is logged in.
    #[error("Log eerst in.")]
    LogInFirst,
    /// The account may not do this; for the web it does not exist.
    #[error("Uw account heeft hier geen toegang toe.")]
    NotYours,
}

/// Decides whether the actor has the right. Whoever runs the program has every right; a visitor has none.
///
/// # Errors
/// [`Denied`], with what is missing.
pub fn decide<R: Right>(actor: &Actor, right: R) -> Result<Permit<R>, Denied> {
    let granted = match actor {
        Actor::Public => return Err(Denied::LogInFirst),
        // What the program does by itself needs no right, and it asks for none.
        Actor::System => return Err(Denied::NotYours),
        Actor::Operator => true,
        Actor::Account { role, .. } => right.belongs_to(role),
    };
    if granted { Ok(Permit { actor: actor.clone(), right }) } else { Err(Denied::NotYours) }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn code(text: &str) -> BodyCode {
        BodyCode::parse(text).unwrap()
    }

    #[test]
    fn a_body_reaches_only_its_own() {
        let at_alfa = Actor::Account { email: "a@alfa.example".into(), role: Role::Body(code("alfa")) };
        assert!(decide(&at_alfa, Deliver(code("alfa"))).is_ok());
        assert_eq!(decide(&at_alfa, SeeBody(code("alfa"))).unwrap().body(), &code("alfa"));
        assert_eq!(decide(&at_alfa, Deliver(code("bravo"))).unwrap_err(), Denied::NotYours);
        assert_eq!(decide(&at_alfa, SeeBody(code("bravo"))).unwrap_err(), Denied::NotYours);
        assert_eq!(decide(&at_alfa, Supervise).unwrap_err(), Denied::NotYours);
        assert_eq!(decide(&at_alfa, LoadSystem).unwrap_err(), Denied::NotYours);
        assert_eq!(decide(&at_alfa, ManageAccounts).unwrap_err(), Denied::NotYours);
        assert_eq!(decide(&at_alfa, ManageKeys).unwrap_err(), Denied::NotYours);
    }

    #[test]
    fn the_regulator_sees_but_does_not_deliver() {
        let regulator = Actor::Account { email: "t@tlokb.example".into(), role: Role::Regulator };
        assert!(decide(&regulator, SeeBody(code("alfa"))).is_ok());
        assert!(decide(&regulator, Supervise).is_ok());
        assert!(decide(&regulator, Deliver(code("alfa"))).is_err());
    }

    #[test]
    fn a_visitor_logs_in_first_and_the_operator_may_all() {
        assert_eq!(decide(&Actor::Public, Supervise).unwrap_err(), Denied::LogInFirst);
        assert!(decide(&Actor::Operator, LoadSystem).is_ok());
        assert!(decide(&Actor::Operator, ManageAccounts).is_ok());
        assert!(decide(&Actor::Operator, Deliver(code("alfa"))).is_ok());
    }
}
