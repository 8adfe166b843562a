//! Texts as they are compared and written: names folded, so that search and sorting do not stumble over capitals, accents and
//! signs, and parts of addresses.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text as one part of the path of an address, whatever it holds.
pub fn path_part(text: &str) -> String {
    // What a form would send as a blank is a plus sign; in a path it is not.
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// Lower case without accents, every run of other signs as one blank: `Çelik & Zn. B.V.` becomes `celik zn b v`.
///
/// Both databases then sort and compare alike, whatever their collation.
pub fn fold(text: &str) -> String {
    if text.is_ascii() { fold_ascii(text) } else { fold_any(text) }
}

/// Most names are plain; they fold without looking anything up.
fn fold_ascii(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut blank_due = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            if std::mem::take(&mut blank_due) {
                folded.push(' ');
            }
            folded.push(c.to_ascii_lowercase());
        } else if !matches!(c, '\'' | '`') {
            blank_due = !folded.is_empty();
        }
    }
    folded
}

fn fold_any(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut blank_due = false;
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        let plain = match c {
            'ø' => "o",
            'ł' => "l",
            'đ' | 'ð' => "d",
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'þ' => "th",
            'ı' => "i",
            // Names such as 't Hart and O'Neill are written with and without the sign.
            '\'' | '’' | '‘' | '`' => continue,
            _ if c.is_alphanumeric() => "",
            _ => {
                blank_due = !folded.is_empty();
                continue;
            }
        };
        if blank_due {
            folded.push(' ');
            blank_due = false;
        }
        if plain.is_empty() { folded.push(c) } else { folded.push_str(plain) }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_any};

    #[test]
    fn accents_capitals_and_signs_fold_away() {
        assert_eq!(fold("  Çelik & Zn. B.V. "), "celik zn b v");
        assert_eq!(fold("'s-Gravenhage"), "s gravenhage");
        assert_eq!(fold("Łukasz Nguyễn"), "lukasz nguyen");
        assert_eq!(fold("ÄNNE Müller"), "anne muller");
        assert_eq!(fold("Straße"), "strasse");
        assert_eq!(fold("—"), "");
    }

    #[test]
    fn plain_text_folds_the_same_either_way() {
        for name in ["", " 't Hoff  & Zn. (B.V.) ", "cv-techniek O`Neill", "A\tB\u{1}C", "...", "3511 AB"] {
            assert_eq!(fold(name), fold_any(name), "{name}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for name in ["Van 't Hoff-Özdemir Installaties V.O.F.", "ﬁxen №1", "İstanbul"] {
            assert_eq!(fold(&fold(name)), fold(name));
        }
    }
}
