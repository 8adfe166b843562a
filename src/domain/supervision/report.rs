//! From facts to figures and signals, for all schemes: one pure function.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::cells::cells;
pub use super::cells::{Cell, CellRow};
use super::delivery::DeliveryRule;
use super::drift::{Drift, DriftParameters, drift};
use super::facts::{AuditFacts, BodyFacts, Facts, Reasoned, SchemeFacts};
use super::movement::{EndingDesignation, Movement, ending_designation, movements};
use super::norm::{Rate, RateParameters, Trials, rates};
use super::reporting::{Reporting, reporting};
use super::signals::signals;
use super::silence::SilenceAcross;
use super::spread::{across_schemes, spread_silence};
use crate::domain::identifiers::{AuditRef, BodyCode, SchemeCode};
use crate::domain::signal::{Signal, Window};

/// Every constant of supervision; the default is what the method page publishes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    /// Tolerance, fewest audits and levels.
    pub rate: RateParameters,
    /// Constants of the running score.
    pub drift: DriftParameters,
    /// Months of the figures of a scheme.
    pub months: u32,
    /// Months of the cells of the matrix, which are small.
    pub cell_months: u32,
    /// From so many grave deviations on, the signal is an alarm.
    pub grave_alarm_from: u32,
    /// From so many times at the limit on, the running score is an alarm.
    pub drift_alarm_from: u32,
    /// Months after which a withdrawal or a lifted suspension is no longer laid beside a new certificate.
    pub movement_months: u32,
    /// Months that certificates stay usable after a designation ends (Bbl 6.45 lid 4).
    pub usable_months: u32,
    /// How recent data must be.
    pub delivery: DeliveryRule,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            rate: RateParameters::default(),
            drift: DriftParameters::default(),
            months: 12,
            cell_months: 24,
            grave_alarm_from: 2,
            drift_alarm_from: 2,
            movement_months: 24,
            usable_months: 6,
            delivery: DeliveryRule::default(),
        }
    }
}

/// The figures of all schemes and the signals they raise.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// The schemes, in the order given.
    pub schemes: Vec<SchemeReport<'a>>,
    /// Findings per audit over all schemes together, in order of name: shown, not signalled, because a signal is about
    /// one scheme. It sees a silence that is too small to be seen within each scheme.
    pub silence_across: Vec<(BodyCode, SilenceAcross)>,
    /// The signals, by scheme, kind and name of the body; those about several schemes together come last.
    pub signals: Vec<Signal>,
}

/// The figures of one scheme. Every list of bodies is in order of name: there is no league table.
#[derive(Debug, Clone)]
pub struct SchemeReport<'a> {
    /// The scheme.
    pub scheme: SchemeCode,
    /// The twelve months up to the latest date through which a body's data are complete.
    pub period: Window,
    /// The twenty-four months up to the same date.
    pub cell_period: Window,
    /// The bodies.
    pub bodies: Vec<&'a BodyFacts>,
    /// Rates against the norm.
    pub rates: Vec<BodyRate>,
    /// Cells of the matrix.
    pub cells: Vec<Cell>,
    /// What is reported.
    pub reporting: Vec<Reporting>,
    /// Running scores.
    pub drift: Vec<BodyDrift>,
    /// Single grave deviations in the period, in order of date.
    pub grave: Vec<&'a AuditFacts>,
    /// Movements in the period.
    pub movements: Vec<Movement<'a>>,
    /// Designations that end.
    pub endings: Vec<(BodyCode, EndingDesignation)>,
}

/// The rate of one body.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyRate {
    /// The body.
    pub body: BodyCode,
    /// Its figures.
    pub rate: Rate,
    /// Judged audits with an accepted reason, counted as not deviating.
    pub excused: u32,
    /// Judged audits with a reason that was rejected, counted as deviating.
    pub rejected: u32,
    /// Judged audits with a reason that waits for the regulator, counted as deviating.
    pub waiting: u32,
    /// Decisions without a finding to carry them: shown, not counted.
    pub without_ground: u32,
    /// Audits whose decision may still come: shown, not counted.
    pub open: u32,
}

/// The running score of one body, over all its judged audits.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyDrift {
    /// The body.
    pub body: BodyCode,
    /// The audits, in order of decision.
    pub audits: Vec<DriftPoint>,
    /// The score after each of them and where it reached the limit.
    pub drift: Drift,
}

/// One step of a running score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriftPoint {
    /// The audit.
    pub audit: AuditRef,
    /// The day of the decision, or the last day it could be taken.
    pub date: NaiveDate,
    /// Whether it deviates.
    pub deviates: bool,
}

/// Computes all figures and signals.
pub fn report<'a>(facts: &'a Facts, parameters: &Parameters) -> Report<'a> {
    let mut bodies: Vec<&BodyFacts> = facts.bodies.iter().collect();
    bodies.sort_by_cached_key(|body| (body.name.to_lowercase(), body.code.clone()));
    let mut audits: BTreeMap<&SchemeCode, Vec<&AuditFacts>> = BTreeMap::new();
    for audit in &facts.audits {
        audits.entry(&audit.scheme).or_default().push(audit);
    }
    let mut schemes: Vec<SchemeReport> = facts
        .schemes
        .iter()
        .map(|scheme| {
            let own = audits.get(&scheme.code).map_or(&[][..], Vec::as_slice);
            scheme_report(facts, scheme, &bodies, own, parameters)
        })
        .collect();
    place_movements(facts, &mut schemes, parameters);
    let mut signals: Vec<Signal> = schemes.iter().flat_map(|scheme| signals(facts, scheme, parameters)).collect();
    let silence_across = across_schemes(&bodies, &schemes);
    let spread = spread_silence(&schemes, &silence_across, &signals, parameters.rate.thresholds);
    signals.extend(spread);
    Report { schemes, silence_across, signals }
}

fn scheme_report<'a>(
    facts: &'a Facts,
    scheme: &'a SchemeFacts,
    bodies: &[&'a BodyFacts],
    audits: &[&'a AuditFacts],
    parameters: &Parameters,
) -> SchemeReport<'a> {
    let takes_part = |body: &&BodyFacts| {
        body.designations.iter().any(|d| d.scheme == scheme.code) || audits.iter().any(|audit| audit.body == body.code)
    };
    let bodies: Vec<&BodyFacts> = bodies.iter().copied().filter(takes_part).collect();
    // Before the first delivery there is nothing to count; the period only dates the missing deliveries.
    let through = bodies.iter().filter_map(|body| body.complete_through).max().unwrap_or(facts.today);
    let (period, cell_period) =
        (Window::months_up_to(through, parameters.months), Window::months_up_to(through, parameters.cell_months));
    let within = |window: Window| -> Vec<&'a AuditFacts> {
        audits.iter().copied().filter(|audit| window.contains(audit.date)).collect()
    };
    let recent = within(period);
    let ending = |body: &&BodyFacts| {
        let ending = ending_designation(body, &scheme.code, &facts.certificates, period, parameters.usable_months)?;
        Some((body.code.clone(), ending))
    };
    SchemeReport {
        scheme: scheme.code.clone(),
        period,
        cell_period,
        rates: body_rates(&bodies, &recent, &parameters.rate),
        cells: cells(scheme, &bodies, &within(cell_period), &parameters.rate),
        reporting: reporting(scheme, &bodies, audits, (period, cell_period), parameters.rate.thresholds),
        drift: bodies.iter().map(|body| body_drift(body, audits, through, &parameters.drift)).collect(),
        grave: grave(scheme, &recent),
        movements: Vec::new(),
        endings: bodies.iter().filter_map(ending).collect(),
        bodies,
    }
}

fn body_rates(bodies: &[&BodyFacts], audits: &[&AuditFacts], parameters: &RateParameters) -> Vec<BodyRate> {
    let count = |body: &BodyFacts, counts: &dyn Fn(&AuditFacts) -> bool| {
        audits.iter().filter(|audit| audit.body == body.code && counts(audit)).fold(0, |sum, _| sum + 1)
    };
    let trials: Vec<Trials> = bodies
        .iter()
        .map(|body| {
            let judged = audits.iter().filter(|audit| audit.body == body.code && audit.is_judged());
            Trials::count(judged.map(|audit| audit.deviates()))
        })
        .collect();
    let figures = bodies.iter().zip(rates(&trials, parameters));
    figures
        .map(|(body, rate)| BodyRate {
            body: body.code.clone(),
            rate,
            excused: count(body, &|audit| audit.is_judged() && audit.excused()),
            rejected: count(body, &|audit| audit.is_judged() && audit.reason == Some(Reasoned::Rejected)),
            waiting: count(body, &|audit| audit.is_judged() && audit.reason == Some(Reasoned::Waiting)),
            without_ground: count(body, &|audit| audit.has("zonder-grond")),
            open: count(body, &|audit| audit.has("open")),
        })
        .collect()
}

fn body_drift(body: &BodyFacts, audits: &[&AuditFacts], through: NaiveDate, parameters: &DriftParameters) -> BodyDrift {
    let mut judged: Vec<&AuditFacts> = audits
        .iter()
        .copied()
        .filter(|audit| audit.body == body.code && audit.is_judged() && audit.date <= through)
        .collect();
    judged.sort_by(|a, b| (a.settled(), &a.audit).cmp(&(b.settled(), &b.audit)));
    let audits: Vec<DriftPoint> = judged
        .iter()
        .map(|audit| DriftPoint { audit: audit.audit.clone(), date: audit.settled(), deviates: audit.deviates() })
        .collect();
    let drift = drift(audits.iter().map(|point| point.deviates), parameters);
    BodyDrift { body: body.code.clone(), audits, drift }
}

fn grave<'a>(scheme: &SchemeFacts, audits: &[&'a AuditFacts]) -> Vec<&'a AuditFacts> {
    let is_grave = |audit: &AuditFacts| {
        let version = scheme.versions.iter().find(|version| version.label == audit.version);
        version.zip(audit.prescribed.as_ref()).is_some_and(|(version, prescribed)| {
            version.grave.categories.contains(&prescribed.category)
                && version.grave.outcomes.iter().any(|outcome| audit.has(outcome))
        })
    };
    let mut grave: Vec<&AuditFacts> =
        audits.iter().copied().filter(|audit| audit.is_judged() && audit.deviates() && is_grave(audit)).collect();
    grave.sort_by(|a, b| (a.date, &a.body, &a.audit).cmp(&(b.date, &b.body, &b.audit)));
    grave
}

/// A movement belongs to the scheme of the certificate that the signal is about.
fn place_movements<'a>(facts: &'a Facts, schemes: &mut [SchemeReport<'a>], parameters: &Parameters) {
    let windows = schemes.iter().map(|scheme| (scheme.scheme.clone(), scheme.period)).collect();
    for movement in movements(&facts.certificates, &windows, parameters.movement_months) {
        let certificate = movement.certificate();
        if let Some(scheme) = schemes.iter_mut().find(|scheme| scheme.scheme == certificate.scheme) {
            scheme.movements.push(movement);
        }
    }
    for scheme in schemes {
        scheme.movements.sort_by_cached_key(|movement| {
            let certificate = movement.certificate();
            (Reverse(certificate.issued_on), certificate.body.clone(), certificate.number.clone())
        });
    }
}
