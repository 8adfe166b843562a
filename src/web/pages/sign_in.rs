//! Leaving for the sign-in service of an organisation, and coming back from it.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use serde::Deserialize;

use super::login::{LoginPage, opened_session};
use crate::services::accounts::provider::{Kept, ProviderError, Returned};
use crate::web::csrf;
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::portal::Portal;
use crate::web::server::Site;
use crate::web::session::token_of;
use crate::web::view::{Alert, Tone};

/// How long somebody may take at the service.
const AWAY: Duration = Duration::minutes(10);

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/inloggen/aanmelddienst").get(leave))
        .service(web::resource("/inloggen/aanmelddienst/terug").get(come_back));
}

/// What the browser keeps while somebody is at the service. It has to come along when the service sends them back, so it is
/// not kept from links of other sites; it is of no use to those.
fn cookie(site: &Site, value: String) -> Cookie<'static> {
    let name = if site.https { "__Host-aanmelden" } else { "aanmelden" };
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.https)
        .max_age(AWAY)
        .finish()
}

fn kept(request: &HttpRequest, site: &Site) -> Option<Kept> {
    let cookie = request.cookie(cookie(site, String::new()).name())?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cookie.value()).ok()?).ok()
}

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    naar: String,
}

async fn leave(
    request: HttpRequest,
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    asked: web::Query<Next>,
) -> Result<HttpResponse, Error> {
    let provider = portal.provider.clone().ok_or(Error::NotFound)?;
    let next = asked.naar.clone();
    let left = portal.work(move |portal| Ok::<_, Error>(provider.leave(portal.now(), &next))).await?;
    let (url, kept) = match left {
        Ok(left) => left,
        Err(refused) => return refuse(&request, &portal, &screen, &refused),
    };
    let value = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&kept).map_err(Error::internal)?);
    let mut response = HttpResponse::SeeOther();
    response.insert_header((LOCATION, url)).insert_header((CACHE_CONTROL, "no-store"));
    let mut response = response.finish();
    response.add_cookie(&cookie(&site, value)).map_err(Error::internal)?;
    Ok(response)
}

#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    iss: Option<String>,
}

async fn come_back(
    request: HttpRequest,
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    answer: web::Query<Answer>,
) -> Result<HttpResponse, Error> {
    let provider = portal.provider.clone().ok_or(Error::NotFound)?;
    let previous = token_of(&request);
    let Answer { state, code, iss } = answer.into_inner();
    let mut response = match kept(&request, &site) {
        // Without a code, the service says that somebody did not sign in there.
        Some(kept) if !code.is_empty() => {
            let next = kept.next.clone();
            let returned = Returned { kept, state, issuer: iss, code: SecretString::from(code) };
            let outcome = portal
                .work(move |portal| {
                    match provider.come_back(
                        &portal.store,
                        portal.now(),
                        portal.rules(),
                        &returned,
                        previous.as_deref(),
                    ) {
                        Err(ProviderError::Storage(error)) => Err(error),
                        other => Ok(other),
                    }
                })
                .await?;
            match outcome {
                Ok(opened) => opened_session(&site, &opened, &next)?,
                Err(refused) => refuse(&request, &portal, &screen, &refused)?,
            }
        }
        _ => refuse(&request, &portal, &screen, &ProviderError::Stale)?,
    };
    response.add_removal_cookie(&cookie(&site, String::new())).map_err(Error::internal)?;
    Ok(response)
}

/// The form to log in, with what went wrong.
fn refuse(
    request: &HttpRequest,
    portal: &Portal,
    screen: &Screen,
    refused: &ProviderError,
) -> Result<HttpResponse, Error> {
    let status = match refused {
        ProviderError::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        ProviderError::Stale => StatusCode::BAD_REQUEST,
        _ => StatusCode::FORBIDDEN,
    };
    let alert = Alert::new(Tone::Negative, "Aanmelden is niet gelukt", refused.to_string());
    let (secret, cookie) = csrf::of_visitor(request);
    let page = LoginPage::new(secret.token(), "", "", Some(alert)).through(portal.provider.as_deref());
    let mut response = screen.show_as(status, &page)?;
    response.add_cookie(&cookie).map_err(Error::internal)?;
    Ok(response)
}
