//! What a replay says, with its Dutch names: it is printed, kept and exported as it stands here.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::identifiers::{AuditRef, BodyCode, CategoryCode, MeasureCode};

/// The outcome of a replay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The first day whose audits count, if there is one.
    #[serde(rename = "van")]
    pub from: Option<NaiveDate>,
    /// The last day whose audits count, if there is one.
    #[serde(rename = "tot")]
    pub through: Option<NaiveDate>,
    /// Everything together.
    #[serde(flatten)]
    pub all: Part,
    /// What it means, in sentences.
    #[serde(rename = "zin")]
    pub sentence: String,
    /// Where prescriptions change, and to what; the counts add up to `gewijzigd`.
    #[serde(rename = "cellen")]
    pub cells: Vec<ChangedCell>,
    /// Per body, by code.
    #[serde(rename = "instellingen")]
    pub bodies: Vec<BodyPart>,
    /// Per size of firm, the smallest first.
    #[serde(rename = "bedrijfsgrootten")]
    pub sizes: Vec<SizePart>,
    /// The audits with the largest change.
    #[serde(rename = "onderzoeken")]
    pub audits: Vec<ChangedAudit>,
    /// What the draft does not know.
    #[serde(rename = "onbekendInConcept")]
    pub unknown: UnknownCodes,
}

/// The counts over some audits.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Part {
    /// Audits that were counted.
    #[serde(rename = "beoordeeld")]
    pub judged: u64,
    /// Those whose prescription changes: another measure, or the same with other terms.
    #[serde(rename = "gewijzigd")]
    pub changed: u64,
    /// Those of them with another measure, or one where there was none.
    #[serde(rename = "andereMaatregel")]
    pub other_measure: u64,
    /// Those of them with the same measure and other terms.
    #[serde(rename = "alleenTermijnen")]
    pub only_terms: u64,
    /// Those with a heavier measure under the draft.
    #[serde(rename = "zwaarder")]
    pub heavier: u64,
    /// Those with a lighter one.
    #[serde(rename = "lichter")]
    pub lighter: u64,
    /// What the matrix in force prescribes.
    #[serde(rename = "voor")]
    pub before: Prescriptions,
    /// What the draft prescribes.
    #[serde(rename = "na")]
    pub after: Prescriptions,
    /// How far the decisions are from both.
    #[serde(rename = "praktijk")]
    pub practice: Practice,
}

/// What a matrix prescribes over some audits.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Prescriptions {
    /// Audits for which something is prescribed.
    #[serde(rename = "voorgeschreven")]
    pub prescribed: u64,
    /// Those with a measure that suspends.
    #[serde(rename = "schorsingen")]
    pub suspensions: u64,
    /// Those with a measure that ends the certificate.
    #[serde(rename = "intrekkingen")]
    pub withdrawals: u64,
    /// Those with a measure that does nothing to the certificate.
    #[serde(rename = "zonderGevolg")]
    pub without_effect: u64,
    /// How often each measure is prescribed, by code.
    #[serde(rename = "maatregelen")]
    pub measures: BTreeMap<MeasureCode, u64>,
}

/// How far the real decisions are from what is prescribed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Practice {
    /// Audits with a decision, for which either matrix prescribes something.
    #[serde(rename = "besluiten")]
    pub decisions: u64,
    /// Beside the matrix in force.
    #[serde(rename = "vanGeldend")]
    pub in_force: Share,
    /// Beside the draft.
    #[serde(rename = "vanConcept")]
    pub draft: Share,
}

/// How decisions stand beside one matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Share {
    /// As prescribed.
    #[serde(rename = "gelijk")]
    pub equal: u64,
    /// Lighter.
    #[serde(rename = "lichter")]
    pub lighter: u64,
    /// Heavier.
    #[serde(rename = "zwaarder")]
    pub heavier: u64,
    /// Steps on the common scale, lighter and heavier both counted as distance.
    #[serde(rename = "stappen")]
    pub steps: u64,
}

/// Audits of one cell that get another prescription. Either side is empty where nothing is prescribed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChangedCell {
    /// The category under the matrix in force.
    #[serde(rename = "categorie")]
    pub category: Option<CategoryCode>,
    /// For the how manyth time; the last that either matrix has a rule for stands for all later ones.
    #[serde(rename = "keer")]
    pub occurrence: Option<u32>,
    /// The measure under the matrix in force.
    #[serde(rename = "maatregel")]
    pub measure: Option<MeasureCode>,
    /// The category under the draft.
    #[serde(rename = "nieuweCategorie")]
    pub new_category: Option<CategoryCode>,
    /// For the how manyth time under the draft.
    #[serde(rename = "nieuweKeer")]
    pub new_occurrence: Option<u32>,
    /// The measure under the draft.
    #[serde(rename = "nieuweMaatregel")]
    pub new_measure: Option<MeasureCode>,
    /// Steps on the common scale; positive is heavier, 0 when only terms change.
    #[serde(rename = "stappen")]
    pub steps: i32,
    /// How many audits.
    #[serde(rename = "aantal")]
    pub count: u64,
    /// How many audits the cell has under the matrix in force, changed or not.
    #[serde(rename = "vanDe")]
    pub of: u64,
    /// The change in words.
    #[serde(rename = "zin")]
    pub sentence: String,
}

/// The counts of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyPart {
    /// The body.
    #[serde(rename = "instelling")]
    pub body: BodyCode,
    /// The counts.
    #[serde(flatten)]
    pub part: Part,
    /// Whether its practice is nearer to the matrix in force or to the draft, in a sentence.
    #[serde(rename = "zin")]
    pub sentence: String,
}

/// The counts of firms of one size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizePart {
    /// The size in words.
    #[serde(rename = "grootte")]
    pub size: String,
    /// The counts.
    #[serde(flatten)]
    pub part: Part,
}

/// An audit whose prescription changes, with why both matrices say what they say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedAudit {
    /// The body.
    #[serde(rename = "instelling")]
    pub body: Option<BodyCode>,
    /// Its reference of the audit.
    #[serde(rename = "onderzoek")]
    pub audit: AuditRef,
    /// When.
    #[serde(rename = "datum")]
    pub date: NaiveDate,
    /// Who was audited.
    #[serde(rename = "houder")]
    pub holder: String,
    /// Steps on the common scale; positive is heavier.
    #[serde(rename = "stappen")]
    pub steps: i32,
    /// The measure under the matrix in force.
    #[serde(rename = "maatregel")]
    pub measure: Option<MeasureCode>,
    /// The measure under the draft.
    #[serde(rename = "nieuweMaatregel")]
    pub new_measure: Option<MeasureCode>,
    /// What was imposed.
    #[serde(rename = "opgelegd")]
    pub imposed: Option<MeasureCode>,
    /// Why the matrix in force says so.
    #[serde(rename = "uitleg")]
    pub explanation: Vec<String>,
    /// Why the draft says so.
    #[serde(rename = "nieuweUitleg")]
    pub new_explanation: Vec<String>,
}

/// A code that the draft does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// The code.
    pub code: String,
    /// How often it stands in the audits that were counted.
    #[serde(rename = "aantal")]
    pub count: u64,
}

/// What the draft does not know: it does not count there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UnknownCodes {
    /// Codes of nonconformities that were found.
    #[serde(rename = "afwijkingen")]
    pub findings: Vec<Unknown>,
    /// Measures that were imposed.
    #[serde(rename = "maatregelen")]
    pub measures: Vec<Unknown>,
}
