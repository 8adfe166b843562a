//! The only place that reads the time. Everything else is told what time it is.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::calendar::dutch_day;

/// Where the time comes from: the machine, or a test that sets it.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The clock of the machine.
    #[default]
    System,
    /// A clock that stands still until it is moved; clones share their time.
    Fixed(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at the given time.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(Mutex::new(at)))
    }

    /// Moves a fixed clock forward; the clock of the machine cannot be moved and stays as it is.
    pub fn advance(&self, by: TimeDelta) {
        if let Self::Fixed(at) = self {
            *at.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }

    /// The time now, in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
            Self::System => Utc::now(),
            Self::Fixed(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The day it is now where the law applies: in the Netherlands.
    pub fn today(&self) -> NaiveDate {
        dutch_day(self.now())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_the_netherlands() {
        let clock = Clock::fixed("2026-06-30T21:59:59Z".parse().unwrap());
        assert_eq!(clock.today(), "2026-06-30".parse().unwrap());
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(clock.today(), "2026-07-01".parse().unwrap());
    }
}
