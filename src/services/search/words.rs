//! From what people write to the words that are looked up.

use super::texts::Texts;
use crate::domain::text::fold;

/// What stands in the name of a firm without telling it from another: its legal form.
const LEGAL_FORMS: [&str; 10] = ["bv", "nv", "vof", "eenmanszaak", "maatschap", "holding", "gmbh", "ltd", "bvba", "ua"];

/// Words that surnames begin with, as they are written and shortened, and words that join names. People leave them out
/// and mix them up.
const PARTICLES: [&str; 24] = [
    "van", "de", "der", "den", "het", "t", "s", "te", "ten", "ter", "in", "op", "aan", "bij", "vd", "v", "d", "en",
    "la", "le", "von", "und", "e", "el",
];

/// Whether the word may be left out and mixed up with others of its kind.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether the word is a legal form.
pub(super) fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.contains(&word)
}

/// The words of a text: folded (twice does no harm), and runs of single letters joined (`B.V.` and `BV` are both `bv`).
pub(super) fn split(text: &str, into: &mut Texts) {
    into.clear();
    let folded = fold(text);
    let mut spelled = String::new();
    for part in folded.split(' ').filter(|part| !part.is_empty()) {
        if part.chars().nth(1).is_none() && part.chars().all(char::is_alphabetic) {
            spelled.push_str(part);
            continue;
        }
        if !spelled.is_empty() {
            into.push(&spelled);
            spelled.clear();
        }
        into.push(part);
    }
    if !spelled.is_empty() {
        into.push(&spelled);
    }
}

/// The words of a name, without its legal form unless nothing else is left.
pub(super) fn of_name(name: &str, all: &mut Texts, into: &mut Texts) {
    split(name, all);
    into.clear();
    for word in all.iter().filter(|word| !is_legal_form(word)) {
        into.push(word);
    }
    if into.len() == 0 {
        std::mem::swap(all, into);
    }
}

/// Words that people write as one: what a surname begins with and the surname (`vandenberg`), and a short word and the
/// next (`cvtechniek`). Calls back with each.
pub(super) fn written_as_one(words: &Texts, mut found: impl FnMut(&str)) {
    let list: Vec<&str> = words.iter().collect();
    let mut joined = String::new();
    for start in 0..list.len() {
        let mut end = start;
        joined.clear();
        while let Some(word) =
            list.get(end).filter(|word| is_particle(word) || (end == start && matches!(word.len(), 2..=3)))
        {
            joined.push_str(word);
            end += 1;
        }
        if let Some(last) = list.get(end).filter(|_| end > start) {
            joined.push_str(last);
            found(&joined);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let (mut all, mut into) = (Texts::default(), Texts::default());
        of_name(text, &mut all, &mut into);
        into.iter().map(str::to_owned).collect()
    }

    #[test]
    fn legal_forms_are_left_out() {
        assert_eq!(words("De Vries Installaties B.V."), ["de", "vries", "installaties"]);
        assert_eq!(words("Kok V.O.F."), words("kok"));
        assert_eq!(words("B. V."), ["bv"]);
        assert_eq!(words("J.P. Kok"), ["jp", "kok"]);
        assert_eq!(words(" – "), Vec::<String>::new());
    }

    #[test]
    fn words_that_people_write_as_one() {
        let joined = |name: &str| {
            let (mut all, mut into, mut found) = (Texts::default(), Texts::default(), Vec::new());
            of_name(name, &mut all, &mut into);
            written_as_one(&into, |word| found.push(word.to_owned()));
            found
        };
        assert_eq!(joined("Van den Berg CV-techniek"), ["vandenberg", "denberg", "cvtechniek"]);
        assert_eq!(joined("Bakker Verwarming"), Vec::<String>::new());
        assert_eq!(joined("Bakker & van"), Vec::<String>::new());
    }
}
