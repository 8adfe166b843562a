//! From facts to signals: who is flagged, for what, in which words, and on which evidence.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use serde_json::json;
use stelselwacht::domain::identifiers::SchemeCode;
use stelselwacht::domain::period::Period;
use stelselwacht::domain::signal::{Signal, SignalKind};
use stelselwacht::domain::supervision::Level;
use stelselwacht::domain::supervision::facts::{AuditFacts, Facts, Reasoned, SchemeFacts};
use stelselwacht::domain::supervision::report::{Parameters, report};
use stelselwacht::exchange::counts;

use super::facts::{audit, body, certificate, conform, day, facts, judged, many};

const DAY: &str = "2026-02-03";

fn bodies() -> Vec<stelselwacht::domain::supervision::facts::BodyFacts> {
    vec![body("y", "Ypsilon"), body("x", "Xenon"), body("z", "Zeta")]
}

fn signals(facts: &Facts) -> Vec<Signal> {
    report(facts, &Parameters::default()).signals
}

fn of(kind: SignalKind, facts: &Facts) -> Vec<Signal> {
    signals(facts).into_iter().filter(|signal| signal.kind == kind).collect()
}

fn too_light(body: &str, reference: &str, date: &str) -> AuditFacts {
    judged(audit(body, reference, date), ("kritiek", 1), "schorsing", "waarschuwing", &["te-licht"])
}

fn suspended(body: &str, reference: &str, date: &str) -> AuditFacts {
    judged(audit(body, reference, date), ("kritiek", 1), "schorsing", "schorsing", &["conform"])
}

#[test]
fn nothing_is_said_about_bodies_that_follow_the_matrix() {
    let audits = ["x", "y", "z"].iter().flat_map(|body| many(60, |n| conform(body, n, DAY))).collect();
    assert_eq!(signals(&facts(bodies(), audits)), []);
}

#[test]
fn a_policy_of_its_own_is_said_plainly() {
    let mut audits = many(18, |n| too_light("x", n, DAY));
    audits.extend(many(4, |n| suspended("x", &format!("s{n}"), DAY)));
    audits.extend(many(40, |n| suspended("y", n, DAY)));
    let found = of(SignalKind::OwnPolicy, &facts(bodies(), audits));
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].sentence,
        "Xenon geeft bij kritiek, 1e keer, doorgaans waarschuwing (18 van 22); de matrix schrijft schorsing voor."
    );
    assert_eq!(found[0].body.as_ref().unwrap().as_str(), "x");
    assert_eq!(found[0].level, Level::Attention);
    let cell = &found[0].evidence["cellen"][0];
    assert_eq!((&cell["categorie"], &cell["keer"]), (&json!("kritiek"), &json!(1)));
    assert_eq!(cell["opgelegd"], json!({"waarschuwing": 18, "schorsing": 4}));
    assert_eq!(serde_json::to_value(found[0].period).unwrap(), json!({"van": "2024-07-01", "tot": "2026-06-30"}));
}

#[test]
fn a_keer_beyond_the_last_rule_falls_in_the_last_cell() {
    let later = |n: &str, keer| judged(audit("x", n, DAY), ("kritiek", keer), "intrekking", "schorsing", &["te-licht"]);
    let mut audits = many(8, |n| later(n, 2));
    audits.extend(many(8, |n| later(&format!("b{n}"), 5)));
    let found = of(SignalKind::OwnPolicy, &facts(bodies(), audits));
    assert!(
        found[0].sentence.contains("bij kritiek, 2e keer, doorgaans schorsing (16 van 16)"),
        "{}",
        found[0].sentence
    );
}

#[test]
fn an_accepted_reason_does_not_count_against_the_body() {
    let audits: Vec<AuditFacts> = many(40, |n| too_light("x", n, DAY))
        .into_iter()
        .map(|a| AuditFacts { reason: Some(Reasoned::Accepted), ..a })
        .collect();
    assert_eq!(signals(&facts(bodies(), audits.clone())), []);
    let facts = facts(bodies(), audits);
    let report = report(&facts, &Parameters::default());
    let row = report.schemes[0].rates.iter().find(|row| row.body.as_str() == "x").unwrap();
    assert_eq!((row.rate.n, row.rate.d, row.excused), (40, 0, 40));
}

#[test]
fn the_norm_speaks_even_when_all_bodies_deviate_alike() {
    let late =
        |body: &str, n: &str| judged(audit(body, n, DAY), ("licht", 1), "waarschuwing", "waarschuwing", &["te-laat"]);
    let audits = ["x", "y", "z"]
        .iter()
        .flat_map(|body| [many(20, |n| late(body, n)), many(20, |n| conform(body, &format!("c{n}"), DAY))].concat())
        .collect();
    let found = of(SignalKind::Norm, &facts(bodies(), audits));
    let named: Vec<&str> = found.iter().map(|signal| signal.body.as_ref().unwrap().as_str()).collect();
    assert_eq!(named, ["x", "y", "z"], "in order of name");
    assert!(found.iter().all(|signal| signal.level == Level::Alarm));
    assert_eq!(
        found[0].sentence,
        "Xenon week bij CS-A in 20 van 40 onderzoeken af van de matrix: 50% (95%-betrouwbaarheidsinterval 33,8% tot \
         66,2%); de norm laat 5% toe. Bij een werkelijk aandeel van 5% is de kans op zoveel of meer afwijkingen \
         kleiner dan 0,0001, gecorrigeerd voor de toets van 3 instellingen."
    );
    // The evidence is itself a count file: the command gives the same figure.
    let again = counts::supervise(&json!({"afwijken": [found[0].evidence]}).to_string()).unwrap();
    let again = serde_json::to_value(again).unwrap();
    let row = again["afwijken"][0].as_array().unwrap().iter().find(|row| row["instelling"] == "x").unwrap();
    assert_eq!(row["pNormHolm"], found[0].evidence["uitkomst"]["pNormHolm"]);
}

#[test]
fn what_is_open_or_without_ground_is_shown_and_not_counted() {
    let open = |n: &str| judged(audit("x", n, DAY), ("licht", 1), "waarschuwing", "", &["open"]);
    let groundless = |n: &str| AuditFacts { outcomes: vec!["zonder-grond".to_owned()], ..audit("x", n, DAY) };
    let audits = [many(30, open), many(30, |n| groundless(&format!("g{n}")))].concat();
    let facts = facts(bodies(), audits);
    let report = report(&facts, &Parameters::default());
    let row = &report.schemes[0].rates[0];
    assert_eq!((row.body.as_str(), row.rate.n, row.open, row.without_ground), ("x", 0, 30, 30));
    assert_eq!(row.rate.level, Level::NotAssessable);
    assert_eq!(report.signals, []);
}

#[test]
fn figures_cover_twelve_months_up_to_the_latest_data() {
    let audits =
        [many(40, |n| too_light("x", n, "2025-06-30")), many(40, |n| conform("x", &format!("c{n}"), "2025-07-01"))];
    let facts = facts(bodies(), audits.concat());
    let report = report(&facts, &Parameters::default());
    assert_eq!((report.schemes[0].rates[0].rate.n, report.schemes[0].rates[0].rate.d), (40, 0));
    assert!(report.signals.iter().any(|signal| signal.kind == SignalKind::OwnPolicy), "cells look back two years");
}

#[test]
fn a_quiet_body_is_heard_and_a_talkative_one_is_not_flagged() {
    let mut audits = many(100, |n| audit("x", n, DAY));
    audits.extend(many(10, |n| conform("x", &format!("c{n}"), DAY)));
    for body in ["y", "z"] {
        audits.extend(many(50, |n| audit(body, n, DAY)));
        audits.extend(many(50, |n| conform(body, &format!("c{n}"), DAY)));
    }
    let facts = facts(bodies(), audits);
    let found = of(SignalKind::Silence, &facts);
    assert_eq!(found.iter().map(|signal| signal.body.as_ref().unwrap().as_str()).collect::<Vec<_>>(), ["x"]);
    assert!(found[0].sentence.starts_with(
        "Xenon meldde bij CS-A 0,09 afwijkingen per onderzoek (10 op 110), de andere instellingen samen 0,50 (100 op \
         200): 0,18 keer zoveel."
    ));
    assert_eq!(found[0].evidence["dagenTotAanlevering"], json!(20.0));
    let report = report(&facts, &Parameters::default());
    let talkative = report.schemes[0].reporting.iter().find(|row| row.body.as_str() == "y").unwrap();
    assert_eq!(talkative.level, Level::None);
    assert!(talkative.silence.p_holm.unwrap() < 0.025, "shown all the same");
    let breaks = &report.schemes[0].reporting[0].breaks;
    assert_eq!((breaks.len(), breaks[0].version.as_str()), (1, "2.0"));
    assert_eq!((breaks[0].before.findings.audits(), breaks[0].after.findings.audits()), (0, 110));
    assert!(report.silence_across[0].1.is_below());
}

#[test]
fn a_silence_spread_over_schemes_is_heard_once() {
    // 12 on 60 against 35 on 100: too little to be seen in one scheme, plain in three.
    let in_scheme = |scheme: &str| -> Vec<AuditFacts> {
        let mut audits = many(48, |n| audit("x", &format!("{scheme}-{n}"), DAY));
        audits.extend(many(12, |n| conform("x", &format!("{scheme}-c{n}"), DAY)));
        audits.extend(many(65, |n| audit("y", &format!("{scheme}-{n}"), DAY)));
        audits.extend(many(35, |n| conform("y", &format!("{scheme}-c{n}"), DAY)));
        audits.into_iter().map(|fact| AuditFacts { scheme: SchemeCode::parse(scheme).unwrap(), ..fact }).collect()
    };
    let one = facts(bodies(), in_scheme("CS-A"));
    assert_eq!(of(SignalKind::Silence, &one), []);
    let mut three = facts(bodies(), ["CS-A", "CS-B", "CS-C"].map(in_scheme).concat());
    for code in ["CS-B", "CS-C"] {
        let scheme = SchemeFacts { code: SchemeCode::parse(code).unwrap(), ..three.schemes[0].clone() };
        three.schemes.push(scheme);
    }
    let found = of(SignalKind::Silence, &three);
    assert_eq!(found.iter().map(|signal| signal.body.as_ref().unwrap().as_str()).collect::<Vec<_>>(), ["x"]);
    assert!(found[0].sentence.starts_with(
        "Xenon meldde over alle schema's samen 36 afwijkingen; bij het gemiddelde van elk schema waren het er ongeveer 53."
    ));
    assert_eq!(found[0].evidence["schemas"].as_array().unwrap().len(), 3);
}

#[test]
fn one_grave_deviation_is_enough_and_two_are_an_alarm() {
    let mut audits = many(60, |n| conform("x", n, DAY));
    audits.push(too_light("x", "ernst-1", DAY));
    let found = of(SignalKind::Grave, &facts(bodies(), audits.clone()));
    assert_eq!((found.len(), found[0].level), (1, Level::Attention));
    assert_eq!(found[0].evidence["onderzoeken"][0]["onderzoek"], "ernst-1");
    audits.push(too_light("x", "ernst-2", DAY));
    let found = of(SignalKind::Grave, &facts(bodies(), audits.clone()));
    assert_eq!((found.len(), found[0].level), (1, Level::Alarm));
    // Too heavy deviates as well, and counts in the rate; the scheme does not mark it as grave.
    audits.truncate(60);
    audits.push(judged(audit("x", "zwaar", DAY), ("kritiek", 1), "schorsing", "intrekking", &["te-zwaar"]));
    assert_eq!(of(SignalKind::Grave, &facts(bodies(), audits)), []);
}

#[test]
fn uneven_bodies_flag_the_scheme_and_small_counts_only_ask_for_attention() {
    let uneven = |count| {
        let audits = [many(count, |n| too_light("x", n, DAY)), many(count, |n| suspended("y", n, DAY))].concat();
        of(SignalKind::Uniformity, &facts(bodies(), audits))
    };
    let (large, small) = (uneven(40), uneven(9));
    assert_eq!((large.len(), &large[0].body, large[0].level), (1, &None, Level::Alarm));
    assert_eq!(small[0].level, Level::Attention);
    assert!(small[0].sentence.contains("Dit is indicatief: het kleinste verwachte aantal is 4,5."));
}

#[test]
fn drift_is_signalled_when_the_limit_was_reached_in_the_period() {
    let at = |month: u32, n: &str| too_light("x", n, &format!("2026-{month:02}-01"));
    let audits: Vec<AuditFacts> = (1..=4).map(|month| at(month, &format!("m{month}"))).collect();
    let found = of(SignalKind::Drift, &facts(bodies(), audits));
    assert_eq!(found.len(), 1);
    assert!(found[0].sentence.contains("1 keer de grens 4, het laatst op 8 april 2026 (onderzoek m4)"));
    assert_eq!(found[0].evidence["reeks"], json!([1, 1, 1, 1]));
    let before: Vec<AuditFacts> = (1..=4).map(|n| too_light("x", &format!("m{n}"), "2025-01-05")).collect();
    assert_eq!(of(SignalKind::Drift, &facts(bodies(), before)), []);
}

#[test]
fn a_holder_that_moves_during_a_suspension_is_seen_with_the_history_beside_it() {
    let mut facts = facts(bodies(), Vec::new());
    let mut old = certificate("90000007", "x", "X-1", "2024-01-01", "2027-01-01");
    old.suspensions = vec![Period::open(day("2026-01-10"))];
    let new = certificate("90000007", "y", "Y-1", "2026-03-01", "2029-03-01");
    let bystander = certificate("90000014", "y", "Y-2", "2026-03-01", "2029-03-01");
    facts.certificates = vec![old.clone(), new.clone(), bystander];
    let found = of(SignalKind::Movement, &facts);
    assert_eq!((found.len(), found[0].body.as_ref().unwrap().as_str(), found[0].level), (1, "y", Level::Alarm));
    assert_eq!(found[0].evidence["bewegingen"].as_array().unwrap().len(), 1);
    assert_eq!(found[0].evidence["bewegingen"][0]["eerder"]["certificaat"], "X-1");

    old.suspensions = vec![Period { from: day("2022-01-10"), until: Some(day("2022-02-10")) }];
    facts.certificates = vec![old.clone(), new.clone()];
    assert_eq!(of(SignalKind::Movement, &facts), [], "a suspension long lifted is history");

    old.suspensions = Vec::new();
    old.withdrawn_on = Some(day("2026-01-10"));
    facts.certificates = vec![old, new];
    assert_eq!(of(SignalKind::Movement, &facts)[0].level, Level::Attention);
}

#[test]
fn a_certificate_that_lapses_while_suspended_is_seen() {
    let mut facts = facts(bodies(), Vec::new());
    let mut certificate = certificate("90000007", "x", "X-1", "2023-05-01", "2026-05-01");
    certificate.suspensions = vec![Period { from: day("2026-03-01"), until: None }];
    facts.certificates = vec![certificate.clone()];
    let found = of(SignalKind::Movement, &facts);
    assert_eq!(
        found[0].sentence,
        "Van Xenon liep in deze periode voor CS-A 1 geschorst certificaat af voordat de schorsing was opgeheven."
    );
    certificate.suspensions = vec![Period { from: day("2026-03-01"), until: Some(day("2026-04-01")) }];
    facts.certificates = vec![certificate];
    assert_eq!(of(SignalKind::Movement, &facts), []);
}

#[test]
fn certificates_outlive_a_designation_by_six_months_at_most() {
    let mut facts = facts(bodies(), Vec::new());
    facts.bodies[1].designations[0].period.until = Some(day("2026-05-01"));
    facts.certificates = vec![
        certificate("90000007", "x", "X-1", "2024-05-01", "2028-05-01"),
        certificate("90000014", "x", "X-2", "2023-05-01", "2026-08-01"),
        certificate("90000021", "x", "X-3", "2022-05-01", "2026-01-01"),
    ];
    let found = of(SignalKind::Movement, &facts);
    assert_eq!(
        found[0].sentence,
        "De aanwijzing van Xenon voor CS-A eindigt op 1 mei 2026. 2 certificaten zijn of waren daarna nog bruikbaar, \
         tot uiterlijk 1 november 2026."
    );
}

#[test]
fn a_delivery_that_did_not_come_is_a_signal_of_its_own() {
    let mut late = facts(bodies(), Vec::new());
    late.today = day("2026-08-20");
    late.bodies[1].complete_through = None;
    late.bodies[2].complete_through = Some(day("2026-08-01"));
    let found = of(SignalKind::MissingDelivery, &late);
    let seen: Vec<(&str, Level)> =
        found.iter().map(|signal| (signal.body.as_ref().unwrap().as_str(), signal.level)).collect();
    assert_eq!(seen, [("x", Level::Alarm), ("y", Level::Attention)]);
    assert_eq!(found[0].sentence, "Xenon heeft voor CS-A nog niets aangeleverd; verwacht was tot en met 6 juli 2026.");
    assert_eq!(
        found[1].sentence,
        "De gegevens van Ypsilon voor CS-A zijn bijgewerkt tot en met 30 juni 2026; verwacht was tot en met 6 juli 2026."
    );
}

#[test]
fn a_signal_is_data_with_dutch_names() {
    let audits = many(40, |n| too_light("x", n, DAY));
    let found = serde_json::to_value(signals(&facts(bodies(), audits))).unwrap();
    for signal in found.as_array().unwrap() {
        let mut keys: Vec<&str> = signal.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["bewijs", "instelling", "niveau", "periode", "schema", "soort", "zin"]);
        assert!(["attentie", "alarm"].contains(&signal["niveau"].as_str().unwrap()));
        assert!(signal["bewijs"]["bijgewerktTot"]["x"] == "2026-06-30" && signal["bewijs"]["periode"].is_object());
    }
}
