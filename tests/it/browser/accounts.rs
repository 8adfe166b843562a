//! From an invitation to the day that an account is closed, in a browser that runs no scripts of its own accord.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use thirtyfour::By;

use super::chrome::Scripts;
use super::page::{Tab, journey};
use crate::support::mail;
use crate::support::site::{ADMINISTRATOR, RunningSite, SCHEME_OWNER, at};

const PASSWORD: &str = "zeven kromme lantaarns";

/// Sends what waits, and gives the path of the link in the last mail.
fn link(site: &RunningSite) -> String {
    mail::link(&mail::sent_by(site).pop().unwrap().1)
}

async fn chooses(tab: &Tab<'_>, password: &str, again: &str, button: &str) {
    tab.fill("wachtwoord", password).await;
    tab.fill("herhaling", again).await;
    tab.click(button).await;
}

async fn logs_out(tab: &Tab<'_>) {
    tab.press(By::Css("header form button")).await;
}

async fn life_of_an_account(site: &RunningSite, tab: &Tab<'_>) {
    tab.log_in(&at("alfa")).await;
    tab.press(By::LinkText("Accounts".to_owned())).await;
    tab.fill("naam", "Nora").await;
    tab.fill("email", "nora@alfa.example").await;
    tab.click("Uitnodigen").await;
    tab.says("De uitnodiging wordt verstuurd").await;
    let invitation = link(site);
    logs_out(tab).await;

    tab.open(&invitation).await;
    chooses(tab, PASSWORD, "iets anders", "Account in gebruik nemen").await;
    tab.says("Dit is niet hetzelfde").await;
    chooses(tab, "Certificatie2026", "Certificatie2026", "Account in gebruik nemen").await;
    tab.says("losse woorden").await;
    chooses(tab, PASSWORD, PASSWORD, "Account in gebruik nemen").await;
    tab.says("Uw account is klaar").await;
    tab.open(&invitation).await;
    tab.says("werkt niet meer").await;

    tab.click("Inloggen").await;
    tab.click("Wachtwoord vergeten").await;
    tab.fill("email", "nora@alfa.example").await;
    tab.click("Stuur mij een link").await;
    tab.says("Kijk in uw mail").await;
    let forgotten = link(site);
    tab.open(&forgotten).await;
    chooses(tab, "acht kromme lantaarns", "acht kromme lantaarns", "Wachtwoord vervangen").await;
    tab.says("Uw wachtwoord is vervangen").await;

    tab.open("/inloggen").await;
    tab.fill("email", "nora@alfa.example").await;
    tab.fill("wachtwoord", "acht kromme lantaarns").await;
    tab.press(By::Css("main button[type='submit']")).await;
    tab.press(By::LinkText("Mijn account".to_owned())).await;
    tab.says("Chrome op Linux").await;
    tab.click("Wachtwoord wijzigen").await;
    tab.fill("huidig", "verkeerd wachtwoord").await;
    chooses(tab, PASSWORD, PASSWORD, "Wachtwoord wijzigen").await;
    tab.says("Dit is niet uw huidige wachtwoord").await;
    tab.fill("huidig", "acht kromme lantaarns").await;
    tab.fill("wachtwoord", PASSWORD).await;
    tab.fill("herhaling", PASSWORD).await;
    tab.press(By::Css("main button[type='submit']")).await;
    tab.says("Uw wachtwoord is gewijzigd").await;
    logs_out(tab).await;
}

#[test]
fn somebody_is_invited_forgets_the_password_and_gets_in_again() {
    let site = RunningSite::empty();
    journey(&site, Scripts::Forbidden, async |tab| life_of_an_account(&site, tab).await);
}

#[test]
fn administrators_and_owners_of_schemes_find_their_pages() {
    let site = RunningSite::empty();
    site.add_everybody();
    journey(&site, Scripts::Allowed, async |tab| {
        tab.log_in(ADMINISTRATOR).await;
        tab.press(By::LinkText("Accounts".to_owned())).await;
        tab.click("Stichting Installaties").await;
        tab.says(SCHEME_OWNER).await;
        tab.press(By::Css("main table a")).await;
        tab.click("Account sluiten").await;
        tab.says("Het account is gesloten").await;
        tab.open("/beheer/accounts/tlokb/tlokb").await;
        tab.fill("naam", "Nora").await;
        tab.fill("email", SCHEME_OWNER).await;
        tab.click("Uitnodigen").await;
        tab.says("De uitnodiging wordt verstuurd").await;
        tab.press(By::XPath("//main//table//tr[contains(., 'Nora')]//a")).await;
        tab.click("Opnieuw versturen").await;
        tab.says("opnieuw verstuurd").await;
        logs_out(tab).await;
        site.add_scheme_owner("twee@installaties.example");
        tab.log_in("twee@installaties.example").await;
        assert_eq!(tab.path().await, "/beheer/schemas");
        tab.says("van kracht").await;
    });
}
