//! Reading JSON so that every fault in it can be named at once, with its place.
//!
//! Typed decoding stops at the first fault and takes the last of two equal keys without a word. Here the text becomes a
//! tree first; [`Fields`] then asks for what must be there and writes down in a [`Log`] what is not.

mod fields;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

pub use fields::Fields;

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
