//! Sanction matrices and the assessment under them.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod command;
mod matrix_faults;
pub(crate) mod properties;
mod recovery;
mod rules;
mod versions;

use chrono::NaiveDate;
use serde_json::{Value, json};
use stelselwacht::domain::assessment::{Assessment, assess};
use stelselwacht::domain::matrix::Matrix;
use stelselwacht::exchange::cases::Cases;

/// A matrix with three rungs of uneven severity and three categories; every term is easy to work out by hand.
pub(crate) fn plain_matrix() -> Value {
    let days = |count: u32| json!({"aantal": count, "eenheid": "dagen"});
    json!({
        "naam": "Voorbeeld",
        "maatregelen": [
            {"code": "waarschuwing", "zwaarte": 1, "gevolg": "geen", "naam": "Waarschuwing"},
            {"code": "schorsing", "zwaarte": 5, "gevolg": "schorst", "naam": "Schorsing"},
            {"code": "intrekking", "zwaarte": 50, "gevolg": "beeindigt", "naam": "Intrekking"},
        ],
        "categorieen": [
            {"code": "klein", "zwaarte": 1, "naam": "Klein"},
            {"code": "groot", "zwaarte": 2, "naam": "Groot"},
            {"code": "fataal", "zwaarte": 3, "naam": "Fataal"},
        ],
        "afwijkingen": [
            {"code": "K", "categorie": "klein", "omschrijving": "Klein gebrek"},
            {"code": "G", "categorie": "groot", "omschrijving": "Groot gebrek"},
            {"code": "F", "categorie": "fataal", "omschrijving": "Fataal gebrek"},
        ],
        "regels": [
            {"categorie": "klein", "keer": 1, "maatregel": "waarschuwing", "besluitBinnen": days(20)},
            {"categorie": "groot", "keer": 1, "maatregel": "schorsing", "besluitBinnen": days(10)},
            {"categorie": "fataal", "keer": 1, "maatregel": "intrekking", "besluitBinnen": days(5)},
        ],
        "recidive": {"venster": {"aantal": 12, "eenheid": "maanden"}},
        "verzwaringen": [],
        "verlengTotWerkdag": false,
    })
}

/// An audit of holder `H` with findings `1`, `2`, … of these codes and no decision.
pub(crate) fn audit(id: &str, date: &str, codes: &[&str]) -> Value {
    let findings: Vec<_> =
        codes.iter().zip(1..).map(|(code, number)| json!({"id": format!("{number}"), "code": code})).collect();
    json!({"id": id, "houder": "H", "datum": date, "afwijkingen": findings, "besluiten": []})
}

/// The same audit with these decisions.
pub(crate) fn decided(mut audit: Value, decisions: &[Value]) -> Value {
    audit["besluiten"] = Value::Array(decisions.to_vec());
    audit
}

pub(crate) fn decision(id: &str, measure: &str, date: &str) -> Value {
    json!({"id": id, "maatregel": measure, "datum": date})
}

/// The value with one more field.
pub(crate) fn with(mut value: Value, field: &str, content: impl Into<Value>) -> Value {
    value[field] = content.into();
    value
}

pub(crate) fn matrix(json: &Value) -> Matrix {
    match Matrix::parse(&json.to_string()) {
        Ok(parsed) => parsed.matrix,
        Err(faults) => panic!("{faults}"),
    }
}

pub(crate) fn cases(as_of: &str, audits: &[Value], matrix: &Matrix) -> Cases {
    match Cases::parse(&json!({"peildatum": as_of, "onderzoeken": audits}).to_string(), matrix) {
        Ok(cases) => cases,
        Err(faults) => panic!("{faults}"),
    }
}

pub(crate) fn assessed(json: &Value, as_of: &str, audits: &[Value]) -> Vec<Assessment> {
    let matrix = matrix(json);
    let cases = cases(as_of, audits, &matrix);
    assess(&matrix, &cases.audits, cases.as_of).unwrap()
}

/// The outcome of the audit with this id.
pub(crate) fn outcome(json: &Value, as_of: &str, audits: &[Value], id: &str) -> Assessment {
    assessed(json, as_of, audits).into_iter().find(|assessment| assessment.audit.as_str() == id).unwrap()
}

/// What is prescribed, as `categorie keer maatregel besluitUiterlijk`.
pub(crate) fn prescribed(assessment: &Assessment) -> String {
    assessment.prescribed.as_ref().map_or_else(String::new, |prescribed| {
        format!("{} {} {} {}", prescribed.category, prescribed.occurrence, prescribed.measure, prescribed.decide_by)
    })
}

/// The verdicts, joined by `+`.
pub(crate) fn verdicts(assessment: &Assessment) -> String {
    assessment.verdicts.iter().map(|verdict| verdict.code()).collect::<Vec<_>>().join("+")
}

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
