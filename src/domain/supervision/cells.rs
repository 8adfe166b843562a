//! The cells of a matrix: what each body imposes for a category and `keer`, by itself and next to the others.

use std::collections::BTreeMap;

use super::facts::{AuditFacts, BodyFacts, SchemeFacts};
use super::norm::RateParameters;
use super::own_policy::{OwnPolicy, own_policy};
use super::uniformity::{Uniformity, uniformity};
use super::{Level, holm_where_present, sentences};
use crate::domain::identifiers::{BodyCode, CategoryCode, MeasureCode};

/// One cell: a final category, a `keer`, and the measure prescribed for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The final category.
    pub category: CategoryCode,
    /// The `keer`, capped at the greatest that the category has a rule for.
    pub occurrence: u32,
    /// The prescribed measure.
    pub prescribed: MeasureCode,
    /// The measures that were imposed, light to heavy: the columns.
    pub measures: Vec<MeasureCode>,
    /// The bodies of the scheme, in order of name: the rows.
    pub bodies: Vec<CellRow>,
    /// How alike the bodies are.
    pub uniformity: Uniformity,
    /// The p-value adjusted for all testable cells of the scheme.
    pub p_holm: Option<f64>,
    /// What that amounts to; at most attention when expected counts are small.
    pub level: Level,
}

/// One body in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellRow {
    /// The body.
    pub body: BodyCode,
    /// How often it imposed each of the cell's measures.
    pub counts: Vec<u32>,
    /// Whether it runs a policy of its own here.
    pub own_policy: OwnPolicy<MeasureCode>,
}

impl Cell {
    /// The row of a body.
    pub fn row(&self, body: &BodyCode) -> Option<&CellRow> {
        self.bodies.iter().find(|row| row.body == *body)
    }

    /// The policy of its own that a body runs here, in a sentence; none when it runs none.
    pub fn own_policy_in_words(&self, body: &BodyFacts) -> Option<String> {
        let row = self.row(&body.code).filter(|row| row.own_policy.own_policy)?;
        sentences::own_policy(&body.name, self, row)
    }
}

/// Category, `keer` and prescribed measure.
pub type Key = (CategoryCode, u32, MeasureCode);

/// The cells of a scheme, from the audits of the period that have a decision and no accepted reason.
pub(super) fn cells(
    scheme: &SchemeFacts,
    bodies: &[&BodyFacts],
    audits: &[&AuditFacts],
    parameters: &RateParameters,
) -> Vec<Cell> {
    let ladder = ladder(scheme);
    let mut counts: BTreeMap<Key, BTreeMap<(&BodyCode, &MeasureCode), u32>> = BTreeMap::new();
    for audit in audits.iter().filter(|audit| !audit.excused()) {
        if let (Some(key), Some(imposed)) = (cell_key(scheme, audit), &audit.imposed) {
            *counts.entry(key).or_default().entry((&audit.body, &imposed.measure)).or_default() += 1;
        }
    }
    let mut cells: Vec<Cell> =
        counts.into_iter().map(|(key, counts)| cell(key, &counts, &ladder, bodies, parameters)).collect();
    let p_values: Vec<Option<f64>> =
        cells.iter().map(|cell| cell.uniformity.is_testable().then_some(cell.uniformity.p)).collect();
    for (cell, p_holm) in cells.iter_mut().zip(holm_where_present(&p_values)) {
        cell.p_holm = p_holm;
        cell.level = p_holm.map_or(Level::NotAssessable, |p| parameters.thresholds.level(p));
        if cell.uniformity.is_indicative() {
            cell.level = cell.level.min(Level::Attention);
        }
    }
    cells
}

/// The cell that an audit with a prescription falls in.
pub(super) fn cell_key(scheme: &SchemeFacts, audit: &AuditFacts) -> Option<Key> {
    let prescribed = audit.prescribed.as_ref()?;
    let version = scheme.versions.iter().find(|version| version.label == audit.version);
    let greatest = version.and_then(|version| version.greatest_occurrence.get(&prescribed.category));
    let occurrence = greatest.map_or(prescribed.occurrence, |greatest| prescribed.occurrence.min(*greatest));
    Some((prescribed.category.clone(), occurrence, prescribed.measure.clone()))
}

/// The measures of all versions, in the order of the newest; what only older versions know stands behind.
pub(super) fn ladder(scheme: &SchemeFacts) -> Vec<MeasureCode> {
    let mut ladder: Vec<MeasureCode> = Vec::new();
    for measure in scheme.versions.iter().rev().flat_map(|version| &version.measures) {
        if !ladder.contains(measure) {
            ladder.push(measure.clone());
        }
    }
    ladder
}

fn cell(
    (category, occurrence, prescribed): Key,
    counts: &BTreeMap<(&BodyCode, &MeasureCode), u32>,
    ladder: &[MeasureCode],
    bodies: &[&BodyFacts],
    parameters: &RateParameters,
) -> Cell {
    let place = |measure: &MeasureCode| ladder.iter().position(|known| known == measure).unwrap_or(ladder.len());
    let mut measures: Vec<MeasureCode> = counts.keys().map(|(_, measure)| (*measure).clone()).collect();
    measures.sort_by_key(|measure| (place(measure), measure.clone()));
    measures.dedup();
    let rows: Vec<CellRow> = bodies
        .iter()
        .map(|body| {
            let count = |measure| counts.get(&(&body.code, measure)).copied().unwrap_or(0);
            let imposed: Vec<(MeasureCode, u32)> = measures.iter().map(|m| (m.clone(), count(m))).collect();
            CellRow {
                body: body.code.clone(),
                own_policy: own_policy(&prescribed, &imposed, parameters.fewest, parameters.thresholds),
                counts: imposed.into_iter().map(|(_, count)| count).collect(),
            }
        })
        .collect();
    let table: Vec<Vec<u32>> = rows.iter().map(|row| row.counts.clone()).collect();
    let uniformity = uniformity(&table);
    Cell {
        category,
        occurrence,
        prescribed,
        measures,
        bodies: rows,
        uniformity,
        p_holm: None,
        level: Level::NotAssessable,
    }
}
