//! Pages for somebody who works for a certification body.

pub mod audits;
pub mod calendar;
pub mod dashboard;
pub mod deliveries;
mod files;
pub mod guide;
pub mod preview;
pub mod progress;
pub mod reminders;
pub mod terms;
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
        .configure(terms::routes)
        .configure(calendar::routes)
        .configure(reminders::routes)
        .configure(guide::routes)
        .configure(audits::routes);
}
