//! A site with second factors, and somebody with an authenticator app.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::TimeDelta;
use secrecy::SecretString;
use stelselwacht::notify::Mail;
use stelselwacht::storage::Page;
use stelselwacht::storage::audit_trail::{self, Filter};
use totp_rs::{Builder, Secret, Totp};

use crate::support::mail;
use crate::support::site::{Answer, Browser, PASSWORD, RunningSite};

/// What the secrets of the apps are sealed with.
pub(crate) fn secret() -> SecretString {
    "een geheim dat lang genoeg is om te tellen".to_owned().into()
}

/// A site where everybody may have a second factor.
pub(crate) fn offering() -> RunningSite {
    RunningSite::set_up(|portal| portal.signing_with(Some(secret())).unwrap())
}

/// A site where powerful roles must have one.
pub(crate) fn demanding() -> RunningSite {
    RunningSite::set_up(|portal| portal.signing_with(Some(secret())).unwrap().demanding_a_second_factor())
}

/// The same, at an address with a name: browsers make passkeys nowhere else.
pub(crate) fn demanding_at_its_own_address() -> RunningSite {
    RunningSite::at_a_name(|portal, public_url| {
        portal.signing_with(Some(secret())).unwrap().demanding_a_second_factor().with_passkeys_at(public_url)
    })
}

/// An app that took over the secret from the page.
pub(crate) struct App(Totp);

impl App {
    /// Types the secret over that stands on the page.
    pub(crate) fn of(page: &Answer) -> Self {
        let (_, rest) = page.text.split_once("Sleutel: <code class=\"code\">").unwrap();
        Self::typed(rest.split_once('<').unwrap().0)
    }

    /// Types this secret over.
    pub(crate) fn typed(secret: &str) -> Self {
        let typed = secret.replace(' ', "");
        Self(Builder::new().with_secret(Secret::try_from_base32(&typed).unwrap()).build().unwrap())
    }

    /// The code so many steps of thirty seconds from now.
    pub(crate) fn code(&self, site: &RunningSite, steps: i64) -> String {
        let at = site.portal.now() + TimeDelta::seconds(30 * steps);
        self.0.generate(u64::try_from(at.timestamp()).unwrap()).to_string()
    }
}

/// Takes over the secret and gives the first code; the app, and the page that follows.
pub(crate) fn set_up_app(site: &RunningSite, browser: &Browser<'_>) -> (App, Answer) {
    let page = browser.get("/account/tweede-factor");
    let begun = browser.post(&page, "/account/tweede-factor/app", &[]);
    assert_eq!(begun.location, "/account/tweede-factor/app", "{}", begun.text);
    let page = browser.get("/account/tweede-factor/app");
    let app = App::of(&page);
    // That of the step before, so that the one of now can still be given.
    let code = app.code(site, -1);
    let done = browser.post(&page, "/account/tweede-factor/app/bevestigen", &[("code", &code)]);
    (app, done)
}

/// The recovery codes on the page.
pub(crate) fn codes(page: &Answer) -> Vec<String> {
    page.text.split("<code class=\"code\">").skip(1).map(|rest| rest.split_once('<').unwrap().0.to_owned()).collect()
}

/// A browser of this account that gave the password and nothing else; also where that led.
pub(crate) fn half<'a>(site: &'a RunningSite, email: &str) -> (Browser<'a>, Answer) {
    let browser = site.visitor();
    let page = browser.get("/inloggen");
    let answer = browser.post(&page, "/inloggen", &[("email", email), ("wachtwoord", PASSWORD)]);
    (browser, answer)
}

/// Gives a code.
pub(crate) fn give(browser: &Browser<'_>, code: &str) -> Answer {
    let page = browser.get("/inloggen/code");
    browser.post(&page, "/inloggen/code", &[("code", code)])
}

/// What stands in the trail about an account, oldest first: who did what, with what.
pub(crate) fn trail(site: &RunningSite, email: &str) -> Vec<String> {
    let filter = Filter { subject: Some(format!("account/{email}")), ..Filter::default() };
    let page = site.database.store.read(|conn| audit_trail::list(conn, &filter, Page::new(1, 100))).unwrap();
    page.rows.into_iter().rev().map(|entry| format!("{} {} {}", entry.actor, entry.action, entry.details)).collect()
}

/// The mails that wait: to whom, and what they are about. They leave by it.
pub(crate) fn letters(site: &RunningSite) -> Vec<(String, Mail)> {
    mail::sent_by(site)
}
