//! One word that was typed, with all that it may stand for in the register.

use std::ops::Range;

use super::alike::{Alike, Misspellings};
use super::asked::is_postcode_number;
use super::carried::{Carried, Index, Stands};
use super::numbers::Numbers;
use super::rows::{CertificateCells, LETTERS, postcode_number};

/// How well something fits what was typed: two for each mistake, and one more when only its beginning was typed.
pub(super) type Fit = u8;

/// Words of the register in a row, and how well each of them fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    from: u32,
    until: u32,
    fit: Fit,
}

/// A word that was typed as one and stands in names as two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Halves {
    left: u32,
    right: Span,
}

/// What was typed, and what it may stand for.
#[derive(Debug, Default)]
pub(super) struct Term {
    /// Whether a firm may do without it.
    pub(super) optional: bool,
    spans: Vec<Span>,
    /// Words that look like it, in order.
    alike: Vec<(u32, Fit)>,
    halves: Vec<Halves>,
    /// Places, in order.
    places: Vec<(u32, Fit)>,
    /// The postcodes, as numbers, and how well they fit.
    postcode: Option<(Range<u32>, Fit)>,
}

/// Where a firm matched a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Where {
    Name,
    Postcode,
    Place,
    Formerly,
}

/// How a firm matched a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) fit: Fit,
    pub(super) at: Where,
    /// The word of the register that what was typed is taken for, when it is not that word.
    pub(super) word: Option<u32>,
    /// Where in the name it stands.
    pub(super) position: usize,
}

/// Words with fewer letters than these are not taken apart or written as one.
const SHORTEST_JOINED: usize = 5;

/// More ways to take a word apart are not looked at.
const MOST_HALVES: usize = 24;

/// A word is not taken apart any further when this many words were compared for its parts.
const MOST_COMPARED: u64 = 40_000;

/// More places than these do not come from one word.
const MOST_PLACES: usize = 3_000;

/// What terms are looked up in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Books<'a> {
    pub(super) index: &'a Index,
    pub(super) misspellings: &'a Misspellings,
    pub(super) numbers: &'a Numbers,
}

impl Term {
    /// What the word stands for when it has no mistakes.
    pub(super) fn exact(books: Books<'_>, word: &str, optional: bool) -> Self {
        let mut term = Self { optional, ..Self::default() };
        term.spell(books.index, word);
        term.postcode = postcode(books.numbers, word);
        if term.spans.is_empty() && term.postcode.is_none() {
            term.halve(books.index, word);
        }
        term
    }

    /// Adds the words that are, or begin as, this.
    fn spell(&mut self, index: &Index, word: &str) {
        let begins = index.dictionary.begins(word);
        if begins.is_empty() {
            return;
        }
        let whole = u32::from(index.dictionary.word(begins.start) == word);
        if whole == 1 {
            self.span(index, Span { from: begins.start, until: begins.start + 1, fit: 0 });
        }
        // One letter begins half of all words: it says nothing but as a word of its own.
        if word.chars().nth(1).is_some() || whole == 0 {
            self.span(index, Span { from: begins.start + whole, until: begins.end, fit: 1 });
        }
    }

    fn span(&mut self, index: &Index, span: Span) {
        if span.from < span.until && !self.spans.contains(&span) {
            self.spans.push(span);
            let places = index.places_with(span.from, span.until).iter().take(MOST_PLACES);
            self.places.extend(places.map(|(_, place)| (*place, span.fit)));
        }
    }

    /// Puts what was added in order.
    pub(super) fn settle(mut self) -> Self {
        self.alike.sort_unstable();
        self.alike.dedup_by_key(|alike| alike.0);
        self.places.sort_unstable();
        self.places.dedup_by_key(|place| place.0);
        self
    }

    /// Adds what the word means together with its neighbour, when people write the two as one.
    pub(super) fn join(&mut self, index: &Index, joined: &str) {
        if joined.len() >= SHORTEST_JOINED {
            self.spell(index, joined);
        }
    }

    /// Adds the words of the register that look like this one, with up to so many mistakes.
    pub(super) fn misspell(&mut self, books: Books<'_>, word: &str, most: u8, steps: &mut u64) {
        for Alike { word, mistakes, beginning } in books.misspellings.find(&books.index.dictionary, word, most, steps) {
            let fit = 2 * mistakes + u8::from(beginning);
            if mistakes > 0 {
                self.alike.push((word, fit));
                let places = books.index.places_with(word, word + 1).iter().take(MOST_PLACES);
                self.places.extend(places.map(|(_, place)| (*place, fit)));
            }
        }
    }

    /// Adds the ways in which the word is two words of the register.
    pub(super) fn halve(&mut self, index: &Index, word: &str) {
        self.halves_of(word, |left, right| {
            let Some(left) = index.dictionary.whole(left) else { return Vec::new() };
            let begins = index.dictionary.begins(right);
            let whole = u32::from(!begins.is_empty() && index.dictionary.word(begins.start) == right);
            let mut found = Vec::new();
            if whole == 1 {
                found.push((left, Span { from: begins.start, until: begins.start + 1, fit: 0 }));
            }
            found.push((left, Span { from: begins.start + whole, until: begins.end, fit: 1 }));
            found
        });
    }

    /// The same when one of the two has a mistake.
    pub(super) fn halve_misspelt(&mut self, books: Books<'_>, word: &str, steps: &mut u64) {
        let dictionary = &books.index.dictionary;
        let limit = *steps + MOST_COMPARED;
        self.halves_of(word, |left, right| {
            let mut found = Vec::new();
            if *steps > limit {
                return found;
            }
            let mut alike = |part: &str| books.misspellings.find(dictionary, part, 1, steps);
            if let Some(left) = Some(left).filter(|left| left.len() >= 3).and_then(|left| dictionary.whole(left)) {
                for Alike { word, mistakes, beginning } in alike(right) {
                    let fit = 2 * mistakes + u8::from(beginning);
                    found.push((left, Span { from: word, until: word + 1, fit }));
                }
            }
            if let Some(right) = Some(right).filter(|right| right.len() >= 4).and_then(|right| dictionary.whole(right))
            {
                for Alike { word, mistakes, beginning } in alike(left) {
                    if !beginning {
                        found.push((word, Span { from: right, until: right + 1, fit: 2 * mistakes }));
                    }
                }
            }
            found
        });
    }

    fn halves_of(&mut self, word: &str, mut ways: impl FnMut(&str, &str) -> Vec<(u32, Span)>) {
        if !(SHORTEST_JOINED..=32).contains(&word.len()) {
            return;
        }
        // The longest second half first: it says most.
        for at in 2..word.len() - 1 {
            let Some((left, right)) = word.split_at_checked(at) else { continue };
            for (left, right) in ways(left, right) {
                if right.from < right.until && self.halves.len() < MOST_HALVES {
                    self.halves.push(Halves { left, right });
                }
            }
        }
    }

    /// How many firms there are at most that it stands for.
    pub(super) fn size(&self, books: Books<'_>) -> usize {
        let with = |from, until| {
            books.index.firms_with(from, until).len() + books.index.firms_formerly_with(from, until).len()
        };
        let spans = self.spans.iter().map(|span| with(span.from, span.until));
        let alike = self.alike.iter().map(|(word, _)| with(*word, *word + 1));
        let halves = self.halves.iter().map(|halves| smaller(books.index, halves).len());
        let places = self.places.iter().map(|(place, _)| books.index.firms_in(*place).len());
        let postcode = self.postcode.iter().map(|(codes, _)| books.numbers.firms_at(codes).len());
        spans.chain(alike).chain(halves).chain(places).chain(postcode).sum()
    }

    /// The firms that it may stand for, in lists with how well each fits, the best first; the places are told apart.
    pub(super) fn lists<'a>(&self, books: Books<'a>) -> Vec<(Fit, Where, &'a [u32])> {
        let index = books.index;
        let mut lists = Vec::new();
        for span in &self.spans {
            lists.push((span.fit, Where::Name, index.firms_with(span.from, span.until)));
            lists.push((span.fit, Where::Formerly, index.firms_formerly_with(span.from, span.until)));
        }
        for (word, fit) in &self.alike {
            lists.push((*fit, Where::Name, index.firms_with(*word, *word + 1)));
            lists.push((*fit, Where::Formerly, index.firms_formerly_with(*word, *word + 1)));
        }
        for halves in &self.halves {
            lists.push((halves.right.fit, Where::Name, smaller(index, halves)));
        }
        for (place, fit) in &self.places {
            lists.push((*fit, Where::Place, index.firms_in(*place)));
        }
        if let Some((codes, fit)) = &self.postcode {
            lists.push((*fit, Where::Postcode, books.numbers.firms_at(codes)));
        }
        lists.retain(|list| !list.2.is_empty());
        lists.sort_by_key(|list| (list.0, list.1));
        lists
    }

    /// Whether a firm that is in one of the lists fits for that reason alone.
    pub(super) fn is_plain(&self) -> bool {
        self.halves.is_empty()
    }

    /// Whether it is a word of the register.
    pub(super) fn is_word(&self) -> bool {
        self.spans.iter().any(|span| span.fit == 0) || self.postcode.is_some()
    }

    /// Whether it stands for anything, or looks like something.
    pub(super) fn is_known(&self) -> bool {
        !self.spans.is_empty() || !self.alike.is_empty() || self.postcode.is_some() || !self.halves.is_empty()
    }

    /// How a firm with these words and these certificates matches it best.
    pub(super) fn matching(&self, carried: &[Carried], certificates: &[CertificateCells]) -> Option<Match> {
        let mut best: Option<Match> = None;
        let mut better = |found: Match| {
            if best.is_none_or(|best| (found.fit, found.at) < (best.fit, best.at)) {
                best = Some(found);
            }
        };
        for (position, word) in carried.iter().enumerate() {
            if let Some(fit) = self.fit(word.word()) {
                let at = if word.stands() == Stands::Formerly { Where::Formerly } else { Where::Name };
                let found = Match { fit, at, word: Some(word.word()).filter(|_| fit > 1), position };
                if fit == 0 && at == Where::Name {
                    return Some(found);
                }
                better(found);
            }
        }
        for halves in &self.halves {
            for (position, pair) in carried.windows(2).enumerate() {
                let right = pair[1].word();
                if pair[0].word() == halves.left && (halves.right.from..halves.right.until).contains(&right) {
                    let fit = halves.right.fit;
                    better(Match { fit, at: Where::Name, word: Some(right).filter(|_| fit > 1), position });
                }
            }
        }
        for cells in certificates {
            if let Ok(at) = self.places.binary_search_by_key(&cells.place, |known| known.0) {
                better(Match { fit: self.places[at].1, at: Where::Place, word: None, position: usize::MAX });
            }
            if let Some((_, fit)) = self.postcode.as_ref().filter(|(codes, _)| codes.contains(&cells.postcode)) {
                better(Match { fit: *fit, at: Where::Postcode, word: None, position: usize::MAX });
            }
        }
        best
    }

    fn fit(&self, word: u32) -> Option<Fit> {
        let spans = self.spans.iter().filter(|span| (span.from..span.until).contains(&word)).map(|span| span.fit);
        let alike = self.alike.binary_search_by_key(&word, |alike| alike.0).ok().map(|at| self.alike[at].1);
        spans.chain(alike).min()
    }
}

fn smaller<'a>(index: &'a Index, halves: &Halves) -> &'a [u32] {
    let left = index.firms_with(halves.left, halves.left + 1);
    let right = index.firms_with(halves.right.from, halves.right.until);
    if left.len() <= right.len() { left } else { right }
}

fn postcode(numbers: &Numbers, word: &str) -> Option<(Range<u32>, Fit)> {
    let (digits, letters) = word.split_at_checked(4)?;
    if !is_postcode_number(digits) || !matches!(letters.len(), 0 | 2) {
        return None;
    }
    let first = digits.parse::<u32>().ok()? * LETTERS;
    let area = first..first + LETTERS;
    if letters.is_empty() {
        return Some((area, 0)).filter(|(codes, _)| !numbers.firms_at(codes).is_empty());
    }
    let whole = postcode_number(word).map(|number| number..number + 1);
    // When nobody is at these letters, those around them are meant.
    let whole = whole.filter(|codes| !numbers.firms_at(codes).is_empty()).map(|codes| (codes, 0));
    whole.or_else(|| Some((area, 1)).filter(|(codes, _)| !numbers.firms_at(codes).is_empty()))
}
