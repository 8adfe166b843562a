//! A register, somebody who follows it, and the rounds that tell them.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use stelselwacht::domain::identifiers::{BodyCode, KvkNumber};
use stelselwacht::notify::{Address, Mail, Transport};
use stelselwacht::services::alerts::answer;
use stelselwacht::services::alerts::round::{Done, Ways, round};
use stelselwacht::services::alerts::search::Search;
use stelselwacht::services::alerts::sign_up::{SignUp, sign_up};
use stelselwacht::services::alerts::{Followed, Frequency};
use stelselwacht::services::search::Register;
use stelselwacht::storage::Store;

use crate::open_data::deliveries::{AUDITS, CERTIFICATES, DECISIONS, certificate_line, send, start};
use crate::support::TestDatabase;
use crate::support::system::{SMALL_SYSTEM, load_system_at};

pub(crate) const FROM: &str = "Stelselwacht <register@stelselwacht.example>";
pub(crate) const SITE: &str = "https://register.example";
pub(crate) const READER: &str = "lezer@voorbeeld.example";

/// A register in which the time is what the test says.
pub(crate) struct World {
    pub(crate) database: TestDatabase,
    pub(crate) register: Register,
    pub(crate) transport: Transport,
    pub(crate) now: DateTime<Utc>,
}

impl World {
    /// A register with a certificate of alfa, A1 of firm 90000001, on 1 August 2025 at noon.
    pub(crate) fn new() -> Self {
        let database = TestDatabase::new();
        let now = start().and_hms_opt(10, 0, 0).unwrap().and_utc();
        load_system_at(&database, SMALL_SYSTEM, &now.to_rfc3339()).unwrap();
        let register = Register::load(&database.store).unwrap();
        let world = Self { database, register, transport: Transport::memory(FROM).unwrap(), now };
        world.certificate(1, 1, "Jansen Installaties", 200);
        world
    }

    pub(crate) fn store(&self) -> &Store {
        &self.database.store
    }

    /// Alfa sends a certificate of this number, holder, name and last day.
    pub(crate) fn certificate(&self, number: u8, holder: u8, name: &str, until: u64) {
        let line = certificate_line(true, number, holder, 0, until).replace("Firma 0", name);
        send(self.store(), "alfa", &[("certificaten", CERTIFICATES, line)], self.now);
    }

    /// Alfa sends a suspension of this certificate that begins on this day.
    pub(crate) fn suspend(&self, number: u8, from: NaiveDate, lifted: Option<NaiveDate>) {
        let lifted = lifted.map_or_else(String::new, |day| day.to_string());
        let audit = format!("O{number};A{number};periodiek;2025-07-20;");
        let decision = format!("D{number};O{number};schorsing;2025-07-21;{from};;nee;{lifted};;geheim");
        send(self.store(), "alfa", &[("onderzoeken", AUDITS, audit), ("besluiten", DECISIONS, decision)], self.now);
    }

    pub(crate) fn pass(&mut self, hours: i64) {
        self.now += TimeDelta::hours(hours);
    }

    pub(crate) fn ask(&self, email: &str, followed: &Followed, frequency: Frequency) {
        let email = Address::parse(email).unwrap();
        let asked = SignUp { email, language: "nl", frequency, followed: followed.clone() };
        sign_up(self.store(), self.now, &asked).unwrap();
    }

    pub(crate) fn round(&self) -> Done {
        let ways = Ways { transport: &self.transport, public_url: SITE, public_history_years: 5 };
        round(self.store(), &self.register, &ways, self.now).unwrap()
    }

    /// Does a round and gives the mails that left in it.
    pub(crate) fn mails(&self) -> Vec<(String, Mail)> {
        self.round();
        self.transport.taken()
    }

    /// Asks, and confirms with the link of the mail that comes.
    pub(crate) fn follow(&self, email: &str, followed: &Followed, frequency: Frequency) {
        self.ask(email, followed, frequency);
        let mails = self.mails();
        let token = token(&mails.last().unwrap().1, "bevestigen");
        assert!(answer::confirm(self.store(), self.now, &token).unwrap().unwrap().confirmed);
    }
}

/// The token of the link in the mail for this purpose.
pub(crate) fn token(mail: &Mail, purpose: &str) -> String {
    let (_, rest) = mail.text.split_once(&format!("{SITE}/volgen/{purpose}/")).unwrap_or_else(|| panic!("{mail:?}"));
    rest.lines().next().unwrap().to_owned()
}

pub(crate) fn firm(number: u8) -> Followed {
    Followed::Firm(KvkNumber::parse(&format!("9000000{number}")).unwrap())
}

pub(crate) fn searching(text: &str) -> Followed {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("zoek", text).finish();
    Followed::Search(Search::parse(&query).unwrap().unwrap())
}

pub(crate) fn body(code: &str) -> Followed {
    Followed::Body(BodyCode::parse(code).unwrap())
}

/// The sentences of a mail with news.
pub(crate) fn sentences(mail: &Mail) -> Vec<String> {
    let line = |line: &str| line.strip_prefix("- ").map(str::to_owned);
    mail.text.lines().filter_map(line).collect()
}
