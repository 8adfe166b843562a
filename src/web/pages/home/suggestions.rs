//! What may be meant while somebody is typing, for the script of the search box.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::asked::{Asked, Key};
use crate::language::Language;
use crate::services::search::{Subject, Suggestion};
use crate::web::layout::Screen;
use crate::web::portal::Portal;

/// What fits under the box on a small screen.
const MOST: usize = 8;

/// What the script reads.
#[derive(Debug, Serialize)]
struct Suggestions {
    /// What is read aloud.
    melding: String,
    suggesties: Vec<Suggested>,
}

#[derive(Debug, Serialize)]
struct Suggested {
    /// What is put in the box.
    tekst: String,
    /// What it is.
    bij: String,
}

impl Suggested {
    fn of(language: Language, suggestion: Suggestion) -> Self {
        let bij = match suggestion.subject {
            Subject::Firm { place, .. } => place,
            Subject::Place { firms } => language.text_with("search-suggestion-place", &[("count", firms.into())]),
        };
        Self { tekst: suggestion.text, bij }
    }
}

pub(super) async fn show(portal: web::Data<Portal>, screen: Screen, request: HttpRequest) -> HttpResponse {
    let language = screen.language();
    let asked = Asked::read(request.query_string());
    let found = portal.register.suggest(asked.get(Key::Text), portal.today(), MOST);
    let suggesties: Vec<_> = found.into_iter().map(|suggestion| Suggested::of(language, suggestion)).collect();
    let melding = language.text_with("search-suggestions", &[("count", suggesties.len().into())]);
    // A minute is long enough for whoever types and erases, and too short for a suspension to be missed: no suggestion
    // says how a firm stands.
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=60")).json(Suggestions { melding, suggesties })
}
