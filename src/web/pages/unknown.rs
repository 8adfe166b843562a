//! The page of something that the register does not know: what that means, what to check and what to do.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;

use crate::language::Language;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::moment::Moment;
use crate::web::render::Page;
use crate::web::view::Link;

/// Something that the register does not know.
#[derive(Debug, Clone, Serialize)]
pub(super) struct UnknownPage {
    /// The heading.
    pub title: String,
    /// The answer in a word.
    pub word: String,
    /// The answer in one sentence.
    pub sentence: String,
    /// What it means.
    pub meaning: Vec<String>,
    /// What to check.
    pub checks: Vec<String>,
    /// What to do.
    pub advice: Vec<String>,
    /// Where it is, when the register knows it now.
    pub now: Option<Link>,
}

/// The answer about something that the register did not know yet on the day whose knowledge is asked for; `path` is the
/// Dutch path of its page.
pub(super) fn not_there_yet(screen: &Screen, moment: &Moment, name: &str, path: &str) -> Result<HttpResponse, Error> {
    let language = moment.language;
    let values = [("name", name.into()), ("known", language.day(moment.known_on).into())];
    let page = UnknownPage {
        title: name.to_owned(),
        word: language.text("moment-not-yet-word").into_owned(),
        sentence: language.text_with("moment-not-yet", &values),
        meaning: Vec::new(),
        checks: texts(language, &["moment-not-yet-later"]),
        advice: Vec::new(),
        now: Some(Link::new(language.text("moment-back"), language.path(path))),
    };
    screen.show_as(StatusCode::NOT_FOUND, &page)
}

impl Page for UnknownPage {
    const TEMPLATE: &'static str = "pages/unknown";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, _: Language) -> String {
        self.title.clone()
    }

    fn section(&self) -> Section {
        Section::Search
    }

    fn trail(&self, language: Language) -> Vec<Link> {
        vec![Link::new(language.text("layout-search"), language.path("/"))]
    }
}

/// The texts with these keys.
pub(super) fn texts(language: Language, keys: &[&'static str]) -> Vec<String> {
    keys.iter().map(|key| language.text(key).into_owned()).collect()
}
