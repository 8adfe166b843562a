//! The QR code of a certificate, for the identity card and the van: it leads to the page where the certificate stands as
//! it is now.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpRequest, HttpResponse, web};

use super::{Meant, drawn, kept, meant};
use crate::language::Language;
use crate::services::Known;
use crate::services::register::Listing;
use crate::web::error::Error;
use crate::web::portal::Portal;
use crate::web::server::Site;
use crate::web::standing::certificate_path;

/// The code is the same whatever becomes of the certificate, so it may be kept for a day.
const KEEP: &str = "public, max-age=86400";

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/certificaten/{number}/qr.svg", web::get().to(svg))
        .route("/certificaten/{number}/qr.png", web::get().to(png));
}

async fn svg(
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    request: HttpRequest,
    number: web::Path<String>,
    asked: web::Query<Meant>,
) -> Result<HttpResponse, Error> {
    let (listing, page) = found(&portal, &site, &number, asked.into_inner()).await?;
    let language = Language::Dutch;
    let title = language.text_with("proof-qr-title", &[("number", listing.certificate.number.as_str().into())]);
    let content = drawn::svg(&page, &title, language.code()).map_err(Error::internal)?;
    Ok(kept(&request, "image/svg+xml", KEEP, [named(&listing, "svg")], content.into_bytes()))
}

async fn png(
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    request: HttpRequest,
    number: web::Path<String>,
    asked: web::Query<Meant>,
) -> Result<HttpResponse, Error> {
    let (listing, page) = found(&portal, &site, &number, asked.into_inner()).await?;
    let content = drawn::png(&page).map_err(Error::internal)?;
    Ok(kept(&request, "image/png", KEEP, [named(&listing, "png")], content))
}

/// The certificate, and the whole address of its page.
async fn found(
    portal: &web::Data<Portal>,
    site: &Site,
    number: &str,
    asked: Meant,
) -> Result<(Listing, String), Error> {
    let listing = meant(portal, number, asked.instelling, Known::Now).await?.ok_or(Error::NotFound)?;
    let page = format!("{}{}", site.public_url, certificate_path(&listing, ""));
    Ok((listing, page))
}

fn named(listing: &Listing, ending: &str) -> (actix_web::http::header::HeaderName, String) {
    (CONTENT_DISPOSITION, format!("inline; filename=\"{}\"", file_name("qr", listing, ending)))
}

/// A name that every system takes for a file about this certificate.
pub(super) fn file_name(what: &str, listing: &Listing, ending: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let number: String = listing.certificate.number.as_str().chars().map(plain).collect();
    format!("{what}-{number}.{ending}")
}
