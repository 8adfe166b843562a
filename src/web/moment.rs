//! The day that a page is about (`peildatum`) and the day whose knowledge it shows (`bekend-op`): read from the query, said
//! on the page, and carried along by its links.

use actix_web::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::address;
use super::error::Error;
use super::portal::Portal;
use super::view::{Alert, Field, Kind, Tone};
use crate::domain::as_of::{DayFault, Span};
use crate::language::Language;
use crate::services::register;
use crate::services::{Known, StorageError};

/// The part of a query that asks for another day.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    peildatum: String,
    #[serde(default, rename = "bekend-op")]
    bekend_op: String,
}

/// When a page is about, and in which language that is said.
#[derive(Debug, Clone)]
pub struct Moment {
    /// The day it is about.
    pub day: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// Whose knowledge it shows.
    pub known: Known,
    /// The day of that knowledge.
    pub known_on: NaiveDate,
    /// The first day of the history that the public is shown.
    pub oldest: NaiveDate,
    /// The language of the page.
    pub language: Language,
    asked: Asked,
    span: Span,
    faults: [Option<DayFault>; 2],
}

/// Whether a day lies before, on or after today; pages speak in that tense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// Before today.
    Past,
    /// Today.
    Today,
    /// After today: everything may still change.
    Future,
}

impl Tense {
    /// The tense of the day, seen from today.
    pub fn of(day: NaiveDate, today: NaiveDate) -> Self {
        match day.cmp(&today) {
            std::cmp::Ordering::Less => Self::Past,
            std::cmp::Ordering::Equal => Self::Today,
            std::cmp::Ordering::Greater => Self::Future,
        }
    }

    /// The name by which texts choose.
    pub fn name(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Today => "today",
            Self::Future => "future",
        }
    }
}

impl Moment {
    /// What the query asks for. A day that cannot be asked for is told on the page, which then shows today.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails.
    pub fn read(portal: &Portal, asked: Asked, language: Language) -> Result<Self, StorageError> {
        let (now, today) = (portal.now(), portal.today());
        let span = register::span(&portal.store, today, portal.public_history_years)?;
        let (day, known_on) = span.wanted(&asked.peildatum, &asked.bekend_op);
        let faults = [day.err(), known_on.err()];
        let right = faults == [None, None];
        let (day, known_on) = if right { (day.unwrap_or(today), known_on.unwrap_or(today)) } else { (today, today) };
        let oldest = register::oldest_shown(today, portal.public_history_years);
        let known = register::known_on(known_on, now);
        Ok(Self { day, today, known, known_on, oldest, language, asked, span, faults })
    }

    /// Now, as for a page that knows no other day.
    pub fn now(today: NaiveDate, language: Language) -> Self {
        Self {
            day: today,
            today,
            known: Known::Now,
            known_on: today,
            oldest: NaiveDate::MIN,
            language,
            asked: Asked::default(),
            span: Span::new(today, today, today),
            faults: [None, None],
        }
    }

    /// The status of a page that is about this moment.
    pub fn status(&self) -> StatusCode {
        if self.faults == [None, None] { StatusCode::OK } else { StatusCode::BAD_REQUEST }
    }

    /// The tense in which the page speaks of its day.
    pub fn tense(&self) -> Tense {
        Tense::of(self.day, self.today)
    }

    /// The day in words.
    pub fn day_in_words(&self) -> String {
        self.language.day(self.day)
    }

    /// Whether the page shows today as it is known now.
    pub fn is_now(&self) -> bool {
        self.day == self.today && self.known == Known::Now
    }

    /// The address of a public page in the language of this one, from its Dutch address, about the same moment.
    pub fn link(&self, address: &str) -> String {
        self.language.path(&self.asked_of(address))
    }

    /// The same address with the question of this moment behind it.
    pub fn asked_of(&self, address: &str) -> String {
        let (path, own) = address.split_once('?').unwrap_or((address, ""));
        let mut query = url::form_urlencoded::Serializer::new(own.to_owned());
        if self.day != self.known_on {
            query.append_pair("peildatum", &self.day.to_string());
        }
        if self.known != Known::Now {
            query.append_pair("bekend-op", &self.known_on.to_string());
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The form that asks for another moment, and what the page says about this one; `path` is the Dutch path of the page.
    pub fn chooser(&self, path: &str) -> Chooser {
        let language = self.language;
        let day_of = |text: &str, fault: Option<DayFault>, day: NaiveDate| {
            // A browser shows a day only in this form; what is no day is shown as it was typed, if it is short.
            if fault.is_some() { text.chars().take(LONGEST_SHOWN).collect() } else { day.to_string() }
        };
        let [day_fault, known_fault] = self.faults;
        let range = |key: &'static str, first, last| {
            language.text_with(key, &[("first", language.day(first).into()), ("last", language.day(last).into())])
        };
        let day = Field::new(Kind::Date, "peildatum", language.text("moment-day"))
            .help(range("moment-day-range", self.span.first, self.span.last))
            .value(day_of(&self.asked.peildatum, day_fault, self.day))
            .error(day_fault.map(|fault| in_words(fault, language)));
        let known_value = day_of(&self.asked.bekend_op, known_fault, self.known_on);
        let known = Field::new(Kind::Date, "bekend-op", language.text("moment-known"))
            .help(range("moment-known-help", self.span.first_known, self.span.today))
            // Empty means now; a day here would make every address that is shared speak of that day for ever.
            .value(if self.known == Known::Now && known_fault.is_none() { String::new() } else { known_value })
            .optional()
            .error(known_fault.map(|fault| in_words(fault, language)));
        Chooser {
            action: language.path(path),
            back: language.path(path),
            body: None,
            open: self.known != Known::Now || known_fault.is_some(),
            refused: self.refused(),
            said: self.notice(),
            day,
            known,
        }
    }

    /// That the day that was asked for is not the one that is shown; what is wrong with it stands at its field.
    fn refused(&self) -> Option<Alert> {
        let now = [("day", self.day_in_words().into())];
        let text = |key: &'static str| self.language.text_with(key, &now);
        (self.faults != [None, None])
            .then(|| Alert::new(Tone::Negative, text("moment-refused"), text("moment-refused-now")))
    }

    /// What is to be said about a page that does not show now.
    fn notice(&self) -> Option<String> {
        let language = self.language;
        let values = [("day", self.day_in_words().into()), ("known", language.day(self.known_on).into())];
        if self.known != Known::Now {
            return Some(language.text_with("moment-said", &values));
        }
        let key = match self.tense() {
            Tense::Today => return None,
            Tense::Past => "moment-past",
            Tense::Future => "moment-future",
        };
        Some(language.text_with(key, &values[..1]))
    }
}

impl Chooser {
    /// The same for somebody who had work done on a day.
    #[must_use]
    pub fn for_work(mut self, language: Language) -> Self {
        let range = self.day.help.take().unwrap_or_default();
        self.day.help = Some(language.text_with("moment-day-of-work", &[("range", range.into())]));
        self
    }
}

/// As much of something that is no day is shown again as a day could take.
const LONGEST_SHOWN: usize = 20;

fn in_words(fault: DayFault, language: Language) -> String {
    match fault {
        DayFault::NoDay => language.text("moment-no-day").into_owned(),
        DayFault::Outside { first, last } => language
            .text_with("moment-outside", &[("first", language.day(first).into()), ("last", language.day(last).into())]),
    }
}

/// The form for another day, as `partials/moment` shows it.
#[derive(Debug, Clone, Serialize)]
pub struct Chooser {
    /// Where the form leads: the page itself.
    pub action: String,
    /// The page as it is today.
    pub back: String,
    /// The body that the page is about besides, where its path does not say so.
    pub body: Option<String>,
    /// Whether the field for the day of the knowledge is open at once.
    pub open: bool,
    /// That today is shown because the day that was asked for cannot be.
    pub refused: Option<Alert>,
    /// What the page is about, when it is not about now.
    pub said: Option<String>,
    /// The field for the day.
    pub day: Field,
    /// The field for the day of the knowledge.
    pub known: Field,
}

impl Chooser {
    /// The same for a page that is about something of this body: on another day it is about the same.
    #[must_use]
    pub fn of_body(mut self, code: &str) -> Self {
        self.back = address::with_query(&self.action, [(address::OF_BODY, code)]);
        self.body = Some(code.to_owned());
        self
    }
}

impl Portal {
    /// What the query asks for, read beside the threads that answer.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn moment(&self, asked: Asked, language: Language) -> Result<Moment, Error> {
        self.work(move |portal| Moment::read(portal, asked, language)).await
    }
}
