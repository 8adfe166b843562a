//! What somebody wrote, as it was meant.

/// How many characters somebody may write at once.
pub const LONGEST: usize = 4_000;

/// Words that somebody wrote: not empty, with lines but without other control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(String);

/// Why a text will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidWords {
    /// There is nothing in it.
    #[error("vul hier in waarom")]
    Empty,
    /// It is too long.
    #[error("is te lang: ten hoogste {LONGEST} tekens")]
    TooLong,
}

impl Words {
    /// Reads what was typed.
    ///
    /// # Errors
    /// [`InvalidWords`] when it is empty or too long.
    pub fn parse(text: &str) -> Result<Self, InvalidWords> {
        let words = Self::delivered(text).ok_or(InvalidWords::Empty)?;
        if words.0.chars().count() > LONGEST { Err(InvalidWords::TooLong) } else { Ok(words) }
    }

    /// What stood in a delivery, which has bounds of its own; none when there is nothing in it.
    pub fn delivered(text: &str) -> Option<Self> {
        let lines = text.trim().replace("\r\n", "\n").replace('\r', "\n");
        let seen: String = lines.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        (!seen.trim().is_empty()).then_some(Self(seen))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
