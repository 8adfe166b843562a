//! The public record of a certificate, a body and a scheme, as the API gives it: that of the feed of changes and of the files.

use crate::services::register::{self, Listing};
use crate::web::portal::Portal;

pub use crate::services::changes::records::{body, certificate, scheme, version};

/// The certificates as the public is shown them: without measures that lie too far back.
pub fn shown(listings: Vec<Listing>, portal: &Portal) -> Vec<Listing> {
    register::public(listings, register::oldest_shown(portal.today(), portal.public_history_years))
}
