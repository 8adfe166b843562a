//! What holds for the figures of any counts.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use proptest::collection::vec;
use proptest::prelude::*;
use stelselwacht::domain::supervision::drift::{DriftParameters, drift};
use stelselwacht::domain::supervision::holm;
use stelselwacht::domain::supervision::norm::{Rate, RateParameters, Tolerance, Trials, rates};
use stelselwacht::domain::supervision::own_policy::own_policy;
use stelselwacht::domain::supervision::silence::{Silence, Yield, silence, silence_across};
use stelselwacht::domain::supervision::uniformity::uniformity;
use stelselwacht::domain::supervision::{Level, Thresholds};

fn size() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), 0_u32..15, 0_u32..300, 0_u32..20_000]
}

fn trials() -> impl Strategy<Value = Trials> {
    (size(), 0.0..=1.0_f64).prop_map(|(n, share)| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
        let d = (f64::from(n) * share).round() as u32;
        Trials::new(n, d.min(n)).unwrap()
    })
}

fn yields() -> impl Strategy<Value = Yield> {
    (size(), size()).prop_map(|(x, m)| Yield::new(if m == 0 { 0 } else { x }, m).unwrap())
}

fn is_probability(p: f64) -> bool {
    (0.0..=1.0).contains(&p)
}

fn near(left: Option<f64>, right: Option<f64>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => (left - right).abs() <= 1e-9 * right.abs(),
        (left, right) => left == right,
    }
}

fn rate_is_sound(rate: &Rate) -> bool {
    let interval = rate.interval95.zip(rate.share).is_none_or(|((low, high), share)| {
        is_probability(low) && is_probability(high) && low <= share && share <= high
    });
    let tests = rate.tests.is_none_or(|tests| {
        is_probability(tests.p_norm)
            && is_probability(tests.p_norm_holm)
            && tests.p_norm <= tests.p_norm_holm
            && tests
                .p_others
                .zip(tests.p_others_holm)
                .is_none_or(|(raw, adjusted)| is_probability(adjusted) && raw <= adjusted)
    });
    interval && tests && (rate.level == Level::NotAssessable) == (rate.n < 10)
}

fn silence_is_sound(row: &Silence) -> bool {
    row.p.zip(row.p_holm).is_none_or(|(p, adjusted)| is_probability(p) && is_probability(adjusted) && p <= adjusted)
        && row.ratio.is_none_or(f64::is_finite)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn rates_are_sound(bodies in vec(trials(), 0..7), tolerance in 0.001..0.999_f64) {
        let parameters = RateParameters { tolerance: Tolerance::parse(tolerance).unwrap(), ..RateParameters::default() };
        let found = rates(&bodies, &parameters);
        prop_assert!(found.iter().all(rate_is_sound), "{found:?}");
    }

    #[test]
    fn the_order_of_bodies_is_only_the_order_of_rows(
        (bodies, turned) in vec(trials(), 1..7).prop_flat_map(|bodies| (Just(bodies.clone()), Just(bodies).prop_shuffle()))
    ) {
        let parameters = RateParameters::default();
        let key = |rate: &Rate| (rate.n, rate.d, rate.level);
        let (mut found, mut shuffled) = (rates(&bodies, &parameters), rates(&turned, &parameters));
        found.sort_by_key(key);
        shuffled.sort_by_key(key);
        for (left, right) in found.iter().zip(&shuffled) {
            prop_assert_eq!(key(left), key(right));
            prop_assert!(near(left.tests.map(|t| t.p_norm_holm), right.tests.map(|t| t.p_norm_holm)));
            prop_assert!(near(left.tests.and_then(|t| t.p_others_holm), right.tests.and_then(|t| t.p_others_holm)));
        }
    }

    #[test]
    fn one_more_deviation_never_looks_better(body in trials()) {
        let parameters = RateParameters::default();
        let worse = Trials::new(body.n() + 1, body.d() + 1).unwrap();
        let p = |trials| rates(&[trials], &parameters)[0].tests.map(|tests| tests.p_norm);
        if let (Some(before), Some(after)) = (p(body), p(worse)) {
            prop_assert!(after <= before * (1.0 + 1e-9));
        }
    }

    #[test]
    fn silence_is_sound_for_any_counts(bodies in vec(yields(), 0..7)) {
        let found = silence(&bodies);
        prop_assert!(found.iter().all(silence_is_sound), "{found:?}");
    }

    #[test]
    fn over_one_scheme_the_stratified_test_is_the_plain_one(bodies in vec(yields(), 1..5)) {
        let (plain, across) = (silence(&bodies), silence_across(std::slice::from_ref(&bodies)));
        for (left, right) in plain.iter().zip(&across) {
            prop_assert!(near(left.p_holm, right.p_holm), "{left:?} {right:?}");
        }
    }

    #[test]
    fn holm_never_lowers_and_keeps_the_order(p_values in vec(0.0..=1.0_f64, 0..12)) {
        let adjusted = holm(&p_values);
        for (i, raw) in p_values.iter().enumerate() {
            prop_assert!(adjusted[i] >= *raw && adjusted[i] <= 1.0);
            for (j, other) in p_values.iter().enumerate() {
                prop_assert!(raw > other || adjusted[i] <= adjusted[j]);
            }
        }
    }

    #[test]
    fn a_conform_audit_never_raises_the_own_policy_flag(conform in 0_u32..60, other in 0_u32..60, third in 0_u32..60) {
        let judge = |conform| {
            let imposed = [("schorsing", conform), ("waarschuwing", other), ("intrekking", third)];
            own_policy(&"schorsing", &imposed, 10, Thresholds::default())
        };
        let (before, after) = (judge(conform), judge(conform + 1));
        // Only the least number of audits can be reached by a conform one; beyond it the flag can only go down.
        if before.n >= 10 {
            prop_assert!(before.own_policy || !after.own_policy);
            prop_assert!(after.level <= before.level);
        }
    }

    #[test]
    fn a_table_has_sound_figures(table in (1_usize..6).prop_flat_map(|width| vec(vec(0_u32..2000, width), 0..7))) {
        let figures = uniformity(&table);
        prop_assert!(is_probability(figures.p) && is_probability(figures.cramers_v));
        prop_assert!(figures.chi2.is_finite() && figures.chi2 >= 0.0);
    }

    #[test]
    fn the_order_of_rows_and_columns_does_not_matter(table in vec(vec(0_u32..200, 3), 2..6)) {
        let turned: Vec<Vec<u32>> = table.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
        let (left, right) = (uniformity(&table), uniformity(&turned));
        prop_assert_eq!(left.degrees, right.degrees);
        prop_assert!((left.chi2 - right.chi2).abs() <= 1e-9 * right.chi2.max(1.0));
    }

    #[test]
    fn the_score_is_never_negative_and_restarts_below_the_limit(deviates in vec(any::<bool>(), 0..200)) {
        let parameters = DriftParameters::default();
        let found = drift(deviates.iter().copied(), &parameters);
        prop_assert_eq!(found.path.len(), deviates.len());
        for (i, score) in found.path.iter().enumerate() {
            prop_assert!(*score >= 0.0);
            prop_assert_eq!(found.alarms.contains(&(i + 1)), *score >= parameters.limit);
        }
    }
}

#[test]
fn a_tolerance_lies_strictly_between_nothing_and_everything() {
    for wrong in [0.0, 1.0, -0.1, 1.5, f64::NAN, f64::INFINITY] {
        assert!(Tolerance::parse(wrong).is_err(), "{wrong}");
    }
    assert!(Trials::new(3, 4).is_err());
    assert!(Yield::new(1, 0).is_err());
}
