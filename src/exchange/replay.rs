//! The outcome of a replay as it leaves the program: as JSON, and as tables for spreadsheets.

use std::fmt::Display;

use serde::Serialize;

use crate::domain::identifiers::SchemeCode;
use crate::domain::replay::{Outcome, Part};

/// The outcome with what it is about.
#[derive(Debug, Clone, Serialize)]
pub struct Document<'a> {
    /// The scheme.
    #[serde(rename = "schema")]
    pub scheme: &'a SchemeCode,
    /// The name of the draft, if it has one.
    #[serde(rename = "concept")]
    pub draft: Option<&'a str>,
    /// What came out.
    #[serde(flatten)]
    pub outcome: &'a Outcome,
}

/// A table of an outcome. Its texts are not yet safe for a spreadsheet: what writes them sees to that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it shows.
    pub name: &'static str,
    /// The columns.
    pub header: &'static [&'static str],
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

const PART: [&str; 16] = [
    "naam",
    "beoordeeld",
    "gewijzigd",
    "andereMaatregel",
    "alleenTermijnen",
    "zwaarder",
    "lichter",
    "schorsingenVoor",
    "schorsingenNa",
    "intrekkingenVoor",
    "intrekkingenNa",
    "besluiten",
    "gelijkAanGeldend",
    "gelijkAanConcept",
    "stappenVanGeldend",
    "stappenVanConcept",
];

/// The tables of an outcome; that of the cells comes first.
pub fn sheets(document: &Document<'_>) -> Vec<Sheet> {
    let Outcome { all, cells, bodies, sizes, audits, .. } = document.outcome;
    let cells = cells.iter().map(|cell| {
        vec![
            maybe(cell.category.as_ref()),
            maybe(cell.occurrence),
            maybe(cell.measure.as_ref()),
            maybe(cell.new_category.as_ref()),
            maybe(cell.new_occurrence),
            maybe(cell.new_measure.as_ref()),
            cell.steps.to_string(),
            cell.count.to_string(),
            cell.of.to_string(),
            cell.sentence.clone(),
        ]
    });
    let audits = audits.iter().map(|audit| {
        vec![
            maybe(audit.body.as_ref()),
            audit.audit.to_string(),
            audit.date.to_string(),
            audit.holder.clone(),
            audit.steps.to_string(),
            maybe(audit.measure.as_ref()),
            maybe(audit.new_measure.as_ref()),
            maybe(audit.imposed.as_ref()),
            audit.explanation.join(" "),
            audit.new_explanation.join(" "),
        ]
    });
    let bodies = bodies.iter().map(|body| part(body.body.to_string(), &body.part));
    let sizes = sizes.iter().map(|size| part(size.size.clone(), &size.part));
    vec![
        Sheet {
            name: "cellen",
            header: &[
                "categorie",
                "keer",
                "maatregel",
                "nieuweCategorie",
                "nieuweKeer",
                "nieuweMaatregel",
                "stappen",
                "aantal",
                "vanDe",
                "zin",
            ],
            rows: cells.collect(),
        },
        Sheet { name: "totaal", header: &PART, rows: vec![part(document.scheme.to_string(), all)] },
        Sheet { name: "instellingen", header: &PART, rows: bodies.collect() },
        Sheet { name: "bedrijfsgrootten", header: &PART, rows: sizes.collect() },
        Sheet {
            name: "onderzoeken",
            header: &[
                "instelling",
                "onderzoek",
                "datum",
                "houder",
                "stappen",
                "maatregel",
                "nieuweMaatregel",
                "opgelegd",
                "uitleg",
                "nieuweUitleg",
            ],
            rows: audits.collect(),
        },
    ]
}

fn maybe(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn part(name: String, part: &Part) -> Vec<String> {
    let counts = [
        part.judged,
        part.changed,
        part.other_measure,
        part.only_terms,
        part.heavier,
        part.lighter,
        part.before.suspensions,
        part.after.suspensions,
        part.before.withdrawals,
        part.after.withdrawals,
        part.practice.decisions,
        part.practice.in_force.equal,
        part.practice.draft.equal,
        part.practice.in_force.steps,
        part.practice.draft.steps,
    ];
    std::iter::once(name).chain(counts.map(|count| count.to_string())).collect()
}
