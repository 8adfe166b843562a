//! Reading JSON so that every fault in it can be named at once, with its place.
//!
//! Typed decoding stops at the first fault and takes the last of two equal keys without a word. Here the text becomes a
//! tree first; [`Fields`] then asks for what must be there and writes down in a [`Log`] what is not.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::faults::Fault;

/// A value of JSON; text stays borrowed from the source where it can.
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'de> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without fraction.
    Integer(i64),
    /// Any other number.
    Fraction(f64),
    /// A text.
    Text(Cow<'de, str>),
    /// A list.
    List(Vec<Json<'de>>),
    /// An object, with its keys in their order and equal keys kept.
    Object(Vec<(Cow<'de, str>, Json<'de>)>),
}

impl<'de> Json<'de> {
    /// Reads one JSON text.
    ///
    /// # Errors
    /// A [`Fault`] with line and column where the text stops being JSON.
    pub fn parse(text: &'de str) -> Result<Self, Fault> {
        // Editors on Windows put this mark at the start; it is no part of the text.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        serde_json::from_str(text).map_err(|error| unreadable(&error))
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "niets (null)",
            Self::Bool(_) => "ja of nee (true of false)",
            Self::Integer(_) => "een getal",
            Self::Fraction(_) => "een getal dat niet heel is",
            Self::Text(_) => "een tekst",
            Self::List(_) => "een lijst",
            Self::Object(_) => "een object",
        }
    }
}

/// The fault for a text that is no JSON.
pub fn unreadable(error: &serde_json::Error) -> Fault {
    let message = if error.is_eof() {
        "de JSON houdt hier op voordat alle haken en aanhalingstekens gesloten zijn"
    } else {
        "dit is geen geldige JSON; kijk hier en vlak ervoor naar een komma, haak of aanhalingsteken te veel of te weinig"
    };
    Fault::at(format_args!("regel {}, teken {}", error.line(), error.column()), message)
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Json::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Json::Integer(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        // Nothing here comes near this size; the bounds of each field refuse it in words.
        Ok(Json::Integer(i64::try_from(value).unwrap_or(i64::MAX)))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Json::Fraction(value))
    }
    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Borrowed(value)))
    }
    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Owned(value.to_owned())))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut object = Vec::new();
        while let Some(Key(key)) = entries.next_key()? {
            object.push((key, entries.next_value()?));
        }
        Ok(Json::Object(object))
    }
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

/// The key of an object, borrowed where it can be.
pub struct Key<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(value)))
            }
            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(value.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

/// Where a value stands; only written out when there is something to say about it.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// The whole.
    Whole,
    /// A field of what stands at the first place.
    Field(&'a Place<'a>, &'a str),
    /// An item of the list at the first place, counted from 0.
    Item(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Field(Place::Whole, name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// What was noticed while reading: faults refuse the whole, warnings do not.
#[derive(Debug, Default)]
pub struct Log {
    /// What makes it unusable.
    pub faults: Vec<Fault>,
    /// What somebody should look at.
    pub warnings: Vec<Fault>,
}

impl Log {
    /// Writes down a fault.
    pub fn fault(&mut self, place: Place<'_>, message: impl Into<String>) {
        self.faults.push(Fault::at(place, message));
    }

    /// Writes down a warning.
    pub fn warn(&mut self, place: Place<'_>, message: impl Into<String>) {
        self.warnings.push(Fault::at(place, message));
    }
}

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
