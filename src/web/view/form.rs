//! Fields of forms. A field keeps what was typed and carries its own error.

use serde::Serialize;

/// What a [`Field`] takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A line of text.
    Text,
    /// Words to search for.
    Search,
    /// A day.
    Date,
    /// An e-mail address.
    Email,
    /// A password; what was typed is not kept.
    Password,
    /// A file.
    File,
}

/// A field with its label, help and error.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// The name in the form, also the id on the page.
    pub name: String,
    /// What to fill in.
    pub label: String,
    /// What it takes.
    pub kind: Kind,
    /// What was filled in.
    pub value: String,
    /// How to fill it in.
    pub help: Option<String>,
    /// What is wrong with what was filled in, and what would be right.
    pub error: Option<String>,
    /// What the browser may fill in by itself, as in `username`.
    pub autocomplete: Option<String>,
    /// Whether it may not be empty.
    pub required: bool,
    /// Whether the label says that it may be empty; where every field may be, it need not.
    pub says_optional: bool,
    /// Which files can be chosen, as in `.csv,.xlsx`.
    pub accept: Option<String>,
}

impl Field {
    /// An empty field that must be filled in.
    pub fn new(kind: Kind, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            kind,
            value: String::new(),
            help: None,
            error: None,
            autocomplete: None,
            required: true,
            says_optional: false,
            accept: None,
        }
    }

    /// The same field with what was filled in.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The same field with an explanation.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same field with what is wrong.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// The same field, which the browser may fill in.
    #[must_use]
    pub fn autocomplete(mut self, what: impl Into<String>) -> Self {
        self.autocomplete = Some(what.into());
        self
    }

    /// The same field, which may stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self.says_optional = true;
        self
    }

    /// The same field, which may stay empty like all fields around it.
    #[must_use]
    pub fn as_filter(mut self) -> Self {
        self.required = false;
        self
    }

    /// The same field, for these kinds of files.
    #[must_use]
    pub fn accept(mut self, extensions: impl Into<String>) -> Self {
        self.accept = Some(extensions.into());
        self
    }
}

/// A list to choose one thing from.
#[derive(Debug, Clone, Serialize)]
pub struct Select {
    /// The name in the form, also the id on the page.
    pub name: String,
    /// What to choose.
    pub label: String,
    /// What there is to choose from.
    pub choices: Vec<Choice>,
    /// What is wrong with what was chosen, and what would be right.
    pub error: Option<String>,
}

/// One thing to choose in a [`Select`].
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// Whether it is chosen now.
    pub chosen: bool,
}

impl Select {
    /// A list of values with their labels, of which `chosen` is chosen.
    pub fn new<V: Into<String>, L: Into<String>>(
        name: impl Into<String>,
        label: impl Into<String>,
        chosen: &str,
        choices: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        let choices = choices.into_iter().map(|(value, label)| {
            let value = value.into();
            Choice { chosen: value == chosen, value, label: label.into() }
        });
        Self { name: name.into(), label: label.into(), choices: choices.collect(), error: None }
    }

    /// The same list with what is wrong.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }
}
