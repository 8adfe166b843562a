//! Every word of the register once, in order: found whole or by how it begins.

use std::ops::Range;

use super::texts::Texts;

/// The words, in order; a word is known by its place.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    words: Texts,
    /// Where the words with these two first bytes start.
    starts: Vec<u32>,
}

/// Two bytes have this many values.
const PAIRS: usize = 1 << 16;

impl Dictionary {
    /// The dictionary of words that are in order already, each once.
    pub(super) fn of(mut words: Texts) -> Self {
        words.shrink();
        let mut starts = vec![0_u32; PAIRS + 1];
        for word in words.iter() {
            if let Some(count) = starts.get_mut(pair(word.as_bytes()) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { words, starts }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// All words, in order.
    pub(super) fn words(&self) -> &Texts {
        &self.words
    }

    pub(super) fn word(&self, place: u32) -> &str {
        self.words.get(place)
    }

    /// The place of the word.
    pub(super) fn whole(&self, word: &str) -> Option<u32> {
        let begins = self.begins(word);
        (!begins.is_empty() && self.word(begins.start) == word).then_some(begins.start)
    }

    /// The places of all words that begin so; the word itself comes first. Nothing begins with nothing.
    pub(super) fn begins(&self, beginning: &str) -> Range<u32> {
        let bytes = beginning.as_bytes();
        if bytes.is_empty() {
            return 0..0;
        }
        let first = pair(bytes);
        let last = if bytes.len() == 1 { first | 0xFF } else { first };
        let (low, high) = (self.start(first), self.start(last + 1));
        let from = self.first_where(low..high, |word| word >= beginning);
        let until = self.first_where(from..high, |word| !word.starts_with(beginning));
        from..until
    }

    fn start(&self, pair: usize) -> u32 {
        self.starts.get(pair).copied().unwrap_or_default()
    }

    fn first_where(&self, range: Range<u32>, holds: impl Fn(&str) -> bool) -> u32 {
        let (mut low, mut high) = (range.start, range.end);
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(self.word(middle)) { high = middle } else { low = middle + 1 }
        }
        low
    }
}

fn pair(bytes: &[u8]) -> usize {
    let byte = |at: usize| usize::from(bytes.get(at).copied().unwrap_or_default());
    byte(0) << 8 | byte(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary() -> Dictionary {
        let mut words = Texts::default();
        for word in ["a", "ab", "bak", "bakker", "bakkers", "bal", "zon", "éen"] {
            words.push(word);
        }
        Dictionary::of(words)
    }

    #[test]
    fn words_are_found_whole_and_by_their_beginning() {
        let dictionary = dictionary();
        assert_eq!(dictionary.whole("bakker"), Some(3));
        assert_eq!((dictionary.whole("bakk"), dictionary.whole(""), dictionary.whole("zz")), (None, None, None));
        assert_eq!(dictionary.begins("bak"), 2..5);
        assert_eq!(dictionary.begins("b"), 2..6);
        assert_eq!(dictionary.begins("a"), 0..2);
        assert_eq!(dictionary.begins("é"), 7..8);
        assert!(dictionary.begins("c").is_empty() && dictionary.begins("zonne").is_empty());
        assert_eq!(dictionary.word(6), "zon");
    }
}
