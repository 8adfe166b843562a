//! Authenticator apps and recovery codes.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;

use super::support::{App, codes, demanding, give, half, letters, offering, set_up_app, trail};
use crate::support::site::{READER, REGULATOR, RunningSite, at};

#[test]
fn an_app_is_set_up_by_its_first_code_and_asked_for_from_then_on() {
    let site = offering();
    site.add_everybody();
    let browser = site.logged_in(READER);
    let page = browser.get("/account/tweede-factor");
    page.says("Authenticator-app").says("App instellen");
    browser.post(&page, "/account/tweede-factor/app", &[]);
    let page = browser.get("/account/tweede-factor/app");
    let qr = browser.get("/account/tweede-factor/app/qr.svg");
    assert_eq!((qr.header("content-type"), qr.header("cache-control")), ("image/svg+xml", "no-store"));
    let app = App::of(&page);
    let far = app.code(&site, 40);
    let wrong = browser.post(&page, "/account/tweede-factor/app/bevestigen", &[("code", &far)]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says("De code klopt niet");
    let again = App::of(&wrong);
    assert_eq!(again.code(&site, 0), app.code(&site, 0), "a typing mistake does not make a new secret");

    let done = browser.post(&wrong, "/account/tweede-factor/app/bevestigen", &[("code", &app.code(&site, -1))]);
    let recovery = codes(&done);
    assert_eq!(recovery.len(), 10, "{}", done.text);
    assert_eq!(browser.get("/instelling").status, StatusCode::OK, "whoever set it up is in");
    assert!(!browser.get("/account/tweede-factor").text.contains(&recovery[0]), "they are shown once");

    let (later, answer) = half(&site, READER);
    assert_eq!(answer.location, "/inloggen/code?naar=%2Finstelling");
    let turned = later.get("/instelling/onderzoeken");
    assert_eq!(turned.location, "/inloggen/code?naar=%2Finstelling%2Fonderzoeken");
    let page = later.get(&turned.location);
    page.says("Nog één stap");
    assert_eq!(page.header("cache-control"), "no-store");
    let code = app.code(&site, 0);
    let naar = page.value_of("naar").unwrap_or_default().replace("&#x2F;", "/");
    let answer = later.post(&page, "/inloggen/code", &[("code", &code), ("naar", &naar)]);
    assert_eq!(answer.location, "/instelling/onderzoeken");
    assert_eq!(later.get("/instelling").status, StatusCode::OK);
    assert_eq!(later.get("/inloggen/code").status, StatusCode::NOT_FOUND, "who is in is not asked again");

    let lines = trail(&site, READER).join("\n");
    for line in [
        r#"lezer@alfa.example tweede-factor-toegevoegd {"soort":"app","vervangt":false,"herstelcodes":true}"#,
        r#"lezer@alfa.example half-aangemeld {"met":"wachtwoord","hierna":"tweede factor geven"}"#,
        r#"lezer@alfa.example aangemeld {"met":"wachtwoord","tweedeFactor":"code"}"#,
    ] {
        assert!(lines.contains(line), "{line}\n{lines}");
    }
    let told = letters(&site);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].1.subject, "Een app is aan uw account toegevoegd");
}

#[test]
fn a_role_that_must_have_a_second_factor_reaches_nothing_without() {
    let site = demanding();
    site.add_everybody();
    for (email, home) in [(REGULATOR, "/toezicht"), (at("alfa").as_str(), "/instelling")] {
        let (browser, answer) = half(&site, email);
        assert_eq!(answer.location, "/account/tweede-factor");
        assert!(browser.get(home).location.starts_with("/account/tweede-factor?"));
        let page = browser.get("/account/tweede-factor");
        page.says("Uw taak vraagt een tweede factor");
        let turned = browser.post(&page, "/instelling/aanleveringen/nieuw", &[]);
        assert!(!turned.status.is_success(), "{}", turned.status);
        let turned = browser.post(&page, "/account/tweede-factor/wijzigen", &[("wat", "app"), ("bewijs", "x")]);
        assert!(turned.location.starts_with("/account/tweede-factor?"), "{turned:?}");
        let (_, done) = set_up_app(&site, &browser);
        assert_eq!(codes(&done).len(), 10);
        assert!(done.text.contains(&format!("href=\"{home}\"")));
        assert_eq!(browser.get(home).status, StatusCode::OK);
    }
    let (reader, answer) = half(&site, READER);
    assert_eq!((answer.location.as_str(), reader.get("/instelling").status), ("/instelling", StatusCode::OK));
}

#[test]
fn a_recovery_code_lets_in_once_and_the_owner_hears_of_it() {
    let site = demanding();
    let (browser, _) = half(&site, REGULATOR);
    let (app, done) = set_up_app(&site, &browser);
    let recovery = codes(&done);
    letters(&site);

    let (first, _) = half(&site, REGULATOR);
    let typed = recovery[3].to_uppercase().replace('-', " ");
    assert_eq!(give(&first, &typed).location, "/toezicht");
    let (second, _) = half(&site, REGULATOR);
    assert_eq!(give(&second, &recovery[3]).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(give(&second, &recovery[4]).location, "/toezicht");
    let told = letters(&site);
    assert_eq!(told.len(), 2);
    assert!(told[0].1.text.contains("U hebt er nog 9"), "{}", told[0].1.text);

    // New ones take the place of the old; for that a code is asked.
    let page = second.get("/account/tweede-factor");
    page.says("U hebt nog 8 herstelcodes");
    let fields = |proof: &str| [("wat".to_owned(), "herstelcodes".to_owned()), ("bewijs".to_owned(), proof.to_owned())];
    let change = |proof: &str| {
        let fields = fields(proof);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        second.post(&page, "/account/tweede-factor/wijzigen", &fields)
    };
    assert_eq!(change("000000").status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = codes(&change(&app.code(&site, 0)));
    assert_eq!(made.len(), 10);
    let (third, _) = half(&site, REGULATOR);
    assert_eq!(give(&third, &recovery[5]).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(give(&third, &made[0]).location, "/toezicht");
    let lines = trail(&site, REGULATOR).join("\n");
    assert!(lines.contains(r#"herstelcode-gebruikt {"over":9}"#), "{lines}");
    assert!(lines.contains(r#"herstelcodes-gemaakt {"aantal":10}"#), "{lines}");
    assert!(!lines.contains(&recovery[3]), "{lines}");
}

#[test]
fn an_app_is_removed_after_a_code_and_never_where_it_is_demanded() {
    let site = offering();
    site.add_everybody();
    let browser = site.logged_in(READER);
    let (app, _) = set_up_app(&site, &browser);
    let page = browser.get("/account/tweede-factor");
    let remove =
        |proof: &str| browser.post(&page, "/account/tweede-factor/wijzigen", &[("wat", "app"), ("bewijs", proof)]);
    assert_eq!(remove("123").status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(remove(&app.code(&site, 0)).location, "/account/tweede-factor?gedaan=verwijderd");
    let (_, answer) = half(&site, READER);
    assert_eq!(answer.location, "/instelling", "without an app nothing is asked");
    let subjects: Vec<_> = letters(&site).into_iter().map(|(_, mail)| mail.subject).collect();
    assert_eq!(subjects, ["Een app is aan uw account toegevoegd", "De app is van uw account verwijderd"]);

    let site = demanding();
    let (browser, _) = half(&site, REGULATOR);
    let (app, _) = set_up_app(&site, &browser);
    let page = browser.get("/account/tweede-factor");
    let fields = [("wat", "app"), ("bevestigd", "ja"), ("bewijs", &app.code(&site, 0))];
    let kept = browser.post(&page, "/account/tweede-factor/wijzigen", &fields);
    kept.says("uw enige tweede factor");
    // Another phone takes over.
    let (other, _) = set_up_app(&site, &browser);
    let (later, _) = half(&site, REGULATOR);
    assert_eq!(give(&later, &app.code(&site, 1)).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(give(&later, &other.code(&site, 0)).location, "/toezicht");
}

#[test]
fn without_a_secret_nothing_is_demanded_and_the_page_says_what_to_set() {
    let site = RunningSite::set_up(|portal| portal.signing_with(None).unwrap().demanding_a_second_factor());
    let browser = site.logged_in(REGULATOR);
    assert_eq!(browser.get("/toezicht").status, StatusCode::OK);
    let page = browser.get("/account/tweede-factor");
    page.says("STELSELWACHT_SECRET");
    let refused = browser.post(&page, "/account/tweede-factor/app", &[]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("STELSELWACHT_SECRET");
}
