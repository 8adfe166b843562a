//! What a replay says about small histories that are worked out by hand.

use serde_json::{Value, json};
use stelselwacht::domain::replay::{Days, FirmSize, Replay, Subject};

use super::{by, replayed};
use crate::assessment::{audit, cases, decided, decision, matrix, plain_matrix, with};
use crate::support::day;

/// The plain matrix with another rule in the place of one.
fn with_rule(at: usize, rule: Value) -> Value {
    let mut draft = plain_matrix();
    draft["regels"][at] = rule;
    draft
}

fn days(count: u32) -> Value {
    json!({"aantal": count, "eenheid": "dagen"})
}

#[test]
fn another_measure_is_counted_in_its_cell_with_both_explanations() {
    let draft =
        with_rule(1, json!({"categorie": "groot", "keer": 1, "maatregel": "intrekking", "besluitBinnen": days(10)}));
    let audits = [
        audit("A", "2026-01-05", &["K"]),
        decided(audit("B", "2026-02-05", &["G"]), &[decision("B1", "intrekking", "2026-02-06")]),
        decided(audit("C", "2026-03-05", &["G", "K"]), &[decision("C1", "schorsing", "2026-03-06")]),
        audit("D", "2026-04-05", &[]),
    ];
    let found = replayed(&matrix(&plain_matrix()), &matrix(&draft), "2026-12-31", &audits);
    let all = &found.all;
    assert_eq!((all.judged, all.changed, all.other_measure, all.only_terms), (4, 2, 2, 0));
    assert_eq!((all.heavier, all.lighter), (2, 0));
    assert_eq!((all.before.prescribed, all.before.suspensions, all.before.withdrawals), (3, 2, 0));
    assert_eq!((all.after.prescribed, all.after.suspensions, all.after.withdrawals), (3, 0, 2));
    let cells: Vec<_> =
        found.cells.iter().map(|cell| (cell.sentence.as_str(), cell.count, cell.of, cell.steps)).collect();
    assert_eq!(cells, [("groot, 1e keer: was schorsing, wordt intrekking", 2, 2, 1)]);
    let practice = &all.practice;
    assert_eq!((practice.decisions, practice.in_force.equal, practice.in_force.heavier), (2, 1, 1));
    assert_eq!((practice.draft.equal, practice.draft.lighter, practice.draft.steps), (1, 1, 1));
    let told: Vec<_> = found.audits.iter().map(|audit| audit.audit.as_str()).collect();
    assert_eq!(told, ["B", "C"]);
    let first = &found.audits[0];
    assert!(first.explanation.iter().any(|line| line == "De matrix schrijft voor: Schorsing. Dat staat in de regel voor categorie ‘Groot’, vanaf de 1e keer (regels[1])."), "{:?}", first.explanation);
    assert!(
        first.new_explanation.iter().any(|line| line.starts_with("De matrix schrijft voor: Intrekking.")),
        "{:?}",
        first.new_explanation
    );
    assert_eq!(found.bodies.len(), 1);
    assert_eq!(
        found.bodies[0].sentence,
        "alfa: van 2 besluiten wijken er 1 af van de matrix die gold en 1 van het concept: de praktijk ligt even ver van beide."
    );
}

#[test]
fn the_same_measure_with_another_term_is_a_change_of_terms() {
    let draft =
        with_rule(0, json!({"categorie": "klein", "keer": 1, "maatregel": "waarschuwing", "besluitBinnen": days(30)}));
    let audits = [audit("A", "2026-01-05", &["K"]), audit("B", "2026-01-06", &["G"])];
    let found = replayed(&matrix(&plain_matrix()), &matrix(&draft), "2026-12-31", &audits);
    assert_eq!((found.all.changed, found.all.other_measure, found.all.only_terms), (1, 0, 1));
    assert_eq!(found.cells[0].sentence, "klein, 1e keer: waarschuwing blijft, met andere termijnen");
}

#[test]
fn a_rule_for_a_later_time_shows_in_the_cell_of_that_time() {
    let mut draft = plain_matrix();
    draft["regels"]
        .as_array_mut()
        .unwrap()
        .push(json!({"categorie": "groot", "keer": 2, "maatregel": "intrekking", "besluitBinnen": days(10)}));
    let audits = ["2026-01-05", "2026-02-05", "2026-03-05"];
    let audits: Vec<_> = audits.iter().zip(["A", "B", "C"]).map(|(date, id)| audit(id, date, &["G"])).collect();
    let found = replayed(&matrix(&plain_matrix()), &matrix(&draft), "2026-12-31", &audits);
    let cells: Vec<_> = found.cells.iter().map(|cell| (cell.sentence.as_str(), cell.count, cell.of)).collect();
    assert_eq!(cells, [("groot, 2e keer: was schorsing, wordt intrekking", 2, 2)]);
}

#[test]
fn a_finding_that_the_draft_does_not_know_does_not_count_there_and_is_named() {
    let mut draft = plain_matrix();
    draft["afwijkingen"].as_array_mut().unwrap().remove(0);
    let audits = [audit("A", "2026-01-05", &["K"]), audit("B", "2026-02-05", &["K", "G"])];
    let found = replayed(&matrix(&plain_matrix()), &matrix(&draft), "2026-12-31", &audits);
    assert_eq!((found.all.changed, found.all.lighter), (1, 1));
    assert_eq!(found.cells[0].sentence, "klein, 1e keer: was waarschuwing, wordt niets");
    assert_eq!((found.unknown.findings[0].code.as_str(), found.unknown.findings[0].count), ("K", 2));
}

#[test]
fn only_audits_of_the_period_count_and_the_others_are_history() {
    let mut draft = plain_matrix();
    draft["regels"]
        .as_array_mut()
        .unwrap()
        .push(json!({"categorie": "groot", "keer": 2, "maatregel": "intrekking", "besluitBinnen": days(10)}));
    let (in_force, draft) = (matrix(&plain_matrix()), matrix(&draft));
    let audits = [audit("A", "2026-01-05", &["G"]), audit("B", "2026-02-05", &["G"]), audit("C", "2026-03-05", &["G"])];
    let audits: Vec<_> =
        cases("2026-12-31", &audits, &in_force).audits.into_iter().map(|one| by("alfa", one)).collect();
    let days = Days::between(Some(day("2026-02-01")), Some(day("2026-02-05"))).unwrap();
    let mut replay = Replay::new(&draft, days);
    let as_of = Some(day("2026-12-31"));
    let history: Vec<_> = audits.iter().map(|audit| Subject { audit, in_force: &in_force, as_of }).collect();
    replay.add(FirmSize::Many, &history).unwrap();
    let found = replay.finish();
    assert_eq!((found.all.judged, found.all.changed), (1, 1));
    assert_eq!(found.cells[0].occurrence, Some(2));
    assert!(Days::between(Some(day("2026-02-02")), Some(day("2026-02-01"))).is_err());
}

#[test]
fn each_body_is_seen_as_of_its_own_day() {
    let in_force = matrix(&plain_matrix());
    let draft = matrix(&with(plain_matrix(), "verlengTotWerkdag", true));
    let audits = [audit("A", "2026-01-05", &["G"]), audit("B", "2026-06-05", &["G"]), audit("C", "2026-06-06", &["G"])];
    let audits = cases("2026-12-31", &audits, &in_force).audits;
    let bodies = ["alfa", "bravo", "charlie"];
    let audits: Vec<_> = audits.into_iter().zip(bodies).map(|(one, body)| by(body, one)).collect();
    // Bravo delivered through a day before its audit, charlie nothing at all.
    let seen = [Some(day("2026-12-31")), Some(day("2026-05-31")), None];
    let mut replay = Replay::new(&draft, Days::default());
    let history: Vec<_> =
        audits.iter().zip(seen).map(|(audit, as_of)| Subject { audit, in_force: &in_force, as_of }).collect();
    replay.add(FirmSize::Few, &history).unwrap();
    let found = replay.finish();
    assert_eq!(found.all.judged, 1);
    assert_eq!(found.bodies[0].body.as_str(), "alfa");
    assert_eq!(found.sizes.iter().map(|size| size.part.judged).collect::<Vec<_>>(), [0, 1, 0]);
}

#[test]
fn no_more_than_a_hundred_audits_are_told_the_largest_first_then_the_earliest() {
    let mut draft = plain_matrix();
    draft["regels"] = json!([
        {"categorie": "klein", "keer": 1, "maatregel": "intrekking", "besluitBinnen": days(20)},
        {"categorie": "groot", "keer": 1, "maatregel": "intrekking", "besluitBinnen": days(10)},
        {"categorie": "fataal", "keer": 1, "maatregel": "intrekking", "besluitBinnen": days(5)},
    ]);
    let audits: Vec<_> = (0..130)
        .map(|number| {
            let date = day("2025-01-01") + chrono::Days::new(number);
            audit(&format!("O{number:03}"), &date.to_string(), &[if number == 129 { "K" } else { "G" }])
        })
        .collect();
    let found = replayed(&matrix(&plain_matrix()), &matrix(&draft), "2026-12-31", &audits);
    assert_eq!(found.audits.len(), 100);
    let first: Vec<_> = found.audits.iter().take(3).map(|one| (one.audit.as_str(), one.steps)).collect();
    assert_eq!(first, [("O129", 2), ("O000", 1), ("O001", 1)]);
}
