//! What a delivery leaves in the register.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;

use chrono::TimeDelta;
use stelselwacht::services::delivery::apply::Mode;
use stelselwacht::services::delivery::compare::FieldChange;
use stelselwacht::services::delivery::plan::Outcome;
use stelselwacht::storage::{audits, register_state, verdicts};

use super::support::{BODIES, body, counts, files, import, now, register, rows, send, source, sources};
use stelselwacht::domain::identifiers::AuditRef;
use stelselwacht::storage::bodies;

#[test]
fn clean_deliveries_are_stored_whole_and_a_second_time_change_nothing() {
    let database = register();
    for code in BODIES {
        let answer = import(&database, code, &files("clean", code), &["--json"]);
        assert_eq!(answer.code, Some(0), "{answer:?}");
        let report = answer.json();
        assert_eq!(report["fouten"], serde_json::json!([]), "{code}");
        assert_eq!(report["opgeslagen"], true);
        assert!(report["geteld"]["nieuw"].as_i64().unwrap() > 0);
        assert_eq!(report["geteld"]["geweigerd"], 0);
    }
    let before = rows(&database);
    for code in BODIES {
        let mut reversed = files("clean", code);
        reversed.reverse();
        let answer = import(&database, code, &reversed, &[]);
        assert_eq!(answer.code, Some(0), "{answer:?}");
        assert!(answer.out.contains("er is niets gewijzigd"), "{answer:?}");
    }
    let [deliveries, records @ ..] = rows(&database);
    assert_eq!(deliveries, before[0] + 5, "that a body delivered is kept");
    assert_eq!(records, before[1..], "no record has a new version");
}

#[test]
fn the_order_of_files_and_their_names_do_not_matter() {
    let (one, other) = (register(), register());
    let forward = sources("clean", "alfa");
    let mut backward: Vec<_> = forward.iter().rev().cloned().collect();
    for (i, file) in backward.iter_mut().enumerate() {
        file.name = format!("export{i}.txt").into();
    }
    let first = send(&one.store, "alfa", &forward, Mode::All, now());
    let second = send(&other.store, "alfa", &backward, Mode::All, now());
    assert!(second.plan.is_clean(), "{:?}", second.plan.faults);
    assert_eq!(first.plan.counts, second.plan.counts);
    assert_eq!(first.plan.checksum, second.plan.checksum);
    assert_eq!(rows(&one), rows(&other));
}

const SYSTEM_OF_ONE: &str = "certificaatnummer;kvk_nummer;vestigingsnummer;naam;straat;huisnummer;postcode;plaats;schema;\
    deelgebied;werkzaamheden;afgegeven_op;geldig_tot\n\
    C1;90000001;;Jansen;Dorpsstraat;1;3511 AB;Utrecht;CS-A;1;installeren+in-bedrijf-stellen;2024-01-01;2027-01-01\n\
    C2;90000002;;Visser;Kerkweg;2;1011AB;Amsterdam;CS-A;1;installeren;2024-01-01;2027-01-01\n";
const AUDITS: &str = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op\nA1;C1;periodiek;2025-03-01;\n";
const FINDINGS: &str = "afwijking_id;onderzoek_id;code;toelichting;vervallen_op\nF1;A1;K1;=SOM(A1);\n";
const DECISIONS: &str = "besluit_id;onderzoek_id;maatregel;datum;ingangsdatum;hersteltermijn_tot;vervolg;opgeheven_op;\
    herroepen_op;motivering\nB1;A1;schorsing;2025-03-10;2025-03-12;2025-06-10;nee;;;\"Twee\nregels\"\n";

fn small() -> Vec<stelselwacht::services::delivery::read::SourceFile> {
    [("c.csv", SYSTEM_OF_ONE), ("o.csv", AUDITS), ("a.csv", FINDINGS), ("b.csv", DECISIONS)]
        .map(|(name, text)| source(name, text))
        .to_vec()
}

#[test]
fn a_changed_row_becomes_a_new_version_and_the_old_one_stays() {
    let database = register();
    let first = send(&database.store, "alfa", &small(), Mode::All, now());
    assert_eq!(first.plan.counts, counts(5, 0, 0, 0), "{:?}", first.plan.faults);
    assert_eq!(first.complete_through, Some("2025-03-10".parse().unwrap()));

    let moved = AUDITS.replace("A1;C1;periodiek;2025-03-01", "A1;C2;periodiek;2025-03-02");
    let second = send(&database.store, "alfa", &[source("o.csv", moved)], Mode::All, now() + TimeDelta::hours(1));
    assert_eq!(second.plan.counts, counts(0, 1, 0, 0), "{:?}", second.plan.faults);
    let Outcome::Changed { fields, .. } = &second.plan.audits[0].outcome else { panic!("{second:?}") };
    let change = |column, old: &str, new: &str| FieldChange { column, old: old.into(), new: new.into() };
    let expected = [change("certificaatnummer", "C1", "C2"), change("datum", "2025-03-01", "2025-03-02")];
    assert_eq!(*fields, expected);
    let touched: BTreeSet<_> = second.applied.unwrap().touched.into_iter().map(|h| h.kvk_number.to_string()).collect();
    assert_eq!(touched, BTreeSet::from(["90000001".to_owned(), "90000002".to_owned()]), "as it was and as it is");

    assert_eq!(rows(&database), [2, 2, 2, 1, 1], "the audit has two versions");
    let current = database.store.read(|conn| {
        let alfa = bodies::by_code(conn, &body("alfa"))?.unwrap();
        audits::current(conn, alfa.id, &[AuditRef::parse("A1").unwrap()])
    });
    assert_eq!(current.unwrap()[0].record.certificate.as_str(), "C2");
}

#[test]
fn the_register_moves_on_only_when_something_changed() {
    let database = register();
    let counter = || database.store.read(register_state::current).unwrap();
    let start = counter();
    send(&database.store, "alfa", &small(), Mode::Preview, now());
    assert_eq!(counter(), start);
    send(&database.store, "alfa", &small(), Mode::All, now());
    assert_eq!(counter(), start + 1);
    let again = send(&database.store, "alfa", &small(), Mode::All, now());
    assert_eq!(again.plan.counts, counts(0, 0, 5, 0));
    assert_eq!(counter(), start + 1);
}

#[test]
fn what_stays_must_fit_what_changes_above_it() {
    let database = register();
    send(&database.store, "alfa", &small(), Mode::All, now());
    let later = AUDITS.replace("2025-03-01", "2025-04-01");
    let receipt = send(&database.store, "alfa", &[source("o.csv", later)], Mode::All, now());
    assert!(receipt.applied.is_none());
    assert!(receipt.plan.faults.as_slice()[0].message.contains("besluit B1"), "{:?}", receipt.plan.faults);
    let elsewhere = SYSTEM_OF_ONE.replace("CS-A;1;installeren+", "CS-B;1;installeren+");
    let receipt = send(&database.store, "alfa", &[source("c.csv", elsewhere)], Mode::All, now());
    assert!(receipt.plan.faults.as_slice()[0].message.contains("afwijking F1"), "{:?}", receipt.plan.faults);
}

#[test]
fn with_accept_valid_the_right_rows_are_stored_and_their_dependents_wait() {
    let database = register();
    let mut files = small();
    let wrong = AUDITS.replace("A1;C1;periodiek;2025-03-01;\n", "A1;C1;visite;2025-03-01;\nA2;C2;klacht;2025-05-01;\n");
    files[1] = source("o.csv", wrong);
    let refused = send(&database.store, "alfa", &files, Mode::All, now());
    assert!(refused.applied.is_none());
    assert_eq!(rows(&database), [0; 5], "any fault and nothing is stored");

    let accepted = send(&database.store, "alfa", &files, Mode::AcceptValid, now());
    assert_eq!(accepted.plan.counts, counts(3, 0, 0, 3));
    assert_eq!(rows(&database), [1, 2, 1, 0, 0]);
    let dependents: Vec<_> = accepted.plan.faults.as_slice().iter().filter_map(|f| f.because_of.as_ref()).collect();
    assert_eq!(dependents.len(), 2);
    assert!(dependents.iter().all(|place| &*place.file == "o.csv" && place.line == 2));
    let repaired = send(&database.store, "alfa", &small(), Mode::All, now());
    assert_eq!(repaired.plan.counts, counts(3, 0, 2, 0));
}

#[test]
fn accept_valid_does_not_store_around_a_file_that_cannot_be_read() {
    let database = register();
    let mut files = small();
    files[2] = source("a.csv", FINDINGS.replace(";code", ""));
    let receipt = send(&database.store, "alfa", &files, Mode::AcceptValid, now());
    assert!(receipt.applied.is_none());
    assert_eq!(rows(&database), [0; 5]);
}

#[test]
fn the_last_complete_day_is_given_or_the_latest_in_the_files_and_never_in_the_future() {
    let database = register();
    let alfa = files("clean", "alfa");
    let answer = import(&database, "alfa", &alfa, &["--json", "--through", "2026-01-31"]);
    assert_eq!(answer.json()["volledigTot"], "2026-01-31");
    let earlier = import(&database, "alfa", &alfa, &["--json", "--through", "2025-12-31"]);
    assert_eq!((earlier.code, earlier.json()["volledigTot"].as_str()), (Some(0), Some("2025-12-31")));
    let future = import(&database, "alfa", &alfa, &["--json", "--through", "2199-01-01"]);
    assert_eq!(future.code, Some(1));
    assert!(future.err.contains("na vandaag"), "{future:?}");
}

#[test]
fn every_planted_mistake_is_reported_at_its_place_and_nothing_else_but_its_dependents() {
    let database = register();
    let planted = std::fs::read_to_string(super::support::data("dirty/fouten.csv")).unwrap();
    let planted: BTreeSet<(String, u64, String)> = planted
        .lines()
        .skip(1)
        .map(|line| line.split(';').collect::<Vec<_>>())
        .map(|cells| (cells[0].to_owned(), cells[1].parse().unwrap(), cells[2].to_owned()))
        .collect();
    let mut reported = BTreeSet::new();
    for code in BODIES {
        let answer = import(&database, code, &files("dirty", code), &["--json"]);
        assert_eq!(answer.code, Some(1));
        let report = answer.json();
        assert_eq!(report["opgeslagen"], false);
        for fault in report["fouten"].as_array().unwrap() {
            let text = |key: &str| fault[key].as_str().unwrap().to_owned();
            if fault.get("gevolgVan").is_none() {
                reported.insert((text("bestand"), fault["regel"].as_u64().unwrap(), text("kolom")));
            }
        }
    }
    assert_eq!(rows(&database), [0; 5]);
    assert_eq!(reported, planted);
}

#[test]
fn what_is_left_of_a_dirty_delivery_is_the_same_each_time() {
    let database = register();
    for code in BODIES {
        let first = import(&database, code, &files("dirty", code), &["--json", "--accept-valid"]);
        assert_eq!(first.code, Some(0), "{first:?}");
        let again = import(&database, code, &files("dirty", code), &["--json", "--accept-valid"]);
        let (first, again) = (first.json(), again.json());
        assert_eq!(again["geteld"]["nieuw"], 0, "{code}");
        assert_eq!(again["geteld"]["gewijzigd"], 0, "{code}");
        assert_eq!(again["geteld"]["ongewijzigd"], first["geteld"]["nieuw"], "{code}");
    }
}

/// Enough rows for two whole statements and some that are left over, each with something of its own.
#[test]
fn rows_that_go_in_many_at_a_time_read_as_they_were_sent() {
    const ROWS: usize = 131;
    let head = |text: &str| text.lines().next().unwrap().to_owned() + "\n";
    let lines = |first: &str, line: &dyn Fn(usize) -> String| [head(first), (0..ROWS).map(line).collect()].concat();
    let establishment = |i: usize| if i.is_multiple_of(2) { format!("{:012}", 40_000_000 + i) } else { String::new() };
    let sent = [
        (
            "c.csv",
            lines(SYSTEM_OF_ONE, &|i| {
                format!(
                    "C{i};{};{};Jansen {i};Dorpsstraat;{i};{}AB;Utrecht;CS-A;1;installeren;2024-01-01;2027-01-01\n",
                    90_000_001 + i,
                    establishment(i),
                    1011 + i
                )
            }),
        ),
        ("o.csv", lines(AUDITS, &|i| format!("A{i};C{i};periodiek;2025-03-{:02};\n", i % 9 + 1))),
        ("a.csv", lines(FINDINGS, &|i| format!("F{i};A{i};K1;gezien {i};\n"))),
        (
            "b.csv",
            lines(DECISIONS, &|i| format!("B{i};A{i};schorsing;2025-03-10;2025-03-12;2025-06-10;nee;;;reden {i}\n")),
        ),
    ]
    .map(|(name, text)| source(name, text));
    let database = register();
    let first = send(&database.store, "alfa", &sent, Mode::All, now());
    assert!(first.plan.is_clean(), "{:?}", first.plan.faults);
    assert_eq!(first.plan.counts, counts(4 * 131, 0, 0, 0));
    assert_eq!(rows(&database), [1, 131, 131, 131, 131]);
    let again = send(&database.store, "alfa", &sent, Mode::All, now() + TimeDelta::days(1));
    assert_eq!(again.plan.counts, counts(0, 0, 4 * 131, 0), "every field reads as it was sent");
    let since = "2020-01-01".parse().unwrap();
    let standing = database.store.read(|conn| verdicts::standing_since(conn, None, since));
    assert_eq!(standing.unwrap().len(), ROWS);
}
