//! What a statement says, from the register.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};

use crate::domain::delivered::Activity;
use crate::exchange::statement::Statement;
use crate::services::register::Listing;
use crate::storage::StorageError;

/// What is asked: how a certificate stood on a day, according to what was known at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The public address of the register, without a slash at the end.
    pub issuer: &'a str,
    /// The address of the page where the certificate stands as it is now.
    pub page: String,
    /// The day.
    pub as_of: NaiveDate,
    /// The moment.
    pub known_at: DateTime<Utc>,
    /// When it is asked.
    pub now: DateTime<Utc>,
}

/// The statement about a certificate as the register knew it at the moment that is asked for.
///
/// # Errors
/// A [`StorageError`] when the stored activities are damaged.
pub fn statement(listing: &Listing, asked: Asked<'_>) -> Result<Statement, StorageError> {
    let (certificate, body, scheme) = (&listing.certificate, &listing.body, &listing.scheme.scheme);
    let (status, scope) = (listing.status_on(asked.as_of), listing.scope()?);
    Ok(Statement {
        iss: asked.issuer.to_owned(),
        sub: asked.page,
        iat: asked.now.timestamp(),
        jti: URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>()),
        certificaatnummer: certificate.number.clone(),
        kvk_nummer: certificate.kvk_number.clone(),
        naam: certificate.name.clone(),
        plaats: certificate.place.clone(),
        instelling: body.code.clone(),
        instelling_naam: body.name.clone(),
        schema: scheme.code.clone(),
        schema_naam: scheme.name.clone(),
        schemaversie: listing.version_on(asked.as_of).map(|version| version.label.clone()),
        deelgebieden: scope.subareas.into_iter().collect(),
        werkzaamheden: scope.activities.iter().map(Activity::word).map(str::to_owned).collect(),
        afgegeven_op: certificate.issued_on,
        geldig_tot_en_met: certificate.valid_until,
        status: status.standing,
        sinds: status.since,
        tot_en_met: status.until,
        peildatum: asked.as_of,
        bekend_op: asked.known_at.trunc_subsecs(6),
    })
}
