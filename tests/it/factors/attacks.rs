//! What somebody tries who knows the password, and what is never possible.

use chrono::TimeDelta;
use proptest::prelude::*;
use reqwest::StatusCode;

use super::support::{codes, demanding, give, half, letters, offering, set_up_app, trail};
use crate::support::site::{PASSWORD, READER, REGULATOR, at};

#[test]
fn whoever_is_asked_for_a_factor_cannot_add_one_instead() {
    let site = offering();
    site.add_everybody();
    set_up_app(&site, &site.logged_in(READER));
    let (thief, _) = half(&site, READER);
    let page = thief.get("/inloggen/code");
    assert!(thief.get("/account/tweede-factor").location.starts_with("/inloggen/code?"));
    for (path, fields) in [
        ("/account/tweede-factor/app", vec![]),
        ("/account/tweede-factor/app/bevestigen", vec![("code", "123456")]),
        ("/account/tweede-factor/passkey", vec![("naam", "x")]),
        ("/account/tweede-factor/wijzigen", vec![("wat", "app"), ("bewijs", "x")]),
    ] {
        let turned = thief.post(&page, path, &fields);
        assert!(turned.location.starts_with("/inloggen/code?"), "{path}: {turned:?}");
    }
    assert!(thief.get("/account/tweede-factor/app/qr.svg").location.starts_with("/inloggen/code?"));
    assert_eq!(thief.get("/").status, StatusCode::OK, "what everybody may see");
}

#[test]
fn two_who_both_must_get_a_factor_do_not_both_get_one() {
    let site = demanding();
    let (thief, _) = half(&site, REGULATOR);
    let page = thief.get("/account/tweede-factor");
    let (owner, _) = half(&site, REGULATOR);
    set_up_app(&site, &owner);
    let turned = thief.post(&page, "/account/tweede-factor/app", &[]);
    assert!(turned.location.starts_with("/inloggen/code?"), "{turned:?}");
}

#[test]
fn sessions_from_before_are_asked_for_the_factor_as_well() {
    let site = offering();
    site.add_everybody();
    let before = site.logged_in(READER);
    let now = site.logged_in(READER);
    set_up_app(&site, &now);
    assert_eq!(now.get("/instelling").status, StatusCode::OK);
    assert!(before.get("/instelling").location.starts_with("/inloggen/code?"));
}

#[test]
fn whoever_is_half_in_can_begin_again_as_somebody_else() {
    let site = demanding();
    site.add_everybody();
    let (browser, _) = half(&site, REGULATOR);
    let page = browser.get("/inloggen");
    let answer = browser.post(&page, "/inloggen", &[("email", READER), ("wachtwoord", PASSWORD)]);
    assert_eq!(answer.location, "/instelling", "{}", answer.text);
    let (browser, _) = half(&site, REGULATOR);
    let page = browser.get("/account/tweede-factor");
    assert_eq!(browser.post(&page, "/uitloggen", &[]).location, "/");
    assert!(browser.get("/account/tweede-factor").location.starts_with("/inloggen?"));
}

#[test]
fn the_step_between_ends_soon() {
    let site = demanding();
    let (browser, _) = half(&site, REGULATOR);
    site.portal.clock.advance(TimeDelta::minutes(16));
    assert!(browser.get("/account/tweede-factor").location.starts_with("/inloggen?"));
}

#[test]
fn wrong_codes_are_slowed_down_and_the_owner_still_gets_in() {
    let site = demanding();
    let (owner, _) = half(&site, REGULATOR);
    let (app, done) = set_up_app(&site, &owner);
    let recovery = codes(&done);
    letters(&site);
    let (thief, _) = half(&site, REGULATOR);
    for _ in 0..5 {
        assert_eq!(give(&thief, "000000").status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let slowed = give(&thief, &app.code(&site, 0));
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS, "a right code during the wait is not looked at");
    slowed.says("Probeer het over");
    let told = letters(&site);
    assert_eq!(told.len(), 1);
    assert!(told[0].1.text.contains("kent uw wachtwoord"), "{}", told[0].1.text);

    // The password step has a count of its own, and what cannot be guessed is taken at any time.
    let (again, answer) = half(&site, REGULATOR);
    assert!(answer.location.starts_with("/inloggen/code"), "{answer:?}");
    assert_eq!(give(&again, &recovery[0]).location, "/toezicht");
    assert_eq!(owner.get("/toezicht").status, StatusCode::OK);
    let (later, _) = half(&site, REGULATOR);
    site.portal.clock.advance(TimeDelta::seconds(16));
    assert_eq!(give(&later, &app.code(&site, 0)).location, "/toezicht");
    let wrong = trail(&site, REGULATOR).into_iter().filter(|line| line.starts_with("bezoeker code-onjuist")).count();
    assert_eq!(wrong, 5);
}

#[test]
fn a_half_open_session_does_not_live_on_under_its_token() {
    let site = offering();
    site.add_everybody();
    let (app, _) = set_up_app(&site, &site.logged_in(READER));
    let (browser, answer) = half(&site, READER);
    let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    assert_eq!(give(&browser, &app.code(&site, 0)).location, "/instelling");
    let with_old = site.visitor().ask("/instelling", &[("cookie", &cookie)]);
    let location = with_old.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    assert!(location.starts_with("/inloggen?"), "{location}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// Whatever is tried in whatever order: each code works once, only around its time, and never after a later one.
    #[test]
    fn a_code_works_once(tries in prop::collection::vec((0_i64..3, -3_i64..=3), 1..10)) {
        let site = offering();
        let email = at("bravo");
        let (app, _) = set_up_app(&site, &site.logged_in(&email));
        let step = |steps: i64| site.portal.now().timestamp() / 30 + steps;
        let mut last = step(-1);
        for (forward, steps) in tries {
            // Each try long after the one before, or wrong ones would be slowed down.
            site.portal.clock.advance(TimeDelta::seconds(30 * forward));
            let (browser, _) = half(&site, &email);
            let answer = give(&browser, &app.code(&site, steps));
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                site.portal.clock.advance(TimeDelta::minutes(16));
                continue;
            }
            let should = (-1..=1).contains(&steps) && step(steps) > last;
            prop_assert_eq!(answer.location == "/instelling", should, "step {} after {}", step(steps), last);
            if should {
                last = step(steps);
            }
        }
    }
}
