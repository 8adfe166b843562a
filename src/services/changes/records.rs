//! From the register to its public words.

use chrono::NaiveDate;

use crate::domain::certificate::{Reason, Status};
use crate::domain::delivered::Activity;
use crate::domain::matrix::Effect;
use crate::exchange::public;
use crate::services::register::{DesignatedBody, Listing};
use crate::services::scheme_book::{BookScheme, BookVersion};
use crate::storage::StorageError;

/// A certificate as the public sees it, with its status on the day.
///
/// # Errors
/// A [`StorageError`] when the stored certificate is damaged.
pub fn certificate(listing: &Listing, day: NaiveDate) -> Result<public::Certificate, StorageError> {
    let (row, scope) = (&listing.certificate, listing.scope()?);
    Ok(public::Certificate {
        number: row.number.to_string(),
        body: listing.body.code.to_string(),
        kvk_number: row.kvk_number.to_string(),
        name: row.name.clone(),
        place: row.place.clone(),
        scheme: scope.scheme.to_string(),
        subareas: scope.subareas.into_iter().collect(),
        activities: scope.activities.iter().map(Activity::word).map(str::to_owned).collect(),
        issued_on: row.issued_on,
        valid_until: row.valid_until,
        status: status(listing.status_on(day)),
        measures: measures(listing),
    })
}

/// The status in words.
pub fn status(status: Status) -> public::Status {
    let reason = match status.reason {
        Reason::OwnDates => "looptijd",
        Reason::Decision => "besluit",
        Reason::AfterDesignation => "na-aanwijzing",
        Reason::NoDesignation => "geen-aanwijzing",
        Reason::AfterScheme => "na-aanwijzing-schema",
        Reason::NoScheme => "schema-niet-aangewezen",
    };
    public::Status {
        standing: status.standing.word().to_owned(),
        reason: reason.to_owned(),
        since: status.since,
        until: status.until,
    }
}

/// A decision that was revoked never had effect, and one without effect on the certificate is not for the public.
fn measures(listing: &Listing) -> Vec<public::Measure> {
    let public = listing.measures.iter().filter(|(row, effect)| *effect != Effect::None && row.revoked_on.is_none());
    public
        .map(|(row, effect)| public::Measure {
            code: row.measure.to_string(),
            name: listing
                .version_on(row.audit_date)
                .and_then(|version| version.matrix.measure(&row.measure))
                .map_or_else(|| row.measure.to_string(), |measure| measure.name.clone()),
            effect: effect.code().to_owned(),
            decided_on: row.date,
            effective_on: row.effective_on,
            lifted_on: row.lifted_on.filter(|_| *effect == Effect::Suspends),
        })
        .collect()
}

/// A body with its designations as the public sees it.
pub fn body(body: &DesignatedBody) -> public::Body {
    let designations = body.designations.iter().map(|(designation, _)| public::Designation {
        scheme: designation.scheme.to_string(),
        valid_from: designation.valid.from,
        valid_until: designation.valid.until,
    });
    public::Body {
        code: body.body.code.to_string(),
        name: body.body.name.clone(),
        kvk_number: body.body.kvk_number.to_string(),
        designations: designations.collect(),
    }
}

/// A scheme with its versions as the public sees it.
pub fn scheme(entry: &BookScheme) -> public::Scheme {
    public::Scheme {
        code: entry.scheme.code.to_string(),
        name: entry.scheme.name.clone(),
        system: entry.scheme.system.code().to_owned(),
        owner: entry.scheme.owner.clone(),
        versions: entry.versions.iter().map(version).collect(),
    }
}

/// A version of a scheme, without its matrix.
pub fn version(version: &BookVersion) -> public::Version {
    public::Version {
        label: version.label.to_string(),
        in_force_from: version.in_force.from,
        in_force_until: version.in_force.until,
    }
}

/// A firm with its certificates, oldest first; nothing when there are none.
pub fn holder(listings: &[Listing], day: NaiveDate) -> Option<public::Holder> {
    let latest = &listings.last()?.certificate;
    let certificates = listings.iter().map(|listing| public::HolderCertificate {
        number: listing.certificate.number.to_string(),
        body: listing.body.code.to_string(),
        standing: listing.status_on(day).standing.word().to_owned(),
    });
    Some(public::Holder {
        kvk_number: latest.kvk_number.to_string(),
        name: latest.name.clone(),
        place: latest.place.clone(),
        certificates: certificates.collect(),
    })
}
