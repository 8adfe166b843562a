//! The work list as a calendar: a file for whoever is logged in, and a secret address for calendar programs.
//!
//! Calendar programs cannot log in, so whoever has the address sees the list. It stands in the query, which this program never
//! writes in its log; it is not kept by browsers, no other site learns it, and the page says what it is.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, HeaderValue};
use actix_web::{HttpResponse, web};
use data_encoding::HEXLOWER;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::audits::audit_at;
use super::terms::{TERMS, in_full, in_short};
use crate::domain::access::{SeeBody, decide};
use crate::domain::calendar::{dutch_day, in_words};
use crate::exchange::calendar::{LastDay, calendar};
use crate::language::Language;
use crate::services::terms::Term;
use crate::services::terms::calendar::{self as service, Calendar, CalendarKey, DAYS_BACK};
use crate::web::address::{CALENDAR, see_other, with_query};
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::server::Site;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Link, Tone};

const CALENDAR_PAGE: &str = "/instelling/agenda";

const CALENDAR_TYPE: &str = "text/calendar; charset=utf-8";

/// Where somebody makes and stops the secret address of their calendar.
#[derive(Debug, Clone, Serialize)]
pub struct CalendarPage {
    /// The token of the forms.
    pub csrf: CsrfToken,
    /// What just happened.
    pub alert: Option<Alert>,
    /// The address that was just made; it is shown once.
    pub made: Option<String>,
    /// Since when there is an address and when it was used last, in a sentence.
    pub present: Option<String>,
    /// For how many days a term that is over stays in the calendar.
    pub days_back: u64,
}

impl Page for CalendarPage {
    const TEMPLATE: &'static str = "pages/own/calendar";

    fn title(&self, _: Language) -> String {
        "Termijnen in uw agenda".to_owned()
    }

    fn section(&self) -> Section {
        Section::OwnOverview
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Overzicht", "/instelling"), Link::new("Termijnen", TERMS)]
    }
}

/// The addresses of this file.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/instelling/termijnen.ics", web::get().to(own))
        .route(CALENDAR, web::get().to(secret))
        .service(web::resource(CALENDAR_PAGE).get(show).post(change));
}

async fn own(portal: web::Data<Portal>, site: web::Data<Site>, who: LoggedIn) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), SeeBody(who.body()?))?;
    let found = portal.work(move |portal| service::of_body(&portal.store, &permit, portal.today())).await?;
    let mut response = answer(&site, &found.ok_or(Error::NotFound)?);
    let name = HeaderValue::from_static("attachment; filename=\"termijnen.ics\"");
    response.headers_mut().insert(CONTENT_DISPOSITION, name);
    Ok(response)
}

#[derive(Debug, Deserialize)]
struct Secret {
    #[serde(default)]
    sleutel: String,
}

async fn secret(
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    asked: web::Query<Secret>,
) -> Result<HttpResponse, Error> {
    let secret = asked.into_inner().sleutel;
    let found = portal.work(move |portal| service::behind(&portal.store, portal.now(), &secret)).await?;
    Ok(answer(&site, &found.ok_or(Error::NotFound)?))
}

fn answer(site: &Site, found: &Calendar) -> HttpResponse {
    let days: Vec<LastDay> = found.terms.iter().map(|term| last_day(site, found, term)).collect();
    let name = format!("Termijnen van {}", found.body.name);
    HttpResponse::Ok()
        .content_type(CALENDAR_TYPE)
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(calendar(&name, &days))
}

fn last_day(site: &Site, found: &Calendar, term: &Term) -> LastDay {
    let host = url::Url::parse(&site.public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let subject = format!("{}\n{}\n{}", found.body.code, term.kind.code(), term.audit);
    let hash = HEXLOWER.encode(&Sha256::digest(subject.as_bytes()));
    let description = format!(
        "{} Schema {}, onderzoek van {}. Uiterlijk {}.",
        in_full(term),
        term.scheme,
        in_words(term.audit_date),
        in_words(term.due_on)
    );
    LastDay {
        uid: format!("{}@{}", hash.get(..32).unwrap_or_default(), host.as_deref().unwrap_or("stelselwacht.invalid")),
        day: term.due_on,
        summary: in_short(term),
        description,
        url: format!("{}{}", site.public_url, audit_at(term.audit.as_str())),
        known_since: term.known_since,
    }
}

fn present(key: &CalendarKey) -> String {
    let used = match key.last_used_on {
        Some(day) => format!("Het is het laatst gebruikt op {}.", in_words(day)),
        None => "Het is nog niet gebruikt.".to_owned(),
    };
    format!("U hebt een geheim adres sinds {}. {used}", in_words(dutch_day(key.created_at.utc())))
}

#[derive(Debug, Deserialize)]
struct Stopped {
    ingetrokken: Option<String>,
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    asked: web::Query<Stopped>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), SeeBody(who.body()?))?;
    let key = portal.work(move |portal| service::key_of(&portal.store, &permit)).await?;
    let stopped = asked.ingetrokken.is_some() && key.is_none();
    let alert = stopped.then(|| {
        Alert::new(Tone::Info, "Het adres werkt niet meer", "Agenda’s die het gebruikten, krijgen niets meer.")
    });
    let present = key.as_ref().map(present);
    screen.show(&CalendarPage { csrf: who.form_token(), alert, made: None, present, days_back: DAYS_BACK })
}

#[derive(Debug, Deserialize)]
struct Choice {
    keuze: String,
}

async fn change(
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    who: LoggedIn,
    form: Form<Choice>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), SeeBody(who.body()?))?;
    match form.0.keuze.as_str() {
        "maak" => {
            let made = portal.work(move |portal| service::make_key(&portal.store, &permit, portal.now())).await?;
            let made = made.ok_or(Error::NotFound)?;
            let path = with_query(CALENDAR, [("sleutel", made.expose_secret())]);
            let text = "Neem het adres nu over: het wordt maar één keer getoond.";
            screen.show(&CalendarPage {
                csrf: who.form_token(),
                alert: Some(Alert::new(Tone::Positive, "Uw geheime adres is gemaakt", text)),
                made: Some(format!("{}{path}", site.public_url)),
                present: None,
                days_back: DAYS_BACK,
            })
        }
        "trek-in" => {
            portal.work(move |portal| service::revoke_key(&portal.store, &permit, portal.now())).await?;
            let at = format!("{CALENDAR_PAGE}?ingetrokken=ja");
            Ok(see_other(&at))
        }
        _ => Err(Error::BadRequest("Het veld ‘keuze’ moet maak of trek-in zijn.".to_owned())),
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, CalendarPage)> {
    use crate::web::csrf::CsrfSecret;
    let page = |alert, made: Option<&str>, present: Option<&str>| CalendarPage {
        csrf: CsrfSecret::generate().token(),
        alert,
        made: made.map(str::to_owned),
        present: present.map(str::to_owned),
        days_back: DAYS_BACK,
    };
    let made = Alert::new(Tone::Positive, "Uw geheime adres is gemaakt", "Neem het adres nu over.");
    let address = "https://register.example/agenda.ics?sleutel=Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm8";
    vec![
        ("own-calendar", page(None, None, None)),
        ("own-calendar-made", page(Some(made), Some(address), None)),
        ("own-calendar-present", page(None, None, Some("U hebt een geheim adres sinds 2 november 2026."))),
    ]
}
