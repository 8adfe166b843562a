//! Reads the parameters of a question. Nothing stops at the first fault: [`Asked::finish`] tells all of them together.

use std::ops::RangeInclusive;

use actix_web::HttpRequest;
use actix_web::http::header::{Accept, Header};
use chrono::NaiveDate;
use utoipa::openapi::path::Parameter;

use super::problem::{Fault, FaultCode, Refusal};

/// The names of the parameters that the document describes for a question: those that are taken, and no other.
pub fn names(described: impl IntoIterator<Item = Vec<Parameter>>) -> Vec<String> {
    described.into_iter().flatten().map(|parameter| parameter.name).collect()
}

/// More faults than this are not told of one question.
const MOST_FAULTS: usize = 50;

/// A question while it is read.
#[derive(Debug)]
pub struct Asked {
    values: Vec<(String, String)>,
    faults: Vec<Fault>,
}

impl Asked {
    /// Starts reading the question of which these are the parameters.
    ///
    /// # Errors
    /// [`Refusal::NotAcceptable`] when whoever asks does not take JSON.
    pub fn read(request: &HttpRequest, known: &[String]) -> Result<Self, Refusal> {
        if !takes_json(request) {
            return Err(Refusal::NotAcceptable);
        }
        Ok(Self::of(request.query_string(), known))
    }

    /// The same of the query of an address.
    pub(super) fn of(query: &str, known: &[String]) -> Self {
        let mut asked = Self { values: Vec::new(), faults: Vec::new() };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if !known.iter().any(|known| *known == name) {
                let detail = match known {
                    [] => "hier zijn geen parameters".to_owned(),
                    known => format!("deze parameter bestaat hier niet; wel: {}", known.join(", ")),
                };
                asked.fault(&name, FaultCode::Unknown, detail);
            } else if asked.values.iter().any(|(earlier, _)| *earlier == name) {
                asked.fault(&name, FaultCode::Twice, "geef deze parameter één keer");
            } else {
                asked.values.push((name.into_owned(), value.into_owned()));
            }
            if asked.faults.len() >= MOST_FAULTS {
                break;
            }
        }
        asked
    }

    /// Notes a fault.
    pub fn fault(&mut self, parameter: &str, code: FaultCode, detail: impl Into<String>) {
        self.faults.push(Fault::new(parameter, code, detail));
    }

    /// The value as it was sent; a value of blanks counts as not given.
    pub fn text(&self, name: &str) -> Option<&str> {
        let value = self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }

    /// The value as `parse` reads it; what it says of a wrong value becomes a fault.
    pub fn parsed<T, E: ToString>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        match parse(self.text(name)?) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.fault(name, FaultCode::Invalid, reason.to_string());
                None
            }
        }
    }

    /// A text of at most this many characters.
    pub fn bounded(&mut self, name: &str, longest: usize) -> Option<String> {
        let value = self.text(name)?.to_owned();
        if value.chars().count() > longest {
            self.fault(name, FaultCode::OutOfBounds, format!("is te lang: ten hoogste {longest} tekens"));
            return None;
        }
        Some(value)
    }

    /// A whole number within these bounds.
    pub fn number(&mut self, name: &str, bounds: RangeInclusive<u32>) -> Option<u32> {
        let text = self.text(name)?;
        let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.then(|| text.parse().ok()).flatten();
        if let Some(number) = number
            && bounds.contains(&number)
        {
            return Some(number);
        }
        let code = if digits { FaultCode::OutOfBounds } else { FaultCode::Invalid };
        self.fault(name, code, format!("schrijf een heel getal van {} tot en met {}", bounds.start(), bounds.end()));
        None
    }

    /// A day.
    pub fn day(&mut self, name: &str) -> Option<NaiveDate> {
        self.parsed(name, day)
    }

    /// The question without these parameters, written in one way whatever the order they were sent in.
    pub fn question_without(&self, left_out: &[&str]) -> String {
        let mut pairs: Vec<_> = self.values.iter().filter(|(name, _)| !left_out.contains(&name.as_str())).collect();
        pairs.sort();
        let mut question = url::form_urlencoded::Serializer::new(String::new());
        question.extend_pairs(pairs.into_iter().map(|(name, value)| (name, value.trim())));
        question.finish()
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`Refusal::Faults`] with every fault that was found.
    pub fn finish(self) -> Result<(), Refusal> {
        if self.faults.is_empty() { Ok(()) } else { Err(Refusal::Faults(self.faults)) }
    }
}

/// Reads a day written as in `2026-11-24`, and in no other way.
pub fn day(text: &str) -> Result<NaiveDate, &'static str> {
    let shape = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if !shape {
        return Err("schrijf een datum als 2026-11-24");
    }
    text.parse().map_err(|_| "deze dag bestaat niet; schrijf een datum als 2026-11-24")
}

/// Whether whoever asks takes JSON. A header that cannot be read asks for nothing in particular.
fn takes_json(request: &HttpRequest) -> bool {
    let Ok(accept) = Accept::parse(request) else { return true };
    accept.is_empty()
        || accept.iter().any(|range| {
            let (kind, subtype) = (range.item.type_(), range.item.subtype());
            range.quality > actix_web::http::header::Quality::ZERO
                && (kind == "*" || (kind == "application" && (subtype == "*" || subtype == "json")))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn all_faults_are_told_together() {
        let mut asked =
            Asked::of("limiet=0&peildatum=2026-02-30&x=1&limiet=2&q=+", &known(&["limiet", "peildatum", "q"]));
        assert_eq!(asked.number("limiet", 1..=100), None);
        assert_eq!(asked.day("peildatum"), None);
        assert_eq!(asked.text("q"), None);
        let Err(Refusal::Faults(faults)) = asked.finish() else { panic!("no faults") };
        let told: Vec<_> = faults.iter().map(|fault| (fault.parameter.as_str(), fault.code)).collect();
        assert_eq!(
            told,
            [
                ("x", FaultCode::Unknown),
                ("limiet", FaultCode::Twice),
                ("limiet", FaultCode::OutOfBounds),
                ("peildatum", FaultCode::Invalid)
            ]
        );
    }

    #[test]
    fn a_question_of_nothing_but_faults_has_an_end() {
        let question = "é=1&".repeat(10_000);
        let Err(Refusal::Faults(faults)) = Asked::of(&question, &[]).finish() else { panic!("no faults") };
        assert_eq!(faults.len(), MOST_FAULTS);
    }

    #[test]
    fn a_day_is_written_in_one_way() {
        assert!(day("2026-11-24").is_ok());
        for wrong in ["2026-11-31", "24-11-2026", "2026-1-1", "+2026-1-01", "20261124", "２０２６-11-24", "vandaag"]
        {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }
}
