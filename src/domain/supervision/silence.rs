//! Silence: a body that reports fewer findings per audit than the other bodies of its scheme.
//!
//! The matrix judges only what is reported; a body that stops reporting would look perfect.

use serde::Serialize;

use super::exact::{Outcomes, real};
use super::holm_where_present;

/// Findings and the audits they came from. Findings without an audit do not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Yield {
    findings: u32,
    audits: u32,
}

/// Findings without an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is {findings} zonder één onderzoek (m is 0)")]
pub struct FindingsWithoutAudit {
    findings: u32,
}

impl Yield {
    /// Findings of so many audits.
    ///
    /// # Errors
    /// [`FindingsWithoutAudit`] when there are findings but no audits.
    pub fn new(findings: u32, audits: u32) -> Result<Self, FindingsWithoutAudit> {
        if audits == 0 && findings > 0 { Err(FindingsWithoutAudit { findings }) } else { Ok(Self { findings, audits }) }
    }

    /// The sum over audits, each with its number of findings.
    pub fn sum(findings_per_audit: impl IntoIterator<Item = u32>) -> Self {
        findings_per_audit.into_iter().fold(Self::default(), |so_far, findings| Self {
            findings: so_far.findings.saturating_add(findings),
            audits: so_far.audits.saturating_add(1),
        })
    }

    /// Findings reported.
    pub fn findings(self) -> u32 {
        self.findings
    }

    /// Audits done.
    pub fn audits(self) -> u32 {
        self.audits
    }

    /// Findings per audit; absent without audits.
    pub fn per_audit(self) -> Option<f64> {
        (self.audits > 0).then(|| f64::from(self.findings) / f64::from(self.audits))
    }
}

/// The figures of one body.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Silence {
    /// Findings per audit; absent without audits.
    #[serde(rename = "perOnderzoek", skip_serializing_if = "Option::is_none")]
    pub per_audit: Option<f64>,
    /// Findings per audit divided by that of all others together; absent when theirs is zero or unknown.
    #[serde(rename = "verhouding")]
    pub ratio: Option<f64>,
    /// Exact conditional binomial test against all others together, two-sided; absent without audits at either side.
    pub p: Option<f64>,
    /// The same, adjusted for the number of bodies.
    #[serde(rename = "pHolm")]
    pub p_holm: Option<f64>,
}

impl Silence {
    /// Whether the body reports less than the others.
    pub fn is_below(&self) -> bool {
        self.ratio.is_some_and(|ratio| ratio < 1.0)
    }
}

/// The figures of all bodies of a scheme, in the order given.
///
/// Given all findings together, those of one body are binomial with its share of the audits when every audit has the
/// same chance of a finding: that is the test.
pub fn silence(bodies: &[Yield]) -> Vec<Silence> {
    let all = bodies.iter().fold((0, 0), |(x, m), body| (x + u64::from(body.findings), m + u64::from(body.audits)));
    let p_values: Vec<Option<f64>> = bodies.iter().map(|body| against_others(*body, all)).collect();
    let adjusted = holm_where_present(&p_values);
    bodies
        .iter()
        .zip(p_values)
        .zip(adjusted)
        .map(|((body, p), p_holm)| Silence { per_audit: body.per_audit(), ratio: ratio(*body, all), p, p_holm })
        .collect()
}

/// The figures of one body over several schemes together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SilenceAcross {
    /// Findings of the body, over all schemes.
    #[serde(rename = "x")]
    pub findings: u64,
    /// Findings that its audits would have had at the average rate of each scheme.
    #[serde(rename = "verwacht")]
    pub expected: f64,
    /// Exact stratified test, two-sided; absent when in no scheme there is anybody to compare with.
    pub p: Option<f64>,
    /// The same, adjusted for the number of bodies.
    #[serde(rename = "pHolm")]
    pub p_holm: Option<f64>,
}

impl SilenceAcross {
    /// Whether the body reports less than expected.
    pub fn is_below(&self) -> bool {
        real(self.findings) < self.expected
    }
}

/// The figures of all bodies over several schemes: `schemes[s][b]` is what body `b` reported under scheme `s`, with the
/// bodies in the same order in each.
///
/// Within a scheme the findings of a body are binomial given all findings of that scheme; over schemes they add up. So a
/// body is compared with the others scheme by scheme, and a scheme in which everybody finds more cannot mislead.
pub fn silence_across(schemes: &[Vec<Yield>]) -> Vec<SilenceAcross> {
    let bodies = schemes.iter().map(Vec::len).max().unwrap_or(0);
    let mut figures: Vec<SilenceAcross> = (0..bodies).map(|body| across(schemes, body)).collect();
    let p_values: Vec<Option<f64>> = figures.iter().map(|row| row.p).collect();
    for (row, p_holm) in figures.iter_mut().zip(holm_where_present(&p_values)) {
        row.p_holm = p_holm;
    }
    figures
}

fn across(schemes: &[Vec<Yield>], body: usize) -> SilenceAcross {
    let (mut findings, mut expected, mut sum) = (0, 0.0, None::<Outcomes>);
    for scheme in schemes {
        let Some(own) = scheme.get(body) else { continue };
        let all: (u64, u64) =
            scheme.iter().fold((0, 0), |(x, m), row| (x + u64::from(row.findings), m + u64::from(row.audits)));
        if own.audits == 0 || u64::from(own.audits) == all.1 {
            continue;
        }
        let share = f64::from(own.audits) / real(all.1);
        findings += u64::from(own.findings);
        expected += real(all.0) * share;
        let outcomes = Outcomes::binomial(all.0, share);
        sum = Some(match sum {
            Some(so_far) => so_far.plus(&outcomes),
            None => outcomes,
        });
    }
    let p = sum.map(|sum| sum.no_likelier_than(findings));
    SilenceAcross { findings, expected, p, p_holm: None }
}

fn against_others(body: Yield, (findings, audits): (u64, u64)) -> Option<f64> {
    let own = u64::from(body.audits);
    (own > 0 && own < audits)
        .then(|| Outcomes::binomial(findings, real(own) / real(audits)).no_likelier_than(body.findings.into()))
}

fn ratio(body: Yield, (findings, audits): (u64, u64)) -> Option<f64> {
    let (others_findings, others_audits) = (findings - u64::from(body.findings), audits - u64::from(body.audits));
    let own = body.per_audit()?;
    (others_findings > 0 && others_audits > 0).then(|| own / (real(others_findings) / real(others_audits)))
}
