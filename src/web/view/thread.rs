//! A thread of steps that people took, and the choices of a form that takes the next one.

use serde::Serialize;

/// A step of a thread.
#[derive(Debug, Clone, Serialize)]
pub struct ThreadStep {
    /// What happened.
    pub what: String,
    /// Who did it and when.
    pub who: String,
    /// In which words; may be empty.
    pub words: String,
}

/// A choice of a form.
#[derive(Debug, Clone, Serialize)]
pub struct Button {
    /// What the form sends.
    pub value: &'static str,
    /// What stands on it.
    pub label: &'static str,
    /// Whether it is the first thing to think of.
    pub primary: bool,
}
