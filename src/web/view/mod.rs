//! The parts that pages are made of, each with a template of the same name under `templates/partials/`.

mod chart;
mod form;
mod pagination;
mod table;
mod thread;

pub use chart::{Chart, HeatCell, HeatMap, HeatRow, Shade};
pub use form::{Choice, Field, Kind, Select};
pub use pagination::{PageLink, Pagination};
pub use table::{Cell, Column, Row, Table};
pub use thread::{Button, ThreadStep};

use serde::Serialize;

/// What something means for the reader; always shown by a word and a shape, and by colour only besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// As it should be.
    Positive,
    /// Look here.
    Warning,
    /// Not as it should be.
    Negative,
    /// For your information.
    Info,
    /// Without judgement.
    Neutral,
}

impl Tone {
    /// Every tone.
    pub const ALL: [Self; 5] = [Self::Positive, Self::Warning, Self::Negative, Self::Info, Self::Neutral];
}

/// A label with a word and a shape.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The word, as in `geldig`.
    pub word: String,
    /// The shape and colour that go with it.
    pub tone: Tone,
}

impl Status {
    /// The label with this word and tone.
    pub fn new(tone: Tone, word: impl Into<String>) -> Self {
        Self { word: word.into(), tone }
    }
}

/// A message that stands out on the page.
#[derive(Debug, Clone, Serialize)]
pub struct Alert {
    /// The shape and colour.
    pub tone: Tone,
    /// The message in a few words.
    pub title: String,
    /// What it means and what to do.
    pub text: String,
}

impl Alert {
    /// The message with this tone, title and text.
    pub fn new(tone: Tone, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { tone, title: title.into(), text: text.into() }
    }
}

/// A piece of text that leads somewhere.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// The text.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

impl Link {
    /// The text that leads to this address.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// One fact in a list of facts: a term and its value.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// What the fact is about.
    pub term: String,
    /// The fact.
    pub value: String,
    /// Where the value leads, if anywhere.
    pub href: Option<String>,
    /// The value as a label, if it is one.
    pub status: Option<Status>,
}

impl Fact {
    /// A fact as plain text.
    pub fn new(term: impl Into<String>, value: impl Into<String>) -> Self {
        Self { term: term.into(), value: value.into(), href: None, status: None }
    }

    /// The same fact, leading somewhere.
    #[must_use]
    pub fn linked(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// A fact shown as a label.
    pub fn status(term: impl Into<String>, status: Status) -> Self {
        Self { term: term.into(), value: String::new(), href: None, status: Some(status) }
    }
}

/// Something that happened on a day, in a list that runs through time.
#[derive(Debug, Clone, Serialize)]
pub struct Event {
    /// The day in words.
    pub date: String,
    /// What happened.
    pub text: String,
    /// What it means.
    pub tone: Tone,
}

impl Event {
    /// What happened on the day.
    pub fn new(date: impl Into<String>, tone: Tone, text: impl Into<String>) -> Self {
        Self { date: date.into(), text: text.into(), tone }
    }
}
