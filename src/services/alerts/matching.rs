//! Which changes concern whom.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::Followed;
use super::search::Search;
use crate::domain::identifiers::{BodyCode, KvkNumber};
use crate::services::changes::told::is_told;
use crate::services::search::Register;
use crate::storage::changes::ChangeRow;
use crate::storage::subscriptions::Subscription;
use crate::storage::{Known, StorageError, Store, alerts, bodies, changes, subscriptions};

/// How many changes are looked at together.
const AT_ONCE: i64 = 1_000;

/// Looks for the subscriptions of every change since the last time; returns how many there were to tell. The register in
/// memory must know a change before it is looked at: what it does not know yet waits.
pub(super) fn match_new(store: &Store, register: &Register, today: NaiveDate) -> Result<usize, StorageError> {
    let mut told = 0;
    loop {
        let (from, rows, followers) = store.read(|conn| {
            let from = alerts::matched_through(conn)?;
            let rows = changes::after(conn, from, AT_ONCE)?;
            if rows.is_empty() {
                return Ok((from, rows, Followers::default()));
            }
            let codes = bodies::all(conn, Known::Now)?.into_iter().map(|body| (body.id, body.code));
            let followers = Followers::new(subscriptions::confirmed(conn)?, codes.collect())?;
            Ok::<_, StorageError>((from, rows, followers))
        })?;
        let counter = register.counter();
        let known: Vec<ChangeRow> = rows.into_iter().take_while(|row| row.change_counter <= counter).collect();
        let Some(last) = known.last().map(|row| row.id) else { return Ok(told) };
        let news: Vec<ChangeRow> = known.into_iter().filter(is_told).collect();
        let pairs = followers.of(&news, register, today);
        told += save(store, from, last, &pairs)?;
    }
}

/// Saves what was found, unless somebody else was first.
fn save(store: &Store, from: i64, through: i64, pairs: &[(i64, i64)]) -> Result<usize, StorageError> {
    store.write(|conn| {
        if alerts::matched_through(conn)? != from {
            return Ok(0);
        }
        // Who stopped meanwhile is not told.
        let follow: HashSet<i64> = if pairs.is_empty() {
            HashSet::new()
        } else {
            subscriptions::confirmed(conn)?.into_iter().map(|subscription| subscription.id).collect()
        };
        let pairs: Vec<_> = pairs.iter().copied().filter(|(subscription, _)| follow.contains(subscription)).collect();
        alerts::insert(conn, &pairs)?;
        alerts::set_matched_through(conn, through)?;
        Ok(pairs.len())
    })
}

/// Everybody who follows something, by what they follow.
#[derive(Default)]
struct Followers {
    firms: HashMap<KvkNumber, Vec<Subscription>>,
    bodies: HashMap<BodyCode, Vec<Subscription>>,
    searches: HashMap<Search, Vec<Subscription>>,
    codes: HashMap<i64, BodyCode>,
}

impl Followers {
    fn new(all: Vec<Subscription>, codes: HashMap<i64, BodyCode>) -> Result<Self, StorageError> {
        let mut sorted = Self { codes, ..Self::default() };
        for subscription in all {
            match Followed::stored(&subscription.kind, &subscription.subject)? {
                Followed::Firm(kvk) => sorted.firms.entry(kvk).or_default().push(subscription),
                Followed::Body(code) => sorted.bodies.entry(code).or_default().push(subscription),
                Followed::Search(search) => sorted.searches.entry(search).or_default().push(subscription),
            }
        }
        Ok(sorted)
    }

    /// The subscriptions that each change concerns, as pairs of subscription and change.
    fn of(&self, rows: &[ChangeRow], register: &Register, today: NaiveDate) -> Vec<(i64, i64)> {
        let mut pairs = HashSet::new();
        let mut tell = |subscriptions: Option<&Vec<Subscription>>, row: &ChangeRow| {
            let begun = subscriptions.into_iter().flatten().filter(|subscription| subscription.starts_after < row.id);
            pairs.extend(begun.map(|subscription| (subscription.id, row.id)));
        };
        for row in rows {
            for firm in firms_of(row) {
                tell(self.firms.get(firm), row);
            }
            let code = row.body_id.and_then(|id| self.codes.get(&id));
            tell(code.and_then(|code| self.bodies.get(code)), row);
        }
        for (search, subscriptions) in &self.searches {
            let found = search.firms(register, today);
            for row in rows.iter().filter(|row| firms_of(row).any(|firm| found.contains(firm))) {
                tell(Some(subscriptions), row);
            }
        }
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_unstable();
        pairs
    }
}

fn firms_of(row: &ChangeRow) -> impl Iterator<Item = &KvkNumber> {
    row.kvk_number.iter().chain(&row.former_kvk_number)
}
