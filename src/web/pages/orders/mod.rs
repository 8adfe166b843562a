//! Orders of the regulator: who is where, for the regulator and for whom they were given to.

mod desk;
pub mod draft;
pub mod lists;
mod own;
mod regulator;
mod standing;
pub mod view;

use actix_web::http::StatusCode;
use actix_web::web;

use crate::services::orders::OrderError;

/// The orders, for the regulator.
const ORDERS: &str = "/toezicht/lasten";

/// The form of a new order.
const NEW_ORDER: &str = "/toezicht/lasten/nieuw";

/// The orders that were given to a body, for that body.
const OF_BODY: &str = "/instelling/lasten";

/// The addresses of orders.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route(ORDERS, web::get().to(lists::all))
        .service(web::resource(NEW_ORDER).get(draft::show).post(draft::keep))
        .route("/toezicht/lasten/{order}", web::get().to(regulator::show))
        .route("/toezicht/lasten/{ontwerp}/besluit", web::post().to(regulator::give))
        .route("/toezicht/lasten/{order}/oordeel", web::post().to(regulator::judge))
        .route(OF_BODY, web::get().to(lists::of_body))
        .route("/instelling/lasten/{order}", web::get().to(own::of_body))
        .route("/instelling/lasten/{order}/melding", web::post().to(own::report_of_body))
        .route("/beheer/lasten", web::get().to(lists::of_owner))
        .route("/beheer/lasten/{order}", web::get().to(own::of_owner))
        .route("/beheer/lasten/{order}/melding", web::post().to(own::report_of_owner));
}

/// What was sent and refused.
#[derive(Debug)]
struct NotTaken {
    /// The addressee it is about; none for the draft itself.
    addressee: Option<i64>,
    /// What was written.
    words: String,
    /// The day that was filled in.
    day: String,
    /// Why it was refused.
    why: OrderError,
}

impl NotTaken {
    fn status(&self) -> StatusCode {
        if matches!(self.why, OrderError::Stale) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}
