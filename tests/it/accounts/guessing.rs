//! A stranger who guesses passwords is slowed down; the owner is not, on a browser that was used before.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::TimeDelta;
use reqwest::StatusCode;

use super::support::{World, log_in};
use crate::support::site::{Browser, PASSWORD, READER, REGULATOR};

/// Wrong passwords until they are not looked at any more.
fn guess(world: &World) {
    let stranger = world.site.visitor();
    for _ in 0..5 {
        assert_eq!(log_in(&stranger, READER, "verkeerd wachtwoord").status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(log_in(&stranger, READER, PASSWORD).status, StatusCode::TOO_MANY_REQUESTS);
}

fn log_out(browser: &Browser<'_>) {
    let page = browser.get("/account");
    assert_eq!(browser.post(&page, "/uitloggen", &[]).status, StatusCode::SEE_OTHER);
}

#[test]
fn the_owner_gets_in_from_a_known_browser_while_a_stranger_guesses() {
    let world = World::new();
    let owner = world.site.logged_in(READER);
    owner.get("/account");
    log_out(&owner);
    guess(&world);
    assert_eq!(log_in(&owner, READER, PASSWORD).status, StatusCode::SEE_OTHER);
    // That does not give the stranger new chances.
    assert_eq!(log_in(&world.site.visitor(), READER, PASSWORD).status, StatusCode::TOO_MANY_REQUESTS);
    log_out(&owner);
    // From there as well nobody guesses without end, and that keeps nobody else out.
    for _ in 0..5 {
        assert_eq!(log_in(&owner, READER, "verkeerd wachtwoord").status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(log_in(&owner, READER, PASSWORD).status, StatusCode::TOO_MANY_REQUESTS);
}

#[test]
fn a_browser_is_known_for_the_accounts_that_used_it_and_no_other() {
    let world = World::new();
    let attacker = world.site.logged_in(REGULATOR);
    attacker.get("/account");
    log_out(&attacker);
    guess(&world);
    assert_eq!(log_in(&attacker, READER, PASSWORD).status, StatusCode::TOO_MANY_REQUESTS);
    // Two people on one computer: it is known for both afterwards.
    world.pass(TimeDelta::minutes(16));
    assert_eq!(log_in(&attacker, READER, PASSWORD).status, StatusCode::SEE_OTHER);
    log_out(&attacker);
    guess(&world);
    assert_eq!(log_in(&attacker, READER, PASSWORD).status, StatusCode::SEE_OTHER);
    log_out(&attacker);
    assert_eq!(log_in(&attacker, REGULATOR, PASSWORD).status, StatusCode::SEE_OTHER);
}

#[test]
fn what_a_browser_keeps_is_made_here_and_kept_as_a_hash() {
    let world = World::new();
    let owner = world.site.logged_in(READER);
    for public in ["/", "/robots.txt", "/schemas"] {
        assert!(owner.get(public).headers.get("set-cookie").is_none(), "{public} may be kept by others on the way");
    }
    let first = owner.get("/account");
    let cookie = first.headers.get_all("set-cookie").iter().find_map(|cookie| {
        let cookie = cookie.to_str().unwrap();
        cookie.starts_with("apparaat=").then(|| cookie.to_owned())
    });
    let cookie = cookie.unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Max-Age="), "{cookie}");
    let token = cookie.trim_start_matches("apparaat=").split(';').next().unwrap();
    assert_eq!(token.len(), 43);
    let again = owner.get("/account");
    assert!(again.headers.get("set-cookie").is_none(), "once a session");

    // What somebody planted is not taken over: the browser gets a token that nobody else knows.
    let planted = world.site.visitor_with("Firefox/132.0");
    planted.keep("apparaat=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    log_in(&planted, READER, PASSWORD);
    let got = planted.get("/account");
    let fresh = got.headers.get_all("set-cookie").iter().any(|cookie| {
        let cookie = cookie.to_str().unwrap();
        cookie.starts_with("apparaat=") && !cookie.contains("AAAAAAAA")
    });
    assert!(fresh);
    // Visitors get none.
    assert!(world.site.visitor().get("/").headers.get("set-cookie").is_none());
}

#[test]
fn being_slowed_down_stands_in_the_audit_trail_once() {
    let world = World::new();
    guess(&world);
    let stranger = world.site.visitor();
    for _ in 0..3 {
        world.pass(TimeDelta::minutes(3));
        log_in(&stranger, READER, "verkeerd wachtwoord");
    }
    let told = world.trail(READER).into_iter().filter(|line| line == "bezoeker aanmelden-vertraagd").count();
    assert_eq!(told, 1);
}

#[test]
fn a_new_password_by_mail_opens_the_door_again() {
    let world = World::new();
    guess(&world);
    let owner = world.site.visitor();
    let page = owner.get("/wachtwoord-vergeten");
    owner.post(&page, "/wachtwoord-vergeten", &[("email", READER)]).says("Kijk in uw mail");
    let link = world.link();
    let page = owner.get(&link);
    owner.post(&page, &link, &super::support::choose(super::support::NEW)).says("Uw wachtwoord is vervangen");
    assert_eq!(log_in(&owner, READER, super::support::NEW).status, StatusCode::SEE_OTHER);
}
