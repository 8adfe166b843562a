//! Which figures of a scheme become a signal, with the evidence to compute them again.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Level;
use super::cells::Cell;
use super::evidence::{audit_evidence, counts_by_measure, movement_evidence, uniformity_evidence};
use super::facts::{AuditFacts, BodyFacts, Facts};
use super::movement::Movement;
use super::report::{BodyDrift, BodyRate, Parameters, SchemeReport};
use super::reporting::Reporting;
use super::sentences;
use super::silence::Yield;
use crate::domain::signal::{Signal, SignalKind, Window};

/// The signals of a scheme, by kind and then by name of the body; one per body and kind.
pub(super) fn signals(facts: &Facts, report: &SchemeReport<'_>, parameters: &Parameters) -> Vec<Signal> {
    let context = Context { facts, report, parameters };
    let mut signals = context.per_body(Context::grave);
    signals.extend(context.per_body(Context::norm));
    signals.extend(context.per_body(Context::own_policy));
    signals.extend(context.uniformity());
    signals.extend(context.per_body(Context::silence));
    signals.extend(context.per_body(Context::drift));
    signals.extend(context.per_body(Context::movement));
    signals.extend(context.per_body(Context::missing_delivery));
    signals
}

struct Context<'a> {
    facts: &'a Facts,
    report: &'a SchemeReport<'a>,
    parameters: &'a Parameters,
}

impl Context<'_> {
    fn per_body(&self, signal: impl Fn(&Self, &BodyFacts) -> Option<Signal>) -> Vec<Signal> {
        self.report.bodies.iter().filter_map(|body| signal(self, body)).collect()
    }

    /// Completes a signal: the evidence gets the period and how far the data of each body go.
    fn signal(
        &self,
        kind: SignalKind,
        body: Option<&BodyFacts>,
        (period, level): (Window, Level),
        sentence: String,
        mut evidence: Value,
    ) -> Option<Signal> {
        if level < Level::Attention {
            return None;
        }
        if let Some(object) = evidence.as_object_mut() {
            let through = self.report.bodies.iter().map(|body| (body.code.to_string(), json!(body.complete_through)));
            object.insert("periode".to_owned(), json!(period));
            object.insert("bijgewerktTot".to_owned(), Value::Object(through.collect()));
        }
        let (body, scheme) = (body.map(|body| body.code.clone()), self.report.scheme.clone());
        Some(Signal { kind, body, scheme, period, level, sentence, evidence })
    }

    fn grave(&self, body: &BodyFacts) -> Option<Signal> {
        let audits: Vec<&AuditFacts> = self.report.grave.iter().copied().filter(|a| a.body == body.code).collect();
        if audits.is_empty() {
            return None;
        }
        let mut what: BTreeMap<String, u32> = BTreeMap::new();
        for audit in &audits {
            if let Some(prescribed) = &audit.prescribed {
                *what
                    .entry(format!("{}: {}", prescribed.category, audit.outcomes.join(" en ").replace('-', " ")))
                    .or_default() += 1;
            }
        }
        let what: Vec<(String, u32)> = what.into_iter().collect();
        let many = audits.len() >= self.parameters.grave_alarm_from as usize;
        let level = if many { Level::Alarm } else { Level::Attention };
        let sentence = sentences::grave(&body.name, &self.report.scheme, audits.len(), &what);
        let evidence = json!({
            "alarmVanaf": self.parameters.grave_alarm_from,
            "onderzoeken": audits.iter().map(|audit| audit_evidence(audit)).collect::<Vec<_>>(),
        });
        self.signal(SignalKind::Grave, Some(body), (self.report.period, level), sentence, evidence)
    }

    fn norm(&self, body: &BodyFacts) -> Option<Signal> {
        let row = self.report.rates.iter().find(|row| row.body == body.code)?;
        let tests = row.rate.tests.as_ref()?;
        let rate = &self.parameters.rate;
        let tested = self.report.rates.iter().filter(|row| row.rate.tests.is_some()).count();
        let sentence = sentences::norm(&body.name, &self.report.scheme, &row.rate, tests, rate.tolerance, tested);
        let counts = |row: &BodyRate| json!({"instelling": row.body, "n": row.rate.n, "d": row.rate.d});
        let evidence = json!({
            "tolerantie": rate.tolerance,
            "minimum": rate.fewest,
            "grenzen": rate.thresholds,
            "instellingen": self.report.rates.iter().map(counts).collect::<Vec<_>>(),
            "uitkomst": row.rate,
            "gemotiveerdAanvaard": row.excused,
            "zonderGrond": row.without_ground,
            "open": row.open,
        });
        self.signal(SignalKind::Norm, Some(body), (self.report.period, row.rate.level), sentence, evidence)
    }

    fn own_policy(&self, body: &BodyFacts) -> Option<Signal> {
        let (mut cells, mut sentences, mut level) = (Vec::new(), Vec::new(), Level::None);
        for cell in &self.report.cells {
            let Some(row) = cell.bodies.iter().find(|row| row.body == body.code && row.own_policy.own_policy) else {
                continue;
            };
            level = level.max(row.own_policy.level);
            sentences.extend(sentences::own_policy(&body.name, cell, row));
            let top = row.own_policy.most_frequent.as_ref();
            cells.push(json!({
                "categorie": cell.category,
                "keer": cell.occurrence,
                "voorgeschreven": cell.prescribed,
                "opgelegd": counts_by_measure(cell, &row.counts),
                "modus": top.map(|top| &top.measure),
                "aandeel": top.map(|top| top.share),
                "ondergrens": top.map(|top| top.lower),
            }));
        }
        let rate = &self.parameters.rate;
        let evidence = json!({"minimum": rate.fewest, "grenzen": rate.thresholds, "cellen": cells});
        let at = (self.report.cell_period, level);
        self.signal(SignalKind::OwnPolicy, Some(body), at, sentences.join(" "), evidence)
    }

    fn uniformity(&self) -> Option<Signal> {
        let tested: Vec<(&Cell, f64)> =
            self.report.cells.iter().filter_map(|cell| Some((cell, cell.p_holm?))).collect();
        let flagged: Vec<&(&Cell, f64)> = tested.iter().filter(|(cell, _)| cell.level >= Level::Attention).collect();
        let level = flagged.iter().map(|(cell, _)| cell.level).max()?;
        let sentences: Vec<String> = flagged
            .iter()
            .map(|(cell, p)| sentences::uniformity(&self.report.scheme, cell, *p, tested.len()))
            .collect();
        let evidence = json!({
            "grenzen": self.parameters.rate.thresholds,
            "cellen": tested.iter().map(|(cell, _)| uniformity_evidence(cell)).collect::<Vec<_>>(),
        });
        self.signal(SignalKind::Uniformity, None, (self.report.cell_period, level), sentences.join(" "), evidence)
    }

    fn silence(&self, body: &BodyFacts) -> Option<Signal> {
        let rows = &self.report.reporting;
        let row = rows.iter().find(|row| row.body == body.code)?;
        let others = rows.iter().filter(|row| row.body != body.code).try_fold((0, 0), |(x, m), row| {
            let own = row.volume.findings;
            Some((own.findings().checked_add(x)?, own.audits().checked_add(m)?))
        })?;
        let others = Yield::new(others.0, others.1).ok()?;
        let tested = rows.iter().filter(|row| row.silence.p.is_some()).count();
        let (name, scheme) = (&body.name, &self.report.scheme);
        let sentence = sentences::silence(name, scheme, row.volume.findings, others, &row.silence, tested)?;
        let counts = |row: &Reporting| {
            let own = row.volume.findings;
            json!({"instelling": row.body, "x": own.findings(), "m": own.audits()})
        };
        let evidence = json!({
            "grenzen": self.parameters.rate.thresholds,
            "instellingen": rows.iter().map(counts).collect::<Vec<_>>(),
            "uitkomst": row.silence,
            "aandeelErnstig": row.volume.share_grave(),
            "aandeelSchoon": row.volume.share_clean(),
            "dagenTotAanlevering": row.median_delay,
        });
        self.signal(SignalKind::Silence, Some(body), (self.report.period, row.level), sentence, evidence)
    }

    fn drift(&self, body: &BodyFacts) -> Option<Signal> {
        let row = self.report.drift.iter().find(|row| row.body == body.code)?;
        let reached: Vec<usize> = alarms_within(row, self.report.period);
        let last = row.audits.get(reached.last()?.checked_sub(1)?)?;
        let many = reached.len() >= self.parameters.drift_alarm_from as usize;
        let level = if many { Level::Alarm } else { Level::Attention };
        let (scheme, constants) = (&self.report.scheme, &self.parameters.drift);
        let sentence = sentences::drift(&body.name, scheme, reached.len(), (&last.audit, last.date), constants);
        let alarm = |number: &usize| {
            let point = number.checked_sub(1).and_then(|place| row.audits.get(place));
            json!({"nummer": number, "onderzoek": point.map(|p| &p.audit), "datum": point.map(|p| p.date)})
        };
        let evidence = json!({
            "constanten": constants,
            "alarmVanaf": self.parameters.drift_alarm_from,
            "reeks": row.audits.iter().map(|point| u8::from(point.deviates)).collect::<Vec<_>>(),
            "alarmen": reached.iter().map(alarm).collect::<Vec<_>>(),
        });
        self.signal(SignalKind::Drift, Some(body), (self.report.period, level), sentence, evidence)
    }

    fn movement(&self, body: &BodyFacts) -> Option<Signal> {
        let own: Vec<&Movement> =
            self.report.movements.iter().filter(|movement| movement.certificate().body == body.code).collect();
        let ending = self.report.endings.iter().find(|(code, _)| *code == body.code).map(|(_, ending)| ending);
        let (name, scheme) = (&body.name, &self.report.scheme);
        let transfers: Vec<bool> = own
            .iter()
            .filter_map(|movement| match movement {
                Movement::Transfer { suspension_runs, .. } => Some(*suspension_runs),
                Movement::LapsedWhileSuspended { .. } => None,
            })
            .collect();
        let running = transfers.iter().filter(|runs| **runs).count();
        let lapses = own.len() - transfers.len();
        let mut said = Vec::new();
        if !transfers.is_empty() {
            said.push(sentences::transfers(name, scheme, transfers.len(), running));
        }
        if lapses > 0 {
            said.push(sentences::lapses(name, scheme, lapses));
        }
        said.extend(ending.map(|ending| sentences::ending(name, scheme, ending)));
        let level = match said.len() {
            0 => Level::None,
            _ if running > 0 => Level::Alarm,
            _ => Level::Attention,
        };
        let evidence = json!({
            "terugkijkMaanden": self.parameters.movement_months,
            "bewegingen": own.iter().map(|movement| movement_evidence(movement)).collect::<Vec<_>>(),
            "aanwijzing": ending.map(|ending| json!({
                "eindigtOp": ending.ends_on,
                "certificaten": ending.certificates,
                "bruikbaarTot": ending.usable_until,
                "maandenBruikbaar": self.parameters.usable_months,
            })),
        });
        self.signal(SignalKind::Movement, Some(body), (self.report.period, level), said.join(" "), evidence)
    }

    fn missing_delivery(&self, body: &BodyFacts) -> Option<Signal> {
        let today = self.facts.today;
        let designated =
            |d: &super::facts::DesignationFacts| d.scheme == self.report.scheme && d.period.contains(today);
        if !body.designations.iter().any(designated) {
            return None;
        }
        let rule = body.delivery.unwrap_or(self.parameters.delivery);
        let expected = rule.expected_through(today);
        let level = rule.level(body.complete_through, today);
        let sentence = sentences::missing_delivery(&body.name, &self.report.scheme, body.complete_through, expected);
        let evidence = json!({"vandaag": today, "verwachtTot": expected, "regel": rule});
        // What is missing are the days after the data end.
        let from = body.complete_through.and_then(|day| day.succ_opt()).unwrap_or(self.report.period.from);
        let missing = Window { from: from.min(expected), through: expected };
        self.signal(SignalKind::MissingDelivery, Some(body), (missing, level), sentence, evidence)
    }
}

fn alarms_within(row: &BodyDrift, period: Window) -> Vec<usize> {
    let date = |number: &usize| number.checked_sub(1).and_then(|place| row.audits.get(place)).map(|point| point.date);
    row.drift.alarms.iter().copied().filter(|number| date(number).is_some_and(|day| period.contains(day))).collect()
}
