//! From what people write to the words that are looked up.

use crate::domain::text::fold;

/// The words of a name or a question: folded, runs of single letters joined (`B.V.` and `BV` are both `bv`), and a
/// postcode written with a blank as one word.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words: Vec<String> = Vec::new();
    let mut spelled = false;
    for part in folded.split(' ').filter(|part| !part.is_empty()) {
        let single = part.chars().count() == 1 && part.chars().all(char::is_alphabetic);
        match words.last_mut() {
            Some(last) if spelled && single => last.push_str(part),
            Some(last) if is_postcode_number(last) && is_postcode_letters(part) => last.push_str(part),
            _ => words.push(part.to_owned()),
        }
        spelled = single;
    }
    words
}

/// A number or reference without blanks and signs: `AL-A-000001` becomes `ala000001`.
pub(super) fn compact(text: &str) -> String {
    fold(text).replace(' ', "")
}

fn is_postcode_number(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}

fn is_postcode_letters(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_and_postcodes_are_one_word() {
        assert_eq!(words("De Vries Installaties B.V."), ["de", "vries", "installaties", "bv"]);
        assert_eq!(words("Kok V.O.F."), words("kok vof"));
        assert_eq!(words("3511 AB Utrecht"), ["3511ab", "utrecht"]);
        assert_eq!(words("3511"), ["3511"]);
        assert_eq!(words(" – "), Vec::<String>::new());
    }

    #[test]
    fn numbers_lose_their_signs() {
        assert_eq!(compact("AL-A-000001"), "ala000001");
        assert_eq!(compact("90 000 001"), "90000001");
    }
}
