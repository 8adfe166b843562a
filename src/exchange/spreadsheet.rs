//! Text in files that people open in a spreadsheet.
//!
//! A spreadsheet takes a cell of a CSV file that starts as a formula for one, and runs it with the rights of whoever opened the
//! file. What the register writes into CSV goes through [`cell`]; what it reads from a delivery goes through [`original`], so a
//! file that went out and comes back says what it said. In a workbook (XLSX) a text is stored as a text and is never run.

use std::borrow::Cow;

/// The mark that tells a spreadsheet that a text follows.
const MARK: char = '\'';

/// The text as it is safe in a cell of a CSV file: what could be taken for a formula gets an apostrophe before it. Write every
/// cell with this, also one of which nobody expects a formula.
///
/// # Examples
/// ```
/// use stelselwacht::exchange::spreadsheet::cell;
/// assert_eq!(cell("=1+1"), "'=1+1");
/// assert_eq!(cell("Jansen"), "Jansen");
/// ```
pub fn cell(text: &str) -> Cow<'_, str> {
    if is_like_a_formula(text) { Cow::Owned(format!("{MARK}{text}")) } else { Cow::Borrowed(text) }
}

/// What [`cell`] was given: it takes away the apostrophe that [`cell`] adds, and no other.
pub fn original(text: &str) -> &str {
    text.strip_prefix(MARK).filter(|rest| is_like_a_formula(rest)).unwrap_or(text)
}

/// Whether it starts as a formula, after blanks and signs without shape, which some programs throw away. Apostrophes before it
/// do not count, so that a text that has one already gets another and loses it again.
fn is_like_a_formula(text: &str) -> bool {
    let marked = text.trim_start_matches(MARK);
    let shown = marked.trim_start_matches(|sign: char| sign.is_whitespace() || is_shapeless(sign));
    // Some programs take signs of full width for the usual ones.
    let is_formula = shown.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%']);
    is_formula || marked.starts_with(['\t', '\r', '\n'])
}

fn is_shapeless(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+31", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n", " =x", "\u{feff}=x", "＝x", "%0a", "'=x"]
        {
            assert_eq!(cell(formula), format!("'{formula}"));
        }
        for plain in ["", "Jansen", "a=b", "'t Hoff", "’s-Gravenhage", "'s-Gravenhage", "0612345678"] {
            assert_eq!(cell(plain), plain);
            assert_eq!(original(plain), plain);
        }
        assert_eq!(original("=x"), "=x");
    }

    proptest! {
        #[test]
        fn what_comes_back_says_what_it_said(text in "['=+@\\-\t\r\n \u{200b}a-c]{0,6}|.*") {
            let written = cell(&text);
            prop_assert_eq!(original(&written), text.as_str());
            prop_assert!(!written.trim_start().starts_with(['=', '+', '-', '@']), "{:?}", written);
        }
    }
}
