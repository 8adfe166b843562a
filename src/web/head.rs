//! What the head of a page says to those that list pages: which address is the page's own, in which languages it can be
//! had, and whether it is to be listed at all.

use serde::Serialize;

use crate::language::Language;

/// The parts of the site that are not for the public, each with everything under it. No search engine has to look there.
pub(super) const NOT_PUBLIC: [&str; 6] = ["/account", "/inloggen", "/uitloggen", "/instelling", "/toezicht", "/beheer"];

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
    /// The address that the page has of its own, without a query; absent for what has none, such as an error.
    pub(super) canonical: Option<String>,
    /// The page in all languages; empty where the query makes another page of it.
    pub(super) alternates: Vec<Alternate>,
    /// Whether search engines are asked not to list it.
    pub(super) unlisted: bool,
}

impl Head {
    /// The head of a page of the public at this Dutch address. A page with a query is the answer to one question, on
    /// one day: it is not listed, and its own address is that of the page as it is today.
    pub(super) fn of_public(public_url: &str, language: Language, address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Self {
            canonical: Some(format!("{public_url}{}", language.path(path))),
            alternates: if query.is_empty() { alternates(public_url, path) } else { Vec::new() },
            unlisted: !query.is_empty(),
        }
    }

    /// The head of a page that is not to be listed.
    pub(super) fn unlisted() -> Self {
        Self { unlisted: true, ..Self::default() }
    }
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
    fn the_page_of_a_body_for_the_public_is_not_its_own_overview() {
        assert!(is_not_public("/instelling") && is_not_public("/instelling/onderzoeken") && is_not_public("/inloggen"));
        assert!(!is_not_public("/instellingen") && !is_not_public("/instellingen/alfa") && !is_not_public("/"));
    }
}
