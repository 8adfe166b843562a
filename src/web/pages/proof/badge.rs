//! The badge of a certificate: a picture for the website of the firm, which shows how the certificate stands now.
//!
//! A number that the register does not know gets a badge that says so, with status 200: whoever looks at the website of a
//! firm must see "unknown", and many websites leave out a picture that answers 404.

use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderName};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;

use super::{Meant, kept, meant};
use crate::domain::certificate::{Reason, Standing, Status};
use crate::language::Language;
use crate::services::Known;
use crate::services::register::Listing;
use crate::web::error::Error;
use crate::web::markup::escape;
use crate::web::portal::Portal;
use crate::web::view::Tone;

/// A suspension shows within a minute.
const KEEP: &str = "public, max-age=60, must-revalidate";

/// The picture needs nothing at all, wherever it is shown.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/// Any website may show it.
const HEADERS: [(HeaderName, &str); 2] =
    [(CONTENT_SECURITY_POLICY, POLICY), (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin")];

/// Width of the badge, in pixels.
pub(super) const WIDTH: u32 = 300;

/// Height of the badge, in pixels.
pub(super) const HEIGHT: u32 = 84;

/// The longest name that fits on a line; the description has it whole.
const LONGEST: usize = 36;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/certificaten/{number}/badge.svg", web::get().to(show));
}

async fn show(
    portal: web::Data<Portal>,
    request: HttpRequest,
    number: web::Path<String>,
    asked: web::Query<Meant>,
) -> Result<HttpResponse, Error> {
    let language = Language::of_path(request.path());
    let listing = meant(&portal, &number, asked.into_inner().instelling, Known::Now).await?;
    let content = badge(language, &number, listing.as_ref(), portal.today());
    Ok(kept(&request, "image/svg+xml", KEEP, HEADERS, content.into_bytes()))
}

/// What the badge says of a status: the shape and colour, and the key of the words.
fn says(status: Option<Status>) -> (Tone, &'static str) {
    match status.map(|status| (status.standing, status.reason)) {
        None => (Tone::Neutral, "proof-badge-unknown"),
        Some((Standing::Valid, Reason::OwnDates)) => (Tone::Positive, "proof-badge-valid"),
        Some((Standing::Valid, _)) => (Tone::Warning, "proof-badge-still-valid"),
        Some((Standing::NotYet, _)) => (Tone::Neutral, "proof-badge-not-yet"),
        Some((Standing::Suspended, _)) => (Tone::Negative, "proof-badge-suspended"),
        Some((Standing::Withdrawn, _)) => (Tone::Negative, "proof-badge-withdrawn"),
        Some((Standing::Expired, _)) => (Tone::Negative, "proof-badge-expired"),
        Some((Standing::BodyNotDesignated, _)) => (Tone::Negative, "proof-badge-not-designated"),
    }
}

/// The key of the words for a standing.
pub(super) fn word(standing: Standing) -> &'static str {
    says(Some(Status { standing, reason: Reason::OwnDates, since: None, until: None })).1
}

/// Background, border, and text; the pairs have the contrast of the pages in their light theme.
fn colours(tone: Tone) -> (&'static str, &'static str, &'static str) {
    match tone {
        Tone::Positive => ("#e5f4e9", "#22804a", "#0e5a2d"),
        Tone::Warning => ("#fff3d4", "#a56a00", "#694200"),
        Tone::Negative => ("#fcebe9", "#c2332b", "#921c17"),
        Tone::Info | Tone::Neutral => ("#f4f7f9", "#71828d", "#2b3a44"),
    }
}

/// The shape and the sign in it, as on the pages.
fn shape(tone: Tone) -> (&'static str, &'static str) {
    match tone {
        Tone::Positive => {
            ("M8 .5a7.500 7.500 0 1 0 0 15 7.500 7.500 0 1 0 0-15z", "m4.500 8.300 2.500 2.500 4.500-5.200")
        }
        Tone::Warning => ("M8 .8 15.700 15H.3z", "M8 5.800v4m0 2.400v.2"),
        Tone::Negative => ("M5 .5h6L15.500 5v6L11 15.500H5L.5 11V5z", "m5.200 5.200 5.600 5.600m0-5.600-5.600 5.600"),
        Tone::Info | Tone::Neutral => ("M1 1h14v14H1z", "M4.500 8h7"),
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// The badge as it stands on the day. A number that is no number of ours is shown as it was asked, shortened.
fn badge(language: Language, number: &str, listing: Option<&Listing>, day: NaiveDate) -> String {
    let (tone, key) = says(listing.map(|listing| listing.status_on(day)));
    let (word, number) = (language.text(key), shortened(number));
    let name = listing.map_or_else(
        || language.text("proof-badge-unknown-short").into_owned(),
        |listing| shortened(&listing.certificate.name),
    );
    let values = [("number", number.as_str().into()), ("day", language.day(day).into())];
    let lines = Lines {
        word: &word,
        name: &name,
        below: &language.text_with("proof-badge-line", &values),
        description: &listing.map_or_else(
            || language.text_with("proof-badge-unknown-description", &values[..1]),
            |listing| description(language, &word, listing, day),
        ),
    };
    drawing(language, tone, &lines)
}

/// The whole of it for whoever has the badge read out.
fn description(language: Language, word: &str, listing: &Listing, day: NaiveDate) -> String {
    let certificate = &listing.certificate;
    let values = [
        ("word", word.into()),
        ("number", certificate.number.as_str().into()),
        ("name", certificate.name.as_str().into()),
        ("kvk", certificate.kvk_number.as_str().into()),
        ("body", listing.body.name.as_str().into()),
        ("day", language.day(day).into()),
    ];
    language.text_with("proof-badge-description", &values)
}

struct Lines<'a> {
    word: &'a str,
    name: &'a str,
    below: &'a str,
    description: &'a str,
}

/// No style, no script, no reference to anything outside: many websites take a picture only like that. Each line is cut
/// off at the edge of its own little drawing, whatever letters the reader has.
fn drawing(language: Language, tone: Tone, lines: &Lines<'_>) -> String {
    let (background, border, text) = colours(tone);
    let (outline, sign) = shape(tone);
    let line = |y: u32, size: u32, weight: u32, text: &str| {
        format!(
            "<svg x=\"60\" y=\"{y}\" width=\"{width}\" height=\"{height}\"><text y=\"{size}\" font-size=\"{size}\" \
             font-weight=\"{weight}\">{text}</text></svg>",
            width = WIDTH - 68,
            height = size + 6,
            text = escape(text),
        )
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         role=\"img\" aria-labelledby=\"t d\" lang=\"{code}\"><title id=\"t\">{title}</title><desc id=\"d\">{description}</desc>\
         <rect x=\"1\" y=\"1\" width=\"{inner_width}\" height=\"{inner_height}\" rx=\"6\" fill=\"{background}\" stroke=\"{border}\" \
         stroke-width=\"2\"/><g transform=\"translate(14 26) scale(2)\"><path d=\"{outline}\" fill=\"{border}\"/>\
         <path d=\"{sign}\" fill=\"none\" stroke=\"#fff\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></g>\
         <g fill=\"{text}\" font-family=\"'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', Arial, sans-serif\">{word}{name}{below}</g>\
         </svg>\n",
        code = language.code(),
        title = escape(lines.word),
        description = escape(lines.description),
        inner_width = WIDTH - 2,
        inner_height = HEIGHT - 2,
        word = line(8, 18, 700, lines.word),
        name = line(34, 14, 400, lines.name),
        below = line(56, 12, 400, lines.below),
    )
}
