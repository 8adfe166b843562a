//! Who asks: the session cookie is looked up once per request, before anything else sees it. With the first page of a session
//! that is not for the public, the browser gets a second cookie, that lasts: by it, it is known when somebody logs in from it again.

use std::future::{Ready, ready};

use actix_web::body::{EitherBody, MessageBody};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::USER_AGENT;
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use secrecy::{ExposeSecret, SecretString};

use super::api::envelope::is_api;
use super::assets::is_asset;
use super::csrf::{CsrfSecret, CsrfToken};
use super::error::Error;
use super::head::is_not_public;
use super::layout::Viewer;
use super::portal::Portal;
use super::rate_limit::{GIVE_CODE, RateLimits};
use super::server::Site;
use crate::domain::access::{Actor, Role};
use crate::domain::identifiers::BodyCode;
use crate::services::accounts::factors::PAGE;
use crate::services::accounts::{self, Asked, Enroller, MustEnrol, Session, Standing, devices};
use crate::services::register;

/// The cookie with the token of a session. With this prefix a browser takes it only from this very host and over https, so no
/// other site under the same domain can make somebody use a session of its own.
fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-sessie" } else { "sessie" }
}

/// The cookie by which a browser is known to be one that the owner of an account uses.
const DEVICE: &str = "apparaat";

/// What the browser keeps to be known by.
pub fn device(request: &HttpRequest) -> Option<String> {
    request.cookie(device_name(Site::over_https(request))).map(|cookie| cookie.value().to_owned())
}

/// With this prefix a browser takes the cookie only from this very host.
fn device_name(https: bool) -> &'static str {
    if https { "__Host-apparaat" } else { DEVICE }
}

/// The cookie that keeps a session.
pub fn session_cookie(site: &Site, token: String) -> Cookie<'static> {
    cookie(site, cookie_name(site.https), token)
}

/// A cookie of ours: not for scripts, not for other sites, and not in the open when visitors come over https.
pub fn cookie(site: &Site, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Lax).secure(site.https).finish()
}

/// The token of the session that the browser sent along.
pub fn token_of(request: &HttpRequest) -> Option<String> {
    request.cookie(cookie_name(Site::over_https(request))).map(|cookie| cookie.value().to_owned())
}

/// Somebody who is logged in. An extractor: a handler that asks for it is only for those who are.
#[derive(Debug, Clone)]
pub struct LoggedIn(pub Session);

impl LoggedIn {
    /// In whose name the request acts.
    pub fn actor(&self) -> Actor {
        self.0.actor()
    }

    /// A fresh token for a form of this session.
    pub fn form_token(&self) -> CsrfToken {
        CsrfSecret::stored(self.0.csrf_secret.clone()).token()
    }

    /// The body that the account belongs to.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an account of somebody else: the pages of a body are not there for it.
    pub fn body(&self) -> Result<BodyCode, Error> {
        match &self.0.account.role {
            Role::Body(code, _) => Ok(code.clone()),
            Role::Regulator(_) | Role::SchemeOwner(_) => Err(Error::NotFound),
        }
    }
}

impl FromRequest for LoggedIn {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let session = request.extensions().get::<Session>().cloned();
        ready(session.map(Self).ok_or_else(|| turned_away(request)))
    }
}

/// Where somebody goes who is not in.
fn turned_away(request: &HttpRequest) -> Error {
    let extensions = request.extensions();
    let path = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    if extensions.contains::<Asked>() {
        Error::FactorFirst { page: GIVE_CODE, path }
    } else if extensions.contains::<MustEnrol>() {
        Error::FactorFirst { page: PAGE, path }
    } else {
        Error::LogInFirst { path }
    }
}

/// Somebody who gave a password and is asked for the second factor. An extractor: whoever is in already, or must get a
/// factor first, is not asked for one.
#[derive(Debug, Clone)]
pub struct HalfIn(pub Asked);

impl HalfIn {
    /// A fresh token for a form.
    pub fn form_token(&self) -> CsrfToken {
        CsrfSecret::stored(self.0.csrf_secret.clone()).token()
    }
}

impl FromRequest for HalfIn {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extensions = request.extensions();
        ready(match extensions.get::<Asked>() {
            Some(asked) => Ok(Self(asked.clone())),
            None if extensions.contains::<Session>() => Err(Error::NotFound),
            None if extensions.contains::<MustEnrol>() => Err(Error::FactorFirst { page: PAGE, path: String::new() }),
            None => Err(Error::LogInFirst { path: String::new() }),
        })
    }
}

/// Somebody who may add a second factor. An extractor: whoever has one and did not give it yet, may not.
#[derive(Debug, Clone)]
pub struct MayEnrol(pub Enroller);

impl MayEnrol {
    /// A fresh token for a form.
    pub fn form_token(&self) -> CsrfToken {
        CsrfSecret::stored(self.0.csrf_secret().to_owned()).token()
    }
}

impl FromRequest for MayEnrol {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extensions = request.extensions();
        let session = extensions.get::<Session>().cloned().map(Enroller::In);
        let enroller = session.or_else(|| extensions.get::<MustEnrol>().cloned().map(Enroller::Must));
        ready(enroller.map(Self).ok_or_else(|| turned_away(request)))
    }
}

/// Looks up who asks and leaves it with the request. The API and the assets answer everybody the same and are not told.
pub(super) async fn recognise<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let kept = match recognised(&request).await {
        Ok(kept) => kept,
        Err(error) => return Ok(request.error_response(error).map_into_right_body()),
    };
    let mut response = next.call(request).await?;
    if let Some(cookie) = kept {
        response.response_mut().add_cookie(&cookie).map_err(Error::internal)?;
    }
    Ok(response.map_into_left_body())
}

/// Whether the answer can depend on who asks.
fn asks_who(path: &str) -> bool {
    !is_api(path) && !is_asset(path)
}

/// Leaves with the request who asks; gives what the browser is to keep.
async fn recognised(request: &ServiceRequest) -> Result<Option<Cookie<'static>>, Error> {
    let portal = request.app_data::<web::Data<Portal>>().filter(|_| asks_who(request.path())).cloned();
    let mut unseen = None;
    if let (Some(portal), Some(token)) = (portal, token_of(request.request())) {
        let found = portal.work(move |portal| known(portal, &token)).await?;
        let mut extensions = request.extensions_mut();
        match found {
            // Whoever is half in sees what a visitor sees, and the page of the next step.
            Some(Known::Asked(asked)) => {
                extensions.insert(CsrfSecret::stored(asked.csrf_secret.clone()));
                extensions.insert(asked);
            }
            Some(Known::MustEnrol(must)) => {
                extensions.insert(CsrfSecret::stored(must.csrf_secret.clone()));
                extensions.insert(must);
            }
            Some(Known::In(session, viewer)) => {
                if let Some(limits) = request.app_data::<web::Data<RateLimits>>() {
                    limits.count_account(session.account.id)?;
                }
                extensions.insert(CsrfSecret::stored(session.csrf_secret.clone()));
                extensions.insert(viewer);
                // Only there: what is for everybody may be kept by others on the way, with its cookie.
                unseen = (!session.browser_is_noted && is_not_public(request.path())).then(|| session.clone());
                extensions.insert(session);
            }
            None => {}
        }
    }
    match unseen {
        Some(session) => note_browser(request, session).await,
        None => Ok(None),
    }
}

/// Notes in which browser a session is, and gives what that browser is to keep.
async fn note_browser(request: &ServiceRequest, session: Session) -> Result<Option<Cookie<'static>>, Error> {
    let (Some(portal), Some(site)) =
        (request.app_data::<web::Data<Portal>>().cloned(), request.app_data::<web::Data<Site>>())
    else {
        return Ok(None);
    };
    let kept = device(request.request());
    let said = request.headers().get(USER_AGENT).and_then(|said| said.to_str().ok()).map(str::to_owned);
    let noted = portal
        .work(move |portal| devices::note(&portal.store, portal.now(), &session, kept.as_deref(), said.as_deref()));
    let token: Option<SecretString> = noted.await?;
    Ok(token.map(|token| {
        let mut cookie = cookie(site, device_name(site.https), token.expose_secret().to_owned());
        cookie.set_max_age(Duration::days(devices::KNOWN_FOR.num_days()));
        cookie
    }))
}

/// Who has the token of a session.
enum Known {
    In(Session, Viewer),
    Asked(Asked),
    MustEnrol(MustEnrol),
}

fn known(portal: &Portal, token: &str) -> Result<Option<Known>, Error> {
    let session = match accounts::session(&portal.store, portal.now(), portal.rules(), token)? {
        Some(Standing::In(session)) => session,
        Some(Standing::Asked(asked)) => return Ok(Some(Known::Asked(asked))),
        Some(Standing::MustEnrol(must)) => return Ok(Some(Known::MustEnrol(must))),
        None => return Ok(None),
    };
    let name = session.account.name.clone();
    let viewer = match &session.account.role {
        Role::Regulator(duty) => Viewer::Regulator { name, duty: *duty },
        Role::Body(code, duty) => {
            let body = register::body(&portal.store, code)?.map_or_else(|| code.to_string(), |body| body.name);
            Viewer::Body { name, body, duty: *duty }
        }
        Role::SchemeOwner(owner) => Viewer::SchemeOwner { name, owner: owner.clone() },
    };
    Ok(Some(Known::In(session, viewer)))
}
