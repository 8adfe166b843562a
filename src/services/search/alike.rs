//! Words that look like what was typed.
//!
//! Two texts that differ by two mistakes at most become equal when two letters at most are taken out of each. So the
//! beginnings of all words are kept under what they become when letters are taken out; a typed word is looked up the same
//! way, and the few words that come back are compared properly. The cost does not grow with the size of the register,
//! only with the number of words that really look alike.

use std::ops::Range;

use super::dictionary::Dictionary;
use super::spelling::{Likeness, compare};
use super::texts::short;

/// Only this much of a word is kept: what is right here is compared as a whole. Seven bytes and a length fit one number.
const BEGINNING: usize = 7;

/// More words than these would not tell the firm that was meant from others.
const MOST_FOUND: usize = 400;

/// More than this many words are not compared for one typed word.
const MOST_COMPARED: usize = 8_000;

/// Finds words by their misspellings.
#[derive(Debug, Default)]
pub(super) struct Misspellings {
    /// The first word with each beginning; the words with the same beginning follow each other.
    beginnings: Vec<u32>,
    /// Where the beginnings that share a hash start.
    buckets: Vec<u32>,
    /// Their places, each with one more byte of the hash: others in the bucket are passed over without a look.
    entries: Vec<u32>,
}

/// A word that looks like what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Alike {
    pub(super) word: u32,
    pub(super) mistakes: u8,
    /// Only the beginning of the word was typed.
    pub(super) beginning: bool,
}

impl Misspellings {
    pub(super) fn of(dictionary: &Dictionary) -> Self {
        let mut beginnings = Vec::new();
        let mut last: &[u8] = &[];
        for word in 0..short(dictionary.len()) {
            let beginning = beginning_of(dictionary.word(word));
            if beginning != last || word == 0 {
                beginnings.push(word);
                last = beginning;
            }
        }
        let size = (beginnings.len() * 16).next_power_of_two().max(16);
        let mut keys = Vec::new();
        let mut buckets = vec![0_u32; size + 1];
        let each = |keys: &mut Vec<u64>, word: u32| {
            let beginning = beginning_of(dictionary.word(word));
            keys.clear();
            if !beginning.iter().any(u8::is_ascii_digit) {
                shortened(beginning, most_mistakes(beginning.len()), keys);
            }
        };
        for word in &beginnings {
            each(&mut keys, *word);
            for key in &keys {
                buckets[bucket(*key, size)] += 1;
            }
        }
        let mut sum = 0;
        for start in &mut buckets {
            sum += *start;
            *start = sum;
        }
        // Filled from the back, each bucket ends up at its start.
        let mut entries = vec![0_u32; sum as usize];
        // Twenty-four bits are left for the place, which is far beyond the words of any register.
        for (place, word) in (0_u32..1 << 24).zip(&beginnings) {
            each(&mut keys, *word);
            for key in &keys {
                let at = &mut buckets[bucket(*key, size)];
                *at -= 1;
                entries[*at as usize] = place << 8 | check(*key);
            }
        }
        beginnings.push(short(dictionary.len()));
        Self { beginnings, buckets, entries }
    }

    /// The words of which the typed one may be a misspelling, or a misspelt beginning if that is long enough to tell, by
    /// their place; at most [`MOST_FOUND`], those with the fewest mistakes. Counts the steps it takes.
    pub(super) fn find(&self, dictionary: &Dictionary, typed: &str, most: u8, steps: &mut u64) -> Vec<Alike> {
        let most = most.min(most_mistakes(typed.len()));
        let mut found = Vec::new();
        if most == 0 || typed.bytes().any(|byte| byte.is_ascii_digit()) {
            return found;
        }
        let groups = self.groups(beginning_of(typed), most);
        let mut compared = 0_usize;
        for words in groups {
            let mut last: Option<(&[u8], Likeness)> = None;
            for word in words {
                let text = dictionary.word(word).as_bytes();
                // Only its beginning could have been typed, and that is too short to tell.
                if text.len() > typed.len() + usize::from(most) && !beginning_tells(typed.len(), 1) {
                    continue;
                }
                // Neighbours in the dictionary mostly share all that is compared.
                let seen = text.get(..typed.len() + usize::from(most));
                let likeness = match (seen, last) {
                    (Some(seen), Some((before, likeness))) if seen == before && text.len() > seen.len() => likeness,
                    _ => {
                        compared += 1;
                        compare(typed.as_bytes(), text, most)
                    }
                };
                last = seen.filter(|seen| seen.len() < text.len()).map(|seen| (seen, likeness));
                found.extend(alike(word, typed.len(), likeness));
            }
            if compared > MOST_COMPARED {
                break;
            }
        }
        *steps += compared as u64;
        if found.len() > MOST_FOUND {
            found.sort_unstable_by_key(|alike| (alike.mistakes, alike.beginning, alike.word));
            found.truncate(MOST_FOUND);
        }
        found.sort_unstable_by_key(|alike| alike.word);
        found
    }

    /// The words per beginning that shares something with the typed one.
    fn groups(&self, typed: &[u8], most: u8) -> Vec<Range<u32>> {
        let mut keys = Vec::new();
        shortened(typed, most, &mut keys);
        let size = self.buckets.len() - 1;
        let mut places: Vec<u32> = Vec::new();
        for key in keys {
            let at = bucket(key, size);
            let (from, until) = (self.buckets[at] as usize, self.buckets[at + 1] as usize);
            let here = self.entries.get(from..until).unwrap_or_default();
            places.extend(here.iter().filter(|entry| *entry & 0xFF == check(key)).map(|entry| entry >> 8));
        }
        places.sort_unstable();
        places.dedup();
        places.iter().map(|place| self.beginnings[*place as usize]..self.beginnings[*place as usize + 1]).collect()
    }
}

/// Short words have too many neighbours to guess at.
fn most_mistakes(length: usize) -> u8 {
    match length {
        0..=1 => 0,
        2..=3 => 1,
        _ => 2,
    }
}

/// How many letters of a word must be there before a misspelt beginning says enough.
fn beginning_tells(length: usize, mistakes: u8) -> bool {
    length >= 5 + 2 * usize::from(mistakes)
}

fn alike(word: u32, typed: usize, likeness: Likeness) -> Option<Alike> {
    if let Some(mistakes) = likeness.whole {
        return Some(Alike { word, mistakes, beginning: false });
    }
    let mistakes = likeness.beginning?;
    beginning_tells(typed, mistakes).then_some(Alike { word, mistakes, beginning: true })
}

fn beginning_of(word: &str) -> &[u8] {
    let bytes = word.as_bytes();
    bytes.get(..BEGINNING).unwrap_or(bytes)
}

/// What the text becomes when up to `most` bytes are taken out, as numbers, each once.
fn shortened(text: &[u8], most: u8, into: &mut Vec<u64>) {
    let whole = text.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let without = |key: u64, at: usize| key & ((1 << (8 * at)) - 1) | key >> (8 * at) >> 8 << (8 * at);
    let length = text.len();
    let mut add = |key: u64, length: usize| into.push(key << 3 | length as u64);
    add(whole & (u64::MAX >> 8), length);
    if most >= 1 {
        for first in 0..length {
            let once = without(whole, first);
            add(once, length - 1);
            if most >= 2 {
                for second in first..length - 1 {
                    add(without(once, second), length - 2);
                }
            }
        }
    }
    into.sort_unstable();
    into.dedup();
}

/// A byte of the hash that buckets do not depend on.
fn check(key: u64) -> u32 {
    u32::try_from(key.wrapping_mul(0xC2B2_AE3D_27D4_EB4F) >> 56).unwrap_or_default()
}

fn bucket(key: u64, size: usize) -> usize {
    let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    usize::try_from(mixed >> 32).unwrap_or_default() & (size - 1)
}
