//! The home page: the search box and the answer.

mod asked;
mod form;
mod found;
mod hit;
#[cfg(test)]
pub(super) mod samples;
mod suggestions;
mod words;

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

pub use form::Fault;
pub use found::{Found, Nothing};
pub(in crate::web) use words::Said;

use self::asked::{Asked, Understood};
use self::form::Form;
use crate::language::Language;
use crate::services::search::Choices;
use crate::web::address;
use crate::web::assets;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::markup::SafeMarkup;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::{Field, Link, Tone};

/// The search box with its filters, and what was found if something was asked.
#[derive(Debug, Clone, Serialize)]
pub struct HomePage {
    /// The search box with what was typed; the field is called `zoek`.
    pub search: Field,
    /// The filters.
    pub filters: SafeMarkup,
    /// The filters that are set; each leads to the same question without it.
    pub chosen: Vec<Link>,
    /// The same question without any filter, when some are set.
    pub clear: Option<String>,
    /// What makes no sense in the question.
    pub faults: Vec<Fault>,
    /// What was found.
    pub answer: Option<Found>,
    /// Where to follow this search by e-mail, when something was asked.
    pub follow: Option<String>,
    /// The feed with the changes of what it finds.
    pub feed: Option<String>,
    /// What the labels of firms can mean; each shape is on the page once.
    pub tones: [Tone; 5],
    /// The address of the script of the search box.
    pub script: &'static str,
}

impl HomePage {
    /// The page with what was asked.
    ///
    /// # Errors
    /// [`Error::Internal`] when a part of it cannot be rendered.
    fn new(
        language: Language,
        asked: &Asked,
        understood: &Understood,
        choices: &Arc<Choices>,
        answer: Option<Found>,
    ) -> Result<Self, Error> {
        let form = Form { language, asked, understood, choices };
        let chosen = form.chosen();
        Ok(Self {
            search: form.search(),
            filters: form.filters(chosen.len()).map_err(Error::internal)?,
            clear: (chosen.len() > 1).then(|| form.without_filters()),
            chosen,
            faults: form.faults(),
            follow: answer.as_ref().map(|_| asked.about(language, "/volgen")),
            feed: answer.as_ref().map(|_| language.path(&address::feed(&asked.about(Language::Dutch, "/")))),
            answer,
            tones: Tone::ALL,
            script: assets::search_script(),
        })
    }
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "pages/home/page";
    const IS_CAST: bool = true;
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        match &self.answer {
            Some(found) => found.title(),
            None if !self.faults.is_empty() => language.text("search-faults").into_owned(),
            None => language.text("search-title").into_owned(),
        }
    }

    fn feed(&self, _: Language) -> Option<String> {
        self.feed.clone()
    }

    fn section(&self) -> Section {
        Section::Search
    }
}

/// Firms on one page.
const PAGE: usize = 25;

/// The addresses of this folder.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/", web::get().to(show)).route("/suggesties", web::get().to(suggestions::show));
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let language = screen.language();
    let asked = Asked::read(request.query_string());
    let choices = portal.register.choices();
    let understood = asked.understood(&choices);
    let (status, answer) = if !understood.faults.is_empty() {
        (StatusCode::BAD_REQUEST, None)
    } else if understood.is_empty() {
        (StatusCode::OK, None)
    } else {
        (StatusCode::OK, Some(Found::answering(language, &asked, &understood, &portal)?))
    };
    screen.show_as(status, &HomePage::new(language, &asked, &understood, &choices, answer)?)
}
