//! Pages for somebody who works for a certification body.

pub mod audits;
pub mod dashboard;
pub mod deliveries;
mod files;
pub mod holder;
pub mod mirror;
pub mod preview;
pub mod progress;
mod reason;
pub mod tokens;
pub mod upload;
mod waiting;

use actix_web::web;

/// The addresses of a body.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .configure(dashboard::routes)
        .configure(upload::routes)
        .configure(deliveries::routes)
        .configure(waiting::routes)
        .configure(audits::routes)
        .configure(reason::routes)
        .configure(mirror::routes)
        .configure(tokens::routes)
        .configure(holder::routes);
}
