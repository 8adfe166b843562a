//! Signing in through a service, against a certified one: oidc-provider of npm, on loopback.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use reqwest::StatusCode;
use reqwest::blocking::Client;
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use stelselwacht::config::Settings;
use stelselwacht::domain::access::{ManageAccounts, Organisation, RegulatorDuty, Role};
use stelselwacht::services::accounts::{self, invitations};

use super::support::{give, letters, secret, set_up_app, trail};
use crate::support::site::{Answer, Browser, PASSWORD, PUBLIC_URL, REGULATOR, RunningSite, at};
use crate::support::system::operator;

/// The npm packages that build.rs fetched.
const PACKAGES: &str = concat!(env!("OUT_DIR"), "/packages");

const ROLES: &str = "toezicht=tlokb:toezichthouder; lezers=tlokb:lezer; alfa=instelling:alfa:aanleveraar; \
                     kwijt=instelling:verdwenen:lezer";

/// A sign-in service that runs until the test ends.
pub(super) struct Service {
    process: Child,
    issuer: String,
}

impl Service {
    pub(super) fn start(in_id_token: bool) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/oidc/provider.mjs");
        let mut process = Command::new("node")
            .arg(script)
            .args([PACKAGES, &format!("{PUBLIC_URL}/inloggen/aanmelddienst/terug")])
            .env("IN_ID_TOKEN", if in_id_token { "yes" } else { "no" })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut issuer = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut issuer).unwrap();
        Self { process, issuer: issuer.trim().to_owned() }
    }

    /// Who signs in next.
    pub(super) fn person(&self, subject: &str, methods: &[&str], claims: &Value) {
        let who = json!({"sub": subject, "amr": methods, "claims": claims});
        let told = Client::new().post(format!("{}/wie", self.issuer)).json(&who).send().unwrap();
        assert!(told.status().is_success());
    }

    /// A site that takes people in through this service.
    pub(super) fn site(&self) -> RunningSite {
        let issuer = self.issuer.clone();
        let given = move |name: &str| {
            Some(match name {
                "STELSELWACHT_OIDC_ISSUER" => issuer.clone(),
                "STELSELWACHT_OIDC_CLIENT_ID" => "register".to_owned(),
                "STELSELWACHT_OIDC_CLIENT_SECRET" => "geheim-van-het-register".to_owned(),
                "STELSELWACHT_OIDC_NAME" => "TloKB-aanmelden".to_owned(),
                "STELSELWACHT_OIDC_ROLES" => ROLES.to_owned(),
                _ => return None,
            })
        };
        let settings = Settings::from_lookup(given).unwrap();
        RunningSite::set_up_now(|portal| {
            let portal = portal.signing_with(Some(secret())).unwrap().demanding_a_second_factor();
            portal.signing_in_through(settings.sign_in, PUBLIC_URL)
        })
    }

    /// Goes to the service and comes back with what it says, to the point where our site is asked.
    pub(super) fn go(&self, browser: &Browser<'_>, next: &str) -> String {
        let left = browser.get(&format!("/inloggen/aanmelddienst?naar={next}"));
        assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.text);
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
        let mut at = left.location;
        for _ in 0..10 {
            let answer = client.get(&at).send().unwrap();
            let location = answer.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
            let Some(location) = location else { panic!("{at}: {} {}", answer.status(), answer.text().unwrap()) };
            if let Some(path) = location.strip_prefix(PUBLIC_URL) {
                return path.to_owned();
            }
            at = if location.starts_with('/') { format!("{}{location}", self.issuer) } else { location };
        }
        panic!("the service keeps leading on");
    }

    pub(super) fn sign_in<'a>(&self, site: &'a RunningSite) -> (Browser<'a>, Answer) {
        let browser = site.visitor();
        let back = self.go(&browser, "");
        let answer = browser.get(&back);
        (browser, answer)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

pub(super) fn claims(email: &str, groups: &[&str]) -> Value {
    json!({"email": email, "email_verified": true, "name": "An de Vries", "groups": groups})
}

#[test]
fn a_new_person_gets_the_role_of_the_group_and_the_group_decides_each_time() {
    for in_id_token in [false, true] {
        let service = Service::start(in_id_token);
        let site = service.site();
        site.visitor().get("/inloggen").says("Aanmelden via TloKB-aanmelden");
        service.person("an", &["pwd", "mfa"], &claims("An@tlokb.example", &["andere", "lezers"]));
        let (browser, answer) = service.sign_in(&site);
        assert_eq!(answer.location, "/toezicht", "{}", answer.text);
        assert_eq!(browser.get("/toezicht").status, StatusCode::OK);
        let account = || {
            let all = accounts::all(&site.database.store, &operator(ManageAccounts(Organisation::Regulator))).unwrap();
            all.into_iter().find(|account| account.email == "an@tlokb.example").unwrap()
        };
        assert_eq!((account().role, account().name.as_str()), (Role::Regulator(RegulatorDuty::Reader), "An de Vries"));

        // The address may change; who somebody is does not.
        service.person("an", &["pwd", "mfa"], &claims("anders@tlokb.example", &["lezers", "toezicht"]));
        let (_, answer) = service.sign_in(&site);
        assert_eq!(answer.location, "/toezicht");
        assert_eq!(account().role, Role::Regulator(RegulatorDuty::Supervisor));

        service.person("an", &["pwd", "mfa"], &claims("an@tlokb.example", &["andere"]));
        let (out, answer) = service.sign_in(&site);
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        answer.says("in geen groep");
        assert!(out.get("/toezicht").location.starts_with("/inloggen?"));
        let lines = trail(&site, "an@tlokb.example").join("\n");
        for line in [
            "systeem account-toegevoegd",
            "systeem aanmelddienst-gekoppeld",
            r#"an@tlokb.example aangemeld {"met":"aanmelddienst"}"#,
            "systeem account-taak-gewijzigd",
            r#"bezoeker aanmelden-mislukt {"met":"aanmelddienst","reden":"geen groep"}"#,
        ] {
            assert!(lines.contains(line), "{line}\n{lines}");
        }
        assert_eq!(letters(&site)[0].1.subject, "Uw account is gekoppeld aan uw aanmelddienst");
    }
}

#[test]
fn an_account_of_the_same_organisation_is_linked_by_an_address_that_was_verified() {
    let service = Service::start(true);
    let site = service.site();
    let role = Role::Regulator(RegulatorDuty::Reader);
    let invited = invitations::Invited { email: "nieuw@tlokb.example", name: "Nieuw", role: &role };
    let permit = operator(ManageAccounts(Organisation::Regulator));
    invitations::invite(&site.database.store, &permit, site.portal.now(), &invited).unwrap();

    let unverified = json!({"email": REGULATOR, "email_verified": false, "groups": ["toezicht"]});
    service.person("sanne", &["mfa"], &unverified);
    let (_, answer) = service.sign_in(&site);
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    answer.says("geen bevestigd e-mailadres");
    service.person("alfa", &["mfa"], &claims(&at("alfa"), &["toezicht"]));
    let (_, answer) = service.sign_in(&site);
    answer.says("van een andere organisatie");
    service.person("weg", &["mfa"], &claims("weg@tlokb.example", &["kwijt"]));
    let (_, answer) = service.sign_in(&site);
    answer.says("die het niet kent");

    for (subject, email) in [("sanne", REGULATOR), ("nieuw", "nieuw@tlokb.example")] {
        service.person(subject, &["mfa"], &claims(email, &["toezicht"]));
        let (browser, answer) = service.sign_in(&site);
        assert_eq!(answer.location, "/toezicht", "{}", answer.text);
        assert_eq!(browser.get("/toezicht").status, StatusCode::OK);
    }
    // From then on the service decides, so the password is no way around it.
    let browser = site.visitor();
    let page = browser.get("/inloggen");
    let refused = browser.post(&page, "/inloggen", &[("email", REGULATOR), ("wachtwoord", PASSWORD)]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("via de aanmelddienst");
    accounts::close(&site.database.store, &permit, site.portal.now(), REGULATOR).unwrap();
    service.person("sanne", &["mfa"], &claims(REGULATOR, &["toezicht"]));
    let (_, answer) = service.sign_in(&site);
    answer.says("is gesloten");
}

#[test]
fn a_service_that_asked_for_one_factor_leaves_the_second_to_us() {
    let service = Service::start(true);
    let site = service.site();
    service.person("an", &["pwd"], &claims("an@tlokb.example", &["lezers"]));
    let (browser, answer) = service.sign_in(&site);
    assert_eq!(answer.location, "/account/tweede-factor");
    let (app, _) = set_up_app(&site, &browser);
    let (browser, answer) = service.sign_in(&site);
    assert!(answer.location.starts_with("/inloggen/code"), "{}", answer.location);
    assert_eq!(give(&browser, &app.code(&site, 0)).location, "/toezicht");
}

#[test]
fn what_comes_back_must_be_what_this_browser_left_with() {
    let service = Service::start(true);
    let site = service.site();
    service.person("an", &["mfa"], &claims("an@tlokb.example", &["lezers"]));
    let thief = site.visitor();
    let back = service.go(&thief, "");
    // Another browser, which did not leave; then one that left for something else.
    let victim = site.visitor();
    let answer = victim.get(&back);
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    answer.says("in een ander venster begonnen");
    service.go(&victim, "");
    assert_eq!(victim.get(&back).status, StatusCode::BAD_REQUEST);

    // The code works for who left, once, and leads on only within this site.
    let browser = site.visitor();
    let back = service.go(&browser, "https://elders.example/");
    assert_eq!(browser.get(&back).location, "/toezicht");
    assert_eq!(browser.get(&back).status, StatusCode::BAD_REQUEST, "what was kept is gone");
    let browser = site.visitor();
    let back = service.go(&browser, "/toezicht/instellingen");
    assert_eq!(browser.get(&back).location, "/toezicht/instellingen");
    // A code that the service never gave.
    let browser = site.visitor();
    let back = service.go(&browser, "");
    let (before, after) = back.split_once("code=").unwrap();
    let rest = after.split_once('&').map_or("", |(_, rest)| rest);
    let answer = browser.get(&format!("{before}code=verzonnen&{rest}"));
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    // Somebody who does not sign in at the service comes back without a code.
    assert_eq!(browser.get("/inloggen/aanmelddienst/terug?error=access_denied").status, StatusCode::BAD_REQUEST);
}

#[test]
fn a_service_that_is_down_is_told_and_passwords_still_work() {
    let service = Service::start(true);
    let site = service.site();
    drop(service);
    let browser = site.visitor();
    let answer = browser.get("/inloggen/aanmelddienst");
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    answer.says("aanmelddienst antwoordt nu niet");
    let page = browser.get("/inloggen");
    let fields = [("email", REGULATOR), ("wachtwoord", PASSWORD)];
    assert_eq!(browser.post(&page, "/inloggen", &fields).location, "/account/tweede-factor");
}
