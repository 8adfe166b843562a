//! Who may do what: the one table of rights, as a function without side effects.
//!
//! A service that changes or shows something asks for a [`Permit`] of a right; only [`decide`] makes one. Lists are filtered by the
//! same decision in the query, so that what somebody may not see does not exist for them.

pub mod orders;
pub mod program;
mod rights;
mod roles;

use program::Program;

pub use rights::{
    Deliver, GiveReasons, JudgeReasons, LoadSystem, ManageAccounts, ManageKeys, ManageMail, ManageTokens, Replay,
    Right, SeeBody, SeeOwnSchemes, Supervise,
};
pub use roles::{BodyDuty, NoSuchDuty, Organisation, RegulatorDuty, Role};

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
    /// A program that acts for a body with a token.
    Program(Program),
    /// Whoever runs the program on the machine itself.
    Operator,
    /// The program by itself, because time passed.
    System,
}

impl Actor {
    /// The address of the account that answers for this: its own, or of whoever made the token.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Account { email, .. } => Some(email),
            Self::Program(program) => Some(program.made_by()),
            Self::Public | Self::Operator | Self::System => None,
        }
    }

    /// What the token is called that a program acts with; nothing for anybody else.
    pub fn token(&self) -> Option<&str> {
        match self {
            Self::Program(program) => Some(program.token()),
            _ => None,
        }
    }

    /// How the audit trail names the actor.
    pub fn name(&self) -> &str {
        match self {
            Self::Public => "bezoeker",
            Self::Account { email, .. } => email,
            Self::Program(program) => program.name(),
            Self::Operator => "opdrachtregel",
            Self::System => "systeem",
        }
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
        Actor::Program(program) => right.belongs_to_program(program),
    };
    if granted { Ok(Permit { actor: actor.clone(), right }) } else { Err(Denied::NotYours) }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::domain::identifiers::BodyCode;

    fn code(text: &str) -> BodyCode {
        BodyCode::parse(text).unwrap()
    }

    fn somebody(role: Role) -> Actor {
        Actor::Account { email: "a@alfa.example".into(), role }
    }

    fn has(role: &Role, right: impl Right) -> bool {
        decide(&somebody(role.clone()), right).is_ok()
    }

    #[test]
    fn a_body_reaches_only_its_own() {
        let role = Role::Body(code("alfa"), BodyDuty::Administrator);
        assert!(has(&role, Deliver(code("alfa"))) && has(&role, GiveReasons(code("alfa"))));
        assert!(has(&role, ManageTokens(code("alfa"))));
        assert_eq!(decide(&somebody(role.clone()), SeeBody(code("alfa"))).unwrap().body(), &code("alfa"));
        let others = code("bravo");
        assert_eq!(decide(&somebody(role.clone()), Deliver(others.clone())).unwrap_err(), Denied::NotYours);
        assert!(!has(&role, SeeBody(others.clone())) && !has(&role, GiveReasons(others.clone())));
        assert!(!has(&role, ManageTokens(others.clone())));
        assert!(has(&role, ManageAccounts(Organisation::Body(code("alfa")))));
        assert!(!has(&role, ManageAccounts(Organisation::Body(others))));
        assert!(!has(&role, ManageAccounts(Organisation::Regulator)));
        assert!(!has(&role, Supervise) && !has(&role, JudgeReasons) && !has(&role, ManageMail));
        assert!(!has(&role, Replay));
        assert!(!has(&role, LoadSystem) && !has(&role, ManageKeys));
    }

    #[test]
    fn a_duty_at_a_body_gives_no_more_than_it_says() {
        let deliverer = Role::Body(code("alfa"), BodyDuty::Deliverer);
        assert!(has(&deliverer, Deliver(code("alfa"))) && has(&deliverer, GiveReasons(code("alfa"))));
        assert!(!has(&deliverer, ManageTokens(code("alfa"))));
        assert!(!has(&deliverer, ManageAccounts(Organisation::Body(code("alfa")))));
        let reader = Role::Body(code("alfa"), BodyDuty::Reader);
        assert!(has(&reader, SeeBody(code("alfa"))));
        assert!(!has(&reader, Deliver(code("alfa"))) && !has(&reader, GiveReasons(code("alfa"))));
    }

    #[test]
    fn the_regulator_sees_but_does_not_deliver() {
        use RegulatorDuty::{Administrator, Reader, Registrar, Supervisor};
        for duty in [Administrator, Registrar, Supervisor, Reader] {
            let role = Role::Regulator(duty);
            assert!(has(&role, SeeBody(code("alfa"))) && has(&role, Supervise));
            assert!(!has(&role, Deliver(code("alfa"))) && !has(&role, GiveReasons(code("alfa"))));
            assert_eq!(has(&role, JudgeReasons), duty == Supervisor);
            assert_eq!(has(&role, Replay), [Supervisor, Registrar].contains(&duty));
            assert_eq!(has(&role, ManageMail), duty == Administrator);
            assert_eq!(has(&role, ManageAccounts(Organisation::Body(code("alfa")))), duty == Administrator);
            assert_eq!(has(&role, ManageAccounts(Organisation::Regulator)), duty == Administrator);
        }
    }

    #[test]
    fn the_owner_of_a_scheme_sees_its_own_schemes_and_no_body() {
        let role = Role::SchemeOwner("Stichting Warmte".to_owned());
        assert!(has(&role, SeeOwnSchemes("Stichting Warmte".to_owned())));
        assert!(!has(&role, SeeOwnSchemes("Stichting Bouw".to_owned())));
        assert!(!has(&role, SeeBody(code("alfa"))) && !has(&role, Supervise));
    }

    #[test]
    fn a_visitor_logs_in_first_and_the_operator_may_all() {
        assert_eq!(decide(&Actor::Public, Supervise).unwrap_err(), Denied::LogInFirst);
        assert!(decide(&Actor::Operator, LoadSystem).is_ok());
        assert!(decide(&Actor::Operator, ManageAccounts(Organisation::Regulator)).is_ok());
        assert!(decide(&Actor::Operator, Deliver(code("alfa"))).is_ok());
    }
}
