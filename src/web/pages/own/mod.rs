//! Pages for somebody who works for a certification body.

pub mod audits;
pub mod calendar;
pub mod dashboard;
pub mod deliveries;
mod files;
pub mod guide;
pub mod holder;
mod made;
pub mod mirror;
pub mod preview;
pub mod progress;
mod reason;
pub mod receipt;
pub mod reminders;
pub mod terms;
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
        .configure(receipt::routes)
        .configure(waiting::routes)
        .configure(terms::routes)
        .configure(calendar::routes)
        .configure(reminders::routes)
        .configure(guide::routes)
        .configure(made::routes)
        .configure(audits::routes)
        .configure(reason::routes)
        .configure(mirror::routes)
        .configure(tokens::routes)
        .configure(holder::routes);
}
