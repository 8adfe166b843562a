//! The lookup structure: every word of the register in one automaton, and per word the firms that carry it.

use std::collections::{BTreeMap, HashMap};

use fst::automaton::{Levenshtein, Str};
use fst::{Automaton, IntoStreamer, Map, Streamer};

use super::words::{compact, words};

/// What can be found of one firm.
#[derive(Debug, Clone)]
pub struct Document {
    /// Name of the firm, as shown.
    pub name: String,
    /// Words beside the name: places and postcodes.
    pub beside: Vec<String>,
    /// Numbers that must be given whole: KvK and certificate numbers.
    pub numbers: Vec<String>,
}

/// How a firm was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// By a number, given whole.
    Number,
    /// By words that the firm carries or that begin its words.
    Words,
    /// By words that look like it: one or two letters differ.
    Spelling,
}

/// Words and numbers of all firms; firms are named by their place in the list that built the index.
#[derive(Debug)]
pub struct Index {
    words: Map<Vec<u8>>,
    postings: Vec<Box<[Posting]>>,
    numbers: HashMap<String, Vec<u32>>,
    names: Vec<String>,
}

/// A firm that carries a word; words of the name weigh more than words beside it.
#[derive(Debug, Clone, Copy)]
struct Posting {
    firm: u32,
    in_name: bool,
}

/// How well one firm matches so far.
#[derive(Debug, Clone, Copy)]
struct Match {
    firm: u32,
    weight: u32,
}

const WHOLE_WORD: u32 = 4;
const START_OF_WORD: u32 = 2;
const OF_NAME: u32 = 1;

impl Index {
    /// Builds the index. Firms that share a weight are later listed in the order they have here.
    pub fn build(documents: impl IntoIterator<Item = Document>) -> Self {
        let mut carriers: BTreeMap<String, Vec<Posting>> = BTreeMap::new();
        let mut numbers: HashMap<String, Vec<u32>> = HashMap::new();
        let mut names = Vec::new();
        for (firm, document) in (0_u32..).zip(documents) {
            let name_words = words(&document.name);
            let beside = document.beside.iter().flat_map(|text| words(text));
            let all = name_words.iter().map(|word| (word.clone(), true)).chain(beside.map(|word| (word, false)));
            for (word, in_name) in all {
                let list = carriers.entry(word).or_default();
                if list.last().is_none_or(|last| last.firm != firm) {
                    list.push(Posting { firm, in_name });
                }
            }
            for number in &document.numbers {
                let list = numbers.entry(compact(number)).or_default();
                if list.last() != Some(&firm) {
                    list.push(firm);
                }
            }
            names.push(name_words.join(" "));
        }
        let mut builder = fst::MapBuilder::memory();
        let mut postings = Vec::with_capacity(carriers.len());
        for (place, (word, list)) in (0_u64..).zip(carriers) {
            // The words come sorted and once each, which is all the builder asks.
            if builder.insert(word, place).is_ok() {
                postings.push(list.into_boxed_slice());
            }
        }
        Self { words: builder.into_map(), postings, numbers, names }
    }

    /// The firms that match, best first, and how they were found. An empty question finds nothing.
    pub fn find(&self, question: &str) -> (Found, Vec<u32>) {
        if let Some(firms) = self.numbers.get(&compact(question)) {
            return (Found::Number, firms.clone());
        }
        let asked = words(question);
        let exact = self.all_words(&asked, Self::starting_with);
        if !exact.is_empty() || asked.is_empty() {
            return (Found::Words, self.ranked(&asked, exact));
        }
        let alike = self.all_words(&asked, |index, word| {
            let started = index.starting_with(word);
            if started.is_empty() { index.spelt_like(word) } else { started }
        });
        (Found::Spelling, self.ranked(&asked, alike))
    }

    fn all_words(&self, asked: &[String], carriers: impl Fn(&Self, &str) -> Vec<Match>) -> Vec<Match> {
        let mut lists: Vec<Vec<Match>> = asked.iter().map(|word| carriers(self, word)).collect();
        lists.sort_by_key(Vec::len);
        lists.into_iter().reduce(|left, right| both(&left, &right)).unwrap_or_default()
    }

    fn starting_with(&self, word: &str) -> Vec<Match> {
        self.collect(
            Str::new(word).starts_with(),
            |found| if found == word.as_bytes() { WHOLE_WORD } else { START_OF_WORD },
        )
    }

    /// Short words have too many neighbours to guess at; long ones may differ in two letters. Another number is another
    /// firm or another street, so numbers are never guessed.
    fn spelt_like(&self, word: &str) -> Vec<Match> {
        let distance = match word.chars().count() {
            _ if word.chars().any(|c| c.is_ascii_digit()) => return Vec::new(),
            0..=3 => return Vec::new(),
            4..=7 => 1,
            _ => 2,
        };
        // Only a word too long for the automaton is refused; nothing looks like it.
        let Ok(alike) = Levenshtein::new(word, distance) else { return Vec::new() };
        if distance > 1 {
            // Long words are joined words: "instalatie" is meant to begin "installatietechniek".
            self.collect(alike.starts_with(), |_| START_OF_WORD)
        } else {
            self.collect(alike, |_| START_OF_WORD)
        }
    }

    fn collect(&self, wanted: impl Automaton, weight: impl Fn(&[u8]) -> u32) -> Vec<Match> {
        let mut found = Vec::new();
        let mut stream = self.words.search(wanted).into_stream();
        while let Some((word, place)) = stream.next() {
            let weight = weight(word);
            let list = usize::try_from(place).ok().and_then(|place| self.postings.get(place));
            found.extend(list.into_iter().flat_map(|list| list.iter()).map(|posting| Match {
                firm: posting.firm,
                weight: weight + if posting.in_name { OF_NAME } else { 0 },
            }));
        }
        found.sort_unstable_by_key(|m| (m.firm, std::cmp::Reverse(m.weight)));
        found.dedup_by_key(|m| m.firm);
        found
    }

    fn ranked(&self, asked: &[String], mut found: Vec<Match>) -> Vec<u32> {
        let whole = asked.join(" ");
        let starts = |firm: u32| self.names.get(firm as usize).is_some_and(|name| name.starts_with(&whole));
        found.sort_by_cached_key(|m| (!starts(m.firm), std::cmp::Reverse(m.weight), m.firm));
        found.into_iter().map(|m| m.firm).collect()
    }
}

/// The firms that stand in both lists, each sorted by firm, with their weights added.
fn both(left: &[Match], right: &[Match]) -> Vec<Match> {
    let mut common = Vec::with_capacity(left.len().min(right.len()));
    let mut others = right.iter().peekable();
    for m in left {
        while others.next_if(|other| other.firm < m.firm).is_some() {}
        if let Some(other) = others.next_if(|other| other.firm == m.firm) {
            common.push(Match { firm: m.firm, weight: m.weight + other.weight });
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        let firm = |name: &str, place: &str, postcode: &str, kvk: &str, certificate: &str| Document {
            name: name.into(),
            beside: vec![place.into(), postcode.into()],
            numbers: vec![kvk.into(), certificate.into()],
        };
        Index::build([
            firm("Bakker Verwarming B.V.", "Utrecht", "3511AB", "90000001", "AL-A-000001"),
            firm("Installatiebedrijf Bakker", "Gouda", "2801XZ", "90000002", "BR-A-000002"),
            firm("Çelik Installatietechniek", "Utrecht", "3512CD", "90000003", "AL-B-000003"),
            firm("Utrecht Gastechniek V.O.F.", "Zeist", "3701AA", "90000004", "DE-A-000004"),
        ])
    }

    #[test]
    fn a_whole_number_finds_its_firm_only() {
        assert_eq!(index().find("90000003"), (Found::Number, vec![2]));
        assert_eq!(index().find("br-a-000002"), (Found::Number, vec![1]));
        assert_eq!(index().find("9000000").1, Vec::<u32>::new());
        assert_eq!(index().find("90000009").1, Vec::<u32>::new());
    }

    #[test]
    fn the_name_that_starts_so_stands_first() {
        assert_eq!(index().find("bakker"), (Found::Words, vec![0, 1]));
        assert_eq!(index().find("installatie"), (Found::Words, vec![1, 2]));
        assert_eq!(index().find("utrecht").1.first(), Some(&3));
    }

    #[test]
    fn words_in_any_order_places_and_postcodes() {
        assert_eq!(index().find("utrecht bakker bv").1, [0]);
        assert_eq!(index().find("3511 ab").1, [0]);
        assert_eq!(index().find("3512").1, [2]);
        assert_eq!(index().find("celik").1, [2]);
    }

    #[test]
    fn a_misspelt_word_is_found_when_nothing_else_is() {
        assert_eq!(index().find("baker verwarming"), (Found::Spelling, vec![0]));
        assert_eq!(index().find("instalatietecniek"), (Found::Spelling, vec![2]));
        assert_eq!(index().find("instalatie"), (Found::Spelling, vec![1, 2]));
        assert_eq!(index().find("xyz"), (Found::Spelling, vec![]));
        assert_eq!(index().find("   "), (Found::Words, vec![]));
    }
}
