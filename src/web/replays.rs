//! Drafts of matrices that are being run, which may outlast the request that asked for it. What came out is in the database.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

use super::error::Error;
use super::portal::Portal;
use super::runs::{self, Runs};
use crate::domain::access::{Permit, Replay};
use crate::domain::identifiers::SchemeCode;
use crate::domain::matrix::Matrix;
use crate::domain::replay::Days;
use crate::services::StorageError;
use crate::services::replay::{self, Asked, Progress, ReplayError};

/// How many are run at once: each keeps a core busy and one state of the database open.
const AT_ONCE: usize = 1;

/// How many are remembered.
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

impl runs::Progress for State {
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

/// The runs of this process.
#[derive(Debug)]
pub struct Replays {
    last: AtomicU64,
    runs: Runs<Task, State>,
}

impl Default for Replays {
    fn default() -> Self {
        Self { last: AtomicU64::new(0), runs: Runs::new(AT_ONCE, REMEMBERED) }
    }
}

impl Replays {
    /// Begins a run; gives its number.
    pub fn start(&self, portal: &Portal, permit: Permit<Replay>, draft: Draft) -> Task {
        let task = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let portal = portal.clone();
        self.runs.start(task, State::Working(Progress::default()), move |tell| run(&portal, &permit, &draft, tell));
        task
    }

    /// How far a run is; waits a moment for it to end.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such run, [`Error::Internal`] when it broke off.
    pub async fn state(&self, task: Task) -> Result<State, Error> {
        runs::wait(self.runs.find(&task).ok_or(Error::NotFound)?).await
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
