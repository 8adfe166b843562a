//! The measures by which certification bodies are watched, as figures of counts.
//!
//! Every function here turns counts into figures and nothing else: which audits are counted, and what is said about the
//! outcome, is decided in [`super::signal`]. The method page `docs/supervision-method.md` explains each measure, its
//! constants and its limits to the bodies and the public.

mod cells;
pub mod course;
pub mod delivery;
pub mod drift;
mod evidence;
mod exact;
pub mod facts;
pub mod movement;
pub mod norm;
pub mod others;
pub mod own_policy;
pub mod practice;
pub mod report;
pub mod reporting;
mod sentences;
mod signals;
pub mod silence;
mod spread;
pub mod uniformity;

use serde::Serialize;

/// How loud a figure speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Level {
    /// Too few counts to say anything.
    #[serde(rename = "niet-beoordeelbaar")]
    NotAssessable,
    /// Nothing out of the ordinary.
    #[serde(rename = "geen")]
    None,
    /// Unlikely enough to look.
    #[serde(rename = "attentie")]
    Attention,
    /// So unlikely that chance is no explanation.
    #[serde(rename = "alarm")]
    Alarm,
}

impl Level {
    /// The Dutch word, as in exchange and storage.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAssessable => "niet-beoordeelbaar",
            Self::None => "geen",
            Self::Attention => "attentie",
            Self::Alarm => "alarm",
        }
    }

    /// The level with this word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::NotAssessable, Self::None, Self::Attention, Self::Alarm].into_iter().find(|level| level.code() == code)
    }
}

/// Below which p-value a figure asks for attention, and below which it is an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Thresholds {
    /// A smaller p-value is an alarm.
    #[serde(rename = "alarm")]
    pub alarm: f64,
    /// A smaller p-value asks for attention.
    #[serde(rename = "attentie")]
    pub attention: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { alarm: 0.001, attention: 0.025 }
    }
}

impl Thresholds {
    /// The level of a p-value that is already adjusted for the number of tests.
    pub fn level(self, p: f64) -> Level {
        if p < self.alarm {
            Level::Alarm
        } else if p < self.attention {
            Level::Attention
        } else {
            Level::None
        }
    }
}

/// Holm's step-down adjustment: in the order given, never below the raw value, capped at 1.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut running: f64 = 0.0;
    for (rank, place) in order.iter().enumerate() {
        let tests_left = exact::real((p_values.len() - rank) as u64);
        running = running.max((p_values[*place] * tests_left).min(1.0));
        adjusted[*place] = running;
    }
    adjusted
}

/// [`holm`] over the values that exist; the others stay absent.
pub(super) fn holm_where_present(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let present: Vec<f64> = p_values.iter().copied().flatten().collect();
    let mut adjusted = holm(&present).into_iter();
    p_values.iter().map(|p| p.and_then(|_| adjusted.next())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holm_is_monotone_and_capped() {
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.5]);
        let expected = [0.04, 0.09, 0.09, 0.5];
        assert!(adjusted.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{adjusted:?}");
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn levels_are_strictly_below_their_threshold() {
        let thresholds = Thresholds::default();
        assert_eq!(thresholds.level(0.001), Level::Attention);
        assert_eq!(thresholds.level(0.025), Level::None);
        assert_eq!(thresholds.level(0.0), Level::Alarm);
    }
}
