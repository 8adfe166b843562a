//! Counts in, figures of supervision out: the JSON of `stelselwacht supervise`.
//!
//! The input is walked by hand rather than derived, so that everything that is wrong with it is said at once, each with
//! its place.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::supervision::drift::{Drift, DriftParameters, drift};
use crate::domain::supervision::norm::{Rate, RateParameters, Tolerance, Trials, rates};
use crate::domain::supervision::own_policy::own_policy;
use crate::domain::supervision::silence::{Silence, Yield, silence};
use crate::domain::supervision::uniformity::{Uniformity, uniformity};

/// The greatest count that is believed.
const GREATEST_COUNT: u32 = 10_000_000;

/// The figures; a section that was not asked for is absent.
#[derive(Debug, Serialize)]
pub struct Figures {
    /// Rates against the norm, a list of bodies per scheme.
    #[serde(rename = "afwijken", skip_serializing_if = "Option::is_none")]
    rates: Option<Vec<Vec<Named<Rate>>>>,
    /// Findings per audit, a list of bodies per scheme.
    #[serde(rename = "stilte", skip_serializing_if = "Option::is_none")]
    silence: Option<Vec<Vec<Named<Silence>>>>,
    /// Running scores.
    #[serde(rename = "cusum", skip_serializing_if = "Option::is_none")]
    drift: Option<Vec<Drift>>,
    /// Policies of their own.
    #[serde(rename = "eigenBeleid", skip_serializing_if = "Option::is_none")]
    own_policy: Option<Vec<OwnPolicyFigures>>,
    /// Uniformity of tables.
    #[serde(rename = "gelijkheid", skip_serializing_if = "Option::is_none")]
    uniformity: Option<Vec<Uniformity>>,
    #[serde(skip)]
    unknown: Vec<String>,
}

impl Figures {
    /// Names in the input that are no section and were skipped: most likely slips of the pen.
    pub fn unknown_sections(&self) -> &[String] {
        &self.unknown
    }
}

#[derive(Debug, Serialize)]
struct Named<T> {
    #[serde(rename = "instelling")]
    body: String,
    #[serde(flatten)]
    figures: T,
}

#[derive(Debug, Serialize)]
struct OwnPolicyFigures {
    #[serde(rename = "modus")]
    most_frequent: Option<String>,
    #[serde(rename = "aandeel", skip_serializing_if = "Option::is_none")]
    share: Option<f64>,
    #[serde(rename = "ondergrens", skip_serializing_if = "Option::is_none")]
    lower: Option<f64>,
    #[serde(rename = "eigenBeleid")]
    own_policy: bool,
}

/// Everything that is wrong with the input, each with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct CountFaults(Vec<String>);

impl fmt::Display for CountFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("De telling is niet bruikbaar:")?;
        self.0.iter().try_for_each(|fault| write!(f, "\n- {fault}"))
    }
}

impl CountFaults {
    /// The faults, as sentences that begin with a place.
    pub fn faults(&self) -> &[String] {
        &self.0
    }
}

/// Computes the figures of every section in the text.
///
/// # Errors
/// [`CountFaults`] with all faults: no JSON, no known section, or counts that cannot be.
pub fn supervise(text: &str) -> Result<Figures, CountFaults> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        CountFaults(vec![format!("dit is geen JSON: regel {}, teken {}", error.line(), error.column())])
    })?;
    let mut reader = Reader::default();
    let figures = reader.figures(&value);
    if reader.faults.is_empty() { Ok(figures) } else { Err(CountFaults(reader.faults)) }
}

/// Reads values and gathers the faults it meets; what could not be read is replaced by something harmless.
#[derive(Default)]
struct Reader {
    faults: Vec<String>,
}

impl Reader {
    fn fault(&mut self, place: &str, what: impl fmt::Display) {
        self.faults.push(format!("{place} {what}"));
    }

    fn figures(&mut self, value: &Value) -> Figures {
        const SECTIONS: [&str; 5] = ["afwijken", "stilte", "cusum", "eigenBeleid", "gelijkheid"];
        let empty = Map::new();
        let object = value.as_object().unwrap_or(&empty);
        if !SECTIONS.iter().any(|section| object.contains_key(*section)) {
            self.fault("het bestand", format!("heeft geen onderdeel; verwacht wordt {}", SECTIONS.join(", ")));
        }
        Figures {
            unknown: object.keys().filter(|key| !SECTIONS.contains(&key.as_str())).cloned().collect(),
            rates: object.get("afwijken").map(|v| self.each(v, "afwijken", Self::rates)),
            silence: object.get("stilte").map(|v| self.each(v, "stilte", Self::silence)),
            drift: object.get("cusum").map(|v| self.each(v, "cusum", Self::drift)),
            own_policy: object.get("eigenBeleid").map(|v| self.each(v, "eigenBeleid", Self::own_policy)),
            uniformity: object.get("gelijkheid").map(|v| self.each(v, "gelijkheid", Self::uniformity)),
        }
    }

    fn each<T>(&mut self, value: &Value, place: &str, mut read: impl FnMut(&mut Self, &Value, &str) -> T) -> Vec<T> {
        let Some(list) = value.as_array() else {
            self.fault(place, "is geen lijst");
            return Vec::new();
        };
        list.iter().enumerate().map(|(i, item)| read(self, item, &format!("{place}[{i}]"))).collect()
    }

    fn count(&mut self, value: Option<&Value>, place: &str) -> u32 {
        let problem = match value {
            None => "ontbreekt".to_owned(),
            Some(value) => match value.as_f64() {
                None => format!("is geen getal: {value}"),
                Some(number) if number < 0.0 => format!("mag niet negatief zijn: {value}"),
                Some(number) if number.fract() != 0.0 => format!("is geen heel getal: {value}"),
                Some(number) if number > f64::from(GREATEST_COUNT) => {
                    format!("is te groot: {value}; ten hoogste {GREATEST_COUNT}")
                }
                Some(number) => return whole(number),
            },
        };
        self.fault(place, problem);
        0
    }

    fn name(&mut self, item: &Value, place: &str, seen: &mut Vec<String>) -> String {
        let name = item.get("instelling").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let place = format!("{place}.instelling");
        if name.is_empty() {
            self.fault(&place, "ontbreekt of is geen tekst");
        } else if seen.contains(&name) {
            self.fault(&place, format!("komt twee keer voor: {name}"));
        }
        seen.push(name.clone());
        name
    }

    fn rates(&mut self, scheme: &Value, place: &str) -> Vec<Named<Rate>> {
        let mut parameters = RateParameters::default();
        if let Some(value) = scheme.get("tolerantie") {
            match Tolerance::parse(value.as_f64().unwrap_or(f64::NAN)) {
                Ok(tolerance) => parameters.tolerance = tolerance,
                Err(invalid) => self.fault(&format!("{place}.tolerantie"), format!("{invalid} (hier staat {value})")),
            }
        }
        let place = format!("{place}.instellingen");
        let Some(list) = scheme.get("instellingen") else {
            self.fault(&place, "ontbreekt");
            return Vec::new();
        };
        let mut names = Vec::new();
        let trials = self.each(list, &place, |reader, item, place| {
            reader.name(item, place, &mut names);
            let n = reader.count(item.get("n"), &format!("{place}.n"));
            let faults = reader.faults.len();
            let d = reader.count(item.get("d"), &format!("{place}.d"));
            Trials::new(n, d).unwrap_or_else(|fault| {
                if reader.faults.len() == faults {
                    reader.fault(&format!("{place}.d"), fault);
                }
                Trials::default()
            })
        });
        named(names, rates(&trials, &parameters))
    }

    fn silence(&mut self, scheme: &Value, place: &str) -> Vec<Named<Silence>> {
        let mut names = Vec::new();
        let yields = self.each(scheme, place, |reader, item, place| {
            reader.name(item, place, &mut names);
            let findings = reader.count(item.get("x"), &format!("{place}.x"));
            let audits = reader.count(item.get("m"), &format!("{place}.m"));
            Yield::new(findings, audits).unwrap_or_else(|fault| {
                reader.fault(&format!("{place}.x"), fault);
                Yield::default()
            })
        });
        named(names, silence(&yields))
    }

    fn drift(&mut self, series: &Value, place: &str) -> Drift {
        let deviates = self.each(series, place, |reader, item, place| {
            let outcome = item.as_f64().filter(|number| [0.0, 1.0].contains(number));
            if outcome.is_none() {
                reader.fault(place, format!("moet 0 (geen afwijking) of 1 (afwijking) zijn: {item}"));
            }
            outcome == Some(1.0)
        });
        drift(deviates, &DriftParameters::default())
    }

    fn own_policy(&mut self, cell: &Value, place: &str) -> OwnPolicyFigures {
        let prescribed = cell.get("voorgeschreven").and_then(Value::as_str).unwrap_or_default().to_owned();
        if prescribed.is_empty() {
            self.fault(&format!("{place}.voorgeschreven"), "ontbreekt of is geen tekst");
        }
        let mut imposed = Vec::new();
        match cell.get("opgelegd").and_then(Value::as_object) {
            None => self.fault(&format!("{place}.opgelegd"), "ontbreekt of is geen object van maatregel en aantal"),
            Some(counts) => {
                for (measure, count) in counts {
                    imposed.push((measure.clone(), self.count(Some(count), &format!("{place}.opgelegd.{measure}"))));
                }
            }
        }
        let parameters = RateParameters::default();
        let figures = own_policy(&prescribed, &imposed, parameters.fewest, parameters.thresholds);
        OwnPolicyFigures {
            share: figures.most_frequent.as_ref().map(|top| top.share),
            lower: figures.most_frequent.as_ref().map(|top| top.lower),
            most_frequent: figures.most_frequent.map(|top| top.measure),
            own_policy: figures.own_policy,
        }
    }

    fn uniformity(&mut self, table: &Value, place: &str) -> Uniformity {
        let rows = self.each(table, place, |reader, row, place| {
            reader.each(row, place, |reader, cell, place| reader.count(Some(cell), place))
        });
        let width = rows.first().map_or(0, Vec::len);
        if let Some(row) = rows.iter().position(|row| row.len() != width) {
            self.fault(&format!("{place}[{row}]"), format!("heeft niet evenveel kolommen als de eerste rij ({width})"));
        }
        uniformity(&rows)
    }
}

fn named<T>(names: Vec<String>, figures: Vec<T>) -> Vec<Named<T>> {
    names.into_iter().zip(figures).map(|(body, figures)| Named { body, figures }).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number from 0 to GREATEST_COUNT")]
fn whole(number: f64) -> u32 {
    number as u32
}
