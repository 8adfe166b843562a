//! Facts for the tests of signals: a scheme, three bodies, and audits by the dozen.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::{Days, NaiveDate};
use stelselwacht::domain::identifiers::{
    AuditRef, BodyCode, CategoryCode, CertificateNumber, MeasureCode, SchemeCode, VersionLabel,
};
use stelselwacht::domain::period::Period;
use stelselwacht::domain::supervision::facts::{
    AuditFacts, BodyFacts, CertificateFacts, DesignationFacts, Facts, Grave, ImposedFacts, PrescribedFacts,
    SchemeFacts, VersionFacts,
};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn scheme_code() -> SchemeCode {
    SchemeCode::parse("CS-A").unwrap()
}

fn measure(code: &str) -> MeasureCode {
    MeasureCode::parse(code).unwrap()
}

fn category(code: &str) -> CategoryCode {
    CategoryCode::parse(code).unwrap()
}

/// A body with data up to the end of June 2026, designated since 2023.
pub(crate) fn body(code: &str, name: &str) -> BodyFacts {
    BodyFacts {
        code: BodyCode::parse(code).unwrap(),
        name: name.to_owned(),
        complete_through: Some(day("2026-06-30")),
        delivery: None,
        designations: vec![DesignationFacts { scheme: scheme_code(), period: Period::open(day("2023-03-30")) }],
    }
}

/// One scheme with two versions; the third time "kritiek" has no rule of its own.
pub(crate) fn facts(bodies: Vec<BodyFacts>, audits: Vec<AuditFacts>) -> Facts {
    let version = |label: &str, from: &str| VersionFacts {
        label: VersionLabel::parse(label).unwrap(),
        in_force_from: day(from),
        greatest_occurrence: [(category("licht"), 1), (category("kritiek"), 2)].into(),
        measures: ["waarschuwing", "schorsing", "intrekking"].map(measure).to_vec(),
        grave: Grave::heaviest(category("kritiek")),
    };
    let scheme =
        SchemeFacts { code: scheme_code(), versions: vec![version("1.0", "2023-04-01"), version("2.0", "2025-07-01")] };
    Facts { today: day("2026-07-10"), schemes: vec![scheme], bodies, audits, certificates: Vec::new() }
}

/// A clean audit; the methods below give it findings and a decision.
pub(crate) fn audit(body: &str, reference: &str, date: &str) -> AuditFacts {
    AuditFacts {
        body: BodyCode::parse(body).unwrap(),
        scheme: scheme_code(),
        audit: AuditRef::parse(reference).unwrap(),
        date: day(date),
        version: VersionLabel::parse(if day(date) < day("2025-07-01") { "1.0" } else { "2.0" }).unwrap(),
        prescribed: None,
        imposed: None,
        outcomes: vec!["geen-afwijking".to_owned()],
        reason: None,
        findings: 0,
        grave_findings: 0,
        delivered_on: day(date) + Days::new(20),
    }
}

/// The audit with one finding and what came of it; `imposed` is empty when nothing was decided.
pub(crate) fn judged(
    audit: AuditFacts,
    (category_code, occurrence): (&str, u32),
    prescribed: &str,
    imposed: &str,
    outcomes: &[&str],
) -> AuditFacts {
    let date = audit.date;
    AuditFacts {
        prescribed: Some(PrescribedFacts {
            category: category(category_code),
            occurrence,
            measure: measure(prescribed),
            decide_by: date + Days::new(14),
        }),
        imposed: (!imposed.is_empty()).then(|| ImposedFacts { measure: measure(imposed), date: date + Days::new(7) }),
        outcomes: outcomes.iter().map(|outcome| (*outcome).to_owned()).collect(),
        findings: 1,
        grave_findings: u32::from(category_code == "kritiek"),
        ..audit
    }
}

/// A conform audit with one light finding.
pub(crate) fn conform(body: &str, reference: &str, date: &str) -> AuditFacts {
    judged(audit(body, reference, date), ("licht", 1), "waarschuwing", "waarschuwing", &["conform"])
}

/// As many audits as asked, each made from its number.
pub(crate) fn many(count: u32, make: impl Fn(&str) -> AuditFacts) -> Vec<AuditFacts> {
    (1..=count).map(|number| make(&format!("{number:04}"))).collect()
}

pub(crate) fn certificate(holder: &str, body: &str, number: &str, issued: &str, until: &str) -> CertificateFacts {
    CertificateFacts {
        holder: holder.to_owned(),
        body: BodyCode::parse(body).unwrap(),
        scheme: scheme_code(),
        number: CertificateNumber::parse(number).unwrap(),
        issued_on: day(issued),
        valid_until: day(until),
        suspensions: Vec::new(),
        withdrawn_on: None,
    }
}
