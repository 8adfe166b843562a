//! One file per noun: the context of each page, to be filled by the handler beside it.

pub mod about;
pub mod bodies;
pub mod certificate;
pub mod holder;
pub mod home;
pub mod judged;
pub mod login;
pub mod own;
pub mod schemes;
pub mod supervision;

use actix_web::web;

/// The addresses of all pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .configure(home::routes)
        .configure(holder::routes)
        .configure(certificate::routes)
        .configure(schemes::routes)
        .configure(bodies::routes)
        .configure(about::routes)
        .configure(login::routes)
        .configure(own::routes)
        .configure(supervision::routes);
}

#[cfg(test)]
mod samples;
