//! The pages as they look, with an outcome that was really computed.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use super::form::{Faults, ReplayFormPage};
use super::list::{ReplaysPage, page as list_page};
use super::progress::{ReplayProgressPage, page as progress_page};
use super::received::Received;
use super::result::{ReplayPage, page};
use crate::domain::assessment::{Audit, Finding};
use crate::domain::comparison::{Wording, compare};
use crate::domain::identifiers::{AuditRef, BodyCode, FindingCode, FindingRef, SchemeCode, VersionLabel};
use crate::domain::matrix::Matrix;
use crate::domain::replay::{Days, FirmSize, Replay, Subject};
use crate::services::matrices::SchemeMatrices;
use crate::services::replay::{Kept, Listed, Progress};
use crate::services::{Page, Paged};
use crate::web::csrf::CsrfSecret;

const IN_FORCE: &str = include_str!("../../../../../matrices/kritiek-niet-kritiek.json");

fn draft() -> Matrix {
    let text = IN_FORCE.replace("\"maatregel\": \"schorsing\"", "\"maatregel\": \"intrekking\"");
    Matrix::parse(&text).unwrap().matrix
}

fn listed(id: i64) -> Listed {
    Listed {
        id,
        scheme: SchemeCode::parse("CS-A").unwrap(),
        draft: Some("Concept najaar".to_owned()),
        days: Days { from: "2025-01-01".parse().ok(), through: "2025-12-31".parse().ok() },
        judged: 8_412,
        changed: 391,
        at: "2026-11-24T10:00:00Z".parse().unwrap(),
        by: "sanne@tlokb.example".to_owned(),
    }
}

fn kept(id: i64) -> Kept {
    let (in_force, draft) = (Matrix::parse(IN_FORCE).unwrap().matrix, draft());
    let audits: Vec<Audit> = (1..4)
        .map(|number| Audit {
            id: AuditRef::parse(&format!("A00{number}")).unwrap(),
            body: Some(BodyCode::parse("alfa").unwrap()),
            holder: "90000007".into(),
            date: format!("2025-0{number}-01").parse().unwrap(),
            findings: vec![Finding {
                id: FindingRef::parse("1").unwrap(),
                code: FindingCode::parse("K1").unwrap(),
                annulled_on: None,
            }],
            decisions: Vec::new(),
            recovery_established_on: None,
        })
        .collect();
    let mut replay = Replay::new(&draft, Days::default());
    let as_of = "2026-01-01".parse().ok();
    let history: Vec<_> = audits.iter().map(|audit| Subject { audit, in_force: &in_force, as_of }).collect();
    replay.add(FirmSize::One, &history).unwrap();
    let outcome = replay.finish();
    let differences = vec![(VersionLabel::parse("2.0").unwrap(), compare(&in_force, &draft, Wording::Succession))];
    Kept { listed: listed(id), draft, warnings: Vec::new(), outcome, differences }
}

pub(in crate::web::pages) fn list() -> Vec<(&'static str, ReplaysPage)> {
    let paged = |rows: Vec<Listed>| Paged { total: i64::try_from(rows.len()).unwrap(), rows, page: Page::new(1, 25) };
    vec![
        ("supervision-replays", list_page(&paged(vec![listed(2), listed(1)]), true)),
        ("supervision-replays-empty", list_page(&paged(Vec::new()), false)),
    ]
}

pub(in crate::web::pages) fn form() -> Vec<(&'static str, ReplayFormPage)> {
    let choice = SchemeMatrices {
        scheme: SchemeCode::parse("CS-A").unwrap(),
        name: "Gasverbrandingsinstallaties".to_owned(),
        versions: vec![(VersionLabel::parse("2.0").unwrap(), draft())],
    };
    let token = || CsrfSecret::generate().token();
    let received = Received { pasted: "{".to_owned(), ..Received::default() };
    let wrong = super::form::faults_of(&received, std::slice::from_ref(&choice));
    vec![
        (
            "supervision-replay-form",
            super::form::page(token(), std::slice::from_ref(&choice), &Received::default(), Faults::default()),
        ),
        ("supervision-replay-form-refused", super::form::page(token(), &[choice], &received, wrong)),
    ]
}

pub(in crate::web::pages) fn progress() -> Vec<(&'static str, ReplayProgressPage)> {
    vec![
        ("supervision-replay-progress", progress_page(Progress { done: 1_500, of: 3_712 }, 4)),
        ("supervision-replay-begins", progress_page(Progress::default(), 4)),
    ]
}

pub(in crate::web::pages) fn result() -> Vec<(&'static str, ReplayPage)> {
    let (one, other) = (kept(2), kept(1));
    vec![
        ("supervision-replay", page(&one, &[], None)),
        ("supervision-replay-beside", page(&one, &[listed(2), listed(1)], Some(&other))),
    ]
}
