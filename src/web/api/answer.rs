//! The answers of the API: JSON that a client may keep and ask again with `If-None-Match`.

use std::fmt::Write as _;

use actix_web::http::header::{ETag, HeaderName, HeaderValue, LINK};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

use super::BASE;
use super::problem::Refusal;
use crate::web::address;
use crate::web::conditional::{is_known, tag_of};
use crate::web::error::Error;

/// Een verwijzing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Verwijzing)]
pub struct Href {
    /// Adres, te lezen vanaf het adres van dit antwoord (RFC 3986).
    #[schema(format = "uri-reference", example = "/api/v1/certificaathouders/90000007")]
    pub href: String,
}

impl Href {
    /// The address of a resource: its parts below [`BASE`].
    pub fn to<S: AsRef<str>>(parts: &[S]) -> Self {
        Self { href: format!("{BASE}{}", address::path(parts)) }
    }

    /// The address that was asked for.
    pub fn here(request: &HttpRequest) -> Self {
        let query = request.query_string();
        let path = request.path();
        Self { href: if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") } }
    }

    /// The address of a page for people.
    pub fn page(folder: &str, part: &str) -> Self {
        Self { href: address::path([folder, part]) }
    }

    /// The address of the page of a certificate for people.
    pub fn certificate(body: &str, number: &str) -> Self {
        Self { href: address::certificate(body, number, "") }
    }
}

/// Verwijzingen bij een lijst.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LijstVerwijzingen)]
pub struct ListLinks {
    /// Dit deel van de lijst.
    #[serde(rename = "self")]
    pub itself: Href,
    /// Het volgende deel. Afwezig als dit het laatste deel is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Href>,
}

impl ListLinks {
    /// The links of the list that this request asked for a part of, with the cursor of the next part.
    pub fn of(request: &HttpRequest, next: Option<String>) -> Self {
        Self::by(request, "cursor", next)
    }

    /// The same of a list of which this parameter says where a part begins, with its value for the next part.
    pub fn by(request: &HttpRequest, parameter: &str, next: Option<String>) -> Self {
        let address = |begin: Option<&str>| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
            query.extend_pairs(pairs.filter(|(name, _)| begin.is_none() || name != parameter));
            if let Some(begin) = begin {
                query.append_pair(parameter, begin);
            }
            let query = query.finish();
            Href {
                href: if query.is_empty() { request.path().to_owned() } else { format!("{}?{query}", request.path()) },
            }
        };
        Self { itself: address(None), next: next.map(|begin| address(Some(&begin))) }
    }
}

/// Answers with one thing.
///
/// # Errors
/// [`Error::Internal`] when it cannot be written as JSON.
pub fn one<T: Serialize>(request: &HttpRequest, body: &T) -> Result<HttpResponse, Refusal> {
    json(request, body, None)
}

/// Answers with a part of a list, with its links in the headers as well (RFC 8288).
///
/// # Errors
/// [`Error::Internal`] when it cannot be written as JSON.
pub fn list<T: Serialize>(request: &HttpRequest, body: &T, links: &ListLinks) -> Result<HttpResponse, Refusal> {
    let mut header = format!("<{}>; rel=\"self\"", links.itself.href);
    if let Some(next) = &links.next {
        // A string takes whatever is written to it.
        let _ = write!(header, ", <{}>; rel=\"next\"", next.href);
    }
    json(request, body, HeaderValue::try_from(header).ok().map(|value| (LINK, value)))
}

fn json<T: Serialize>(
    request: &HttpRequest,
    body: &T,
    header: Option<(HeaderName, HeaderValue)>,
) -> Result<HttpResponse, Refusal> {
    let body = serde_json::to_vec(body).map_err(Error::internal)?;
    let tag = tag_of(&body);
    let known = is_known(request, &tag);
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(ETag(tag));
    if let Some(header) = header {
        response.insert_header(header);
    }
    Ok(if known { response.finish() } else { response.content_type("application/json").body(body) })
}
