//! What fills a template, with every text in it replaced by a mark.

use std::fmt::{Display, Write as _};
use std::ops::Range;

use serde::ser::{self, Serialize};
use serde_json::Value;

use super::mark;
use crate::web::markup::{MARKUP, escape_into};

/// The filling of a template as JSON in which marks stand for the texts, and the texts beside it.
///
/// Whatever is no text stays as it is: flags, numbers, the words of an enum, whether a text is empty or absent, and how long
/// each list is. So two fillings with the same outline differ in nothing by which a template chooses.
#[derive(Debug)]
pub(super) struct Outline {
    json: String,
    /// How much of it is the name of the template, which stands before it.
    template: usize,
    /// The texts behind each other, as markup.
    texts: String,
    places: Vec<Range<usize>>,
    /// Whether the text that comes next is markup already.
    is_markup: bool,
}

/// Why there is no outline of a filling.
#[derive(Debug, thiserror::Error)]
#[error("a page cannot be outlined: {0}")]
pub struct Unoutlined(String);

impl Outline {
    /// The outline of what fills this template.
    pub(super) fn of(template: &str, filling: &impl Serialize) -> Result<Self, Unoutlined> {
        let json = String::with_capacity(512);
        let texts = String::with_capacity(1024);
        let mut outline =
            Self { json, texts, places: Vec::with_capacity(32), is_markup: false, template: template.len() };
        outline.json.push_str(template);
        filling.serialize(&mut outline)?;
        Ok(outline)
    }

    /// What the outline has in common with others: the name of the template and the JSON behind it.
    pub(super) fn shape(&self) -> &str {
        &self.json
    }

    /// What the template is filled with to find the places of the texts in it.
    pub(super) fn marked(&self) -> Result<Value, Unoutlined> {
        serde_json::from_str(self.json.get(self.template..).unwrap_or_default()).map_err(ser::Error::custom)
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The text in the place of a mark, as markup.
    pub(super) fn text(&self, at: usize) -> &str {
        self.places.get(at).and_then(|place| self.texts.get(place.clone())).unwrap_or_default()
    }

    fn put(&mut self, text: &str) {
        match mark(self.places.len()).filter(|_| !text.is_empty()) {
            Some(mark) => {
                let start = self.texts.len();
                if self.is_markup {
                    self.texts.push_str(text);
                } else {
                    escape_into(text, &mut self.texts);
                }
                self.places.push(start..self.texts.len());
                self.json.extend(['"', mark, '"']);
            }
            // Empty, or one of thousands: the mould will hold it.
            None => self.verbatim(&text.into()),
        }
    }

    fn verbatim(&mut self, value: &Value) {
        self.json.push_str(&value.to_string());
    }

    /// A word of the program itself, such as the name of a field: none has a sign that JSON would write otherwise.
    fn name(&mut self, name: &str) {
        self.json.push('"');
        self.json.push_str(name);
        self.json.push('"');
    }

    fn literal(&mut self, value: impl Display) -> Result<(), Unoutlined> {
        write!(self.json, "{value}").map_err(|error| Unoutlined(error.to_string()))
    }

    fn open(&mut self, brackets: (char, &'static str)) -> Level<'_> {
        self.json.push(brackets.0);
        Level { outline: self, is_first: true, end: brackets.1 }
    }

    /// The value of one kind of an enum, as `{"Kind": value}` without its end.
    fn kind(&mut self, kind: &str) {
        self.json.push('{');
        self.name(kind);
        self.json.push(':');
    }
}

const LIST: (char, &str) = ('[', "]");
const FIELDS: (char, &str) = ('{', "}");

impl ser::Error for Unoutlined {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// A list or the fields of something, of which the end is still to come.
pub(super) struct Level<'a> {
    outline: &'a mut Outline,
    is_first: bool,
    end: &'static str,
}

impl Level<'_> {
    fn next(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.outline.json.push(',');
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unoutlined> {
        self.next();
        value.serialize(&mut *self.outline)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unoutlined> {
        self.next();
        self.outline.name(name);
        self.outline.json.push(':');
        value.serialize(&mut *self.outline)
    }

    fn close(self) {
        self.outline.json.push_str(self.end);
    }
}

/// Numbers and flags stay as they are.
macro_rules! literals {
    ($($method:ident: $kind:ty),*) => {
        $(fn $method(self, value: $kind) -> Result<(), Unoutlined> {
            self.literal(value)
        })*
    };
}

impl<'a> ser::Serializer for &'a mut Outline {
    type Ok = ();
    type Error = Unoutlined;
    type SerializeSeq = Level<'a>;
    type SerializeTuple = Level<'a>;
    type SerializeTupleStruct = Level<'a>;
    type SerializeTupleVariant = Level<'a>;
    type SerializeMap = Level<'a>;
    type SerializeStruct = Level<'a>;
    type SerializeStructVariant = Level<'a>;

    literals!(serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64);
    literals!(serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64);

    fn serialize_f32(self, value: f32) -> Result<(), Unoutlined> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unoutlined> {
        if value.is_finite() { self.literal(value) } else { self.serialize_unit() }
    }

    fn serialize_char(self, value: char) -> Result<(), Unoutlined> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unoutlined> {
        self.put(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unoutlined> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Unoutlined> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unoutlined> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unoutlined> {
        self.json.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unoutlined> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, kind: &'static str) -> Result<(), Unoutlined> {
        self.name(kind);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<(), Unoutlined> {
        self.is_markup = name == MARKUP;
        value.serialize(&mut *self)?;
        self.is_markup = false;
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        kind: &'static str,
        value: &T,
    ) -> Result<(), Unoutlined> {
        self.kind(kind);
        value.serialize(&mut *self)?;
        self.json.push('}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Level<'a>, Unoutlined> {
        Ok(self.open(LIST))
    }

    fn serialize_tuple(self, _: usize) -> Result<Level<'a>, Unoutlined> {
        Ok(self.open(LIST))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Level<'a>, Unoutlined> {
        Ok(self.open(LIST))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        kind: &'static str,
        _: usize,
    ) -> Result<Level<'a>, Unoutlined> {
        self.kind(kind);
        Ok(self.open((LIST.0, "]}")))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Level<'a>, Unoutlined> {
        Ok(self.open(FIELDS))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Level<'a>, Unoutlined> {
        Ok(self.open(FIELDS))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        kind: &'static str,
        _: usize,
    ) -> Result<Level<'a>, Unoutlined> {
        self.kind(kind);
        Ok(self.open((FIELDS.0, "}}")))
    }
}

/// The end of a level, and what stands in it one by one.
macro_rules! items {
    ($($level:ident: $method:ident),*) => {
        $(impl ser::$level for Level<'_> {
            type Ok = ();
            type Error = Unoutlined;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unoutlined> {
                self.item(value)
            }

            fn end(self) -> Result<(), Unoutlined> {
                self.close();
                Ok(())
            }
        })*
    };
}

/// The same for what stands in it by name.
macro_rules! fields {
    ($($level:ident),*) => {
        $(impl ser::$level for Level<'_> {
            type Ok = ();
            type Error = Unoutlined;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Unoutlined> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Unoutlined> {
                self.close();
                Ok(())
            }
        })*
    };
}

items!(SerializeSeq: serialize_element, SerializeTuple: serialize_element);
items!(SerializeTupleStruct: serialize_field, SerializeTupleVariant: serialize_field);
fields!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Level<'_> {
    type Ok = ();
    type Error = Unoutlined;

    /// A key is no text on the page but a name by which the template finds one.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unoutlined> {
        self.next();
        match serde_json::to_value(key).map_err(ser::Error::custom)? {
            name @ Value::String(_) => self.outline.verbatim(&name),
            other => self.outline.verbatim(&other.to_string().into()),
        }
        self.outline.json.push(':');
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unoutlined> {
        value.serialize(&mut *self.outline)
    }

    fn end(self) -> Result<(), Unoutlined> {
        self.close();
        Ok(())
    }
}
