//! What the head of a page says to those that list pages: which address is the page's own, in which languages it can be
//! had, and whether it is to be listed at all.

use serde::Serialize;

use super::address::{OF_BODY, with_query};
use crate::language::Language;

/// The parts of the site that are not for the public, each with everything under it. No search engine has to look there.
pub(super) const NOT_PUBLIC: [&str; 8] = [
    "/inloggen",
    "/uitloggen",
    "/uitnodiging",
    "/wachtwoord-vergeten",
    "/account",
    "/instelling",
    "/toezicht",
    "/beheer",
];

/// The language for whoever reads neither of ours: more people read it.
const FOR_ALL_OTHERS: Language = Language::English;

/// Whether the page at this path is for those who log in, or where they do.
pub(super) fn is_not_public(path: &str) -> bool {
    NOT_PUBLIC.iter().any(|start| path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// The same page in a language.
#[derive(Debug, Serialize)]
pub(super) struct Alternate {
    /// The code of the language, or `x-default`.
    pub(super) hreflang: &'static str,
    /// The whole address.
    pub(super) href: String,
}

/// The page at this Dutch path in every language, and for those who read none of them.
pub(super) fn alternates(public_url: &str, path: &str) -> Vec<Alternate> {
    let href = |language: Language| format!("{public_url}{}", language.path(path));
    Language::ALL
        .into_iter()
        .map(|language| (language.code(), language))
        .chain([("x-default", FOR_ALL_OTHERS)])
        .map(|(hreflang, language)| Alternate { hreflang, href: href(language) })
        .collect()
}

/// The head of a page as the layout template reads it.
#[derive(Debug, Default, Serialize)]
pub(super) struct Head {
    /// The address that the page has of its own; absent for what has none, such as an error.
    pub(super) canonical: Option<String>,
    /// The page in all languages; empty where the query makes another page of it.
    pub(super) alternates: Vec<Alternate>,
    /// Whether search engines are asked not to list it.
    pub(super) unlisted: bool,
}

impl Head {
    /// The head of a page of the public at this Dutch address. A page with more of a query than that is the answer to one question, on
    /// one day: it is not listed, and its own address is that of the page as it is today.
    pub(super) fn of_public(public_url: &str, language: Language, address: &str) -> Self {
        let (own, rest) = own_address(address);
        Self {
            canonical: Some(format!("{public_url}{}", language.path(&own))),
            alternates: if rest { Vec::new() } else { alternates(public_url, &own) },
            unlisted: rest,
        }
    }

    /// The head of a page that is not to be listed.
    pub(super) fn unlisted() -> Self {
        Self { unlisted: true, ..Self::default() }
    }
}

/// The address that the page has of its own, and whether more was asked than that. Only a page about something of a body
/// has a query of its own, which names the body.
fn own_address(address: &str) -> (String, bool) {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let is_own = |name: &str| name == OF_BODY && path.starts_with("/certificaten/");
    let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
    let (own, rest): (Vec<_>, Vec<_>) = pairs.iter().partition(|(name, _)| is_own(name));
    (with_query(path, own.into_iter().map(|(name, value)| (&**name, &**value))), !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_today_says_where_it_is_in_every_language() {
        let head = Head::of_public("https://register.example", Language::English, "/installateurs/90000001");
        assert_eq!(head.canonical.as_deref(), Some("https://register.example/en/installateurs/90000001"));
        let alternates: Vec<_> = head.alternates.iter().map(|a| (a.hreflang, a.href.as_str())).collect();
        assert_eq!(
            alternates,
            [
                ("nl", "https://register.example/installateurs/90000001"),
                ("en", "https://register.example/en/installateurs/90000001"),
                ("x-default", "https://register.example/en/installateurs/90000001"),
            ]
        );
        assert!(!head.unlisted);
    }

    #[test]
    fn an_answer_to_one_question_is_not_listed() {
        let head = Head::of_public("https://register.example", Language::Dutch, "/?zoek=jansen");
        assert_eq!(head.canonical.as_deref(), Some("https://register.example/"));
        assert!(head.unlisted && head.alternates.is_empty());
    }

    #[test]
    fn the_page_of_a_certificate_is_that_of_its_body() {
        let path = "/certificaten/12%2F34?instelling=bravo";
        let head = Head::of_public("https://register.example", Language::English, path);
        let own = format!("https://register.example/en{path}");
        assert_eq!((head.canonical, head.unlisted), (Some(own.clone()), false));
        assert_eq!(head.alternates[1].href, own);
        let then = format!("{path}&peildatum=2026-01-01");
        let head = Head::of_public("https://register.example", Language::English, &then);
        assert_eq!((head.canonical, head.unlisted), (Some(own), true));
    }

    #[test]
    fn the_page_of_a_body_for_the_public_is_not_its_own_overview() {
        assert!(is_not_public("/instelling") && is_not_public("/instelling/onderzoeken") && is_not_public("/inloggen"));
        assert!(!is_not_public("/instellingen") && !is_not_public("/instellingen/alfa") && !is_not_public("/"));
    }
}
