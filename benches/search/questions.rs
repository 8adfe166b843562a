//! What people type, by kind, and what the register makes of it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use stelselwacht::services::search::{Hit, Question, Register};

use crate::firms::{Draw, Firm, firms, misspelt, without_legal_form};
use crate::missed::Names;
use crate::on_processor;

/// Of each kind.
const ASKED: usize = 400;

/// Hits on the first page.
pub(crate) const PAGE: usize = 25;

/// A question, and how to see whether a hit is what was meant.
pub(crate) struct Asked {
    pub(crate) kind: &'static str,
    pub(crate) question: Question,
    meant: Meant,
}

enum Meant {
    Name(String),
    /// A name but for its legal form, which was not typed.
    Words(String),
    Kvk(String),
    Place(&'static str),
    Postcode(String),
}

/// The questions of all kinds, about firms all over the register, mixed.
pub(crate) fn mixed(size: usize, _: NaiveDate) -> Vec<Asked> {
    let step = (size / ASKED).max(1);
    let mut draw = Draw::new(99);
    let mut asked = Vec::new();
    for firm in firms(size, 7).step_by(step).take(ASKED) {
        about(&firm, &mut draw, &mut asked);
    }
    // Mixed, so that no kind has the caches of the processor for itself.
    for at in (1..asked.len()).rev() {
        asked.swap(at, draw.below(at + 1));
    }
    asked
}

fn about(firm: &Firm, draw: &mut Draw, asked: &mut Vec<Asked>) {
    let plain = without_legal_form(&firm.name).to_lowercase();
    let words = || Meant::Words(plain.clone());
    let mut ask = |kind, text: String, meant| {
        asked.push(Asked { kind, question: Question { text, ..Question::default() }, meant });
    };
    let letters = plain.chars().count();
    // Typed until a part of the last word is left: before that, too many firms begin so for one page.
    let last = plain.rsplit([' ', '-']).next().map_or(letters, |last| last.chars().count());
    let typed = letters - last * (10 + draw.below(40)) / 100;
    ask("name", firm.name.clone(), Meant::Name(firm.name.clone()));
    ask("prefix", plain.chars().take(typed).collect(), words());
    ask("one mistake", misspelt(&plain, 1, draw), words());
    ask("two mistakes", misspelt(&plain, 2, draw), words());
    ask("name and place", format!("{plain} {}", firm.place.to_lowercase()), words());
    ask("place", firm.place.to_lowercase(), Meant::Place(firm.place));
    ask("postcode, 4 digits", firm.postcode[..4].to_owned(), Meant::Postcode(firm.postcode[..4].to_owned()));
    ask(
        "postcode, whole",
        format!("{} {}", &firm.postcode[..4], firm.postcode[4..].to_lowercase()),
        Meant::Postcode(firm.postcode.clone()),
    );
    ask("KvK number", firm.kvk.clone(), Meant::Kvk(firm.kvk.clone()));
    ask("certificate", firm.certificate.replace('-', " ").to_lowercase(), Meant::Kvk(firm.kvk.clone()));
}

impl Asked {
    /// Whether what was meant is among the hits: the firm or one of the same name, or a
    /// firm in the place, beside those that are named after it.
    fn answered_by(&self, hits: &[Hit]) -> bool {
        match &self.meant {
            Meant::Name(name) => hits.iter().any(|hit| hit.firm.name() == name),
            Meant::Words(words) => hits.iter().any(|hit| without_legal_form(hit.firm.name()).to_lowercase() == *words),
            Meant::Kvk(kvk) => hits.first().is_some_and(|hit| hit.firm.kvk().as_str() == kvk),
            Meant::Place(place) => hits.iter().any(|hit| hit.firm.place() == *place),
            Meant::Postcode(code) => {
                !hits.is_empty() && hits.iter().all(|hit| hit.firm.postcode().as_str().starts_with(code.as_str()))
            }
        }
    }
}

/// Asks everything and prints recall, latency and throughput.
pub(crate) fn measure(register: &Register, asked: &[Asked], today: NaiveDate) {
    for question in asked.iter().take(500) {
        register.search(&question.question, today, 0, PAGE);
    }
    let mut times: Vec<(&str, Duration, bool)> = Vec::with_capacity(asked.len());
    let mut missed = Vec::new();
    for question in asked {
        let started = Instant::now();
        let answer = register.search(&question.question, today, 0, PAGE);
        let took = started.elapsed();
        let found = question.answered_by(&answer.hits);
        if !found {
            missed.push(question);
        }
        times.push((question.kind, took, found));
    }
    println!("{:<20} {:>8} {:>10} {:>10} {:>10} {:>10}", "questions", "recall", "median", "90 %", "99 %", "most");
    let mut kinds: Vec<&str> = times.iter().map(|time| time.0).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        print(kind, times.iter().filter(|time| time.0 == kind));
    }
    print("all, mixed", times.iter());
    let started = on_processor();
    for question in asked {
        std::hint::black_box(register.search(&question.question, today, 0, PAGE));
    }
    let whole = on_processor().saturating_sub(started);
    println!("{:.0} searches a second on one core", asked.len() as f64 / whole.as_secs_f64());
    explain(register, &missed, today);
}

/// Says of the names that were not found whether they could have been.
fn explain(register: &Register, missed: &[&Asked], today: NaiveDate) {
    let names = Names::of(register.len());
    let mut counts: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let list = std::env::args().any(|argument| argument == "missed");
    for question in missed {
        let text = &question.question.text;
        let (Meant::Name(name) | Meant::Words(name)) = &question.meant else {
            println!("  missed ({}): {text}", question.kind);
            continue;
        };
        let others = names.around(text, &without_legal_form(name).to_lowercase());
        let count = counts.entry(question.kind).or_default();
        count.0 += 1;
        count.1 += usize::from(others.hide_it());
        count.2 += usize::from(others.leave_it_to_luck());
        if list {
            println!("  missed ({}): {text} <- {name}; {others:?}", question.kind);
            let hits = register.search(&question.question, today, 0, PAGE).hits;
            let names: Vec<&str> = hits.iter().map(|hit| without_legal_form(hit.firm.name())).collect();
            println!("      found instead: {}", names.join(", "));
        }
    }
    for (kind, (missed, hidden, luck)) in counts {
        let fair = 100.0 * (ASKED - missed) as f64 / (ASKED - hidden) as f64;
        println!(
            "{kind}: {missed} missed; for {hidden} a page of other firms is nearer to what was typed ({fair:.1} % of the rest \
             found), for {luck} more a page is as near"
        );
    }
}

fn print<'a>(kind: &str, times: impl Iterator<Item = &'a (&'a str, Duration, bool)>) {
    let (mut took, mut found) = (Vec::new(), 0_usize);
    for time in times {
        took.push(time.1);
        found += usize::from(time.2);
    }
    took.sort_unstable();
    let at = |hundredths: usize| took[(took.len() * hundredths / 100).min(took.len() - 1)];
    let recall = 100.0 * found as f64 / took.len() as f64;
    println!("{kind:<20} {recall:>7.1}% {:>10.1?} {:>10.1?} {:>10.1?} {:>10.1?}", at(50), at(90), at(99), at(100));
}
