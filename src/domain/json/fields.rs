//! Asking an object for its fields.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;

use super::{Json, Log, Place};

/// The fields of one object. Asking for a field that is missing or of the wrong kind writes a fault and gives `None`.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    fields: &'a [(Cow<'a, str>, Json<'a>)],
    place: Place<'a>,
}

impl<'a> Fields<'a> {
    /// The fields of this value, which must be an object.
    pub fn of(value: &'a Json<'a>, place: Place<'a>, log: &mut Log) -> Option<Self> {
        if let Json::Object(fields) = value {
            Some(Self { fields, place })
        } else {
            log.fault(place, format!("moet een object zijn: {{…}}, maar is {}", value.kind()));
            None
        }
    }

    /// Where the field stands.
    pub fn at<'b>(&'b self, name: &'b str) -> Place<'b> {
        Place::Field(&self.place, name)
    }

    /// Where the object itself stands.
    pub fn place(&self) -> Place<'a> {
        self.place
    }

    /// Warns of fields that nobody reads, which are often misspelt, and of fields that stand twice.
    pub fn warn_of_others(&self, known: &[&str], log: &mut Log) {
        for (index, (name, _)) in self.fields.iter().enumerate() {
            if !known.contains(&name.as_ref()) {
                let names = known.join(", ");
                log.warn(self.at(name), format!("onbekend veld, wordt niet gelezen; de velden hier zijn {names}"));
            } else if self.fields.iter().take(index).any(|(earlier, _)| earlier == name) {
                log.warn(self.at(name), "dit veld staat hier meer dan eens; alleen het laatste telt");
            }
        }
    }

    /// The names of the fields that are not among the known ones.
    pub fn others<'b>(&self, known: &'b [&str]) -> impl Iterator<Item = &'a str> + use<'a, 'b> {
        self.fields.iter().map(|(name, _)| name.as_ref()).filter(move |name| !known.contains(name))
    }

    /// The value of the field; `null` is as good as absent.
    fn get(&self, name: &str) -> Option<&'a Json<'a>> {
        let value = self.fields.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)?;
        (*value != Json::Null).then_some(value)
    }

    /// Whether the field is there.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn wanted(&self, name: &str, what: &str, log: &mut Log) -> Option<&'a Json<'a>> {
        let value = self.get(name);
        if value.is_none() {
            log.fault(self.at(name), format!("ontbreekt; hier hoort {what}"));
        }
        value
    }

    fn wrong(&self, name: &str, what: &str, found: &Json<'_>, log: &mut Log) {
        log.fault(self.at(name), format!("moet {what} zijn, maar is {}", found.kind()));
    }

    /// A text that must be there.
    pub fn text(&self, name: &str, log: &mut Log) -> Option<&'a str> {
        self.wanted(name, "een tekst", log)?;
        self.optional_text(name, log)
    }

    /// A text that may be absent.
    pub fn optional_text(&self, name: &str, log: &mut Log) -> Option<&'a str> {
        match self.get(name)? {
            Json::Text(text) => Some(text),
            other => {
                self.wrong(name, "een tekst", other, log);
                None
            }
        }
    }

    /// A text that must be there and that `parse` accepts.
    pub fn parsed<T, E: fmt::Display>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
        log: &mut Log,
    ) -> Option<T> {
        let text = self.text(name, log)?;
        parse(text).map_err(|error| log.fault(self.at(name), format!("«{text}» {error}"))).ok()
    }

    /// A date that must be there.
    pub fn date(&self, name: &str, log: &mut Log) -> Option<NaiveDate> {
        self.wanted(name, "een datum, zoals 2026-03-01", log)?;
        self.optional_date(name, log)
    }

    /// A date that may be absent.
    pub fn optional_date(&self, name: &str, log: &mut Log) -> Option<NaiveDate> {
        let text = self.optional_text(name, log)?;
        let date = iso_date(text);
        if date.is_none() {
            log.fault(self.at(name), format!("«{text}» is geen datum; schrijf jaar-maand-dag, zoals 2026-03-01"));
        }
        date
    }

    /// A whole number within the bounds that must be there.
    pub fn integer(&self, name: &str, least: i64, most: i64, log: &mut Log) -> Option<i64> {
        match self.wanted(name, "een heel getal", log)? {
            Json::Integer(number) if (least..=most).contains(number) => Some(*number),
            Json::Integer(number) => {
                let message = if *number < least {
                    format!("{number} is te klein; het kleinste dat hier mag is {least}")
                } else {
                    format!("het getal is te groot; het grootste dat hier mag is {most}")
                };
                log.fault(self.at(name), message);
                None
            }
            other => {
                self.wrong(name, "een heel getal", other, log);
                None
            }
        }
    }

    /// `true` or `false`, which must be there.
    pub fn boolean(&self, name: &str, log: &mut Log) -> Option<bool> {
        self.wanted(name, "true of false", log)?;
        self.optional_boolean(name, log)
    }

    /// `true` or `false`, which may be absent.
    pub fn optional_boolean(&self, name: &str, log: &mut Log) -> Option<bool> {
        match self.get(name)? {
            Json::Bool(value) => Some(*value),
            other => {
                self.wrong(name, "true of false", other, log);
                None
            }
        }
    }

    /// A list that must be there.
    pub fn list(&self, name: &str, log: &mut Log) -> Option<&'a [Json<'a>]> {
        match self.wanted(name, "een lijst; schrijf [] als er niets in staat", log)? {
            Json::List(items) => Some(items),
            other => {
                self.wrong(name, "een lijst", other, log);
                None
            }
        }
    }

    /// An object that must be there.
    pub fn object<'b>(&'b self, name: &'b str, log: &mut Log) -> Option<Fields<'b>> {
        let value = self.wanted(name, "een object: {…}", log)?;
        Fields::of(value, self.at(name), log)
    }
}

/// A date written as `2026-03-01`, with exactly those ten characters.
fn iso_date(text: &str) -> Option<NaiveDate> {
    let well_formed = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    if !well_formed {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let year = i32::try_from(number(0, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)
}
