//! What exactly departs from the matrix, so that one can tell whether it is still the same.

use crate::domain::assessment::Verdict;
use crate::domain::identifiers::{CategoryCode, MeasureCode};

/// A deviation: what the matrix prescribes, what was imposed, and in which ways they differ.
///
/// Two of them are the same when all of this is: the verdicts that hold something against the body, the category and the how
/// manyth time it was, the measures, and how late. What is not in it changes nothing of what was judged: a note, the name of
/// the firm, the reference of a decision that imposes the same, a recovery that is still to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    verdicts: Vec<Verdict>,
    /// The category that decided.
    pub category: Option<CategoryCode>,
    /// For the how manyth time (`keer`).
    pub occurrence: Option<u32>,
    /// What the matrix prescribes.
    pub prescribed: Option<MeasureCode>,
    /// What was imposed; none without a decision.
    pub imposed: Option<MeasureCode>,
    /// Calendar days after the last day for the decision.
    pub days_late: Option<i64>,
}

/// What a verdict compared.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    /// The category that decided.
    pub category: Option<CategoryCode>,
    /// For the how manyth time (`keer`).
    pub occurrence: Option<u32>,
    /// What the matrix prescribes.
    pub prescribed: Option<MeasureCode>,
    /// What was imposed.
    pub imposed: Option<MeasureCode>,
    /// Calendar days after the last day for the decision.
    pub days_late: Option<i64>,
}

impl Deviation {
    /// The deviation in these verdicts; none when they hold nothing against the body, or nothing was prescribed to depart from.
    pub fn of(verdicts: impl IntoIterator<Item = Verdict>, compared: Compared) -> Option<Self> {
        let counts = |verdict: &Verdict| verdict.deviates() && *verdict != Verdict::Groundless;
        let mut verdicts: Vec<Verdict> = verdicts.into_iter().filter(counts).collect();
        verdicts.sort_unstable();
        verdicts.dedup();
        let Compared { category, occurrence, prescribed, imposed, days_late } = compared;
        (!verdicts.is_empty()).then_some(Self { verdicts, category, occurrence, prescribed, imposed, days_late })
    }

    /// In which ways it departs, in order.
    pub fn verdicts(&self) -> &[Verdict] {
        &self.verdicts
    }
}
