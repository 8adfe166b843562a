//! Firms and places for a box that helps while somebody types.

use std::sync::Arc;

use super::answer::{Subject, Suggestion};
use super::asked;
use super::day::Day;
use super::firm::Firm;
use super::reply::Reply;
use super::snapshot::{Bounds, Snapshot};
use crate::domain::text::fold;

/// Places among the suggestions: most people look for a firm.
const MOST_PLACES: usize = 2;

/// Names are looked through for different ones no further than this.
const LOOKED_THROUGH: usize = 200;

/// The places with most firms and the firms, by name, that begin so; then firms that are found otherwise.
pub(super) fn suggest(snapshot: &Arc<Snapshot>, day: &Day, text: &str, n: usize) -> Vec<Suggestion> {
    let Some(asked) = asked::read(text) else { return Vec::new() };
    let mut found = places(snapshot, &asked.beginning);
    found.truncate(n.min(MOST_PLACES));
    let named = snapshot.named(&asked.beginning).take(LOOKED_THROUGH);
    let may_first = |firm: &u32| !day.may_work.has(*firm);
    let mut named: Vec<u32> = named.collect();
    named.sort_by_key(may_first);
    for firm in named {
        if found.len() >= n {
            return found;
        }
        add(&mut found, Firm::at(snapshot, day, firm));
    }
    if found.len() < n {
        let bounds = Bounds::default();
        let reply = Reply { snapshot, day, bounds: &bounds };
        for hit in reply.matching(&asked, 0, n).hits {
            if found.len() >= n {
                break;
            }
            add(&mut found, Some(hit.firm));
        }
    }
    found
}

/// Adds the firm, unless one of the same name in the same place is there.
fn add(found: &mut Vec<Suggestion>, firm: Option<Firm>) {
    let Some(firm) = firm else { return };
    let same = |known: &Suggestion| {
        known.text == firm.name() && matches!(&known.subject, Subject::Firm { place, .. } if place == firm.place())
    };
    if !found.iter().any(same) {
        let subject = Subject::Firm { kvk: firm.kvk().clone(), place: firm.place().to_owned() };
        found.push(Suggestion { text: firm.name().to_owned(), subject });
    }
}

/// The places that begin so, those with most firms first.
fn places(snapshot: &Snapshot, beginning: &str) -> Vec<Suggestion> {
    let first = beginning.split(' ').next().unwrap_or_default();
    let words = snapshot.index.dictionary.begins(first);
    let pairs = snapshot.index.places_with(words.start, words.end);
    let mut places: Vec<(u64, u32)> = Vec::new();
    for (_, place) in pairs {
        if fold(snapshot.rows.places.get(*place)).starts_with(beginning) {
            places.push((snapshot.index.firms_in(*place).len() as u64, *place));
        }
    }
    places.sort_unstable_by_key(|(firms, place)| (std::cmp::Reverse(*firms), *place));
    places.dedup();
    let suggestion = |(firms, place): (u64, u32)| Suggestion {
        text: snapshot.rows.places.get(place).to_owned(),
        subject: Subject::Place { firms },
    };
    places.into_iter().map(suggestion).collect()
}
