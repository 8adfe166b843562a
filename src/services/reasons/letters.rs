//! The mail about reasons: a body hears what the regulator made of one. What was written stands on the page, not in the mail.

use chrono::{DateTime, Utc};

use crate::domain::access::BodyDuty;
use crate::domain::identifiers::{AuditRef, BodyCode};
use crate::domain::reason::{Judgement, Kind, Step};
use crate::domain::text::path_part;
use crate::notify::Letter;
use crate::services::post;
use crate::storage::{Conn, StorageError};

/// What the mail is about.
const KIND: &str = "oordeel-over-reden";

/// Writes to everybody at the body who may give reasons, when a second supervisor confirmed a judgement.
pub(super) fn about(
    conn: &mut Conn,
    now: DateTime<Utc>,
    body: &BodyCode,
    audit: &AuditRef,
    step: &Step,
) -> Result<(), StorageError> {
    let outcome = match step.kind {
        Kind::Judged(Judgement::Accept) => "aanvaard. Het oordeel blijft staan, maar telt niet meer mee in uw cijfers.",
        Kind::Judged(Judgement::Reject) => {
            "afgewezen. Het oordeel telt mee in uw cijfers. U kunt opnieuw een reden geven."
        }
        _ => return Ok(()),
    };
    let letter = Letter::about(format!("Oordeel over uw reden bij onderzoek {audit}"))
        .text(format!("TloKB heeft de reden die u gaf bij onderzoek {audit} {outcome}"))
        .text("Op deze pagina leest u de toelichting van TloKB:")
        .page(format!("/instelling/onderzoeken/{}", path_part(audit.as_str())));
    let gives = |duty| matches!(duty, BodyDuty::Administrator | BodyDuty::Deliverer);
    post::write_to_body(conn, now, body, gives, KIND, &letter)
}
