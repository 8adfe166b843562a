//! What a body hears about its delivery: what is wrong, where, what would be right, and how many rows did what.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::text::is_hidden;

/// A place in the files of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Name of the file, with the sheet for a workbook.
    pub file: Arc<str>,
    /// Line on which the row starts; the header is line 1.
    pub line: u32,
}

/// One thing that is wrong with a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file, with the sheet for a workbook.
    pub file: Arc<str>,
    /// Line on which the row starts; `None` when the fault is the file itself.
    pub line: Option<u32>,
    /// The column, when it is about one.
    pub column: Option<Cow<'static, str>>,
    /// What stood there, shortened and with invisible signs made visible.
    pub value: String,
    /// Dutch: what is wrong with the value, and what would be right.
    pub message: String,
    /// The refused row because of which this row is refused, when nothing is wrong with the row itself.
    pub because_of: Option<Place>,
    /// Whether it keeps a whole file, or the rest of one, from being read, so that it is about no row.
    pub whole_file: bool,
}

impl Fault {
    /// A fault of a file as a whole.
    pub fn of_file(file: &Arc<str>, message: impl Into<String>) -> Self {
        Self {
            file: file.clone(),
            line: None,
            column: None,
            value: String::new(),
            message: message.into(),
            because_of: None,
            whole_file: false,
        }
    }

    /// A fault of a line as a whole.
    pub fn of_line(file: &Arc<str>, line: u32, message: impl Into<String>) -> Self {
        Self { line: Some(line), ..Self::of_file(file, message) }
    }

    /// A fault of one value.
    pub fn of_value(place: &Place, column: &'static str, value: &str, message: impl Into<String>) -> Self {
        Self {
            line: Some(place.line),
            column: Some(Cow::Borrowed(column)),
            value: visible(value),
            ..Self::of_file(&place.file, message)
        }
    }
}

/// How many rows of a delivery did what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// Rows the register did not know.
    pub new: i64,
    /// Rows that say something else than the register.
    pub changed: i64,
    /// Rows the register knew already.
    pub unchanged: i64,
    /// Rows that are refused.
    pub refused: i64,
}

impl RowCounts {
    /// Rows that are right.
    pub fn accepted(self) -> i64 {
        self.new + self.changed + self.unchanged
    }

    /// Whether the register would read differently afterwards.
    pub fn change_anything(self) -> bool {
        self.new + self.changed > 0
    }
}

/// Something a sender should know that keeps nothing from being stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Name of the file, with the sheet for a workbook; empty when it is about the delivery as a whole.
    pub file: Arc<str>,
    /// Dutch: what was seen and what was done with it.
    pub message: String,
}

/// How many faults are kept: more than anybody reads, and little memory if every row of a great file is wrong.
const MOST_KEPT: usize = 100_000;

/// The faults found so far, in the order of finding.
#[derive(Debug, Default, Clone)]
pub struct Faults {
    kept: Vec<Fault>,
    dropped: usize,
    whole_file: bool,
    /// The rows with faults that are only counted.
    beyond: BTreeSet<Place>,
}

impl Faults {
    /// Adds a fault; the faults after the hundred thousandth are only counted.
    pub fn push(&mut self, fault: Fault) {
        if self.kept.len() < MOST_KEPT {
            self.kept.push(fault);
        } else {
            self.dropped += 1;
            if let Some(line) = fault.line.filter(|_| !fault.whole_file) {
                self.beyond.insert(Place { file: fault.file, line });
            }
        }
    }

    /// Adds a fault that keeps a whole file, or the rest of one, from being read.
    pub fn push_whole_file(&mut self, fault: Fault) {
        self.whole_file = true;
        self.push(Fault { whole_file: true, ..fault });
    }

    /// The faults that are about no row, but about a file or its header.
    pub fn of_files(&self) -> impl Iterator<Item = &Fault> {
        self.kept.iter().filter(|fault| fault.whole_file || fault.line.is_none())
    }

    /// The faults of each row that has any, by file and line. Of a row whose faults are only counted there are none.
    pub fn by_row(&self) -> BTreeMap<Place, Vec<&Fault>> {
        let mut rows: BTreeMap<Place, Vec<&Fault>> =
            self.beyond.iter().map(|place| (place.clone(), Vec::new())).collect();
        for fault in self.kept.iter().filter(|fault| !fault.whole_file) {
            if let Some(line) = fault.line {
                rows.entry(Place { file: fault.file.clone(), line }).or_default().push(fault);
            }
        }
        rows
    }

    /// Whether a file could not be read to its end: what it would have said about the other rows is then unknown.
    pub fn concern_whole_file(&self) -> bool {
        self.whole_file
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// The faults, sorted by file and line after [`Faults::sort`].
    pub fn as_slice(&self) -> &[Fault] {
        &self.kept
    }

    /// How many faults there were beyond the ones that are kept.
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Orders the faults by file and line, so that a sender can walk through a file from top to bottom.
    pub fn sort(&mut self) {
        self.kept.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    }
}

/// How much of a value a message shows.
const LONGEST_SHOWN: usize = 60;

/// The value as a message may show it: at most sixty signs, with invisible signs made visible.
pub fn visible(value: &str) -> String {
    let mut shown: String = value.chars().take(LONGEST_SHOWN).map(visible_sign).collect();
    if value.chars().nth(LONGEST_SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// Signs that a terminal obeys or that turn text around become pictures; the rest stays as it is.
fn visible_sign(sign: char) -> char {
    match sign {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(sign)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        _ if is_hidden(sign) => '\u{fffd}',
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn shown_values_are_short_and_harmless() {
        assert_eq!(visible("a\x1b[31mb\n"), "a␛[31mb␊");
        assert_eq!(visible(&"é".repeat(61)), format!("{}…", "é".repeat(60)));
        assert_eq!(visible("Çelik"), "Çelik");
    }
}
