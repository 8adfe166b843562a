//! Proof that others can check: a QR code, a badge, a signed statement, and the keys to check it with.

mod badge;
pub mod check;
pub(in crate::web::pages) mod drawn;
mod keys;
mod qr;
pub mod share;
mod statement;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETag, TryIntoHeaderPair};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use serde::Deserialize;

use crate::domain::identifiers::CertificateNumber;
use crate::services::Known;
use crate::services::register::{self, Listing};
use crate::web::conditional::{is_known, tag_of};
use crate::web::error::Error;
use crate::web::portal::Portal;

/// The addresses that are the same in every language.
pub fn routes(config: &mut web::ServiceConfig) {
    config.configure(qr::routes).configure(statement::routes).configure(keys::routes);
}

/// The addresses that are there in both languages.
pub fn public(config: &mut web::ServiceConfig) {
    config.configure(badge::routes).configure(share::routes).configure(check::routes);
}

/// Which certificate is meant: a number is unique for one body only.
#[derive(Debug, Deserialize)]
struct Meant {
    #[serde(default)]
    instelling: String,
}

/// The one certificate that is meant. What is printed or embedded must never be about another one, so a number that two
/// bodies use means nothing without the body.
async fn meant(portal: &web::Data<Portal>, number: &str, body: String, known: Known) -> Result<Option<Listing>, Error> {
    let Ok(number) = CertificateNumber::parse(number) else { return Ok(None) };
    let oldest = register::oldest_shown(portal.today(), portal.public_history_years);
    let found = portal.work(move |portal| register::certificate(&portal.store, &number, known)).await?;
    let mut found = register::public(found, oldest);
    found.retain(|listing| body.is_empty() || listing.body.code.as_str() == body);
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// Answers with something that others may keep for a while, unless they have it already.
fn kept<H: TryIntoHeaderPair>(
    request: &HttpRequest,
    content_type: &'static str,
    keep: &'static str,
    headers: impl IntoIterator<Item = H>,
    content: Vec<u8>,
) -> HttpResponse {
    let tag = tag_of(&content);
    let same = is_known(request, &tag);
    let mut response: HttpResponseBuilder = if same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((CACHE_CONTROL, keep)).insert_header(ETag(tag));
    for header in headers {
        response.insert_header(header);
    }
    if same { response.finish() } else { response.insert_header((CONTENT_TYPE, content_type)).body(content) }
}
