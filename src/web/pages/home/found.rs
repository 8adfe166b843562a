//! What was found, or what to do when nothing was.

use chrono::NaiveDate;
use serde::Serialize;

use super::PAGE;
use super::asked::{Asked, Key, Understood};
use super::hit::Shown;
use super::words::Said;
use crate::language::{FluentValue, Language};
use crate::services::search::{Answer, Hit, Question, Register};
use crate::web::error::Error;
use crate::web::markup::SafeMarkup;
use crate::web::portal::Portal;
use crate::web::view::{Link, Pagination};

/// What was found.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// How much was found, in a sentence; what was typed stands between the two parts.
    before: String,
    /// What was typed, unless only filters were set.
    quoted: Option<String>,
    /// The rest of the sentence.
    after: String,
    /// That there are more than are shown, or that the page that was asked for is not there.
    notes: Vec<String>,
    /// The firms, best first.
    hits: Option<SafeMarkup>,
    /// The way to the other hits.
    pagination: Option<Pagination>,
    /// Whether distances are shown, so that it is said where they come from.
    distances: bool,
    /// What to do when nothing was found.
    nothing: Option<Nothing>,
}

/// What to do when nothing was found.
#[derive(Debug, Clone, Serialize)]
pub struct Nothing {
    /// Firms that fit when something is left out of the question.
    near_misses: Option<SafeMarkup>,
    /// Where to go from here.
    ways: Vec<Link>,
}

/// Firms that are shown when nothing fits the whole question.
const NEAR_MISSES: usize = 3;

impl Found {
    /// What the register answers to the question.
    pub(super) fn answering(
        language: Language,
        asked: &Asked,
        understood: &Understood,
        portal: &Portal,
    ) -> Result<Self, Error> {
        let (register, today) = (&portal.register, portal.today());
        let shown = |hits| shown(language, hits, &portal.said, today);
        let question = &understood.question;
        let first = |page: u64| usize::try_from(page - 1).unwrap_or(usize::MAX).saturating_mul(PAGE);
        let mut page = understood.page;
        let mut answer = register.search(question, today, first(page), PAGE);
        let mut notes = Vec::new();
        if answer.hits.is_empty() && answer.total > 0 && page > 1 {
            notes.push(language.text_with("search-last-page", &[("page", language.count(page).into())]));
            page = answer.total.div_ceil(PAGE as u64);
            answer = register.search(question, today, first(page), PAGE);
        }
        // Firms to which not every word applies are no answer, but may be what was meant.
        let partly = answer.is_partly();
        let mut near_misses = if partly { std::mem::take(&mut answer.hits) } else { Vec::new() };
        if partly {
            (answer.total, answer.at_least) = (0, false);
        }
        if answer.at_least && page.saturating_mul(PAGE as u64) >= answer.total {
            notes.push(language.text("search-narrow").into_owned());
        }
        let nothing = if answer.hits.is_empty() {
            if near_misses.is_empty() {
                near_misses = similar(question, register, today);
            }
            near_misses.truncate(NEAR_MISSES);
            let filtered = !question.filters.is_empty() || question.near.is_some();
            Some(Nothing::new(language, filtered.then_some(asked), &shown(&near_misses)?)?)
        } else {
            None
        };
        let found = Self::new(language, asked, &answer, page, &shown(&answer.hits)?)?;
        Ok(Self { notes, nothing, distances: question.near.is_some(), ..found })
    }

    /// The answer in words, with these firms.
    pub(super) fn new(
        language: Language,
        asked: &Asked,
        answer: &Answer,
        page: u64,
        shown: &[Shown<'_>],
    ) -> Result<Self, Error> {
        let (before, after) = sentence(language, answer, !asked.get(Key::Text).is_empty());
        let count = [("count", FluentValue::from(answer.total))];
        let things = if answer.at_least { "search-things-at-least" } else { "search-things" };
        let things = language.text_with(things, &count);
        let pagination = (answer.total > PAGE as u64).then(|| {
            Pagination::speaking(language, page, PAGE as u64, answer.total, &things, |page| {
                asked.on_page(page).href(language)
            })
        });
        let text = asked.get(Key::Text);
        Ok(Self {
            before,
            quoted: (!text.is_empty()).then(|| text.to_owned()),
            after,
            notes: Vec::new(),
            hits: markup(language, shown)?,
            pagination,
            distances: shown.iter().any(|shown| !shown.distance.is_empty()),
            nothing: None,
        })
    }

    /// The same, with what to do because nothing was found.
    #[cfg(test)]
    pub(super) fn with_nothing(self, nothing: Nothing) -> Self {
        Self { nothing: Some(nothing), ..self }
    }

    /// The sentence for where no markup can be; what was typed keeps its own direction.
    pub(super) fn title(&self) -> String {
        match &self.quoted {
            Some(quoted) => format!("{}\u{2068}{quoted}\u{2069}{}", self.before, self.after),
            None => self.before.clone(),
        }
    }
}

fn sentence(language: Language, answer: &Answer, typed: bool) -> (String, String) {
    let count = [("count", FluentValue::from(answer.total))];
    match (answer.total, answer.at_least, typed) {
        (0, _, true) => language.text_around("search-none", "query", &[]),
        (0, _, false) => (language.text("search-none-listed").into_owned(), String::new()),
        (_, true, true) => language.text_around("search-found-at-least", "query", &count),
        (_, true, false) => (language.text_with("search-listed-at-least", &count), String::new()),
        (_, false, true) => language.text_around("search-found", "query", &count),
        (_, false, false) => (language.text_with("search-listed", &count), String::new()),
    }
}

fn markup(language: Language, shown: &[Shown<'_>]) -> Result<Option<SafeMarkup>, Error> {
    let mut markup = String::with_capacity(shown.len() * 1024);
    for hit in shown {
        hit.cast(language, &mut markup).map_err(Error::internal)?;
    }
    Ok((!shown.is_empty()).then(|| SafeMarkup::vouched(markup)))
}

fn shown<'a>(language: Language, hits: &'a [Hit], said: &Said, today: NaiveDate) -> Result<Vec<Shown<'a>>, Error> {
    hits.iter().map(|hit| Shown::of(language, hit, said, today)).collect()
}

impl Nothing {
    /// The ways on from here, and firms that were perhaps meant; `filtered` is the question if it has filters.
    pub(super) fn new(language: Language, filtered: Option<&Asked>, shown: &[Shown<'_>]) -> Result<Self, Error> {
        let mut ways = Vec::new();
        let mut way = |key: &str, href: String| ways.push(Link::new(language.text(key), href));
        if let Some(asked) = filtered {
            let filters: Vec<Key> = Key::ALL.into_iter().filter(|key| *key != Key::Text).collect();
            way("search-way-again", asked.without(&filters).href(language));
        } else {
            way("search-way-method", language.path("/methode"));
        }
        way("search-way-firms", language.path("/?status=mag-werken"));
        way("search-way-bodies", language.path("/instellingen"));
        Ok(Self { near_misses: markup(language, shown)?, ways })
    }
}

/// Firms that fit the question but for its filters, or one of its two words. Of more words the register itself leaves one
/// out.
fn similar(question: &Question, register: &Register, today: NaiveDate) -> Vec<Hit> {
    let find =
        |text: &str| register.search(&Question { text: text.to_owned(), ..Question::default() }, today, 0, NEAR_MISSES);
    if question.text.is_empty() {
        return Vec::new();
    }
    if !question.filters.is_empty() || question.near.is_some() {
        let unfiltered = find(&question.text);
        if !unfiltered.hits.is_empty() {
            return unfiltered.hits;
        }
    }
    let words: Vec<&str> = question.text.split_whitespace().collect();
    let [first, second] = words[..] else { return Vec::new() };
    // Whichever word is carried by the fewest says most about who was meant.
    let found = [find(first), find(second)].into_iter().filter(|answer| answer.total > 0);
    found.min_by_key(|answer| answer.total).map_or_else(Vec::new, |answer| answer.hits)
}
