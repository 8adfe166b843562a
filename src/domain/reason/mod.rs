//! Reasons for decisions that depart from the matrix (gemotiveerde afwijking), and what the regulator makes of them.
//!
//! A reason is a thread of steps on one audit. Nothing is erased: a step is added, and how the reason stands follows from the
//! steps. A body gives a reason and can withdraw it; a supervisor proposes to accept or to reject it, and a second one confirms
//! or sends the proposal back. Each step belongs to one deviation: when what lies under the verdict changes so that the
//! deviation is another one, what was accepted counts no longer and waits for a new judgement.

mod deviation;

use chrono::{DateTime, Utc};

use super::access::{Actor, GiveReasons, JudgeReasons, Permit};
use super::four_eyes::{NobodyInPerson, Person, Proposal, SamePerson};

pub use super::words::{InvalidWords, LONGEST, Words};
pub use deviation::{Compared, Deviation};

/// What a supervisor makes of a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// The verdict stays and does not count against the body.
    Accept,
    /// The verdict counts.
    Reject,
}

/// What happened in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The body gave a reason on the page of the audit.
    Given,
    /// The body gave a reason with a decision in a delivery.
    Delivered,
    /// The body took its reason back.
    Withdrawn,
    /// A supervisor proposed a judgement.
    Proposed(Judgement),
    /// A second supervisor sent the proposal back.
    SentBack,
    /// A second supervisor confirmed the proposal.
    Judged(Judgement),
    /// The deviation became another one.
    Changed,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Given,
        Self::Delivered,
        Self::Withdrawn,
        Self::Proposed(Judgement::Accept),
        Self::Proposed(Judgement::Reject),
        Self::SentBack,
        Self::Judged(Judgement::Accept),
        Self::Judged(Judgement::Reject),
        Self::Changed,
    ];

    /// The word for it in the database and in the audit trail.
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "gegeven",
            Self::Delivered => "aangeleverd",
            Self::Withdrawn => "ingetrokken",
            Self::Proposed(Judgement::Accept) => "voorstel-aanvaarden",
            Self::Proposed(Judgement::Reject) => "voorstel-afwijzen",
            Self::SentBack => "teruggestuurd",
            Self::Judged(Judgement::Accept) => "aanvaard",
            Self::Judged(Judgement::Reject) => "afgewezen",
            Self::Changed => "afwijking-gewijzigd",
        }
    }

    /// The kind with this word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One step of a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What happened.
    pub kind: Kind,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it, as the audit trail names it.
    pub by: String,
    /// In which words; absent where none are needed.
    pub words: Option<Words>,
    /// The deviation it is about.
    pub about: Deviation,
}

/// How a reason stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// None was given.
    Absent,
    /// It waits for a supervisor.
    Waiting,
    /// It waits for a second supervisor.
    Proposed(Proposal<Judgement>),
    /// It is accepted.
    Accepted,
    /// It is rejected.
    Rejected,
    /// The body took it back.
    Withdrawn,
}

impl State {
    /// Whether the regulator has something to do.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Waiting | Self::Proposed(_))
    }

    /// Whether the body may give a reason, for the first time or again.
    pub fn takes_a_reason(&self) -> bool {
        matches!(self, Self::Absent | Self::Waiting | Self::Rejected | Self::Withdrawn)
    }

    /// Whether the body may take its reason back.
    pub fn can_be_withdrawn(&self) -> bool {
        matches!(self, Self::Waiting | Self::Proposed(_) | Self::Accepted)
    }

    fn in_words(&self) -> &'static str {
        match self {
            Self::Absent => "er is nog geen reden gegeven",
            Self::Waiting => "de reden wacht op een oordeel van TloKB",
            Self::Proposed(_) => "er ligt een voorstel dat op een tweede toezichthouder wacht",
            Self::Accepted => "de reden is aanvaard",
            Self::Rejected => "de reden is afgewezen",
            Self::Withdrawn => "de reden is ingetrokken",
        }
    }
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The reason does not stand so that this step can follow.
    #[error("dit kan nu niet: {0}")]
    NotNow(&'static str),
    /// The second person is the first.
    #[error(transparent)]
    SamePerson(#[from] SamePerson),
    /// No person acts.
    #[error(transparent)]
    Nobody(#[from] NobodyInPerson),
}

/// The thread of one audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    steps: Vec<Step>,
    state: State,
}

impl Default for Thread {
    fn default() -> Self {
        Self { steps: Vec::new(), state: State::Absent }
    }
}

impl Thread {
    /// The thread with these steps, the first one first.
    ///
    /// # Errors
    /// [`Refused`] when one of them cannot follow on those before it: what is stored is then damaged.
    pub fn of(steps: Vec<Step>) -> Result<Self, Refused> {
        let state = steps.iter().try_fold(State::Absent, after)?;
        Ok(Self { steps, state })
    }

    /// The steps, the first one first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How the reason stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The deviation that the reason is about; none without a reason.
    pub fn about(&self) -> Option<&Deviation> {
        self.steps.last().map(|step| &step.about)
    }

    /// Whether this deviation is excused: a reason for exactly it is accepted.
    pub fn excuses(&self, deviation: Option<&Deviation>) -> bool {
        self.state == State::Accepted && deviation.is_some() && self.about() == deviation
    }

    /// Since when it waits for the regulator: since the body gave it, or the deviation changed; none when it does not wait.
    pub fn waits_since(&self) -> Option<DateTime<Utc>> {
        let begins = |step: &&Step| matches!(step.kind, Kind::Given | Kind::Delivered | Kind::Changed);
        self.steps.iter().rev().find(begins).filter(|_| self.state.is_open()).map(|step| step.at)
    }

    /// The body gives a reason, for the first time or again.
    ///
    /// # Errors
    /// [`Refused`] when it is accepted, or a proposal about it waits.
    pub fn give(
        &self,
        by: &Permit<GiveReasons>,
        at: DateTime<Utc>,
        words: Words,
        about: Deviation,
    ) -> Result<Step, Refused> {
        self.next(Kind::Given, at, by.actor().name().to_owned(), Some(words), about)
    }

    /// The body gave a reason in a delivery.
    ///
    /// # Errors
    /// See [`Self::give`].
    pub fn deliver(&self, by: String, at: DateTime<Utc>, words: Words, about: Deviation) -> Result<Step, Refused> {
        self.next(Kind::Delivered, at, by, Some(words), about)
    }

    /// The body takes its reason back.
    ///
    /// # Errors
    /// [`Refused`] when there is none that counts or waits.
    pub fn withdraw(&self, by: &Permit<GiveReasons>, at: DateTime<Utc>, words: Option<Words>) -> Result<Step, Refused> {
        self.on_the_same(Kind::Withdrawn, at, by.actor(), words)
    }

    /// A supervisor proposes what to make of the reason.
    ///
    /// # Errors
    /// [`Refused`] when none waits, or no person acts.
    pub fn propose(
        &self,
        by: &Permit<JudgeReasons>,
        at: DateTime<Utc>,
        judgement: Judgement,
        words: Words,
    ) -> Result<Step, Refused> {
        Person::of(by.actor())?;
        self.on_the_same(Kind::Proposed(judgement), at, by.actor(), Some(words))
    }

    /// A second supervisor confirms what was proposed; from then on it has effect.
    ///
    /// # Errors
    /// [`Refused`] when nothing was proposed, by whoever proposed it, or when no person acts.
    pub fn confirm(&self, by: &Permit<JudgeReasons>, at: DateTime<Utc>, words: Option<Words>) -> Result<Step, Refused> {
        let second = Person::of(by.actor())?;
        let State::Proposed(proposal) = &self.state else { return Err(Refused::NotNow(self.state.in_words())) };
        let judgement = proposal.clone().seen_by(&second)?.confirm();
        self.on_the_same(Kind::Judged(judgement), at, by.actor(), words)
    }

    /// A second supervisor sends the proposal back; the reason waits again.
    ///
    /// # Errors
    /// See [`Self::confirm`].
    pub fn send_back(&self, by: &Permit<JudgeReasons>, at: DateTime<Utc>, words: Words) -> Result<Step, Refused> {
        Person::of(by.actor())?;
        self.on_the_same(Kind::SentBack, at, by.actor(), Some(words))
    }

    /// What happens by itself when the deviation is now this one: a reason that counts or waits for another deviation waits
    /// for a new judgement. A deviation that is gone needs no reason, so then nothing happens.
    pub fn changed(&self, at: DateTime<Utc>, now: &Deviation) -> Option<Step> {
        let was = self.about()?;
        let by = Actor::System.name().to_owned();
        if was == now { None } else { self.next(Kind::Changed, at, by, None, now.clone()).ok() }
    }

    fn on_the_same(&self, kind: Kind, at: DateTime<Utc>, by: &Actor, words: Option<Words>) -> Result<Step, Refused> {
        let about = self.about().cloned().ok_or(Refused::NotNow(self.state.in_words()))?;
        self.next(kind, at, by.name().to_owned(), words, about)
    }

    fn next(
        &self,
        kind: Kind,
        at: DateTime<Utc>,
        by: String,
        words: Option<Words>,
        about: Deviation,
    ) -> Result<Step, Refused> {
        let step = Step { kind, at, by, words, about };
        after(self.state.clone(), &step).map(|_| step)
    }
}

/// How a reason stands after a step: the one table of what can follow on what.
fn after(state: State, step: &Step) -> Result<State, Refused> {
    let by = || Person::written_down(&step.by);
    match (step.kind, state) {
        (Kind::Given | Kind::Delivered, state) if state.takes_a_reason() => Ok(State::Waiting),
        (Kind::Withdrawn, state) if state.can_be_withdrawn() => Ok(State::Withdrawn),
        (Kind::Proposed(judgement), State::Waiting) => Ok(State::Proposed(Proposal::new(judgement, by()))),
        (Kind::SentBack, State::Proposed(proposal)) => {
            proposal.seen_by(&by())?;
            Ok(State::Waiting)
        }
        (Kind::Judged(judgement), State::Proposed(proposal)) if *proposal.what() == judgement => {
            Ok(match proposal.seen_by(&by())?.confirm() {
                Judgement::Accept => State::Accepted,
                Judgement::Reject => State::Rejected,
            })
        }
        (Kind::Changed, State::Waiting | State::Proposed(_) | State::Accepted) => Ok(State::Waiting),
        (_, state) => Err(Refused::NotNow(state.in_words())),
    }
}

#[cfg(test)]
mod tests;
