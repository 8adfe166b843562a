//! What firms are found by, of two registers in one.

use std::sync::Arc;

use super::Plan;
use super::rows::{PlaceNames, Whence, called};
use crate::services::search::carried::{Carried, Index, place_words};
use crate::services::search::dictionary::Dictionary;
use crate::services::search::lists::Lists;
use crate::services::search::rows::Rows;
use crate::services::search::texts::{Texts, short};

/// Two rows of texts, both in order, as one: each text once, in order, with where it comes from. The old ones that are not
/// kept and not among the new are left out.
fn union(old: &Texts, new: &Texts, keep: impl Fn(u32) -> bool) -> (Texts, Vec<Whence>) {
    let (mut texts, mut whence) = (Texts::default(), Vec::with_capacity(old.len() + new.len()));
    let (mut a, mut b) = (0, 0);
    let (until_a, until_b) = (short(old.len()), short(new.len()));
    while a < until_a || b < until_b {
        let order = match (a < until_a, b < until_b) {
            (true, true) => old.get(a).cmp(new.get(b)),
            (true, false) => std::cmp::Ordering::Less,
            _ => std::cmp::Ordering::Greater,
        };
        if order.is_gt() {
            texts.push(new.get(b));
            whence.push(Whence { old: None, new: Some(b) });
            b += 1;
            continue;
        }
        let same = order.is_eq();
        if same || keep(a) {
            texts.push(old.get(a));
            whence.push(Whence { old: Some(a), new: Some(b).filter(|_| same) });
        }
        a += 1;
        b += u32::from(same);
    }
    (texts, whence)
}

/// The places of both registers that have firms.
pub(in crate::services::search) fn places((old, old_index): (&Rows, &Index), new: &Rows, firms: &Plan) -> PlaceNames {
    let stays = |place: u32| old_index.firms_in(place).iter().any(|firm| firms.of_old(*firm).is_some());
    let (texts, whence) = union(&old.places, &new.places, stays);
    PlaceNames { texts, whence }
}

/// The words of both registers that some firm or place carries, and what those of either are called then; nothing when
/// those of the old stay what they are.
struct Words {
    dictionary: Arc<Dictionary>,
    whence: Option<Vec<Whence>>,
    old: Vec<u32>,
    new: Vec<u32>,
}

impl Words {
    fn of(old: &Index, new: &Index, gone: &[u32], firms: &Plan, places: &PlaceNames) -> Self {
        let lost_places: Vec<bool> = {
            let mut lost = vec![true; old.in_place.len()];
            for at in places.whence.iter().filter_map(|whence| whence.old) {
                lost[at as usize] = false;
            }
            lost
        };
        let mut doubtful: Vec<u32> =
            gone.iter().flat_map(|firm| old.carried_by(*firm)).map(|word| word.word()).collect();
        doubtful.extend(old.place_words.iter().filter(|pair| lost_places[pair.1 as usize]).map(|pair| pair.0));
        doubtful.sort_unstable();
        doubtful.dedup();
        let stays = |firm: &u32| firms.of_old(*firm).is_some();
        doubtful.retain(|word| {
            let (from, until) = (*word, *word + 1);
            let carried = old.firms_with(from, until).iter().chain(old.firms_formerly_with(from, until)).any(stays);
            !carried && old.places_with(from, until).iter().all(|pair| lost_places[pair.1 as usize])
        });
        let (known, words) = (&old.dictionary, new.dictionary.words());
        doubtful.retain(|word| new.dictionary.whole(known.word(*word)).is_none());
        let same: Option<Vec<u32>> = words.iter().map(|word| known.whole(word)).collect();
        if let Some(new) = same.filter(|_| doubtful.is_empty()) {
            return Self { dictionary: Arc::clone(known), whence: None, old: Vec::new(), new };
        }
        let (texts, whence) = union(known.words(), words, |word| doubtful.binary_search(&word).is_err());
        let (of_old, of_new) = called(&whence, known.len(), words.len());
        Self { dictionary: Arc::new(Dictionary::of(texts)), whence: Some(whence), old: of_old, new: of_new }
    }

    fn whence(&self, old: usize) -> Vec<Whence> {
        self.whence.clone().unwrap_or_else(|| {
            let whence = |word| Whence { old: Some(word), new: None };
            let mut whence: Vec<Whence> = (0..short(old)).map(whence).collect();
            for (new, word) in (0..).zip(&self.new) {
                whence[*word as usize].new = Some(new);
            }
            whence
        })
    }
}

/// The words and places of both registers, for the rows made of both. The dictionary is that of the old when no word came
/// or went.
pub(in crate::services::search) fn index(
    old: &Index,
    new: &Index,
    gone: &[u32],
    firms: &Plan,
    places: &PlaceNames,
) -> Index {
    let words = Words::of(old, new, gone, firms, places);
    let of_new = |carried: Carried| carried.called(words.new[carried.word() as usize]);
    let carried = if words.whence.is_none() {
        Lists::spliced(firms, &old.carried, &new.carried, |carried| carried, of_new)
    } else {
        let of_old = |carried: Carried| carried.called(words.old[carried.word() as usize]);
        Lists::spliced(firms, &old.carried, &new.carried, of_old, of_new)
    };
    let whence = words.whence(old.dictionary.len());
    let joined = |old: &Lists<u32>, new: &Lists<u32>, whence: &[Whence]| {
        Lists::joined(firms, whence.iter().map(|from| (list(old, from.old), list(new, from.new))))
    };
    Index {
        firms: joined(&old.firms, &new.firms, &whence),
        formerly: joined(&old.formerly, &new.formerly, &whence),
        in_place: joined(&old.in_place, &new.in_place, &places.whence),
        place_words: place_words(&places.texts, &words.dictionary),
        dictionary: words.dictionary,
        carried,
    }
}

fn list(lists: &Lists<u32>, at: Option<u32>) -> &[u32] {
    at.map(|at| lists.list(at)).unwrap_or_default()
}
