//! Text that goes into a page as markup, without escaping.

use serde::Serialize;

/// Markup that is known to be safe, because only the renderer, the moulds and the chart builder can make it.
///
/// Everything else reaches a page as text and is escaped by the templates; a test holds the templates to that.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct SafeMarkup(String);

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
    while let Some(at) = rest.bytes().position(|b| matches!(b, b'&' | b'<' | b'>' | b'"' | b'\'')) {
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

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_in_a_name_can_open_a_tag_or_close_an_attribute() {
        assert_eq!(escape(r#"<b>'t Hart & "Zn"</b>"#), "&lt;b&gt;&#39;t Hart &amp; &quot;Zn&quot;&lt;/b&gt;");
    }
}
