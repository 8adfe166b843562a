//! How long assessing takes: `cargo bench --bench assess`.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail loudly")]

use std::sync::Arc;

use chrono::{Days as Length, NaiveDate};
use divan::Bencher;
use divan::counter::ItemsCount;
use stelselwacht::domain::assessment::{Audit, Decision, Finding, assess};
use stelselwacht::domain::identifiers::{AuditRef, DecisionRef, FindingRef, MeasureCode};
use stelselwacht::domain::matrix::Matrix;
use stelselwacht::domain::replay::{Days, FirmSize, Replay, Subject};

fn main() {
    divan::main();
}

fn matrix() -> Matrix {
    Matrix::parse(include_str!("../matrices/kritiek-niet-kritiek.json")).unwrap().matrix
}

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()
}

/// Audits as they come in: three years, every third with findings, most of those with a decision. The same every time.
fn audits(matrix: &Matrix, count: usize, per_holder: usize) -> Vec<Audit> {
    let start = NaiveDate::from_ymd_opt(2023, 7, 1).unwrap();
    let holders: Vec<Arc<str>> = (0..=count / per_holder).map(|n| format!("{n:08}").into()).collect();
    let mut state = 42_u64;
    // A linear congruential generator is random enough here and never changes between versions of a crate.
    let mut draw = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    (0..count)
        .map(|number| {
            let date = start + Length::new(draw(1095));
            let found = if draw(3) == 0 { 1 + draw(3) } else { 0 };
            let findings = (0..found)
                .map(|n| Finding {
                    id: FindingRef::parse(&format!("F{number}-{n}")).unwrap(),
                    code: matrix.catalogue()[usize::try_from(draw(7)).unwrap()].code.clone(),
                    annulled_on: (draw(20) == 0).then(|| date + Length::new(30)),
                })
                .collect();
            let decided = found > 0 && draw(10) > 0;
            let decisions = decided.then(|| Decision {
                id: DecisionRef::parse(&format!("B{number}")).unwrap(),
                measure: MeasureCode::parse(["waarschuwing", "schorsing"][usize::try_from(draw(2)).unwrap()]).unwrap(),
                date: date + Length::new(draw(40)),
                recovery_until: Some(date + Length::new(90)),
                revoked_on: None,
                follow_up: false,
            });
            Audit {
                id: AuditRef::parse(&format!("O{number:07}")).unwrap(),
                body: None,
                holder: holders[number % holders.len()].clone(),
                date,
                findings,
                decisions: decisions.into_iter().collect(),
                recovery_established_on: (draw(2) == 0).then(|| date + Length::new(60)),
            }
        })
        .collect()
}

/// A whole register again, as after a new version of a scheme.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn a_million_audits(bencher: Bencher<'_, '_>) {
    let matrix = matrix();
    let audits = audits(&matrix, 1_000_000, 3);
    bencher.counter(ItemsCount::new(audits.len())).bench_local(|| assess(&matrix, &audits, as_of()).unwrap());
}

/// A draft over a whole register, firm by firm, beside the matrix in force.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn a_draft_over_a_million_audits(bencher: Bencher<'_, '_>) {
    let matrix = matrix();
    let text = include_str!("../matrices/kritiek-niet-kritiek.json");
    let text = text.replace("\"maatregel\": \"schorsing\"", "\"maatregel\": \"intrekking\"");
    let draft = Matrix::parse(&text).unwrap().matrix;
    let mut audits = audits(&matrix, 1_000_000, 9);
    audits.sort_by(|a, b| a.holder.cmp(&b.holder));
    bencher.counter(ItemsCount::new(audits.len())).bench_local(|| {
        let mut replay = Replay::new(&draft, Days::default());
        for audits in audits.chunk_by(|a, b| a.holder == b.holder) {
            let subject = |audit| Subject { audit, in_force: &matrix, as_of: Some(as_of()) };
            replay.add(FirmSize::One, &audits.iter().map(subject).collect::<Vec<_>>()).unwrap();
        }
        let outcome = replay.finish();
        assert!(outcome.all.changed > 10_000, "the draft changes much");
        outcome
    });
}

/// One firm with very many audits: counting back must not grow with the square.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn a_hundred_thousand_audits_of_one_holder(bencher: Bencher<'_, '_>) {
    let matrix = matrix();
    let audits = audits(&matrix, 100_000, 100_000);
    bencher.counter(ItemsCount::new(audits.len())).bench_local(|| assess(&matrix, &audits, as_of()).unwrap());
}

/// What a delivery does for each holder that it touches.
#[divan::bench]
fn one_holder(bencher: Bencher<'_, '_>) {
    let matrix = matrix();
    let audits = audits(&matrix, 9, 9);
    bencher.bench_local(|| assess(&matrix, &audits, as_of()).unwrap());
}

/// The explanation of every audit of one holder.
#[divan::bench]
fn explaining_one_holder(bencher: Bencher<'_, '_>) {
    let matrix = matrix();
    let audits = audits(&matrix, 9, 9);
    let assessments = assess(&matrix, &audits, as_of()).unwrap();
    bencher.bench_local(|| assessments.iter().map(|assessment| assessment.explain(&matrix)).collect::<Vec<_>>());
}
