//! The outcome in plain Dutch sentences, for the body, the regulator and a judge alike.

mod prescribed;
mod verdicts;

use std::fmt::Display;

use chrono::NaiveDate;

use super::trace::Earlier;
use super::{Assessment, Trace};
use crate::domain::calendar::{Term, in_words};
use crate::domain::identifiers::{CategoryCode, MeasureCode};
use crate::domain::matrix::Matrix;

impl Assessment {
    /// How the outcome came about, as sentences in the order in which the rules apply. `matrix` is the one that was in
    /// force on the date of the audit.
    pub fn explain(&self, matrix: &Matrix) -> Vec<String> {
        let mut story = Story { assessment: self, matrix, sentences: Vec::new() };
        let body = self.body.as_ref().map(|body| format!(" door {body}")).unwrap_or_default();
        story.say(format!(
            "Onderzoek {}{body} van {}, gezien naar de stand van {}.",
            self.audit,
            in_words(self.date),
            in_words(self.as_of)
        ));
        let nothing = Trace::default();
        let trace = self.trace.as_deref().unwrap_or(&nothing);
        story.findings(trace);
        story.changes(trace);
        story.prescription(trace);
        story.decisions(trace);
        story.verdicts(trace);
        story.sentences
    }
}

/// The sentences so far, and what they are about.
struct Story<'a> {
    assessment: &'a Assessment,
    matrix: &'a Matrix,
    sentences: Vec<String>,
}

impl<'a> Story<'a> {
    fn say(&mut self, sentence: String) {
        self.sentences.push(sentence);
    }

    fn measure<'b>(&self, code: &'b MeasureCode) -> &'b str
    where
        'a: 'b,
    {
        self.matrix.measure(code).map_or(code.as_str(), |measure| &measure.name)
    }

    /// A category in a sentence: `categorie ‘Kritiek’`, or only its name when that says the word already. One that the
    /// matrix does not know is shown by its code.
    fn category(&self, code: &CategoryCode) -> String {
        let name = self.matrix.category(code).map_or(code.as_str(), |category| &category.name);
        let says_so = name.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("categorie"));
        format!("{}‘{name}’", if says_so { "" } else { "categorie " })
    }
}

/// `K1 en K2`, `K1, K2 en K3`.
fn enumeration<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    let mut words: Vec<_> = items.into_iter().map(|item| item.to_string()).collect();
    let last = words.pop().unwrap_or_default();
    if words.is_empty() { last } else { format!("{} en {last}", words.join(", ")) }
}

/// The earlier audits by name, with how many are left out: at most the latest few are named.
fn earlier_audits(earlier: &[Earlier], total: Option<u32>) -> String {
    let name = |earlier: &Earlier| match &earlier.audit {
        Some(audit) => format!("{audit} ({})", in_words(earlier.date)),
        None => format!("een onderzoek door een andere instelling ({})", in_words(earlier.date)),
    };
    let named = enumeration(earlier.iter().map(name));
    let more = total.map_or(0, |total| total.saturating_sub(u32::try_from(earlier.len()).unwrap_or(u32::MAX)));
    if more == 0 { named } else { format!("{named}, en nog {more} daarvoor") }
}

fn times(count: u32) -> String {
    format!("{count}e keer")
}

fn on(day: NaiveDate) -> String {
    in_words(day)
}

/// Says that a term ran on because it would have ended on a day that is no working day.
fn prolonged(term: Term, start: NaiveDate, matrix: &Matrix) -> String {
    let (plain, end) = (term.end_after(start, false), term.end_after(start, matrix.prolongs()));
    if plain == end { String::new() } else { format!(", omdat {} geen werkdag is", in_words(plain)) }
}
