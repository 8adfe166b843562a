//! Making passkeys and giving them another name.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Next, added, leading_on, section, told};
use crate::language::Language;
use crate::services::accounts::Enroller;
use crate::services::accounts::factors::passkeys;
use crate::services::accounts::factors::{FactorError, PAGE};
use crate::web::address::see_other;
use crate::web::assets;
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::server::Site;
use crate::web::session::{LoggedIn, MayEnrol};
use crate::web::view::{Alert, Link};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/account/tweede-factor/passkey").get(show).post(start))
        .service(web::resource("/account/tweede-factor/passkey/bevestigen").post(finish))
        .service(web::resource("/account/tweede-factor/passkey/naam").post(rename));
}

/// What the browser is asked, to make a passkey or to use one.
#[derive(Debug, Serialize)]
pub(in crate::web::pages) struct PasskeyPage {
    pub(super) csrf: CsrfToken,
    pub(super) alert: Option<Alert>,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
    /// What the button says.
    pub(super) label: &'static str,
    /// Where the answer goes.
    pub(super) action: &'static str,
    /// `maken` or `geven`, for the script.
    pub(super) purpose: &'static str,
    /// What the script gives to the browser, as JSON.
    pub(super) options: String,
    /// Where to go afterwards.
    pub(super) next: String,
    /// Whether it is a step of logging in.
    pub(super) logs_in: bool,
    /// The page to go back to.
    pub(super) back: String,
    pub(super) script: &'static str,
}

impl PasskeyPage {
    fn to_make(csrf: CsrfToken, must: bool, options: String, next: String) -> Self {
        Self {
            csrf,
            alert: None,
            title: "Passkey maken",
            text: "Uw browser vraagt u zo om uw vinger, gezicht of pincode, of om een beveiligingssleutel.",
            label: "Passkey maken",
            action: "/account/tweede-factor/passkey/bevestigen",
            purpose: "maken",
            options,
            logs_in: must,
            back: leading_on(PAGE, &next),
            next,
            script: assets::passkey_script(),
        }
    }
}

impl Page for PasskeyPage {
    const TEMPLATE: &'static str = "pages/factors/passkey";

    fn title(&self, _: Language) -> String {
        self.title.to_owned()
    }

    fn section(&self) -> Section {
        section(self.logs_in)
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Tweede factor", &self.back)]
    }
}

#[derive(Debug, Deserialize)]
struct New {
    naam: String,
    #[serde(default)]
    naar: String,
}

async fn start(
    portal: web::Data<Portal>,
    screen: Screen,
    enroller: MayEnrol,
    form: Form<New>,
) -> Result<HttpResponse, Error> {
    let New { naam, naar } = form.0;
    let of = enroller.0.clone();
    let started = portal
        .work(move |portal| {
            let Some(party) = &portal.passkeys else { return Ok(Err(FactorError::NoPasskeys)) };
            Ok::<_, Error>(passkeys::start_adding(&portal.store, party, portal.now(), &of, &naam))
        })
        .await?;
    match started {
        Ok(()) => Ok(see_other(&leading_on("/account/tweede-factor/passkey", &naar))),
        Err(refused) => told(&portal, &screen, enroller, &naar, refused).await,
    }
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    enroller: MayEnrol,
    next: web::Query<Next>,
) -> Result<HttpResponse, Error> {
    let of = enroller.0.clone();
    let asked = portal
        .work(move |portal| match passkeys::to_make(&portal.store, portal.now(), &of) {
            Ok(options) => Ok(Some(options)),
            Err(FactorError::Over) => Ok(None),
            Err(error) => Err(Error::from(error)),
        })
        .await?;
    let Next { naar } = next.into_inner();
    match asked {
        Some(options) => screen.show(&PasskeyPage::to_make(enroller.form_token(), enroller.0.must(), options, naar)),
        None => Ok(see_other(&leading_on(PAGE, &naar))),
    }
}

/// What the script sends.
#[derive(Debug, Deserialize)]
pub(super) struct Answered {
    /// The answer of the browser, as JSON.
    #[serde(default)]
    pub(super) antwoord: String,
    /// Where to go afterwards.
    #[serde(default)]
    pub(super) naar: String,
}

async fn finish(
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    enroller: MayEnrol,
    form: Form<Answered>,
) -> Result<HttpResponse, Error> {
    let Answered { antwoord, naar } = form.0;
    let of = enroller.0.clone();
    let finished = portal
        .work(move |portal| {
            let Some(party) = &portal.passkeys else { return Ok(Err(FactorError::NoPasskeys)) };
            let (store, now) = (&portal.store, portal.now());
            Ok::<_, Error>(passkeys::finish_adding(store, party, now, portal.rules(), &of, &antwoord))
        })
        .await?;
    match finished {
        Ok(done) => added(&site, &screen, &enroller.0, &naar, &done),
        Err(refused) => told(&portal, &screen, enroller, &naar, refused).await,
    }
}

#[derive(Debug, Deserialize)]
struct Renamed {
    passkey: i64,
    andere_naam: String,
}

async fn rename(
    portal: web::Data<Portal>,
    screen: Screen,
    session: LoggedIn,
    form: Form<Renamed>,
) -> Result<HttpResponse, Error> {
    let of = session.0.clone();
    let Renamed { passkey, andere_naam } = form.0;
    let renamed = portal
        .work(move |portal| Ok::<_, Error>(passkeys::rename(&portal.store, portal.now(), &of, passkey, &andere_naam)))
        .await?;
    match renamed {
        Ok(()) => Ok(see_other("/account/tweede-factor?gedaan=hernoemd")),
        Err(refused) => told(&portal, &screen, MayEnrol(Enroller::In(session.0)), "", refused).await,
    }
}
