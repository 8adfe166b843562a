//! Recovery terms and what follows when recovery does not come, with answers worked out by hand.

use serde_json::{Value, json};

use super::{audit, date, decided, decision, outcome, plain_matrix, verdicts, with};

/// Category klein: recover within 30 days, else a suspension within 10 days.
fn with_follow_up() -> Value {
    let mut json = plain_matrix();
    json["regels"][0]["herstelBinnen"] = json!({"aantal": 30, "eenheid": "dagen"});
    json["regels"][0]["bijGeenHerstel"] =
        json!({"maatregel": "schorsing", "besluitBinnen": {"aantal": 10, "eenheid": "dagen"}});
    json
}

/// A warning of 10 January 2026 about one small nonconformity.
fn warned(recovery_until: Option<&str>) -> Value {
    let warning = decision("B", "waarschuwing", "2026-01-10");
    match recovery_until {
        Some(day) => with(warning, "hersteltermijnTot", day),
        None => warning,
    }
}

fn follow_up(measure: &str, day: &str) -> Value {
    with(decision("V", measure, day), "vervolg", true)
}

fn judged(json: &Value, as_of: &str, decisions: &[Value], recovered: Option<&str>) -> String {
    let mut audit = decided(audit("A", "2026-01-05", &["K"]), decisions);
    if let Some(day) = recovered {
        audit = with(audit, "herstelVastgesteldOp", day);
    }
    verdicts(&outcome(json, as_of, &[audit], "A"))
}

#[test]
fn the_decision_must_set_a_term_no_longer_than_allowed() {
    let at = |until: Option<&str>| judged(&with_follow_up(), "2026-01-12", &[warned(until)], None);
    assert_eq!(at(None), "hersteltermijn-ontbreekt");
    assert_eq!(at(Some("2026-02-09")), "conform");
    assert_eq!(at(Some("2026-02-10")), "hersteltermijn-te-lang");
}

#[test]
fn the_longest_term_moves_to_a_working_day() {
    // Thirty days after Thursday 5 March 2026 is Saturday 4 April, before Easter.
    let json = with(with_follow_up(), "verlengTotWerkdag", true);
    let at = |until: &str| {
        let warning = with(decision("B", "waarschuwing", "2026-03-05"), "hersteltermijnTot", until);
        verdicts(&outcome(&json, "2026-03-05", &[decided(audit("A", "2026-03-02", &["K"]), &[warning])], "A"))
    };
    assert_eq!(at("2026-04-07"), "conform");
    assert_eq!(at("2026-04-08"), "hersteltermijn-te-lang");
}

#[test]
fn a_rule_without_recovery_asks_no_term() {
    assert_eq!(judged(&plain_matrix(), "2026-12-31", &[warned(None)], None), "conform");
    assert_eq!(judged(&plain_matrix(), "2026-12-31", &[warned(Some("2027-12-31"))], None), "conform");
}

#[test]
fn a_follow_up_is_due_after_the_term_and_missed_after_its_last_day() {
    let at = |as_of: &str| judged(&with_follow_up(), as_of, &[warned(Some("2026-02-01"))], None);
    assert_eq!(at("2026-02-01"), "conform");
    assert_eq!(at("2026-02-02"), "conform+vervolg-open");
    assert_eq!(at("2026-02-11"), "conform+vervolg-open");
    assert_eq!(at("2026-02-12"), "niet-opgevolgd");
}

#[test]
fn an_open_follow_up_stands_behind_deviations() {
    let late = with(decision("B", "schorsing", "2026-01-27"), "hersteltermijnTot", "2026-02-01");
    assert_eq!(judged(&with_follow_up(), "2026-02-02", &[late], None), "te-zwaar+te-laat+vervolg-open");
}

#[test]
fn without_a_set_term_the_longest_allowed_counts() {
    let at = |as_of: &str| judged(&with_follow_up(), as_of, &[warned(None)], None);
    assert_eq!(at("2026-02-09"), "hersteltermijn-ontbreekt");
    assert_eq!(at("2026-02-10"), "hersteltermijn-ontbreekt+vervolg-open");
    assert_eq!(at("2026-02-20"), "hersteltermijn-ontbreekt+niet-opgevolgd");
}

#[test]
fn a_set_term_counts_also_when_it_is_too_long() {
    let at = |as_of: &str| judged(&with_follow_up(), as_of, &[warned(Some("2026-03-01"))], None);
    assert_eq!(at("2026-03-01"), "hersteltermijn-te-lang");
    assert_eq!(at("2026-03-02"), "hersteltermijn-te-lang+vervolg-open");
}

#[test]
fn a_set_term_counts_also_when_the_rule_has_none() {
    let mut json = with_follow_up();
    json["regels"][0].as_object_mut().unwrap().remove("herstelBinnen");
    assert_eq!(judged(&json, "2026-02-12", &[warned(Some("2026-02-01"))], None), "niet-opgevolgd");
    assert_eq!(judged(&json, "2026-12-31", &[warned(None)], None), "conform");
}

#[test]
fn recovery_on_the_last_day_is_in_time() {
    let at = |recovered: &str| judged(&with_follow_up(), "2026-02-20", &[warned(Some("2026-02-01"))], Some(recovered));
    assert_eq!(at("2026-02-01"), "conform");
    // Too late for the term, but before a follow-up had to be there: none is asked.
    assert_eq!(at("2026-02-02"), "conform");
    assert_eq!(at("2026-02-11"), "conform");
    assert_eq!(at("2026-02-12"), "niet-opgevolgd");
}

#[test]
fn recovery_that_comes_later_is_not_known_yet() {
    let at = |as_of: &str| judged(&with_follow_up(), as_of, &[warned(Some("2026-02-01"))], Some("2026-02-08"));
    assert_eq!(at("2026-02-07"), "conform+vervolg-open");
    assert_eq!(at("2026-02-08"), "conform");
}

#[test]
fn a_follow_up_is_compared_with_what_the_rule_says() {
    let at = |measure: &str, day: &str| {
        judged(&with_follow_up(), "2026-12-31", &[warned(Some("2026-02-01")), follow_up(measure, day)], None)
    };
    assert_eq!(at("schorsing", "2026-02-11"), "conform");
    assert_eq!(at("schorsing", "2026-02-12"), "vervolg-te-laat");
    assert_eq!(at("waarschuwing", "2026-02-11"), "vervolg-te-licht");
    assert_eq!(at("intrekking", "2026-02-12"), "vervolg-te-zwaar+vervolg-te-laat");
}

#[test]
fn a_follow_up_after_late_recovery_is_still_compared() {
    let decisions = [warned(Some("2026-02-01")), follow_up("waarschuwing", "2026-02-05")];
    assert_eq!(judged(&with_follow_up(), "2026-12-31", &decisions, Some("2026-02-04")), "vervolg-te-licht");
    // After recovery in time nothing is asked and nothing compared.
    assert_eq!(judged(&with_follow_up(), "2026-12-31", &decisions, Some("2026-01-31")), "conform");
}

#[test]
fn the_heaviest_live_follow_up_counts() {
    let light = with(follow_up("waarschuwing", "2026-02-03"), "id", "V0");
    let revoked = with(with(follow_up("intrekking", "2026-02-04"), "id", "V2"), "herroepenOp", "2026-03-01");
    let decisions = [warned(Some("2026-02-01")), light, follow_up("schorsing", "2026-02-05"), revoked];
    assert_eq!(judged(&with_follow_up(), "2026-02-28", &decisions, None), "vervolg-te-zwaar");
    assert_eq!(judged(&with_follow_up(), "2026-03-01", &decisions, None), "conform");
}

#[test]
fn a_follow_up_alone_is_no_decision_about_the_audit() {
    let alone = [follow_up("schorsing", "2026-01-10")];
    assert_eq!(judged(&with_follow_up(), "2026-12-31", &alone, None), "geen-besluit");
    let nothing_found = decided(audit("A", "2026-01-05", &[]), &alone);
    assert_eq!(verdicts(&outcome(&with_follow_up(), "2026-12-31", &[nothing_found], "A")), "geen-afwijking");
}

#[test]
fn the_state_of_recovery_is_told() {
    let audits = [decided(audit("A", "2026-01-05", &["K"]), &[warned(Some("2026-02-01"))])];
    let found = outcome(&with_follow_up(), "2026-02-02", &audits, "A");
    let recovery = found.recovery.clone().unwrap();
    assert_eq!((recovery.until, recovery.follow_up_by), (date("2026-02-01"), date("2026-02-11")));
    assert!(recovery.set_by_decision && recovery.overdue);
    assert_eq!(found.settled_on, date("2026-02-11"));
}
