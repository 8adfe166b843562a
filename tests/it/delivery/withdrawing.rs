//! Taking a delivery back: the register says again what it said before, and nothing is forgotten.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::cell::RefCell;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use stelselwacht::domain::access::{Actor, BodyDuty, Deliver, Role, SeeBody, Supervise, decide};
use stelselwacht::domain::calendar::dutch_day;
use stelselwacht::domain::withdrawal::{DeliveryState, Obstacle, Reason};
use stelselwacht::services::changes::feed::{Since, page};
use stelselwacht::services::delivery::DeliveryError;
use stelselwacht::services::delivery::apply::{Mode, Request, deliver};
use stelselwacht::services::delivery::read::SourceFile;
use stelselwacht::services::delivery::upload::receipt_of;
use stelselwacht::services::delivery::withdraw::withdraw;
use stelselwacht::services::reassess;
use stelselwacht::services::supervise;
use stelselwacht::services::trail;
use stelselwacht::storage::{Conn, StorageError, Store};

use super::support::{KINDS, body, now, read, register, send, source, sources};
use crate::open_data::copy::{Copy, Follower, dumped};
use crate::support::system::operator;

fn reason() -> Reason {
    Reason::parse("verkeerd bestand").unwrap()
}

fn take_back(store: &Store, code: &str, id: i64, at: DateTime<Utc>) -> Result<(), DeliveryError> {
    withdraw(store, &operator(Deliver(body(code))), id, &reason(), at)
}

#[derive(QueryableByName, PartialEq, Eq, Debug, PartialOrd, Ord)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// Every current row of a table as text, without its key, its delivery and when it was recorded.
const CURRENT: [(&str, &str); 5] = [
    (
        "certificates",
        "body_id, number, kvk_number, establishment_number, name, street, house_number, postcode, place, scheme_id, \
         subarea, activities, issued_on, valid_until",
    ),
    ("audits", "body_id, reference, certificate_number, kind, date, recovery_established_on"),
    ("nonconformities", "body_id, reference, audit_reference, code, note, annulled_on"),
    (
        "decisions",
        "body_id, reference, audit_reference, measure, date, effective_on, recovery_until, follow_up, lifted_on, \
         revoked_on, reason",
    ),
    (
        "verdicts",
        "body_id, audit_reference, kvk_number, scheme_id, scheme_version_id, audit_date, category, occurrence, \
         prescribed_measure, decide_by, imposed_decision, imposed_measure, imposed_on, outcomes, steps, days_late, \
         finding_count, settled_on",
    ),
];

/// What the tables said, as of now or as known at a moment.
fn tables(store: &Store, known: Option<DateTime<Utc>>) -> Vec<Line> {
    store
        .read(|conn: &mut Conn| {
            let mut all = Vec::new();
            for (table, columns) in CURRENT {
                let texts: Vec<String> = columns
                    .split(", ")
                    .map(|column| format!("coalesce(CAST({} AS TEXT), '')", column.trim()))
                    .collect();
                let when = match known {
                    None => "recorded_until IS NULL".to_owned(),
                    Some(at) => {
                        let at = at.naive_utc().format("%F %T%.f");
                        format!("recorded_from <= '{at}' AND (recorded_until IS NULL OR recorded_until > '{at}')")
                    }
                };
                let query =
                    format!("SELECT '{table}|' || {} AS line FROM {table} WHERE {when}", texts.join(" || '|' || "));
                let mut lines: Vec<Line> = diesel::sql_query(query).load(conn)?;
                lines.sort();
                all.extend(lines);
            }
            Ok::<_, StorageError>(all)
        })
        .unwrap()
}

/// Everything that the register says.
#[derive(PartialEq, Debug)]
struct Said {
    public: Copy,
    tables: Vec<Line>,
    signals: Vec<String>,
    complete_through: Option<chrono::NaiveDate>,
}

fn said(store: &Store, at: DateTime<Utc>) -> Said {
    let standing = supervise::standing(store, &operator(Supervise)).unwrap();
    let mut signals: Vec<String> = standing.iter().map(|known| format!("{:?}", known.signal)).collect();
    signals.sort();
    let complete_through = store
        .read(|conn| {
            let body = stelselwacht::storage::bodies::by_code(conn, &body("alfa"))?.unwrap();
            stelselwacht::storage::deliveries::complete_through(conn, body.id)
        })
        .unwrap();
    Said { public: dumped(store, at), tables: tables(store, None), signals, complete_through }
}

/// A change to one line of a file.
#[derive(Debug, Clone)]
enum Edit {
    /// Another value in this column.
    Set(usize, &'static str, &'static str),
    /// The same line under a reference of its own.
    Again(usize, u16),
    /// Without this line.
    Drop(usize),
}

fn edits() -> impl Strategy<Value = Vec<(usize, Edit)>> {
    let values = [
        (0, "naam", "Andere Naam B.V."),
        (0, "kvk_nummer", "90000014"),
        (0, "geldig_tot", "2026-01-15"),
        (1, "herstel_vastgesteld_op", ""),
        (1, "soort", "klacht"),
        (1, "certificaatnummer", "AL-A-000002"),
        (2, "vervallen_op", "2026-01-20"),
        (2, "toelichting", "=1+1"),
        (3, "herroepen_op", "2026-01-20"),
        (3, "maatregel", "schorsing"),
        (3, "opgeheven_op", "2026-01-21"),
    ];
    let edit = prop_oneof![
        4 => (proptest::sample::select(values.to_vec()), 0..200_usize)
            .prop_map(|((file, column, value), line)| (file, Edit::Set(line, column, value))),
        2 => (0..4_usize, 0..200_usize, any::<u16>()).prop_map(|(file, line, name)| (file, Edit::Again(line, name))),
        1 => (0..4_usize, 0..200_usize).prop_map(|(file, line)| (file, Edit::Drop(line))),
    ];
    proptest::collection::vec(edit, 1..25)
}

fn edited(edits: &[(usize, Edit)]) -> Vec<SourceFile> {
    let sources = sources("clean", "alfa");
    let text = |file: &SourceFile| String::from_utf8(file.bytes.clone()).unwrap();
    let mut files: Vec<Vec<String>> =
        sources.iter().map(|file| text(file).lines().map(str::to_owned).collect()).collect();
    for (file, edit) in edits {
        let lines = &mut files[*file];
        let columns: Vec<String> = lines[0].split(';').map(str::to_owned).collect();
        match edit {
            Edit::Set(line, column, value) => {
                let at = 1 + line % (lines.len() - 1);
                let mut cells: Vec<String> = lines[at].split(';').map(str::to_owned).collect();
                if cells.len() == columns.len() {
                    let which = columns.iter().position(|c| c == column).unwrap();
                    (*value).clone_into(&mut cells[which]);
                    lines[at] = cells.join(";");
                }
            }
            Edit::Again(line, name) => {
                let at = 1 + line % (lines.len() - 1);
                let (_, rest) = lines[at].split_once(';').unwrap();
                let again = format!("NIEUW-{name};{rest}");
                lines.push(again);
            }
            Edit::Drop(line) => drop(lines.remove(1 + line % (lines.len() - 1))),
        }
    }
    KINDS.iter().zip(files).map(|(kind, lines)| source(&format!("{kind}.csv"), lines.join("\n"))).collect()
}

fn deliver_through(store: &Store, files: &[SourceFile], through: &str, at: DateTime<Utc>) -> Option<i64> {
    let request = Request { delivery: read(files), through: through.parse().ok(), mode: Mode::AcceptValid };
    let receipt = deliver(store, &operator(Deliver(body("alfa"))), request, at, &|_, _| {}).unwrap();
    receipt.applied.map(|applied| applied.delivery_id)
}

#[test]
fn after_any_delivery_was_taken_back_the_register_says_what_it_said_before() {
    let database = register();
    let store = &database.store;
    send(store, "bravo", &sources("clean", "bravo"), Mode::All, now() - TimeDelta::hours(2));
    deliver_through(store, &sources("clean", "alfa"), "2026-01-10", now() - TimeDelta::hours(1)).unwrap();
    let clock = RefCell::new(now());
    let tick = || {
        *clock.borrow_mut() += TimeDelta::seconds(1);
        *clock.borrow()
    };
    let follower = RefCell::new(Follower::default());
    let follows = |at: DateTime<Utc>| {
        follower.borrow_mut().catch_up(store, dutch_day(at));
        assert_eq!(follower.borrow().copy, dumped(store, at), "a copy by the feed");
    };
    let mut runner = TestRunner::new(Config { cases: 16, failure_persistence: None, ..Config::default() });
    let days = ["", "2026-01-05", "2026-01-20", "2026-01-31"];
    runner
        .run(&(edits(), proptest::sample::select(days.to_vec())), |(edits, through)| {
            let before = said(store, tick());
            let Some(id) = deliver_through(store, &edited(&edits), through, tick()) else { return Ok(()) };
            let delivered = tick();
            let between = tables(store, None);
            follows(delivered);
            take_back(store, "alfa", id, tick()).unwrap();
            let after = said(store, tick());
            prop_assert_eq!(&after.tables, &before.tables);
            prop_assert_eq!(&after.signals, &before.signals);
            prop_assert_eq!(&after.complete_through, &before.complete_through);
            prop_assert_eq!(&after, &before);
            prop_assert_eq!(tables(store, Some(delivered)), between, "what was said meanwhile can still be asked");
            follows(tick());
            Ok(())
        })
        .unwrap();
    // The verdicts are those of assessing everything anew.
    let kept = tables(store, None);
    let today = dutch_day(tick());
    store
        .write(|conn| {
            reassess::everything(conn, tick(), today).map_err(|error| StorageError::damaged(error.to_string()))
        })
        .unwrap();
    assert_eq!(tables(store, None), kept);
    assert!(matches!(trail::verify(store, &operator(Supervise)).unwrap(), trail::Chain::Intact { .. }));
}

const CERTIFICATES: &str = "certificaatnummer;kvk_nummer;vestigingsnummer;naam;straat;huisnummer;postcode;plaats;schema;\
    deelgebied;werkzaamheden;afgegeven_op;geldig_tot\n\
    C1;90000001;;Jansen;Dorpsstraat;1;3511 AB;Utrecht;CS-A;1;installeren;2024-01-01;2027-01-01\n";
const AUDITS: &str = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op\nA1;C1;periodiek;2025-03-01;\n";
const FINDINGS: &str = "afwijking_id;onderzoek_id;code;toelichting;vervallen_op\nF1;A1;K1;;\n";

fn one(store: &Store, name: &str, text: &str, at: DateTime<Utc>) -> i64 {
    send(store, "alfa", &[source(name, text)], Mode::All, at).applied.unwrap().delivery_id
}

fn obstacles(store: &Store, id: i64, at: DateTime<Utc>) -> Vec<Obstacle> {
    match take_back(store, "alfa", id, at).unwrap_err() {
        DeliveryError::NotWithdrawable(obstacles) => obstacles,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_later_deliveries_built_on_it_stands_in_the_way_until_they_are_taken_back_too() {
    let database = register();
    let store = &database.store;
    let minutes = |n: i64| now() + TimeDelta::minutes(n);
    let first = one(store, "c.csv", CERTIFICATES, minutes(0));
    let second = one(store, "o.csv", AUDITS, minutes(1));
    let third = one(store, "a.csv", FINDINGS, minutes(2));
    let fourth = one(store, "c.csv", &CERTIFICATES.replace("Jansen", "Janssen"), minutes(3));

    let of_first = obstacles(store, first, minutes(4));
    let words: Vec<String> = of_first.iter().map(ToString::to_string).collect();
    assert!(words.iter().any(|said| said.contains("wijzigde certificaten C1")), "{words:?}");
    let of_second = obstacles(store, second, minutes(4));
    assert!(of_second[0].to_string().contains("afwijkingen F1"), "{of_second:?}");
    assert!(matches!(
        receipt_of(store, &operator(SeeBody(body("alfa"))), second, minutes(4)).unwrap().obstacles[..],
        [Obstacle::LeanedOn(_)]
    ));

    for (id, minute) in [(fourth, 5), (third, 6), (second, 7), (first, 8)] {
        take_back(store, "alfa", id, minutes(minute)).unwrap();
        assert!(matches!(obstacles(store, id, minutes(minute))[..], [Obstacle::Withdrawn { .. }]));
    }
    assert_eq!(tables(store, None), [], "nothing was there before the first");
    let receipt = receipt_of(store, &operator(SeeBody(body("alfa"))), first, minutes(9)).unwrap();
    assert_eq!(receipt.delivery.state(), DeliveryState::Withdrawn);
    assert_eq!(receipt.withdrawn.unwrap().reason, "verkeerd bestand");

    // Delivered anew, the certificate is new to whoever follows the register.
    one(store, "c.csv", CERTIFICATES, minutes(10));
    let feed = page(store, Since::Beginning, 100, dutch_day(minutes(10))).unwrap();
    let kinds: Vec<_> = feed.changes.iter().filter(|c| c.about == "certificaat").map(|c| c.kinds.join("+")).collect();
    assert_eq!(kinds, ["nieuw", "gewijzigd", "gewijzigd+teruggenomen", "teruggenomen", "nieuw"]);
}

#[test]
fn a_day_later_it_is_too_late_and_another_body_finds_nothing() {
    let database = register();
    let store = &database.store;
    let id = one(store, "c.csv", CERTIFICATES, now());
    assert!(matches!(take_back(store, "bravo", id, now()), Err(DeliveryError::DeliveryNotFound)));
    assert!(matches!(obstacles(store, id, now() + TimeDelta::hours(24))[..], [Obstacle::TooLate { .. }]));
    let reader = Actor::Account { email: "l@alfa.example".into(), role: Role::Body(body("alfa"), BodyDuty::Reader) };
    assert!(decide(&reader, Deliver(body("alfa"))).is_err(), "who only reads takes nothing back");
    take_back(store, "alfa", id, now() + TimeDelta::hours(23)).unwrap();
}

#[test]
fn an_audit_that_is_sent_anew_counts_as_delivered_then() {
    let database = register();
    let store = &database.store;
    one(store, "c.csv", CERTIFICATES, now() - TimeDelta::days(40));
    let early = one(store, "o.csv", AUDITS, now() - TimeDelta::days(30));
    take_back(store, "alfa", early, now() - TimeDelta::days(30) + TimeDelta::hours(1)).unwrap();
    one(store, "o.csv", AUDITS, now());
    let facts = store.read(|conn| supervise::facts(conn, dutch_day(now()))).unwrap();
    assert_eq!(facts.audits[0].delivered_on, dutch_day(now()));
}
