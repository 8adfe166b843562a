//! From what was typed to the words that are looked up, within bounds.

use super::texts::Texts;
use super::words::{is_legal_form, is_particle, split};
use crate::domain::text::fold;

/// What is typed after this many letters does not count.
const LONGEST_TEXT: usize = 200;

/// What is typed after this many words does not count.
const MOST_WORDS: usize = 12;

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// The words that count.
    pub(super) words: Vec<AskedWord>,
    /// The text as a name: folded.
    pub(super) name: String,
    /// The text as the beginning of a name: folded, without a legal form behind it.
    pub(super) beginning: String,
    /// The pieces between blanks, and the whole as one piece first: numbers may have been typed with signs in them.
    pub(super) pieces: Vec<String>,
}

/// A word that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AskedWord {
    pub(super) text: String,
    /// Whether a firm may do without it.
    pub(super) optional: bool,
}

/// What was typed, or nothing when it was only blanks.
pub(super) fn read(text: &str) -> Option<Asked> {
    // Blanks before the text may be many, and what counts is within reach of the limit.
    let text: String = text.trim_start().chars().take(LONGEST_TEXT).collect();
    let text = text.trim_end();
    if text.is_empty() {
        return None;
    }
    let mut found = Texts::default();
    split(text, &mut found);
    let mut words: Vec<String> = Vec::new();
    for word in found.iter().take(MOST_WORDS) {
        match words.last_mut() {
            Some(last) if is_postcode_number(last) && is_postcode_letters(word) => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
    }
    if words.iter().any(|word| !is_legal_form(word)) {
        words.retain(|word| !is_legal_form(word));
    }
    let name = fold(text);
    let only_particles = words.iter().all(|word| is_particle(word));
    let asked = |text: String| AskedWord { optional: !only_particles && is_particle(&text), text };
    let mut pieces = vec![text.to_owned()];
    pieces.extend(text.split_whitespace().take(MOST_WORDS).map(str::to_owned));
    Some(Asked {
        words: words.into_iter().map(asked).collect(),
        beginning: without_legal_form(&name).to_owned(),
        name,
        pieces,
    })
}

/// Legal forms with dots in them, as they fold.
const SPELLED: [&str; 3] = [" b v", " n v", " v o f"];

/// A folded name without the legal forms behind it, unless nothing else is left.
pub(super) fn without_legal_form(folded: &str) -> &str {
    let mut name = folded;
    loop {
        let spelled = SPELLED.iter().find_map(|form| name.strip_suffix(form));
        let written = || name.rsplit_once(' ').filter(|(_, last)| is_legal_form(last)).map(|(before, _)| before);
        let Some(shorter) = spelled.or_else(written) else { return name };
        name = shorter;
    }
}

/// Whether it is the number of a postcode.
pub(super) fn is_postcode_number(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) && !word.starts_with('0')
}

fn is_postcode_letters(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let asked = read(text).unwrap();
        asked.words.into_iter().map(|word| if word.optional { format!("({})", word.text) } else { word.text }).collect()
    }

    #[test]
    fn words_are_read_as_people_mean_them() {
        assert_eq!(words("De Vries Installaties B.V."), ["(de)", "vries", "installaties"]);
        assert_eq!(words("3511 AB Utrecht"), ["3511ab", "utrecht"]);
        assert_eq!(words("bakker 3511"), ["bakker", "3511"]);
        assert_eq!(words("van de"), ["van", "de"]);
        assert_eq!(words("b.v."), ["bv"]);
        assert_eq!(read("Jansen B.V.").unwrap().beginning, "jansen");
        assert_eq!(read(" AL-A 1 ").unwrap().pieces, ["AL-A 1", "AL-A", "1"]);
    }

    #[test]
    fn what_is_endless_is_cut_off() {
        assert_eq!(read(" \t\n"), None);
        assert_eq!(read("😀").unwrap().words, []);
        assert!(read(&"a ".repeat(5000)).unwrap().words.len() <= MOST_WORDS);
        assert!(read(&"x".repeat(10_000)).unwrap().words[0].text.len() <= LONGEST_TEXT);
    }
}
