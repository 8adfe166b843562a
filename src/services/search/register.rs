//! The door to the register in memory: a snapshot that answers without the database, and its replacement as a whole by one of a
//! later state.

use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use chrono::{Days, NaiveDate};

use super::answer::{Answer, Choices, Suggestion};
use super::asked;
use super::day::Day;
use super::near::Around;
use super::question::Question;
use super::reply::Reply;
use super::snapshot::{Bounds, Snapshot};
use super::suggest;
use crate::domain::identifiers::BodyCode;
use crate::services::register::oldest_shown;
use crate::storage::register::CertificateRow;
use crate::storage::{Conn, StorageError, Store, register_state};

/// The register in memory; all requests share it.
#[derive(Debug)]
pub struct Register {
    current: ArcSwap<State>,
    /// Held by whoever builds the next snapshot: two at once would be twice the work, and the older one could come last.
    building: Mutex<()>,
}

/// A snapshot with the days it is ready for.
#[derive(Debug)]
struct State {
    snapshot: Arc<Snapshot>,
    /// How many years of past measures are shown; all when nobody said.
    years: Option<u32>,
    days: ArcSwap<Ready>,
}

/// The days that are worked out.
#[derive(Debug, Default)]
struct Ready {
    /// The day that it is.
    today: Option<NaiveDate>,
    days: Vec<Arc<Day>>,
}

/// Today, tomorrow, and one that somebody asked for.
const KEPT_DAYS: usize = 3;

impl State {
    fn new(snapshot: Arc<Snapshot>, years: Option<u32>) -> Self {
        Self { snapshot, years, days: ArcSwap::default() }
    }

    /// From which day on the register shows measures, when it is asked about this day. That depends on what day it is;
    /// tomorrow is made ready as what it will be then.
    fn oldest(&self, day: NaiveDate) -> Option<NaiveDate> {
        let today = self.days.load().today.unwrap_or(day);
        let as_of = if today.checked_add_days(Days::new(1)) == Some(day) { day } else { today };
        self.years.map(|years| oldest_shown(as_of, years))
    }

    /// The register on this day; made on the spot when nobody prepared it.
    fn day(&self, day: NaiveDate) -> Arc<Day> {
        let oldest = self.oldest(day);
        let ready = self.days.load();
        if let Some(known) = ready.days.iter().find(|known| known.date == day && known.oldest == oldest) {
            return Arc::clone(known);
        }
        let made = Arc::new(Day::new(&self.snapshot.rows, day, oldest));
        self.days.rcu(|ready| {
            let mut days: Vec<Arc<Day>> = ready.days.iter().filter(|known| known.date != day).cloned().collect();
            days.truncate(KEPT_DAYS - 1);
            days.push(Arc::clone(&made));
            Ready { today: ready.today, days }
        });
        made
    }

    /// Makes the register ready for this day and the next one.
    fn prepare(&self, today: NaiveDate) {
        if self.days.load().today != Some(today) {
            self.days.rcu(|ready| Ready { today: Some(today), days: ready.days.clone() });
        }
        let wanted = [Some(today), today.checked_add_days(Days::new(1))];
        let days: Vec<Arc<Day>> = wanted.into_iter().flatten().map(|day| self.day(day)).collect();
        if self.days.load().days.first().is_none_or(|first| first.date != today) {
            self.days.store(Arc::new(Ready { today: Some(today), days }));
        }
    }
}

impl Register {
    /// Builds the first snapshot.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails.
    pub fn load(store: &Store) -> Result<Self, StorageError> {
        let state = State::new(Arc::new(Snapshot::read(store)?), None);
        Ok(Self { current: ArcSwap::from_pointee(state), building: Mutex::default() })
    }

    /// A register of these certificates alone: what is not in the register any more can be searched in it as if it were.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails.
    pub(in crate::services) fn of(conn: &mut Conn, certificates: Vec<CertificateRow>) -> Result<Self, StorageError> {
        let state = State::new(Arc::new(Snapshot::of(conn, certificates)?), None);
        Ok(Self { current: ArcSwap::from_pointee(state), building: Mutex::default() })
    }

    /// Shows no more than so many years of past measures from now on: what ended earlier is as if it never was.
    pub fn show_history_of(&self, years: u32) {
        let _turn = self.building.lock().unwrap_or_else(PoisonError::into_inner);
        let old = self.current.load_full();
        if old.years == Some(years) {
            return;
        }
        let new = State::new(Arc::clone(&old.snapshot), Some(years));
        if let Some(today) = old.days.load().today {
            new.prepare(today);
        }
        self.current.store(Arc::new(new));
    }

    /// Makes a new snapshot if the register changed since the last one, of that one and of what changed; requests are answered
    /// from the old one meanwhile. Says whether the register changed.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails; the old snapshot then stays.
    pub fn follow(&self, store: &Store) -> Result<bool, StorageError> {
        let _turn = self.building.lock().unwrap_or_else(PoisonError::into_inner);
        let counter = store.read(register_state::current)?;
        let old = self.current.load_full();
        let changed = counter != old.snapshot.counter;
        if !changed && !old.snapshot.is_worn() {
            return Ok(false);
        }
        let snapshot = if changed { old.snapshot.follow(store)? } else { Snapshot::read(store)? };
        let new = State::new(Arc::new(snapshot), old.years);
        // The new one is ready for the days that the old one was ready for.
        if let Some(today) = old.days.load().today {
            new.prepare(today);
        }
        self.current.store(Arc::new(new));
        Ok(changed)
    }

    /// Makes the register ready for today and tomorrow: how each certificate stands then. Whoever asks about another day
    /// waits for that.
    pub fn prepare(&self, today: NaiveDate) {
        self.current.load_full().prepare(today);
    }

    /// The firms that answer the question on this day, best first: `take` of them after the first `skip`.
    pub fn search(&self, question: &Question, today: NaiveDate, skip: usize, take: usize) -> Answer {
        let state = self.current.load();
        let day = state.day(today);
        let snapshot = &state.snapshot;
        let bounds =
            Bounds { fitting: day.fitting(&snapshot.rows, &question.filters), around: question.near.map(Around::of) };
        let reply = Reply { snapshot, day: &day, bounds: &bounds };
        match asked::read(&question.text) {
            None => reply.listed(skip, take),
            Some(asked) => reply.matching(&asked, skip, take),
        }
    }

    /// At most `n` firms and places that begin as this text does, for a box that helps while somebody types.
    pub fn suggest(&self, text: &str, today: NaiveDate, n: usize) -> Vec<Suggestion> {
        let state = self.current.load();
        suggest::suggest(&state.snapshot, &state.day(today), text, n)
    }

    /// What the filters can choose from.
    pub fn choices(&self) -> Arc<Choices> {
        Arc::clone(&self.current.load().snapshot.choices)
    }

    /// How many firms may work on the day under a certificate of this body.
    pub fn firms_of(&self, body: &BodyCode, day: NaiveDate) -> u64 {
        self.current.load().day(day).firms_of(body)
    }

    /// The change counter of the register when the snapshot was made: another number, another register.
    pub fn counter(&self) -> i64 {
        self.current.load().snapshot.counter
    }

    /// How many firms are listed.
    pub fn len(&self) -> usize {
        self.current.load().snapshot.rows.len()
    }

    /// Whether no firm is listed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
