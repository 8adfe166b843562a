//! What may be shown of the others: never so few that one of them can be told, also not by laying two views side by side.

use std::collections::BTreeMap;

use proptest::prelude::*;
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::domain::supervision::course::{Quarter, quarters_up_to};
use stelselwacht::domain::supervision::facts::{AuditFacts, BodyFacts};
use stelselwacht::domain::supervision::others::{FEWEST, Others, others};

use crate::supervision::facts::{audit, body, conform, day, facts, judged};

const THROUGH: &str = "2026-06-30";

fn seen(own: &str, bodies: &[BodyFacts], audits: &[AuditFacts]) -> Option<Others> {
    let facts = facts(bodies.to_vec(), audits.to_vec());
    let bodies: Vec<&BodyFacts> = facts.bodies.iter().collect();
    let audits: Vec<&AuditFacts> = facts.audits.iter().collect();
    let quarters = quarters_up_to(day(THROUGH), 8);
    others(&BodyCode::parse(own).unwrap(), &facts.schemes[0], &bodies, &audits, &quarters)
}

fn named(codes: &[&str]) -> Vec<BodyFacts> {
    codes.iter().map(|code| body(code, code)).collect()
}

fn one_each(codes: &[&str], date: &str) -> Vec<AuditFacts> {
    codes.iter().map(|code| conform(code, &format!("{code}-{date}"), date)).collect()
}

fn late(body: &str, reference: &str, date: &str) -> AuditFacts {
    judged(audit(body, reference, date), ("licht", 1), "waarschuwing", "waarschuwing", &["te-laat"])
}

#[test]
fn two_others_are_not_shown_and_three_are() {
    let codes = ["a", "b", "c", "d"];
    assert_eq!(seen("a", &named(&codes[..3]), &one_each(&codes[..3], "2026-02-03")), None);
    let found = seen("a", &named(&codes), &one_each(&codes, "2026-02-03")).unwrap();
    assert_eq!((found.rate().n(), found.rate().d(), found.quarters.len()), (3, 0, 1), "its own audits are not in it");
    assert_eq!(found.cells.len(), 1);
    // Three bodies that are there, of which one has nothing in the quarter, are two.
    assert_eq!(seen("a", &named(&codes), &one_each(&codes[..3], "2026-02-03")), None);
}

#[test]
fn a_quarter_waits_for_the_last_of_them_and_for_the_last_decision() {
    let codes = ["a", "b", "c", "d", "e"];
    let audits = one_each(&codes[..4], "2026-02-03");
    let mut bodies = named(&codes);
    assert!(seen("a", &bodies, &audits).is_some());
    bodies[4].complete_through = Some(day("2026-03-30"));
    assert_eq!(seen("a", &bodies, &audits), None, "what the last one adds would be its own");
    bodies[4].complete_through = Some(day("2026-03-31"));
    assert!(seen("a", &bodies, &audits).is_some());
    let open = judged(audit("b", "open", "2026-02-09"), ("licht", 1), "waarschuwing", "", &["open"]);
    assert_eq!(seen("a", &bodies, &[audits, vec![open]].concat()), None, "what is decided next would be of one body");
}

#[test]
fn a_cell_with_cases_of_fewer_than_three_is_left_out() {
    let codes = ["a", "b", "c", "d"];
    let mut audits = one_each(&codes, "2026-02-03");
    audits.push(judged(audit("b", "k", "2026-02-04"), ("kritiek", 1), "schorsing", "waarschuwing", &["te-licht"]));
    let found = seen("a", &named(&codes), &audits).unwrap();
    assert_eq!(found.rate().n(), 4);
    assert_eq!(found.cells.iter().map(|cell| cell.key.0.as_str()).collect::<Vec<_>>(), ["licht"]);
}

const CODES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const DATES: [&str; 4] = ["2025-08-14", "2025-11-14", "2026-02-14", "2026-05-14"];
const ENDS: [&str; 5] = ["2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30"];

/// Audits as (body, date, whether late), and how far each body delivered.
fn world() -> impl Strategy<Value = (Vec<(usize, usize, bool)>, Vec<usize>)> {
    let audits = proptest::collection::vec((0..CODES.len(), 0..DATES.len(), any::<bool>()), 0..60);
    (audits, proptest::collection::vec(0..ENDS.len(), CODES.len()))
}

/// What is delivered of a world: each body's audits as far as its data go.
fn delivered(audits: &[(usize, usize, bool)], through: &[usize]) -> (Vec<BodyFacts>, Vec<AuditFacts>) {
    let bodies = CODES.iter().zip(through).map(|(code, end)| {
        let mut body = body(code, code);
        body.complete_through = Some(day(ENDS[*end]));
        body
    });
    let known = audits.iter().enumerate().filter(|(_, (who, when, _))| day(DATES[*when]) <= day(ENDS[through[*who]]));
    let made = known.map(|(number, (who, when, is_late))| {
        let make = if *is_late { late } else { conform };
        make(CODES[*who], &format!("{number:03}"), DATES[*when])
    });
    (bodies.collect(), made.collect())
}

fn by_quarter(found: Option<&Others>) -> BTreeMap<Quarter, (u32, u32)> {
    found.map_or_else(BTreeMap::new, |o| o.quarters.iter().map(|(q, t)| (*q, (t.n(), t.d()))).collect())
}

proptest! {
    /// Whoever looks before and after one other body delivers, and takes one view from the other, is left with whole quarters
    /// to which at least three bodies add.
    #[test]
    fn no_two_views_leave_less_than_three_bodies((audits, mut through) in world(), who in 1..CODES.len(), more in 1usize..5) {
        let before = { let (bodies, known) = delivered(&audits, &through); seen("a", &bodies, &known) };
        through[who] = (through[who] + more).min(ENDS.len() - 1);
        let (bodies, known) = delivered(&audits, &through);
        let after = seen("a", &bodies, &known);
        let (before, after) = (by_quarter(before.as_ref()), by_quarter(after.as_ref()));
        for (quarter, counts) in &before {
            prop_assert_eq!(after.get(quarter), Some(counts), "what was shown does not change by a delivery of later days");
        }
        for quarter in after.keys() {
            let mut adding: Vec<_> = known
                .iter()
                .filter(|audit| audit.body.as_str() != "a" && Quarter::of(audit.date) == *quarter)
                .map(|audit| &audit.body)
                .collect();
            adding.sort();
            adding.dedup();
            prop_assert!(adding.len() >= FEWEST, "{} in {}", adding.len(), quarter);
        }
    }

    /// What a body is shown of the others does not depend on its own audits.
    #[test]
    fn own_audits_are_not_in_it((audits, through) in world()) {
        let (bodies, known) = delivered(&audits, &through);
        let without: Vec<AuditFacts> = known.iter().filter(|audit| audit.body.as_str() != "a").cloned().collect();
        prop_assert_eq!(seen("a", &bodies, &known), seen("a", &bodies, &without));
    }
}
