//! Which changes concern whom.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use chrono::NaiveDate;

use super::Followed;
use super::search::Search;
use crate::domain::identifiers::{BodyCode, KvkNumber};
use crate::services::changes::told::{gone, is_told};
use crate::services::search::Register;
use crate::storage::changes::ChangeRow;
use crate::storage::subscriptions::Subscription;
use crate::storage::{Known, StorageError, Store, alerts, bodies, changes, subscriptions};

/// How many changes are looked at together.
const AT_ONCE: i64 = 1_000;

/// Looks for the subscriptions of every change since the last time; returns how many there were to tell. The register in
/// memory must know a change before it is looked at: what it does not know yet waits.
pub(super) fn match_new(store: &Store, register: &Register, today: NaiveDate) -> Result<usize, StorageError> {
    let (mut told, mut found) = (0, Found::default());
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
        let gone = match gone(store, &news)? {
            certificates if certificates.is_empty() => None,
            certificates => Some(store.read(|conn| Register::of(conn, certificates))?),
        };
        found.of_register(counter);
        let pairs = followers.of(&news, |search| {
            let found = found.firms(search, || search.firms(register, today));
            // Of what is gone, it is asked whether the search found it while it was there.
            let Some(gone) = &gone else { return found };
            let gone = search.firms(gone, today);
            Rc::new(found.iter().copied().chain(gone.iter().map(number)).collect())
        });
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

    /// The subscriptions that each change concerns, as pairs of subscription and change; `firms` gives those that a search
    /// finds, and is not asked when there is no news.
    fn of(&self, rows: &[ChangeRow], mut firms: impl FnMut(&Search) -> Rc<HashSet<u32>>) -> Vec<(i64, i64)> {
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
        let of_firms: Vec<&ChangeRow> = rows.iter().filter(|row| firms_of(row).next().is_some()).collect();
        for (search, subscriptions) in self.searches.iter().filter(|_| !of_firms.is_empty()) {
            let found = firms(search);
            for row in of_firms.iter().filter(|row| firms_of(row).any(|firm| found.contains(&number(firm)))) {
                tell(Some(subscriptions), row);
            }
        }
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_unstable();
        pairs
    }
}

/// What each search found in the register of one counter: a long list of changes is looked at in parts, and it is the same
/// register for all of them.
#[derive(Default)]
struct Found {
    counter: i64,
    firms: HashMap<Search, Rc<HashSet<u32>>>,
    kept: usize,
}

/// Firms that are kept at most, of all searches together: some tens of megabytes. What is not kept is searched again.
const KEPT: usize = 5_000_000;

impl Found {
    /// Forgets what was found in another register.
    fn of_register(&mut self, counter: i64) {
        if self.counter != counter {
            *self = Self { counter, ..Self::default() };
        }
    }

    fn firms(&mut self, search: &Search, find: impl FnOnce() -> HashSet<KvkNumber>) -> Rc<HashSet<u32>> {
        if let Some(found) = self.firms.get(search) {
            return Rc::clone(found);
        }
        let found: Rc<HashSet<u32>> = Rc::new(find().iter().map(number).collect());
        if self.kept + found.len() <= KEPT {
            self.kept += found.len();
            self.firms.insert(search.clone(), Rc::clone(&found));
        }
        found
    }
}

/// A KvK number is eight digits.
fn number(kvk: &KvkNumber) -> u32 {
    kvk.as_str().parse().unwrap_or_default()
}

fn firms_of(row: &ChangeRow) -> impl Iterator<Item = &KvkNumber> {
    row.kvk_number.iter().chain(&row.former_kvk_number)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_search_is_done_once_for_each_state_of_the_register_and_never_without_news() {
        let subscription = Subscription {
            id: 1,
            email: String::new(),
            language: "nl".to_owned(),
            frequency: "direct".to_owned(),
            kind: "zoekopdracht".to_owned(),
            subject: "zoek=jansen".to_owned(),
            confirmed_at: None,
            starts_after: 0,
            last_digest_on: None,
        };
        let followers = Followers::new(vec![subscription], HashMap::new()).unwrap();
        let row = |id, kvk: Option<&str>| ChangeRow {
            id,
            change_counter: 7,
            recorded_at: chrono::DateTime::UNIX_EPOCH.into(),
            day: NaiveDate::MIN,
            subject: "certificaat".to_owned(),
            body_id: Some(1),
            scheme_id: None,
            certificate_number: None,
            kvk_number: kvk.map(|kvk| KvkNumber::parse(kvk).unwrap()),
            former_kvk_number: None,
            kinds: "nieuw".to_owned(),
            standing_before: None,
            standing_after: None,
        };
        let (mut found, mut searched) = (Found::default(), 0);
        let mut pairs = |counter, rows: &[ChangeRow]| {
            found.of_register(counter);
            let pairs = followers.of(rows, |search| {
                found.firms(search, || {
                    searched += 1;
                    HashSet::from([KvkNumber::parse("90000001").unwrap()])
                })
            });
            (pairs, searched)
        };
        assert_eq!(pairs(7, &[]), (vec![], 0));
        assert_eq!(pairs(7, &[row(1, None)]), (vec![], 0), "a body has another name");
        assert_eq!(pairs(7, &[row(2, Some("90000001")), row(3, Some("90000002"))]), (vec![(1, 2)], 1));
        assert_eq!(pairs(7, &[row(4, Some("90000001"))]), (vec![(1, 4)], 1));
        assert_eq!(pairs(8, &[row(5, Some("90000001"))]), (vec![(1, 5)], 2));
    }
}
