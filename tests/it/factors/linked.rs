//! Accounts of people who sign in through a service: they have no password, and every page knows it.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;
use stelselwacht::domain::access::{ManageAccounts, Organisation, RegulatorDuty, Role};
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::services::accounts::{self, Account, invitations};
use stelselwacht::storage::{StorageError, passkeys};

use super::provider::{Service, claims};
use super::support::{codes, give, half, letters, set_up_app, trail};
use crate::support::site::{PASSWORD, REGULATOR, RunningSite};
use crate::support::system::operator;

const DELIVERER: &str = "an@alfa.example";

fn accounts_of(site: &RunningSite, organisation: Organisation) -> Vec<Account> {
    accounts::all(&site.database.store, &operator(ManageAccounts(organisation))).unwrap()
}

#[test]
fn the_trail_says_how_the_first_step_was_done() {
    let service = Service::start(true);
    let site = service.site();
    service.person("an", &["pwd"], &claims("an@tlokb.example", &["lezers"]));
    let (browser, _) = service.sign_in(&site);
    let (app, _) = set_up_app(&site, &browser);
    let (browser, _) = service.sign_in(&site);
    assert_eq!(give(&browser, &app.code(&site, 0)).location, "/toezicht");
    let lines = trail(&site, "an@tlokb.example");
    let entered: Vec<_> = lines.iter().filter(|line| line.contains(" aangemeld ")).collect();
    let wanted = r#"an@tlokb.example aangemeld {"met":"aanmelddienst","tweedeFactor":"code"}"#;
    assert_eq!(entered, [wanted, wanted], "{lines:?}");
}

#[test]
fn what_was_begun_with_a_password_ends_when_the_account_is_linked() {
    let service = Service::start(true);
    let site = service.site();
    let (thief, begun) = half(&site, REGULATOR);
    assert_eq!(begun.location, "/account/tweede-factor");
    let visitor = site.visitor();
    visitor.post(&visitor.get("/wachtwoord-vergeten"), "/wachtwoord-vergeten", &[("email", REGULATOR)]);
    let mails = letters(&site);
    let link = mails[0].1.text.lines().find_map(|line| line.strip_prefix("https://register.example")).unwrap();
    assert_eq!(visitor.get(link).status, StatusCode::OK);
    service.person("sanne", &["mfa"], &claims(REGULATOR, &["toezicht"]));
    assert_eq!(service.sign_in(&site).1.location, "/toezicht");
    assert!(thief.get("/account/tweede-factor").location.starts_with("/inloggen?"));
    assert_eq!(visitor.get(link).status, StatusCode::GONE);
}

#[test]
fn the_pages_about_passwords_say_that_there_is_none_and_tell_nothing_outside() {
    let service = Service::start(true);
    let site = service.site();
    site.visitor().get("/inloggen").says("Dan werkt een wachtwoord voor uw account niet meer");
    let before = site.logged_in(REGULATOR).get("/account/tweede-factor");
    assert_eq!(before.status, StatusCode::OK);
    service.person("sanne", &["mfa"], &claims(REGULATOR, &["toezicht"]));
    let (browser, _) = service.sign_in(&site);
    letters(&site);

    let page = browser.get("/account");
    page.says("U meldt zich aan via TloKB-aanmelden").says("Een wachtwoord werkt voor dit account niet");
    assert!(!page.text.contains("/account/wachtwoord"));
    let page = browser.get("/account/wachtwoord");
    page.says("meldt u zich aan via de aanmelddienst");
    assert!(!page.text.contains("name=\"huidig\""));
    let new = "zeven kromme lantaarns";
    let fields = [("huidig", PASSWORD), ("wachtwoord", new), ("herhaling", new)];
    let refused = browser.post(&page, "/account/wachtwoord", &fields);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("meldt u zich aan via de aanmelddienst");

    let visitor = site.visitor();
    let form = visitor.get("/wachtwoord-vergeten");
    form.says("Dan hebt u hier geen wachtwoord");
    let [known, unknown] = [REGULATOR, "niemand@tlokb.example"]
        .map(|email| visitor.post(&form, "/wachtwoord-vergeten", &[("email", email)]));
    assert_eq!((known.status, known.words()), (unknown.status, unknown.words()));
    let told = letters(&site);
    let [(to, mail)] = &told[..] else { panic!("one letter: {told:?}") };
    assert_eq!(to, REGULATOR);
    assert!(mail.text.contains("een wachtwoord werkt voor dit account niet"), "{}", mail.text);
    assert!(!mail.text.contains("/wachtwoord-vergeten"), "no link: {}", mail.text);
}

/// Somebody of alfa who signs in through the service and has a passkey and recovery codes, and no app.
fn with_passkey(service: &Service, site: &RunningSite) -> Vec<String> {
    service.person("an", &["mfa"], &claims(DELIVERER, &["alfa"]));
    let (browser, answer) = service.sign_in(site);
    assert_eq!(answer.location, "/instelling", "{}", answer.text);
    let alfa = Organisation::Body(BodyCode::parse("alfa").unwrap());
    let id = accounts_of(site, alfa).into_iter().find(|account| account.email == DELIVERER).unwrap().id;
    let now = site.portal.now();
    let made = site.database.store.write(|conn| passkeys::insert(conn, now, id, "Telefoon", "aa", "{}"));
    made.map_err(|error: StorageError| error.to_string()).unwrap();
    let page = browser.get("/account/tweede-factor");
    page.says("U hebt zich zojuist aangemeld");
    assert!(!page.text.contains("name=\"bewijs\""));
    codes(&browser.post(&page, "/account/tweede-factor/wijzigen", &[("wat", "herstelcodes")]))
}

#[test]
fn without_a_password_signing_in_again_is_the_proof_and_a_recovery_code_is_too() {
    let service = Service::start(true);
    let site = service.site();
    let recovery = with_passkey(&service, &site);
    assert_eq!(recovery.len(), 10, "just signed in is proof enough");
    let (browser, _) = service.sign_in(&site);
    site.database.tamper("UPDATE sessions SET created_at = '2026-01-01 00:00:00'").unwrap();
    let page = browser.get("/account/tweede-factor");
    page.says("Opnieuw aanmelden via TloKB-aanmelden").says("10 minuten");
    for typed in ["", PASSWORD] {
        let fields = [("wat", "herstelcodes"), ("bewijs", typed)];
        let refused = browser.post(&page, "/account/tweede-factor/wijzigen", &fields);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        refused.says("Meld u eerst opnieuw aan");
    }
    let fields = [("wat", "herstelcodes"), ("bewijs", recovery[0].as_str())];
    assert_eq!(codes(&browser.post(&page, "/account/tweede-factor/wijzigen", &fields)).len(), 10);

    // The service asks who it is, also where somebody is signed in.
    let again = "/inloggen/aanmelddienst?naar=%2Faccount%2Ftweede-factor&opnieuw=ja";
    assert!(page.text.contains(&again.replace('&', "&amp;")), "{}", page.text);
    assert!(browser.get(again).location.contains("prompt=login"));
    assert!(!browser.get("/inloggen/aanmelddienst").location.contains("prompt=login"));
    let back = service.go(&browser, "/account/tweede-factor&opnieuw=ja");
    let answer = browser.get(&back);
    assert_eq!(answer.location, "/account/tweede-factor", "{}", answer.text);
    let page = browser.get("/account/tweede-factor");
    let removed = browser.post(&page, "/account/tweede-factor/wijzigen", &[("wat", "passkey-1")]);
    assert_eq!(removed.location, "/account/tweede-factor?gedaan=verwijderd", "{}", removed.text);
}

#[test]
fn where_somebody_was_going_survives_a_refusal_of_the_service_and_a_factor_that_must_be_got() {
    let service = Service::start(true);
    let site = service.site();
    let there = "/toezicht/instellingen";
    service.person("an", &["mfa"], &claims("an@tlokb.example", &["andere"]));
    let browser = site.visitor();
    let refused = browser.get(&service.go(&browser, there));
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(refused.value_of("naar").map(|next| next.replace("&#x2F;", "/")).as_deref(), Some(there));

    service.person("an", &["pwd"], &claims("an@tlokb.example", &["lezers"]));
    let browser = site.visitor();
    let answer = browser.get(&service.go(&browser, there));
    assert_eq!(answer.location, "/account/tweede-factor?naar=%2Ftoezicht%2Finstellingen");

    drop(service);
    let refused = site.visitor().get("/inloggen/aanmelddienst/terug?state=x&code=y");
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "nothing is known of where that came from");
}

#[test]
fn whoever_was_closed_and_is_invited_anew_comes_in_by_the_link_that_was_there() {
    let service = Service::start(true);
    let site = service.site();
    service.person("an", &["mfa"], &claims("an@tlokb.example", &["lezers"]));
    assert_eq!(service.sign_in(&site).1.location, "/toezicht");
    let account = || {
        let all = accounts_of(&site, Organisation::Regulator);
        all.into_iter().find(|account| account.email == "an@tlokb.example").unwrap()
    };
    let (first, permit) = (account().id, operator(ManageAccounts(Organisation::Regulator)));
    accounts::close(&site.database.store, &permit, site.portal.now(), "an@tlokb.example").unwrap();
    service.sign_in(&site).1.says("is gesloten");

    let role = Role::Regulator(RegulatorDuty::Supervisor);
    let invited = invitations::Invited { email: "an@tlokb.example", name: "An Anders", role: &role };
    invitations::invite(&site.database.store, &permit, site.portal.now(), &invited).unwrap();
    // Also under another address: the link is to the person.
    service.person("an", &["mfa"], &claims("an.nieuw@tlokb.example", &["lezers"]));
    let (browser, answer) = service.sign_in(&site);
    assert_eq!(answer.location, "/toezicht", "{}", answer.text);
    browser.get("/account").says("An Anders");
    let account = account();
    assert_eq!((account.id, account.is_open()), (first, true));
    assert_eq!(account.role, Role::Regulator(RegulatorDuty::Reader), "the group decides, not the invitation");
}
