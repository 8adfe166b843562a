//! The evidence of signals as JSON: rows from which the figure can be computed again.

use serde_json::{Value, json};

use super::cells::Cell;
use super::facts::AuditFacts;
use super::movement::Movement;
use crate::domain::identifiers::BodyCode;

pub(super) fn counts_by_measure(cell: &Cell, counts: &[u32]) -> Value {
    Value::Object(
        cell.measures.iter().zip(counts).map(|(measure, count)| (measure.to_string(), json!(count))).collect(),
    )
}

pub(super) fn uniformity_evidence(cell: &Cell) -> Value {
    let row = |body: &BodyCode, counts: &[u32]| json!({"instelling": body, "aantallen": counts});
    json!({
        "categorie": cell.category,
        "keer": cell.occurrence,
        "voorgeschreven": cell.prescribed,
        "maatregelen": cell.measures,
        "instellingen": cell.bodies.iter().map(|r| row(&r.body, &r.counts)).collect::<Vec<_>>(),
        "uitkomst": cell.uniformity,
        "pHolm": cell.p_holm,
        "indicatief": cell.uniformity.is_indicative(),
        "niveau": cell.level,
    })
}

pub(super) fn audit_evidence(audit: &AuditFacts) -> Value {
    json!({
        "onderzoek": audit.audit,
        "datum": audit.date,
        "versie": audit.version,
        "categorie": audit.prescribed.as_ref().map(|p| &p.category),
        "keer": audit.prescribed.as_ref().map(|p| p.occurrence),
        "voorgeschreven": audit.prescribed.as_ref().map(|p| &p.measure),
        "besluitUiterlijk": audit.prescribed.as_ref().map(|p| p.decide_by),
        "opgelegd": audit.imposed.as_ref().map(|imposed| &imposed.measure),
        "besluitOp": audit.imposed.as_ref().map(|imposed| imposed.date),
        "oordeel": audit.outcomes,
    })
}

pub(super) fn movement_evidence(movement: &Movement<'_>) -> Value {
    match movement {
        Movement::Transfer { to, from, sanctioned_on, withdrawn, suspension_runs } => json!({
            "soort": "overgestapt",
            "houder": to.holder,
            "certificaat": to.number,
            "afgegevenOp": to.issued_on,
            "eerder": {
                "instelling": from.body,
                "schema": from.scheme,
                "certificaat": from.number,
                "wat": if *withdrawn { "ingetrokken" } else { "geschorst" },
                "op": sanctioned_on,
                "schorsingLooptNog": suspension_runs,
                "geschorst": from.suspensions.iter()
                    .map(|period| json!({"van": period.from, "tot": period.until})).collect::<Vec<_>>(),
                "ingetrokkenOp": from.withdrawn_on,
            },
        }),
        Movement::LapsedWhileSuspended { certificate, suspended_from } => json!({
            "soort": "verlopen-tijdens-schorsing",
            "houder": certificate.holder,
            "certificaat": certificate.number,
            "geldigTot": certificate.valid_until,
            "geschorstOp": suspended_from,
        }),
    }
}
