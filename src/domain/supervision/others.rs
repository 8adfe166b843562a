//! The other bodies of a scheme as one whole, for a body that looks at itself.
//!
//! Nobody may learn from it what a single other body does, also not by taking one figure from another. Every figure here is
//! therefore a sum over the same closed quarters, and a quarter is only among them when it is *settled*: each of the others that
//! was designated in it delivered all of it, nothing in it is still open, and at least [`FEWEST`] of the others have audits in it
//! that were judged. Whatever is added up or taken away, what is left are whole quarters of at least that many bodies. A cell of
//! the matrix is moreover only there when at least that many of them have a case in it.

use std::collections::{BTreeMap, BTreeSet};

pub use super::cells::Key;
use super::cells::cell_key;
use super::course::Quarter;
use super::facts::{AuditFacts, BodyFacts, SchemeFacts};
use super::norm::Trials;
use super::reporting::Volume;
use crate::domain::identifiers::{BodyCode, MeasureCode};
use crate::domain::period::Period;

/// The fewest other bodies that are shown as a whole.
pub const FEWEST: usize = 3;

/// The other bodies of a scheme together, over the settled quarters.
#[derive(Debug, Clone, PartialEq)]
pub struct Others {
    /// The settled quarters, oldest first, with judged audits and deviations.
    pub quarters: Vec<(Quarter, Trials)>,
    /// Judged audits, and those decided too late or not at all.
    pub late: Trials,
    /// What they report.
    pub volume: Volume,
    /// What they imposed, in the cells in which enough of them have a case.
    pub cells: Vec<OthersCell>,
}

/// What the others imposed where the matrix prescribes the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OthersCell {
    /// Category, `keer` and prescribed measure.
    pub key: Key,
    /// How often each measure was imposed.
    pub imposed: BTreeMap<MeasureCode, u32>,
    /// Cases without a decision.
    pub undecided: u32,
}

impl Others {
    /// All quarters together.
    pub fn rate(&self) -> Trials {
        let judged = self.quarters.iter().map(|(_, trials)| (trials.n(), trials.d()));
        let (n, d) = judged.fold((0_u32, 0_u32), |(n, d), (more, of)| (n.saturating_add(more), d.saturating_add(of)));
        Trials::new(n, d).unwrap_or_default()
    }

    /// The deviations of a quarter; none when it is not settled.
    pub fn quarter(&self, quarter: Quarter) -> Option<Trials> {
        self.quarters.iter().find(|(known, _)| *known == quarter).map(|(_, trials)| *trials)
    }
}

/// The others of `own` under a scheme, in these quarters; none when not one of them is settled. `audits` are those of the scheme.
pub fn others(
    own: &BodyCode,
    scheme: &SchemeFacts,
    bodies: &[&BodyFacts],
    audits: &[&AuditFacts],
    quarters: &[Quarter],
) -> Option<Others> {
    let rest: Vec<&AuditFacts> = audits.iter().copied().filter(|audit| audit.body != *own).collect();
    let bodies: Vec<&BodyFacts> = bodies.iter().copied().filter(|body| body.code != *own).collect();
    let of = |quarter: Quarter| -> Vec<&AuditFacts> {
        rest.iter().copied().filter(|audit| Quarter::of(audit.date) == quarter).collect()
    };
    let settled: Vec<(Quarter, Vec<&AuditFacts>)> = quarters
        .iter()
        .map(|quarter| (*quarter, of(*quarter)))
        .filter(|(quarter, audits)| is_settled(*quarter, scheme, &bodies, audits))
        .collect();
    let all: Vec<&AuditFacts> = settled.iter().flat_map(|(_, audits)| audits.iter().copied()).collect();
    let judged = || all.iter().copied().filter(|audit| audit.is_judged());
    (!settled.is_empty()).then(|| Others {
        quarters: settled.iter().map(|(quarter, audits)| (*quarter, deviations(audits))).collect(),
        late: Trials::count(judged().map(is_late)),
        volume: Volume::of(all.iter().copied()),
        cells: cells(scheme, judged()),
    })
}

/// Whether a judged audit was decided too late, or not at all.
pub fn is_late(audit: &AuditFacts) -> bool {
    !audit.excused()
        && ["te-laat", "vervolg-te-laat", "geen-besluit", "niet-opgevolgd"].iter().any(|code| audit.has(code))
}

fn deviations(audits: &[&AuditFacts]) -> Trials {
    Trials::count(audits.iter().filter(|audit| audit.is_judged()).map(|audit| audit.deviates()))
}

fn is_settled(quarter: Quarter, scheme: &SchemeFacts, bodies: &[&BodyFacts], audits: &[&AuditFacts]) -> bool {
    let days = Period { from: quarter.first_day(), until: quarter.last_day().succ_opt() };
    let takes_part = |body: &BodyFacts| {
        body.designations.iter().any(|d| d.scheme == scheme.code && d.period.overlaps(&days))
            || audits.iter().any(|audit| audit.body == body.code)
    };
    let complete = |body: &BodyFacts| body.complete_through.is_some_and(|through| through >= quarter.last_day());
    let with_cases: BTreeSet<&BodyCode> =
        audits.iter().filter(|audit| audit.is_judged()).map(|audit| &audit.body).collect();
    with_cases.len() >= FEWEST
        && bodies.iter().filter(|body| takes_part(body)).all(|body| complete(body))
        && !audits.iter().any(|audit| audit.has("open"))
}

fn cells<'a>(scheme: &SchemeFacts, judged: impl Iterator<Item = &'a AuditFacts>) -> Vec<OthersCell> {
    let mut cells: BTreeMap<Key, (BTreeSet<&BodyCode>, OthersCell)> = BTreeMap::new();
    for audit in judged {
        let Some(key) = cell_key(scheme, audit) else { continue };
        let (bodies, cell) = cells
            .entry(key.clone())
            .or_insert_with(|| (BTreeSet::new(), OthersCell { key, imposed: BTreeMap::new(), undecided: 0 }));
        bodies.insert(&audit.body);
        match &audit.imposed {
            Some(imposed) => *cell.imposed.entry(imposed.measure.clone()).or_default() += 1,
            None => cell.undecided += 1,
        }
    }
    cells.into_values().filter(|(bodies, _)| bodies.len() >= FEWEST).map(|(_, cell)| cell).collect()
}
