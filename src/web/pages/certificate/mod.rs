//! The page of a certificate.

#[cfg(test)]
mod samples;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::unknown::{UnknownPage, texts};
use crate::domain::certificate::{Reason, Standing};
use crate::domain::identifiers::CertificateNumber;
use crate::language::Language;
use crate::services::register::{self, Listing};
use crate::services::{Known, StorageError};
use crate::web::address;
use crate::web::answer::Answer;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::moment::{Asked, Chooser, Moment, Tense};
use crate::web::pages::own::guide::guide_at;
use crate::web::pages::proof::share::Comparison;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::server::Site;
use crate::web::session::LoggedIn;
use crate::web::standing;
use crate::web::then::Said;
use crate::web::view::{Event, Fact, Link, Table};

#[cfg(test)]
pub(super) use samples::samples;

/// A certificate, what it is for and what happened to it.
#[derive(Debug, Clone, Serialize)]
pub struct CertificatePage {
    /// Its number.
    pub number: String,
    /// The form for another day.
    pub moment: Chooser,
    /// How it stands.
    pub answer: Answer,
    /// The firm that holds it, leading to its page.
    pub holder: Link,
    /// Holder, body, scheme, subarea, dates.
    pub facts: Vec<Fact>,
    /// Per kind of work whether it may be done on the day.
    pub works: Option<Table>,
    /// What to compare before it is believed, and where its proof can be had.
    pub proof: Option<Comparison>,
    /// What happened to it, latest first.
    pub history: Vec<Event>,
    /// The guide about the holder, for the body that issued it.
    pub guide: Option<String>,
}

impl Page for CertificatePage {
    const TEMPLATE: &'static str = "pages/certificate";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        language.text_with("certificate-title", &[("number", self.number.as_str().into())])
    }

    fn description(&self, language: Language) -> String {
        language.text_with("described-certificate", &[("number", self.number.as_str().into())])
    }

    fn section(&self) -> Section {
        Section::Search
    }

    fn trail(&self, language: Language) -> Vec<Link> {
        vec![Link::new(language.text("layout-search"), language.path("/")), self.holder.clone()]
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/certificaten/{number}", web::get().to(show));
}

#[derive(Debug, Deserialize)]
struct Which {
    /// The body, where two bodies use the same number.
    #[serde(default)]
    instelling: String,
    #[serde(flatten)]
    moment: Asked,
}

/// What the register says, and said, of a number.
struct Found {
    moment: Moment,
    /// Of the certificate that is meant.
    said: Said,
    /// The certificates with the same number of other bodies, as they were known.
    others: Vec<Listing>,
    /// Whether this register signs statements.
    signs: bool,
}

fn find(portal: &Portal, asked: Which, language: Language, number: &CertificateNumber) -> Result<Found, StorageError> {
    let Which { instelling, moment } = asked;
    let moment = Moment::read(portal, moment, language)?;
    let numbered = |known| register::certificate(&portal.store, number, known);
    // Without a body it is that of the first body that has one with this number.
    let is_meant = |listing: &Listing| instelling.is_empty() || listing.body.code.as_str() == instelling;
    let mut others = numbered(moment.known)?;
    let then = others.iter().position(is_meant).map(|at| others.remove(at));
    let now = || Ok(numbered(Known::Now)?.into_iter().find(is_meant).into_iter().collect());
    let said = moment.said(then.into_iter().collect(), now)?;
    let signs = portal.signer.signs(&portal.store)?;
    Ok(Found { moment, said, others, signs })
}

async fn show(
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    number: web::Path<String>,
    which: web::Query<Which>,
    who: Option<LoggedIn>,
) -> Result<HttpResponse, Error> {
    let language = screen.language();
    let Ok(number) = CertificateNumber::parse(&number) else { return unknown(&screen, &number) };
    let (asked, wanted) = (which.into_inner(), number.clone());
    let found = portal.work(move |portal| find(portal, asked, language, &wanted)).await?;
    let Said { then, since } = &found.said;
    let Some(meant) = then.first().or(since.first()) else { return unknown(&screen, number.as_str()) };
    let mut page = if then.is_empty() { not_there_yet(meant, &found.moment) } else { page(meant, &found.moment)? };
    if !then.is_empty() {
        page.proof = Some(Comparison::of(meant, &found.moment, &site.public_url, found.signs));
        let is_own = who.and_then(|who| who.body().ok()).is_some_and(|body| body == meant.body.code);
        page.guide = is_own.then(|| guide(meant));
    }
    page.facts.extend(others(&found));
    screen.of_body(meant.body.code.as_str()).show_as(found.moment.status(), &page)
}

/// The guide about a new audit of the holder.
fn guide(meant: &Listing) -> String {
    let (kvk, scheme) = (meant.certificate.kvk_number.as_str(), meant.scheme.scheme.code.as_str());
    guide_at([("kvk", kvk), ("schema", scheme)])
}

/// A number is unique for one body only; whoever looks it up must see that there is another.
fn others(found: &Found) -> Vec<Fact> {
    let term = found.moment.language.text("certificate-also");
    let fact = |other: &Listing| {
        let href = standing::certificate_link(other, &found.moment).href;
        Fact::new(term.clone(), other.body.name.clone()).linked(href)
    };
    found.others.iter().map(fact).collect()
}

fn unknown(screen: &Screen, number: &str) -> Result<HttpResponse, Error> {
    /// As much of a number as is shown again; no body gives out longer ones.
    const LONGEST_SHOWN: usize = 40;
    let language = screen.language();
    let number: String = number.chars().take(LONGEST_SHOWN).collect();
    let page = UnknownPage {
        title: language.text_with("certificate-unknown-title", &[("number", number.as_str().into())]),
        word: language.text("certificate-word-unknown").into_owned(),
        sentence: language.text_with("certificate-unknown-sentence", &[("number", number.as_str().into())]),
        meaning: texts(language, &["certificate-unknown-meaning"]),
        checks: texts(language, &["certificate-unknown-check-number", "certificate-unknown-check-firm"]),
        advice: texts(language, &["certificate-unknown-advice"]),
        now: None,
    };
    screen.show_as(StatusCode::NOT_FOUND, &page)
}

fn page(listing: &Listing, moment: &Moment) -> Result<CertificatePage, StorageError> {
    let scope = listing.scope()?;
    Ok(CertificatePage {
        number: listing.certificate.number.to_string(),
        moment: chooser(listing, moment),
        answer: answer(listing, moment),
        holder: holder(listing, moment),
        facts: facts(listing, &standing::subareas(listing, &scope, moment.language), moment),
        works: Some(standing::works(listing, &scope, moment)),
        proof: None,
        history: standing::history(std::slice::from_ref(listing), moment),
        guide: None,
    })
}

/// The form for another day: its address holds no query, so the body goes along as a field.
fn chooser(listing: &Listing, moment: &Moment) -> Chooser {
    let path = address::path(["certificaten", listing.certificate.number.as_str()]);
    moment.chooser(&path).for_work(moment.language).of_body(listing.body.code.as_str())
}

/// The register did not know the certificate then.
fn not_there_yet(listing: &Listing, moment: &Moment) -> CertificatePage {
    let (language, number) = (moment.language, listing.certificate.number.as_str());
    let values = [("number", number.into()), ("known", language.day(moment.known_on).into())];
    CertificatePage {
        number: number.to_owned(),
        moment: chooser(listing, moment),
        answer: Answer {
            tone: crate::web::view::Tone::Neutral,
            day: heading(moment),
            word: language.text("certificate-word-unknown").into_owned(),
            sentence: language.text_with("certificate-not-there-yet", &values),
            notes: Vec::new(),
            advice: Vec::new(),
        },
        holder: holder(listing, moment),
        facts: Vec::new(),
        works: None,
        proof: None,
        history: Vec::new(),
        guide: None,
    }
}

fn holder(listing: &Listing, moment: &Moment) -> Link {
    let certificate = &listing.certificate;
    Link::new(certificate.name.clone(), moment.link(&format!("/installateurs/{}", certificate.kvk_number)))
}

fn heading(moment: &Moment) -> String {
    let key = if moment.tense() == Tense::Today { "certificate-today" } else { "certificate-on" };
    moment.language.text_with(key, &[("day", moment.day_in_words().into())])
}

fn answer(listing: &Listing, moment: &Moment) -> Answer {
    let status = listing.status_on(moment.day);
    let label = standing::label(status, moment.language);
    let keys: &[&'static str] = match (status.standing, status.reason, moment.tense()) {
        (Standing::Valid, Reason::AfterDesignation | Reason::AfterScheme, _) => {
            &["certificate-advice-ends", "certificate-advice-compare"]
        }
        (Standing::Valid, ..) => &["certificate-advice-compare"],
        (_, _, Tense::Past) => &["certificate-advice-check"],
        (_, _, Tense::Today | Tense::Future) => &["certificate-advice-stop", "certificate-advice-firm"],
    };
    Answer {
        tone: label.tone,
        day: heading(moment),
        word: standing::capital(&label.word),
        sentence: standing::sentence(listing, moment),
        notes: Vec::new(),
        advice: texts(moment.language, keys),
    }
}

fn facts(listing: &Listing, subareas: &str, moment: &Moment) -> Vec<Fact> {
    let (certificate, language) = (&listing.certificate, moment.language);
    let (body, scheme) = (standing::body_link(listing, moment), standing::scheme_link(listing, moment));
    let holder = holder(listing, moment);
    vec![
        Fact::new(language.text("certificate-firm"), holder.label).linked(holder.href),
        Fact::new(language.text("certificate-kvk"), certificate.kvk_number.as_str()),
        Fact::new(language.text("certificate-place"), certificate.place.clone()),
        Fact::new(language.text("certificate-by"), body.label).linked(body.href),
        Fact::new(language.text("certificate-scheme"), scheme.label).linked(scheme.href),
        Fact::new(language.text("certificate-subareas"), subareas),
        Fact::new(language.text("certificate-issued"), language.day(certificate.issued_on)),
        Fact::new(language.text("certificate-until"), language.day(certificate.valid_until)),
    ]
}
