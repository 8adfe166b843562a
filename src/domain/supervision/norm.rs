//! How often a body deviates from the matrix, against the norm and against the other bodies of the scheme.
//!
//! The norm comes first: when all bodies deviate alike, comparing them shows nothing. No spread is estimated from the
//! same few bodies, for that would hide exactly the case where most of them deviate.

use serde::Serialize;

use super::exact::{self, Outcomes};
use super::{Level, Thresholds, holm_where_present};

/// What share of deviations is tolerated, strictly between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tolerance(f64);

/// Why a number is no tolerance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is geen tolerantie: een getal groter dan 0 en kleiner dan 1, zoals 0.05 voor 5 %")]
pub struct InvalidTolerance;

impl Tolerance {
    /// Accepts a share strictly between 0 and 1.
    ///
    /// # Errors
    /// [`InvalidTolerance`] for 0, 1, anything outside and what is not a number.
    pub fn parse(share: f64) -> Result<Self, InvalidTolerance> {
        if share > 0.0 && share < 1.0 { Ok(Self(share)) } else { Err(InvalidTolerance) }
    }

    /// The share.
    pub fn share(self) -> f64 {
        self.0
    }
}

/// Five in a hundred.
impl Default for Tolerance {
    fn default() -> Self {
        Self(0.05)
    }
}

/// Audits that were judged, and how many of them deviate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trials {
    n: u32,
    d: u32,
}

/// More deviations than audits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is groter dan n: {d} afwijkende van {n}")]
pub struct MoreThanAll {
    n: u32,
    d: u32,
}

impl Trials {
    /// `n` audits of which `d` deviate.
    ///
    /// # Errors
    /// [`MoreThanAll`] when `d` exceeds `n`.
    pub fn new(n: u32, d: u32) -> Result<Self, MoreThanAll> {
        if d <= n { Ok(Self { n, d }) } else { Err(MoreThanAll { n, d }) }
    }

    /// How many of the audits deviate.
    pub fn count(deviates: impl IntoIterator<Item = bool>) -> Self {
        deviates.into_iter().fold(Self::default(), |so_far, deviates| Self {
            n: so_far.n.saturating_add(1),
            d: so_far.d.saturating_add(deviates.into()),
        })
    }

    /// Audits judged.
    pub fn n(self) -> u32 {
        self.n
    }

    /// Of which deviating.
    pub fn d(self) -> u32 {
        self.d
    }
}

/// The figures of one body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rate {
    /// Audits judged.
    pub n: u32,
    /// Of which deviating.
    pub d: u32,
    /// d / n; absent without audits.
    #[serde(rename = "aandeel", skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// Exact 95 % interval of the share; absent without audits.
    #[serde(rename = "interval95", skip_serializing_if = "Option::is_none")]
    pub interval95: Option<(f64, f64)>,
    /// The tests; absent with too few audits.
    #[serde(flatten)]
    pub tests: Option<RateTests>,
    /// What the adjusted p-value against the norm amounts to.
    #[serde(rename = "niveau")]
    pub level: Level,
}

/// The p-values of one body.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RateTests {
    /// Probability of this many deviations or more when the tolerated share were the true one.
    #[serde(rename = "pNorm")]
    pub p_norm: f64,
    /// The same, adjusted for the number of bodies tested.
    #[serde(rename = "pNormHolm")]
    pub p_norm_holm: f64,
    /// Fisher's exact test, two-sided, against all other bodies together; absent when they have no audits.
    #[serde(rename = "pAndere")]
    pub p_others: Option<f64>,
    /// The same, adjusted.
    #[serde(rename = "pAndereHolm")]
    pub p_others_holm: Option<f64>,
}

/// What the test against the norm needs besides counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateParameters {
    /// The tolerated share of deviations.
    pub tolerance: Tolerance,
    /// With fewer audits a body is not assessable.
    pub fewest: u32,
    /// Levels of the adjusted p-value.
    pub thresholds: Thresholds,
}

impl Default for RateParameters {
    fn default() -> Self {
        Self { tolerance: Tolerance::default(), fewest: 10, thresholds: Thresholds::default() }
    }
}

/// The figures of all bodies of a scheme, in the order given.
pub fn rates(bodies: &[Trials], parameters: &RateParameters) -> Vec<Rate> {
    let all = bodies.iter().fold((0, 0), |(n, d), body| (n + u64::from(body.n), d + u64::from(body.d)));
    let tested = |body: &Trials| body.n > 0 && body.n >= parameters.fewest;
    let norm: Vec<Option<f64>> =
        bodies.iter().map(|body| tested(body).then(|| against_norm(*body, parameters.tolerance))).collect();
    let others: Vec<Option<f64>> =
        bodies.iter().map(|body| if tested(body) { against_others(*body, all) } else { None }).collect();
    let (norm_holm, others_holm) = (holm_where_present(&norm), holm_where_present(&others));
    bodies
        .iter()
        .enumerate()
        .map(|(place, body)| {
            let tests = norm[place].zip(norm_holm[place]).map(|(p_norm, p_norm_holm)| RateTests {
                p_norm,
                p_norm_holm,
                p_others: others[place],
                p_others_holm: others_holm[place],
            });
            rate(*body, tests, parameters.thresholds)
        })
        .collect()
}

fn rate(body: Trials, tests: Option<RateTests>, thresholds: Thresholds) -> Rate {
    let counted = body.n > 0;
    Rate {
        n: body.n,
        d: body.d,
        share: counted.then(|| f64::from(body.d) / f64::from(body.n)),
        interval95: counted.then(|| exact::interval95(body.d, body.n)),
        tests,
        level: tests.map_or(Level::NotAssessable, |tests| thresholds.level(tests.p_norm_holm)),
    }
}

fn against_norm(body: Trials, tolerance: Tolerance) -> f64 {
    Outcomes::binomial(body.n.into(), tolerance.share()).at_least(body.d.into())
}

fn against_others(body: Trials, (all_n, all_d): (u64, u64)) -> Option<f64> {
    let others = all_n - u64::from(body.n);
    (others > 0).then(|| Outcomes::hypergeometric(all_n, all_d, body.n.into()).no_likelier_than(body.d.into()))
}
