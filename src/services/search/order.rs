//! From the order of merit to the order on the pages: the first page shows what else may be meant.
//!
//! Words are weighed one by one; when it is not sure which name is meant, because a word was only begun or has a mistake,
//! what was typed is also held against the whole names of the best. And dozens of firms may share a name, so that they would
//! fill the first page; firms that are named after a place would keep those that are there from it.

use super::asked::{Asked, without_legal_form};
use super::carried::Stands;
use super::find::Found;
use super::rank::{best, firm_of, is_sure};
use super::reply::Reply;
use super::spelling::compare;
use crate::domain::text::fold;

/// The first page.
const FIRST_PAGE: usize = 25;

/// Firms of one name on the first page, when another may be meant.
const OF_ONE_NAME: usize = 3;

/// Other names are looked for among the best this many.
const LOOKED_THROUGH: usize = 1_000;

/// Whole names with more mistakes than these are no nearer than others.
const NEAR: u8 = 2;

/// Lines of the first page that are kept for firms in the place that was typed.
const IN_PLACE: usize = 5;

/// The keys in the order of pages: `take` of them after the first `skip`.
pub(super) fn page(reply: Reply<'_>, asked: &Asked, found: &mut Found, skip: usize, take: usize) -> Vec<u64> {
    let keys = std::mem::take(&mut found.keys);
    let wanted = skip.saturating_add(take);
    let place = named_place(reply, asked);
    let sure = keys.iter().min().is_none_or(|best| is_sure(*best));
    if sure && place.is_none() || keys.len() <= FIRST_PAGE {
        return best(keys, skip, take);
    }
    // The kept lines are looked for among all keys, which the choice below drops.
    let kept = place.map(|place| in_place(reply, place, &keys)).unwrap_or_default();
    let mut order = best(keys, 0, wanted.max(if sure { FIRST_PAGE } else { LOOKED_THROUGH }));
    if !sure {
        order = varied(reply, &asked.beginning, order);
    }
    let shown = order.get(..FIRST_PAGE).unwrap_or(&order);
    if !kept.is_empty() && !shown.iter().any(|key| kept.contains(key)) {
        order.retain(|key| !kept.contains(key));
        let from = order.len().min(FIRST_PAGE - kept.len());
        order.splice(from..from, kept);
    }
    order.into_iter().skip(skip).take(take).collect()
}

/// The same keys: those first whose whole names are nearest, and on the first page no more than a few firms of each name.
fn varied(reply: Reply<'_>, typed: &str, mut keys: Vec<u64>) -> Vec<u64> {
    let rest = keys.split_off(keys.len().min(LOOKED_THROUGH));
    let mut near: Vec<(u8, u64)> = keys.into_iter().map(|key| (nearness(reply, typed, key), key)).collect();
    near.sort_unstable();
    let (mut first, mut later) = (Vec::with_capacity(near.len() + rest.len()), Vec::new());
    let mut names: Vec<(Vec<u32>, usize)> = Vec::new();
    for (_, key) in near {
        let full = first.len() >= FIRST_PAGE;
        if !full && count(&mut names, name_of(reply, key)) <= OF_ONE_NAME { first.push(key) } else { later.push(key) }
    }
    // Those that were passed over come next, and nobody is missed.
    first.extend(later);
    first.extend(rest);
    first
}

/// How many mistakes lie between what was typed and the whole name of the firm; the beginning of a name counts as one.
fn nearness(reply: Reply<'_>, typed: &str, key: u64) -> u8 {
    let name = without_legal_form(reply.snapshot.folded(firm_of(key)));
    if name.starts_with(typed) {
        return u8::from(name.len() > typed.len());
    }
    if name.len().abs_diff(typed.len()) > usize::from(NEAR) {
        return NEAR + 1;
    }
    compare(typed.as_bytes(), name.as_bytes(), NEAR).whole.unwrap_or(NEAR + 1)
}

/// The words of the name, without its legal form.
fn name_of(reply: Reply<'_>, key: u64) -> Vec<u32> {
    let carried = reply.snapshot.index.carried_by(firm_of(key)).iter();
    let in_name = carried.filter(|word| matches!(word.stands(), Stands::InName | Stands::Aside));
    in_name.map(|word| word.word()).collect()
}

/// How often the name was seen, with this time.
fn count(names: &mut Vec<(Vec<u32>, usize)>, name: Vec<u32>) -> usize {
    if let Some((_, seen)) = names.iter_mut().find(|(known, _)| *known == name) {
        *seen += 1;
        return *seen;
    }
    names.push((name, 1));
    1
}

/// The place of which the whole name was typed.
fn named_place(reply: Reply<'_>, asked: &Asked) -> Option<u32> {
    let index = &reply.snapshot.index;
    let word = index.dictionary.whole(asked.name.split(' ').next().unwrap_or_default())?;
    let mut places = index.places_with(word, word + 1).iter().map(|pair| pair.1);
    places.find(|place| fold(reply.snapshot.rows.places.get(*place)) == asked.name)
}

/// The best of these keys of firms in the place.
fn in_place(reply: Reply<'_>, place: u32, keys: &[u64]) -> Vec<u64> {
    let (snapshot, bounds) = (reply.snapshot, reply.bounds);
    let firms = snapshot.index.firms_in(place).iter().copied().filter(|firm| bounds.allow(snapshot, *firm));
    let mut firms: Vec<u32> = firms.collect();
    firms.sort_by_key(|firm| (!reply.day.may_work.has(*firm), bounds.rank(snapshot, *firm)));
    firms.truncate(IN_PLACE);
    let mut kept: Vec<u64> = keys.iter().copied().filter(|key| firms.contains(&firm_of(*key))).collect();
    kept.sort_unstable();
    kept
}
