//! Between the password and being in: a code, a recovery code or a passkey.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::passkeys::{Answered, PasskeyPage};
use super::{Next, alert_about, leading_on};
use crate::language::Language;
use crate::services::accounts::factors::{FactorError, giving, passkeys};
use crate::web::address::see_other;
use crate::web::assets;
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::login::opened_session;
use crate::web::portal::Portal;
use crate::web::rate_limit::{self, GIVE_CODE};
use crate::web::render::Page;
use crate::web::server::Site;
use crate::web::session::HalfIn;
use crate::web::view::{Alert, Field, Kind};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/inloggen/code").get(show).post(give))
        .service(web::resource("/inloggen/passkey").get(show_passkey).post(ask_passkey))
        .service(web::resource("/inloggen/passkey/bevestigen").post(give_passkey));
}

/// The form for the second factor.
#[derive(Debug, Serialize)]
pub(in crate::web::pages) struct GivePage {
    csrf: CsrfToken,
    alert: Option<Alert>,
    code: Field,
    /// Whether a passkey can be used instead.
    passkey: bool,
    next: String,
}

impl GivePage {
    pub(super) fn new(csrf: CsrfToken, app: bool, passkey: bool, next: &str, alert: Option<Alert>) -> Self {
        let (label, help) = if app {
            ("Code", "De zes cijfers die uw authenticator-app nu toont. Geen app bij de hand? Geef een herstelcode.")
        } else {
            ("Herstelcode", "Een van de codes die u bewaarde toen u uw passkey maakte.")
        };
        let code = Field::new(Kind::Text, "code", label).help(help).autocomplete("one-time-code");
        Self { csrf, alert, code, passkey, next: next.to_owned() }
    }

    fn of(portal: &Portal, half: &HalfIn, next: &str, alert: Option<Alert>) -> Self {
        let enrolled = half.0.enrolled;
        let passkey = enrolled.passkeys > 0 && portal.passkeys.is_some();
        Self::new(half.form_token(), enrolled.app, passkey, next, alert)
    }
}

impl Page for GivePage {
    const TEMPLATE: &'static str = "pages/factors/give";

    fn title(&self, _: Language) -> String {
        "Nog één stap".to_owned()
    }

    fn section(&self) -> Section {
        Section::LogIn
    }
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    half: HalfIn,
    asked: web::Query<Next>,
) -> Result<HttpResponse, Error> {
    screen.show(&GivePage::of(&portal, &half, &asked.naar, None))
}

#[derive(Debug, Deserialize)]
struct GivenCode {
    code: SecretString,
    #[serde(default)]
    naar: String,
}

async fn give(
    request: HttpRequest,
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    half: HalfIn,
    form: Form<GivenCode>,
) -> Result<HttpResponse, Error> {
    let GivenCode { code, naar } = form.0;
    let (address, asked) = (rate_limit::address(&request), half.0.clone());
    let _turn = portal.passwords.acquire().await.map_err(Error::internal)?;
    let outcome = portal
        .work(move |portal| {
            let (store, secret, now) = (&portal.store, portal.secret.as_ref(), portal.now());
            Ok::<_, Error>(giving::give_code(store, secret, now, portal.rules(), &asked, &code, address))
        })
        .await?;
    match outcome {
        Ok(opened) => opened_session(&site, &opened, &naar),
        Err(refused) => refuse(&portal, &screen, &half, &naar, refused),
    }
}

fn refuse(
    portal: &Portal,
    screen: &Screen,
    half: &HalfIn,
    next: &str,
    refused: FactorError,
) -> Result<HttpResponse, Error> {
    let wait = refused.wait();
    let (status, alert) = alert_about(refused)?;
    let response = screen.show_as(status, &GivePage::of(portal, half, next, Some(alert)))?;
    Ok(rate_limit::later(response, wait))
}

async fn ask_passkey(
    portal: web::Data<Portal>,
    screen: Screen,
    half: HalfIn,
    form: Form<Next>,
) -> Result<HttpResponse, Error> {
    let (asked, next) = (half.0.clone(), form.0.naar);
    let started = portal
        .work(move |portal| {
            let Some(party) = &portal.passkeys else { return Ok(Err(FactorError::NoPasskeys)) };
            Ok::<_, Error>(passkeys::start_giving(&portal.store, party, portal.now(), &asked))
        })
        .await?;
    match started {
        Ok(()) => Ok(see_other(&leading_on("/inloggen/passkey", &next))),
        Err(refused) => refuse(&portal, &screen, &half, &next, refused),
    }
}

async fn show_passkey(
    portal: web::Data<Portal>,
    screen: Screen,
    half: HalfIn,
    next: web::Query<Next>,
) -> Result<HttpResponse, Error> {
    let of = half.0.clone();
    let asked = portal
        .work(move |portal| match passkeys::to_give(&portal.store, portal.now(), &of) {
            Ok(options) => Ok(Some(options)),
            Err(FactorError::Over) => Ok(None),
            Err(error) => Err(Error::from(error)),
        })
        .await?;
    let Some(options) = asked else {
        return Ok(see_other(&leading_on(GIVE_CODE, &next.naar)));
    };
    screen.show_as(
        StatusCode::OK,
        &PasskeyPage {
            csrf: half.form_token(),
            alert: None,
            title: "Inloggen met een passkey",
            text: "Uw browser vraagt u zo om uw vinger, gezicht of pincode, of om uw beveiligingssleutel.",
            label: "Passkey gebruiken",
            action: "/inloggen/passkey/bevestigen",
            purpose: "geven",
            options,
            next: next.naar.clone(),
            logs_in: true,
            back: leading_on(GIVE_CODE, &next.naar),
            script: assets::passkey_script(),
        },
    )
}

async fn give_passkey(
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    half: HalfIn,
    form: Form<Answered>,
) -> Result<HttpResponse, Error> {
    let Answered { antwoord, naar } = form.0;
    let asked = half.0.clone();
    let outcome = portal
        .work(move |portal| {
            let Some(party) = &portal.passkeys else { return Ok(Err(FactorError::NoPasskeys)) };
            let (store, now) = (&portal.store, portal.now());
            Ok::<_, Error>(passkeys::finish_giving(store, party, now, portal.rules(), &asked, &antwoord))
        })
        .await?;
    match outcome {
        Ok(opened) => opened_session(&site, &opened, &naar),
        Err(refused) => refuse(&portal, &screen, &half, &naar, refused),
    }
}
