//! The outcome of an assessment as JSON (uitkomst).

use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::assessment::Assessment;
use crate::domain::matrix::Matrix;

/// The outcome for one audit.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome<'a> {
    /// The audit.
    #[serde(rename = "onderzoek")]
    audit: &'a str,
    /// What the matrix prescribes; null when no finding counts.
    #[serde(rename = "voorgeschreven")]
    prescribed: Option<Prescribed<'a>>,
    /// What was imposed; null without a decision.
    #[serde(rename = "opgelegd")]
    imposed: Option<Imposed<'a>>,
    /// The verdicts, in order.
    #[serde(rename = "oordeel")]
    verdicts: Vec<&'static str>,
    /// Rungs between imposed and prescribed; negative is lighter.
    #[serde(rename = "stappen")]
    steps: Option<i32>,
    /// Calendar days too late.
    #[serde(rename = "dagenTeLaat")]
    days_late: Option<i64>,
    /// The place in the matrix of the rule that prescribes it.
    #[serde(rename = "regel")]
    rule: Option<String>,
    /// How the outcome came about, in sentences.
    #[serde(rename = "uitleg")]
    explanation: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
struct Prescribed<'a> {
    #[serde(rename = "categorie")]
    category: &'a str,
    #[serde(rename = "keer")]
    occurrence: u32,
    #[serde(rename = "maatregel")]
    measure: &'a str,
    #[serde(rename = "besluitUiterlijk")]
    decide_by: NaiveDate,
}

#[derive(Debug, Clone, Serialize)]
struct Imposed<'a> {
    #[serde(rename = "besluit")]
    decision: &'a str,
    #[serde(rename = "maatregel")]
    measure: &'a str,
    #[serde(rename = "datum")]
    date: NaiveDate,
}

impl<'a> Outcome<'a> {
    /// The outcome of this assessment under the matrix it was made with.
    pub fn of(assessment: &'a Assessment, matrix: &Matrix) -> Self {
        Self {
            audit: assessment.audit.as_str(),
            prescribed: assessment.prescribed.as_ref().map(|prescribed| Prescribed {
                category: prescribed.category.as_str(),
                occurrence: prescribed.occurrence,
                measure: prescribed.measure.as_str(),
                decide_by: prescribed.decide_by,
            }),
            imposed: assessment.imposed.as_ref().map(|imposed| Imposed {
                decision: imposed.decision.as_str(),
                measure: imposed.measure.as_str(),
                date: imposed.date,
            }),
            verdicts: assessment.verdicts.iter().map(|verdict| verdict.code()).collect(),
            steps: assessment.steps,
            days_late: assessment.days_late,
            rule: assessment.prescribed.as_ref().map(|prescribed| format!("regels[{}]", prescribed.rule)),
            explanation: assessment.explain(matrix),
        }
    }
}

/// Writes `{"uitkomsten": […]}`, one outcome on a line, without holding them all in memory as text.
///
/// # Errors
/// Whatever writing to `out` gives.
pub fn write_outcomes(assessments: &[Assessment], matrix: &Matrix, mut out: impl Write) -> io::Result<()> {
    out.write_all(b"{\"uitkomsten\": [")?;
    for (index, assessment) in assessments.iter().enumerate() {
        out.write_all(if index == 0 { b"\n " } else { b",\n " })?;
        serde_json::to_writer(&mut out, &Outcome::of(assessment, matrix))?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()
}
