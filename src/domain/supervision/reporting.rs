//! How much a body reports, how heavy, and how soon: what stands beside the test for silence.

use super::facts::{AuditFacts, BodyFacts, SchemeFacts};
use super::silence::{Silence, Yield, silence};
use super::{Level, Thresholds};
use crate::domain::identifiers::{BodyCode, VersionLabel};
use crate::domain::signal::Window;

/// What one body reports under a scheme.
#[derive(Debug, Clone, PartialEq)]
pub struct Reporting {
    /// The body.
    pub body: BodyCode,
    /// What it reported in the period.
    pub volume: Volume,
    /// Its findings per audit against those of all others together.
    pub silence: Silence,
    /// A level only when it reports less; more is shown, not signalled.
    pub level: Level,
    /// Median of the days from audit to first delivery; none without audits.
    pub median_delay: Option<f64>,
    /// Before and after each version that came into force in the last two years.
    pub breaks: Vec<Break>,
}

/// Audits and what they found.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Volume {
    /// Findings and audits.
    pub findings: Yield,
    /// Findings in a grave category.
    pub grave: u32,
    /// Audits without a finding.
    pub clean: u32,
}

impl Volume {
    pub(super) fn of<'a>(audits: impl IntoIterator<Item = &'a AuditFacts>) -> Self {
        let audits: Vec<&AuditFacts> = audits.into_iter().collect();
        Self {
            findings: Yield::sum(audits.iter().map(|audit| audit.findings)),
            grave: audits.iter().fold(0, |sum, audit| sum.saturating_add(audit.grave_findings)),
            clean: audits.iter().filter(|audit| audit.findings == 0).fold(0, |count, _| count + 1),
        }
    }

    /// Share of the findings that is grave; none without findings.
    pub fn share_grave(&self) -> Option<f64> {
        let findings = self.findings.findings();
        (findings > 0).then(|| f64::from(self.grave) / f64::from(findings))
    }

    /// Share of the audits without a finding; none without audits.
    pub fn share_clean(&self) -> Option<f64> {
        let audits = self.findings.audits();
        (audits > 0).then(|| f64::from(self.clean) / f64::from(audits))
    }
}

/// The twelve months before a new version came into force and the twelve from that day on.
#[derive(Debug, Clone, PartialEq)]
pub struct Break {
    /// The version that came into force.
    pub version: VersionLabel,
    /// The days before.
    pub before_window: Window,
    /// What was reported before.
    pub before: Volume,
    /// The days from its first day on.
    pub after_window: Window,
    /// What was reported after.
    pub after: Volume,
}

/// The rows of a scheme, one per body in the order given. `audits` are those of the scheme; `windows` the last twelve
/// and the last twenty-four months.
pub(super) fn reporting(
    scheme: &SchemeFacts,
    bodies: &[&BodyFacts],
    audits: &[&AuditFacts],
    windows: (Window, Window),
    thresholds: Thresholds,
) -> Vec<Reporting> {
    let of_body = |body: &BodyFacts, window: Window| -> Vec<&AuditFacts> {
        audits.iter().copied().filter(|a| a.body == body.code && window.contains(a.date)).collect()
    };
    let volumes: Vec<Volume> = bodies.iter().map(|body| Volume::of(of_body(body, windows.0))).collect();
    let yields: Vec<Yield> = volumes.iter().map(|volume| volume.findings).collect();
    let breaks = break_windows(scheme, windows.1);
    let rows = bodies.iter().zip(volumes).zip(silence(&yields));
    rows.map(|((body, volume), silence)| Reporting {
        body: body.code.clone(),
        volume,
        silence,
        level: match silence.p_holm {
            None => Level::NotAssessable,
            Some(p) if silence.is_below() => thresholds.level(p),
            Some(_) => Level::None,
        },
        median_delay: median_delay(&of_body(body, windows.0)),
        breaks: breaks
            .iter()
            .map(|(version, before, after)| Break {
                version: version.clone(),
                before_window: *before,
                before: Volume::of(of_body(body, *before)),
                after_window: *after,
                after: Volume::of(of_body(body, *after)),
            })
            .collect(),
    })
    .collect()
}

/// The versions that replaced another one in the window, with the year before and the year after.
fn break_windows(scheme: &SchemeFacts, window: Window) -> Vec<(VersionLabel, Window, Window)> {
    scheme
        .versions
        .iter()
        .skip(1)
        .filter(|version| window.contains(version.in_force_from))
        .filter_map(|version| {
            let before = Window::months_up_to(version.in_force_from.pred_opt()?, 12);
            let year = version.in_force_from.checked_add_months(chrono::Months::new(12))?.pred_opt()?;
            let after = Window { from: version.in_force_from, through: year.min(window.through) };
            Some((version.label.clone(), before, after))
        })
        .collect()
}

fn median_delay(audits: &[&AuditFacts]) -> Option<f64> {
    let mut days: Vec<i32> = audits
        .iter()
        .filter_map(|audit| i32::try_from((audit.delivered_on - audit.date).num_days().max(0)).ok())
        .collect();
    days.sort_unstable();
    let middle = days.len() / 2;
    match (days.len() % 2, days.get(middle)) {
        (_, None) => None,
        (1, Some(day)) => Some(f64::from(*day)),
        (_, Some(day)) => days.get(middle - 1).map(|before| f64::midpoint(f64::from(*before), f64::from(*day))),
    }
}
