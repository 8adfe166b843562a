//! The mail that a program sends, caught on its way.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::{DateTime, Utc};
use stelselwacht::notify::{Mail, Transport};
use stelselwacht::services::alerts::round::{Ways, round};
use stelselwacht::services::search::Register;
use stelselwacht::storage::Store;

use super::site::{PUBLIC_URL, RunningSite};

/// Does a round at this moment, and gives the mails that left in it with whom they went to.
pub(crate) fn sent_at(store: &Store, now: DateTime<Utc>) -> Vec<(String, Mail)> {
    sent(store, &Register::load(store).unwrap(), now)
}

/// The same at the moment of a site.
pub(crate) fn sent_by(site: &RunningSite) -> Vec<(String, Mail)> {
    sent(&site.portal.store, &site.portal.register, site.portal.now())
}

fn sent(store: &Store, register: &Register, now: DateTime<Utc>) -> Vec<(String, Mail)> {
    let transport = Transport::memory("Stelselwacht <register@stelselwacht.example>").unwrap();
    let ways = Ways { transport: &transport, public_url: PUBLIC_URL, public_history_years: 5 };
    round(store, register, &ways, now).unwrap();
    transport.taken()
}

/// The path of the link in a mail.
pub(crate) fn link(mail: &Mail) -> String {
    let line = mail.text.lines().find_map(|line| line.strip_prefix(PUBLIC_URL));
    line.unwrap_or_else(|| panic!("no link: {mail:?}")).to_owned()
}
