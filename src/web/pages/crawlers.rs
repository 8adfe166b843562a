//! What search engines read before they read pages: which parts of the site are not for them, and the addresses of all
//! pages that are.
//!
//! The register may hold a million firms, so the list of addresses comes in parts of a fixed number of firms, and a part
//! is written while it is sent: what it takes does not grow with the register.

use std::fmt::Write as _;
use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETag, EntityTag};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sha2::{Digest as _, Sha256};

use crate::language::Language;
use crate::services::changes::latest;
use crate::services::search::Question;
use crate::services::{Known, StorageError, register};
use crate::web::address::path;
use crate::web::conditional::is_known;
use crate::web::error::Error;
use crate::web::head::{NOT_PUBLIC, alternates};
use crate::web::markup::escape;
use crate::web::portal::Portal;
use crate::web::server::Site;

/// Firms per part. Each has an address in every language: together well under the 50,000 addresses and 50 MB that a
/// list may have.
const FIRMS_PER_PART: usize = 10_000;

/// Firms that are written at once.
const FIRMS_AT_ONCE: usize = 200;

/// The pages that are always there.
const FIXED: &[&str] = &[
    "/",
    "/schemas",
    "/sanctiewijzer",
    "/instellingen",
    "/verklaringen/controleren",
    "/open-data",
    "/volgen",
    "/methode",
    "/toegankelijkheid",
    "/privacy",
];

const XML: &str = "application/xml; charset=utf-8";

/// The list may be an hour old: a new firm is found by searching at once, and by search engines soon.
const FOR_AN_HOUR: &str = "public, max-age=3600";

const OPEN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
const CLOSE: &str = "</urlset>\n";

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/robots.txt", web::get().to(robots))
        .route("/sitemap.xml", web::get().to(index))
        .route("/sitemap/paginas.xml", web::get().to(pages))
        .route("/sitemap/installateurs-{part:[0-9]{1,6}}.xml", web::get().to(firms));
}

async fn robots(site: web::Data<Site>) -> HttpResponse {
    let mut text = "User-agent: *\n".to_owned();
    if site.demo {
        // Invented firms must not be found as if they were there.
        text.push_str("Disallow: /\n");
    } else {
        for start in NOT_PUBLIC {
            // `/instelling` alone would also keep out `/instellingen`.
            let _ = writeln!(text, "Disallow: {start}$\nDisallow: {start}/\nDisallow: {start}?");
        }
        for language in Language::ALL {
            let _ = writeln!(text, "Disallow: {}?", language.path("/"));
        }
    }
    let _ = write!(text, "\nSitemap: {}/sitemap.xml\n", site.public_url);
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((CACHE_CONTROL, FOR_AN_HOUR))
        .body(text)
}

async fn index(request: HttpRequest, site: web::Data<Site>, portal: web::Data<Portal>) -> HttpResponse {
    let parts = portal.register.len().div_ceil(FIRMS_PER_PART);
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n".to_owned();
    let names = std::iter::once("paginas".to_owned()).chain((1..=parts).map(|part| format!("installateurs-{part}")));
    for name in names {
        let address = format!("{}/sitemap/{name}.xml", site.public_url);
        let _ = writeln!(text, "<sitemap><loc>{}</loc></sitemap>", escape(&address));
    }
    text.push_str("</sitemapindex>\n");
    unless_known(&request, &format!("parts-{parts}"), |mut answer| answer.body(text))
}

async fn pages(request: HttpRequest, site: web::Data<Site>, portal: web::Data<Portal>) -> Result<HttpResponse, Error> {
    let (schemes, bodies) = portal
        .work(|portal| {
            let schemes = register::scheme_book(&portal.store, Known::Now)?;
            Ok::<_, StorageError>((schemes, register::bodies(&portal.store, Known::Now)?))
        })
        .await?;
    let mut paths: Vec<String> = FIXED.iter().map(|path| (*path).to_owned()).collect();
    for scheme in schemes.schemes() {
        let code = scheme.scheme.code.as_str();
        paths.extend(scheme.versions.iter().map(|version| path(["schemas", code, version.label.as_str()])));
    }
    paths.extend(bodies.iter().map(|entry| path(["instellingen", entry.body.code.as_str()])));
    let mut text = OPEN.to_owned();
    for path in &paths {
        write_page(&mut text, &site.public_url, path, None);
    }
    text.push_str(CLOSE);
    let mark = URL_SAFE_NO_PAD.encode(Sha256::digest(&text));
    Ok(unless_known(&request, &mark, |mut answer| answer.body(text)))
}

async fn firms(
    request: HttpRequest,
    site: web::Data<Site>,
    portal: web::Data<Portal>,
    part: web::Path<usize>,
) -> Result<HttpResponse, Error> {
    let register = Arc::clone(&portal.register);
    let first = part.checked_sub(1).and_then(|before| before.checked_mul(FIRMS_PER_PART)).ok_or(Error::NotFound)?;
    if first >= register.len() {
        return Err(Error::NotFound);
    }
    let mark = format!("firms-{first}-{}", register.counter());
    let public_url = site.public_url.clone();
    let steps = (first..first + FIRMS_PER_PART).step_by(FIRMS_AT_ONCE);
    let pieces = stream::iter(steps).then(move |skip| {
        let (portal, public_url) = (portal.clone(), public_url.clone());
        async move { portal.work(move |portal| some_firms(portal, skip, &public_url)).await }
    });
    let edge = |text: &str| stream::iter([Ok::<_, Error>(text.to_owned())]);
    let body = edge(OPEN).chain(pieces).chain(edge(CLOSE)).map_ok(web::Bytes::from);
    Ok(unless_known(&request, &mark, |mut answer| answer.streaming(body)))
}

/// Answers with the list, or with nothing to whoever has it already.
fn unless_known(
    request: &HttpRequest,
    mark: &str,
    whole: impl FnOnce(HttpResponseBuilder) -> HttpResponse,
) -> HttpResponse {
    // The same list, though not byte for byte once it is compressed.
    let tag = EntityTag::new_weak(mark.to_owned());
    let is_known = is_known(request, &tag);
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((CACHE_CONTROL, FOR_AN_HOUR)).insert_header(ETag(tag));
    if is_known {
        return answer.finish();
    }
    answer.insert_header((CONTENT_TYPE, XML));
    whole(answer)
}

fn some_firms(portal: &Portal, skip: usize, public_url: &str) -> Result<String, StorageError> {
    let mut text = String::new();
    let hits = portal.register.search(&Question::default(), portal.today(), skip, FIRMS_AT_ONCE).hits;
    let firms: Vec<_> = hits.iter().map(|hit| hit.firm.kvk().clone()).collect();
    let days = latest::days(&portal.store, &firms)?;
    for firm in &firms {
        write_page(&mut text, public_url, &path(["installateurs", firm.as_str()]), days.get(firm).copied());
    }
    Ok(text)
}

/// The page in every language, each with the way to the others and the day of its last change, where that is known.
fn write_page(text: &mut String, public_url: &str, path: &str, changed: Option<NaiveDate>) {
    let changed = changed.map_or_else(String::new, |day| format!("<lastmod>{day}</lastmod>"));
    let links = alternates(public_url, path).iter().fold(String::new(), |mut links, link| {
        let address = escape(&link.href);
        let _ = write!(links, "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{address}\"/>", link.hreflang);
        links
    });
    for language in Language::ALL {
        let address = format!("{public_url}{}", language.path(path));
        let _ = writeln!(text, "<url><loc>{}</loc>{changed}{links}</url>", escape(&address));
    }
}
