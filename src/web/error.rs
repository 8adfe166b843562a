//! What goes wrong in a request, and the page that says so.
//!
//! Which error to use: a handler returns [`Error`]; what may not be seen is [`Error::NotFound`]; a form that was filled
//! in wrongly is no error but the same page again, with [`super::layout::Screen::show_as`]. The page never shows a cause:
//! the log has it, under the number that the page names.

use std::error::Error as StdError;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use super::address::with_query;
use super::layout::Screen;
use super::render::{Page, html};
use super::request_id::RequestId;
use super::view::Link;
use crate::language::Language;

/// Why a request is not answered with what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or not for whoever asks.
    #[error("not found")]
    NotFound,
    /// It is for those who log in; they are brought back here afterwards.
    #[error("log in first")]
    LogInFirst {
        /// The path that was asked for.
        path: String,
    },
    /// It is for those who are in, and whoever asks is only half: they are brought to the page of the next step.
    #[error("a second factor first")]
    FactorFirst {
        /// The page of the next step.
        page: &'static str,
        /// The path that was asked for.
        path: String,
    },
    /// The request makes no sense; the text says, in the language of the page, what would.
    #[error("bad request: {0}")]
    BadRequest(String),
    /// What was sent did not arrive whole, or is no form.
    #[error("the body of the request is incomplete")]
    Incomplete,
    /// A form was sent without the token of this session.
    #[error("the token of the form is not of this session")]
    StaleForm,
    /// The address is longer than any of ours.
    #[error("the address is too long")]
    AddressTooLong,
    /// More was sent than is taken.
    #[error("too large")]
    TooLarge,
    /// One address asks too often.
    #[error("too many requests")]
    TooManyRequests {
        /// How long to wait.
        seconds: u64,
    },
    /// It cannot be done now but can be later, such as when the database is busy.
    #[error("unavailable: {0}")]
    Unavailable(#[source] Box<dyn StdError + Send + Sync>),
    /// Something that should never fail did.
    #[error("internal error: {0}")]
    Internal(#[source] Box<dyn StdError + Send + Sync>),
}

impl Error {
    /// Something that should never fail did, for this reason.
    pub fn internal(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// The body of the request could not be read.
    pub(super) fn bad_body(cause: &actix_web::Error) -> Self {
        if cause.as_response_error().status_code() == StatusCode::PAYLOAD_TOO_LARGE {
            Self::TooLarge
        } else {
            Self::Incomplete
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::LogInFirst { .. } | Self::FactorFirst { .. } => StatusCode::SEE_OTHER,
            Self::BadRequest(_) | Self::Incomplete | Self::StaleForm => StatusCode::BAD_REQUEST,
            Self::AddressTooLong => StatusCode::URI_TOO_LONG,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self {
            Self::LogInFirst { path } => {
                response.insert_header((LOCATION, with_query("/inloggen", [("naar", path.as_str())])));
            }
            Self::FactorFirst { page, path } => {
                response.insert_header((LOCATION, with_query(page, [("naar", path.as_str())])));
            }
            Self::TooManyRequests { seconds } => {
                response.insert_header((RETRY_AFTER, seconds.to_string()));
            }
            _ => {}
        }
        response.finish()
    }
}

/// The page of an error: what happened, what to do, and the number under which the log has the cause.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorPage {
    title: String,
    text: String,
    /// What the reader can do now.
    ways: Vec<Link>,
    /// The number of the request, where it helps whoever looks into it.
    number: Option<String>,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "pages/error";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, _: Language) -> String {
        self.title.clone()
    }

    fn is_listed(&self) -> bool {
        false
    }
}

impl ErrorPage {
    fn new(status: StatusCode, error: Option<&Error>, id: RequestId, language: Language) -> Self {
        let say = |key| language.text(key).into_owned();
        let search = Link::new(language.text("error-to-search"), language.path("/"));
        let page =
            |title: &str, text: String, ways: Vec<Link>| Self { title: title.to_owned(), text, ways, number: None };
        let numbered = |page: Self| Self { number: Some(id.to_string()), ..page };
        match (error, status.as_u16()) {
            (Some(Error::StaleForm), _) => page(
                &language.text("error-stale"),
                say("error-stale-text"),
                vec![Link::new(language.text("error-to-log-in"), "/inloggen"), search],
            ),
            (Some(Error::BadRequest(text)), _) => page(&language.text("error-question"), text.clone(), vec![search]),
            (Some(Error::Incomplete), _) => {
                page(&language.text("error-question"), say("error-incomplete-text"), vec![search])
            }
            (Some(Error::TooManyRequests { seconds }), _) => {
                let text = language.text_with("error-wait-text", &[("seconds", (*seconds).into())]);
                page(&language.text("error-wait"), text, vec![search])
            }
            (_, 404) => page(
                &language.text("error-absent"),
                say("error-absent-text"),
                vec![search, Link::new(language.text("layout-log-in"), "/inloggen")],
            ),
            (_, 414) => page(&language.text("error-long"), say("error-long-text"), vec![search]),
            (_, 413) => page(
                &language.text("error-large"),
                say("error-large-text"),
                vec![Link::new(language.text("error-to-deliveries"), "/instelling/aanleveringen"), search],
            ),
            (_, 400..=499) => page(&language.text("error-question"), say("error-question-text"), vec![search]),
            (_, 503) => numbered(page(&language.text("error-away"), say("error-away-text"), vec![search])),
            _ => numbered(page(&language.text("error-ours"), say("error-ours-text"), vec![search])),
        }
    }
}

/// Gives every failed request its page, also those that never reached a handler.
pub(super) async fn pages<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return Ok(response);
    }
    let error = response.response().error();
    log(status, error);
    let has_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if has_page || response.request().path().starts_with("/api/") {
        return Ok(response);
    }
    let ours = error.and_then(|error| error.as_error::<Error>());
    let screen = Screen::of(response.request());
    let page = ErrorPage::new(status, ours, RequestId::of(response.request()), screen.language());
    match html(&screen, &page) {
        Ok(text) => {
            let mut response = response.map_body(|_, _| BoxBody::new(text));
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            response.headers_mut().insert(CONTENT_TYPE, html);
            Ok(response)
        }
        Err(cause) => {
            tracing::error!(%cause, "the page of an error cannot be rendered");
            Ok(response)
        }
    }
}

fn log(status: StatusCode, error: Option<&actix_web::Error>) {
    let Some(error) = error else { return };
    if status.is_server_error() {
        let mut causes = vec![error.to_string()];
        let mut cause = error.as_error::<Error>().and_then(StdError::source);
        while let Some(inner) = cause {
            causes.push(inner.to_string());
            cause = inner.source();
        }
        tracing::error!(status = status.as_u16(), cause = causes.join(": "), "request failed");
    } else {
        tracing::debug!(status = status.as_u16(), cause = %error, "request refused");
    }
}

#[cfg(test)]
pub(super) fn samples(language: Language) -> Vec<(&'static str, ErrorPage)> {
    let id = || RequestId::of(&actix_web::test::TestRequest::default().to_http_request());
    let page = |status, error: Option<&Error>| ErrorPage::new(status, error, id(), language);
    vec![
        ("fault-404", page(StatusCode::NOT_FOUND, None)),
        ("fault-400", page(StatusCode::BAD_REQUEST, Some(&Error::StaleForm))),
        ("fault-405", page(StatusCode::METHOD_NOT_ALLOWED, None)),
        ("fault-414", page(StatusCode::URI_TOO_LONG, None)),
        ("fault-413", page(StatusCode::PAYLOAD_TOO_LARGE, None)),
        ("fault-429", page(StatusCode::TOO_MANY_REQUESTS, Some(&Error::TooManyRequests { seconds: 12 }))),
        ("fault-500", page(StatusCode::INTERNAL_SERVER_ERROR, None)),
        ("fault-503", page(StatusCode::SERVICE_UNAVAILABLE, None)),
    ]
}
