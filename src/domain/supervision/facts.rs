//! What supervision starts from: audits with their verdicts, certificates, bodies and schemes, gathered by the caller.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::delivery::DeliveryRule;
use crate::domain::identifiers::{
    AuditRef, BodyCode, CategoryCode, CertificateNumber, MeasureCode, SchemeCode, VersionLabel,
};
use crate::domain::period::Period;

/// Everything that is known on a day.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The day of the report; missing deliveries are counted from it.
    pub today: NaiveDate,
    /// The schemes to report on.
    pub schemes: Vec<SchemeFacts>,
    /// The bodies.
    pub bodies: Vec<BodyFacts>,
    /// The audits of all bodies, as far as their deliveries are complete.
    pub audits: Vec<AuditFacts>,
    /// The certificates of all bodies. Those of a firm about which no body ever decided may be left out, except where a
    /// designation ended.
    pub certificates: Vec<CertificateFacts>,
}

/// A scheme and its versions.
#[derive(Debug, Clone)]
pub struct SchemeFacts {
    /// The scheme.
    pub code: SchemeCode,
    /// Its versions, the earliest first.
    pub versions: Vec<VersionFacts>,
}

/// What the matrix of a version says that supervision needs.
#[derive(Debug, Clone)]
pub struct VersionFacts {
    /// The version.
    pub label: VersionLabel,
    /// Its first day in force.
    pub in_force_from: NaiveDate,
    /// Per category the greatest `keer` that has a rule of its own.
    pub greatest_occurrence: BTreeMap<CategoryCode, u32>,
    /// The measures, light to heavy.
    pub measures: Vec<MeasureCode>,
    /// Which single deviations are grave.
    pub grave: Grave,
}

/// Which deviations raise a signal by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grave {
    /// The categories that the scheme marks as grave.
    pub categories: Vec<CategoryCode>,
    /// The codes of the verdicts that count.
    pub outcomes: Vec<String>,
}

impl Grave {
    /// What holds when a scheme says nothing: its heaviest category, when the decision is too light or missing or its
    /// follow-up stays away.
    pub fn heaviest(category: CategoryCode) -> Self {
        let outcomes = ["te-licht", "geen-besluit", "niet-opgevolgd"].map(str::to_owned).to_vec();
        Self { categories: vec![category], outcomes }
    }
}

/// A certification body.
#[derive(Debug, Clone)]
pub struct BodyFacts {
    /// Its code.
    pub code: BodyCode,
    /// Its name as people know it.
    pub name: String,
    /// The date through which its deliveries are complete, not after today; none before the first delivery.
    pub complete_through: Option<NaiveDate>,
    /// How recent its data must be, where that was agreed with it.
    pub delivery: Option<DeliveryRule>,
    /// The schemes it is or was designated for.
    pub designations: Vec<DesignationFacts>,
}

/// A designation of a body for a scheme.
#[derive(Debug, Clone)]
pub struct DesignationFacts {
    /// The scheme.
    pub scheme: SchemeCode,
    /// The days it holds.
    pub period: Period,
}

/// An audit and how it was judged.
#[derive(Debug, Clone)]
pub struct AuditFacts {
    /// The body that did it.
    pub body: BodyCode,
    /// Under which scheme.
    pub scheme: SchemeCode,
    /// The body's reference.
    pub audit: AuditRef,
    /// The day of the audit.
    pub date: NaiveDate,
    /// The version whose matrix judged it.
    pub version: VersionLabel,
    /// What the matrix prescribes; none without a live finding.
    pub prescribed: Option<PrescribedFacts>,
    /// What was imposed; none without a decision.
    pub imposed: Option<ImposedFacts>,
    /// The codes of the verdicts.
    pub outcomes: Vec<String>,
    /// How the reason stands that the body gave for a deviation; none without one, or when it was withdrawn.
    pub reason: Option<Reasoned>,
    /// Live findings.
    pub findings: u32,
    /// Of which in a grave category of the version in force.
    pub grave_findings: u32,
    /// The day on which the audit was first recorded here.
    pub delivered_on: NaiveDate,
}

/// How the reason for a deviation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reasoned {
    /// The regulator did not judge it yet.
    Waiting,
    /// It was accepted: the deviation keeps its verdict and does not count against the body.
    Accepted,
    /// It was rejected: the deviation counts.
    Rejected,
}

/// What the matrix prescribes for an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrescribedFacts {
    /// The final category of the deciding unit.
    pub category: CategoryCode,
    /// For the how manyth time (`keer`).
    pub occurrence: u32,
    /// The measure.
    pub measure: MeasureCode,
    /// The latest day for the decision.
    pub decide_by: NaiveDate,
}

/// What a body imposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImposedFacts {
    /// The measure.
    pub measure: MeasureCode,
    /// The day of the decision.
    pub date: NaiveDate,
}

/// A certificate and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Who holds it: the KvK number.
    pub holder: String,
    /// The body that issued it.
    pub body: BodyCode,
    /// For which scheme.
    pub scheme: SchemeCode,
    /// Its number.
    pub number: CertificateNumber,
    /// First day.
    pub issued_on: NaiveDate,
    /// Last day.
    pub valid_until: NaiveDate,
    /// The days it was suspended; revoked decisions left out.
    pub suspensions: Vec<Period>,
    /// The day it was withdrawn.
    pub withdrawn_on: Option<NaiveDate>,
}

/// Verdicts that hold nothing against a body. `zonder-grond` has no prescription to deviate from.
const NOT_DEVIATING: [&str; 5] = ["geen-afwijking", "conform", "open", "vervolg-open", "zonder-grond"];

impl AuditFacts {
    /// Whether one of the verdicts is this one.
    pub fn has(&self, outcome: &str) -> bool {
        self.outcomes.iter().any(|code| code == outcome)
    }

    /// Whether the audit counts in rates: the matrix prescribes something and the decision is no longer open.
    pub fn is_judged(&self) -> bool {
        self.prescribed.is_some() && !self.has("open")
    }

    /// Whether the reason for its deviation was accepted.
    pub fn excused(&self) -> bool {
        self.reason == Some(Reasoned::Accepted)
    }

    /// Whether it deviates from the matrix without an accepted reason.
    pub fn deviates(&self) -> bool {
        !self.excused() && self.outcomes.iter().any(|code| !NOT_DEVIATING.contains(&code.as_str()))
    }

    /// The day on which the outcome came to be: that of the decision, else the last day it could be taken.
    pub fn settled(&self) -> NaiveDate {
        let decision = self.imposed.as_ref().map(|imposed| imposed.date);
        decision.or(self.prescribed.as_ref().map(|p| p.decide_by)).unwrap_or(self.date)
    }
}
