//! The keys to check statements with, as a JSON Web Key Set, for everybody and from anywhere.

use actix_web::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use actix_web::{HttpRequest, HttpResponse, web};

use super::kept;
use crate::services::proof::keys;
use crate::web::error::Error;
use crate::web::portal::Portal;

/// That a key was revoked is known everywhere within five minutes.
const KEEP: &str = "public, max-age=300, must-revalidate";

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/.well-known/jwks.json", web::get().to(show));
}

async fn show(portal: web::Data<Portal>, request: HttpRequest) -> Result<HttpResponse, Error> {
    let keys = portal.work(|portal| keys::public(&portal.store)).await?;
    let content = serde_json::to_vec(&keys.published()).map_err(Error::internal)?;
    let anywhere = [(ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    Ok(kept(&request, "application/jwk-set+json", KEEP, anywhere, content))
}
