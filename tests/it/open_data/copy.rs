//! A copy of the public register, as a municipality would keep one: it applies the feed and nothing else.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::io::Read;

use chrono::{DateTime, NaiveDate, Utc};
use stelselwacht::exchange::changes::Changes;
use stelselwacht::exchange::public::{Body, Certificate, Scheme};
use stelselwacht::services::changes::feed::{Since, page};
use stelselwacht::services::dumps::{Dumps, Format, Name, Subject};
use stelselwacht::storage::Store;

/// What a follower of the feed holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Copy {
    pub(crate) certificates: BTreeMap<(String, String), Certificate>,
    pub(crate) bodies: BTreeMap<String, Body>,
    pub(crate) schemes: BTreeMap<String, Scheme>,
}

/// A copy and how far it has read.
#[derive(Debug, Default)]
pub(crate) struct Follower {
    pub(crate) copy: Copy,
    pub(crate) place: i64,
    /// Every place that was seen.
    pub(crate) seen: Vec<i64>,
}

impl Follower {
    /// Reads one part of the feed; says whether there is more.
    pub(crate) fn read(&mut self, store: &Store, limit: usize, today: NaiveDate) -> bool {
        let part = page(store, Since::Place(self.place), limit, today).unwrap();
        self.apply(part)
    }

    /// Reads to the end of the feed.
    pub(crate) fn catch_up(&mut self, store: &Store, today: NaiveDate) {
        while self.read(store, 7, today) {}
    }

    fn apply(&mut self, part: Changes) -> bool {
        for change in part.changes {
            self.seen.push(change.place.parse().unwrap());
            if let Some(gone) = change.gone {
                self.copy.certificates.remove(&(gone.body, gone.number));
                continue;
            }
            match (change.about.as_str(), change.certificate, change.body, change.scheme) {
                ("certificaat", Some(certificate), None, None) => {
                    let key = (certificate.body.clone(), certificate.number.clone());
                    self.copy.certificates.insert(key, certificate);
                }
                ("instelling", None, Some(body), None) => drop(self.copy.bodies.insert(body.code.clone(), body)),
                ("schema", None, None, Some(scheme)) => drop(self.copy.schemes.insert(scheme.code.clone(), scheme)),
                other => panic!("a change carries what it is about: {other:?}"),
            }
        }
        self.place = part.next.parse().unwrap();
        part.more
    }
}

/// The lines of a dump.
pub(crate) fn lines<T: serde::de::DeserializeOwned>(store: &Store, subject: Subject, now: DateTime<Utc>) -> Vec<T> {
    let today = stelselwacht::domain::calendar::dutch_day(now);
    let name = Name { subject, format: Format::Ndjson };
    let dump = Dumps::default().file(store, name, today).unwrap();
    let mut text = String::new();
    dump.plain.open().unwrap().read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What the dumps say.
pub(crate) fn dumped(store: &Store, now: DateTime<Utc>) -> Copy {
    let mut copy = Copy::default();
    for certificate in lines::<Certificate>(store, Subject::Certificates, now) {
        let key = (certificate.body.clone(), certificate.number.clone());
        assert!(copy.certificates.insert(key, certificate).is_none(), "a certificate stands in a dump once");
    }
    for body in lines::<Body>(store, Subject::Bodies, now) {
        copy.bodies.insert(body.code.clone(), body);
    }
    for scheme in lines::<Scheme>(store, Subject::Schemes, now) {
        copy.schemes.insert(scheme.code.clone(), scheme);
    }
    copy
}
