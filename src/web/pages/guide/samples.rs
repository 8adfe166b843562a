//! The guide as it reads.

use super::{Asked, GuidePage, page};
use crate::language::Language;

/// The page with nothing chosen, and with what people get wrong.
pub(in crate::web::pages) fn samples(language: Language) -> Vec<(&'static str, GuidePage)> {
    let today = "2026-11-24".parse().unwrap_or_default();
    let of = |query: &str| page(&book(), &Asked::read(query), today, language);
    let whole = "schema=CS-A&datum=2026-11-23&afwijkingen=N1,N2,N3,K1&eerder-datum=2026-03-02&eerder-afwijkingen=K1";
    vec![
        ("wijzer", of("")),
        ("wijzer-answer", of(whole)),
        ("wijzer-wrong", of("schema=CS-A&datum=morgen&afwijkingen=X9&eerder-datum=2027-01-01&eerder-afwijkingen=K1")),
    ]
}

fn book() -> crate::services::scheme_book::SchemeBook {
    use crate::domain::identifiers::{SchemeCode, VersionLabel};
    use crate::domain::matrix::Matrix;
    use crate::services::scheme_book::{BookVersion, SchemeBook};
    let matrix = Matrix::parse(include_str!("../../../../matrices/kritiek-niet-kritiek.json")).ok();
    let version = matrix.and_then(|parsed| {
        Some(BookVersion {
            id: 1,
            label: VersionLabel::parse("2.0").ok()?,
            in_force: crate::domain::period::Period { from: "2023-04-01".parse().ok()?, until: None },
            matrix: parsed.matrix,
        })
    });
    let scheme = SchemeCode::parse("CS-A").ok();
    SchemeBook::sample(scheme, version)
}
