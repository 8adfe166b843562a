//! Work that may outlast the request which asked for it. How far it is, is kept in memory by this process.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::web;
use tokio::sync::{Semaphore, watch};

use super::error::Error;

/// How long a request waits for work to end before it shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far work is.
pub(super) trait Progress: Clone + Send + Sync + 'static {
    /// Whether it has come to its end, good or bad.
    fn is_done(&self) -> bool;
}

/// The work of one kind that goes on or went on lately, each under its key.
#[derive(Debug)]
pub(super) struct Runs<K, S> {
    known: Mutex<Vec<(K, watch::Receiver<S>)>>,
    turns: Arc<Semaphore>,
    remembered: usize,
}

impl<K: PartialEq, S: Progress> Runs<K, S> {
    /// No work yet. So much is done at once; so many are remembered, and the oldest that is done is forgotten first.
    pub(super) fn new(at_once: usize, remembered: usize) -> Self {
        Self { known: Mutex::default(), turns: Arc::new(Semaphore::new(at_once)), remembered }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(K, watch::Receiver<S>)>> {
        // The list is never left half changed, so it can be used after a panic elsewhere.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of the work under this key.
    pub(super) fn find(&self, key: &K) -> Option<watch::Receiver<S>> {
        self.lock().iter().find(|(known, _)| known == key).map(|(_, receiver)| receiver.clone())
    }

    /// Forgets what is known of the work under this key.
    pub(super) fn forget(&self, key: &K) {
        self.lock().retain(|(known, _)| known != key);
    }

    /// Begins work in place of what was known under its key. It waits for its turn, and tells how far it is.
    pub(super) fn start(
        &self,
        key: K,
        first: S,
        work: impl FnOnce(&watch::Sender<S>) -> S + Send + 'static,
    ) -> watch::Receiver<S> {
        let (sender, receiver) = watch::channel(first);
        let mut known = self.lock();
        known.retain(|(other, _)| *other != key);
        if known.len() >= self.remembered
            && let Some(oldest) = known.iter().position(|(_, receiver)| receiver.borrow().is_done())
        {
            known.remove(oldest);
        }
        known.push((key, receiver.clone()));
        let turns = Arc::clone(&self.turns);
        actix_web::rt::spawn(async move {
            // The work holds the turn, not the request: a visitor who leaves does not end it.
            let Ok(turn) = turns.acquire_owned().await else { return };
            let work = move || {
                let _turn = turn;
                let done = work(&sender);
                sender.send_replace(done);
            };
            if let Err(error) = web::block(work).await {
                tracing::error!(%error, "work beside the requests broke off");
            }
        });
        receiver
    }
}

/// How far work is; waits a moment for it to end.
///
/// # Errors
/// [`Error::Internal`] when it broke off.
pub(super) async fn wait<S: Progress>(mut receiver: watch::Receiver<S>) -> Result<S, Error> {
    if let Ok(Err(broken)) = tokio::time::timeout(PATIENCE, receiver.wait_for(S::is_done)).await {
        return Err(Error::internal(broken));
    }
    let state = receiver.borrow().clone();
    Ok(state)
}
