//! Pages for somebody of the regulator.

pub mod audit;
pub mod bodies;
pub mod body;
pub mod deliveries;
pub mod inbox;
pub mod matrices;
pub mod post;
pub mod replay;
pub mod signal;
pub mod trail;

mod evidence;
mod reason;
mod scheme_view;
mod words;

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use crate::domain::access::{Permit, Supervise, decide};
use crate::services::StorageError;
use crate::services::supervise::Figures;
use crate::web::error::Error;
use crate::web::portal::Portal;
use crate::web::session::LoggedIn;

/// The addresses of the regulator.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/toezicht", web::get().to(inbox::show))
        .route("/toezicht/signalen/{id}", web::get().to(signal::show))
        .route("/toezicht/instellingen", web::get().to(bodies::show))
        .route("/toezicht/aanleveringen", web::get().to(deliveries::show))
        .route("/toezicht/instellingen/{body}", web::get().to(body::show))
        .route("/toezicht/instellingen/{body}/onderzoeken", web::get().to(audit::list))
        .route("/toezicht/onderzoeken/{body}/{reference}", web::get().to(audit::show))
        .route("/toezicht/onderzoeken/{body}/{reference}/reden", web::post().to(reason::judge))
        .configure(replay::routes)
        .route("/toezicht/matrices", web::get().to(matrices::show))
        .route("/beheer/logboek", web::get().to(trail::show))
        .route("/beheer/berichten", web::get().to(post::show))
        .route(post::AGAIN, web::post().to(post::again));
}

/// Somebody who may supervise. An extractor: for everybody else who is logged in, the page does not exist.
#[derive(Debug, Clone)]
pub(super) struct Supervisor(pub(super) Permit<Supervise>);

impl FromRequest for Supervisor {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let logged_in = LoggedIn::from_request(request, payload).into_inner();
        let permit = logged_in.and_then(|logged_in| Ok(decide(&logged_in.actor(), Supervise)?));
        ready(permit.map(Self))
    }
}

/// The figures as of today.
fn figures(portal: &Portal, permit: &Permit<Supervise>) -> Result<Arc<Figures>, StorageError> {
    portal.figures.current(&portal.store, permit, portal.today())
}
