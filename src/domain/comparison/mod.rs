//! Two sanction matrices beside each other: version beside version, a draft beside what is in force, or scheme beside scheme.
//!
//! Categories are the same when their codes are. What is left over on both sides is put together by severity, the heaviest
//! first, and says so: two schemes name their categories differently, and are still asked the same question.

mod scale;
mod words;

use serde::Serialize;

pub use scale::Scale;
pub use words::Wording;

use super::calendar::Term;
use super::identifiers::{CategoryCode, MeasureCode};
use super::matrix::{Category, Effect, Matrix, Rule};

/// How two categories came to stand beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Paired {
    /// They have one code.
    #[serde(rename = "code")]
    Code,
    /// Their codes differ; they are as heavy among what was left over.
    #[serde(rename = "zwaarte")]
    Severity,
    /// The category is on one side only.
    #[serde(rename = "alleen")]
    Alone,
}

/// What a rule prescribes, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Prescribed {
    /// Code of the measure.
    #[serde(rename = "maatregel")]
    pub measure: MeasureCode,
    /// Its name.
    #[serde(rename = "naam")]
    pub name: String,
    /// What it does to the certificate.
    #[serde(rename = "gevolg")]
    pub effect: Effect,
    /// Its place on the common [`Scale`], from 1.
    #[serde(rename = "trede")]
    pub level: i32,
    /// Within what time after the audit the body decides.
    #[serde(rename = "besluitBinnen")]
    pub decide_within: Term,
    /// Within what time after the decision the holder recovers.
    #[serde(rename = "herstelBinnen")]
    pub recover_within: Option<Term>,
    /// What follows without recovery: the measure, what it does, and the term to decide.
    #[serde(rename = "bijGeenHerstel")]
    pub follow_up: Option<(MeasureCode, Effect, Term)>,
}

/// One occurrence of a category in both matrices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// For the how manyth time (keer).
    #[serde(rename = "keer")]
    pub occurrence: u32,
    /// Whether it holds for every later time too.
    #[serde(rename = "enVaker")]
    pub and_later: bool,
    /// What the left matrix prescribes.
    #[serde(rename = "links")]
    pub left: Option<Prescribed>,
    /// What the right matrix prescribes.
    #[serde(rename = "rechts")]
    pub right: Option<Prescribed>,
    /// What differs, one thing a sentence; empty when nothing does.
    #[serde(rename = "verschillen")]
    pub differences: Vec<String>,
}

impl Cell {
    /// Steps on the common scale from left to right; positive is heavier. None when one side prescribes nothing.
    pub fn steps(&self) -> Option<i32> {
        self.left.as_ref().zip(self.right.as_ref()).map(|(left, right)| right.level - left.level)
    }
}

/// A category in both matrices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryPair {
    /// Code and name on the left.
    #[serde(rename = "links")]
    pub left: Option<(CategoryCode, String)>,
    /// Code and name on the right.
    #[serde(rename = "rechts")]
    pub right: Option<(CategoryCode, String)>,
    /// Why they stand beside each other.
    #[serde(rename = "naastElkaarOp")]
    pub paired: Paired,
    /// The occurrences that either has a rule for, by number.
    #[serde(rename = "cellen")]
    pub cells: Vec<Cell>,
}

/// Two matrices beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The categories, the heaviest first.
    #[serde(rename = "categorieen")]
    pub categories: Vec<CategoryPair>,
    /// What else differs: measures, catalogue, aggravations, the window of repetition.
    #[serde(rename = "overig")]
    pub other: Vec<String>,
}

impl Comparison {
    /// Every difference in words: those in the cells first, then the others.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        let cells = self.categories.iter().flat_map(|pair| &pair.cells);
        cells.flat_map(|cell| &cell.differences).chain(&self.other).map(String::as_str)
    }

    /// Whether the two say the same.
    pub fn is_empty(&self) -> bool {
        self.sentences().next().is_none()
    }
}

/// Puts two matrices beside each other.
///
/// # Examples
/// ```
/// # use stelselwacht::domain::{comparison::{compare, Wording}, matrix::Matrix};
/// # let matrix = |second: &str| Matrix::parse(&format!(r#"{{
/// #   "maatregelen": [{{"code": "schorsing", "zwaarte": 1, "gevolg": "schorst", "naam": "Schorsing"}},
/// #                   {{"code": "intrekking", "zwaarte": 2, "gevolg": "beeindigt", "naam": "Intrekking"}}],
/// #   "categorieen": [{{"code": "kritiek", "zwaarte": 1, "naam": "Kritiek"}}],
/// #   "afwijkingen": [{{"code": "K1", "categorie": "kritiek", "omschrijving": "Onveilig"}}],
/// #   "regels": [{{"categorie": "kritiek", "keer": 1, "maatregel": "schorsing", "besluitBinnen": {{"aantal": 4, "eenheid": "weken"}}}},
/// #              {{"categorie": "kritiek", "keer": 2, "maatregel": "{second}", "besluitBinnen": {{"aantal": 4, "eenheid": "weken"}}}}],
/// #   "recidive": {{"venster": {{"aantal": 3, "eenheid": "jaren"}}}}, "verzwaringen": [], "verlengTotWerkdag": true}}"#)).unwrap().matrix;
/// # let (in_force, draft) = (matrix("schorsing"), matrix("intrekking"));
/// let found = compare(&in_force, &draft, Wording::Succession);
/// assert_eq!(found.sentences().collect::<Vec<_>>(), ["kritiek, 2e keer: was schorsing, wordt intrekking"]);
/// ```
pub fn compare(left: &Matrix, right: &Matrix, wording: Wording) -> Comparison {
    let scale = Scale::of(left, right);
    let pairs = pairs(left, right);
    let categories = pairs.into_iter().map(|(own, other, paired)| {
        let (of_left, of_right) = ((left, own), (right, other));
        CategoryPair {
            left: own.map(|category| (category.code.clone(), category.name.clone())),
            right: other.map(|category| (category.code.clone(), category.name.clone())),
            paired,
            cells: cells(of_left, of_right, &scale, wording),
        }
    });
    Comparison { categories: categories.collect(), other: words::others(left, right, wording) }
}

type Pair<'a> = (Option<&'a Category>, Option<&'a Category>, Paired);

/// The categories of both beside each other, the heaviest first.
fn pairs<'a>(left: &'a Matrix, right: &'a Matrix) -> Vec<Pair<'a>> {
    let mut left_over = right.categories().iter().rev().filter(|category| left.category(&category.code).is_none());
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for category in left.categories().iter().rev() {
        pairs.push(match right.category(&category.code) {
            Some(other) => (Some(category), Some(other), Paired::Code),
            None => match left_over.next() {
                Some(other) => (Some(category), Some(other), Paired::Severity),
                None => (Some(category), None, Paired::Alone),
            },
        });
    }
    pairs.extend(left_over.map(|category| (None, Some(category), Paired::Alone)));
    pairs
}

fn cells(
    (left, of_left): (&Matrix, Option<&Category>),
    (right, of_right): (&Matrix, Option<&Category>),
    scale: &Scale,
    wording: Wording,
) -> Vec<Cell> {
    let counts = |matrix: &Matrix, category: Option<&Category>| -> Vec<u32> {
        let rules = matrix.rules().iter().filter(|rule| category.is_some_and(|own| own.code == rule.category));
        rules.map(|rule| rule.count).collect()
    };
    let mut occurrences = counts(left, of_left);
    occurrences.extend(counts(right, of_right));
    occurrences.sort_unstable();
    occurrences.dedup();
    let last = occurrences.last().copied();
    let cell = |occurrence| {
        let of = |matrix: &Matrix, category: Option<&Category>, level: &dyn Fn(&MeasureCode) -> Option<i32>| {
            let rule = matrix.rule(&category?.code, occurrence)?;
            shown(matrix, rule, level(&rule.measure)?)
        };
        let own = of(left, of_left, &|measure| scale.left(measure));
        let other = of(right, of_right, &|measure| scale.right(measure));
        let name = of_left.or(of_right).map_or("", |category| category.code.as_str());
        let differences = words::cell(name, occurrence, own.as_ref(), other.as_ref(), wording);
        Cell { occurrence, and_later: Some(occurrence) == last, left: own, right: other, differences }
    };
    occurrences.into_iter().map(cell).collect()
}

fn shown(matrix: &Matrix, rule: &Rule, level: i32) -> Option<Prescribed> {
    let measure = matrix.measure(&rule.measure)?;
    let follow_up = rule.follow_up.as_ref().and_then(|next| {
        let effect = matrix.measure(&next.measure)?.effect;
        Some((next.measure.clone(), effect, next.decide_within))
    });
    Some(Prescribed {
        measure: measure.code.clone(),
        name: measure.name.clone(),
        effect: measure.effect,
        level,
        decide_within: rule.decide_within,
        recover_within: rule.recover_within,
        follow_up,
    })
}
