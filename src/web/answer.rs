//! The answer that a page begins with: colour, shape, a word, one sentence, and what to do.

use serde::Serialize;

use super::view::Tone;

/// The answer, as `partials/answer` shows it.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The colour and shape.
    pub tone: Tone,
    /// The day it is about, as a heading: `Vandaag, 24 november 2026`.
    pub day: String,
    /// The answer in a word or two: `Ja`, `Nee, geschorst`.
    pub word: String,
    /// The answer in one sentence.
    pub sentence: String,
    /// What the reader must know beside it.
    pub notes: Vec<String>,
    /// What to do when the answer is not a plain yes.
    pub advice: Vec<String>,
}
