//! Each rule of the prescription and of the comparison, with answers worked out by hand.

use serde_json::{Value, json};

use super::{assessed, audit, decided, decision, outcome, plain_matrix, prescribed, verdicts, with};

const LATER: &str = "2026-12-31";

fn same_audit(threshold: u32, categories: &[&str]) -> Value {
    json!({"soort": "zelfde-onderzoek", "vanaf": threshold, "categorieen": categories})
}

fn repetition(threshold: u32, months: u32, categories: &[&str]) -> Value {
    let window = json!({"aantal": months, "eenheid": "maanden"});
    json!({"soort": "herhaling", "vanaf": threshold, "venster": window, "categorieen": categories})
}

fn aggravated(aggravations: &[Value]) -> Value {
    with(plain_matrix(), "verzwaringen", aggravations.to_vec())
}

/// A second rule for the category, from this count on.
fn from_count(count: u32, category: &str, measure: &str, days: u32) -> Value {
    let mut json = plain_matrix();
    let term = json!({"aantal": days, "eenheid": "dagen"});
    let rule = json!({"categorie": category, "keer": count, "maatregel": measure, "besluitBinnen": term});
    json["regels"].as_array_mut().unwrap().push(rule);
    json
}

#[test]
fn nothing_found_and_nothing_decided() {
    let found = outcome(&plain_matrix(), LATER, &[audit("A", "2026-01-05", &[])], "A");
    assert_eq!(verdicts(&found), "geen-afwijking");
    assert_eq!((found.prescribed, found.imposed, found.steps, found.days_late), (None, None, None, None));
}

#[test]
fn a_decision_without_a_finding_has_no_ground() {
    let audits = [decided(audit("A", "2026-01-05", &[]), &[decision("B", "schorsing", "2026-01-06")])];
    let found = outcome(&plain_matrix(), LATER, &audits, "A");
    assert_eq!(verdicts(&found), "zonder-grond");
    assert_eq!(found.imposed.unwrap().measure.as_str(), "schorsing");
    assert_eq!((found.prescribed, found.steps), (None, None));
}

#[test]
fn the_heaviest_measure_decides() {
    let found = outcome(&plain_matrix(), LATER, &[audit("A", "2026-01-05", &["K", "G", "K"])], "A");
    assert_eq!(prescribed(&found), "groot 1 schorsing 2026-01-15");
}

#[test]
fn between_equal_measures_the_earliest_last_day_decides_then_the_first() {
    let mut json = plain_matrix();
    json["regels"][0]["maatregel"] = json!("schorsing");
    let at = |json: &Value, codes: &[&str]| prescribed(&outcome(json, LATER, &[audit("A", "2026-01-05", codes)], "A"));
    assert_eq!(at(&json, &["K", "G"]), "groot 1 schorsing 2026-01-15");
    json["regels"][0]["besluitBinnen"]["aantal"] = json!(10);
    assert_eq!(at(&json, &["K", "G"]), "klein 1 schorsing 2026-01-15");
    assert_eq!(at(&json, &["G", "K"]), "groot 1 schorsing 2026-01-15");
}

#[test]
fn findings_count_in_order_of_their_id() {
    let mut json = plain_matrix();
    json["regels"][0]["maatregel"] = json!("schorsing");
    json["regels"][0]["besluitBinnen"]["aantal"] = json!(10);
    let mut reversed = audit("A", "2026-01-05", &["K", "G"]);
    reversed["afwijkingen"].as_array_mut().unwrap().reverse();
    assert_eq!(prescribed(&outcome(&json, LATER, &[reversed], "A")), "klein 1 schorsing 2026-01-15");
}

#[test]
fn the_recidive_window_includes_its_edge() {
    let audits = |first: &str| [audit("A", first, &["K"]), audit("B", "2026-03-15", &["K"])];
    let occurrence = |first: &str| prescribed(&outcome(&plain_matrix(), LATER, &audits(first), "B"));
    assert!(occurrence("2025-03-15").starts_with("klein 2"));
    assert!(occurrence("2025-03-14").starts_with("klein 1"));
}

#[test]
fn a_window_in_months_clamps_to_the_last_day() {
    let mut json = plain_matrix();
    json["recidive"]["venster"] = json!({"aantal": 1, "eenheid": "maanden"});
    let occurrence = |first: &str| {
        prescribed(&outcome(&json, LATER, &[audit("A", first, &["K"]), audit("B", "2026-03-31", &["K"])], "B"))
    };
    assert!(occurrence("2026-02-28").starts_with("klein 2"));
    assert!(occurrence("2026-02-27").starts_with("klein 1"));
}

#[test]
fn audits_of_one_day_are_ordered_by_id() {
    let audits = [audit("B", "2026-03-15", &["K"]), audit("A", "2026-03-15", &["K"])];
    let found = assessed(&plain_matrix(), LATER, &audits);
    let texts: Vec<_> = found.iter().map(|f| format!("{} {}", f.audit, prescribed(f))).collect();
    assert_eq!(texts, ["A klein 1 waarschuwing 2026-04-04", "B klein 2 waarschuwing 2026-04-04"]);
}

#[test]
fn another_holder_has_its_own_history() {
    let audits = [with(audit("A", "2026-03-14", &["K"]), "houder", "J"), audit("B", "2026-03-15", &["K"])];
    assert!(prescribed(&outcome(&plain_matrix(), LATER, &audits, "B")).starts_with("klein 1"));
}

#[test]
fn recidive_counts_audits_not_units() {
    let audits = [audit("A", "2026-03-14", &["K", "K", "K"]), audit("B", "2026-03-15", &["K", "K"])];
    assert!(prescribed(&outcome(&plain_matrix(), LATER, &audits, "B")).starts_with("klein 2"));
}

#[test]
fn the_rule_with_the_greatest_count_not_above_applies() {
    let json = from_count(3, "klein", "schorsing", 7);
    let audits: Vec<_> = ["A", "B", "C", "D"].iter().map(|id| audit(id, "2026-03-02", &["K"])).collect();
    let measure = |id: &str| prescribed(&outcome(&json, LATER, &audits, id));
    assert_eq!(measure("B"), "klein 2 waarschuwing 2026-03-22");
    assert_eq!(measure("C"), "klein 3 schorsing 2026-03-09");
    assert_eq!(measure("D"), "klein 4 schorsing 2026-03-09");
}

#[test]
fn enough_in_one_audit_become_one_of_the_next_category() {
    let json = aggravated(&[same_audit(3, &["klein"])]);
    let at = |codes: &[&str]| prescribed(&outcome(&json, LATER, &[audit("A", "2026-01-05", codes)], "A"));
    assert!(at(&["K", "K"]).starts_with("klein 1"));
    assert!(at(&["K", "K", "K"]).starts_with("groot 1"));
    assert!(at(&["K", "K", "K", "K"]).starts_with("groot 1"));
}

#[test]
fn what_is_merged_counts_on_to_the_next_category() {
    let json = aggravated(&[same_audit(3, &["groot", "klein"])]);
    let at = |codes: &[&str]| prescribed(&outcome(&json, LATER, &[audit("A", "2026-01-05", codes)], "A"));
    assert!(at(&["K", "K", "K", "G", "G"]).starts_with("fataal 1"));
    assert!(at(&["K", "K", "K", "G"]).starts_with("groot 1"));
}

#[test]
fn what_is_merged_stands_at_the_place_of_the_first() {
    let mut json = aggravated(&[same_audit(2, &["klein"])]);
    // Groot and fataal prescribe the same within the same time, so that the first in order decides.
    json["regels"][2] = json!({
        "categorie": "fataal", "keer": 1, "maatregel": "schorsing", "besluitBinnen": {"aantal": 10, "eenheid": "dagen"}
    });
    let at = |codes: &[&str]| prescribed(&outcome(&json, LATER, &[audit("A", "2026-01-05", codes)], "A"));
    assert!(at(&["K", "F", "K"]).starts_with("groot 1"));
    assert!(at(&["F", "K", "K"]).starts_with("fataal 1"));
}

#[test]
fn two_aggravations_of_one_kind_each_hold() {
    let json = aggravated(&[same_audit(4, &["klein"]), same_audit(2, &["klein", "groot"])]);
    let found = outcome(&json, LATER, &[audit("A", "2026-01-05", &["K", "K"])], "A");
    assert!(prescribed(&found).starts_with("groot 1"));
}

#[test]
fn repetition_counts_earlier_audits_those_before_it_and_itself() {
    let json = aggravated(&[repetition(4, 12, &["klein"])]);
    let earlier = audit("A", "2026-02-02", &["K", "K"]);
    let at =
        |codes: &[&str]| prescribed(&outcome(&json, LATER, &[earlier.clone(), audit("B", "2026-03-02", codes)], "B"));
    assert!(at(&["K"]).starts_with("klein 2"));
    assert!(at(&["K", "K"]).starts_with("groot 1"));
}

#[test]
fn the_window_of_repetition_includes_its_edge() {
    let json = aggravated(&[repetition(2, 6, &["klein"])]);
    let at = |first: &str| {
        prescribed(&outcome(&json, LATER, &[audit("A", first, &["K"]), audit("B", "2026-08-31", &["K"])], "B"))
    };
    assert!(at("2026-02-28").starts_with("groot 1"));
    assert!(at("2026-02-27").starts_with("klein 2"));
}

#[test]
fn repetition_counts_categories_before_repetition_and_recidive_those_after() {
    let json = aggravated(&[repetition(2, 12, &["klein"])]);
    let audits = [
        audit("A", "2026-01-05", &["K"]),
        // Falls in groot; for the next repetition it still counts as klein.
        audit("B", "2026-02-05", &["K"]),
        audit("C", "2026-03-05", &["K"]),
    ];
    assert!(prescribed(&outcome(&json, LATER, &audits, "B")).starts_with("groot 1"));
    assert!(prescribed(&outcome(&json, LATER, &audits, "C")).starts_with("groot 2"));
}

#[test]
fn repetition_counts_what_was_merged_as_one_of_the_heavier_category() {
    let json = aggravated(&[same_audit(3, &["klein"]), repetition(2, 12, &["klein", "groot"])]);
    let audits = [
        audit("A", "2026-01-05", &["K", "K", "K"]),
        audit("B", "2026-02-05", &["K"]),
        audit("C", "2026-03-05", &["G"]),
    ];
    assert!(prescribed(&outcome(&json, LATER, &audits, "B")).starts_with("klein 1"));
    assert!(prescribed(&outcome(&json, LATER, &audits, "C")).starts_with("fataal 1"));
}

#[test]
fn repetition_moves_one_category_and_no_further() {
    let json = aggravated(&[repetition(1, 12, &["klein"]), repetition(1, 12, &["klein", "groot"])]);
    assert!(prescribed(&outcome(&json, LATER, &[audit("A", "2026-01-05", &["K"])], "A")).starts_with("groot 1"));
}

#[test]
fn an_annulled_finding_does_not_count_from_that_day_on() {
    let mut first = audit("A", "2026-01-05", &["K"]);
    first["afwijkingen"][0]["vervallenOp"] = json!("2026-04-01");
    let audits = [first, audit("B", "2026-02-05", &["K"])];
    let at = |as_of: &str| assessed(&plain_matrix(), as_of, &audits);
    let before = at("2026-03-31");
    assert_eq!((verdicts(&before[0]).as_str(), before[1].prescribed.as_ref().unwrap().occurrence), ("geen-besluit", 2));
    let after = at("2026-04-01");
    assert_eq!((verdicts(&after[0]).as_str(), after[1].prescribed.as_ref().unwrap().occurrence), ("geen-afwijking", 1));
}

#[test]
fn a_revoked_decision_does_not_count_from_that_day_on() {
    let revoked = with(decision("B1", "intrekking", "2026-01-06"), "herroepenOp", "2026-04-01");
    let audits = [decided(audit("A", "2026-01-05", &["K"]), &[revoked, decision("B2", "waarschuwing", "2026-01-07")])];
    let at = |as_of: &str| verdicts(&outcome(&plain_matrix(), as_of, &audits, "A"));
    assert_eq!(at("2026-03-31"), "te-zwaar");
    assert_eq!(at("2026-04-01"), "conform");
}

#[test]
fn what_comes_after_the_day_does_not_exist_yet() {
    let audits = [
        decided(audit("A", "2026-01-05", &["K"]), &[decision("B1", "waarschuwing", "2026-01-10")]),
        audit("B", "2026-01-11", &["K"]),
    ];
    let at = |as_of: &str| assessed(&plain_matrix(), as_of, &audits);
    assert_eq!(at("2026-01-04").len(), 0);
    assert_eq!(at("2026-01-09").iter().map(verdicts).collect::<Vec<_>>(), ["open"]);
    assert_eq!(at("2026-01-11").iter().map(verdicts).collect::<Vec<_>>(), ["conform", "open"]);
}

#[test]
fn there_is_time_until_the_last_day_itself() {
    let at = |as_of: &str| verdicts(&outcome(&plain_matrix(), as_of, &[audit("A", "2026-01-05", &["K"])], "A"));
    assert_eq!(at("2026-01-25"), "open");
    assert_eq!(at("2026-01-26"), "geen-besluit");
}

#[test]
fn a_decision_is_late_by_calendar_days() {
    let at = |day: &str| {
        let audits = [decided(audit("A", "2026-01-05", &["K"]), &[decision("B", "waarschuwing", day)])];
        let found = outcome(&plain_matrix(), LATER, &audits, "A");
        (verdicts(&found), found.days_late)
    };
    assert_eq!(at("2026-01-25"), ("conform".to_owned(), None));
    assert_eq!(at("2026-02-02"), ("te-laat".to_owned(), Some(8)));
}

#[test]
fn steps_are_rungs_not_differences_of_severity() {
    let at = |code: &str, measure: &str| {
        let audits = [decided(audit("A", "2026-01-05", &[code]), &[decision("B", measure, "2026-01-06")])];
        let found = outcome(&plain_matrix(), LATER, &audits, "A");
        (verdicts(&found), found.steps)
    };
    assert_eq!(at("K", "intrekking"), ("te-zwaar".to_owned(), Some(2)));
    assert_eq!(at("F", "schorsing"), ("te-licht".to_owned(), Some(-1)));
    assert_eq!(at("G", "schorsing"), ("conform".to_owned(), Some(0)));
}

#[test]
fn the_heaviest_decision_counts_then_the_earliest_then_the_first_by_id() {
    let at = |decisions: &[Value]| {
        let audits = [decided(audit("A", "2026-01-05", &["K"]), decisions)];
        outcome(&plain_matrix(), LATER, &audits, "A").imposed.unwrap().decision.to_string()
    };
    let (light, heavy) = (decision("B1", "waarschuwing", "2026-01-06"), decision("B2", "schorsing", "2026-01-20"));
    assert_eq!(at(&[light, heavy.clone()]), "B2");
    assert_eq!(at(&[heavy.clone(), decision("B3", "schorsing", "2026-01-19")]), "B3");
    assert_eq!(at(&[heavy, decision("B1", "schorsing", "2026-01-20")]), "B1");
}

#[test]
fn a_last_day_on_a_free_day_moves_only_when_the_matrix_says_so() {
    // Twenty days after Sunday 15 March 2026 is Saturday 4 April; Tuesday 7 April is the first working day after Easter.
    let audits = [audit("A", "2026-03-15", &["K"])];
    let by = |prolongs: bool| {
        prescribed(&outcome(&with(plain_matrix(), "verlengTotWerkdag", prolongs), LATER, &audits, "A"))
    };
    assert_eq!(by(false), "klein 1 waarschuwing 2026-04-04");
    assert_eq!(by(true), "klein 1 waarschuwing 2026-04-07");
}

#[test]
fn working_days_count_from_the_day_after() {
    let mut json = with(plain_matrix(), "verlengTotWerkdag", true);
    json["regels"][0]["besluitBinnen"] = json!({"aantal": 3, "eenheid": "werkdagen"});
    let by = |day: &str| prescribed(&outcome(&json, LATER, &[audit("A", day, &["K"])], "A"));
    // Maundy Thursday: Good Friday and Easter Monday are free.
    assert_eq!(by("2026-04-02"), "klein 1 waarschuwing 2026-04-09");
    json["regels"][0]["besluitBinnen"]["aantal"] = json!(0);
    assert_eq!(
        prescribed(&outcome(&json, LATER, &[audit("A", "2026-04-04", &["K"])], "A")),
        "klein 1 waarschuwing 2026-04-04"
    );
}
