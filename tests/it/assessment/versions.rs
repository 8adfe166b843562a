//! A holder's history over versions of a scheme, and bodies that use the same references.

use stelselwacht::domain::assessment::{Audit, Case, assess, assess_across};
use stelselwacht::domain::identifiers::BodyCode;

use super::{audit, cases, date, matrix, plain_matrix, prescribed, with};

fn one(id: &str, day: &str, codes: &[&str]) -> Audit {
    cases("2026-12-31", &[audit(id, day, codes)], &matrix(&plain_matrix())).audits.remove(0)
}

#[test]
fn history_runs_over_versions_by_the_code_of_the_category() {
    let old = matrix(&plain_matrix());
    let mut json = plain_matrix();
    // The new version has another catalogue and a category in between, so that positions shift.
    json["categorieen"] = serde_json::json!([
        {"code": "nieuw", "zwaarte": 0, "naam": "Nieuw"},
        {"code": "groot", "zwaarte": 1, "naam": "Groot"},
    ]);
    json["afwijkingen"] = serde_json::json!([{"code": "X", "categorie": "groot", "omschrijving": "Anders genoemd"}]);
    json["regels"] = serde_json::json!([
        {"categorie": "nieuw", "keer": 1, "maatregel": "waarschuwing", "besluitBinnen": {"aantal": 1, "eenheid": "dagen"}},
        {"categorie": "groot", "keer": 1, "maatregel": "waarschuwing", "besluitBinnen": {"aantal": 1, "eenheid": "dagen"}},
        {"categorie": "groot", "keer": 2, "maatregel": "intrekking", "besluitBinnen": {"aantal": 1, "eenheid": "dagen"}},
    ]);
    let new = matrix(&json);
    let (before, mut after) = (one("A", "2026-01-05", &["G"]), one("B", "2026-02-05", &["G"]));
    after.findings[0].code = "X".parse_code();
    let found = assess_across(
        &[Case { audit: &after, matrix: &new }, Case { audit: &before, matrix: &old }],
        date("2026-12-31"),
    )
    .unwrap();
    assert_eq!(prescribed(&found[0]), "groot 1 schorsing 2026-01-15");
    assert_eq!(prescribed(&found[1]), "groot 2 intrekking 2026-02-06");
}

trait ParseCode {
    fn parse_code(self) -> stelselwacht::domain::identifiers::FindingCode;
}

impl ParseCode for &str {
    fn parse_code(self) -> stelselwacht::domain::identifiers::FindingCode {
        stelselwacht::domain::identifiers::FindingCode::parse(self).unwrap()
    }
}

#[test]
fn two_bodies_may_use_the_same_reference() {
    let of = |body: &str, day: &str| Audit { body: Some(BodyCode::parse(body).unwrap()), ..one("A", day, &["K"]) };
    let audits = [of("bravo", "2026-01-05"), of("alfa", "2026-01-05")];
    let found = assess(&matrix(&plain_matrix()), &audits, date("2026-12-31")).unwrap();
    let told: Vec<_> = found.iter().map(|f| (f.body.as_ref().unwrap().as_str(), prescribed(f))).collect();
    assert_eq!(told[0], ("alfa", "klein 1 waarschuwing 2026-01-25".to_owned()));
    assert_eq!(told[1], ("bravo", "klein 2 waarschuwing 2026-01-25".to_owned()));
}

#[test]
fn what_another_body_did_counts_and_is_told_by_its_day_alone() {
    let of =
        |body: &str, id: &str, day: &str| Audit { body: Some(BodyCode::parse(body).unwrap()), ..one(id, day, &["K"]) };
    let audits = [of("bravo", "B-9", "2026-01-05"), of("alfa", "A-1", "2026-01-06"), of("alfa", "A-2", "2026-02-05")];
    let found = assess(&matrix(&plain_matrix()), &audits, date("2026-12-31")).unwrap();
    let story = found[2].explain(&matrix(&plain_matrix())).join(" ");
    assert!(
        story.contains("3e keer") && story.contains("een onderzoek door een andere instelling (5 januari 2026)"),
        "{story}"
    );
    assert!(story.contains("A-1 (6 januari 2026)") && !story.contains("B-9") && !story.contains("bravo"), "{story}");
}

#[test]
fn what_the_matrix_does_not_know_is_named_with_its_place() {
    let mut first = one("A", "2026-01-05", &["K", "G"]);
    first.findings[1].code = "Z".parse_code();
    first.findings[1].id = first.findings[0].id.clone();
    let faults = assess(&matrix(&plain_matrix()), &[first.clone(), first], date("2026-12-31")).unwrap_err();
    let places: Vec<_> = faults.0.iter().map(|fault| fault.place.as_str()).collect();
    assert_eq!(
        places,
        [
            "onderzoeken[1].id",
            "onderzoeken[0].afwijkingen[1].code",
            "onderzoeken[0].afwijkingen[1].id",
            "onderzoeken[1].afwijkingen[1].code",
            "onderzoeken[1].afwijkingen[1].id",
        ]
    );
    assert!(faults.to_string().contains("kies uit K, G, F"), "{faults}");
}

#[test]
fn a_matrix_survives_being_written_and_read() {
    let json = with(plain_matrix(), "verlengTotWerkdag", true);
    let read = matrix(&json);
    assert_eq!(read.to_json(), json);
    assert_eq!(matrix(&read.to_json()).to_json(), json);
}
