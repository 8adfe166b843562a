//! What stands in the address of a search, and what it means.

use std::borrow::Cow;

use crate::domain::delivered::Activity;
use crate::language::Language;
use crate::services::search::places::postcode4;
use crate::services::search::{Choices, Filters, Near, Question, Wanted};

/// A question longer than this, in characters, is no name or number.
const LONGEST_TEXT: usize = 200;

/// No filter has a value as long as this, in characters.
const LONGEST_VALUE: usize = 100;

/// The fields of the form, by their names in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Text,
    Work,
    Subarea,
    Scheme,
    Body,
    Status,
    Postcode,
    Radius,
    Page,
}

impl Key {
    pub(super) const ALL: [Self; 9] = [
        Self::Text,
        Self::Work,
        Self::Subarea,
        Self::Scheme,
        Self::Body,
        Self::Status,
        Self::Postcode,
        Self::Radius,
        Self::Page,
    ];

    /// The name of the field, in the form and in the address.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "zoek",
            Self::Work => "werk",
            Self::Subarea => "deelgebied",
            Self::Scheme => "schema",
            Self::Body => "instelling",
            Self::Status => "status",
            Self::Postcode => "postcode",
            Self::Radius => "straal",
            Self::Page => "pagina",
        }
    }

    /// What is said at the field when its value makes no sense.
    pub(super) fn fault(self, language: Language) -> Cow<'static, str> {
        language.text(match self {
            Self::Text => "search-fault-text",
            Self::Work => "search-fault-work",
            Self::Subarea => "search-fault-subarea",
            Self::Scheme => "search-fault-scheme",
            Self::Body => "search-fault-body",
            Self::Status => "search-fault-status",
            Self::Postcode => "search-fault-postcode",
            Self::Radius => "search-fault-radius",
            Self::Page => "search-fault-page",
        })
    }

    fn longest(self) -> usize {
        if self == Self::Text { LONGEST_TEXT } else { LONGEST_VALUE }
    }
}

/// What was filled in, as it was typed; what is empty was not filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    values: [String; Key::ALL.len()],
    /// The fields of which more was sent than is read.
    too_long: Vec<Key>,
}

impl Asked {
    /// Reads the query of an address. What is not of the form does not matter; of a field that is there twice, the first
    /// value counts.
    pub(super) fn read(query: &str) -> Self {
        let mut asked = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let Some(key) = Key::ALL.into_iter().find(|key| key.name() == name) else { continue };
            let mut letters = value.trim().chars().filter(|c| !c.is_control());
            let text: String = letters.by_ref().take(key.longest()).collect();
            if text.is_empty() || !asked.get(key).is_empty() {
                continue;
            }
            if letters.next().is_some() {
                asked.too_long.push(key);
            }
            asked.set(key, text.trim_end().to_owned());
        }
        asked
    }

    /// What was filled in.
    pub(super) fn get(&self, key: Key) -> &str {
        self.values.get(key as usize).map_or("", String::as_str)
    }

    fn set(&mut self, key: Key, value: String) {
        if let Some(place) = self.values.get_mut(key as usize) {
            *place = value;
        }
    }

    /// The same without these fields, from the first page on.
    pub(super) fn without(&self, keys: &[Key]) -> Self {
        let mut asked = self.clone();
        for key in keys.iter().chain(&[Key::Page]) {
            asked.set(*key, String::new());
        }
        asked
    }

    /// The same, on this page.
    pub(super) fn on_page(&self, page: u64) -> Self {
        let mut asked = self.clone();
        asked.set(Key::Page, if page > 1 { page.to_string() } else { String::new() });
        asked
    }

    /// Whether the field says something: a distance does only beside a place, and the form always sends one.
    pub(super) fn says(&self, key: Key) -> bool {
        !self.get(key).is_empty() && (key != Key::Radius || !self.get(Key::Postcode).is_empty())
    }

    /// The address of this question, in which nothing stands that says nothing.
    pub(super) fn href(&self, language: Language) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for key in Key::ALL {
            if self.says(key) {
                query.append_pair(key.name(), self.get(key));
            }
        }
        let query = query.finish();
        language.path(&if query.is_empty() { "/".to_owned() } else { format!("/?{query}") })
    }

    /// The same question at another address of the site.
    pub(super) fn about(&self, language: Language, path: &str) -> String {
        let question = self.without(&[Key::Status]).href(Language::Dutch);
        let query = question.split_once('?').map_or("", |(_, query)| query);
        language.path(&if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
    }

    /// What it means, as far as it does.
    pub(super) fn understood(&self, choices: &Choices) -> Understood {
        let mut faults = self.too_long.clone();
        let mut read = |key: Key, known: bool| {
            if !known && !self.get(key).is_empty() && !faults.contains(&key) {
                faults.push(key);
            }
        };
        let is = |key: Key, word: &str| word.eq_ignore_ascii_case(self.get(key));
        let filters = Filters {
            work: Activity::ALL.into_iter().find(|work| is(Key::Work, work.word())),
            subarea: choices.subarea(self.get(Key::Subarea)).cloned(),
            scheme: choices.scheme(self.get(Key::Scheme)).cloned(),
            body: choices.body(self.get(Key::Body)).cloned(),
            standing: Wanted::ALL.into_iter().find(|wanted| is(Key::Status, wanted.word())),
        };
        let postcode4 = postcode4(self.get(Key::Postcode));
        let radius = whole(self.get(Key::Radius)).filter(|km| (1..=u64::from(Near::LARGEST_KM)).contains(km));
        let page = whole(self.get(Key::Page)).filter(|page| *page >= 1);
        read(Key::Work, filters.work.is_some());
        read(Key::Subarea, filters.subarea.is_some());
        read(Key::Scheme, filters.scheme.is_some());
        read(Key::Body, filters.body.is_some());
        read(Key::Status, filters.standing.is_some());
        read(Key::Postcode, postcode4.is_some());
        read(Key::Radius, radius.is_some());
        read(Key::Page, page.is_some());
        let km = radius.and_then(|km| u16::try_from(km).ok()).unwrap_or(Near::USUAL_KM);
        let near = postcode4.map(|postcode4| Near { postcode4, km });
        let question = Question { text: self.get(Key::Text).to_owned(), filters, near };
        Understood { question, page: page.unwrap_or(1), faults }
    }
}

/// What a question means.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Understood {
    /// What the register is asked.
    pub(super) question: Question,
    /// The page, from 1 on.
    pub(super) page: u64,
    /// The fields whose value makes no sense.
    pub(super) faults: Vec<Key>,
}

impl Understood {
    /// Whether nothing was asked at all.
    pub(super) fn is_empty(&self) -> bool {
        self.question == Question::default() && self.faults.is_empty()
    }
}

fn whole(text: &str) -> Option<u64> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_only_what_was_filled_in() {
        let asked = Asked::read("zoek=+jansen+&werk=&postcode=3511+AB&straal=25&onbekend=1&zoek=tweede&pagina=3");
        assert_eq!(asked.href(Language::Dutch), "/?zoek=jansen&postcode=3511+AB&straal=25&pagina=3");
        assert_eq!(asked.without(&[Key::Postcode, Key::Radius]).href(Language::English), "/en?zoek=jansen");
        assert_eq!(Asked::read("zoek=%20&straal=10&pagina=").href(Language::Dutch), "/");
    }

    #[test]
    fn whatever_is_asked_is_understood_or_refused_field_by_field() {
        let faults = |query: &str| Asked::read(query).understood(&Choices::default()).faults;
        assert_eq!(faults("zoek=%00%0a&werk=repareren&status=verlopen&straal=400&pagina=18446744073709551615"), []);
        assert_eq!(
            faults("werk=slopen&deelgebied=%27&schema=<b>&instelling=x&status=ja&postcode=9&straal=0&pagina=-1"),
            [Key::Work, Key::Subarea, Key::Scheme, Key::Body, Key::Status, Key::Postcode, Key::Radius, Key::Page]
        );
        assert_eq!(faults(&format!("zoek={}&werk={}", "a".repeat(201), "b".repeat(9999))), [Key::Text, Key::Work]);
        assert!(Asked::read("zoek=%F0%28%8C").understood(&Choices::default()).question.text.contains('\u{FFFD}'));
    }
}
