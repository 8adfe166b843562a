//! Programs that act for a certification body, and what their tokens allow.
//!
//! A token has scopes: which kinds of records a program may read and write. A right of a program is never wider than those.

use super::rights::delivers_for;
use super::{Deliver, Denied, Permit, Right, Role, SeeBody};
use crate::domain::identifiers::BodyCode;

/// A kind of record that a program reads or writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Certificates (certificaten).
    Certificates,
    /// Audits (onderzoeken).
    Audits,
    /// Nonconformities (afwijkingen).
    Findings,
    /// Sanction decisions (besluiten).
    Decisions,
}

impl Subject {
    /// Every kind, in the order in which records depend on each other.
    pub const ALL: [Self; 4] = [Self::Certificates, Self::Audits, Self::Findings, Self::Decisions];

    /// The Dutch word, as in addresses and scopes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Certificates => "certificaten",
            Self::Audits => "onderzoeken",
            Self::Findings => "afwijkingen",
            Self::Decisions => "besluiten",
        }
    }

    /// The kind with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.word() == word)
    }
}

/// One thing that a token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// See the own records of this kind.
    Read(Subject),
    /// Deliver records of this kind.
    Write(Subject),
}

impl Scope {
    /// Every scope, by kind.
    pub fn all() -> impl Iterator<Item = Self> {
        Subject::ALL.into_iter().flat_map(|subject| [Self::Read(subject), Self::Write(subject)])
    }

    /// The scope as it is written: `besluiten:schrijven`.
    pub fn word(self) -> String {
        match self {
            Self::Read(subject) => format!("{}:lezen", subject.word()),
            Self::Write(subject) => format!("{}:schrijven", subject.word()),
        }
    }

    fn bit(self) -> u8 {
        let place = |subject: Subject| 1_u8 << (subject as u8);
        match self {
            Self::Read(subject) => place(subject),
            Self::Write(subject) => place(subject) << 4,
        }
    }
}

/// What a token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(u8);

impl Scopes {
    /// Whether this is allowed.
    pub fn allow(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// Whether nothing is.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What is allowed, by kind.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::all().filter(move |scope| self.allow(*scope))
    }

    /// The scopes as they are kept and shown, with a blank in between.
    pub fn words(self) -> String {
        self.iter().map(Scope::word).collect::<Vec<_>>().join(" ")
    }

    /// Reads scopes as [`Scopes::words`] writes them; `None` for a word that is no scope.
    pub fn parse(text: &str) -> Option<Self> {
        text.split_whitespace().map(|word| Scope::all().find(|scope| scope.word() == word)).collect()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |bits, scope| bits | scope.bit()))
    }
}

/// A program that acts for a body with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    body: BodyCode,
    token: String,
    made_by: String,
    scopes: Scopes,
    name: String,
}

impl Program {
    /// The program with the token of this name, which somebody at the body made.
    pub fn new(body: BodyCode, token: &str, made_by: String, scopes: Scopes) -> Self {
        let name = format!("token «{token}» van {made_by}");
        Self { body, token: token.to_owned(), made_by, scopes, name }
    }

    /// The body it acts for.
    pub fn body(&self) -> &BodyCode {
        &self.body
    }

    /// What the token is called.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The address of the account that made the token.
    pub fn made_by(&self) -> &str {
        &self.made_by
    }

    /// What the token allows.
    pub fn scopes(&self) -> Scopes {
        self.scopes
    }

    /// How the audit trail names it: the token and who made it.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Deliver records of these kinds for this body. Without any kind: say through which day everything is delivered, which takes
/// leave to write whatever happens on a day (audits, nonconformities and decisions).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteRecords {
    /// The body.
    pub body: BodyCode,
    /// The kinds.
    pub subjects: Vec<Subject>,
    /// Whether the day through which everything is delivered moves with it.
    pub moves_day: bool,
}

impl WriteRecords {
    /// What a token must allow for it.
    pub fn needed(&self) -> impl Iterator<Item = Scope> {
        let of_day = [Subject::Audits, Subject::Findings, Subject::Decisions];
        let moves = self.moves_day || self.subjects.is_empty();
        let of_day = of_day.into_iter().filter(move |_| moves);
        self.subjects.iter().copied().chain(of_day).map(Scope::Write)
    }
}

impl Right for WriteRecords {
    fn belongs_to(&self, role: &Role) -> bool {
        delivers_for(role, &self.body)
    }

    fn belongs_to_program(&self, program: &Program) -> bool {
        program.body == self.body && self.needed().all(|scope| program.scopes.allow(scope))
    }
}

/// See the records of this kind that this body delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRecords {
    /// The body.
    pub body: BodyCode,
    /// The kind.
    pub subject: Subject,
}

impl Right for ReadRecords {
    fn belongs_to(&self, role: &Role) -> bool {
        SeeBody(self.body.clone()).belongs_to(role)
    }

    fn belongs_to_program(&self, program: &Program) -> bool {
        program.body == self.body && program.scopes.allow(Scope::Read(self.subject))
    }
}

impl Permit<WriteRecords> {
    /// The body that may be delivered for.
    pub fn body(&self) -> &BodyCode {
        &self.right.body
    }

    /// The permit to deliver something that holds records of these kinds and, if `moves_day`, moves the day through which
    /// everything is delivered.
    ///
    /// # Errors
    /// [`Denied::NotYours`] when this permit is for less.
    pub fn to_deliver(&self, subjects: &[Subject], moves_day: bool) -> Result<Permit<Deliver>, Denied> {
        let covered = subjects.iter().all(|subject| self.right.subjects.contains(subject));
        if !covered || (moves_day && !self.right.moves_day) {
            return Err(Denied::NotYours);
        }
        Ok(Permit { actor: self.actor.clone(), right: Deliver(self.right.body.clone()) })
    }
}

impl Permit<ReadRecords> {
    /// The body whose records may be seen.
    pub fn body(&self) -> &BodyCode {
        &self.right.body
    }

    /// The kind that may be seen.
    pub fn subject(&self) -> Subject {
        self.right.subject
    }

    /// Whoever may see the audits of a body may see how they were assessed.
    pub(crate) fn to_see_assessment(&self) -> Option<Permit<SeeBody>> {
        let of_audits = self.right.subject == Subject::Audits;
        of_audits.then(|| Permit { actor: self.actor.clone(), right: SeeBody(self.right.body.clone()) })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::super::{Actor, ManageTokens, Supervise, decide};
    use super::*;

    fn alfa() -> BodyCode {
        BodyCode::parse("alfa").unwrap()
    }

    fn program(scopes: &str) -> Actor {
        Actor::Program(Program::new(alfa(), "planning", "an@alfa.example".to_owned(), Scopes::parse(scopes).unwrap()))
    }

    fn write(subjects: &[Subject], moves_day: bool) -> WriteRecords {
        WriteRecords { body: alfa(), subjects: subjects.to_vec(), moves_day }
    }

    #[test]
    fn scopes_are_their_words() {
        let all: Scopes = Scope::all().collect();
        assert_eq!(Scopes::parse(&all.words()), Some(all));
        assert_eq!(all.iter().count(), 8);
        for scope in Scope::all() {
            let one = Scopes::from_iter([scope]);
            assert_eq!(one.words(), scope.word());
            assert_eq!(one.iter().collect::<Vec<_>>(), [scope]);
        }
        assert_eq!(Scopes::parse("besluiten:wissen"), None);
        assert!(Scopes::parse("").unwrap().is_empty());
    }

    #[test]
    fn a_program_may_no_more_than_its_token_says() {
        use Subject::{Audits, Certificates, Decisions, Findings};
        let writer = program("onderzoeken:schrijven besluiten:schrijven besluiten:lezen");
        assert!(decide(&writer, write(&[Audits, Decisions], false)).is_ok());
        assert!(decide(&writer, write(&[Audits, Findings], false)).is_err());
        assert!(decide(&writer, write(&[Audits], true)).is_err(), "a day is complete with its findings too");
        assert!(decide(&writer, write(&[], false)).is_err());
        assert!(decide(&writer, ReadRecords { body: alfa(), subject: Decisions }).is_ok());
        assert!(decide(&writer, ReadRecords { body: alfa(), subject: Certificates }).is_err());
        let bravo = BodyCode::parse("bravo").unwrap();
        assert!(decide(&writer, ReadRecords { body: bravo.clone(), subject: Decisions }).is_err());
        assert!(decide(&writer, WriteRecords { body: bravo, subjects: vec![Audits], moves_day: false }).is_err());
        assert!(decide(&writer, Deliver(alfa())).is_err() && decide(&writer, SeeBody(alfa())).is_err());
        assert!(decide(&writer, ManageTokens(alfa())).is_err() && decide(&writer, Supervise).is_err());
    }

    #[test]
    fn a_permit_delivers_what_it_was_given_for() {
        use Subject::{Audits, Findings};
        let permit = decide(&program("onderzoeken:schrijven"), write(&[Audits], false)).unwrap();
        assert!(permit.to_deliver(&[Audits], false).is_ok());
        assert!(permit.to_deliver(&[Audits, Findings], false).is_err());
        assert!(permit.to_deliver(&[Audits], true).is_err());
    }
}
