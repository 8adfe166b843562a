//! Which firms match what was typed, and how well.
//!
//! The rarest word brings the firms that are looked at; each is then weighed by all words together. Words are taken as
//! they were typed first; mistakes are looked for only when that gives less than a page.

use std::ops::Range;

use super::asked::Asked;
use super::bits::Bits;
use super::carried::Stands;
use super::day::Day;
use super::rank::{Class, Merit, firm_of};
use super::snapshot::{Bounds, Snapshot};
use super::term::{Books, Match, Term, Where};

/// Less than a page of firms is not enough: others may be meant, unless a name was typed to the letter.
const ENOUGH: usize = 25;

/// Entries of lists that are gone through for one question; a million firms have words that more of them carry.
const MOST_GATHERED: usize = 120_000;

/// Firms that are weighed word by word for one question.
const MOST_WEIGHED: usize = 6_000;

/// More firms than these are first thinned out with the lists of the other words, which is cheaper than weighing them.
const THIN_OUT: usize = 800;

/// A question that took this many steps is not looked at any further: it is answered with what was found.
const LONG_ENOUGH: u64 = 400_000;

/// A word of this length may be two words written as one, also when some firm writes it so.
const LONG: usize = 8;

/// Neighbouring words that are tried as one.
const MOST_JOINED: usize = 3;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Places in the order, see [`Merit::key`].
    pub(super) keys: Vec<u64>,
    /// Whether the search stopped at a bound.
    pub(super) at_least: bool,
    /// What the words stood for.
    pub(super) terms: Vec<Term>,
}

/// The firms whose names begin as what was typed, and those of which it is the name.
#[derive(Debug)]
struct Named {
    begins: Range<u32>,
    exactly: Range<u32>,
}

impl Named {
    fn of(snapshot: &Snapshot, asked: &Asked) -> Self {
        let begins = snapshot.named(&asked.beginning);
        let exactly = if begins.is_empty() { 0..0 } else { snapshot.named_exactly(&begins, &asked.name) };
        Self { begins, exactly }
    }

    fn better(&self, merit: Merit, firm: u32) -> Merit {
        if self.exactly.contains(&firm) { Merit { class: Class::ExactName, ..merit } } else { merit }
    }
}

/// One search: where, for which day, within which bounds.
pub(super) struct Search<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) day: &'a Day,
    pub(super) bounds: &'a Bounds,
    pub(super) steps: u64,
}

impl Search<'_> {
    /// The firms that match the words: without mistakes, else with one, else with two, else all but one word of many.
    pub(super) fn find(&mut self, asked: &Asked) -> Found {
        let beginning = Named::of(self.snapshot, asked);
        let terms = self.terms(asked, 0);
        let exact = self.run(terms, &beginning, 0);
        let meant = exact.keys.len() >= ENOUGH || !beginning.exactly.is_empty() && !exact.keys.is_empty();
        if exact.at_least || meant || asked.words.is_empty() {
            return exact;
        }
        let nothing_exact = exact.keys.is_empty();
        let mut found = self.misspelt(asked, 1, &beginning, exact);
        if nothing_exact && !found.at_least && found.keys.len() < ENOUGH {
            found = self.misspelt(asked, 2, &beginning, found);
        }
        let required = found.terms.iter().filter(|term| !term.optional).count();
        if found.keys.is_empty() && required > 2 && self.steps < LONG_ENOUGH {
            let terms = std::mem::take(&mut found.terms);
            found = self.run(terms, &beginning, 1);
        }
        found.at_least |= self.steps >= LONG_ENOUGH;
        found
    }

    fn misspelt(&mut self, asked: &Asked, most: u8, beginning: &Named, before: Found) -> Found {
        if self.steps >= LONG_ENOUGH {
            return before;
        }
        let terms = self.terms(asked, most);
        let found = self.run(terms, beginning, 0);
        if found.keys.len() < before.keys.len() { before } else { found }
    }

    /// What the words stand for, with up to so many mistakes.
    fn terms(&mut self, asked: &Asked, mistakes: u8) -> Vec<Term> {
        let books = self.snapshot.books();
        let several = asked.words.iter().filter(|word| !word.optional).count() > 1;
        let words: Vec<&str> = asked.words.iter().map(|word| word.text.as_str()).collect();
        let mut terms: Vec<Term> =
            asked.words.iter().map(|word| Term::exact(books, &word.text, word.optional)).collect();
        let known: Vec<bool> = terms.iter().map(|term| term.optional || term.is_known()).collect();
        if mistakes > 0 {
            for (term, word) in terms.iter_mut().zip(&words).filter(|(term, _)| !term.optional) {
                // Beside other words even a short one with mistakes tells something; one that is a word of the register
                // is hardly two mistakes away from what was meant.
                let most = match word.len() {
                    0..=2 if !several => 0,
                    0..=5 if !several => 1,
                    _ if term.is_word() => 1,
                    _ => mistakes,
                };
                term.misspell(books, word, most, &mut self.steps);
                if self.steps >= LONG_ENOUGH {
                    break;
                }
                if !term.is_known() {
                    term.halve_misspelt(books, word, &mut self.steps);
                } else if term.is_word() && word.len() >= LONG {
                    term.halve(books.index, word);
                }
            }
        }
        for count in 2..=MOST_JOINED {
            for (start, together) in words.windows(count).enumerate() {
                let joined = together.concat();
                // Words that are all known are not taken for a misspelling of one long word.
                let unknown = known.iter().skip(start).take(count).any(|known| !known);
                for term in terms.iter_mut().skip(start).take(count) {
                    term.join(books.index, &joined);
                    let worth = unknown && joined.len() >= 6 && !term.optional;
                    if mistakes > 0 && worth && self.steps < LONG_ENOUGH {
                        term.misspell(books, &joined, mistakes, &mut self.steps);
                    }
                }
            }
        }
        terms.into_iter().map(Term::settle).collect()
    }

    fn run(&mut self, terms: Vec<Term>, beginning: &Named, missing: usize) -> Found {
        let books = self.snapshot.books();
        let mut sizes: Vec<(usize, usize)> =
            (0..terms.len()).filter(|at| !terms[*at].optional).map(|at| (terms[at].size(books), at)).collect();
        sizes.sort_unstable();
        if sizes.get(missing).is_none_or(|(size, _)| *size == 0) {
            return Found { terms, ..Found::default() };
        }
        let (keys, at_least) = match terms.as_slice() {
            [term] if term.is_plain() => self.one_word(books, term, beginning),
            _ => {
                let rarest: Vec<&Term> = sizes.iter().take(missing + 1).map(|(_, at)| &terms[*at]).collect();
                let (mut firms, mut at_least) = self.gather(books, &rarest);
                if missing == 0 {
                    self.thin_out(books, &mut firms, sizes.iter().skip(1).map(|(size, at)| (*size, &terms[*at])));
                }
                at_least |= self.bound(&mut firms, &terms, beginning);
                (self.weigh(&terms, &firms, beginning, missing), at_least)
            }
        };
        Found { keys, at_least, terms }
    }

    /// One word: the lists that its firms come from say all there is to know about them.
    fn one_word(&mut self, books: Books<'_>, term: &Term, beginning: &Named) -> (Vec<u64>, bool) {
        let mut seen = Bits::none(self.snapshot.rows.len());
        let mut keys = Vec::new();
        let mut left = MOST_GATHERED;
        for (fit, at, firms) in term.lists(books) {
            let here = firms.get(..left).unwrap_or(firms);
            self.steps += here.len() as u64;
            for firm in here {
                if !self.bounds.allow(self.snapshot, *firm) || !seen.add(*firm) {
                    continue;
                }
                let first = at == Where::Name && beginning.begins.contains(firm);
                let words = if first && fit == 0 { self.words_in_name(*firm) } else { 0 };
                let found = [Some(Match { fit, at, word: None, position: 0 })];
                let merit = Merit::of(&found, 0, words, first);
                keys.push(self.key(beginning.better(merit, *firm), *firm));
            }
            left -= here.len();
            if here.len() < firms.len() {
                return (keys, true);
            }
        }
        (keys, false)
    }

    fn words_in_name(&self, firm: u32) -> usize {
        let carried = self.snapshot.index.carried_by(firm);
        carried.iter().filter(|word| word.stands() == Stands::InName).count()
    }

    /// The firms that these words may stand for, in order, and whether there are more.
    fn gather(&mut self, books: Books<'_>, terms: &[&Term]) -> (Vec<u32>, bool) {
        let (mut firms, mut left, mut more) = (Vec::new(), MOST_GATHERED, false);
        for term in terms {
            for (_, _, list) in term.lists(books) {
                let here = list.get(..left).unwrap_or(list);
                firms.extend(here.iter().copied().filter(|firm| self.bounds.allow(self.snapshot, *firm)));
                left -= here.len();
                self.steps += here.len() as u64;
                more |= here.len() < list.len();
            }
        }
        if firms.len() > 4_000 {
            // A bit per firm sorts long lists more quickly than comparing does.
            let mut bits = Bits::none(self.snapshot.rows.len());
            for firm in &firms {
                bits.add(*firm);
            }
            firms = bits.after(0).collect();
        } else {
            firms.sort_unstable();
            firms.dedup();
        }
        (firms, more)
    }

    fn thin_out<'t>(
        &mut self,
        books: Books<'_>,
        firms: &mut Vec<u32>,
        others: impl Iterator<Item = (usize, &'t Term)>,
    ) {
        let mut left = 2 * MOST_GATHERED;
        for (size, term) in others {
            if firms.len() <= THIN_OUT || size > left {
                continue;
            }
            left -= size;
            let mut bits = Bits::none(self.snapshot.rows.len());
            for (_, _, list) in term.lists(books) {
                self.steps += list.len() as u64;
                for firm in list {
                    bits.add(*firm);
                }
            }
            firms.retain(|firm| bits.has(*firm));
        }
    }

    /// Keeps no more firms than are weighed: those that are called so, then those with most of the words as they were typed,
    /// then those that may work. Says whether it dropped any.
    fn bound(&mut self, firms: &mut Vec<u32>, terms: &[Term], named: &Named) -> bool {
        if firms.len() <= MOST_WEIGHED {
            return false;
        }
        let books = self.snapshot.books();
        let mut left = 2 * MOST_GATHERED;
        let mut with: Vec<Bits> = Vec::new();
        for term in terms.iter().filter(|term| !term.optional) {
            let lists: Vec<&[u32]> =
                term.lists(books).into_iter().take_while(|list| list.0 == 0).map(|list| list.2).collect();
            let size: usize = lists.iter().map(|list| list.len()).sum();
            if (1..=left).contains(&size) {
                left -= size;
                self.steps += size as u64;
                let mut bits = Bits::none(self.snapshot.rows.len());
                lists.into_iter().flatten().for_each(|firm| {
                    bits.add(*firm);
                });
                with.push(bits);
            }
        }
        firms.sort_by_cached_key(|firm| {
            let lacks = with.iter().filter(|bits| !bits.has(*firm)).count();
            (!named.exactly.contains(firm), !named.begins.contains(firm), lacks, !self.day.may_work.has(*firm))
        });
        firms.truncate(MOST_WEIGHED);
        true
    }

    fn weigh(&mut self, terms: &[Term], firms: &[u32], beginning: &Named, missing: usize) -> Vec<u64> {
        self.steps += firms.len() as u64 * terms.len() as u64;
        let (mut keys, mut matches) = (Vec::new(), Vec::with_capacity(terms.len()));
        for firm in firms {
            let named_so = beginning.begins.contains(firm);
            if let Some(merit) = self.merit(terms, *firm, named_so, missing, &mut matches) {
                keys.push(self.key(beginning.better(merit, *firm), *firm));
            }
        }
        keys
    }

    fn merit(
        &self,
        terms: &[Term],
        firm: u32,
        named_so: bool,
        missing: usize,
        matches: &mut Vec<Option<Match>>,
    ) -> Option<Merit> {
        let carried = self.snapshot.index.carried_by(firm);
        let certificates = self.snapshot.certificates_of(firm);
        matches.clear();
        let (mut loose, mut aside, mut lacks, mut next, mut in_order) = (0, 0, 0, 0, true);
        for term in terms {
            let found = term.matching(carried, certificates);
            if term.optional {
                // What was typed and is not there, and below what is there and was not typed.
                let there = found.is_some_and(|found| found.fit == 0);
                (loose, aside) = if there { (loose, aside + 1) } else { (loose + 1, aside) };
                next += 1;
                continue;
            }
            if found.is_none() {
                lacks += 1;
                if lacks > missing {
                    return None;
                }
            }
            in_order &= found.is_some_and(|found| found.at == Where::Name && found.position <= next);
            next += 1;
            matches.push(found);
        }
        let count = |stands: Stands| carried.iter().filter(|word| word.stands() == stands).count();
        loose += u32::try_from(count(Stands::Aside)).unwrap_or(u32::MAX).saturating_sub(aside);
        Some(Merit::of(matches, loose, count(Stands::InName), named_so || in_order))
    }

    fn key(&self, merit: Merit, firm: u32) -> u64 {
        merit.key(self.day.may_work.has(firm), self.bounds.rank(self.snapshot, firm), firm)
    }
}

/// How the firm of a place in the order matched each word.
pub(super) fn matches_of(snapshot: &Snapshot, terms: &[Term], key: u64) -> Vec<Option<Match>> {
    let firm = firm_of(key);
    let (carried, certificates) = (snapshot.index.carried_by(firm), snapshot.certificates_of(firm));
    terms.iter().map(|term| term.matching(carried, certificates)).collect()
}
