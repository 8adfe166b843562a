//! "What did the register say on 1 March about 1 January?" has the answer that was given on 1 March.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use stelselwacht::domain::calendar::dutch_day;
use stelselwacht::domain::identifiers::{CertificateNumber, KvkNumber};
use stelselwacht::services::register::{self, Listing};
use stelselwacht::storage::{Known, Store};

use super::support::{Certificate, Decision, certificate, say, suspension};
use crate::support::system::{SMALL_SYSTEM, load_system_at};
use crate::support::{TestDatabase, day, moment};

const FIRMS: [&str; 2] = ["90000001", "90000002"];
const NUMBERS: [&str; 3] = ["C1", "C2", "C3"];
const DAYS: [&str; 5] = ["2025-02-01", "2025-03-20", "2025-06-01", "2026-03-01", "2027-02-01"];

/// Something that changes in what alfa, or the regulator, says.
#[derive(Debug, Clone)]
enum Step {
    Name(usize, String),
    Holder(usize, &'static str),
    Until(usize, &'static str),
    Subarea(usize, &'static str),
    Suspend(usize),
    Lift,
    Revoke,
    Withdraw(usize),
    Rename(String),
    EndDesignation(Option<&'static str>),
    LapseScheme(Option<&'static str>),
}

fn step() -> impl Strategy<Value = Step> {
    let which = 0..NUMBERS.len();
    prop_oneof![
        (which.clone(), "[A-Z][a-z]{2,6}").prop_map(|(at, name)| Step::Name(at, name)),
        (which.clone(), select(&FIRMS[..])).prop_map(|(at, kvk)| Step::Holder(at, kvk)),
        (which.clone(), select(&["2025-05-31", "2026-12-31", "2027-06-30"][..]))
            .prop_map(|(at, day)| Step::Until(at, day)),
        (which.clone(), select(&["1", "1+2", "2"][..])).prop_map(|(at, part)| Step::Subarea(at, part)),
        which.clone().prop_map(Step::Suspend),
        Just(Step::Lift),
        Just(Step::Revoke),
        which.prop_map(Step::Withdraw),
        "[A-Z][a-z]{2,6}".prop_map(Step::Rename),
        select(&[None, Some("2025-04-01"), Some("2026-06-01")][..]).prop_map(Step::EndDesignation),
        select(&[None, Some("2025-05-01")][..]).prop_map(Step::LapseScheme),
    ]
}

/// What alfa and the regulator say so far.
struct World {
    certificates: Vec<Certificate>,
    decisions: Vec<Decision>,
    system: Value,
}

impl World {
    fn new() -> Self {
        let firm = |at: usize| FIRMS[at % FIRMS.len()];
        Self {
            certificates: (0..3).map(|at| certificate(NUMBERS[at], firm(at), "Jansen")).collect(),
            decisions: Vec::new(),
            system: serde_json::from_str(SMALL_SYSTEM).unwrap(),
        }
    }

    fn decide(&mut self, at: usize, measure: &'static str) {
        const REFERENCES: [&str; 8] = ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8"];
        let Some(reference) = REFERENCES.get(self.decisions.len()) else { return };
        self.decisions.push(Decision { measure, ..suspension(reference, NUMBERS[at], "2025-03-10") });
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Name(at, name) => self.certificates[at].name = name,
            Step::Holder(at, kvk) => self.certificates[at].kvk = kvk,
            Step::Until(at, until) => self.certificates[at].until = until,
            Step::Subarea(at, part) => self.certificates[at].subarea = part,
            Step::Suspend(at) => self.decide(at, "schorsing"),
            Step::Withdraw(at) => self.decide(at, "intrekking"),
            Step::Lift => self.decisions.iter_mut().for_each(|decision| decision.lifted = "2025-05-15"),
            Step::Revoke => self.decisions.iter_mut().take(1).for_each(|decision| decision.revoked = "2025-07-01"),
            Step::Rename(name) => self.system["instellingen"][0]["naam"] = json!(name),
            Step::EndDesignation(until) => {
                let designation = until.map_or_else(
                    || json!("CS-A"),
                    |until| json!({"schema": "CS-A", "op": "2023-03-30", "tot": until, "einde": "intrekking"}),
                );
                self.system["instellingen"][0]["aangewezenVoor"] = json!([designation, "CS-C"]);
            }
            Step::LapseScheme(from) => {
                let lapses: Vec<_> = from.iter().map(|from| json!({"op": from, "einde": "schorsing"})).collect();
                self.system["schemas"][0]["nietAangewezen"] = json!(lapses);
            }
        }
    }
}

/// Everything that a page about a certificate is made of.
fn of_listing(listing: &Listing) -> String {
    let days: Vec<_> = DAYS
        .iter()
        .map(|on| {
            (listing.status_on(day(on)), listing.lost_on(day(on)), listing.version_on(day(on)).map(|v| v.label.clone()))
        })
        .collect();
    format!(
        "{:?} {:?} {:?} {:?} {days:?}\n",
        listing.certificate, listing.body, listing.scheme.scheme, listing.measures
    )
}

/// Everything that is asked of the register.
fn seen(store: &Store, known: Known) -> String {
    let mut text = String::new();
    for kvk in FIRMS {
        let listings = register::holder(store, &KvkNumber::parse(kvk).unwrap(), known).unwrap();
        text.extend(listings.iter().map(of_listing));
    }
    for number in NUMBERS {
        let listings = register::certificate(store, &CertificateNumber::parse(number).unwrap(), known).unwrap();
        text.extend(listings.iter().map(of_listing));
    }
    writeln!(text, "{:?}", register::bodies(store, known).unwrap()).unwrap();
    for scheme in register::scheme_book(store, known).unwrap() {
        let versions: Vec<_> =
            scheme.versions.iter().map(|version| (version.id, &version.label, version.in_force)).collect();
        writeln!(text, "{:?} {versions:?}", scheme.scheme).unwrap();
    }
    text
}

/// Each change is said on a day of its own, somewhere in that day.
fn times(count: usize) -> Vec<DateTime<Utc>> {
    let start = moment("2027-03-01T22:59:59Z");
    (0..count).map(|at| start + TimeDelta::days(i64::try_from(at).unwrap()) + TimeDelta::minutes(13)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_known_on_a_day_is_what_was_shown_then(steps in vec(step(), 1..8)) {
        let database = TestDatabase::new();
        let store = &database.store;
        load_system_at(&database, SMALL_SYSTEM, "2024-01-01T09:00:00Z").unwrap();
        let mut world = World::new();
        let mut shown = Vec::new();
        for (step, at) in steps.into_iter().zip(times(8)) {
            world.take(step);
            load_system_at(&database, &world.system.to_string(), &at.to_rfc3339()).unwrap();
            say(store, at + TimeDelta::seconds(1), &world.certificates, &world.decisions);
            shown.push((dutch_day(at), seen(store, Known::Now)));
        }
        let today = times(9)[8];
        for (on, then) in &shown {
            prop_assert_eq!(&seen(store, register::known_on(*on, today)), then, "{}", on);
        }
        let before = register::known_on(day("2026-01-01"), today);
        prop_assert!(register::holder(store, &KvkNumber::parse(FIRMS[0]).unwrap(), before).unwrap().is_empty());
    }
}

#[test]
fn today_is_what_is_known_now() {
    let now = moment("2026-11-24T22:30:00Z");
    assert_eq!(register::known_on(day("2026-11-24"), now), Known::Now);
    let yesterday = register::known_on(day("2026-11-23"), now);
    assert_eq!(yesterday, Known::At(moment("2026-11-23T22:59:59.999999Z")));
    assert_eq!(
        register::known_on(day("2026-11-24"), moment("2026-11-24T23:00:00Z")),
        Known::At(moment("2026-11-24T22:59:59.999999Z"))
    );
}
