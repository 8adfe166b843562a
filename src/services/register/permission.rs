//! What a firm may and may not do on a day, by all of its certificates together.

use chrono::NaiveDate;

use super::Listing;
use crate::domain::appliance::Appliance;
use crate::domain::certificate::Status;
use crate::domain::delivered::Activity;
use crate::domain::scope::Scope;
use crate::storage::StorageError;

/// What a firm may and may not do on a day.
#[derive(Debug)]
pub struct Permission<'a> {
    /// The certificates under which it may work, with their scope.
    pub may: Vec<(&'a Listing, Scope)>,
    /// The certificates under which it may not, as far as no other certificate covers their work, and how each stands.
    pub may_not: Vec<(&'a Listing, Scope, Status)>,
}

/// Which work these certificates of one firm allow on the day.
///
/// # Errors
/// A [`StorageError`] when a stored certificate is damaged.
pub fn permission(listings: &[Listing], day: NaiveDate) -> Result<Permission<'_>, StorageError> {
    let (mut may, mut may_not) = (Vec::new(), Vec::new());
    for listing in listings {
        let (scope, status) = (listing.scope()?, listing.status_on(day));
        if status.standing.allows_work() { may.push((listing, scope)) } else { may_not.push((listing, scope, status)) }
    }
    may_not.retain(|(_, scope, _)| !may.iter().any(|(_, valid)| valid.covers(scope)));
    Ok(Permission { may, may_not })
}

/// Per kind of appliance the work that may be done on it. `None` when a scheme does not say what its parts stand for: then
/// nothing can be said of what is missing.
///
/// What is not an appliance itself, such as the flue, is named only when a certificate is for it.
pub fn appliances(permission: &Permission<'_>) -> Option<Vec<(Appliance, Vec<Activity>)>> {
    let described = |listing: &Listing, scope: &Scope| scope.appliances(&listing.scheme.scheme.subareas);
    let may: Vec<_> = permission.may.iter().map(|(listing, scope)| Some((described(listing, scope)?, scope))).collect();
    let may: Vec<_> = may.into_iter().collect::<Option<_>>()?;
    let may_not = permission.may_not.iter().map(|(listing, scope, _)| described(listing, scope));
    let named: Vec<_> = may_not.flatten().chain(may.iter().map(|(appliances, _)| appliances.clone())).collect();
    if named.is_empty() {
        return None;
    }
    let shown = Appliance::ALL.into_iter().filter(|appliance| {
        !matches!(appliance, Appliance::AirSupply | Appliance::Flue) || named.iter().any(|set| set.contains(appliance))
    });
    let work = |appliance: Appliance| {
        let covering = may.iter().filter(|(appliances, _)| appliances.contains(&appliance)).map(|(_, scope)| scope);
        let allowed = |activity: &Activity| covering.clone().any(|scope| scope.activities.allow(*activity));
        Activity::ALL.into_iter().filter(allowed).collect()
    };
    Some(shown.map(|appliance| (appliance, work(appliance))).collect())
}
