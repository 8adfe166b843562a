//! What is said of a firm that the register does not know: that is an answer too.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::domain::identifiers::KvkNumber;
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::pages::unknown::{UnknownPage, texts};

/// Nobody knows this number.
pub(super) fn no_firm(screen: &Screen, kvk: &KvkNumber) -> Result<HttpResponse, Error> {
    screen.show_as(StatusCode::NOT_FOUND, &firm_page(kvk, screen.language()))
}

pub(super) fn firm_page(kvk: &KvkNumber, language: crate::language::Language) -> UnknownPage {
    UnknownPage {
        title: language.text_with("holder-unknown-title", &[("kvk", kvk.as_str().into())]),
        word: language.text("holder-word-unknown").into_owned(),
        sentence: language.text_with("holder-unknown-sentence", &[("kvk", kvk.as_str().into())]),
        meaning: texts(language, &["holder-unknown-meaning", "holder-unknown-meaning-more"]),
        checks: texts(
            language,
            &["holder-unknown-check-number", "holder-unknown-check-name", "holder-unknown-check-card"],
        ),
        advice: texts(language, &["holder-unknown-advice", "holder-advice-other", "holder-advice-report"]),
        now: None,
    }
}

/// What stands in the address is no number of the trade register.
pub(super) fn no_number(screen: &Screen) -> Result<HttpResponse, Error> {
    let language = screen.language();
    let page = UnknownPage {
        title: language.text("holder-no-number-title").into_owned(),
        word: language.text("holder-word-no-number").into_owned(),
        sentence: language.text("holder-no-number-sentence").into_owned(),
        meaning: Vec::new(),
        checks: texts(language, &["holder-unknown-check-number", "holder-unknown-check-name"]),
        advice: Vec::new(),
        now: None,
    };
    screen.show_as(StatusCode::NOT_FOUND, &page)
}
