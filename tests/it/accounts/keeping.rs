//! What administrators do with accounts, and what they cannot.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;

use super::support::{ALFA, NEW, World, invite, log_in};
use crate::support::site::{
    ADMINISTRATOR, Answer, Browser, PASSWORD, READER, READER_AT_BRAVO, REGULATOR, SCHEME_OWNER, at,
};

fn choose(browser: &Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    browser.post(&browser.get("/account"), path, fields)
}

#[test]
fn a_task_that_changes_holds_at_once_and_is_told() {
    let world = World::new();
    let (administrator, reader) = (world.site.logged_in(&at("alfa")), world.site.logged_in(READER));
    assert_eq!(reader.get("/instelling/aanleveringen/nieuw").status, StatusCode::NOT_FOUND);
    let path = format!("/instelling/accounts/{}", world.id(READER));
    administrator.get(&path).says(READER).says("Taak wijzigen").says("Account sluiten");
    let done = choose(&administrator, &path, &[("keuze", "taak"), ("taak", "aanleveraar")]);
    administrator.get(&done.location).says("De taak is gewijzigd");
    assert_eq!(reader.get("/instelling/aanleveringen/nieuw").status, StatusCode::OK);
    let told = world.mails();
    assert!(told.len() == 1 && told[0].1.text.contains("Uw taak was lezer en is nu aanleveraar"), "{told:?}");
    let unknown = choose(&administrator, &path, &[("keuze", "taak"), ("taak", "toezichthouder")]);
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    unknown.says("deze taak bestaat bij deze organisatie niet");
    assert_eq!(world.trail(READER).last().unwrap(), "iemand@alfa.example account-taak-gewijzigd");
}

#[test]
fn an_account_that_is_closed_is_out_at_once_and_can_be_invited_again() {
    let world = World::new();
    let (administrator, reader) = (world.site.logged_in(&at("alfa")), world.site.logged_in(READER));
    let path = format!("/instelling/accounts/{}", world.id(READER));
    let done = choose(&administrator, &path, &[("keuze", "sluiten")]);
    administrator.get(&done.location).says("Het account is gesloten");
    assert_eq!(reader.get("/account").status, StatusCode::SEE_OTHER);
    assert_eq!(log_in(&reader, READER, PASSWORD).status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = choose(&administrator, &path, &[("keuze", "sluiten")]);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = administrator.get(&path);
    page.says("Dit account is gesloten");
    assert!(!page.text.contains("value=\"sluiten\""));

    world.arrived(&administrator, "/instelling/accounts", READER, "lezer");
    assert_eq!(log_in(&reader, READER, PASSWORD).status, StatusCode::UNPROCESSABLE_ENTITY, "the old one is gone");
    assert_eq!(log_in(&reader, READER, NEW).status, StatusCode::SEE_OTHER);
}

#[test]
fn the_last_administrator_stays_and_nobody_changes_themselves() {
    let world = World::new();
    let regulator = world.site.logged_in(ADMINISTRATOR);
    let boss = format!("/beheer/accounts/{}", world.id(&at("alfa")));
    for fields in [vec![("keuze", "sluiten")], vec![("keuze", "taak"), ("taak", "lezer")]] {
        let refused = choose(&regulator, &boss, &fields);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Dit is de enige beheerder van deze organisatie");
    }
    // Somebody who was invited and did not come yet manages nothing.
    invite(&regulator, ALFA, "twee@alfa.example", "beheerder");
    assert_eq!(choose(&regulator, &boss, &[("keuze", "sluiten")]).status, StatusCode::UNPROCESSABLE_ENTITY);
    world.mails();
    let waiting = format!("/beheer/accounts/{}", world.id("twee@alfa.example"));
    assert_eq!(choose(&regulator, &waiting, &[("keuze", "intrekken")]).status, StatusCode::SEE_OTHER);
    world.arrived(&regulator, ALFA, "twee@alfa.example", "beheerder");

    let own = world.site.logged_in(&at("alfa"));
    let path = format!("/instelling/accounts/{}", world.id(&at("alfa")));
    let page = own.get(&path);
    page.says("Dit is uw eigen account");
    assert!(!page.text.contains("name=\"keuze\""));
    for fields in [vec![("keuze", "sluiten")], vec![("keuze", "taak"), ("taak", "lezer")]] {
        choose(&own, &path, &fields).says("Dit is uw eigen account");
    }
    assert_eq!(choose(&regulator, &boss, &[("keuze", "sluiten")]).status, StatusCode::SEE_OTHER);
    assert_eq!(own.get("/account").status, StatusCode::SEE_OTHER);

    let itself = format!("/beheer/accounts/{}", world.id(ADMINISTRATOR));
    choose(&regulator, &itself, &[("keuze", "sluiten")]).says("Dit is uw eigen account");
}

/// Every account by every key, as an administrator of a body: only its own are there.
#[test]
fn an_administrator_of_a_body_reaches_no_account_of_others() {
    let world = World::new();
    let own = world.site.logged_in(&at("bravo"));
    let mine = [world.id(&at("bravo")), world.id(READER_AT_BRAVO)];
    let page = own.get("/instelling/accounts");
    page.says(&at("bravo"));
    for other in [REGULATOR, ADMINISTRATOR, READER, SCHEME_OWNER, &at("alfa")] {
        assert!(!page.text.contains(other), "{other}");
    }
    for id in (0..=12).filter(|id| !mine.contains(id)).chain([i64::MAX - 7]) {
        let id = id.min(999_999_999_999_999_999);
        for base in ["/instelling/accounts", "/beheer/accounts"] {
            let path = format!("{base}/{id}");
            assert_eq!(own.get(&path).status, StatusCode::NOT_FOUND, "{path}");
            for fields in [
                vec![("keuze", "sluiten")],
                vec![("keuze", "taak"), ("taak", "lezer")],
                vec![("keuze", "opnieuw")],
                vec![("keuze", "intrekken")],
            ] {
                let refused = own.post(&page, &path, &fields);
                assert_eq!(refused.status, StatusCode::NOT_FOUND, "{path} {fields:?}");
            }
        }
    }
    for list in [ALFA, "/beheer/accounts", "/beheer/accounts/instelling/bravo", "/beheer/accounts/tlokb/tlokb"] {
        assert_eq!(own.get(list).status, StatusCode::NOT_FOUND, "{list}");
    }
    let fields = [("naam", "X"), ("email", "x@tlokb.example"), ("taak", "beheerder")];
    for list in [ALFA, "/beheer/accounts/tlokb/tlokb"] {
        assert_eq!(own.post(&page, list, &fields).status, StatusCode::NOT_FOUND, "{list}");
    }
    // An address of another organisation tells no more than that it is taken, and nothing changed.
    let taken = invite(&own, "/instelling/accounts", READER, "lezer");
    taken.says("het adres is al in gebruik");
    assert!(!taken.words().contains("alfa.example»  heeft"));
    assert_eq!(log_in(&world.site.visitor(), READER, PASSWORD).status, StatusCode::SEE_OTHER);
    assert!(world.mails().is_empty());
}

#[test]
fn navigation_leads_administrators_to_accounts_and_everybody_to_their_own() {
    let world = World::new();
    for (email, link) in [
        (ADMINISTRATOR, Some("/beheer/accounts")),
        (&at("alfa"), Some("/instelling/accounts")),
        (READER, None),
        (REGULATOR, None),
        (SCHEME_OWNER, None),
    ] {
        let browser = world.site.logged_in(email);
        let page = browser.get("/account");
        let menu = page.text.split("</nav>").next().unwrap();
        assert!(page.text.contains("href=\"/account\""), "{email}");
        for list in ["/beheer/accounts", "/instelling/accounts"] {
            assert_eq!(menu.contains(&format!("href=\"{list}\"")), link == Some(list), "{email} {list}");
        }
    }
}
