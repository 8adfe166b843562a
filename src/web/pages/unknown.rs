//! The page of something that the register does not know: what that means, what to check and what to do.

use serde::Serialize;

use crate::language::Language;
use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::Link;

/// A firm or certificate that the register does not know.
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
