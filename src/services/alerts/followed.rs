//! What can be followed, and how often one hears.

use std::collections::HashSet;

use chrono::NaiveDate;
use url::form_urlencoded;

use crate::domain::identifiers::{BodyCode, KvkNumber};
use crate::notify::What;
use crate::services::search::Register;
use crate::storage::{Conn, StorageError, bodies, register};

/// What somebody follows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Followed {
    /// The firms that a search finds: the query of the search page.
    Search(String),
    /// A firm.
    Firm(KvkNumber),
    /// A body and the certificates that it issues.
    Body(BodyCode),
}

/// How often somebody hears of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// As soon as the register changed.
    AtOnce,
    /// Once a day, if something changed.
    Daily,
}

impl Frequency {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Daily, Self::AtOnce];

    /// The Dutch word, as stored and as the form says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::AtOnce => "direct",
            Self::Daily => "dagelijks",
        }
    }

    /// The frequency with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frequency| frequency.word() == word)
    }
}

/// The longest text that is followed.
const LONGEST: usize = 200;

impl Followed {
    /// The firms that this text finds; nothing when there is no text.
    pub fn search(text: &str) -> Option<Self> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text: String = text.chars().take(LONGEST).collect();
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("zoek", &text).finish();
        (!text.is_empty()).then_some(Self::Search(query))
    }

    /// The Dutch word for what kind of thing it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Search(_) => "zoekopdracht",
            Self::Firm(_) => "installateur",
            Self::Body(_) => "instelling",
        }
    }

    /// Which one it is.
    pub fn subject(&self) -> &str {
        match self {
            Self::Search(query) => query,
            Self::Firm(kvk) => kvk.as_str(),
            Self::Body(code) => code.as_str(),
        }
    }

    /// What stands in the database as these two words.
    pub(super) fn stored(kind: &str, subject: &str) -> Result<Self, StorageError> {
        let damaged = || StorageError::damaged(format!("abonnement op {kind}"));
        match kind {
            "zoekopdracht" => Ok(Self::Search(subject.to_owned())),
            "installateur" => KvkNumber::parse(subject).map(Self::Firm).map_err(|_| damaged()),
            "instelling" => BodyCode::parse(subject).map(Self::Body).map_err(|_| damaged()),
            _ => Err(damaged()),
        }
    }

    /// The Dutch address of its page.
    pub fn address(&self) -> String {
        match self {
            Self::Search(query) => format!("/?{query}"),
            Self::Firm(kvk) => format!("/installateurs/{kvk}"),
            Self::Body(code) => {
                let code: String = form_urlencoded::byte_serialize(code.as_str().as_bytes()).collect();
                format!("/instellingen/{}", code.replace('+', "%20"))
            }
        }
    }

    /// The name that people know it by; nothing when the register does not know it.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails.
    pub(super) fn what(&self, conn: &mut Conn) -> Result<Option<What>, StorageError> {
        Ok(match self {
            Self::Search(query) => Some(What::Search(text_of(query))),
            Self::Firm(kvk) => register::certificates_of(conn, kvk)?
                .pop()
                .map(|latest| What::Firm { kvk: kvk.to_string(), name: latest.name }),
            Self::Body(code) => bodies::by_code(conn, code)?.map(|body| What::Body(body.name)),
        })
    }
}

/// The words that were searched for.
pub(super) fn text_of(query: &str) -> String {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == "zoek").map(|(_, text)| text.into_owned()).unwrap_or_default()
}

/// The firms that the search finds.
pub(in crate::services) fn found_by(register: &Register, query: &str, _today: NaiveDate) -> HashSet<KvkNumber> {
    let answer = register.search(&text_of(query), 1, usize::MAX);
    answer.firms.iter().map(|firm| firm.kvk.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back() {
        let followed = [
            Followed::search("  jansen  & zn ").unwrap_or_else(|| panic!("a text")),
            Followed::Firm(KvkNumber::parse("90000001").unwrap_or_else(|_| panic!("a number"))),
            Followed::Body(BodyCode::parse("a/b c").unwrap_or_else(|_| panic!("a code"))),
        ];
        assert_eq!(followed[0].address(), "/?zoek=jansen+%26+zn");
        assert_eq!(text_of(followed[0].subject()), "jansen & zn");
        assert_eq!(followed[2].address(), "/instellingen/a%2Fb%20c");
        for followed in followed {
            assert!(Followed::stored(followed.kind(), followed.subject()).is_ok_and(|read| read == followed));
        }
        assert_eq!(Followed::search(" \u{2003} "), None);
    }
}
