//! A search that is followed: the query of the search page, without the page and without the status. A firm that loses its
//! certificate would otherwise fall out of the search just when there is something to tell.

use std::collections::HashSet;

use chrono::NaiveDate;
use url::form_urlencoded::{Serializer, parse};

use crate::domain::delivered::Activity;
use crate::domain::identifiers::{BodyCode, KvkNumber, SchemeCode};
use crate::services::search::places::postcode4;
use crate::services::search::{Choices, Filters, Near, Question, Register};

/// What is followed, as it stands in the address of the search page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Search(String);

/// The longest value that is read, in characters.
const LONGEST: usize = 200;

/// The firms that one search follows at most.
const FIRMS: usize = 100_000;

/// The field of a search that makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' klopt niet")]
pub struct WrongSearch(pub &'static str);

/// The fields that are followed, in the order in which they are kept.
const FIELDS: [&str; 7] = ["zoek", "werk", "deelgebied", "schema", "instelling", "postcode", "straal"];

impl Search {
    /// Reads the query of the search page; nothing when nothing is asked in it.
    ///
    /// # Errors
    /// The first field that makes no sense.
    pub fn parse(query: &str) -> Result<Option<Self>, WrongSearch> {
        let mut kept = Serializer::new(String::new());
        let mut any = false;
        for field in FIELDS {
            let value = value(query, field);
            if value.chars().count() > LONGEST {
                return Err(WrongSearch(field));
            }
            // A distance says nothing without the postcode that it is measured from.
            let says_nothing = field == "straal" && self::value(query, "postcode").is_empty();
            if !value.is_empty() && !says_nothing {
                kept.append_pair(field, &value);
                any = true;
            }
        }
        let search = Self(kept.finish());
        search.question()?;
        Ok(any.then_some(search))
    }

    /// What was stored.
    pub(super) fn stored(query: &str) -> Self {
        Self(query.to_owned())
    }

    /// The query of the search page.
    pub fn query(&self) -> &str {
        &self.0
    }

    /// What people know it by: what was typed, else the other fields.
    pub fn words(&self) -> String {
        let values: Vec<String> = FIELDS.iter().map(|field| value(&self.0, field)).filter(|v| !v.is_empty()).collect();
        values.join(", ")
    }

    fn question(&self) -> Result<Question, WrongSearch> {
        let field = |name| Some(value(&self.0, name)).filter(|value| !value.is_empty());
        let work = |word: &str| Activity::ALL.into_iter().find(|work| work.word().eq_ignore_ascii_case(word));
        let filters = Filters {
            work: read("werk", field("werk"), work)?,
            subarea: field("deelgebied"),
            scheme: read("schema", field("schema"), |code| SchemeCode::parse(code).ok())?,
            body: read("instelling", field("instelling"), |code| BodyCode::parse(code).ok())?,
            standing: None,
        };
        let postcode4 = read("postcode", field("postcode"), postcode4)?;
        let km = read("straal", field("straal"), |km| {
            let digits = km.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| km.parse().ok()).flatten().filter(|km| (1..=Near::LARGEST_KM).contains(km))
        })?;
        let near = postcode4.map(|postcode4| Near { postcode4, km: km.unwrap_or(Near::USUAL_KM) });
        Ok(Question { text: field("zoek").unwrap_or_default(), filters, near })
    }

    /// The firms that it finds, as the search page does.
    pub fn firms(&self, register: &Register, today: NaiveDate) -> HashSet<KvkNumber> {
        let Ok(question) = self.question() else { return HashSet::new() };
        let question = Question { filters: as_known(question.filters, &register.choices()), ..question };
        let answer = register.search(&question, today, 0, FIRMS);
        if answer.is_partly() {
            return HashSet::new();
        }
        answer.hits.iter().map(|hit| hit.firm.kvk().clone()).collect()
    }
}

/// The filters with codes as the register spells them: people write small letters and capitals as they like.
fn as_known(filters: Filters, choices: &Choices) -> Filters {
    Filters {
        subarea: filters.subarea.map(|code| choices.subarea(&code).cloned().unwrap_or(code)),
        scheme: filters.scheme.map(|code| choices.scheme(code.as_str()).cloned().unwrap_or(code)),
        body: filters.body.map(|code| choices.body(code.as_str()).cloned().unwrap_or(code)),
        ..filters
    }
}

/// The first value of a field, blanks made single.
fn value(query: &str, field: &str) -> String {
    let found = parse(query.as_bytes()).find(|(name, value)| name == field && !value.trim().is_empty());
    let text: String = found.map(|(_, value)| value.into_owned()).unwrap_or_default();
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read<T>(
    name: &'static str,
    value: Option<String>,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, WrongSearch> {
    value.map(|value| read(&value).ok_or(WrongSearch(name))).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(query: &str) -> Result<Option<String>, &'static str> {
        Search::parse(query).map(|search| search.map(|search| search.0)).map_err(|WrongSearch(field)| field)
    }

    #[test]
    fn what_is_followed_is_kept_in_one_spelling() {
        assert_eq!(
            kept("pagina=3&straal=5&zoek=++jansen%0A%20b&status=geschorst&onbekend=1"),
            Ok(Some("zoek=jansen+b".into()))
        );
        assert_eq!(
            kept("postcode=3511+ab&straal=25&werk=Repareren"),
            Ok(Some("werk=Repareren&postcode=3511+ab&straal=25".into()))
        );
        assert_eq!(kept(""), Ok(None));
        assert_eq!(kept("status=geschorst&zoek=%20"), Ok(None));
        let search = Search::parse("zoek=jansen&postcode=3511");
        assert_eq!(search.map(|search| search.map(|search| search.words())), Ok(Some("jansen, 3511".to_owned())));
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        assert_eq!(kept("postcode=3511&straal=%2B5"), Err("straal"));
        assert_eq!(kept("werk=slopen"), Err("werk"));
        assert_eq!(kept("postcode=0999"), Err("postcode"));
        assert_eq!(kept("postcode=3511&straal=0"), Err("straal"));
        assert_eq!(kept(&format!("zoek={}", "é".repeat(201))), Err("zoek"));
        assert_eq!(kept(&format!("schema={}", "x".repeat(150))), Err("schema"));
    }
}
