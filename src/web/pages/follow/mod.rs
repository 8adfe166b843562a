//! Following changes by e-mail: asking for it, and what the links in the mails lead to.

mod form;
mod links;

use actix_web::web;

pub use form::{AskedPage, FollowPage};
pub use links::LinkPage;

use crate::language::{FluentValue, Language};
use crate::services::alerts::What;
use crate::web::error::Error;

/// The addresses of this folder.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/volgen").get(form::show).post(form::ask))
        .route("/volgen/gevraagd", web::get().to(form::asked))
        .service(web::resource("/volgen/bevestigen/{token}").get(links::ask_to_confirm).post(links::confirm))
        .service(web::resource("/volgen/opzeggen/{token}").get(links::ask_to_stop).post(links::stop));
}

/// That this field of what is to be followed makes no sense.
pub(super) fn wrong(language: Language, field: &str) -> Error {
    Error::BadRequest(language.text_with("follow-wrong", &[("field", FluentValue::from(field))]))
}

/// What is followed, in words.
fn in_words(language: Language, what: &What) -> String {
    match what {
        What::Search(text) => language.text_with("follow-what-search", &[("text", FluentValue::from(text.as_str()))]),
        What::Firm { name, .. } | What::Body(name) => name.clone(),
    }
}

#[cfg(test)]
pub(super) use form::{asked_samples, samples};
#[cfg(test)]
pub(super) use links::samples as link_samples;
