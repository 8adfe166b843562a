//! Where somebody is logged in, as they see it themselves.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::TimeDelta;
use reqwest::StatusCode;

use super::support::World;
use crate::support::site::{Answer, READER, at};

/// The keys of the sessions on the page, in its order, without the one of the page itself.
fn others(page: &Answer) -> Vec<String> {
    let fields = page.text.split("name=\"sessie\" value=\"").skip(1);
    fields.map(|rest| rest.split('"').next().unwrap().to_owned()).filter(|id| id != "andere").collect()
}

#[test]
fn somebody_sees_the_own_account_and_where_it_is_logged_in() {
    let world = World::new();
    let here = world.site.logged_in(READER);
    let page = here.get("/account");
    page.says("Iemand").says(READER).says("lezer").says("dit is waar u nu bent");
    page.says("als u 30 minuten niets doet, en in elk geval na 12 uur");
    assert!(
        page.text.contains("href=\"/account/tweede-factor\"") && page.text.contains("href=\"/account/wachtwoord\"")
    );
    assert!(others(&page).is_empty());

    let phone = world.site.visitor_with("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1");
    super::support::log_in(&phone, READER, crate::support::site::PASSWORD);
    phone.get("/account").says("Safari op iPhone");
    let page = here.get("/account");
    page.says("Safari op iPhone");
    let ids = others(&page);
    assert_eq!(ids.len(), 1);
    let done = here.post(&page, "/account/sessies", &[("sessie", &ids[0])]);
    here.get(&done.location).says("U bent daar uitgelogd");
    assert_eq!(phone.get("/account").status, StatusCode::SEE_OTHER);
    assert_eq!(here.post(&page, "/account/sessies", &[("sessie", &ids[0])]).status, StatusCode::NOT_FOUND);
    assert!(world.trail(READER).contains(&"lezer@alfa.example sessie-beeindigd".to_owned()));
}

#[test]
fn the_owner_changes_the_own_name_and_is_told_what_is_wrong_with_one() {
    let world = World::new();
    let browser = world.site.logged_in(READER);
    let page = browser.get("/account");
    let rename = |name: &str| browser.post(&page, "/account/naam", &[("naam", name)]);
    for wrong in ["", "   ", &"a".repeat(201), "Jan\u{7}"] {
        let refused = rename(wrong);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        refused.says("Geef een naam van 1 tot en met 200 tekens.").says("Iemand");
    }
    let done = rename("  Zoë <b>de Vries</b> ");
    assert_eq!(done.location, "/account?gedaan=naam");
    let page = browser.get(&done.location);
    page.says("Uw naam is gewijzigd").says("Zoë <b>de Vries</b>");
    let whole = rename(&"é".repeat(200));
    assert_eq!(whole.location, "/account?gedaan=naam");
    assert_eq!(rename(&"é".repeat(200)).location, "/account?gedaan=naam", "the same once more is no change");
    let administrator = world.site.logged_in(&at("alfa"));
    administrator.get("/instelling/accounts").says(&"é".repeat(200));
    let changed = world.trail(READER).into_iter().filter(|line| line == "lezer@alfa.example account-naam-gewijzigd");
    assert_eq!(changed.count(), 2);
    let stolen = browser.post_with("AAAA", "/account/naam", &[("naam", "Iemand anders")]);
    assert_eq!(stolen.status, StatusCode::BAD_REQUEST);
}

#[test]
fn all_others_end_at_once() {
    let world = World::new();
    let here = world.site.logged_in(READER);
    let elsewhere = [world.site.logged_in(READER), world.site.logged_in(READER)];
    let done = here.post(&here.get("/account"), "/account/sessies", &[("sessie", "andere")]);
    here.get(&done.location).says("overal elders uitgelogd");
    for browser in &elsewhere {
        assert_eq!(browser.get("/account").status, StatusCode::SEE_OTHER);
    }
}

#[test]
fn nobody_sees_or_ends_the_sessions_of_somebody_else() {
    let world = World::new();
    let (mine, other, yours) =
        (world.site.logged_in(READER), world.site.logged_in(READER), world.site.logged_in(&at("alfa")));
    let ids = others(&mine.get("/account"));
    let page = yours.get("/account");
    assert!(others(&page).is_empty());
    let guesses = ids.iter().cloned().chain((1..20).map(|id| id.to_string()));
    for id in guesses.chain(["-1", "9223372036854775807"].map(str::to_owned)) {
        let refused = yours.post(&page, "/account/sessies", &[("sessie", &id)]);
        // Among the guesses is the own one, which then has ended.
        assert!(refused.status == StatusCode::NOT_FOUND || refused.location.contains("gedaan"), "{id}");
        if refused.status != StatusCode::NOT_FOUND {
            break;
        }
    }
    assert_eq!(mine.get("/account").status, StatusCode::OK);
    assert_eq!(other.get("/account").status, StatusCode::OK);
}

#[test]
fn sessions_that_are_over_are_not_listed() {
    let world = World::new();
    let _forgotten = world.site.logged_in(READER);
    world.pass(TimeDelta::minutes(29));
    let here = world.site.logged_in(READER);
    assert_eq!(others(&here.get("/account")).len(), 1);
    world.pass(TimeDelta::minutes(1));
    assert!(others(&here.get("/account")).is_empty());
}
