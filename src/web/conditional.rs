//! Answers that whoever asks may have already: their tags, and whether it has them.

use actix_web::HttpRequest;
use actix_web::http::header::{EntityTag, Header, IfNoneMatch};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// How many bytes of the hash make the tag.
const TAG: usize = 18;

/// The tag of an answer follows from all it says. It is weak: the same answer is sent compressed and not.
pub(super) fn tag_of(content: &[u8]) -> EntityTag {
    EntityTag::new_weak(URL_SAFE_NO_PAD.encode(Sha256::digest(content).get(..TAG).unwrap_or_default()))
}

/// Whether the asker has this very answer already. A header that cannot be read asks for nothing.
pub(super) fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|kept| kept.weak_eq(tag)),
        Err(_) => false,
    }
}
