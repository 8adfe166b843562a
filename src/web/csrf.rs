//! Posts come from our own forms: every form carries a token made from a secret of the session.
//!
//! A handler takes [`Form`] instead of the form of actix; then the token was checked before the handler saw anything.

use std::fmt;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::error::Error;
use super::server::Site;

/// The name of the field in every form.
pub const FIELD: &str = "csrf";

const NONCE: usize = 16;

const SECRET: usize = 32;

/// The cookie that keeps the secret of a visitor without session.
const COOKIE: &str = "formulier";

/// What the tokens of a session are made from; it is stored with the session and never leaves the server.
#[derive(Clone)]
pub struct CsrfSecret(String);

/// A token for one form.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct CsrfToken(String);

impl CsrfSecret {
    /// A new secret, from the random source of the machine.
    pub fn generate() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; SECRET]>()))
    }

    /// The secret that was stored with a session.
    pub fn stored(secret: String) -> Self {
        Self(secret)
    }

    /// The secret, to be stored with the session.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A fresh token. No two are alike, so that compressed pages do not give the secret away bit by bit.
    pub fn token(&self) -> CsrfToken {
        let nonce = rand::random::<[u8; NONCE]>();
        CsrfToken(URL_SAFE_NO_PAD.encode([&nonce[..], &self.mark(&nonce)].concat()))
    }

    /// Whether the token was made from this secret.
    pub fn made(&self, token: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else { return false };
        let Some((nonce, mark)) = bytes.split_at_checked(NONCE) else { return false };
        self.mark(nonce).ct_eq(mark).into()
    }

    fn mark(&self, nonce: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(self.0.as_bytes()).chain_update(b"\0form\0").chain_update(nonce).finalize().into()
    }
}

impl fmt::Debug for CsrfSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CsrfSecret(…)")
    }
}

impl CsrfToken {
    /// The token as it stands in the form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The secret for forms that need no session, such as the form to log in with, and the cookie to answer with. For whoever has a
/// session it is that of the session, which stays out of the cookie.
///
/// Without it, another site could log a visitor in under an account of its own.
pub fn of_visitor(request: &HttpRequest) -> (CsrfSecret, Cookie<'static>) {
    let kept = kept_by_visitor(request).unwrap_or_else(CsrfSecret::generate);
    let https = Site::over_https(request);
    let cookie = Cookie::build(cookie_name(https), kept.0.clone())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(https)
        .finish();
    (request.extensions().get::<CsrfSecret>().cloned().unwrap_or(kept), cookie)
}

fn kept_by_visitor(request: &HttpRequest) -> Option<CsrfSecret> {
    let cookie = request.cookie(cookie_name(Site::over_https(request)))?;
    let bytes = URL_SAFE_NO_PAD.decode(cookie.value()).ok()?;
    (bytes.len() == SECRET).then(|| CsrfSecret(cookie.value().to_owned()))
}

/// With this prefix a browser takes the cookie only from this very host.
fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-formulier" } else { COOKIE }
}

/// Checks the token of a post that is not read by [`Form`], such as one with files.
///
/// # Errors
/// [`Error::StaleForm`] when the session has no secret or the token is not of this session.
pub fn check(request: &HttpRequest, token: &str) -> Result<(), Error> {
    let of_session = request.extensions().get::<CsrfSecret>().cloned();
    let made = of_session.or_else(|| kept_by_visitor(request)).is_some_and(|secret| secret.made(token));
    if made { Ok(()) } else { Err(Error::StaleForm) }
}

/// The fields of a posted form whose token was right.
#[derive(Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let body = web::Bytes::from_request(&request, payload);
        Box::pin(async move {
            let body = body.await.map_err(|cause| Error::bad_body(&cause))?;
            let text = std::str::from_utf8(&body).map_err(|_| Error::Incomplete)?;
            let token = url::form_urlencoded::parse(&body).find(|(name, _)| name == FIELD);
            check(&request, token.as_ref().map_or("", |(_, value)| value))?;
            // The reader of query strings is the reader of posted forms.
            web::Query::<T>::from_query(text).map(|form| Self(form.into_inner())).map_err(|_| Error::Incomplete)
        })
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_token_belongs_to_one_session() {
        let (mine, yours) = (CsrfSecret::generate(), CsrfSecret::generate());
        let token = mine.token();
        assert!(mine.made(token.as_str()));
        assert!(CsrfSecret::stored(mine.expose().to_owned()).made(token.as_str()));
        assert!(!yours.made(token.as_str()));
        assert_ne!(token.as_str(), mine.token().as_str());
    }

    #[test]
    fn a_token_that_was_touched_is_refused() {
        let secret = CsrfSecret::generate();
        let token = secret.token().as_str().to_owned();
        for wrong in ["", "x", "AAAA", &token[1..], &token[..token.len() - 2], &format!("{token}AAAA")] {
            assert!(!secret.made(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_visitor_keeps_the_secret_in_a_cookie() {
        let first = TestRequest::default().to_http_request();
        let (secret, cookie) = of_visitor(&first);
        assert!(cookie.http_only() == Some(true) && cookie.same_site() == Some(SameSite::Strict));
        let token = secret.token();
        assert!(check(&first, token.as_str()).is_err());
        let next = TestRequest::default().cookie(cookie).to_http_request();
        assert!(check(&next, token.as_str()).is_ok());
        let forged = TestRequest::default().cookie(Cookie::new(COOKIE, "kort")).to_http_request();
        assert!(check(&forged, CsrfSecret("kort".into()).token().as_str()).is_err());
    }

    #[test]
    fn whoever_has_a_session_uses_its_secret_for_every_form() {
        let request = TestRequest::default().to_http_request();
        let of_session = CsrfSecret::generate();
        request.extensions_mut().insert(of_session.clone());
        let (secret, cookie) = of_visitor(&request);
        assert!(check(&request, secret.token().as_str()).is_ok());
        assert_ne!(cookie.value(), of_session.expose());
    }

    #[test]
    fn the_secret_is_not_logged() {
        assert_eq!(format!("{:?}", CsrfSecret::stored("geheim".into())), "CsrfSecret(…)");
    }
}
