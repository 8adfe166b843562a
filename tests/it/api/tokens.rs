//! Tokens: made on a page, shown once, and refused as soon as they may no longer be used.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;
use serde_json::json;

use super::client::{Api, Program};
use super::programs::{acted, certificate};
use crate::support::site::{Answer, RunningSite, at};
use crate::support::{mail, moment};

const TOKENS: &str = "/instelling/tokens";

fn secret(page: &Answer) -> String {
    let (_, rest) = page.text.split_once("<code class=\"token\">").unwrap_or_else(|| panic!("{}", page.text));
    rest.split_once('<').unwrap().0.to_owned()
}

/// The mails that would leave at this moment: to whom, and about what.
fn mails(site: &RunningSite, now: &str) -> Vec<(String, String)> {
    mail::sent_at(&site.database.store, moment(now))
        .into_iter()
        .map(|(to, mail)| (to, format!("{}\n{}", mail.subject, mail.text)))
        .collect()
}

#[test]
fn a_token_is_made_shown_once_used_and_revoked() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let browser = site.logged_in(&at("alfa"));
    let page = browser.get(TOKENS);
    page.says("Er zijn nog geen tokens.");
    let fields = [
        ("naam", " Planning "),
        ("bereik", "certificaten:lezen"),
        ("bereik", "certificaten:schrijven"),
        ("tot_en_met", "31-03-2026"),
    ];
    let made = browser.post(&page, TOKENS, &fields);
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let token = secret(&made);
    assert!(token.starts_with("stw_") && token.len() == 47, "{token}");
    let page = browser.get(TOKENS);
    assert!(!page.text.contains(&token), "it is shown once");
    page.says("Planning").says(&format!("{}…", &token[..8])).says("31 maart 2026").says("nog nooit").says("werkt");

    let program = Program::new(&site, "alfa", &token);
    assert_eq!(program.get("/certificaten/AL-B-000001").status, StatusCode::OK);
    browser.get(TOKENS).says("1 februari 2026, 10.00 uur");
    let sent = mails(&site, "2026-02-01T09:01:00Z");
    assert!(
        sent.iter().any(|(to, mail)| *to == at("alfa") && mail.contains("Planning") && !mail.contains(&token)),
        "{sent:?}"
    );

    let double = browser.post(&page, TOKENS, &[("naam", "Planning"), ("bereik", "x"), ("tot_en_met", "2027-02-02")]);
    assert_eq!(double.status, StatusCode::UNPROCESSABLE_ENTITY);
    double.says("Er is al een token met deze naam").says("Kies ten minste één ding").says("tot en met 1 februari 2027");

    let revoked = browser.post(&page, "/instelling/tokens/intrekken", &[("token", "1")]);
    assert_eq!(revoked.status, StatusCode::SEE_OTHER);
    browser.follow(revoked).says("Het token is ingetrokken").says("ingetrokken");
    let refused = program.get("/certificaten/AL-B-000001");
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"stelselwacht\", error=\"invalid_token\"");
    assert_eq!(browser.post(&page, "/instelling/tokens/intrekken", &[("token", "1")]).status, StatusCode::NOT_FOUND);
    for action in ["token-gemaakt", "token-ingetrokken"] {
        assert_eq!(acted(&site, action), [at("alfa")]);
    }
    let trail = site.logged_in(crate::support::site::REGULATOR).get("/beheer/logboek");
    assert!(!trail.text.contains(&token[8..]));
}

#[test]
fn a_token_that_ends_is_told_of_and_then_refused() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let token = site.token("alfa", "planning", "certificaten:lezen");
    mails(&site, "2026-02-01T09:01:00Z");
    assert!(mails(&site, "2026-02-14T09:00:00Z").is_empty(), "the last day is 28 February");
    let warned = mails(&site, "2026-02-15T09:00:00Z");
    assert!(warned.len() == 1 && warned[0].1.contains("28 februari 2026"), "{warned:?}");
    assert!(mails(&site, "2026-02-16T09:00:00Z").is_empty(), "once");
    for (now, status) in [("2026-02-28T22:59:00Z", StatusCode::OK), ("2026-02-28T23:00:00Z", StatusCode::UNAUTHORIZED)]
    {
        let mut portal = site.portal.clone();
        portal.clock = stelselwacht::clock::Clock::fixed(moment(now));
        let later = site.again(portal);
        let reply = Program::new(&later, "alfa", &token).get("/certificaten/AL-B-000001");
        assert_eq!(reply.status, status, "{now}");
    }
}

#[test]
fn without_a_token_nothing_is_there_and_a_token_does_no_more_than_it_says() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let api = Api::of(&site);
    let path = "/certificerende-instellingen/alfa/certificaten/AL-B-000001";
    for header in ["", "Bearer", "Bearer stw_", "Bearer x", "Basic YTpi", "stw_AAAA"] {
        let reply = api.ask(reqwest::Method::GET, path, &[("authorization", header)]);
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{header}");
        assert!(reply.header("www-authenticate").contains("invalid_token"));
    }
    assert_eq!(api.get(path).header("www-authenticate"), "Bearer realm=\"stelselwacht\"");
    let cookie = site.logged_in(&at("alfa")).get(&format!("/api/v1{path}"));
    assert_eq!(cookie.status, StatusCode::UNAUTHORIZED, "a session is no token");

    let reader = Program::new(&site, "alfa", site.token("alfa", "lezer", "certificaten:lezen"));
    let writer = Program::new(&site, "alfa", site.token("alfa", "schrijver", "certificaten:schrijven"));
    let new = certificate("AL-A-009999");
    assert_eq!(reader.get("/certificaten/AL-B-000001").status, StatusCode::OK);
    assert_eq!(writer.put("/certificaten/AL-A-009999", &new, &[]).status, StatusCode::CREATED);
    let day = json!({"bijgewerktTot": "2026-02-01"});
    for (reply, scope) in [
        (reader.get("/onderzoeken/A000001"), "onderzoeken:lezen"),
        (reader.put("/certificaten/AL-A-009999", &new, &[]), "certificaten:schrijven"),
        (writer.get("/certificaten/AL-A-009999"), "certificaten:lezen"),
        (writer.put("/besluiten/B", &json!({}), &[]), "besluiten:schrijven"),
        (writer.post("", &json!({"certificaten": [new], "afwijkingen": [{}]}), &[]), "afwijkingen:schrijven"),
        (writer.post("", &day, &[]), "onderzoeken:schrijven, afwijkingen:schrijven, besluiten:schrijven"),
    ] {
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{scope}: {}", reply.text);
        assert!(reply.json()["detail"].as_str().unwrap().contains(scope), "{}", reply.text);
    }
}

#[test]
fn a_program_that_asks_too_often_is_told_when_to_come_back() {
    let site = RunningSite::limiting_tokens_to(2);
    let alfa = Program::full(&site, "alfa");
    let replies: Vec<_> = (0..4).map(|_| alfa.get("/certificaten/AL-B-000001")).collect();
    let refused = replies.last().unwrap();
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    let other = Program::new(&site, "alfa", site.token("alfa", "ander", "certificaten:lezen"));
    assert_eq!(other.get("/certificaten/AL-B-000001").status, StatusCode::OK, "another token has its own");
}
