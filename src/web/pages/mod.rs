//! One file per noun: the context of each page, to be filled by the handler beside it.

pub mod about;
pub mod accounts;
pub mod bodies;
mod calendar;
pub mod certificate;
pub mod crawlers;
pub mod factors;
pub mod feeds;
pub mod follow;
pub mod guide;
pub mod holder;
pub mod home;
pub mod judged;
pub mod login;
pub mod open_data;
pub mod orders;
pub mod own;
pub mod own_schemes;
pub mod proof;
pub mod schemes;
pub mod sign_in;
pub mod supervision;
mod unknown;

use actix_web::web;

use crate::language::Language;

/// The addresses of all pages; those of the public in both languages.
pub fn routes(config: &mut web::ServiceConfig) {
    // Addresses are compared in this order, and the home page is asked for most.
    config
        .configure(home::routes)
        .configure(login::routes)
        .configure(factors::routes)
        .configure(sign_in::routes)
        .configure(accounts::routes)
        .configure(own_schemes::routes)
        .configure(crawlers::routes)
        .configure(own::routes)
        .configure(supervision::routes)
        .configure(orders::routes)
        .configure(super::api::routes)
        .configure(open_data::files)
        .configure(proof::routes)
        // Of the home page nothing is left behind the language, not even a slash.
        .service(
            web::scope(Language::English.base())
                .route("", web::get().to(home::show))
                .configure(home::routes)
                .configure(public),
        )
        .configure(public);
}

/// The other pages of the public, under whatever stands before their address.
fn public(config: &mut web::ServiceConfig) {
    config
        .configure(holder::routes)
        .configure(certificate::routes)
        .configure(schemes::routes)
        .configure(guide::routes)
        .configure(bodies::routes)
        .configure(feeds::routes)
        .configure(follow::routes)
        .configure(open_data::routes)
        .configure(about::routes)
        .configure(proof::public);
}

#[cfg(test)]
mod samples;
