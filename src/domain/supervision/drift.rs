//! Drift: a running score per body that climbs with every deviation and sinks with every conform audit (CUSUM).

use serde::Serialize;

/// The published constants of the score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DriftParameters {
    /// Share of deviations that is acceptable.
    #[serde(rename = "p0")]
    pub acceptable: f64,
    /// Share of deviations that must be noticed.
    #[serde(rename = "p1")]
    pub unacceptable: f64,
    /// The score at which a signal is given and the score starts again at 0.
    #[serde(rename = "grens")]
    pub limit: f64,
}

impl Default for DriftParameters {
    fn default() -> Self {
        Self { acceptable: 0.05, unacceptable: 0.15, limit: 4.0 }
    }
}

impl DriftParameters {
    /// What one audit adds to the score: the log-likelihood ratio of the unacceptable against the acceptable share.
    pub fn weight(&self, deviates: bool) -> f64 {
        if deviates {
            (self.unacceptable / self.acceptable).ln()
        } else {
            ((1.0 - self.unacceptable) / (1.0 - self.acceptable)).ln()
        }
    }
}

/// The score after each audit, and where it reached the limit.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Drift {
    /// The score after each audit, before a restart.
    #[serde(rename = "pad")]
    pub path: Vec<f64>,
    /// The audits, counted from 1, at which the limit was reached.
    #[serde(rename = "alarmen")]
    pub alarms: Vec<usize>,
}

/// Runs the score over audits in order of decision.
pub fn drift(deviates: impl IntoIterator<Item = bool>, parameters: &DriftParameters) -> Drift {
    let mut score = 0.0_f64;
    let mut drift = Drift::default();
    for (place, deviates) in deviates.into_iter().enumerate() {
        score = (score + parameters.weight(deviates)).max(0.0);
        drift.path.push(score);
        if score >= parameters.limit {
            drift.alarms.push(place + 1);
            score = 0.0;
        }
    }
    drift
}
