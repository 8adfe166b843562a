//! What every answer carries beside its body, and what is asked in other ways than by GET.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::{Method, StatusCode};
use stelselwacht::web::api::VERSION;

use super::client::{Api, Reply};
use crate::support::site::RunningSite;

/// Asked together with what comes back.
const ANY: [(&str, u16); 7] = [
    ("/certificaathouders?limiet=1", 200),
    ("/openapi.json", 200),
    ("/certificaathouders?limiet=0", 400),
    ("/certificaathouders/00000000", 404),
    ("/certificaathouders/", 404),
    ("/installateurs", 404),
    ("/api", 404),
];

#[track_caller]
fn is_of_the_api(reply: &Reply) {
    assert_eq!(reply.header("api-version"), VERSION, "{reply:?}");
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    let readable = reply.header("access-control-expose-headers").to_lowercase();
    for name in ["api-version", "etag", "link", "retry-after"] {
        assert!(readable.contains(name), "{readable}");
    }
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert!(reply.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert!(reply.header("set-cookie").is_empty(), "the API sets no cookies");
}

#[test]
fn every_answer_says_its_version_and_may_be_read_anywhere() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let api = Api::of(&site);
    for (path, status) in ANY {
        let reply = api.get(path);
        assert_eq!(reply.status.as_u16(), status, "{path}");
        is_of_the_api(&reply);
        if status >= 400 {
            assert_eq!(reply.header("content-type"), "application/problem+json");
            let problem = reply.json();
            assert_eq!(problem["status"], status);
            assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
        }
    }
    assert!(site.visitor().get("/methode").text.starts_with("<!"), "pages stay pages");
}

#[test]
fn what_did_not_change_is_not_sent_again() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let api = Api::of(&site);
    for path in ["/certificaathouders", "/certificaten?limiet=2", "/certificatieschemas/CS-A", "/openapi.json"] {
        let first = api.get(path);
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        let strong = tag.trim_start_matches("W/").to_owned();
        for known in [tag.clone(), strong, format!("\"x\", {tag}"), "*".to_owned()] {
            let again = api.ask(Method::GET, path, &[("if-none-match", &known)]);
            assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path} {known}");
            assert_eq!(again.header("etag"), tag);
            is_of_the_api(&again);
        }
        for other in ["W/\"x\"", "onzin", "\"\""] {
            let again = api.ask(Method::GET, path, &[("if-none-match", other)]);
            assert_eq!((again.status, &again.text), (StatusCode::OK, &first.text), "{path} {other}");
        }
        let head = api.ask(Method::HEAD, path, &[]);
        assert_eq!((head.status, head.text.as_str(), head.header("etag")), (StatusCode::OK, "", tag.as_str()));
    }
}

#[test]
fn the_tag_follows_what_the_register_says() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let api = Api::of(&site);
    let paths = ["/certificaathouders", "/certificaten?limiet=100"];
    let before = paths.map(|path| api.get(path).header("etag").to_owned());
    site.deliver("bravo");
    site.portal.register.follow(&site.portal.store).unwrap();
    for (path, tag) in paths.iter().zip(before) {
        let after = api.ask(Method::GET, path, &[("if-none-match", &tag)]);
        assert_eq!(after.status, StatusCode::OK, "{path}");
        assert_ne!(after.header("etag"), tag);
    }
}

#[test]
fn a_browser_may_ask_from_another_site() {
    let site = RunningSite::empty();
    let api = Api::of(&site);
    let asking = [("origin", "https://gemeente.example"), ("access-control-request-method", "GET")];
    let preflight = api.ask(Method::OPTIONS, "/certificaathouders", &asking);
    assert_eq!(preflight.status, StatusCode::NO_CONTENT);
    assert_eq!(preflight.header("access-control-allow-methods"), "GET, HEAD, OPTIONS");
    assert_eq!(preflight.header("access-control-allow-headers"), "*");
    assert_eq!(preflight.header("access-control-max-age"), "86400");
    is_of_the_api(&preflight);
    assert!(preflight.header("access-control-allow-credentials").is_empty(), "nothing is told by who asks");
}

#[test]
fn the_api_is_only_read() {
    let site = RunningSite::empty();
    let api = Api::of(&site);
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let reply = api.ask(method, "/certificaathouders", &[]);
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(reply.header("allow"), "GET, HEAD, OPTIONS");
        assert_eq!(reply.json()["status"], 405);
        is_of_the_api(&reply);
    }
}

#[test]
fn answers_are_json_for_whoever_takes_it() {
    let site = RunningSite::empty();
    let api = Api::of(&site);
    for accept in ["application/json", "*/*", "application/*;q=0.1", "text/html, application/json;q=0.5", "", "@"] {
        let reply = api.ask(Method::GET, "/aanwijzingen", &[("accept", accept)]);
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, "application/json"), "{accept}");
    }
    for accept in ["text/html", "application/xml", "application/json;q=0"] {
        let reply = api.ask(Method::GET, "/aanwijzingen", &[("accept", accept)]);
        assert_eq!(reply.status, StatusCode::NOT_ACCEPTABLE, "{accept}");
        assert_eq!(reply.header("content-type"), "application/problem+json");
    }
}

#[test]
fn who_asks_too_often_is_told_when_to_come_back() {
    let site = RunningSite::limited_to(3);
    let api = Api::of(&site);
    let replies: Vec<_> = (0..5).map(|_| api.get("/aanwijzingen")).collect();
    let refused = replies.last().unwrap();
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert!(refused.json()["detail"].as_str().unwrap().contains("seconden"));
    is_of_the_api(refused);
}

#[test]
fn a_database_that_is_gone_is_a_problem_with_a_number() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let api = Api::of(&site);
    site.database.tamper("ALTER TABLE schemes RENAME TO verdwenen").unwrap();
    let reply = api.get("/certificatieschemas");
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    let problem = reply.json();
    assert_eq!(problem["verzoeknummer"].as_str().unwrap().len(), 9, "{problem}");
    assert!(!reply.text.contains("schemes"), "causes stay in the log: {problem}");
    is_of_the_api(&reply);
    site.database.tamper("ALTER TABLE sessions RENAME TO weg").unwrap();
    let cookie = [("cookie", "sessie=AAAA")];
    let search = api.ask(Method::GET, "/certificaathouders", &cookie);
    assert_eq!(search.status, StatusCode::OK, "the search needs no database, and nobody is asked who they are");
}
