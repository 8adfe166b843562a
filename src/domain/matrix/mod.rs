//! The sanction matrix of a scheme version: measures, categories of nonconformity, and what is prescribed when.
//!
//! A [`Matrix`] can only be made by [`Matrix::parse`], so one that exists is sound: every code in it is known, severities
//! differ, and each category has a rule for the first time.

mod checks;
mod reading;
mod terms;
mod writing;

use std::collections::HashMap;

use serde::Serialize;

use super::calendar::Term;
use super::faults::{Fault, Faults};
use super::identifiers::{CategoryCode, FindingCode, MeasureCode};

/// What a measure does to the certificate while it is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Effect {
    /// The certificate keeps working.
    #[serde(rename = "geen")]
    None,
    /// The certificate is suspended until the measure is lifted.
    #[serde(rename = "schorst")]
    Suspends,
    /// The certificate ends.
    #[serde(rename = "beeindigt")]
    Ends,
}

impl Effect {
    /// The effect as matrices write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "geen",
            Self::Suspends => "schorst",
            Self::Ends => "beeindigt",
        }
    }
}

/// A rung of the ladder of measures (maatregel).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// Code, unique in the matrix.
    pub code: MeasureCode,
    /// Severity (zwaarte), unique in the matrix; a heavier measure has a greater one.
    #[serde(rename = "zwaarte")]
    pub severity: i64,
    /// What it does to the certificate.
    #[serde(rename = "gevolg")]
    pub effect: Effect,
    /// Name for people.
    #[serde(rename = "naam")]
    pub name: String,
}

/// A category of nonconformities (categorie).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Category {
    /// Code, unique in the matrix.
    pub code: CategoryCode,
    /// Severity (zwaarte), unique in the matrix; a heavier category has a greater one.
    #[serde(rename = "zwaarte")]
    pub severity: i64,
    /// Name for people.
    #[serde(rename = "naam")]
    pub name: String,
}

/// A nonconformity that can be found (afwijking).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CatalogueEntry {
    /// Code, unique in the matrix.
    pub code: FindingCode,
    /// Category it falls in before any aggravation.
    #[serde(rename = "categorie")]
    pub category: CategoryCode,
    /// What is wrong, for people.
    #[serde(rename = "omschrijving")]
    pub description: String,
}

/// What is prescribed when a category occurs for the `count`-th time (regel).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// The category.
    #[serde(rename = "categorie")]
    pub category: CategoryCode,
    /// From which time on (keer), at least 1.
    #[serde(rename = "keer")]
    pub count: u32,
    /// The measure.
    #[serde(rename = "maatregel")]
    pub measure: MeasureCode,
    /// Within what time after the audit the body decides.
    #[serde(rename = "besluitBinnen")]
    pub decide_within: Term,
    /// Within what time after the decision the holder recovers.
    #[serde(rename = "herstelBinnen", skip_serializing_if = "Option::is_none")]
    pub recover_within: Option<Term>,
    /// What follows when the holder does not recover in time.
    #[serde(rename = "bijGeenHerstel", skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUp>,
}

/// What is prescribed when recovery does not come in time (bijGeenHerstel).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowUp {
    /// The measure.
    #[serde(rename = "maatregel")]
    pub measure: MeasureCode,
    /// Within what time after the end of the recovery term the body decides.
    #[serde(rename = "besluitBinnen")]
    pub decide_within: Term,
}

/// What moves nonconformities to the next heavier category (verzwaring).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "soort")]
pub enum Aggravation {
    /// Enough of one category in the same audit become one of the next.
    #[serde(rename = "zelfde-onderzoek")]
    SameAudit {
        /// From how many on, at least 1.
        #[serde(rename = "vanaf")]
        threshold: u32,
        /// For which categories.
        #[serde(rename = "categorieen")]
        categories: Vec<CategoryCode>,
    },
    /// Each one from the `threshold`-th on within the window falls in the next category.
    #[serde(rename = "herhaling")]
    Repetition {
        /// From how many on, at least 1.
        #[serde(rename = "vanaf")]
        threshold: u32,
        /// How far back is counted; never in working days.
        #[serde(rename = "venster")]
        window: Term,
        /// For which categories.
        #[serde(rename = "categorieen")]
        categories: Vec<CategoryCode>,
    },
}

impl Aggravation {
    /// The categories it names.
    pub fn categories(&self) -> &[CategoryCode] {
        match self {
            Self::SameAudit { categories, .. } | Self::Repetition { categories, .. } => categories,
        }
    }
}

/// A rule as the assessment uses it.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// Position in [`Matrix::rules`].
    pub(super) rule: usize,
    pub(super) count: u32,
    /// Rung of the prescribed measure, and of the follow-up measure.
    pub(super) rung: i32,
    pub(super) follow_up_rung: Option<i32>,
}

/// A threshold of an aggravation as the assessment uses it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Threshold {
    /// Position in [`Matrix::aggravations`].
    pub(super) aggravation: usize,
    pub(super) from: u32,
    /// How far back; absent for aggravation within one audit.
    pub(super) window: Option<Term>,
}

/// A sound sanction matrix.
#[derive(Debug, Clone)]
pub struct Matrix {
    name: Option<String>,
    measures: Vec<Measure>,
    categories: Vec<Category>,
    catalogue: Vec<CatalogueEntry>,
    rules: Vec<Rule>,
    recidivism_window: Term,
    aggravations: Vec<Aggravation>,
    prolongs: bool,
    rungs: HashMap<MeasureCode, i32>,
    category_of: HashMap<FindingCode, usize>,
    /// Per category, by rising count.
    steps: Vec<Vec<Step>>,
    /// Per category.
    merging: Vec<Vec<Threshold>>,
    repetition: Vec<Vec<Threshold>>,
}

/// A matrix that was read, with what somebody should look at.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The matrix.
    pub matrix: Matrix,
    /// What is allowed but looks like a mistake.
    pub warnings: Vec<Fault>,
}

/// Why a matrix is refused: every fault, with its place.
pub type MatrixFaults = Faults;

impl Matrix {
    /// Reads a matrix from its JSON.
    ///
    /// # Errors
    /// [`MatrixFaults`] with every fault, each with its place and what would be right.
    pub fn parse(json: &str) -> Result<Parsed, MatrixFaults> {
        reading::parse(json)
    }

    /// The name of the matrix, if it has one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The ladder of measures, light to heavy.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// The categories, light to heavy.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// The catalogue of nonconformities, in the order of the document.
    pub fn catalogue(&self) -> &[CatalogueEntry] {
        &self.catalogue
    }

    /// The rules, in the order of the document: the place of the n-th is `regels[n]`.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// How far back counting how often a category occurred goes (recidive); never in working days.
    pub fn recidivism_window(&self) -> Term {
        self.recidivism_window
    }

    /// The aggravations, in the order of the document: the place of the n-th is `verzwaringen[n]`.
    pub fn aggravations(&self) -> &[Aggravation] {
        &self.aggravations
    }

    /// Whether a term that ends on a weekend or public holiday runs to the next working day.
    pub fn prolongs(&self) -> bool {
        self.prolongs
    }

    /// The measure with this code.
    pub fn measure(&self, code: &MeasureCode) -> Option<&Measure> {
        self.measures.get(usize::try_from(self.rung(code)?).ok()?)
    }

    /// On which rung of the ladder the measure stands; the lightest stands on 0.
    pub fn rung(&self, code: &MeasureCode) -> Option<i32> {
        self.rungs.get(code).copied()
    }

    /// The category with this code.
    pub fn category(&self, code: &CategoryCode) -> Option<&Category> {
        self.categories.iter().find(|category| category.code == *code)
    }

    /// The entry of the catalogue with this code.
    pub fn catalogue_entry(&self, code: &FindingCode) -> Option<&CatalogueEntry> {
        self.catalogue.iter().find(|entry| entry.code == *code)
    }

    /// The category of this nonconformity before any aggravation.
    pub fn category_of(&self, code: &FindingCode) -> Option<&Category> {
        self.categories.get(self.category_position(code)?)
    }

    /// The rule that applies when the category occurs for the `count`-th time, counted from 1.
    pub fn rule(&self, category: &CategoryCode, count: u32) -> Option<&Rule> {
        let position = self.categories.iter().position(|known| known.code == *category)?;
        self.rules.get(self.step(position, count)?.rule)
    }

    /// Position of the category of this nonconformity in [`Self::categories`].
    pub(super) fn category_position(&self, code: &FindingCode) -> Option<usize> {
        self.category_of.get(code).copied()
    }

    pub(super) fn step(&self, category: usize, count: u32) -> Option<&Step> {
        self.steps.get(category)?.iter().rev().find(|step| step.count <= count)
    }

    pub(super) fn merging(&self, category: usize) -> &[Threshold] {
        self.merging.get(category).map_or(&[], Vec::as_slice)
    }

    pub(super) fn repetition(&self, category: usize) -> &[Threshold] {
        self.repetition.get(category).map_or(&[], Vec::as_slice)
    }
}
