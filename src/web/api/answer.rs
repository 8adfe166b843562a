//! The answers of the API: JSON that a client may keep and ask again with `If-None-Match`.

use std::fmt::Write as _;

use actix_web::http::header::{ETag, EntityTag, Header, HeaderName, HeaderValue, IfNoneMatch, LINK};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::BASE;
use super::problem::Refusal;
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
        let mut href = BASE.to_owned();
        for part in parts {
            href.push('/');
            href.push_str(&path_part(part.as_ref()));
        }
        Self { href }
    }

    /// The address that was asked for.
    pub fn here(request: &HttpRequest) -> Self {
        let query = request.query_string();
        let path = request.path();
        Self { href: if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") } }
    }

    /// The address of a page for people.
    pub fn page(folder: &str, part: &str) -> Self {
        Self { href: format!("/{folder}/{}", path_part(part)) }
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
        let address = |cursor: Option<&str>| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
            query.extend_pairs(pairs.filter(|(name, _)| cursor.is_none() || name != "cursor"));
            if let Some(cursor) = cursor {
                query.append_pair("cursor", cursor);
            }
            let query = query.finish();
            Href {
                href: if query.is_empty() { request.path().to_owned() } else { format!("{}?{query}", request.path()) },
            }
        };
        Self { itself: address(None), next: next.map(|cursor| address(Some(&cursor))) }
    }
}

/// The text as one part of a path.
fn path_part(text: &str) -> String {
    // What a form would send as a blank is a plus sign; in a path it is not.
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
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
    let tag = tag(&body);
    let known = is_known(request, &tag);
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(ETag(tag));
    if let Some(header) = header {
        response.insert_header(header);
    }
    Ok(if known { response.finish() } else { response.content_type("application/json").body(body) })
}

/// The tag of an answer follows from all it says. It is weak: the same answer is sent compressed and not.
fn tag(body: &[u8]) -> EntityTag {
    EntityTag::new_weak(URL_SAFE_NO_PAD.encode(Sha256::digest(body).get(..TAG).unwrap_or_default()))
}

/// How many bytes of the hash make the tag.
const TAG: usize = 18;

/// Whether the asker has this very answer already. A header that cannot be read asks for nothing.
fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|kept| kept.weak_eq(tag)),
        Err(_) => false,
    }
}
