//! Whoever applies the feed holds what the dump says: whatever is delivered, designated or passes, and however the reading
//! falls in between.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use stelselwacht::domain::calendar::dutch_day;
use stelselwacht::services::changes::day::turn;
use stelselwacht::services::changes::feed::{FeedError, Since, page};
use stelselwacht::storage::Store;

use super::copy::{Follower, dumped};
use super::deliveries::{AUDITS, CERTIFICATES, DECISIONS, after, body_of, certificate_line, send, start, written};
use crate::support::system::{SMALL_SYSTEM, load_system_at};
use crate::support::{TestDatabase, day, moment};

const MEASURES: [&str; 3] = ["waarschuwing", "schorsing", "intrekking"];

/// Something that happens to the register.
#[derive(Debug, Clone)]
enum Deed {
    /// A body sends a certificate of this number, holder, name and last day.
    Certificate { alfa: bool, number: u8, holder: u8, name: u8, until: u64 },
    /// A body sends an audit of a certificate with a decision on it, or sends it again reading differently.
    Decision {
        alfa: bool,
        audit: u8,
        number: u8,
        measure: usize,
        effective: u64,
        lifted: Option<u64>,
        revoked: Option<u64>,
    },
    /// The regulator ends, or opens again, the designation of bravo for CS-A, or gives alfa another name.
    System { until: Option<u64>, name: u8 },
    /// Days pass, and somebody notices or not.
    Days { days: u64, noticed: bool },
    /// A copy reads a part of the feed.
    Read { limit: usize },
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let certificate = (any::<bool>(), 0..4_u8, 0..4_u8, 0..3_u8, 100..500_u64)
        .prop_map(|(alfa, number, holder, name, until)| Deed::Certificate { alfa, number, holder, name, until });
    let decision = (
        any::<bool>(),
        0..4_u8,
        0..4_u8,
        0..MEASURES.len(),
        0..120_u64,
        weighted(0.4, 0..120_u64),
        weighted(0.2, 0..120_u64),
    )
        .prop_map(|(alfa, audit, number, measure, effective, lifted, revoked)| Deed::Decision {
            alfa,
            audit,
            number,
            measure,
            effective,
            lifted,
            revoked,
        });
    let system = (weighted(0.6, 30..200_u64), 0..2_u8).prop_map(|(until, name)| Deed::System { until, name });
    let days = (1..70_u64, any::<bool>()).prop_map(|(days, noticed)| Deed::Days { days, noticed });
    let read = (1..6_usize).prop_map(|limit| Deed::Read { limit });
    vec(prop_oneof![4 => certificate, 5 => decision, 1 => system, 3 => days, 3 => read], 1..28)
}

fn system(until: Option<u64>, name: u8) -> String {
    let ended = until.map_or_else(String::new, |days| format!(", \"tot\": \"{}\"", after(days)));
    let designation = format!("\"aangewezenVoor\": [{{\"schema\": \"CS-A\", \"op\": \"2023-03-30\"{ended}}}]");
    SMALL_SYSTEM
        .replace("\"aangewezenVoor\": [\"CS-A\"], \"aangewezenOp\": \"2023-03-30\"", &designation)
        .replace("Certificatie Alfa", &format!("Certificatie Alfa {name}"))
}

struct World {
    database: TestDatabase,
    now: DateTime<Utc>,
    follower: Follower,
}

impl World {
    fn new() -> Self {
        let database = TestDatabase::new();
        let now = start().and_hms_opt(9, 0, 0).unwrap().and_utc();
        load_system_at(&database, SMALL_SYSTEM, &now.to_rfc3339()).unwrap();
        Self { database, now, follower: Follower::default() }
    }

    fn today(&self) -> NaiveDate {
        dutch_day(self.now)
    }

    fn happens(&mut self, deed: &Deed) {
        self.now += TimeDelta::minutes(1);
        let (store, now) = (self.database.store.clone(), self.now);
        match deed {
            Deed::Certificate { alfa, number, holder, name, until } => {
                let line = certificate_line(*alfa, *number, *holder, *name, *until);
                send(&store, body_of(*alfa), &[("certificaten", CERTIFICATES, line)], now);
            }
            Deed::Decision { alfa, audit, number, measure, effective, lifted, revoked } => {
                let prefix = if *alfa { 'A' } else { 'B' };
                let held = day("2025-07-20") + Days::new(u64::from(*audit));
                let effective = held + Days::new(*effective);
                let lifted = lifted.map(|days| effective + Days::new(days));
                let revoked = revoked.map(|days| held + Days::new(days));
                let measure = MEASURES[*measure];
                let audit_line = format!("O{audit};{prefix}{number};periodiek;{held};");
                let decision = format!(
                    "D{audit};O{audit};{measure};{held};{effective};;nee;{};{};geheim",
                    written(lifted.filter(|_| measure == "schorsing")),
                    written(revoked)
                );
                let files = [("onderzoeken", AUDITS, audit_line), ("besluiten", DECISIONS, decision)];
                send(&store, body_of(*alfa), &files, now);
            }
            Deed::System { until, name } => {
                // What the file may not say is refused as a whole, and then nothing changed.
                let _ = load_system_at(&self.database, &system(*until, *name), &now.to_rfc3339());
            }
            Deed::Days { days, noticed } => {
                self.now += TimeDelta::days(i64::try_from(*days).unwrap());
                if *noticed {
                    turn(&store, self.now, 1).unwrap();
                }
            }
            Deed::Read { limit } => {
                let today = self.today();
                self.follower.read(&store, *limit, today);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_copy_that_applies_the_feed_equals_the_dump(deeds in deeds()) {
        let mut world = World::new();
        for deed in &deeds {
            world.happens(deed);
        }
        let (store, today) = (world.database.store.clone(), world.today());
        world.follower.catch_up(&store, today);
        prop_assert_eq!(&world.follower.copy, &dumped(&store, world.now), "without the last days");
        turn(&store, world.now, 1).unwrap();
        world.follower.catch_up(&store, today);
        prop_assert_eq!(&world.follower.copy, &dumped(&store, world.now), "with the last days");
        let mut once = world.follower.seen.clone();
        once.dedup();
        prop_assert_eq!(&once, &world.follower.seen);
        prop_assert!(once.is_sorted(), "in order");
        let text = serde_json::to_string(&page(&store, Since::Beginning, 1000, today).unwrap()).unwrap();
        for private in ["geheim", "Kerkweg", "3511"] {
            prop_assert!(!text.contains(private), "{} is not for the public: {}", private, text);
        }
    }
}

fn kinds_and_standings(store: &Store, since: i64, today: NaiveDate) -> Vec<String> {
    let part = page(store, Since::Place(since), 100, today).unwrap();
    let told = |change: &stelselwacht::exchange::changes::Change| {
        let standings = (change.standing_before.as_deref(), change.standing_after.as_deref());
        format!("{} {}: {:?} {:?}", change.day, change.kinds.join("+"), standings.0, standings.1)
    };
    part.changes.iter().map(told).collect()
}

#[test]
fn decisions_and_days_are_told_apart() {
    let mut world = World::new();
    let store = world.database.store.clone();
    world.happens(&Deed::Certificate { alfa: true, number: 1, holder: 1, name: 1, until: 100 });
    world.follower.catch_up(&store, start());
    let at = world.follower.place;
    let decision = |lifted, revoked| Deed::Decision {
        alfa: true,
        audit: 0,
        number: 1,
        measure: 1,
        effective: 30,
        lifted,
        revoked,
    };
    world.happens(&decision(None, None));
    world.happens(&decision(None, None));
    world.happens(&Deed::Days { days: 30, noticed: true });
    world.happens(&decision(Some(20), None));
    world.happens(&Deed::Days { days: 30, noticed: true });
    world.happens(&Deed::Days { days: 60, noticed: true });
    world.happens(&decision(Some(20), Some(60)));
    let today = world.today();
    assert_eq!(
        kinds_and_standings(&store, at, today),
        [
            r#"2025-08-01 schorsing: Some("geldig") Some("geldig")"#,
            r#"2025-08-19 verloop: Some("geldig") Some("geschorst")"#,
            r#"2025-08-31 opheffing: Some("geschorst") Some("geschorst")"#,
            r#"2025-09-08 verloop: Some("geschorst") Some("geldig")"#,
            r#"2025-11-10 verloop: Some("geldig") Some("verlopen")"#,
            r#"2025-11-29 herroeping: Some("verlopen") Some("verlopen")"#,
        ]
    );
}

#[test]
fn a_designation_that_ends_touches_its_certificates() {
    let mut world = World::new();
    let store = world.database.store.clone();
    world.happens(&Deed::Certificate { alfa: false, number: 1, holder: 1, name: 1, until: 400 });
    world.follower.catch_up(&store, start());
    let at = world.follower.place;
    load_system_at(&world.database, &system(Some(40), 0), &world.now.to_rfc3339()).unwrap();
    world.happens(&Deed::Days { days: 45, noticed: true });
    world.happens(&Deed::Days { days: 200, noticed: true });
    let told = kinds_and_standings(&store, at, world.today());
    assert_eq!(
        told,
        [
            "2025-08-01 gewijzigd: None None",
            "2025-08-01 aanwijzing: None None",
            r#"2025-08-01 aanwijzing: Some("geldig") Some("geldig")"#,
            r#"2025-09-10 verloop: Some("geldig") Some("geldig")"#,
            r#"2026-03-11 verloop: Some("geldig") Some("instelling-niet-aangewezen")"#,
        ],
        "the body that got another name, the body whose designation ends, and the certificate"
    );
}

#[test]
fn a_certificate_that_goes_to_another_firm_is_told_once() {
    let mut world = World::new();
    let store = world.database.store.clone();
    world.happens(&Deed::Certificate { alfa: true, number: 1, holder: 1, name: 1, until: 100 });
    world.follower.catch_up(&store, start());
    let at = world.follower.place;
    world.happens(&Deed::Certificate { alfa: true, number: 1, holder: 2, name: 1, until: 100 });
    let part = page(&store, Since::Place(at), 100, start()).unwrap();
    assert_eq!(part.changes.len(), 1);
    assert_eq!(part.changes[0].certificate.as_ref().unwrap().kvk_number, "90000002");
}

#[test]
fn a_moment_or_a_place_says_from_where_on() {
    let mut world = World::new();
    let store = world.database.store.clone();
    let before = page(&store, Since::Beginning, 1000, start()).unwrap();
    assert_eq!(before.changes.len(), 4, "two schemes and two bodies");
    assert!(!before.more);
    world.happens(&Deed::Days { days: 3, noticed: false });
    let moment_of_certificate = world.now;
    world.happens(&Deed::Certificate { alfa: true, number: 1, holder: 1, name: 1, until: 100 });
    let later = page(&store, Since::Moment(moment_of_certificate), 1000, start()).unwrap();
    assert_eq!(later.changes.len(), 1);
    assert_eq!(page(&store, Since::Moment(moment("2030-01-01T00:00:00Z")), 10, start()).unwrap().changes, []);
    let last: i64 = later.next.parse().unwrap();
    assert_eq!(page(&store, Since::Place(last), 10, start()).unwrap().next, later.next);
    let beyond = page(&store, Since::Place(last + 1), 10, start()).unwrap_err();
    assert!(matches!(beyond, FeedError::UnknownPlace { .. }), "{beyond}");
    let one = page(&store, Since::Beginning, 0, start()).unwrap();
    assert!(one.changes.len() == 1 && one.more, "at least one");
}

/// What commits late must not be missed: several writers, and one who reads all the while.
#[test]
fn a_reader_beside_many_writers_misses_nothing_and_sees_nothing_twice() {
    let world = World::new();
    let store = world.database.store.clone();
    let busy = AtomicBool::new(true);
    let follower = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4_u8)
            .map(|writer| {
                let store = store.clone();
                // Their clocks disagree, and a moment is taken before the turn to write comes.
                let mut now = world.now + TimeDelta::seconds(i64::from(3 - writer));
                scope.spawn(move || {
                    for round in 0..8_u8 {
                        now += TimeDelta::minutes(1);
                        let line = certificate_line(writer % 2 == 0, writer, writer, round % 3, 100);
                        let files = [("certificaten", CERTIFICATES, line)];
                        send(&store, body_of(writer % 2 == 0), &files, now);
                    }
                })
            })
            .collect();
        let reader = scope.spawn(|| {
            let mut follower = Follower::default();
            while busy.load(Ordering::Relaxed) {
                follower.read(&store, 2, start());
            }
            follower.catch_up(&store, start());
            follower
        });
        for writer in writers {
            writer.join().unwrap();
        }
        busy.store(false, Ordering::Relaxed);
        reader.join().unwrap()
    });
    let mut times = BTreeMap::new();
    for place in &follower.seen {
        *times.entry(place).or_insert(0) += 1;
    }
    assert!(times.values().all(|times| *times == 1), "{times:?}");
    let all = page(&store, Since::Beginning, 1000, start()).unwrap();
    assert_eq!(all.changes.len(), follower.seen.len());
    assert_eq!(follower.copy, dumped(&store, world.now));
}
