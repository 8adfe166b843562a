//! Searching with the keyboard alone, with and without suggestions.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use thirtyfour::extensions::query::ElementWaitable;
use thirtyfour::{By, Key};

use super::chrome::Scripts;
use super::page::{Tab, journey};
use crate::support::site::RunningSite;

const FIRM: &str = "Van den Nguyễn Ketelservice & Zonen B.V.";

/// The state of the box and its list: expanded or not, the option that is active, and what is read aloud.
const BOX: &str = r"
    const box = document.getElementById('zoek'), list = document.getElementById(box.getAttribute('aria-controls'));
    const active = document.getElementById(box.getAttribute('aria-activedescendant') || '-');
    const chosen = list.querySelectorAll('[aria-selected=true]');
    return [box.getAttribute('role'), box.getAttribute('aria-expanded'), String(!list.hidden),
            active ? active.querySelector('.suggest__text').textContent : '',
            String(chosen.length === (active ? 1 : 0) && (!active || chosen[0] === active)),
            document.querySelector('.search [role=status]').textContent];";

/// Whether the chosen option differs from the others in its background, as it is drawn.
const STANDS_OUT: &str = r"
    const colour = chosen => getComputedStyle(document.querySelector(
        chosen ? '[role=option][aria-selected=true]' : '[role=option]:not([aria-selected])')).backgroundColor;
    return [String(colour(true) !== colour(false))];";

async fn state(tab: &Tab<'_>) -> Vec<String> {
    tab.list(BOX).await
}

#[track_caller]
fn is_open(state: &[String], active: &str) {
    assert_eq!(&state[..5], ["combobox", "true", "true", active, "true"], "{state:?}");
}

async fn suggestions(tab: &Tab<'_>) {
    tab.find(By::Css("#zoek-suggesties:not([hidden]) [role=option]")).await;
}

#[test]
fn suggestions_are_chosen_with_the_arrows_and_read_aloud() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    journey(&site, Scripts::Allowed, async |tab| {
        tab.open("/").await;
        tab.find(By::Id("zoek")).await.click().await.unwrap();
        tab.keys("van den").await;
        suggestions(tab).await;
        let closed = state(tab).await;
        is_open(&closed, "");
        assert!(closed[5].contains("suggesties. Kies met de pijltjes."), "{closed:?}");

        tab.keys(Key::Down).await;
        let first = state(tab).await;
        is_open(&first, &first[3]);
        tab.keys(Key::Up).await;
        let last = state(tab).await;
        assert_ne!(first[3], last[3], "the arrow goes round");
        tab.keys(Key::Down).await;
        assert_eq!(state(tab).await[3], first[3]);
        tab.is_fine_as_it_is().await;
        for colours in ["active", "none"] {
            tab.forced_colours(colours).await;
            assert_eq!(tab.list(STANDS_OUT).await, ["true"], "what is chosen stands out ({colours})");
        }

        tab.keys(Key::Escape).await;
        assert_eq!(state(tab).await[1..3], ["false", "false"]);
        let typed = tab.find(By::Id("zoek")).await.prop("value").await.unwrap();
        assert_eq!(typed.as_deref(), Some("van den"), "leaving the list leaves what was typed");

        tab.keys(Key::Down).await;
        tab.keys(Key::Enter).await;
        tab.find(By::Id("gevonden")).await;
        let chosen = url::form_urlencoded::Serializer::new(String::new()).append_pair("zoek", &first[3]).finish();
        assert_eq!(tab.path().await, format!("/?{chosen}"), "and nothing empty in the address");
        tab.says(&first[3]).await;
    });
}

#[test]
fn suggestions_can_be_pointed_at_and_speak_english() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    journey(&site, Scripts::Allowed, async |tab| {
        tab.open("/en").await;
        tab.find(By::Id("zoek")).await.send_keys("nguyen").await.unwrap();
        suggestions(tab).await;
        assert!(state(tab).await[5].contains("Choose with the arrow keys"));
        tab.find(By::Css("#zoek-suggesties [role=option]")).await.click().await.unwrap();
        tab.find(By::Id("gevonden")).await;
        assert!(tab.path().await.starts_with("/en?zoek="), "{}", tab.path().await);
        tab.says(FIRM).await;
    });
}

async fn from_the_box_to_the_firm(tab: &Tab<'_>) {
    tab.open("/").await;
    let here = tab.driver.current_url().await.unwrap();
    tab.driver.goto(here.as_str()).await.unwrap();
    tab.keys(Key::Tab).await;
    tab.keys(Key::Enter).await;
    tab.keys(Key::Tab).await;
    let field = tab.driver.active_element().await.unwrap();
    assert_eq!(field.attr("name").await.unwrap().as_deref(), Some("zoek"));
    tab.keys("nguyen ketelservice").await;
    let before = tab.driver.find(By::Tag("html")).await.unwrap();
    tab.keys(Key::Enter).await;
    before.wait_until().stale().await.unwrap();
    tab.find(By::Id("gevonden")).await;
    // From the top of the new page on, as somebody who cannot see where the result is.
    for _ in 0..40 {
        tab.keys(Key::Tab).await;
        let here = tab.driver.active_element().await.unwrap();
        if here.text().await.unwrap() == FIRM {
            let before = tab.driver.find(By::Tag("html")).await.unwrap();
            tab.keys(Key::Enter).await;
            before.wait_until().stale().await.unwrap();
            assert_eq!(tab.path().await, "/installateurs/90000007");
            return tab.says("Vandaag, 1 februari 2026").await;
        }
    }
    panic!("the keyboard never reaches the firm");
}

#[test]
fn a_firm_is_found_and_opened_by_keyboard_alone() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    journey(&site, Scripts::Allowed, async |tab| from_the_box_to_the_firm(tab).await);
    journey(&site, Scripts::Forbidden, async |tab| from_the_box_to_the_firm(tab).await);
}

#[test]
fn every_face_of_the_search_is_fit_for_everybody() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    journey(&site, Scripts::Allowed, async |tab| {
        for path in [
            "/?zoek=van&werk=repareren&status=mag-werken&postcode=3511&straal=300",
            "/?zoek=van&werk=slopen&postcode=12&straal=x",
            "/?zoek=klusbedrijf+nergens",
            "/en?zoek=boersma+nowhere&schema=CS-A",
            "/en?status=mag-werken&pagina=2",
        ] {
            tab.open(path).await;
        }
    });
}
