//! What programs of a body may: deliver its records and see them, with a token.
//!
//! The addresses stand below the body, `/certificerende-instellingen/{code}/…`. For a token of another body they are not there.
//! A record is put at its own reference; many come together as a delivery.

mod bearer;
pub mod deliver;
pub(super) mod described;
pub mod lists;
pub mod records;
mod sent;

use actix_web::web;

pub use bearer::Bearer;

/// What a record can be asked with.
const OF_RECORD: &str = "GET, HEAD, PUT, OPTIONS";

/// What a list can be asked with.
const OF_LIST: &str = "GET, HEAD, OPTIONS";

/// What deliveries can be asked with.
const OF_DELIVERIES: &str = "POST, OPTIONS";

/// The addresses of this folder.
pub fn routes(config: &mut web::ServiceConfig) {
    config.configure(records::routes).configure(lists::routes).configure(deliver::routes);
}

/// What this address can be asked with, if it is one of the programs of a body.
pub fn methods(path: &str) -> Option<&'static str> {
    let below = path.strip_prefix("/api/v1/certificerende-instellingen/")?;
    match below.split('/').collect::<Vec<_>>()[..] {
        [_, "aanleveringen"] => Some(OF_DELIVERIES),
        [_, "certificaten" | "onderzoeken" | "afwijkingen" | "besluiten"] => Some(OF_LIST),
        [_, "certificaten" | "onderzoeken" | "afwijkingen" | "besluiten", _] => Some(OF_RECORD),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::methods;

    #[test]
    fn only_addresses_of_programs_are_theirs() {
        let base = "/api/v1/certificerende-instellingen";
        assert!(methods(&format!("{base}/alfa/onderzoeken/A%2F1")).is_some_and(|methods| methods.contains("PUT")));
        assert!(methods(&format!("{base}/alfa/aanleveringen")).is_some_and(|methods| !methods.contains("GET")));
        for path in ["", "/alfa", "/alfa/anders", "/alfa/aanleveringen/1", "/alfa/onderzoeken/A/1"] {
            assert_eq!(methods(&format!("{base}{path}")), None, "{path}");
        }
        assert_eq!(methods("/api/v1/certificaten/alfa/AL-B-000001"), None);
    }
}
