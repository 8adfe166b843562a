//! The page of a firm: may it do which work, today or on another day?

mod answer;
#[cfg(test)]
mod samples;
mod unknown;

use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::Value;

use crate::domain::identifiers::KvkNumber;
use crate::language::Language;
use crate::services::register::{self, Listing};
use crate::services::{Known, StorageError};
use crate::web::address;
use crate::web::answer::Answer;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::moment::{Asked, Chooser, Moment};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::schema_org;
use crate::web::standing;
use crate::web::then::Said;
use crate::web::view::{Event, Link, Status, Table};

#[cfg(test)]
pub(super) use samples::{samples, unknown_samples};

/// A firm and what it may do on a day.
#[derive(Debug, Clone, Serialize)]
pub struct HolderPage {
    /// The name of the firm, as in the trade register.
    pub name: String,
    /// Its number in the trade register.
    pub kvk: String,
    /// The place it is in; never more of its address, which may be a private one.
    pub place: String,
    /// The form for another day.
    pub moment: Chooser,
    /// The answer.
    pub answer: Answer,
    /// Per kind of appliance the work that may be done on it, where the schemes say what they are for.
    pub appliances: Option<Table>,
    /// The certificates, oldest first.
    pub certificates: Vec<CertificateCard>,
    /// What happened, latest first.
    pub history: Vec<Event>,
    /// The same for machines, in the head of the page.
    #[serde(skip)]
    pub for_machines: schema_org::Firm,
}

/// A certificate with the work it is for.
#[derive(Debug, Clone, Serialize)]
pub struct CertificateCard {
    /// Its number, leading to its page.
    pub number: Link,
    /// Its status on the day.
    pub status: Status,
    /// The parts of the scheme it is for.
    pub subarea: String,
    /// The body that gave it.
    pub body: Link,
    /// The scheme version that the body works by.
    pub scheme: Link,
    /// How it stands, since when and until when, in a sentence.
    pub sentence: String,
    /// Per kind of work whether it may be done on the day and since when.
    pub works: Table,
}

impl Page for HolderPage {
    const TEMPLATE: &'static str = "pages/holder/firm";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, _: Language) -> String {
        self.name.clone()
    }

    fn description(&self, language: Language) -> String {
        let values = [("name", &self.name), ("place", &self.place), ("kvk", &self.kvk)];
        language.text_with("described-firm", &values.map(|(name, value)| (name, value.as_str().into())))
    }

    fn data(&self, language: Language, address: &str) -> Option<Value> {
        self.for_machines.data(language, address)
    }

    fn section(&self) -> Section {
        Section::Search
    }

    fn feed(&self, language: Language) -> Option<String> {
        Some(language.path(&address::feed(&address::path(["installateurs", &self.kvk]))))
    }

    fn trail(&self, language: Language) -> Vec<Link> {
        vec![Link::new(language.text("layout-search"), language.path("/"))]
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/installateurs/{kvk}", web::get().to(show));
}

/// What the register says, and said, of a firm.
struct Found {
    moment: Moment,
    said: Said,
}

fn find(portal: &Portal, asked: Asked, language: Language, kvk: &KvkNumber) -> Result<Found, StorageError> {
    let moment = Moment::read(portal, asked, language)?;
    let said = moment.said(register::holder(&portal.store, kvk, moment.known)?, || {
        register::holder(&portal.store, kvk, Known::Now)
    })?;
    Ok(Found { moment, said })
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    kvk: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let language = screen.language();
    let Ok(number) = KvkNumber::parse(&kvk) else { return unknown::no_number(&screen) };
    let (wanted, asked) = (number.clone(), asked.into_inner());
    let found = portal.work(move |portal| find(portal, asked, language, &wanted)).await?;
    if found.said.then.is_empty() && found.said.since.is_empty() {
        return unknown::no_firm(&screen, &number);
    }
    screen.show_as(found.moment.status(), &page(&number, &found)?)
}

fn page(kvk: &KvkNumber, found: &Found) -> Result<HolderPage, StorageError> {
    let Found { moment, said: Said { then: listings, since } } = found;
    let latest = listings.last().or(since.last()).map(|listing| &listing.certificate);
    let name = latest.map(|certificate| certificate.name.clone()).unwrap_or_default();
    let permission = register::permission(listings, moment.day)?;
    Ok(HolderPage {
        answer: answer::answer(&name, listings, &permission, moment),
        appliances: register::appliances(&permission).map(|appliances| answer::table(&appliances, moment.language)),
        name,
        kvk: kvk.to_string(),
        place: latest.map(|certificate| certificate.place.clone()).unwrap_or_default(),
        moment: moment.chooser(&format!("/installateurs/{kvk}")).for_work(moment.language),
        certificates: listings.iter().map(|listing| card(listing, moment)).collect::<Result<_, _>>()?,
        history: standing::history(listings, moment),
        for_machines: schema_org::Firm::of(listings, moment.day),
    })
}

fn card(listing: &Listing, moment: &Moment) -> Result<CertificateCard, StorageError> {
    let scope = listing.scope()?;
    Ok(CertificateCard {
        number: standing::certificate_link(listing, moment),
        status: standing::label(listing.status_on(moment.day), moment.language),
        subarea: standing::capital(&standing::subareas(listing, &scope, moment.language)),
        body: standing::body_link(listing, moment),
        scheme: standing::scheme_link(listing, moment),
        sentence: standing::sentence(listing, moment),
        works: standing::works(listing, &scope, moment),
    })
}
