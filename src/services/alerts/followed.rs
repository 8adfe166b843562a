//! What can be followed, and how often one hears.

use super::search::Search;
use crate::domain::identifiers::{BodyCode, KvkNumber};
use crate::domain::text::path_part;
use crate::notify::What;
use crate::storage::{Conn, Known, StorageError, bodies, register};

/// What somebody follows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Followed {
    /// The firms that a search finds.
    Search(Search),
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

impl Followed {
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
            Self::Search(search) => search.query(),
            Self::Firm(kvk) => kvk.as_str(),
            Self::Body(code) => code.as_str(),
        }
    }

    /// What these two words of a form name, if anything.
    pub fn named(kind: &str, subject: &str) -> Option<Self> {
        match kind {
            "zoekopdracht" => Search::parse(subject).ok().flatten().map(Self::Search),
            _ => Self::stored(kind, subject).ok(),
        }
    }

    /// What stands in the database as these two words.
    pub(super) fn stored(kind: &str, subject: &str) -> Result<Self, StorageError> {
        let damaged = || StorageError::damaged(format!("abonnement op {kind}"));
        match kind {
            "zoekopdracht" => Ok(Self::Search(Search::stored(subject))),
            "installateur" => KvkNumber::parse(subject).map(Self::Firm).map_err(|_| damaged()),
            "instelling" => BodyCode::parse(subject).map(Self::Body).map_err(|_| damaged()),
            _ => Err(damaged()),
        }
    }

    /// The Dutch address of its page.
    pub fn address(&self) -> String {
        match self {
            Self::Search(search) => format!("/?{}", search.query()),
            Self::Firm(kvk) => format!("/installateurs/{kvk}"),
            Self::Body(code) => format!("/instellingen/{}", path_part(code.as_str())),
        }
    }

    /// The name that people know it by; nothing when the register does not know it.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails.
    pub(super) fn what(&self, conn: &mut Conn) -> Result<Option<What>, StorageError> {
        Ok(match self {
            Self::Search(search) => Some(What::Search(search.words())),
            Self::Firm(kvk) => register::certificates_of(conn, kvk, Known::Now)?
                .pop()
                .map(|latest| What::Firm { kvk: kvk.to_string(), name: latest.name }),
            Self::Body(code) => bodies::by_code(conn, code)?.map(|body| What::Body(body.name)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back() {
        let followed = [
            Followed::Search(Search::stored("zoek=jansen+%26+zn")),
            Followed::Firm(KvkNumber::parse("90000001").unwrap_or_else(|_| panic!("a number"))),
            Followed::Body(BodyCode::parse("a/b c").unwrap_or_else(|_| panic!("a code"))),
        ];
        assert_eq!(followed[0].address(), "/?zoek=jansen+%26+zn");
        assert_eq!(followed[2].address(), "/instellingen/a%2Fb%20c");
        for followed in followed {
            assert!(Followed::stored(followed.kind(), followed.subject()).is_ok_and(|read| read == followed));
        }
    }
}
