//! In which order the firms stand that were found: one number per firm, the smallest first.

use super::near::FAR;
use super::term::{Match, Where};

/// How well the words of a firm fit, before it matters whether it may work and where it is. Smaller is better; what is
/// named first weighs most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Merit {
    /// Words that were typed and that it does not have.
    pub(super) missing: u32,
    /// Mistakes in what was typed, if this firm is meant.
    pub(super) mistakes: u32,
    pub(super) class: Class,
    /// Whether a name counts that it does not have any more.
    pub(super) former: bool,
    /// Words that are not in its name but in its place or postcode.
    pub(super) beside: u32,
    /// Words that people mix up and that it does not have.
    pub(super) loose: u32,
}

/// How a firm fits when no mistakes are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Class {
    /// Its name was typed to the letter, legal form and all.
    ExactName,
    /// Its whole name was typed.
    WholeName,
    /// All words of its name were typed, in another order.
    AnyOrder,
    /// Whole words, from the beginning of the name.
    FromBeginning,
    /// Whole words.
    #[default]
    WholeWords,
    /// All words of the name in order, of which one was only begun.
    BegunWhole,
    /// A word was begun, at the beginning of the name.
    BegunFromBeginning,
    /// A word was begun.
    Begun,
}

impl Merit {
    /// The merit of a firm for how it matched each word, when its name has so many words that count.
    pub(super) fn of(matches: &[Option<Match>], loose: u32, words_in_name: usize, from_beginning: bool) -> Self {
        let mut merit = Self { loose, ..Self::default() };
        let (mut begun, mut in_name) = (false, 0);
        for found in matches {
            let Some(found) = found else {
                merit.missing += 1;
                continue;
            };
            merit.mistakes += u32::from(found.fit / 2);
            begun |= found.fit % 2 == 1;
            match found.at {
                Where::Name => in_name += 1,
                Where::Formerly => merit.former = true,
                Where::Place | Where::Postcode => merit.beside += 1,
            }
        }
        let whole = in_name > 0 && in_name == matches.len() && in_name == words_in_name;
        merit.class = match (begun, from_beginning) {
            (false, in_order) if whole => {
                if in_order {
                    Class::WholeName
                } else {
                    Class::AnyOrder
                }
            }
            (true, true) if whole => Class::BegunWhole,
            (false, true) => Class::FromBeginning,
            (false, false) => Class::WholeWords,
            (true, true) => Class::BegunFromBeginning,
            (true, false) => Class::Begun,
        };
        merit
    }

    /// The place of a firm in the order: by merit, then those that may work, then by distance, then by name.
    pub(super) fn key(self, may_work: bool, distance: Option<u16>, firm: u32) -> u64 {
        let up_to = |value: u32, most: u32| u64::from(value.min(most));
        let distance = u64::from(distance.filter(|rank| *rank != FAR).unwrap_or_default().min(4095));
        let mut key = up_to(self.missing, 3);
        key = key << 4 | up_to(self.mistakes, 15);
        key = key << 3 | self.class as u64;
        key = key << 1 | u64::from(self.former);
        key = key << 3 | up_to(self.beside, 7);
        key = key << 3 | up_to(self.loose, 7);
        key = key << 1 | u64::from(!may_work);
        key = key << 12 | distance;
        key << 32 | u64::from(firm)
    }
}

/// Whether it is the place of a firm of which whole words were typed, without mistakes, and no word that people mix up is
/// missing or too many.
pub(super) fn is_sure(key: u64) -> bool {
    let (class, loose) = (key >> (32 + 12 + 1 + 3 + 3 + 1), key >> (32 + 12 + 1) & 7);
    class <= Class::WholeWords as u64 && loose == 0
}

/// The firm of a place in the order.
pub(super) fn firm_of(key: u64) -> u32 {
    u32::try_from(key & u64::from(u32::MAX)).unwrap_or_default()
}

/// The best places, in order: `take` of them after the first `skip`.
pub(super) fn best(mut keys: Vec<u64>, skip: usize, take: usize) -> Vec<u64> {
    let wanted = skip.saturating_add(take);
    if wanted < keys.len() {
        keys.select_nth_unstable(wanted);
        keys.truncate(wanted);
    }
    keys.sort_unstable();
    keys.drain(..skip.min(keys.len()));
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_weighs_more_decides() {
        let merit = Merit::default;
        let order = [
            Merit { class: Class::ExactName, ..merit() }.key(false, Some(9), 8),
            Merit { class: Class::WholeName, ..merit() }.key(false, Some(9), 7),
            Merit { class: Class::AnyOrder, ..merit() }.key(true, None, 7),
            Merit { class: Class::FromBeginning, ..merit() }.key(true, None, 7),
            merit().key(true, None, 3),
            merit().key(true, None, 4),
            merit().key(true, Some(2), 1),
            merit().key(false, None, 1),
            Merit { loose: 1, ..merit() }.key(true, None, 0),
            Merit { beside: 1, ..merit() }.key(true, None, 0),
            Merit { former: true, ..merit() }.key(true, None, 0),
            Merit { class: Class::Begun, ..merit() }.key(true, None, 0),
            Merit { mistakes: 1, class: Class::WholeName, ..merit() }.key(true, None, 0),
            Merit { mistakes: 2, ..merit() }.key(true, None, 0),
            Merit { missing: 1, ..merit() }.key(true, None, 0),
        ];
        assert!(order.is_sorted(), "{order:?}");
        let shuffled: Vec<u64> = order.iter().rev().copied().collect();
        assert_eq!(best(shuffled.clone(), 2, 3), order[2..5]);
        assert_eq!(best(shuffled.clone(), 11, 5), order[11..]);
        assert_eq!(best(shuffled, 50, 5), Vec::<u64>::new());
        assert_eq!(firm_of(order[5]), 4);
        assert_eq!(
            order.iter().filter(|key| is_sure(**key)).count(),
            10,
            "but for mistakes, beginnings and loose words"
        );
    }
}
