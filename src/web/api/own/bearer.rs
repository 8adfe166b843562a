//! The token of a request.

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;

use crate::domain::access::{Permit, Right, decide};
use crate::domain::identifiers::BodyCode;
use crate::services::api_tokens::{self, Recognised};
use crate::web::api::problem::Refusal;
use crate::web::error::Error;
use crate::web::portal::Portal;
use crate::web::rate_limit::RateLimits;

/// A program with a token that works. An extractor: a handler that asks for it is only for those.
#[derive(Debug, Clone)]
pub struct Bearer(pub Recognised);

impl Bearer {
    /// The body of the address, when it is the one of the token.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for another body, whether or not there is one.
    pub fn body(&self, code: &str) -> Result<BodyCode, Refusal> {
        let own = self.0.program.body();
        if BodyCode::parse(code).is_ok_and(|code| code == *own) { Ok(own.clone()) } else { Err(unknown()) }
    }

    /// The permit for this right.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], which says what the token should allow.
    pub fn permit<R: Right>(&self, right: R, needed: &str) -> Result<Permit<R>, Refusal> {
        decide(&self.0.actor(), right)
            .map_err(|_| Refusal::NotAllowed(format!("Het token mag dit niet; nodig is {needed}.")))
    }
}

/// What is not there for a token.
pub(super) fn unknown() -> Refusal {
    Refusal::NotFound("Dit is er niet, of het is niet van de instelling van dit token.".to_owned())
}

impl FromRequest for Bearer {
    type Error = Refusal;
    type Future = LocalBoxFuture<'static, Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(AUTHORIZATION).map(|value| value.to_str().unwrap_or_default().to_owned());
        let portal = request.app_data::<web::Data<Portal>>().cloned();
        let limits = request.app_data::<web::Data<RateLimits>>().cloned();
        Box::pin(async move {
            let Some(header) = header else { return Err(Refusal::NoToken { sent: false }) };
            let portal = portal.ok_or_else(|| Error::internal("there is no portal"))?;
            let token = secret(&header).ok_or(Refusal::NoToken { sent: true })?.to_owned();
            let found = portal.work(move |portal| api_tokens::recognise(&portal.store, portal.now(), &token)).await?;
            let found = found.ok_or(Refusal::NoToken { sent: true })?;
            if let Some(limits) = limits {
                limits.count_token(found.id)?;
            }
            Ok(Self(found))
        })
    }
}

/// The token in a header such as `Bearer stw_…`.
fn secret(header: &str) -> Option<&str> {
    let (scheme, token) = header.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::secret;

    #[test]
    fn the_token_is_read_from_the_header() {
        assert_eq!(secret("Bearer stw_a"), Some("stw_a"));
        assert_eq!(secret("bearer  stw_a "), Some("stw_a"));
        for wrong in ["", "Bearer", "Bearer ", "Basic stw_a", "stw_a"] {
            assert_eq!(secret(wrong), None, "{wrong}");
        }
    }
}
