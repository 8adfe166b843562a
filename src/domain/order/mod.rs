//! Orders of the regulator (op last van TloKB): the same thing asked of several schemes and bodies at once, each with its own
//! term and outcome.
//!
//! One supervisor drafts an order and a second one gives it. From then on it runs for each addressee by itself. Nothing is
//! erased: a step is added, and how an order stands with an addressee follows from the steps. Every state but the end has a way
//! on, and what was not carried out in time can still be carried out later.

mod course;

use chrono::{DateTime, NaiveDate, Utc};

use super::access::Permit;
use super::access::orders::GiveOrders;
use super::calendar::{Term, TermUnit};
use super::four_eyes::{NobodyInPerson, Person, Proposal, SamePerson};
use super::identifiers::{BodyCode, SchemeCode};
use super::words::Words;

pub use course::{Course, Kind, State, Step};

/// Whom an order is given to. The owner of a scheme answers for the scheme.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Addressee {
    /// A scheme.
    Scheme(SchemeCode),
    /// A certification body.
    Body(BodyCode),
}

impl Addressee {
    /// How the audit trail and addresses name it: `schema/CS-A`, `instelling/alfa`.
    pub fn name(&self) -> String {
        match self {
            Self::Scheme(code) => format!("schema/{code}"),
            Self::Body(code) => format!("instelling/{code}"),
        }
    }
}

/// How many characters the title of an order may have.
pub const LONGEST_TITLE: usize = 120;

/// The longest term, in weeks.
pub const LONGEST_TERM: u32 = 104;

/// What an order says and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    title: String,
    what: Words,
    grounds: Words,
    weeks: u32,
    addressees: Vec<Addressee>,
}

/// Something in an order that will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// No title, or one that is too long.
    #[error("geef de last een titel van ten hoogste {LONGEST_TITLE} tekens")]
    Title,
    /// It does not say what must be done.
    #[error("schrijf op wat er moet gebeuren, in ten hoogste 4000 tekens")]
    What,
    /// It does not say on which rule it rests.
    #[error("schrijf op waarop de last rust: het artikel en de aanleiding")]
    Grounds,
    /// No term, or one that is too long.
    #[error("geef een termijn van 1 tot en met {LONGEST_TERM} weken")]
    Term,
    /// Nobody is addressed.
    #[error("kies ten minste één schema of instelling")]
    Nobody,
}

impl Text {
    /// What somebody filled in.
    ///
    /// # Errors
    /// Everything that will not do, together.
    pub fn read(
        title: &str,
        what: &str,
        grounds: &str,
        weeks: &str,
        addressees: Vec<Addressee>,
    ) -> Result<Self, Vec<InvalidText>> {
        let title: String = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let (what, grounds) = (Words::parse(what).ok(), Words::parse(grounds).ok());
        let weeks = weeks.trim().parse().ok().filter(|weeks| (1..=LONGEST_TERM).contains(weeks));
        let title_fits =
            !title.is_empty() && title.chars().count() <= LONGEST_TITLE && !title.contains(char::is_control);
        let mut addressees = addressees;
        addressees.sort_unstable();
        addressees.dedup();
        let faults = [
            (!title_fits).then_some(InvalidText::Title),
            what.is_none().then_some(InvalidText::What),
            grounds.is_none().then_some(InvalidText::Grounds),
            weeks.is_none().then_some(InvalidText::Term),
            addressees.is_empty().then_some(InvalidText::Nobody),
        ];
        match (what, grounds, weeks) {
            (Some(what), Some(grounds), Some(weeks)) if title_fits && !addressees.is_empty() => {
                Ok(Self { title, what, grounds, weeks, addressees })
            }
            _ => Err(faults.into_iter().flatten().collect()),
        }
    }

    /// What it is about, in a line.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What must be done.
    pub fn what(&self) -> &Words {
        &self.what
    }

    /// The rule that it rests on, and what gave rise to it.
    pub fn grounds(&self) -> &Words {
        &self.grounds
    }

    /// The term, in weeks.
    pub fn weeks(&self) -> u32 {
        self.weeks
    }

    /// To whom, in order.
    pub fn addressees(&self) -> &[Addressee] {
        &self.addressees
    }

    /// The last day of the term when the order is given on this day. A term that the regulator sets is no term of the law
    /// (Algemene termijnenwet, art. 1), but it is set so that its end falls on a working day all the same.
    pub fn due_on(&self, given_on: NaiveDate) -> NaiveDate {
        Term { amount: self.weeks, unit: TermUnit::Weeks }.end_after(given_on, true)
    }
}

/// How the giving of an order stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Giving {
    /// It waits for a second supervisor; it has no effect yet.
    Drafted(Proposal<()>),
    /// It was given.
    Given(Given),
    /// A second supervisor sent it back, or its author dropped it: it never had effect. Another can be drafted from it.
    Dropped,
}

/// That an order was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Who drafted it.
    pub drafted_by: Person,
    /// Who gave it.
    pub given_by: Person,
    /// When.
    pub at: DateTime<Utc>,
    /// The last day of the term.
    pub due_on: NaiveDate,
}

/// Why something cannot be done with an order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It does not stand so that this can follow.
    #[error("dit kan nu niet: {0}")]
    NotNow(&'static str),
    /// A term can only get longer, and not longer than an order may run.
    #[error("kies een dag na {}, en binnen {LONGEST_TERM} weken vanaf vandaag", super::calendar::in_words(*.0))]
    NotLater(NaiveDate),
    /// The second person is the first.
    #[error(transparent)]
    SamePerson(#[from] SamePerson),
    /// No person acts.
    #[error(transparent)]
    Nobody(#[from] NobodyInPerson),
}

impl Giving {
    /// An order that somebody drafts.
    ///
    /// # Errors
    /// [`Refused::Nobody`] when no account acts.
    pub fn draft(by: &Permit<GiveOrders>) -> Result<Proposal<()>, Refused> {
        Ok(Proposal::new((), Person::of(by.actor())?))
    }

    /// A second supervisor gives the order.
    ///
    /// # Errors
    /// [`Refused`] when it does not wait for that, or by whoever drafted it.
    pub fn give(&self, by: &Permit<GiveOrders>, at: DateTime<Utc>, due_on: NaiveDate) -> Result<Given, Refused> {
        let Self::Drafted(proposal) = self else { return Err(self.not_now()) };
        let (drafted_by, given_by) = (proposal.by().clone(), Person::of(by.actor())?);
        proposal.clone().seen_by(&given_by)?.confirm();
        Ok(Given { drafted_by, given_by, at, due_on })
    }

    /// Somebody who may give orders drops a draft: its author, or the second who sends it back.
    ///
    /// # Errors
    /// [`Refused`] when it is no draft any more, or no account acts.
    pub fn drop(&self, by: &Permit<GiveOrders>) -> Result<Self, Refused> {
        Person::of(by.actor())?;
        if matches!(self, Self::Drafted(_)) { Ok(Self::Dropped) } else { Err(self.not_now()) }
    }

    fn not_now(&self) -> Refused {
        Refused::NotNow(match self {
            Self::Drafted(_) => "de last wacht op een tweede toezichthouder",
            Self::Given(_) => "de last is al gegeven",
            Self::Dropped => "deze last is niet doorgegaan",
        })
    }
}
