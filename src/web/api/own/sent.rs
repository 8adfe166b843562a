//! What comes with a request of a program: its body, its conditions and its key.

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_TYPE, EntityTag, Header, IfMatch, IfNoneMatch};
use actix_web::web::Payload;
use futures_util::StreamExt as _;

use crate::services::delivery::records::{Conditions, Tags};
use crate::web::api::problem::{Fault, FaultCode, Refusal};
use crate::web::error::Error;

/// The header with which a request can be sent again.
pub(super) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The longest key.
const LONGEST_KEY: usize = 255;

/// Reads the JSON of a request, at most this many bytes.
///
/// # Errors
/// [`Refusal::NotJson`] by its header, [`Refusal::TooLarge`], or that it did not arrive whole.
pub(super) async fn body(request: &HttpRequest, mut payload: Payload, most: usize) -> Result<Vec<u8>, Refusal> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::NotJson);
    }
    let mut body = Vec::new();
    while let Some(piece) = payload.next().await {
        let piece = piece.map_err(|_| Error::Incomplete)?;
        if body.len() + piece.len() > most {
            return Err(Refusal::TooLarge(format!("Stuur ten hoogste {} kB.", most / 1024)));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// What a record must look like, from `If-Match` and `If-None-Match`.
///
/// # Errors
/// [`Refusal::Faults`] when a header cannot be read: doing it regardless would be worse than not doing it.
pub(super) fn conditions(request: &HttpRequest) -> Result<Conditions, Refusal> {
    let given = |name: &str| request.headers().contains_key(name);
    let fault = |name: &str| {
        let detail = "schrijf het kenmerk zoals het in ETag stond, tussen aanhalingstekens, of *";
        Refusal::Faults(vec![Fault::new(name, FaultCode::Invalid, detail)])
    };
    // A proxy that compresses may have made a tag weak; it still is the tag of the record.
    let tags = |tags: &[EntityTag]| Tags::These(tags.iter().map(|tag| tag.tag().to_owned()).collect());
    let matches = match IfMatch::parse(request) {
        _ if !given("if-match") => None,
        Ok(IfMatch::Any) => Some(Tags::Any),
        Ok(IfMatch::Items(items)) if !items.is_empty() => Some(tags(&items)),
        _ => return Err(fault("If-Match")),
    };
    let matches_none = match IfNoneMatch::parse(request) {
        _ if !given("if-none-match") => None,
        Ok(IfNoneMatch::Any) => Some(Tags::Any),
        Ok(IfNoneMatch::Items(items)) if !items.is_empty() => Some(tags(&items)),
        _ => return Err(fault("If-None-Match")),
    };
    Ok(Conditions { matches, matches_none })
}

/// The key of a request that may be sent again.
///
/// # Errors
/// [`Refusal::Faults`] when it cannot be a key.
pub(super) fn key(request: &HttpRequest) -> Result<Option<String>, Refusal> {
    let mut given = request.headers().get_all(IDEMPOTENCY_KEY);
    let Some(first) = given.next() else { return Ok(None) };
    let text = first.to_str().map(str::trim).unwrap_or_default();
    let is_key = !text.is_empty()
        && text.len() <= LONGEST_KEY
        && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if !is_key || given.next().is_some() {
        let detail = format!("schrijf één sleutel van 1 tot en met {LONGEST_KEY} zichtbare tekens, zoals een UUID");
        return Err(Refusal::Faults(vec![Fault::new(IDEMPOTENCY_KEY, FaultCode::Invalid, detail)]));
    }
    Ok(Some(text.to_owned()))
}
