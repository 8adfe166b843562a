//! What must hold for every draft and every history.

use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;
use stelselwacht::domain::assessment::{Assessment, Audit, assess};
use stelselwacht::domain::comparison::Scale;
use stelselwacht::domain::matrix::{Effect, Matrix};
use stelselwacht::domain::replay::{Days, FirmSize, Outcome, Part, Prescriptions, Replay, Subject};

use super::by;
use crate::assessment::matrix;
use crate::assessment::properties::{matrices, worlds};

const BODIES: [&str; 3] = ["alfa", "bravo", "charlie"];

fn at_bodies(audits: &[Audit], which: &[usize]) -> Vec<Audit> {
    audits.iter().zip(which).map(|(audit, body)| by(BODIES[*body], audit.clone())).collect()
}

/// All audits, firm by firm in this order.
fn run(in_force: &Matrix, draft: &Matrix, audits: &[Audit], as_of: NaiveDate, holders: [&str; 3]) -> Outcome {
    let mut replay = Replay::new(draft, Days::default());
    for (holder, size) in holders.into_iter().zip(sizes(holders)) {
        let own = audits.iter().filter(|audit| &*audit.holder == holder);
        let history: Vec<_> = own.map(|audit| Subject { audit, in_force, as_of: Some(as_of) }).collect();
        replay.add(size, &history).unwrap();
    }
    replay.finish()
}

fn sizes(holders: [&str; 3]) -> [FirmSize; 3] {
    holders.map(|holder| FirmSize::of(if holder == "H0" { 1 } else { 4 }))
}

const HOLDERS: [&str; 3] = ["H0", "H1", "H2"];

/// The assessment of one audit by itself: of everything that lies before it, and nothing else.
fn alone(matrix: &Matrix, audits: &[Audit], own: &Audit, as_of: NaiveDate) -> Option<Assessment> {
    let before: Vec<Audit> = audits
        .iter()
        .filter(|audit| (audit.date, &audit.id) <= (own.date, &own.id) && audit.holder == own.holder)
        .map(|audit| {
            let mut known = audit.clone();
            known.findings.retain(|finding| matrix.category_of(&finding.code).is_some());
            known.decisions.retain(|decision| matrix.rung(&decision.measure).is_some());
            known
        })
        .collect();
    assess(matrix, &before, as_of).unwrap().pop().filter(|found| found.audit == own.id)
}

fn level(scale: &Scale, found: &Assessment, is_left: bool) -> i32 {
    let measure = found.prescribed.as_ref().map(|prescribed| &prescribed.measure);
    measure.and_then(|code| if is_left { scale.left(code) } else { scale.right(code) }).unwrap_or(0)
}

/// Judged, with another measure, heavier, suspensions before and after, withdrawals before and after.
fn naive(in_force: &Matrix, draft: &Matrix, audits: &[Audit], as_of: NaiveDate) -> [u64; 7] {
    let scale = Scale::of(in_force, draft);
    let mut counts = [0; 7];
    for own in audits {
        let Some(before) = alone(in_force, audits, own, as_of) else { continue };
        let after = alone(draft, audits, own, as_of).unwrap();
        let (low, high) = (level(&scale, &before, true), level(&scale, &after, false));
        let does = |matrix: &Matrix, found: &Assessment, effect: Effect| {
            let measure = found.prescribed.as_ref().and_then(|prescribed| matrix.measure(&prescribed.measure));
            measure.is_some_and(|measure| measure.effect == effect)
        };
        let holds = [
            true,
            low != high,
            high > low,
            does(in_force, &before, Effect::Suspends),
            does(draft, &after, Effect::Suspends),
            does(in_force, &before, Effect::Ends),
            does(draft, &after, Effect::Ends),
        ];
        for (count, holds) in counts.iter_mut().zip(holds) {
            *count += u64::from(holds);
        }
    }
    counts
}

fn add(parts: &[&Part], of: impl Fn(&Part) -> u64) -> u64 {
    parts.iter().map(|part| of(part)).sum()
}

fn adds_up(found: &Prescriptions) -> bool {
    let by_effect = found.suspensions + found.withdrawals + found.without_effect;
    by_effect == found.prescribed && found.measures.values().sum::<u64>() == found.prescribed
}

proptest! {
    #[test]
    fn the_matrix_in_force_changes_nothing((in_force, audits, as_of) in worlds(), which in vec(0..3_usize, 14)) {
        let audits = at_bodies(&audits, &which);
        let draft = in_force.clone();
        let found = run(&in_force, &draft, &audits, as_of, HOLDERS);
        prop_assert_eq!(found.all.changed, 0);
        prop_assert!(found.cells.is_empty() && found.audits.is_empty());
        prop_assert_eq!(found.all.judged, audits.iter().filter(|audit| audit.date <= as_of).count() as u64);
        prop_assert_eq!(&found.all.before, &found.all.after);
        prop_assert_eq!(found.all.practice.in_force, found.all.practice.draft);
    }

    #[test]
    fn counts_add_up((in_force, audits, as_of) in worlds(), json in matrices(), which in vec(0..3_usize, 14)) {
        let (audits, draft) = (at_bodies(&audits, &which), matrix(&json));
        let found = run(&in_force, &draft, &audits, as_of, HOLDERS);
        let all = &found.all;
        prop_assert_eq!(found.cells.iter().map(|cell| cell.count).sum::<u64>(), all.changed);
        prop_assert_eq!(all.other_measure + all.only_terms, all.changed);
        prop_assert_eq!(all.heavier + all.lighter, all.other_measure);
        prop_assert!(found.cells.iter().all(|cell| cell.count <= cell.of));
        let bodies: Vec<_> = found.bodies.iter().map(|body| &body.part).collect();
        let sizes: Vec<_> = found.sizes.iter().map(|size| &size.part).collect();
        for parts in [bodies, sizes] {
            prop_assert_eq!(add(&parts, |part| part.judged), all.judged);
            prop_assert_eq!(add(&parts, |part| part.changed), all.changed);
            prop_assert_eq!(add(&parts, |part| part.after.suspensions), all.after.suspensions);
            prop_assert_eq!(add(&parts, |part| part.practice.draft.steps), all.practice.draft.steps);
        }
        prop_assert!(adds_up(&all.before) && adds_up(&all.after));
        for share in [all.practice.in_force, all.practice.draft] {
            prop_assert_eq!(share.equal + share.lighter + share.heavier, all.practice.decisions);
        }
        prop_assert_eq!(found.audits.len() as u64, all.changed.min(100));
    }

    #[test]
    fn the_order_of_audits_and_firms_does_not_matter(
        (in_force, audits, as_of) in worlds(), json in matrices(), which in vec(0..3_usize, 14), by in any::<u64>()
    ) {
        let (audits, draft) = (at_bodies(&audits, &which), matrix(&json));
        let found = run(&in_force, &draft, &audits, as_of, HOLDERS);
        let mut mixed = audits.clone();
        mixed.sort_by_key(|audit| (audit.id.as_str().len() as u64).wrapping_mul(by) ^ u64::from(audit.id.as_str().as_bytes()[1]).wrapping_mul(by));
        prop_assert_eq!(&run(&in_force, &draft, &mixed, as_of, ["H2", "H0", "H1"]), &found);
    }

    #[test]
    fn it_is_what_assessing_every_audit_by_itself_says(
        (in_force, audits, as_of) in worlds(), json in matrices(), which in vec(0..3_usize, 14)
    ) {
        let (audits, draft) = (at_bodies(&audits, &which), matrix(&json));
        let all = run(&in_force, &draft, &audits, as_of, HOLDERS).all;
        let found = [
            all.judged, all.other_measure, all.heavier, all.before.suspensions, all.after.suspensions,
            all.before.withdrawals, all.after.withdrawals,
        ];
        prop_assert_eq!(found, naive(&in_force, &draft, &audits, as_of));
    }
}
