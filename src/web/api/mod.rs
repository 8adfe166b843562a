//! The API: the register as JSON, for whoever wants to read it with a program, and [`own`] for the programs of bodies.
//!
//! It follows the NL API Design Rules 2.2 (Logius). A question is read as a whole and all its faults are told together;
//! the answers come from the same services as the pages.

pub mod answer;
pub mod asked;
pub mod bodies;
pub mod certificates;
pub mod changes;
pub mod envelope;
pub mod holder_list;
pub mod holders;
pub mod matrix;
pub mod moment;
pub mod openapi;
pub mod own;
pub mod paging;
pub mod problem;
pub mod records;
pub mod schemes;
pub mod search;

use actix_web::web;

pub use openapi::document;

/// The whole version of the API: major for what breaks a client, minor for what is new, patch for what is mended.
pub const VERSION: &str = "1.1.0";

/// Where the API is.
pub const BASE: &str = "/api/v1";

/// The addresses of the API.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .configure(openapi::routes)
        .configure(holder_list::routes)
        .configure(holders::routes)
        .configure(certificates::routes)
        .configure(schemes::routes)
        .configure(bodies::routes)
        .configure(own::routes)
        .configure(changes::routes);
}
