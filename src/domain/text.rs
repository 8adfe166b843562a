//! Texts as they are compared and written: names folded, so that search and sorting do not stumble over capitals, accents and
//! signs, and parts of addresses.

use std::fmt::Write as _;

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

/// Whether a sign is not seen and does something: a terminal obeys it, or it turns, joins or breaks the text around it.
pub fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The text with hidden signs written out as in JSON, `\u202e`; line ends too, unless it is told to keep those.
pub fn written_out(text: &str, keep_lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if is_hidden(sign) && !(keep_lines && sign == '\n') {
            // Writing to a text does not fail.
            let _ = write!(out, "\\u{:04x}", u32::from(sign));
        } else {
            out.push(sign);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_any, written_out};

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

    #[test]
    fn hidden_signs_are_written_out_and_nothing_else() {
        for (text, shown) in [
            ("a\u{202e}b\u{9b}c", "a\\u202eb\\u009bc"),
            ("\x1b[2J\n", "\\u001b[2J\\u000a"),
            ("Zoë ‘t Hoff — €", "Zoë ‘t Hoff — €"),
        ] {
            assert_eq!(written_out(text, false), shown);
        }
        assert_eq!(written_out("{\n\u{2066}}", true), "{\n\\u2066}");
    }
}
