//! Silence that is spread over several schemes: too little to be seen within each, seen in all of them together.

use serde_json::json;

use super::report::SchemeReport;
use super::reporting::Reporting;
use super::silence::{SilenceAcross, Yield, silence_across};
use super::{Level, Thresholds, sentences};
use crate::domain::identifiers::BodyCode;
use crate::domain::signal::{Signal, SignalKind};
use crate::domain::supervision::facts::BodyFacts;

/// What each body reports over all schemes together, against the others scheme by scheme.
pub(super) fn across_schemes(bodies: &[&BodyFacts], schemes: &[SchemeReport<'_>]) -> Vec<(BodyCode, SilenceAcross)> {
    let yields: Vec<Vec<Yield>> =
        schemes.iter().map(|scheme| bodies.iter().map(|body| reported(scheme, &body.code)).collect()).collect();
    bodies.iter().map(|body| body.code.clone()).zip(silence_across(&yields)).collect()
}

fn reported(scheme: &SchemeReport<'_>, body: &BodyCode) -> Yield {
    row(scheme, body).map_or_else(Yield::default, |row| row.volume.findings)
}

fn row<'a>(scheme: &'a SchemeReport<'_>, body: &BodyCode) -> Option<&'a Reporting> {
    scheme.reporting.iter().find(|row| row.body == *body)
}

/// The signals of bodies whose silence no single scheme shows. A signal belongs to one scheme: the one in which most findings
/// are missing.
pub(super) fn spread_silence(
    schemes: &[SchemeReport<'_>],
    across: &[(BodyCode, SilenceAcross)],
    raised: &[Signal],
    thresholds: Thresholds,
) -> Vec<Signal> {
    let is_raised = |body: &BodyCode| {
        raised.iter().any(|signal| signal.kind == SignalKind::Silence && signal.body.as_ref() == Some(body))
    };
    let tested = across.iter().filter(|(_, figures)| figures.p.is_some()).count();
    let silent = across.iter().filter(|(body, figures)| figures.is_below() && !is_raised(body));
    silent.filter_map(|(body, figures)| spread_signal(schemes, body, figures, tested, thresholds)).collect()
}

fn spread_signal(
    schemes: &[SchemeReport<'_>],
    body: &BodyCode,
    figures: &SilenceAcross,
    tested: usize,
    thresholds: Thresholds,
) -> Option<Signal> {
    let level = thresholds.level(figures.p_holm?);
    if level < Level::Attention {
        return None;
    }
    let scheme = schemes.iter().max_by(|a, b| missing(a, body).total_cmp(&missing(b, body)))?;
    let name = &scheme.bodies.iter().find(|known| known.code == *body)?.name;
    let counts = |scheme: &SchemeReport<'_>| {
        let count = |row: &Reporting| {
            let own = row.volume.findings;
            json!({"instelling": row.body, "x": own.findings(), "m": own.audits()})
        };
        let rows: Vec<_> = scheme.reporting.iter().map(count).collect();
        json!({"schema": scheme.scheme, "periode": scheme.period, "instellingen": rows})
    };
    let through = scheme.bodies.iter().map(|body| (body.code.to_string(), json!(body.complete_through)));
    Some(Signal {
        kind: SignalKind::Silence,
        body: Some(body.clone()),
        scheme: scheme.scheme.clone(),
        period: scheme.period,
        level,
        sentence: sentences::spread_silence(name, figures, tested)?,
        evidence: json!({
            "grenzen": thresholds,
            "schemas": schemes.iter().map(counts).collect::<Vec<_>>(),
            "uitkomst": figures,
            "periode": scheme.period,
            "bijgewerktTot": through.collect::<serde_json::Map<_, _>>(),
        }),
    })
}

/// How many findings of the body are missing in a scheme, against the average of that scheme.
fn missing(scheme: &SchemeReport<'_>, body: &BodyCode) -> f64 {
    let sum = |of: fn(Yield) -> u32| scheme.reporting.iter().map(|row| f64::from(of(row.volume.findings))).sum::<f64>();
    let own = reported(scheme, body);
    let audits = sum(Yield::audits);
    if audits > 0.0 {
        sum(Yield::findings) * f64::from(own.audits()) / audits - f64::from(own.findings())
    } else {
        f64::NEG_INFINITY
    }
}
