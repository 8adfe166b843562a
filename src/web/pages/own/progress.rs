//! What to show while a delivery is being read or stored and that takes longer than a moment.

use serde::Serialize;

use crate::language::Language;
use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::Link;

/// The header that makes a browser ask for the page again; the pages have no scripts.
pub const REFRESH: (&str, &str) = ("refresh", "2");

/// How far the work on a delivery is. The answer carries [`REFRESH`].
#[derive(Debug, Clone, Serialize)]
pub struct ProgressPage {
    /// What is being done, as in `Wij lezen uw bestanden`.
    pub work: String,
    /// How far it is, in a sentence.
    pub sentence: String,
    /// How many rows are done.
    pub done: u64,
    /// How many rows there are; none when that is not known yet.
    pub total: Option<u64>,
    /// The address of this page, for a browser that does not ask again by itself.
    pub again: String,
}

impl Page for ProgressPage {
    const TEMPLATE: &'static str = "pages/own/progress";

    fn title(&self, _: Language) -> String {
        self.work.clone()
    }

    fn section(&self) -> Section {
        Section::Deliveries
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Aanleveringen", "/instelling/aanleveringen")]
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, ProgressPage)> {
    let page = |total| ProgressPage {
        work: "Wij lezen uw bestanden".to_owned(),
        sentence: "12.400 van 38.000 rijen zijn gelezen.".to_owned(),
        done: 12_400,
        total,
        again: "/instelling/aanleveringen/k7f2m9".to_owned(),
    };
    vec![("own-progress", page(Some(38_000))), ("own-progress-unknown", page(None))]
}
