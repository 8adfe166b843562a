//! What the pages around second factors tell: how long to wait, where one is, where one was going, and what was not done.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::TimeDelta;
use reqwest::StatusCode;
use stelselwacht::domain::access::{ManageAccounts, Organisation};
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::services::accounts::{self, AccountError, factors};

use super::support::{App, demanding, give, half, offering, set_up_app, trail};
use crate::support::site::{Answer, PASSWORD, READER, REGULATOR, RunningSite, at};
use crate::support::system::operator;

fn next_of(page: &Answer) -> String {
    page.value_of("naar").unwrap_or_default().replace("&#x2F;", "/")
}

#[test]
fn where_somebody_was_going_survives_the_factor_that_must_be_got() {
    let site = demanding();
    let browser = site.visitor();
    let turned = browser.get("/toezicht/instellingen");
    let page = browser.get(&turned.location);
    let next = next_of(&page);
    let fields = [("email", REGULATOR), ("wachtwoord", PASSWORD), ("naar", &next)];
    let answer = browser.post(&page, "/inloggen", &fields);
    assert_eq!(answer.location, "/account/tweede-factor?naar=%2Ftoezicht%2Finstellingen");
    let page = browser.get(&answer.location);
    assert!(page.text.contains("href=\"/inloggen\" aria-current"), "logging in is what happens: {}", page.text);
    let begun = browser.post(&page, "/account/tweede-factor/app", &[("naar", &next_of(&page))]);
    assert_eq!(begun.location, "/account/tweede-factor/app?naar=%2Ftoezicht%2Finstellingen");
    let page = browser.get(&begun.location);
    let app = App::of(&page);
    let confirm = |page: &Answer, code: &str| {
        browser.post(page, "/account/tweede-factor/app/bevestigen", &[("code", code), ("naar", &next_of(page))])
    };
    let wrong = confirm(&page, "geen code");
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = confirm(&wrong, &app.code(&site, 0));
    assert!(done.text.replace("&#x2F;", "/").contains("href=\"/toezicht/instellingen\""), "{}", done.text);

    // Nobody is led to another site by it.
    let elsewhere = half(&site, &at("alfa")).0;
    let page = elsewhere.get("/account/tweede-factor?naar=https%3A%2F%2Felders.example%2F");
    elsewhere.post(&page, "/account/tweede-factor/app", &[]);
    let page = elsewhere.get("/account/tweede-factor/app");
    let fields = [("code", App::of(&page).code(&site, 0)), ("naar", "https://elders.example/".to_owned())];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = elsewhere.post(&page, "/account/tweede-factor/app/bevestigen", &fields);
    assert!(!done.text.contains("elders.example") && done.text.contains("instelling"), "{}", done.text);
}

#[test]
fn whoever_is_in_finds_the_factors_under_the_own_account() {
    let site = offering();
    site.add_everybody();
    let browser = site.logged_in(READER);
    let page = browser.get("/account/tweede-factor");
    assert!(page.text.contains("href=\"/account\" aria-current"), "{}", page.text);
    browser.post(&page, "/account/tweede-factor/app", &[]);
    let page = browser.get("/account/tweede-factor/app");
    assert!(page.text.contains("href=\"/account\" aria-current"), "{}", page.text);
}

#[test]
fn guessing_to_change_a_factor_is_slowed_down_and_the_wait_is_told() {
    let site = offering();
    site.add_everybody();
    let browser = site.logged_in(READER);
    let (app, _) = set_up_app(&site, &browser);
    let page = browser.get("/account/tweede-factor");
    let change =
        |proof: &str| browser.post(&page, "/account/tweede-factor/wijzigen", &[("wat", "app"), ("bewijs", proof)]);
    for _ in 0..5 {
        assert_eq!(change("000000").status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let slowed = change(&app.code(&site, 0));
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert!((1..=16).contains(&slowed.header("retry-after").parse::<u32>().unwrap()));
    slowed.says("Probeer het over").says("Tweede factor");
    site.portal.clock.advance(TimeDelta::seconds(16));
    assert_eq!(change(&app.code(&site, 0)).location, "/account/tweede-factor?gedaan=verwijderd");
}

#[test]
fn the_form_for_a_code_is_limited_as_the_form_to_log_in() {
    let site = RunningSite::limited_to(6);
    let visitor = site.visitor();
    let page = visitor.get("/inloggen");
    let refused = (0..8).map(|_| visitor.post(&page, "/inloggen/code", &[("code", "000000")]));
    let refused = refused.into_iter().find(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS).unwrap();
    assert!((1..=60).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
}

#[test]
fn an_account_where_only_the_password_was_given_is_named_as_that() {
    let site = offering();
    site.add_everybody();
    let owner = site.logged_in(READER);
    let (app, _) = set_up_app(&site, &owner);
    let (thief, _) = half(&site, READER);
    let page = owner.get("/account");
    page.says("Nog niet ingelogd").says("Dan kent iemand uw wachtwoord").says("Daar stoppen");
    let browsers = page.text.matches(">Onbekende browser</h3>").count();
    assert_eq!(browsers, 1, "the one of the owner, who says nothing about it: {}", page.text);
    let rest = page.text.split("name=\"sessie\" value=\"").nth(1).unwrap();
    let id = rest.split_once('"').unwrap().0;
    assert_eq!(owner.post(&page, "/account/sessies", &[("sessie", id)]).status, StatusCode::SEE_OTHER);
    assert!(thief.get("/instelling").location.starts_with("/inloggen?"), "what was begun has ended");
    // Nobody waits longer than the step between lasts.
    let _another = half(&site, READER);
    owner.get("/account").says("Nog niet ingelogd");
    site.portal.clock.advance(TimeDelta::minutes(16));
    assert!(!owner.get("/account").words().contains("Nog niet ingelogd"));
    let (whole, _) = half(&site, READER);
    assert_eq!(give(&whole, &app.code(&site, 0)).location, "/instelling");
    assert!(!owner.get("/account").words().contains("Nog niet ingelogd"));
}

#[test]
fn a_factor_that_cannot_be_removed_is_told_and_nothing_changes() {
    let site = offering();
    site.add_everybody();
    set_up_app(&site, &site.logged_in(READER));
    let alfa = Organisation::Body(BodyCode::parse("alfa").unwrap());
    let permit = operator(ManageAccounts(alfa));
    let id = {
        let all = accounts::all(&site.database.store, &permit).unwrap();
        all.into_iter().find(|account| account.email == READER).unwrap().id
    };
    let administrator = site.logged_in(&at("alfa"));
    let path = format!("/instelling/accounts/{id}");
    let page = administrator.get(&path);
    let reset = || administrator.post(&page, &path, &[("keuze", "factor")]);
    assert_eq!(reset().location, "/instelling/accounts?gedaan=factor");
    let again = reset();
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.says("heeft geen tweede factor");

    set_up_app(&site, &site.logged_in(READER));
    accounts::close(&site.database.store, &permit, site.portal.now(), READER).unwrap();
    let closed = reset();
    assert_eq!(closed.status, StatusCode::UNPROCESSABLE_ENTITY);
    closed.says("Dit account is al gesloten");
    let direct = factors::reset(&site.database.store, &permit, site.portal.now(), id);
    assert!(matches!(direct, Err(AccountError::Closed)), "{direct:?}");
    let other = operator(ManageAccounts(Organisation::Body(BodyCode::parse("bravo").unwrap())));
    let direct = factors::reset(&site.database.store, &other, site.portal.now(), id);
    assert!(matches!(direct, Err(AccountError::NotFound)), "{direct:?}");
    let wiped = trail(&site, READER).into_iter().filter(|line| line.contains("tweede-factor-gewist")).count();
    assert_eq!(wiped, 1);
}
