//! Addresses of our own pages. What goes in may hold any character: codes and references are those of the bodies.

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use url::form_urlencoded::Serializer;

pub use crate::domain::text::path_part;
use crate::language::Language;

/// The path with these parts: `["toezicht", "onderzoeken", "bravo", "B/12"]` gives `/toezicht/onderzoeken/bravo/B%2F12`.
pub fn path<S: AsRef<str>>(parts: impl IntoIterator<Item = S>) -> String {
    parts.into_iter().fold(String::new(), |mut path, part| {
        path.push('/');
        path.push_str(&path_part(part.as_ref()));
        path
    })
}

/// The path with a query; what is empty is left out.
pub fn with_query<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// What comes before the token in the address of a link in a mail.
const BEFORE_TOKEN: [&str; 4] = ["/volgen/bevestigen/", "/volgen/opzeggen/", "/uitnodiging/", "/wachtwoord-vergeten/"];

/// The calendar of a body, for programs. The secret stands in the query, which is never in the log.
pub(super) const CALENDAR: &str = "/agenda.ics";

/// Whether the address holds a token: it is then a secret of whoever got the mail, or made the address.
pub fn holds_token(path: &str) -> bool {
    path == CALENDAR || BEFORE_TOKEN.iter().any(|before| Language::without_base(path).starts_with(before))
}

/// The shortest part of a path that could be a token.
const SHORTEST_TOKEN: usize = 32;

/// The path as it may stand in the log: without the token of a link in a mail, and without any part that could be one.
pub fn loggable(path: &str) -> String {
    let is_last = path != CALENDAR && holds_token(path);
    let path = if is_last { path.rsplit_once('/').map_or(path, |(before, _)| before) } else { path };
    let could_be_token = |part: &str| {
        part.len() >= SHORTEST_TOKEN && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_%".contains(&byte))
    };
    let parts = path.split('/').map(|part| if could_be_token(part) { "…" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The name in a query of the body that something is of.
pub const OF_BODY: &str = "instelling";

/// The page of a certificate, or a part of it when that is named, such as `bewijs`. A number is unique within one body only,
/// so its body is always in the address.
pub fn certificate(body: &str, number: &str, part: &str) -> String {
    let parts = ["certificaten", number].into_iter().chain((!part.is_empty()).then_some(part));
    with_query(&path(parts), [(OF_BODY, body)])
}

/// The feed with the changes of what this page shows: beside the page, with the same query.
pub fn feed(page: &str) -> String {
    let (path, query) = page.split_at(page.find('?').unwrap_or(page.len()));
    format!("{}/wijzigingen.atom{query}", path.trim_end_matches('/'))
}

/// The answer that leads a browser to this address after a form was taken.
pub fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, address)).finish()
}

/// The page of a body, for the regulator.
pub fn supervised_body(code: &str) -> String {
    path(["toezicht", "instellingen", code])
}

/// The page of an audit, for the regulator.
pub fn supervised_audit(body: &str, reference: &str) -> String {
    path(["toezicht", "onderzoeken", body, reference])
}

/// The page of a version of a scheme.
pub fn scheme_version(code: &str, version: &str) -> String {
    path(["schemas", code, version])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_signs_stays_one_part_of_the_path() {
        assert_eq!(path_part("AL-A-000001"), "AL-A-000001");
        assert_eq!(path_part("12/34 a+b"), "12%2F34%20a%2Bb");
    }

    #[test]
    fn any_reference_stays_one_part_of_the_path() {
        assert_eq!(supervised_audit("bravo", "B 1/2+3?#é"), "/toezicht/onderzoeken/bravo/B%201%2F2%2B3%3F%23%C3%A9");
    }

    #[test]
    fn a_token_does_not_stand_in_the_log() {
        assert_eq!(loggable("/volgen/bevestigen/geheim"), "/volgen/bevestigen");
        assert_eq!(loggable("/en/volgen/opzeggen/geheim"), "/en/volgen/opzeggen");

        assert_eq!(loggable("/a/0123456789abcdef0123456789abcdef/b"), "/a/…/b");
        assert_eq!(loggable("/uitnodiging/geheim"), "/uitnodiging");
        assert_eq!(loggable("/installateurs/90000001"), "/installateurs/90000001");
        assert_eq!(loggable("/agenda.ics"), "/agenda.ics");
    }

    #[test]
    fn a_certificate_is_that_of_its_body() {
        assert_eq!(certificate("b&c", "12/34", ""), "/certificaten/12%2F34?instelling=b%26c");
        assert_eq!(certificate("bravo", "B-1", "bewijs"), "/certificaten/B-1/bewijs?instelling=bravo");
    }

    #[test]
    fn a_feed_stands_beside_its_page() {
        assert_eq!(feed("/"), "/wijzigingen.atom");
        assert_eq!(feed("/?zoek=a%2Fb"), "/wijzigingen.atom?zoek=a%2Fb");
        assert_eq!(feed("/instellingen/alfa"), "/instellingen/alfa/wijzigingen.atom");
    }

    #[test]
    fn what_is_not_chosen_is_not_in_the_query() {
        assert_eq!(with_query("/toezicht", [("soort", ""), ("niveau", "")]), "/toezicht");
        assert_eq!(
            with_query("/toezicht", [("soort", ""), ("niveau", "alarm"), ("x", "a b")]),
            "/toezicht?niveau=alarm&x=a+b"
        );
    }
}
