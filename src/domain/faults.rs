//! What is wrong with something that was handed in, and where.

use std::fmt;

/// One thing that is wrong: its place in what was handed in, and a Dutch sentence that says what would be right.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fault {
    /// Where it stands, as in `regels[3].maatregel`; empty for the whole.
    pub place: String,
    /// What is wrong and what would be right, in Dutch.
    pub message: String,
}

impl Fault {
    /// A fault at this place.
    pub fn at(place: impl fmt::Display, message: impl Into<String>) -> Self {
        Self { place: place.to_string(), message: message.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.place, self.message) }
    }
}

/// Everything that is wrong, in the order in which it was found; shown as one line per fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (line, fault) in self.0.iter().enumerate() {
            write!(f, "{}{fault}", if line == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}
