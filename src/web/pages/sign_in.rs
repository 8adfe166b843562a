//! Leaving for the sign-in service of an organisation, and coming back from it.

use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
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
use crate::web::session::{self, token_of};
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
    let mut cookie = session::cookie(site, name, value);
    cookie.set_max_age(AWAY);
    cookie
}

fn kept(request: &HttpRequest, site: &Site) -> Option<Kept> {
    let cookie = request.cookie(cookie(site, String::new()).name())?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cookie.value()).ok()?).ok()
}

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    naar: String,
    /// `ja` to be asked once more who one is.
    #[serde(default)]
    opnieuw: String,
}

async fn leave(
    request: HttpRequest,
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    asked: web::Query<Next>,
) -> Result<HttpResponse, Error> {
    let provider = portal.provider.clone().ok_or(Error::NotFound)?;
    let Next { naar, opnieuw } = asked.into_inner();
    let next = naar.clone();
    let left = portal.work(move |portal| Ok::<_, Error>(provider.leave(portal.now(), &next, opnieuw == "ja"))).await?;
    let (url, kept) = match left {
        Ok(left) => left,
        Err(refused) => return refuse(&request, &portal, &screen, &naar, &refused),
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
                Err(refused) => refuse(&request, &portal, &screen, &next, &refused)?,
            }
        }
        kept => {
            let next = kept.map_or_else(String::new, |kept| kept.next);
            refuse(&request, &portal, &screen, &next, &ProviderError::Stale)?
        }
    };
    response.add_removal_cookie(&cookie(&site, String::new())).map_err(Error::internal)?;
    Ok(response)
}

/// The form to log in, with what went wrong; from there one still gets to where one wanted to go.
fn refuse(
    request: &HttpRequest,
    portal: &Portal,
    screen: &Screen,
    next: &str,
    refused: &ProviderError,
) -> Result<HttpResponse, Error> {
    let status = match refused {
        ProviderError::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        ProviderError::Stale => StatusCode::BAD_REQUEST,
        _ => StatusCode::FORBIDDEN,
    };
    let alert = Alert::new(Tone::Negative, "Aanmelden is niet gelukt", refused.to_string());
    let (secret, cookie) = csrf::of_visitor(request);
    let page = LoginPage::new(secret.token(), "", next, Some(alert)).through(portal.provider.as_deref());
    let mut response = screen.show_as(status, &page)?;
    response.add_cookie(&cookie).map_err(Error::internal)?;
    Ok(response)
}
