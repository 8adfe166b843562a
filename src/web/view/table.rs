//! Tables of facts; on a narrow screen every row becomes a small list with the column names beside the values.

use serde::Serialize;

use super::Status;
use crate::language::Language;

/// A longer word than this does not fit a column of a wide table.
const LONGEST_WORD: usize = 32;

/// A table with its caption and what to say when it has no rows.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// Whether the caption is only for those who hear the page, because a heading says the same.
    pub caption_hidden: bool,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows, top to bottom.
    pub rows: Vec<Row>,
    /// The sentence in place of a table without rows.
    pub empty: String,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// Whether its values are figures, set to the right.
    pub numeric: bool,
}

/// A row of a [`Table`].
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// One cell per column.
    pub cells: Vec<Cell>,
}

/// A value in a [`Row`].
#[derive(Debug, Clone, Default, Serialize)]
pub struct Cell {
    /// The value.
    pub text: String,
    /// The heading of its column, for narrow screens.
    label: String,
    /// Whether the cell names its row.
    heading: bool,
    /// Whether the value is a figure.
    numeric: bool,
    /// Whether a word in it is so long that it may be broken anywhere.
    long: bool,
    /// Where the value leads.
    href: Option<String>,
    /// The value as labels.
    statuses: Vec<Status>,
    /// A remark under the value.
    note: Option<String>,
    /// The language of the value when it is not that of the page.
    lang: Option<&'static str>,
}

impl Column {
    /// A column of words.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: false }
    }

    /// A column of figures.
    pub fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: true }
    }
}

impl Cell {
    /// A value.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The value that names its row.
    pub fn heading(text: impl Into<String>) -> Self {
        Self { text: text.into(), heading: true, ..Self::default() }
    }

    /// A value shown as a label.
    pub fn status(status: Status) -> Self {
        Self { statuses: vec![status], ..Self::default() }
    }

    /// A value shown as several labels.
    pub fn statuses(statuses: Vec<Status>) -> Self {
        Self { statuses, ..Self::default() }
    }

    /// The same cell, leading somewhere.
    #[must_use]
    pub fn linked(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// The same cell, its value in Dutch as it was delivered, on a page in this language: who hears the page then hears it
    /// as Dutch.
    #[must_use]
    pub fn dutch_on(mut self, page: Language) -> Self {
        self.lang = (page != Language::Dutch).then(|| Language::Dutch.code());
        self
    }

    /// The same cell with a remark under the value.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

impl Table {
    /// A table that still has no rows.
    pub fn new(caption: impl Into<String>, columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            caption: caption.into(),
            caption_hidden: false,
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            empty: "Er is niets om te laten zien.".to_owned(),
        }
    }

    /// The same table with another sentence for when it has no rows.
    #[must_use]
    pub fn or_say(mut self, empty: impl Into<String>) -> Self {
        self.empty = empty.into();
        self
    }

    /// The same table, its caption only for those who hear the page.
    #[must_use]
    pub fn under_heading(mut self) -> Self {
        self.caption_hidden = true;
        self
    }

    /// Adds a row; each cell takes the heading of its column.
    pub fn push(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let cells = cells.into_iter().zip(&self.columns).map(|(mut cell, column)| {
            cell.label.clone_from(&column.label);
            cell.numeric = column.numeric;
            cell.long = cell.text.split_whitespace().any(|word| word.chars().count() > LONGEST_WORD);
            cell
        });
        self.rows.push(Row { cells: cells.collect() });
    }

    /// The same table with these rows.
    #[must_use]
    pub fn with<const N: usize>(mut self, rows: impl IntoIterator<Item = [Cell; N]>) -> Self {
        for row in rows {
            self.push(row);
        }
        self
    }
}
