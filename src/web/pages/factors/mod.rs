//! The second factor of whoever is logged in, or is half and has to get one: what there is, adding, changing and removing.

mod app;
mod giving;
mod overview;
mod passkeys;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use secrecy::SecretString;
use serde::Deserialize;

use self::overview::{CodesPage, FactorsPage};
use crate::services::StorageError;
use crate::services::accounts::factors::{self, Added, FactorError, PAGE, Proof};
use crate::services::accounts::{Enroller, OpenSession};
use crate::web::address::{see_other, with_query};
use crate::web::csrf::Form;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::login::{home, is_local, keep};
use crate::web::portal::Portal;
use crate::web::rate_limit;
use crate::web::server::Site;
use crate::web::session::{LoggedIn, MayEnrol};
use crate::web::view::{Alert, Tone};

/// The addresses of these pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/account/tweede-factor").get(show))
        .service(web::resource("/account/tweede-factor/wijzigen").post(change))
        .configure(app::routes)
        .configure(passkeys::routes)
        .configure(giving::routes);
}

/// Whoever must get a factor is logging in; whoever is in looks at the own account.
fn section(must: bool) -> Section {
    if must { Section::LogIn } else { Section::Account }
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    gedaan: String,
    #[serde(default)]
    naar: String,
}

/// What a form sends along that leads on: where to go once there is a factor.
#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    naar: String,
}

/// A page of these, which leads on to there.
fn leading_on(page: &str, next: &str) -> String {
    if next.is_empty() { page.to_owned() } else { with_query(page, [("naar", next)]) }
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    enroller: MayEnrol,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let alert = match asked.gedaan.as_str() {
        "toegevoegd" => {
            Some(Alert::new(Tone::Positive, "De tweede factor is toegevoegd", "U krijgt er ook bericht van."))
        }
        "verwijderd" => {
            Some(Alert::new(Tone::Positive, "De tweede factor is verwijderd", "U krijgt er ook bericht van."))
        }
        "hernoemd" => Some(Alert::new(Tone::Positive, "De passkey heeft een andere naam", "")),
        _ if enroller.0.must() => Some(Alert::new(
            Tone::Warning,
            "Uw taak vraagt een tweede factor",
            "Stel er hieronder een in. Daarna kunt u verder.",
        )),
        _ => None,
    };
    overviewed(&portal, &screen, enroller, &asked.naar, StatusCode::OK, alert).await
}

/// The page, after something that worked or did not.
async fn overviewed(
    portal: &web::Data<Portal>,
    screen: &Screen,
    enroller: MayEnrol,
    next: &str,
    status: StatusCode,
    alert: Option<Alert>,
) -> Result<HttpResponse, Error> {
    let of = enroller.0.clone();
    let found = portal
        .work(move |portal| {
            let proves = match &of {
                Enroller::In(session) => Some(factors::proves(&portal.store, portal.now(), portal.rules(), session)?),
                Enroller::Must(_) => None,
            };
            Ok::<_, StorageError>((factors::overview(&portal.store, of.account())?, proves))
        })
        .await?;
    screen.show_as(status, &FactorsPage::new(portal, &enroller, found, next, alert))
}

/// The same page with what is wrong, or the fault when it is not of the reader.
async fn told(
    portal: &web::Data<Portal>,
    screen: &Screen,
    enroller: MayEnrol,
    next: &str,
    refused: FactorError,
) -> Result<HttpResponse, Error> {
    let wait = refused.wait();
    let (status, alert) = alert_about(refused)?;
    let response = overviewed(portal, screen, enroller, next, status, Some(alert)).await?;
    Ok(rate_limit::later(response, wait))
}

fn alert_about(refused: FactorError) -> Result<(StatusCode, Alert), Error> {
    let status = match refused {
        FactorError::Storage(error) => return Err(error.into()),
        FactorError::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
        FactorError::Seal(_) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, Alert::new(Tone::Negative, "Dat is niet gelukt", refused.to_string())))
}

/// What somebody sees who added a factor: the recovery codes if these were made along.
fn added(site: &Site, screen: &Screen, enroller: &Enroller, next: &str, added: &Added) -> Result<HttpResponse, Error> {
    let must = enroller.must();
    let next = match must {
        true if is_local(next) => next,
        true => home(&enroller.account().role),
        false => PAGE,
    };
    let mut response = match &added.codes {
        Some(codes) => screen.show(&CodesPage { codes: codes.clone(), next: next.to_owned(), must })?,
        None if must => see_other(next),
        None => see_other("/account/tweede-factor?gedaan=toegevoegd"),
    };
    let session: &OpenSession = &added.session;
    keep(site, &mut response, session)?;
    Ok(response)
}

#[derive(Debug, Deserialize)]
struct ToChange {
    /// `app`, `herstelcodes`, `naam`, or `passkey-` and its number.
    wat: String,
    #[serde(default)]
    bewijs: SecretString,
}

async fn change(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    session: LoggedIn,
    form: Form<ToChange>,
) -> Result<HttpResponse, Error> {
    let ToChange { wat, bewijs } = form.0;
    let (address, of) = (rate_limit::address(&request), session.0.clone());
    // The proof may be a password.
    let _turn = portal.passwords.acquire().await.map_err(Error::internal)?;
    let outcome = portal
        .work(move |portal| {
            let proof = Proof { typed: &bewijs, address, secret: portal.secret.as_ref() };
            let (store, now, rules) = (&portal.store, portal.now(), portal.rules());
            let passkey = wat.strip_prefix("passkey-").and_then(|id| id.parse().ok());
            let done = match (wat.as_str(), passkey) {
                ("app", _) => factors::app::remove(store, now, rules, &of, proof).map(|()| None),
                ("herstelcodes", _) => factors::app::new_codes(store, now, rules, &of, proof).map(Some),
                (_, Some(id)) => factors::passkeys::remove(store, now, rules, &of, id, proof).map(|()| None),
                _ => Err(FactorError::Over),
            };
            Ok::<_, Error>(done)
        })
        .await?;
    match outcome {
        Ok(Some(codes)) => screen.show(&CodesPage { codes, next: PAGE.to_owned(), must: false }),
        Ok(None) => Ok(see_other("/account/tweede-factor?gedaan=verwijderd")),
        Err(refused) => told(&portal, &screen, MayEnrol(Enroller::In(session.0)), "", refused).await,
    }
}

#[cfg(test)]
pub(super) mod samples;
