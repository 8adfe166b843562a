//! The two languages of the public pages, and everything that is said in them.
//!
//! What people read stands in `texts/nl` and `texts/en`, in [Fluent](https://projectfluent.org) files of the same names:
//! one file per page or part, each key beginning with the name of its file. Tests hold both languages to the same keys and
//! the same variables, and every key that the code or a template names to being there.

mod happening;
mod texts;
mod words;

use std::borrow::Cow;

pub use fluent_bundle::FluentValue;
pub use texts::{Unreadable, prepare};

/// A language that the public pages are in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Dutch, the language of the law and of every page.
    #[default]
    Dutch,
    /// English, for whoever does not read Dutch.
    English,
}

impl Language {
    /// Both, Dutch first.
    pub const ALL: [Self; 2] = [Self::Dutch, Self::English];

    /// The code as in `lang` and `hreflang`: `nl` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::English => "en",
        }
    }

    /// The language with this code, if we have it.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The name of the language in the language itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Dutch => "Nederlands",
            Self::English => "English",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Dutch => Self::English,
            Self::English => Self::Dutch,
        }
    }

    /// What stands before the address of a public page in this language.
    pub fn base(self) -> &'static str {
        match self {
            Self::Dutch => "",
            Self::English => "/en",
        }
    }

    /// The language of the page at this address.
    pub fn of_path(path: &str) -> Self {
        let is_english = path.strip_prefix("/en").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if is_english { Self::English } else { Self::Dutch }
    }

    /// The address of a public page in this language, from its Dutch address, which begins with a slash.
    pub fn path(self, dutch: &str) -> String {
        match self {
            Self::Dutch => dutch.to_owned(),
            Self::English if dutch == "/" => self.base().to_owned(),
            // The home page has no path of its own to put a query behind.
            Self::English => match dutch.strip_prefix("/?") {
                Some(query) => format!("{}?{query}", self.base()),
                None => format!("{}{dutch}", self.base()),
            },
        }
    }

    /// The Dutch address of the page at this address.
    pub fn without_base(path: &str) -> &str {
        match Self::of_path(path) {
            Self::Dutch => path,
            Self::English => path.strip_prefix("/en").filter(|rest| !rest.is_empty()).unwrap_or("/"),
        }
    }

    /// The text with this key.
    pub fn text(self, key: &str) -> Cow<'static, str> {
        texts::of(self).say(key, &[])
    }

    /// The text with this key, with these values, cut at the place of the value called `name`: what stands before it and
    /// what stands after it. For a value that gets markup of its own.
    pub fn text_around(self, key: &str, name: &str, values: &[(&str, FluentValue<'_>)]) -> (String, String) {
        const PLACE: &str = "\u{E000}";
        let values: Vec<_> = values.iter().cloned().chain([(name, PLACE.into())]).collect();
        let text = self.text_with(key, &values);
        match text.split_once(PLACE) {
            Some((before, after)) => (before.to_owned(), after.to_owned()),
            None => (text, String::new()),
        }
    }

    /// The text with this key, with these values in the places that it names.
    pub fn text_with(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        texts::of(self).say(key, values).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, Dutch, English};

    #[test]
    fn an_address_says_its_language() {
        assert_eq!(English.path("/"), "/en");
        assert_eq!(English.path("/?zoek=a"), "/en?zoek=a");
        assert_eq!(English.path("/schemas/A"), "/en/schemas/A");
        assert_eq!(Dutch.path("/schemas/A"), "/schemas/A");
        for path in ["/", "/schemas", "/ens", "/entree/a"] {
            assert_eq!((Language::of_path(path), Language::without_base(path)), (Dutch, path));
        }
        for (path, dutch) in [("/en", "/"), ("/en/", "/"), ("/en/schemas", "/schemas")] {
            assert_eq!((Language::of_path(path), Language::without_base(path)), (English, dutch));
        }
    }
}
