//! How an order runs for one addressee.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{LONGEST_TERM, Refused};
use crate::domain::access::orders::{AnswerOrders, GiveOrders};
use crate::domain::access::{Actor, Permit};
use crate::domain::four_eyes::Person;
use crate::domain::words::Words;

/// What happened in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The addressee says that it is done.
    Reported,
    /// The regulator found that it is not done yet, or not well; there is time until this day.
    SentBack(NaiveDate),
    /// The term got longer.
    Extended(NaiveDate),
    /// The regulator found that it is done.
    Met,
    /// The regulator found that it was not done in time.
    NotMet,
    /// The order holds no longer for this addressee.
    Released,
}

impl Kind {
    /// The word for it in the database and in the audit trail.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reported => "gemeld",
            Self::SentBack(_) => "teruggestuurd",
            Self::Extended(_) => "verlengd",
            Self::Met => "voldaan",
            Self::NotMet => "niet-voldaan",
            Self::Released => "vervallen",
        }
    }

    /// The day in it, if there is one.
    pub fn due_on(self) -> Option<NaiveDate> {
        match self {
            Self::SentBack(day) | Self::Extended(day) => Some(day),
            Self::Reported | Self::Met | Self::NotMet | Self::Released => None,
        }
    }

    /// The kind with this word and day.
    pub fn from_code(code: &str, due_on: Option<NaiveDate>) -> Option<Self> {
        let kinds = [Self::Reported, Self::Met, Self::NotMet, Self::Released].into_iter();
        let dated = due_on.into_iter().flat_map(|day| [Self::SentBack(day), Self::Extended(day)]);
        kinds.chain(dated).find(|kind| kind.code() == code && kind.due_on() == due_on)
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What happened.
    pub kind: Kind,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it, as the audit trail names it.
    pub by: String,
    /// In which words.
    pub words: Words,
}

/// How an order stands with an addressee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It must be carried out by this day.
    Running(NaiveDate),
    /// The addressee says that it is done; the regulator judges. The term was this.
    Reported(NaiveDate),
    /// It was carried out.
    Met,
    /// It was not carried out in time; it still can be.
    NotMet(NaiveDate),
    /// It holds no longer.
    Released,
}

impl State {
    /// The word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Running(_) => "loopt",
            Self::Reported(_) => "gemeld",
            Self::Met => "voldaan",
            Self::NotMet(_) => "niet-voldaan",
            Self::Released => "vervallen",
        }
    }

    /// The last day of the term, as long as there is something to do.
    pub fn due_on(self) -> Option<NaiveDate> {
        match self {
            Self::Running(day) | Self::Reported(day) | Self::NotMet(day) => Some(day),
            Self::Met | Self::Released => None,
        }
    }

    /// Whether the addressee has something to do.
    pub fn waits_for_addressee(self) -> bool {
        matches!(self, Self::Running(_) | Self::NotMet(_))
    }

    /// Whether the term is over while the addressee said nothing.
    pub fn is_overdue(self, today: NaiveDate) -> bool {
        matches!(self, Self::Running(day) if day < today)
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::Running(_) => "de last loopt nog",
            Self::Reported(_) => "er is al gemeld dat de last is uitgevoerd",
            Self::Met => "aan de last is voldaan",
            Self::NotMet(_) => "er is vastgesteld dat niet op tijd aan de last is voldaan",
            Self::Released => "de last geldt niet meer",
        }
    }
}

/// The steps of one addressee since the order was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    steps: Vec<Step>,
    state: State,
}

impl Course {
    /// The course of an order with this term after these steps, the first one first.
    ///
    /// # Errors
    /// [`Refused`] when one of them cannot follow on those before it: what is stored is then damaged.
    pub fn of(due_on: NaiveDate, steps: Vec<Step>) -> Result<Self, Refused> {
        let state = steps.iter().try_fold(State::Running(due_on), |state, step| after(state, step.kind))?;
        Ok(Self { steps, state })
    }

    /// The steps, the first one first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How it stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// The addressee says that the order was carried out, and how.
    ///
    /// # Errors
    /// [`Refused`] when it was said already, or the order has come to its end.
    pub fn report(&self, by: &Permit<AnswerOrders>, at: DateTime<Utc>, words: Words) -> Result<Step, Refused> {
        self.next(Kind::Reported, by.actor(), at, words)
    }

    /// The regulator finds that it is not done yet, or not well, and gives time until this day.
    ///
    /// # Errors
    /// [`Refused`] when nothing was reported, or the day is not to come.
    pub fn send_back(
        &self,
        by: &Permit<GiveOrders>,
        (at, today): (DateTime<Utc>, NaiveDate),
        due_on: NaiveDate,
        words: Words,
    ) -> Result<Step, Refused> {
        within(today, today, due_on)?;
        self.next(Kind::SentBack(due_on), by.actor(), at, words)
    }

    /// The regulator gives more time.
    ///
    /// # Errors
    /// [`Refused`] when the order does not run, or the day is not later than it was.
    pub fn extend(
        &self,
        by: &Permit<GiveOrders>,
        (at, today): (DateTime<Utc>, NaiveDate),
        due_on: NaiveDate,
        words: Words,
    ) -> Result<Step, Refused> {
        let was = self.state.due_on().ok_or(Refused::NotNow(self.state.in_words()))?;
        within(was, today, due_on)?;
        self.next(Kind::Extended(due_on), by.actor(), at, words)
    }

    /// The regulator finds that the order was carried out.
    ///
    /// # Errors
    /// [`Refused`] when the order has come to its end.
    pub fn met(&self, by: &Permit<GiveOrders>, at: DateTime<Utc>, words: Words) -> Result<Step, Refused> {
        self.next(Kind::Met, by.actor(), at, words)
    }

    /// The regulator finds that the order was not carried out in time.
    ///
    /// # Errors
    /// [`Refused`] while the term runs, or when the order has come to its end.
    pub fn not_met(
        &self,
        by: &Permit<GiveOrders>,
        (at, today): (DateTime<Utc>, NaiveDate),
        words: Words,
    ) -> Result<Step, Refused> {
        if self.state.due_on().is_some_and(|day| today <= day) {
            return Err(Refused::NotNow("de termijn loopt nog"));
        }
        self.next(Kind::NotMet, by.actor(), at, words)
    }

    /// The order holds no longer for this addressee.
    ///
    /// # Errors
    /// [`Refused`] when the order has come to its end.
    pub fn release(&self, by: &Permit<GiveOrders>, at: DateTime<Utc>, words: Words) -> Result<Step, Refused> {
        self.next(Kind::Released, by.actor(), at, words)
    }

    fn next(&self, kind: Kind, by: &Actor, at: DateTime<Utc>, words: Words) -> Result<Step, Refused> {
        Person::of(by)?;
        after(self.state, kind)?;
        Ok(Step { kind, at, by: by.name().to_owned(), words })
    }
}

/// Whether a term can get this end: after both days, and not longer than an order may run.
fn within(was: NaiveDate, today: NaiveDate, due_on: NaiveDate) -> Result<(), Refused> {
    let last = today.checked_add_days(Days::new(u64::from(LONGEST_TERM) * 7)).unwrap_or(NaiveDate::MAX);
    let after = was.max(today);
    if due_on > after && due_on <= last { Ok(()) } else { Err(Refused::NotLater(after)) }
}

/// How an order stands after a step: the one table of what can follow on what.
fn after(state: State, kind: Kind) -> Result<State, Refused> {
    match (kind, state) {
        (Kind::Reported, State::Running(day) | State::NotMet(day)) => Ok(State::Reported(day)),
        (Kind::SentBack(day), State::Reported(_)) => Ok(State::Running(day)),
        (Kind::Extended(day), State::Running(was)) if day > was => Ok(State::Running(day)),
        (Kind::Met, State::Running(_) | State::Reported(_) | State::NotMet(_)) => Ok(State::Met),
        (Kind::NotMet, State::Running(day) | State::Reported(day)) => Ok(State::NotMet(day)),
        (Kind::Released, State::Running(_) | State::Reported(_) | State::NotMet(_)) => Ok(State::Released),
        (_, state) => Err(Refused::NotNow(state.in_words())),
    }
}

#[cfg(test)]
mod tests;
