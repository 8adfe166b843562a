//! The rows of the tables.

use chrono::NaiveDate;

use super::Subject;
use crate::exchange::public;

/// The columns of the table of a subject.
pub(super) fn columns(subject: Subject) -> &'static [&'static str] {
    match subject {
        Subject::Certificates => &[
            "nummer",
            "instelling",
            "kvkNummer",
            "naam",
            "plaats",
            "schema",
            "deelgebieden",
            "werkzaamheden",
            "afgegevenOp",
            "geldigTotEnMet",
            "status",
            "reden",
            "sinds",
            "totEnMet",
            "maatregelen",
        ],
        Subject::Holders => &["kvkNummer", "naam", "plaats", "certificaten"],
        Subject::Bodies => &["code", "naam", "kvkNummer"],
        Subject::Designations => &["instelling", "schema", "geldigVan", "geldigTot"],
        Subject::Schemes => &["code", "naam", "stelsel", "schemabeheerder"],
        Subject::Versions => &["schema", "versie", "inWerkingOp", "buitenWerkingOp"],
    }
}

fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

pub(super) fn certificate(record: public::Certificate) -> Vec<String> {
    let measures = record.measures.iter().map(|measure| {
        let period = measure.lifted_on.map_or_else(String::new, |lifted| format!("/{lifted}"));
        format!("{} {}{period}", measure.code, measure.effective_on)
    });
    let measures = measures.collect::<Vec<_>>().join(", ");
    vec![
        record.number,
        record.body,
        record.kvk_number,
        record.name,
        record.place,
        record.scheme,
        record.subareas.join("+"),
        record.activities.join("+"),
        record.issued_on.to_string(),
        record.valid_until.to_string(),
        record.status.standing,
        record.status.reason,
        day(record.status.since),
        day(record.status.until),
        measures,
    ]
}

pub(super) fn holder(record: public::Holder) -> Vec<String> {
    let certificates = record.certificates.iter().map(|own| format!("{} {} {}", own.body, own.number, own.standing));
    let certificates = certificates.collect::<Vec<_>>().join(", ");
    vec![record.kvk_number, record.name, record.place, certificates]
}

pub(super) fn body(record: public::Body) -> Vec<String> {
    vec![record.code, record.name, record.kvk_number]
}

pub(super) fn designation(body: &str, record: &public::Designation) -> Vec<String> {
    vec![body.to_owned(), record.scheme.clone(), record.valid_from.to_string(), day(record.valid_until)]
}

pub(super) fn scheme(record: public::Scheme) -> Vec<String> {
    vec![record.code, record.name, record.system, record.owner]
}

pub(super) fn version(scheme: &str, record: &public::Version) -> Vec<String> {
    vec![scheme.to_owned(), record.label.clone(), record.in_force_from.to_string(), day(record.in_force_until)]
}
