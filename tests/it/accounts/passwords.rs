//! Passwords: forgotten, and changed by their owner.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::time::Instant;

use chrono::TimeDelta;
use reqwest::StatusCode;
use stelselwacht::services::accounts::own::ChangeError;
use stelselwacht::web::pages::accounts::forgotten::ANSWER_AFTER;

use super::support::{NEW, World, choose, invite, link, log_in};
use crate::support::site::{Answer, Browser, PASSWORD, READER, RunningSite, at};

fn ask(browser: &Browser<'_>, email: &str) -> Answer {
    let page = browser.get("/wachtwoord-vergeten");
    browser.post(&page, "/wachtwoord-vergeten", &[("email", email)])
}

#[test]
fn a_forgotten_password_is_replaced_and_every_session_ends() {
    let world = World::new();
    let (elsewhere, visitor) = (world.site.logged_in(READER), world.site.visitor());
    elsewhere.get("/account").says("Waar u bent ingelogd");
    ask(&visitor, " LEZER@alfa.example").says("Kijk in uw mail");
    let mails = world.mails();
    assert_eq!(mails[0].0, READER);
    let link = link(&mails[0].1);
    assert!(link.starts_with("/wachtwoord-vergeten/"));
    let page = visitor.get(&link);
    page.says(READER);
    visitor.post(&page, &link, &choose("lezer-alfa-lezer")).says("losse woorden");
    assert_eq!(elsewhere.get("/account").status, StatusCode::OK, "nothing happened yet");
    visitor.post(&page, &link, &choose(NEW)).says("Uw wachtwoord is vervangen");

    assert_eq!(elsewhere.get("/account").status, StatusCode::SEE_OTHER);
    assert_eq!(log_in(&visitor, READER, PASSWORD).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(log_in(&visitor, READER, NEW).status, StatusCode::SEE_OTHER);
    let told = world.mails();
    assert!(told.len() == 1 && told[0].0 == READER && told[0].1.subject.contains("vervangen"), "{told:?}");
    assert_eq!(visitor.get(&link).status, StatusCode::GONE);
    let trail = world.trail(READER);
    assert!(trail.contains(&"bezoeker wachtwoord-vergeten".to_owned()), "{trail:?}");
    assert!(trail.contains(&"lezer@alfa.example wachtwoord-hersteld".to_owned()), "{trail:?}");
}

#[test]
fn the_link_works_for_an_hour() {
    let world = World::new();
    let visitor = world.site.visitor();
    ask(&visitor, READER);
    let link = world.link();
    world.pass(TimeDelta::minutes(59));
    let page = visitor.get(&link);
    world.pass(TimeDelta::minutes(1));
    let late = visitor.post(&page, &link, &choose(NEW));
    assert_eq!(late.status, StatusCode::GONE);
    late.says("verlopen").says("Een nieuwe link aanvragen");
    assert_eq!(log_in(&visitor, READER, PASSWORD).status, StatusCode::SEE_OTHER);
}

/// Neither the words nor the time tell whether there is an account: every answer waits until it is due.
#[test]
fn the_answer_does_not_tell_who_has_an_account() {
    let world = World::new();
    let administrator = world.site.logged_in(&at("alfa"));
    invite(&administrator, "/instelling/accounts", "nora@alfa.example", "lezer");
    world.mails();
    let visitor = world.site.visitor();
    let page = visitor.get("/wachtwoord-vergeten");
    let mut answers = Vec::new();
    for email in [READER, "niemand@alfa.example", "nora@alfa.example", READER, READER, READER, READER] {
        let begin = Instant::now();
        let answer = visitor.post(&page, "/wachtwoord-vergeten", &[("email", email)]);
        assert!(begin.elapsed() >= ANSWER_AFTER, "{email}");
        let cookies = answer.headers.get_all("set-cookie").iter().count();
        answers.push((answer.status, answer.text.clone(), cookies));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    // There is an end to the mails to one address.
    let mails = world.mails();
    assert!(mails.iter().all(|(to, _)| to == READER) && mails.len() == 3, "{mails:?}");
    world.pass(TimeDelta::days(1));
    ask(&visitor, READER);
    assert_eq!(world.mails().len(), 1);
    let wrong = ask(&visitor, "geen adres");
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says("Dit is geen e-mailadres");
}

#[test]
fn whoever_asks_too_often_is_told_how_long_to_wait() {
    let site = RunningSite::limited_to(6);
    let visitor = site.visitor();
    let page = visitor.get("/wachtwoord-vergeten");
    for (path, fields) in [
        ("/wachtwoord-vergeten", vec![("email", "a@b.example")]),
        ("/uitnodiging/AAAA", choose(NEW).to_vec()),
        ("/wachtwoord-vergeten/AAAA", choose(NEW).to_vec()),
    ] {
        for _ in 0..7 {
            let answer = visitor.post(&page, path, &fields);
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                break;
            }
        }
        let refused = visitor.post(&page, path, &fields);
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        assert!((1..=60).contains(&refused.header("retry-after").parse::<u32>().unwrap()), "{path}");
    }
    assert_eq!(visitor.get("/wachtwoord-vergeten").status, StatusCode::OK, "reading is another matter");
}

#[test]
fn an_owner_changes_the_password_and_other_sessions_end() {
    let world = World::new();
    let (here, elsewhere) = (world.site.logged_in(READER), world.site.logged_in(READER));
    let page = here.get("/account/wachtwoord");
    let change = |present: &str, chosen: &str, again: &str| {
        let fields = [("huidig", present), ("wachtwoord", chosen), ("herhaling", again)];
        here.post(&page, "/account/wachtwoord", &fields)
    };
    change("verkeerd wachtwoord", NEW, NEW).says(&ChangeError::Wrong.to_string());
    change(PASSWORD, NEW, "iets anders").says("Dit is niet hetzelfde");
    change(PASSWORD, "lezerlezerlezer", "lezerlezerlezer").says("losse woorden");
    change(PASSWORD, PASSWORD, PASSWORD).says("hetzelfde als het huidige");
    assert_eq!(elsewhere.get("/account").status, StatusCode::OK);
    let done = change(PASSWORD, NEW, NEW);
    assert_eq!(done.location, "/account?gedaan=wachtwoord", "{}", done.text);
    here.get(&done.location).says("Uw wachtwoord is gewijzigd");
    assert_eq!(elsewhere.get("/account").status, StatusCode::SEE_OTHER);
    let told = world.mails();
    assert!(told.len() == 1 && told[0].0 == READER && told[0].1.text.contains("bent u uitgelogd"), "{told:?}");
    assert_eq!(log_in(&elsewhere, READER, NEW).status, StatusCode::SEE_OTHER);
    let trail = world.trail(READER);
    assert!(trail.contains(&"lezer@alfa.example wachtwoord-gewijzigd".to_owned()), "{trail:?}");
    assert!(trail.contains(&"lezer@alfa.example wachtwoord-wijzigen-mislukt".to_owned()), "{trail:?}");
}

/// Whoever finds a computer that is logged in cannot try passwords without end.
#[test]
fn guessing_the_present_password_is_slowed_down() {
    let world = World::new();
    let here = world.site.logged_in(READER);
    let page = here.get("/account/wachtwoord");
    let fields = [("huidig", "verkeerd wachtwoord"), ("wachtwoord", NEW), ("herhaling", NEW)];
    for _ in 0..5 {
        assert_eq!(here.post(&page, "/account/wachtwoord", &fields).status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let refused = here.post(&page, "/account/wachtwoord", &fields);
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!refused.header("retry-after").is_empty());
    refused.says("te vaak een verkeerd wachtwoord");
    // It is no obstacle to logging in.
    assert_eq!(log_in(&world.site.visitor(), READER, PASSWORD).status, StatusCode::SEE_OTHER);
}
