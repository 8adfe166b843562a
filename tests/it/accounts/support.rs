//! A site with everybody, and the mail that it sends.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::TimeDelta;
use reqwest::StatusCode;
use stelselwacht::domain::access::{ManageAccounts, Organisation};
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::notify::Mail;
use stelselwacht::services::accounts;
use stelselwacht::storage::audit_trail::{self, Filter};
use stelselwacht::storage::{Page, StorageError};

use crate::support::mail;
pub(super) use crate::support::mail::link;
use crate::support::site::{Answer, Browser, RunningSite};
use crate::support::system::operator;

/// A password that is strong for everybody in the tests.
pub(super) const NEW: &str = "zeven kromme lantaarns";

/// The page with the accounts of alfa, for the regulator.
pub(super) const ALFA: &str = "/beheer/accounts/instelling/alfa";

/// A site where every role has somebody.
pub(super) struct World {
    pub(super) site: RunningSite,
}

impl World {
    pub(super) fn new() -> Self {
        let site = RunningSite::empty();
        site.add_everybody();
        Self { site }
    }

    pub(super) fn pass(&self, time: TimeDelta) {
        self.site.portal.clock.advance(time);
    }

    /// Sends what waits, and gives it with the address it went to.
    pub(super) fn mails(&self) -> Vec<(String, Mail)> {
        mail::sent_by(&self.site)
    }

    /// The path of the link in the one mail that is sent now.
    pub(super) fn link(&self) -> String {
        let mails = self.mails();
        let [(_, mail)] = &mails[..] else { panic!("one mail: {mails:?}") };
        link(mail)
    }

    /// Somebody who was invited and chose [`NEW`].
    pub(super) fn arrived(&self, by: &Browser<'_>, list: &str, email: &str, duty: &str) {
        assert_eq!(invite(by, list, email, duty).status, StatusCode::SEE_OTHER);
        let link = self.link();
        let visitor = self.site.visitor();
        let page = visitor.get(&link);
        visitor.post(&page, &link, &choose(NEW)).says("Uw account is klaar");
    }

    /// The key of the account with this address at alfa, or at the regulator.
    pub(super) fn id(&self, email: &str) -> i64 {
        let organisations = ["alfa", "bravo"].map(|code| Organisation::Body(BodyCode::parse(code).unwrap()));
        let all = organisations
            .into_iter()
            .chain([Organisation::Regulator, Organisation::SchemeOwner("Stichting Installaties".to_owned())]);
        all.flat_map(|of| accounts::all(&self.site.portal.store, &operator(ManageAccounts(of))).unwrap())
            .find(|account| account.email == email)
            .unwrap_or_else(|| panic!("no account {email}"))
            .id
    }

    /// What the audit trail tells of this account, oldest first: who and what.
    pub(super) fn trail(&self, email: &str) -> Vec<String> {
        let filter = Filter { subject: Some(format!("account/{email}")), ..Filter::default() };
        let list = |conn: &mut _| audit_trail::list(conn, &filter, Page::new(1, 100));
        let page = self.site.portal.store.read::<_, StorageError>(list).unwrap();
        page.rows.into_iter().rev().map(|entry| format!("{} {}", entry.actor, entry.action)).collect()
    }
}

/// Has somebody invited from a page with the form, which leads back there.
pub(super) fn invite(by: &Browser<'_>, list: &str, email: &str, duty: &str) -> Answer {
    let page = by.get(list);
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    by.post(&page, list, &[("naam", "Nora Nieuw"), ("email", email), ("taak", duty)])
}

/// The fields with which a password is chosen.
pub(super) fn choose(password: &str) -> [(&str, &str); 2] {
    [("wachtwoord", password), ("herhaling", password)]
}

/// Tries to log in.
pub(super) fn log_in(browser: &Browser<'_>, email: &str, password: &str) -> Answer {
    let page = browser.get("/inloggen");
    browser.post(&page, "/inloggen", &[("email", email), ("wachtwoord", password)])
}
