//! Text that goes into a page as markup, without escaping.

use serde::{Serialize, Serializer};

/// Markup that is known to be safe, because only the renderer, the moulds and the chart builder can make it.
///
/// Everything else reaches a page as text and is escaped by the templates; a test holds the templates to that.
#[derive(Debug, Clone)]
pub struct SafeMarkup(String);

/// The name under which safe markup is serialised: whoever escapes the rest knows it by that.
pub(in crate::web) const MARKUP: &str = "SafeMarkup";

impl Serialize for SafeMarkup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(MARKUP, &self.0)
    }
}

impl SafeMarkup {
    /// Vouches for the markup: every value in it was escaped by whoever built it.
    pub(in crate::web) fn vouched(markup: String) -> Self {
        Self(markup)
    }

    /// The markup as it goes into the page.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text with the signs that mean something in HTML and SVG written as entities, for content and attributes.
pub(in crate::web) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape_into(text, &mut escaped);
    escaped
}

/// Adds the escaped text to markup.
pub(in crate::web) fn escape_into(text: &str, markup: &mut String) {
    let mut rest = text;
    // All five signs are a byte, so the text can be cut at them.
    while let Some(at) = first_sign(rest.as_bytes()) {
        let (plain, sign) = rest.split_at(at);
        markup.push_str(plain);
        markup.push_str(match sign.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        });
        rest = sign.get(1..).unwrap_or_default();
    }
    markup.push_str(rest);
}

/// Where the first sign is that has to be written otherwise. Most texts have none, and are looked through many bytes at a
/// time.
fn first_sign(text: &[u8]) -> Option<usize> {
    const AT_A_TIME: usize = 32;
    let is_sign = |b: &u8| matches!(b, b'&' | b'<' | b'>' | b'"' | b'\'');
    let plain = text.chunks(AT_A_TIME).take_while(|chunk| !chunk.iter().fold(false, |found, b| found | is_sign(b)));
    let start = plain.count() * AT_A_TIME;
    text.get(start..)?.iter().position(is_sign).map(|at| start + at)
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn signs_are_found_wherever_they_are() {
        for length in 0..100 {
            for at in 0..=length {
                let text = format!("{}<{}", "é".repeat(at), "a".repeat(length - at));
                assert_eq!(escape(&text), text.replace('<', "&lt;"));
                assert_eq!(escape(&text.replace('<', "")), text.replace('<', ""));
            }
        }
    }

    #[test]
    fn nothing_in_a_name_can_open_a_tag_or_close_an_attribute() {
        assert_eq!(escape(r#"<b>'t Hart & "Zn"</b>"#), "&lt;b&gt;&#39;t Hart &amp; &quot;Zn&quot;&lt;/b&gt;");
    }
}
