//! Samples of the page, for the tests that render every page.

use std::sync::Arc;

use super::{Asked, PreviewPage, page};
use crate::domain::delivery_report::RowCounts;
use crate::services::Page as Leaf;
use crate::services::Paged;
use crate::services::delivery::check::{
    CheckedRow, FileCounts, ListedRow, Remark, RowFault, RowOutcome, Storable, Summary,
};
use crate::services::delivery::columns::Kind;
use crate::services::delivery::upload::{Checked, UploadToken};
use crate::web::csrf::CsrfSecret;

fn files(refused: i64) -> Vec<FileCounts> {
    [("certificaten", 2, 0, 1_204), ("onderzoeken", 12, 1, 3_480), ("besluiten", 8, 3, 1_402)]
        .map(|(kind, new, changed, unchanged)| FileCounts {
            name: Arc::from(format!("{kind}.csv")),
            kind: Some(kind.to_owned()),
            counts: RowCounts { new, changed, unchanged, refused },
        })
        .to_vec()
}

fn row(outcome: RowOutcome, kind: Kind, line: u32, reference: &str) -> ListedRow {
    let row = CheckedRow {
        line,
        reference: reference.to_owned(),
        says: "C1, periodiek, 2026-03-01".to_owned(),
        changes: vec![("herroepen_op".to_owned(), String::new(), "2026-11-20".to_owned())],
        faults: vec![RowFault {
            column: Some("datum".to_owned()),
            value: "31-02-2026".to_owned(),
            message: "bestaat niet: de maand 02-2026 heeft 28 dagen".to_owned(),
        }],
    };
    ListedRow { outcome, kind: Some(kind), file: format!("{}.csv", kind.word()), row }
}

pub(in crate::web::pages) fn samples() -> Vec<(&'static str, PreviewPage)> {
    let token = UploadToken::parse("0123456789abcdef0123456789abcdef").unwrap_or_else(|| unreachable!("a token"));
    let sample = |refused: i64, storable: Storable, rows: Vec<ListedRow>, remarks: Vec<Remark>| {
        let summary = Summary {
            counts: RowCounts { new: 22, changed: 4, unchanged: 6_086, refused: 3 * refused },
            files: files(refused),
            warnings: remarks.clone(),
            file_faults: if storable == Storable::Nothing { remarks } else { Vec::new() },
            unnamed_faults: 0,
            storable,
            complete_through: "2026-11-22".parse().ok(),
            moves_on: true,
        };
        let total = 312 * i64::try_from(rows.len()).unwrap_or(0).min(1);
        let rows = Paged { rows, total, page: Leaf::new(2, 50) };
        page(&Checked { summary, rows }, CsrfSecret::generate().token(), &token, &Asked::default())
    };
    let rows = || {
        vec![
            row(RowOutcome::Refused, Kind::Audits, 17, "O-2026-1181"),
            row(RowOutcome::Changed, Kind::Decisions, 14, "B-2026-0312"),
            row(RowOutcome::New, Kind::Audits, 18, "O-2026-1182"),
            row(RowOutcome::Unchanged, Kind::Audits, 19, "O-2026-1183"),
        ]
    };
    let remark = Remark {
        file: Arc::from("besluiten.csv"),
        line: Some(1),
        column: Some("datum".to_owned()),
        message: "ontbreekt: besluiten heeft de kolom datum nodig".to_owned(),
    };
    vec![
        ("own-preview-faults", sample(1, Storable::ValidPart, rows(), vec![remark.clone()])),
        ("own-preview", sample(0, Storable::All, rows().split_off(1), Vec::new())),
        ("own-preview-nothing", sample(0, Storable::Nothing, Vec::new(), vec![remark])),
    ]
}
