//! Drafts of a sanction matrix, beside the matrix in force and run over audits of the past.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod command;
mod comparison;
mod properties;
mod rules;
mod web;

use serde_json::Value;
use stelselwacht::domain::assessment::Audit;
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::domain::matrix::Matrix;
use stelselwacht::domain::replay::{Days, FirmSize, Outcome, Replay, Subject};

use crate::assessment::cases;
use crate::support::day;

/// The outcome over these audits of one firm, all by `alfa` and seen as of the same day.
fn replayed(in_force: &Matrix, draft: &Matrix, as_of: &str, audits: &[Value]) -> Outcome {
    let audits: Vec<Audit> = cases(as_of, audits, in_force).audits.into_iter().map(|audit| by("alfa", audit)).collect();
    let mut replay = Replay::new(draft, Days::default());
    let as_of = Some(day(as_of));
    let history: Vec<_> = audits.iter().map(|audit| Subject { audit, in_force, as_of }).collect();
    replay.add(FirmSize::One, &history).unwrap();
    replay.finish()
}

fn by(body: &str, audit: Audit) -> Audit {
    Audit { body: Some(BodyCode::parse(body).unwrap()), ..audit }
}
