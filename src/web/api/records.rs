//! The public record of a certificate, a body and a scheme, as the API gives it.

use chrono::NaiveDate;

use crate::domain::certificate::{self, Reason, Standing};
use crate::domain::matrix::Effect;
use crate::exchange::public::{Body, Certificate, Designation, Measure, Scheme, Status, Version};
use crate::services::StorageError;
use crate::services::register::{self, DesignatedBody, Listing};
use crate::services::scheme_book::{BookScheme, BookVersion};
use crate::web::portal::Portal;

/// The certificates as the public is shown them: without measures that lie too far back.
pub fn shown(listings: Vec<Listing>, portal: &Portal) -> Vec<Listing> {
    register::public(listings, register::oldest_shown(portal.today(), portal.public_history_years))
}

/// The certificate with how it stands on the day.
///
/// # Errors
/// A [`StorageError`] when the stored certificate is damaged.
pub fn certificate(listing: &Listing, day: NaiveDate) -> Result<Certificate, StorageError> {
    let (row, scope) = (&listing.certificate, listing.scope()?);
    Ok(Certificate {
        number: row.number.to_string(),
        body: listing.body.code.to_string(),
        kvk_number: row.kvk_number.to_string(),
        name: row.name.clone(),
        place: row.place.clone(),
        scheme: listing.scheme.scheme.code.to_string(),
        subareas: scope.subareas.into_iter().collect(),
        activities: scope.activities.iter().map(|activity| activity.word().to_owned()).collect(),
        issued_on: row.issued_on,
        valid_until: row.valid_until,
        status: status(listing.status_on(day)),
        measures: measures(listing),
    })
}

/// The status in words.
pub fn status(status: certificate::Status) -> Status {
    Status {
        standing: standing(status.standing).to_owned(),
        reason: match status.reason {
            Reason::OwnDates => "looptijd",
            Reason::Decision => "besluit",
            Reason::AfterDesignation => "na-aanwijzing",
            Reason::NoDesignation => "geen-aanwijzing",
            Reason::AfterScheme => "na-aanwijzing-schema",
            Reason::NoScheme => "schema-niet-aangewezen",
        }
        .to_owned(),
        since: status.since,
        until: status.until,
    }
}

/// The standing in a word.
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::NotYet => "nog-niet-geldig",
        Standing::Valid => "geldig",
        Standing::Suspended => "geschorst",
        Standing::Withdrawn => "ingetrokken",
        Standing::Expired => "verlopen",
        Standing::BodyNotDesignated => "instelling-niet-aangewezen",
    }
}

fn measures(listing: &Listing) -> Vec<Measure> {
    let in_effect = listing.measures.iter().filter(|(row, _)| row.revoked_on.is_none());
    let told = in_effect.filter_map(|(row, effect)| {
        let effect = match effect {
            Effect::None => return None,
            Effect::Suspends => "schorst",
            Effect::Ends => "beeindigt",
        };
        let matrix = listing.version_on(row.audit_date).map(|version| &version.matrix);
        let name = matrix.and_then(|matrix| matrix.measure(&row.measure)).map(|measure| measure.name.clone());
        Some(Measure {
            code: row.measure.to_string(),
            name: name.unwrap_or_else(|| row.measure.to_string()),
            effect: effect.to_owned(),
            decided_on: row.date,
            effective_on: row.effective_on,
            lifted_on: row.lifted_on,
        })
    });
    told.collect()
}

/// The body with its designations.
pub fn body(entry: &DesignatedBody) -> Body {
    let designations = entry.designations.iter().map(|(designation, _)| Designation {
        scheme: designation.scheme.to_string(),
        valid_from: designation.valid.from,
        valid_until: designation.valid.until,
    });
    Body {
        code: entry.body.code.to_string(),
        name: entry.body.name.clone(),
        kvk_number: entry.body.kvk_number.to_string(),
        designations: designations.collect(),
    }
}

/// The scheme with its versions.
pub fn scheme(entry: &BookScheme) -> Scheme {
    Scheme {
        code: entry.scheme.code.to_string(),
        name: entry.scheme.name.clone(),
        system: entry.scheme.system.code().to_owned(),
        owner: entry.scheme.owner.clone(),
        versions: entry.versions.iter().map(version).collect(),
    }
}

/// The version, without its matrix.
pub fn version(version: &BookVersion) -> Version {
    Version {
        label: version.label.to_string(),
        in_force_from: version.in_force.from,
        in_force_until: version.in_force.until,
    }
}
