//! Setting up an authenticator app: the QR code, the secret to type over, and the first code.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Next, added, alert_about, leading_on, section, told};
use crate::language::Language;
use crate::services::accounts::factors::app::{self, ToScan};
use crate::services::accounts::factors::{FactorError, PAGE};
use crate::web::address::see_other;
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::proof::drawn;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::server::Site;
use crate::web::session::MayEnrol;
use crate::web::view::{Alert, Field, Kind, Link};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/account/tweede-factor/app").get(show).post(start))
        .service(web::resource("/account/tweede-factor/app/qr.svg").get(qr))
        .service(web::resource("/account/tweede-factor/app/bevestigen").post(confirm));
}

/// What to take over into the app.
#[derive(Debug, Serialize)]
pub(in crate::web::pages) struct AppPage {
    pub(super) csrf: CsrfToken,
    pub(super) alert: Option<Alert>,
    /// The secret, to be typed over.
    pub(super) secret: String,
    pub(super) code: Field,
    /// Whether nothing else can be reached before there is a factor.
    pub(super) must: bool,
    /// Where to go once there is one.
    pub(super) next: String,
}

impl AppPage {
    pub(super) fn new(csrf: CsrfToken, must: bool, secret: String, next: &str, alert: Option<Alert>) -> Self {
        let code = Field::new(Kind::Text, "code", "Code die de app toont").autocomplete("one-time-code");
        Self { csrf, alert, secret, code: code.help("Zes cijfers."), must, next: next.to_owned() }
    }
}

impl Page for AppPage {
    const TEMPLATE: &'static str = "pages/factors/app";

    fn title(&self, _: Language) -> String {
        "Authenticator-app instellen".to_owned()
    }

    fn section(&self) -> Section {
        section(self.must)
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Tweede factor", leading_on(PAGE, &self.next))]
    }
}

async fn start(
    portal: web::Data<Portal>,
    screen: Screen,
    enroller: MayEnrol,
    form: Form<Next>,
) -> Result<HttpResponse, Error> {
    let of = enroller.0.clone();
    let _turn = portal.passwords.acquire().await.map_err(Error::internal)?;
    let started = portal
        .work(move |portal| Ok::<_, Error>(app::start(&portal.store, portal.secret.as_ref(), portal.now(), &of)))
        .await?;
    match started {
        Ok(()) => Ok(see_other(&leading_on("/account/tweede-factor/app", &form.0.naar))),
        Err(refused) => told(&portal, &screen, enroller, &form.0.naar, refused).await,
    }
}

/// What was begun; nothing when nothing was, such as on an old page.
async fn to_scan(portal: &web::Data<Portal>, enroller: &MayEnrol) -> Result<Option<ToScan>, Error> {
    let of = enroller.0.clone();
    let _turn = portal.passwords.acquire().await.map_err(Error::internal)?;
    portal
        .work(move |portal| match app::to_scan(&portal.store, portal.secret.as_ref(), &of) {
            Ok(found) => Ok(Some(found)),
            Err(FactorError::Over | FactorError::NoSecret) => Ok(None),
            Err(error) => Err(Error::from(error)),
        })
        .await
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    enroller: MayEnrol,
    next: web::Query<Next>,
) -> Result<HttpResponse, Error> {
    let must = enroller.0.must();
    match to_scan(&portal, &enroller).await? {
        Some(found) => screen.show(&AppPage::new(enroller.form_token(), must, found.text, &next.naar, None)),
        None => Ok(see_other(&leading_on(PAGE, &next.naar))),
    }
}

async fn qr(portal: web::Data<Portal>, enroller: MayEnrol) -> Result<HttpResponse, Error> {
    let found = to_scan(&portal, &enroller).await?.ok_or(Error::NotFound)?;
    let drawn = drawn::svg(&found.url, "QR-code voor uw authenticator-app", "nl").map_err(Error::internal)?;
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, "image/svg+xml")).insert_header((CACHE_CONTROL, "no-store"));
    Ok(response.body(drawn))
}

#[derive(Debug, Deserialize)]
struct Confirmed {
    code: String,
    #[serde(default)]
    naar: String,
}

async fn confirm(
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    enroller: MayEnrol,
    form: Form<Confirmed>,
) -> Result<HttpResponse, Error> {
    let Confirmed { code, naar } = form.0;
    let of = enroller.0.clone();
    let turn = portal.passwords.acquire().await.map_err(Error::internal)?;
    let confirmed = portal
        .work(move |portal| {
            let (store, secret, now) = (&portal.store, portal.secret.as_ref(), portal.now());
            Ok::<_, Error>(app::confirm(store, secret, now, portal.rules(), &of, &code))
        })
        .await?;
    drop(turn);
    match confirmed {
        Ok(done) => added(&site, &screen, &enroller.0, &naar, &done),
        Err(FactorError::WrongCode) => {
            let Some(found) = to_scan(&portal, &enroller).await? else {
                return Ok(see_other(&leading_on(PAGE, &naar)));
            };
            let (_, alert) = alert_about(FactorError::WrongCode)?;
            let page = AppPage::new(enroller.form_token(), enroller.0.must(), found.text, &naar, Some(alert));
            screen.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(refused) => told(&portal, &screen, enroller, &naar, refused).await,
    }
}
