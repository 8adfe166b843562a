//! Which words each firm carries, and which firms carry each word.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::dictionary::Dictionary;
use super::gather::Keys;
use super::lists::Lists;
use super::rows::Rows;
use super::texts::{Texts, short};
use super::words;

/// A word that a firm carries: which, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Carried(u32);

/// Where a word of a firm stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// In its name.
    InName,
    /// In its name, as a word that people may leave out.
    Aside,
    /// In its name when the words are written as one.
    AsOne,
    /// In a name on another of its certificates.
    Formerly,
}

impl Carried {
    fn new(word: u32, stands: Stands) -> Self {
        Self(word << 2 | stands as u32)
    }

    pub(super) fn word(self) -> u32 {
        self.0 >> 2
    }

    /// The same when the word is known by another place.
    pub(super) fn called(self, word: u32) -> Self {
        Self(word << 2 | self.0 & 3)
    }

    pub(super) fn stands(self) -> Stands {
        match self.0 & 3 {
            0 => Stands::InName,
            1 => Stands::Aside,
            2 => Stands::AsOne,
            _ => Stands::Formerly,
        }
    }
}

/// Words by firm and firms by word, and the same for places.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) dictionary: Arc<Dictionary>,
    pub(super) carried: Lists<Carried>,
    /// The firms with the word in their name, in order.
    pub(super) firms: Lists<u32>,
    /// The firms with the word in a name they had, in order.
    pub(super) formerly: Lists<u32>,
    /// The words and the places they stand in, in order.
    pub(super) place_words: Vec<(u32, u32)>,
    /// The firms in each place, in order.
    pub(super) in_place: Lists<u32>,
}

impl Index {
    /// The words that the firm carries, those of its name in order.
    pub(super) fn carried_by(&self, firm: u32) -> &[Carried] {
        self.carried.list(firm)
    }

    /// The firms that carry these words in their name, word after word.
    pub(super) fn firms_with(&self, from: u32, until: u32) -> &[u32] {
        self.firms.range(from, until)
    }

    /// The firms that carried these words in a name they had, word after word.
    pub(super) fn firms_formerly_with(&self, from: u32, until: u32) -> &[u32] {
        self.formerly.range(from, until)
    }

    /// The firms in the place.
    pub(super) fn firms_in(&self, place: u32) -> &[u32] {
        self.in_place.list(place)
    }

    /// The places with one of these words, each word with its places.
    pub(super) fn places_with(&self, from: u32, until: u32) -> &[(u32, u32)] {
        let start = self.place_words.partition_point(|pair| pair.0 < from);
        let rest = self.place_words.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|pair| pair.0 < until)).unwrap_or_default()
    }

    pub(super) fn build(rows: &Rows, keys: &Keys) -> Self {
        let mut collected = Collected::default();
        for firm in 0..short(rows.len()) {
            collected.firm(rows, firm, keys.folded.get(firm));
        }
        for place in rows.places.iter() {
            collected.place(place);
        }
        collected.index(rows)
    }
}

/// Words as they are met; they get their order when all are known.
#[derive(Default)]
struct Collected {
    known: HashMap<Box<str>, u32, RandomState>,
    starts: Vec<u32>,
    carried: Vec<Carried>,
    place_words: Vec<(u32, u32)>,
    places: u32,
    all: Texts,
    words: Texts,
}

/// Places that people call otherwise.
const ALSO_CALLED: [(&str, &str); 4] = [
    ("s gravenhage", "den haag"),
    ("den haag", "s gravenhage"),
    ("s hertogenbosch", "den bosch"),
    ("den bosch", "s hertogenbosch"),
];

/// The words that people call the place by.
fn words_of_place(name: &str, words: &mut Texts, mut found: impl FnMut(&str)) {
    words::split(name, words);
    let joined = words.iter().collect::<Vec<_>>().join(" ");
    let others = ALSO_CALLED.iter().filter(|also| also.0 == joined).map(|also| also.1);
    for name in std::iter::once(joined.as_str()).chain(others) {
        words::split(name, words);
        words.iter().for_each(&mut found);
        words::written_as_one(words, &mut found);
    }
}

/// The words of these places, as the dictionary knows them, each with its place.
pub(super) fn place_words(places: &Texts, dictionary: &Dictionary) -> Vec<(u32, u32)> {
    let (mut pairs, mut words) = (Vec::new(), Texts::default());
    for (place, name) in (0..).zip(places.iter()) {
        words_of_place(name, &mut words, |word| pairs.extend(dictionary.whole(word).map(|word| (word, place))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

impl Collected {
    fn word(known: &mut HashMap<Box<str>, u32, RandomState>, word: &str) -> u32 {
        if let Some(place) = known.get(word) {
            return *place;
        }
        let place = short(known.len());
        known.insert(word.into(), place);
        place
    }

    fn firm(&mut self, rows: &Rows, firm: u32, folded: &str) {
        self.starts.push(short(self.carried.len()));
        words::of_name(folded, &mut self.all, &mut self.words);
        for word in self.words.iter() {
            let stands = if words::is_particle(word) { Stands::Aside } else { Stands::InName };
            self.carried.push(Carried::new(Self::word(&mut self.known, word), stands));
        }
        let (known, carried) = (&mut self.known, &mut self.carried);
        words::written_as_one(&self.words, |word| {
            carried.push(Carried::new(Self::word(known, word), Stands::AsOne));
        });
        let certificates = rows.certificates_of(firm);
        let Some(last) = rows.last_of(firm) else { return };
        let mut before = last.name;
        for cells in rows.certificates.get(certificates).unwrap_or_default() {
            if cells.name != last.name && cells.name != before {
                before = cells.name;
                self.former(rows.names.get(cells.name));
            }
        }
    }

    fn former(&mut self, name: &str) {
        words::of_name(name, &mut self.all, &mut self.words);
        let (known, carried) = (&mut self.known, &mut self.carried);
        for word in self.words.iter().filter(|word| !words::is_particle(word)) {
            carried.push(Carried::new(Self::word(known, word), Stands::Formerly));
        }
        words::written_as_one(&self.words, |word| {
            carried.push(Carried::new(Self::word(known, word), Stands::Formerly));
        });
    }

    fn place(&mut self, name: &str) {
        let place = self.places;
        self.places += 1;
        let (known, place_words) = (&mut self.known, &mut self.place_words);
        words_of_place(name, &mut self.words, |word| place_words.push((Self::word(known, word), place)));
    }

    fn index(mut self, rows: &Rows) -> Index {
        self.starts.push(short(self.carried.len()));
        let mut words: Vec<(Box<str>, u32)> = self.known.into_iter().collect();
        words.sort_unstable();
        let (mut dictionary, mut places) = (Texts::default(), vec![0_u32; words.len()]);
        for (word, met) in &words {
            places[*met as usize] = dictionary.push(word);
        }
        drop(words);
        for carried in &mut self.carried {
            *carried = Carried::new(places[carried.word() as usize], carried.stands());
        }
        for pair in &mut self.place_words {
            pair.0 = places[pair.0 as usize];
        }
        self.place_words.sort_unstable();
        self.place_words.dedup();
        self.carried.shrink_to_fit();
        let carried = Lists::of(self.starts, self.carried);
        let with = |former: bool| {
            let carried = &carried;
            (0..short(rows.len())).flat_map(move |firm| {
                let list = carried.list(firm);
                let wanted = move |at: usize| (list[at].stands() == Stands::Formerly) == former;
                // A word that stands in a name twice brings its firm once.
                let first = move |at: usize| list.iter().take(at).all(|before| before.word() != list[at].word());
                let places = (0..list.len()).filter(move |at| wanted(*at) && first(*at));
                places.map(move |at| (list[at].word(), firm))
            })
        };
        let firms = Lists::sorted(dictionary.len(), with(false), 0);
        let formerly = Lists::sorted(dictionary.len(), with(true), 0);
        let in_place = (0..short(rows.len())).flat_map(|firm| {
            let cells = rows.certificates.get(rows.certificates_of(firm)).unwrap_or_default();
            let first = move |at: usize| cells.iter().take(at).all(|before| before.place != cells[at].place);
            (0..cells.len()).filter(move |at| first(*at)).map(move |at| (cells[at].place, firm))
        });
        let in_place = Lists::sorted(rows.places.len(), in_place, 0);
        Index {
            dictionary: Arc::new(Dictionary::of(dictionary)),
            carried,
            firms,
            formerly,
            place_words: self.place_words,
            in_place,
        }
    }
}
