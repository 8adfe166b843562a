//! Decisions with legal effect need two people: one proposes, and another confirms or sends back.
//!
//! A [`Proposal`] cannot be confirmed by itself: only [`Proposal::seen_by`] leads to something that can, and it refuses whoever
//! proposed.

use super::access::Actor;

/// Somebody in person, by the address of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person(String);

/// The program, its operator and a visitor are nobody in person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("dit kan alleen iemand met een account doen, want er moet te zien zijn wie het deed")]
pub struct NobodyInPerson;

/// Whoever proposed wants to be the second as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("u deed dit voorstel zelf; een collega moet het bevestigen of terugsturen")]
pub struct SamePerson;

impl Person {
    /// Who acts.
    ///
    /// # Errors
    /// [`NobodyInPerson`] when no account acts.
    pub fn of(actor: &Actor) -> Result<Self, NobodyInPerson> {
        match actor {
            Actor::Account { email, .. } => Ok(Self(email.clone())),
            Actor::Public | Actor::Program(_) | Actor::Operator | Actor::System => Err(NobodyInPerson),
        }
    }

    /// Somebody whose address was written down when that person acted.
    pub fn written_down(email: &str) -> Self {
        Self(email.to_owned())
    }

    /// The address of the account.
    pub fn email(&self) -> &str {
        &self.0
    }
}

/// What somebody proposes; it has no effect yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<T> {
    what: T,
    by: Person,
}

impl<T> Proposal<T> {
    /// What this person proposes.
    pub fn new(what: T, by: Person) -> Self {
        Self { what, by }
    }

    /// What is proposed.
    pub fn what(&self) -> &T {
        &self.what
    }

    /// Who proposes it.
    pub fn by(&self) -> &Person {
        &self.by
    }

    /// The proposal in the hands of a second person.
    ///
    /// # Errors
    /// [`SamePerson`] for whoever proposed.
    pub fn seen_by(self, second: &Person) -> Result<Seen<T>, SamePerson> {
        if *second == self.by { Err(SamePerson) } else { Ok(Seen(self)) }
    }
}

/// A proposal in the hands of somebody else than who made it.
#[derive(Debug)]
pub struct Seen<T>(Proposal<T>);

impl<T> Seen<T> {
    /// What was proposed has effect from here on.
    pub fn confirm(self) -> T {
        self.0.what
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::domain::access::{RegulatorDuty, Role};

    fn person(email: &str) -> Person {
        let role = Role::Regulator(RegulatorDuty::Supervisor);
        Person::of(&Actor::Account { email: email.to_owned(), role }).unwrap()
    }

    #[test]
    fn only_a_second_person_confirms() {
        let proposal = Proposal::new("ja", person("a@tlokb.example"));
        assert_eq!(proposal.clone().seen_by(&person("a@tlokb.example")).unwrap_err(), SamePerson);
        assert_eq!(proposal.seen_by(&person("b@tlokb.example")).unwrap().confirm(), "ja");
    }

    #[test]
    fn the_program_and_its_operator_are_nobody_in_person() {
        for actor in [Actor::Public, Actor::Operator, Actor::System] {
            assert_eq!(Person::of(&actor).unwrap_err(), NobodyInPerson);
        }
    }
}
