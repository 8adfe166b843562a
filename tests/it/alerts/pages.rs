//! The pages: the form, and what the links in mails lead to.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;
use reqwest::blocking::Client;
use stelselwacht::notify::{Mail, Transport};
use stelselwacht::services::alerts::round::{Ways, round};

use super::support::{FROM, READER, SITE, token};
use crate::support::site::{Answer, Browser, RunningSite, at};

fn mails(site: &RunningSite, transport: &Transport) -> Vec<Mail> {
    let ways = Ways { transport, public_url: SITE, public_history_years: 5 };
    round(&site.portal.store, &site.portal.register, &ways, site.portal.now()).unwrap();
    transport.taken().into_iter().map(|(_, mail)| mail).collect()
}

fn ask(browser: &Browser<'_>, page: &Answer, email: &str) -> Answer {
    let hidden = |name: &str| page.value_of(name).unwrap().replace("&amp;", "&");
    let (kind, subject) = (hidden("soort"), hidden("onderwerp"));
    let fields = [("soort", &*kind), ("onderwerp", &subject), ("email", email), ("frequentie", "direct")];
    browser.post(page, "/volgen", &fields)
}

#[test]
fn somebody_follows_a_firm_and_stops_with_one_click() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let transport = Transport::memory(FROM).unwrap();
    let browser = site.visitor();
    let form = browser.get("/volgen?installateur=90000007");
    form.says("Ketelservice & Zonen B.V.").says("72 uur");
    let asked = ask(&browser, &form, READER);
    assert_eq!((asked.status, asked.location.as_str()), (StatusCode::SEE_OTHER, "/volgen/gevraagd"));
    browser.get("/volgen/gevraagd").says("Kijk in uw e-mail");

    let link = token(&mails(&site, &transport)[0], "bevestigen");
    let address = format!("/volgen/bevestigen/{link}");
    let question = browser.get(&address);
    question.says("Wilt u deze wijzigingen volgen?");
    browser.get(&address).says("Wilt u deze wijzigingen volgen?");
    assert_eq!(browser.post_with("AAAA", &address, &[]).status, StatusCode::BAD_REQUEST, "not from another site");
    browser.post(&question, &address, &[]).says("U volgt deze wijzigingen");
    browser.get(&address).says("U volgt deze wijzigingen");

    // Asked for once more, the mail says so and has the way to stop.
    ask(&browser, &form, READER);
    let mail = &mails(&site, &transport)[0];
    let stop = mail.one_click.as_deref().unwrap().strip_prefix(SITE).unwrap();
    browser.get(stop).says("Geen e-mail meer?");
    browser.get(stop).says("Geen e-mail meer?");
    // A mail program has no cookie and no token of a form.
    let one_click = Client::new().post(site.url(stop)).body("List-Unsubscribe=One-Click");
    let done = one_click.header("content-type", "application/x-www-form-urlencoded").send().unwrap();
    assert_eq!(done.status(), StatusCode::OK);
    let again = browser.get(stop);
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    again.says("U bent waarschijnlijk al gestopt");
    let old = browser.get(&address);
    assert_eq!(old.status, StatusCode::NOT_FOUND);
    old.says("Deze link werkt niet meer");
}

#[test]
fn the_answer_does_not_tell_who_follows() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let browser = site.visitor();
    let form = browser.get("/volgen?instelling=alfa");
    let answers: Vec<_> = [READER, READER, "ander@voorbeeld.example", READER, READER]
        .map(|email| ask(&browser, &form, email))
        .map(|answer| (answer.status, answer.location, answer.text))
        .into();
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

/// The form of the page itself, not that to log out with, which stands before it.
#[test]
fn somebody_who_is_logged_in_follows_as_well() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let browser = site.logged_in(&at("alfa"));
    let form = browser.get("/volgen?instelling=alfa");
    let (_, token) = form.text.rsplit_once("name=\"csrf\" value=\"").unwrap();
    let token = token.split('"').next().unwrap();
    assert_ne!(token, form.csrf());
    let fields = [("soort", "instelling"), ("onderwerp", "alfa"), ("email", READER), ("frequentie", "direct")];
    let asked = browser.post_with(token, "/volgen", &fields);
    assert_eq!(asked.location, "/volgen/gevraagd", "{}", asked.status);
}

#[test]
fn a_page_of_a_token_tells_nobody_where_it_is() {
    let site = RunningSite::empty();
    for path in ["/volgen/bevestigen/geheim", "/en/volgen/opzeggen/geheim"] {
        let response = Client::new().get(site.url(path)).send().unwrap();
        let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(
            (header("referrer-policy"), header("cache-control"), header("x-robots-tag")),
            ("no-referrer".into(), "no-store".into(), "noindex".into())
        );
    }
}

#[test]
fn what_makes_no_sense_is_said() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let browser = site.visitor();
    for (query, field) in [
        ("installateur=123", "installateur"),
        ("installateur=%3Cscript%3E", "installateur"),
        ("postcode=9", "postcode"),
        ("werk=slopen", "werk"),
        ("postcode=3511&straal=9999", "straal"),
    ] {
        let answer = browser.get(&format!("/volgen?{query}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        answer.says(&format!("‘{field}’"));
    }
    let long = "x".repeat(10_000);
    assert_eq!(browser.get(&format!("/volgen?zoek={long}")).status, StatusCode::BAD_REQUEST);
    assert_eq!(browser.get("/volgen?installateur=99999999").status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/volgen?instelling=onbekend").status, StatusCode::NOT_FOUND);
    browser.get("/volgen").says("Kies eerst wat u wilt volgen");

    let form = browser.get("/volgen?zoek=jansen+%F0%9F%94%A5");
    form.says("de zoekopdracht ‘jansen 🔥’");
    for wrong in ["jan", "", "a@b.nl\r\nBcc: c@d.nl", "jan@localhost", long.as_str()] {
        let answer = ask(&browser, &form, wrong);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong:.40}");
        answer.says("Dit is geen e-mailadres.");
    }
    for fields in [
        [("soort", "alles"), ("onderwerp", "x"), ("email", READER), ("frequentie", "direct")],
        [("soort", "installateur"), ("onderwerp", "x"), ("email", READER), ("frequentie", "direct")],
        [("soort", "instelling"), ("onderwerp", "alfa"), ("email", READER), ("frequentie", "elk uur")],
    ] {
        assert_eq!(browser.post(&form, "/volgen", &fields).status, StatusCode::BAD_REQUEST, "{fields:?}");
    }
}
