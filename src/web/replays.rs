//! Drafts of matrices that are being run, which may outlast the request that asked for it.
//!
//! How far it is, is kept in memory by this process; what came out is in the database.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::web;
use tokio::sync::{Semaphore, watch};

use super::error::Error;
use super::portal::Portal;
use crate::domain::access::{Permit, Replay};
use crate::domain::identifiers::SchemeCode;
use crate::domain::matrix::Matrix;
use crate::domain::replay::Days;
use crate::services::StorageError;
use crate::services::replay::{self, Asked, Progress, ReplayError};

/// How long a request waits for a run to end before it shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many are run at once: each keeps a core busy and one state of the database open.
const AT_ONCE: usize = 1;

/// How many are remembered; the oldest that is done is forgotten first.
const REMEMBERED: usize = 16;

/// How far a run is.
#[derive(Debug, Clone)]
pub enum State {
    /// It waits for its turn, or goes on.
    Working(Progress),
    /// It is kept under this number.
    Kept(i64),
    /// It could not be done, for this reason.
    Refused(String),
    /// Something failed that should not; the log says what.
    Failed,
}

impl State {
    fn is_done(&self) -> bool {
        !matches!(self, Self::Working(_))
    }
}

/// What is run.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The scheme whose audits count.
    pub scheme: SchemeCode,
    /// The draft.
    pub matrix: Matrix,
    /// The days whose audits count.
    pub days: Days,
}

/// The number of a run, in this process.
pub type Task = u64;

#[derive(Debug, Default)]
struct Known {
    last: Task,
    runs: Vec<(Task, watch::Receiver<State>)>,
}

/// The runs of this process.
#[derive(Debug)]
pub struct Replays {
    known: Mutex<Known>,
    turns: Arc<Semaphore>,
}

impl Default for Replays {
    fn default() -> Self {
        Self { known: Mutex::default(), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Replays {
    fn lock(&self) -> MutexGuard<'_, Known> {
        // The list is never left half changed, so it can be used after a panic elsewhere.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a run; gives its number.
    pub fn start(&self, portal: &Portal, permit: Permit<Replay>, draft: Draft) -> Task {
        let (sender, receiver) = watch::channel(State::Working(Progress::default()));
        let task = self.remember(receiver);
        let (portal, turns) = (portal.clone(), Arc::clone(&self.turns));
        actix_web::rt::spawn(async move {
            // The work holds the turn, not the request: whoever leaves does not end it.
            let Ok(turn) = turns.acquire_owned().await else { return };
            let work = move || {
                let _turn = turn;
                let done = run(&portal, &permit, &draft, &sender);
                sender.send_replace(done);
            };
            if let Err(error) = web::block(work).await {
                tracing::error!(%error, "running a draft broke off");
            }
        });
        task
    }

    fn remember(&self, receiver: watch::Receiver<State>) -> Task {
        let mut known = self.lock();
        if known.runs.len() >= REMEMBERED
            && let Some(oldest) = known.runs.iter().position(|(_, receiver)| receiver.borrow().is_done())
        {
            known.runs.remove(oldest);
        }
        known.last += 1;
        let task = known.last;
        known.runs.push((task, receiver));
        task
    }

    /// How far a run is; waits a moment for it to end.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such run, [`Error::Internal`] when it broke off.
    pub async fn state(&self, task: Task) -> Result<State, Error> {
        let found = self.lock().runs.iter().find(|(known, _)| *known == task).map(|(_, receiver)| receiver.clone());
        let mut receiver = found.ok_or(Error::NotFound)?;
        if let Ok(Err(broken)) = tokio::time::timeout(PATIENCE, receiver.wait_for(State::is_done)).await {
            return Err(Error::internal(broken));
        }
        let state = receiver.borrow().clone();
        Ok(state)
    }
}

fn run(portal: &Portal, permit: &Permit<Replay>, draft: &Draft, tell: &watch::Sender<State>) -> State {
    let asked = Asked { scheme: &draft.scheme, draft: &draft.matrix, days: draft.days };
    let progress = |progress| {
        tell.send_replace(State::Working(progress));
    };
    match replay::keep(&portal.store, permit, (portal.now(), portal.today()), asked, &progress) {
        Ok(id) => State::Kept(id),
        Err(error @ ReplayError::Storage(StorageError::Busy | StorageError::Unreachable { .. })) => {
            State::Refused(error.to_string())
        }
        Err(error @ (ReplayError::Storage(_) | ReplayError::Sheet(_))) => {
            tracing::error!(%error, "a draft could not be run");
            State::Failed
        }
        Err(error) => State::Refused(error.to_string()),
    }
}

impl From<ReplayError> for Error {
    fn from(error: ReplayError) -> Self {
        match error {
            ReplayError::Storage(error) => error.into(),
            ReplayError::Sheet(error) => Self::Unavailable(error.into()),
            error => Self::BadRequest(error.to_string()),
        }
    }
}
