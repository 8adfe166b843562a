//! Work on uploads that may outlast the request which asked for it: checking and storing.
//!
//! What counts is in the database: the files wait there, what a check
//! found is kept with them, and what is stored is stored in one transaction.

use std::sync::Arc;

use tokio::sync::watch;

use super::error::Error;
use super::portal::Portal;
use super::runs::{self, Progress, Runs};
use crate::domain::access::{Deliver, Permit};
use crate::domain::identifiers::BodyCode;
use crate::services::delivery::read::Limits;
use crate::services::delivery::upload::{self, UploadToken};
use crate::services::delivery::{DeliveryError, Step};

/// How many uploads are worked on at once: each may fill the memory that one upload may fill.
const AT_ONCE: usize = 2;

/// How many uploads are remembered.
const REMEMBERED: usize = 32;

/// What is done with an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Find out what it would do.
    Check,
    /// Store it if nothing is wrong with it.
    StoreAll,
    /// Store the rows that are right.
    StoreValid,
}

/// How far the work on an upload is.
#[derive(Debug, Clone)]
pub enum State {
    /// It is being worked on.
    Working(Task, Step, usize),
    /// It was checked: what was found is kept with it.
    Checked,
    /// It was stored as the delivery with this key.
    Stored(i64),
    /// It could not be stored as was asked, and waits to be checked again.
    Refused,
    /// It could not be worked on.
    Failed(Arc<DeliveryError>),
}

impl Progress for State {
    fn is_done(&self) -> bool {
        !matches!(self, Self::Working(..))
    }
}

/// The uploads that are being worked on or were lately.
#[derive(Debug)]
pub struct Jobs(Runs<Waiting, State>);

/// An upload that waits, and the body it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The body.
    pub body: BodyCode,
    /// Its token.
    pub token: UploadToken,
}

impl Default for Jobs {
    fn default() -> Self {
        Self(Runs::new(AT_ONCE, REMEMBERED))
    }
}

impl Jobs {
    /// How far the work on an upload is; when nothing is known of it, it is checked. Waits a moment for work to end.
    ///
    /// # Errors
    /// [`Error::Internal`] when the work broke off.
    pub async fn state(&self, portal: &Portal, permit: &Permit<Deliver>, upload: &Waiting) -> Result<State, Error> {
        let known = self.0.find(upload);
        let receiver = known.unwrap_or_else(|| self.start(portal, permit, upload, Task::Check));
        self.wait(upload, receiver).await
    }

    /// Stores an upload, unless it is being stored already. Waits a moment for it to end.
    ///
    /// # Errors
    /// [`Error::Internal`] when the work broke off.
    pub async fn store(
        &self,
        portal: &Portal,
        permit: &Permit<Deliver>,
        upload: &Waiting,
        task: Task,
    ) -> Result<State, Error> {
        let known = self.0.find(upload);
        let storing = known.filter(|receiver| is_storing(&receiver.borrow()));
        let receiver = storing.unwrap_or_else(|| self.start(portal, permit, upload, task));
        self.wait(upload, receiver).await
    }

    /// Forgets what is known of an upload.
    pub fn forget(&self, upload: &Waiting) {
        self.0.forget(upload);
    }

    /// Whether an upload is being stored, or was.
    pub fn is_storing(&self, upload: &Waiting) -> bool {
        self.0.find(upload).is_some_and(|receiver| is_storing(&receiver.borrow()))
    }

    fn start(&self, portal: &Portal, permit: &Permit<Deliver>, upload: &Waiting, task: Task) -> watch::Receiver<State> {
        let (portal, permit, asked) = (portal.clone(), permit.clone(), upload.clone());
        let first = State::Working(task, Step::Reading, 0);
        self.0.start(upload.clone(), first, move |tell| work(&portal, &permit, &asked, task, tell))
    }

    async fn wait(&self, upload: &Waiting, receiver: watch::Receiver<State>) -> Result<State, Error> {
        let state = runs::wait(receiver).await;
        if state.is_err() {
            self.forget(upload);
        }
        state
    }
}

fn is_storing(state: &State) -> bool {
    matches!(state, State::Working(Task::StoreAll | Task::StoreValid, ..) | State::Stored(_))
}

fn work(portal: &Portal, permit: &Permit<Deliver>, upload: &Waiting, task: Task, tell: &watch::Sender<State>) -> State {
    let limits = Limits::default();
    let progress = |step, rows| {
        tell.send_replace(State::Working(task, step, rows));
    };
    let (store, now) = (&portal.store, portal.now());
    let done = match task {
        Task::Check => upload::check(store, permit, &upload.token, &limits, now, &progress).map(|()| State::Checked),
        Task::StoreAll | Task::StoreValid => {
            let accept_valid = task == Task::StoreValid;
            upload::store_upload(store, permit, &upload.token, accept_valid, &limits, now, &progress)
                .map(|receipt| receipt.applied.map_or(State::Refused, |applied| State::Stored(applied.delivery_id)))
        }
    };
    if let Ok(State::Stored(_)) = &done {
        portal.follow();
    }
    done.unwrap_or_else(|error| State::Failed(Arc::new(error)))
}
