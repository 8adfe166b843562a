//! What a holder can show to others: the QR code, the badge and a statement; and what others have to compare.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::badge::{HEIGHT, WIDTH};
use super::{Meant, meant};
use crate::language::Language;
use crate::services::Known;
use crate::services::register::Listing;
use crate::web::address;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::markup::escape;
use crate::web::moment::Moment;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::server::Site;
use crate::web::standing::certificate_path;
use crate::web::view::{Field, Kind, Link};

/// What to compare before a certificate is believed, and where its proof can be had: a part of the page of a certificate.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// What the address in the browser must begin with: with its slash, so that no longer name of a site passes.
    pub address: String,
    /// Name of the firm.
    pub name: String,
    /// Number of the firm in the trade register.
    pub kvk: String,
    /// Number of the certificate.
    pub number: String,
    /// The Dutch address of the page with QR code and badge.
    pub share: String,
    /// The day of the moment that the page is about, in words.
    pub day: String,
    /// The address of a signed statement about that moment; absent for a day that was still to come, and where nothing is
    /// signed.
    pub statement: Option<String>,
    /// Whether this register signs statements.
    pub signs: bool,
}

impl Comparison {
    /// For this certificate on a page about this moment, in a register with this public address.
    pub fn of(listing: &Listing, moment: &Moment, public_url: &str, signs: bool) -> Self {
        let told = signs && moment.day <= moment.known_on;
        Self {
            address: format!("{public_url}/"),
            name: listing.certificate.name.clone(),
            kvk: listing.certificate.kvk_number.to_string(),
            number: listing.certificate.number.to_string(),
            share: certificate_path(listing, "bewijs"),
            day: moment.day_in_words(),
            statement: told.then(|| moment.asked_of(&certificate_path(listing, "verklaring.jwt"))),
            signs,
        }
    }

    #[cfg(test)]
    pub(in crate::web::pages) fn sample() -> Self {
        Self {
            address: "https://stelselwacht.example/".to_owned(),
            name: "Janssen Installatietechniek B.V.".to_owned(),
            kvk: "01234567".to_owned(),
            number: "BV-2023-00417".to_owned(),
            share: "/certificaten/BV-2023-00417/bewijs?instelling=bravo".to_owned(),
            day: "24 november 2026".to_owned(),
            statement: Some("/certificaten/BV-2023-00417/verklaring.jwt?instelling=bravo".to_owned()),
            signs: true,
        }
    }
}

/// The QR code, the badge and the statement of a certificate.
#[derive(Debug, Clone, Serialize)]
pub struct SharePage {
    /// Number of the certificate.
    pub number: String,
    /// The firm that holds it.
    pub name: String,
    /// The page of the certificate.
    pub certificate: Link,
    /// The whole address of that page, as the QR code has it.
    pub live: String,
    /// The address of the code as SVG.
    pub svg: String,
    /// The address of the code as PNG.
    pub png: String,
    /// The address of the badge in the language of the page.
    pub badge: String,
    /// The HTML that a website takes up, in the language of the page.
    pub snippet: String,
    /// The form for a statement; absent when this register signs nothing.
    pub statement: Option<StatementForm>,
    /// What others have to compare.
    pub comparison: Comparison,
}

/// The form for a statement about a day.
#[derive(Debug, Clone, Serialize)]
pub struct StatementForm {
    /// Where it is sent.
    pub action: String,
    /// Code of the body.
    pub body: String,
    /// The day.
    pub day: Field,
}

impl Page for SharePage {
    const TEMPLATE: &'static str = "pages/proof/share";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        language.text_with("proof-share-title", &[("number", self.number.as_str().into())])
    }

    fn description(&self, language: Language) -> String {
        language.text_with("proof-share-lead", &[("name", self.name.as_str().into())])
    }

    fn section(&self) -> Section {
        Section::Search
    }

    fn trail(&self, language: Language) -> Vec<Link> {
        vec![Link::new(language.text("layout-search"), language.path("/")), self.certificate.clone()]
    }
}

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/certificaten/{number}/bewijs", web::get().to(show));
}

async fn show(
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    number: web::Path<String>,
    asked: web::Query<Meant>,
) -> Result<HttpResponse, Error> {
    let listing = meant(&portal, &number, asked.into_inner().instelling, Known::Now).await?.ok_or(Error::NotFound)?;
    let signs = portal.work(|portal| portal.signer.signs(&portal.store)).await?;
    let now = Moment::now(portal.today(), screen.language());
    screen.of_body(listing.body.code.as_str()).show(&page(&now, &listing, &site.public_url, signs))
}

fn page(now: &Moment, listing: &Listing, public_url: &str, signs: bool) -> SharePage {
    let language = now.language;
    let number = listing.certificate.number.as_str();
    let (own, badge) = (certificate_path(listing, ""), language.path(&certificate_path(listing, "badge.svg")));
    let action = address::path(["certificaten", number, "verklaring.jwt"]);
    let live_here = format!("{public_url}{}", language.path(&own));
    SharePage {
        number: number.to_owned(),
        name: listing.certificate.name.clone(),
        certificate: Link::new(
            language.text_with("proof-certificate", &[("number", number.into())]),
            language.path(&own),
        ),
        live: format!("{public_url}{own}"),
        svg: certificate_path(listing, "qr.svg"),
        png: certificate_path(listing, "qr.png"),
        snippet: snippet(language, number, &live_here, &format!("{public_url}{badge}")),
        badge,
        statement: signs.then(|| StatementForm {
            action,
            body: listing.body.code.to_string(),
            day: day_field(language),
        }),
        comparison: Comparison::of(listing, now, public_url, signs),
    }
}

fn day_field(language: Language) -> Field {
    Field::new(Kind::Date, "peildatum", language.text("proof-statement-day"))
        .help(language.text("proof-statement-day-help"))
        .optional()
}

/// What a website takes up. The register is not told on which page the visitor was. The text beside the picture does not say how the certificate stands: that turns.
fn snippet(language: Language, number: &str, live: &str, badge: &str) -> String {
    let alt = language.text_with("proof-snippet-alt", &[("number", number.into())]);
    format!(
        "<a href=\"{live}\"><img src=\"{badge}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" alt=\"{alt}\" loading=\"lazy\" \
         referrerpolicy=\"no-referrer\"></a>",
        live = escape(live),
        badge = escape(badge),
        alt = escape(&alt),
    )
}

#[cfg(test)]
pub(in crate::web::pages) fn samples(language: Language) -> Vec<(&'static str, SharePage)> {
    let number = "BV-2023-00417";
    let at = |part: &str| format!("/certificaten/{number}{part}?instelling=bravo");
    let whole = |path: &str| format!("https://stelselwacht.example{path}");
    let page = SharePage {
        number: number.to_owned(),
        name: "Janssen Installatietechniek B.V.".to_owned(),
        certificate: Link::new("Certificaat BV-2023-00417", at("")),
        live: whole(&at("")),
        svg: at("/qr.svg"),
        png: at("/qr.png"),
        badge: language.path(&at("/badge.svg")),
        snippet: snippet(language, number, &whole(&at("")), &whole(&at("/badge.svg"))),
        statement: Some(StatementForm {
            action: at("/verklaring.jwt"),
            body: "bravo".to_owned(),
            day: day_field(language),
        }),
        comparison: Comparison::sample(),
    };
    let silent = SharePage { statement: None, ..page.clone() };
    vec![("share", page), ("share-unsigned", silent)]
}
