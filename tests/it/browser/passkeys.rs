//! Passkeys, with the authenticator that Chromium pretends to have, and the other pages of the second factor.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use serde_json::{Value, json};
use thirtyfour::By;

use super::chrome::Scripts;
use super::page::{Tab, journey};
use crate::factors::support::{App, demanding_at_its_own_address, letters, trail};
use crate::support::site::{PASSWORD, REGULATOR};

/// Gives the browser a device that makes passkeys and asks nobody for a finger.
async fn device(tab: &Tab<'_>) -> String {
    let cdp = tab.driver.cdp();
    cdp.send_raw("WebAuthn.enable", json!({})).await.unwrap();
    let options = json!({ "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
        "hasUserVerification": true, "isUserVerified": true, "automaticPresenceSimulation": true });
    let added = cdp.send_raw("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await.unwrap();
    added["authenticatorId"].as_str().unwrap().to_owned()
}

async fn passkeys_on(tab: &Tab<'_>, device: &str) -> Vec<Value> {
    let asked = json!({ "authenticatorId": device });
    let found = tab.driver.cdp().send_raw("WebAuthn.getCredentials", asked).await.unwrap();
    found["credentials"].as_array().unwrap().clone()
}

async fn password(tab: &Tab<'_>) {
    tab.open("/inloggen").await;
    tab.fill("email", REGULATOR).await;
    tab.fill("wachtwoord", PASSWORD).await;
    tab.press(By::Css("main form[action='/inloggen'] button")).await;
}

async fn log_out(tab: &Tab<'_>) {
    tab.press(By::Css("header form[action='/uitloggen'] button")).await;
}

#[test]
fn a_passkey_is_made_used_renamed_and_removed() {
    let site = demanding_at_its_own_address();
    journey(&site, Scripts::Allowed, async |tab| {
        let device = device(tab).await;
        password(tab).await;
        tab.says("Uw taak vraagt een tweede factor").await;
        tab.fill("naam", "Telefoon van Sanne").await;
        tab.click("Passkey toevoegen").await;
        tab.click("Passkey maken").await;
        tab.says("Bewaar uw herstelcodes").await;
        let recovery = tab.find(By::Css("main code")).await.text().await.unwrap();
        assert_eq!(passkeys_on(tab, &device).await.len(), 1);
        tab.click("verder").await;
        assert_eq!(tab.path().await, "/toezicht");

        log_out(tab).await;
        password(tab).await;
        tab.says("Nog één stap").await;
        tab.click("Inloggen met een passkey").await;
        tab.click("Passkey gebruiken").await;
        assert_eq!(tab.path().await, "/toezicht");

        // A second one, on another device.
        let asked = json!({ "authenticatorId": device });
        tab.driver.cdp().send_raw("WebAuthn.removeVirtualAuthenticator", asked).await.unwrap();
        self::device(tab).await;
        tab.open("/account/tweede-factor").await;
        tab.fill("naam", "Laptop").await;
        tab.click("Passkey toevoegen").await;
        tab.click("Passkey maken").await;
        tab.says("De tweede factor is toegevoegd").await;
        tab.fill("andere_naam", "Oude telefoon").await;
        tab.click("Naam wijzigen").await;
        tab.says("Oude telefoon: gemaakt op").await;
        tab.fill("bewijs", PASSWORD).await;
        tab.click("Passkey Oude telefoon verwijderen").await;
        tab.says("De tweede factor is verwijderd").await;
        // The last one has to stay.
        tab.fill("bewijs", &recovery).await;
        tab.click("Passkey Laptop verwijderen").await;
        tab.says("uw enige tweede factor").await;
    });
    let subjects: Vec<_> = letters(&site).into_iter().map(|(_, mail)| mail.subject).collect();
    assert_eq!(
        subjects,
        [
            "Een passkey is aan uw account toegevoegd",
            "Een passkey is aan uw account toegevoegd",
            "Een passkey is van uw account verwijderd",
        ]
    );
    let lines = trail(&site, REGULATOR).join("\n");
    for line in [
        r#"tweede-factor-toegevoegd {"soort":"passkey","naam":"Telefoon van Sanne","herstelcodes":true}"#,
        r#"aangemeld {"met":"wachtwoord","tweedeFactor":"passkey","naam":"Telefoon van Sanne"}"#,
        r#"passkey-hernoemd {"soort":"passkey","naam":"Oude telefoon"}"#,
        r#"tweede-factor-verwijderd {"soort":"passkey","naam":"Oude telefoon"}"#,
    ] {
        assert!(lines.contains(line), "{line}\n{lines}");
    }
}

#[test]
fn a_passkey_of_another_device_is_refused_and_the_page_says_so() {
    let site = demanding_at_its_own_address();
    journey(&site, Scripts::Allowed, async |tab| {
        let device = device(tab).await;
        password(tab).await;
        tab.fill("naam", "Telefoon").await;
        tab.click("Passkey toevoegen").await;
        tab.click("Passkey maken").await;
        tab.click("verder").await;
        log_out(tab).await;
        let asked = json!({ "authenticatorId": device });
        tab.driver.cdp().send_raw("WebAuthn.clearCredentials", asked).await.unwrap();
        password(tab).await;
        tab.click("Inloggen met een passkey").await;
        tab.find(By::Css("main form[data-passkey] button")).await.click().await.unwrap();
        tab.says("Het is niet gelukt of afgebroken").await;
        tab.click("Een andere manier kiezen").await;
        tab.says("Herstelcode").await;
    });
}

#[test]
fn an_app_is_set_up_without_scripts() {
    let site = demanding_at_its_own_address();
    journey(&site, Scripts::Forbidden, async |tab| {
        password(tab).await;
        tab.click("App instellen").await;
        let secret = tab.find(By::Css("main code")).await.text().await.unwrap();
        let app = App::typed(&secret);
        tab.fill("code", &app.code(&site, -1)).await;
        tab.click("Bevestigen").await;
        tab.says("Bewaar uw herstelcodes").await;
        tab.click("verder").await;
        log_out(tab).await;
        password(tab).await;
        tab.fill("code", &app.code(&site, 0)).await;
        tab.press(By::Css("main form[action='/inloggen/code'] button")).await;
        assert_eq!(tab.path().await, "/toezicht");
    });
}
