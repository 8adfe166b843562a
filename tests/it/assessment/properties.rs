//! What must hold for every matrix and every history.

use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Value, json};
use stelselwacht::domain::assessment::{Assessment, Audit, Case, Decision, Finding, Verdict, assess, assess_across};
use stelselwacht::domain::identifiers::{AuditRef, BodyCode, DecisionRef, FindingCode, FindingRef, MeasureCode};
use stelselwacht::domain::matrix::Matrix;

use super::matrix;

fn term(units: &'static [&'static str]) -> impl Strategy<Value = Value> {
    (0..40_u32, select(units)).prop_map(|(amount, unit)| json!({"aantal": amount, "eenheid": unit}))
}

fn any_term() -> impl Strategy<Value = Value> {
    term(&["dagen", "dagen", "weken", "maanden", "jaren", "werkdagen"])
}

fn window() -> impl Strategy<Value = Value> {
    term(&["dagen", "weken", "maanden"])
}

/// Codes `c0`, `c1`, … of ever heavier things.
fn code(letter: char, number: usize) -> String {
    format!("{letter}{number}")
}

fn rules(measures: usize, categories: usize) -> impl Strategy<Value = Vec<Value>> {
    let follow_up =
        (0..measures, any_term()).prop_map(|(m, term)| json!({"maatregel": code('m', m), "besluitBinnen": term}));
    let rule = (0..measures, any_term(), option::of(any_term()), option::of(follow_up));
    vec(vec(rule, 1..=3), categories).prop_map(|all| {
        let of_category = all.into_iter().enumerate().flat_map(|(category, rules)| {
            rules.into_iter().enumerate().map(move |(step, (measure, decide, recover, follow_up))| {
                json!({
                    "categorie": code('c', category), "keer": 1 + 2 * step, "maatregel": code('m', measure),
                    "besluitBinnen": decide, "herstelBinnen": recover, "bijGeenHerstel": follow_up,
                })
            })
        });
        of_category.collect()
    })
}

fn aggravations(categories: usize) -> impl Strategy<Value = Vec<Value>> {
    let lighter: Vec<_> = (0..categories - 1).map(|number| code('c', number)).collect();
    let most = if lighter.is_empty() { 0 } else { 3 };
    let named = subsequence(lighter.clone(), 0..=lighter.len());
    vec((any::<bool>(), 1..5_u32, window(), named), 0..=most).prop_map(|all| {
        let each = all.into_iter().map(|(repeats, threshold, window, categories)| {
            if repeats {
                json!({"soort": "herhaling", "vanaf": threshold, "venster": window, "categorieen": categories})
            } else {
                json!({"soort": "zelfde-onderzoek", "vanaf": threshold, "categorieen": categories})
            }
        });
        each.collect()
    })
}

pub(crate) fn matrices() -> impl Strategy<Value = Value> {
    (1..=4_usize, 1..=4_usize).prop_flat_map(|(measures, categories)| {
        let catalogue = vec(0..categories, 1..6);
        (catalogue, rules(measures, categories), window(), aggravations(categories), any::<bool>()).prop_map(
            move |(catalogue, rules, window, aggravations, prolongs)| {
                // What a measure does changes no verdict; a replay counts it.
                let effect = |number: usize| ["geen", "schorst", "geen", "beeindigt"][number % 4];
                let measure = |number| {
                    json!({"code": code('m', number), "zwaarte": number, "gevolg": effect(number), "naam": "M"})
                };
                let category = |number| json!({"code": code('c', number), "zwaarte": number, "naam": "C"});
                let entry = |(number, category): (usize, &usize)| {
                    json!({"code": code('a', number), "categorie": code('c', *category), "omschrijving": "A"})
                };
                json!({
                    "maatregelen": (0..measures).map(measure).collect::<Vec<_>>(),
                    "categorieen": (0..categories).map(category).collect::<Vec<_>>(),
                    "afwijkingen": catalogue.iter().enumerate().map(entry).collect::<Vec<_>>(),
                    "regels": rules, "recidive": {"venster": window},
                    "verzwaringen": aggravations, "verlengTotWerkdag": prolongs,
                })
            },
        )
    })
}

fn day(number: u64) -> NaiveDate {
    super::date("2024-01-15") + Days::new(number)
}

type AnyFinding = (Index, Option<u64>);
type AnyDecision = (Index, u64, Option<u64>, Option<u64>, bool);

type AnyAudit = (u8, u64, Vec<AnyFinding>, Vec<AnyDecision>, Option<u64>);

fn audits() -> impl Strategy<Value = Vec<AnyAudit>> {
    let finding = (any::<Index>(), option::weighted(0.2, 0..200_u64));
    let decision =
        (any::<Index>(), 0..60_u64, option::of(0..200_u64), option::weighted(0.2, 0..200_u64), any::<bool>());
    let audit = (0..3_u8, 0..250_u64, vec(finding, 0..5), vec(decision, 0..4), option::of(0..250_u64));
    vec(audit, 0..14)
}

prop_compose! {
    pub(crate) fn worlds()(json in matrices(), drawn in audits(), as_of in 0..500_u64) -> (Matrix, Vec<Audit>, NaiveDate) {
        let matrix = matrix(&json);
        let audits = drawn.iter().enumerate().map(|(number, (holder, date, findings, decisions, recovered))| Audit {
            id: AuditRef::parse(&format!("O{number}")).unwrap(),
            body: None,
            holder: format!("H{holder}").into(),
            date: day(*date),
            findings: findings.iter().enumerate().map(|(n, (which, annulled))| Finding {
                id: FindingRef::parse(&format!("F{n}")).unwrap(),
                code: FindingCode::parse(matrix.catalogue()[which.index(matrix.catalogue().len())].code.as_str()).unwrap(),
                annulled_on: annulled.map(|after| day(date + after)),
            }).collect(),
            decisions: decisions.iter().enumerate().map(|(n, (which, after, until, revoked, follow_up))| Decision {
                id: DecisionRef::parse(&format!("B{n}")).unwrap(),
                measure: MeasureCode::parse(matrix.measures()[which.index(matrix.measures().len())].code.as_str()).unwrap(),
                date: day(date + after),
                recovery_until: until.map(|after| day(date + after)),
                revoked_on: revoked.map(|after| day(date + after)),
                follow_up: *follow_up,
            }).collect(),
            recovery_established_on: recovered.map(|after| day(date + after)),
        }).collect();
        (matrix, audits, day(as_of))
    }
}

fn outcomes(matrix: &Matrix, audits: &[Audit], as_of: NaiveDate) -> Vec<Assessment> {
    assess(matrix, audits, as_of).unwrap()
}

proptest! {
    /// A holder that moves to another body, and as often as it likes, is prescribed what it would be had it stayed.
    #[test]
    fn no_move_to_another_body_resets_repetition((matrix, audits, as_of) in worlds(), at in vec(0..3_usize, 14)) {
        let by = |body: &dyn Fn(usize) -> &'static str| -> Vec<Option<(String, u32, String)>> {
            let moved: Vec<Audit> = audits
                .iter()
                .enumerate()
                // A history is that of one holder.
                .filter(|(_, audit)| &*audit.holder == "H0")
                .map(|(n, audit)| Audit { body: Some(BodyCode::parse(body(n)).unwrap()), ..audit.clone() })
                .collect();
            let cases: Vec<Case<'_>> = moved.iter().map(|audit| Case { audit, matrix: &matrix }).collect();
            let mut found = assess_across(&cases, as_of).unwrap();
            found.sort_by(|a, b| a.audit.cmp(&b.audit));
            let prescribed = found.into_iter().map(|found| found.prescribed);
            prescribed.map(|p| p.map(|p| (p.category.to_string(), p.occurrence, p.measure.to_string()))).collect()
        };
        prop_assert_eq!(by(&|n| ["alfa", "bravo", "charlie"][at[n]]), by(&|_| "alfa"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_input_never_matters(
        ((matrix, audits, as_of), mut shuffled) in worlds().prop_flat_map(|world| {
            let audits = Just(world.1.clone()).prop_shuffle();
            (Just(world), audits)
        })
    ) {
        for audit in &mut shuffled {
            audit.findings.reverse();
            audit.decisions.reverse();
        }
        prop_assert_eq!(outcomes(&matrix, &audits, as_of), outcomes(&matrix, &shuffled, as_of));
    }

    #[test]
    fn a_conform_audit_of_another_holder_changes_nothing((matrix, mut audits, as_of) in worlds(), on in 0..250_u64) {
        let before = outcomes(&matrix, &audits, as_of);
        let finding = Finding {
            id: FindingRef::parse("F").unwrap(),
            code: matrix.catalogue()[0].code.clone(),
            annulled_on: None,
        };
        let mut other = Audit {
            id: AuditRef::parse("ANDER").unwrap(), body: None, holder: "ANDER".into(), date: day(on),
            findings: vec![finding], decisions: vec![], recovery_established_on: None,
        };
        let alone = outcomes(&matrix, std::slice::from_ref(&other), day(1000));
        let prescribed = alone[0].prescribed.clone().unwrap();
        other.decisions.push(Decision {
            id: DecisionRef::parse("B").unwrap(), measure: prescribed.measure, date: day(on),
            recovery_until: prescribed.recover_within.map(|_| day(on)), revoked_on: None, follow_up: false,
        });
        other.recovery_established_on = Some(day(on));
        prop_assert_eq!(&outcomes(&matrix, std::slice::from_ref(&other), day(1000))[0].verdicts, &[Verdict::Conforms]);
        audits.insert(audits.len() / 2, other);
        let mut after = outcomes(&matrix, &audits, as_of);
        after.retain(|assessment| &*assessment.holder != "ANDER");
        prop_assert_eq!(before, after);
    }

    #[test]
    fn annulling_and_revoking_everything_leaves_nothing((matrix, mut audits, as_of) in worlds()) {
        for audit in &mut audits {
            audit.findings.iter_mut().for_each(|finding| finding.annulled_on = Some(as_of));
            audit.decisions.iter_mut().for_each(|decision| decision.revoked_on = Some(as_of));
        }
        for assessment in outcomes(&matrix, &audits, as_of) {
            prop_assert_eq!(assessment.verdicts, &[Verdict::NoNonconformity]);
            prop_assert_eq!((assessment.prescribed, assessment.imposed), (None, None));
        }
    }

    #[test]
    fn a_recomputed_part_equals_the_recomputed_whole((matrix, audits, as_of) in worlds()) {
        let whole = outcomes(&matrix, &audits, as_of);
        for holder in ["H0", "H1", "H2"] {
            let part: Vec<_> = audits.iter().filter(|audit| &*audit.holder == holder).cloned().collect();
            let expected: Vec<_> = whole.iter().filter(|found| &*found.holder == holder).cloned().collect();
            prop_assert_eq!(outcomes(&matrix, &part, as_of), expected);
        }
    }

    #[test]
    fn what_is_settled_stays_as_it_is((matrix, audits, as_of) in worlds(), later in 1..4000_u64) {
        let later = outcomes(&matrix, &audits, as_of + Days::new(later));
        for found in outcomes(&matrix, &audits, as_of).into_iter().filter(|found| found.as_of > found.settled_on) {
            let then = later.iter().find(|then| then.audit == found.audit).unwrap();
            prop_assert_eq!(Assessment { as_of: then.as_of, ..found }, then.clone());
        }
    }

    #[test]
    fn the_future_changes_nothing((matrix, audits, as_of) in worlds()) {
        let known: Vec<_> = audits.iter().filter(|audit| audit.date <= as_of).cloned().map(|mut audit| {
            audit.decisions.retain(|decision| decision.date <= as_of);
            audit
        }).collect();
        let strip = |found: Vec<Assessment>| found.into_iter()
            .map(|found| (found.audit, found.prescribed, found.imposed, found.verdicts))
            .collect::<Vec<_>>();
        prop_assert_eq!(strip(outcomes(&matrix, &audits, as_of)), strip(outcomes(&matrix, &known, as_of)));
    }

    #[test]
    fn every_outcome_can_be_told((matrix, audits, as_of) in worlds()) {
        for found in outcomes(&matrix, &audits, as_of) {
            let story = found.explain(&matrix);
            for verdict in &found.verdicts {
                let opening = format!("Oordeel {verdict}: ");
                prop_assert!(story.iter().any(|told| told.starts_with(&opening) && told.len() > opening.len()), "{:?}", story);
            }
            prop_assert!(story.iter().all(|told| told.ends_with('.')), "{:?}", story);
        }
    }

    #[test]
    fn a_matrix_survives_being_written_and_read(json in matrices()) {
        let once = matrix(&json).to_json();
        prop_assert_eq!(&matrix(&once).to_json(), &once);
    }
}
