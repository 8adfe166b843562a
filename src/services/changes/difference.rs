//! What reads differently about a certificate, and why.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::records;
use crate::domain::change::ChangeKind;
use crate::domain::matrix::Effect;
use crate::services::register::{self, Listing};
use crate::storage::StorageError;
use crate::storage::changes::{NewChange, Subject};
use crate::storage::register::MeasureRow;

/// On which day, and since when the public sees measures that are over.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    /// The day for which statuses hold.
    pub(super) day: NaiveDate,
    /// The first day of the public history; none when it reaches back to the beginning.
    pub(super) shown_from: Option<NaiveDate>,
}

impl View {
    fn of(self, listing: &Listing) -> Listing {
        let Some(oldest) = self.shown_from else { return listing.clone() };
        register::public(vec![listing.clone()], oldest).pop().unwrap_or_else(|| listing.clone())
    }
}

/// The change between two readings of one certificate, with every measure there ever was, if the public can see one.
/// Without a measure or datum that explains it, it is of the kind `otherwise`.
pub(super) fn between(
    before: &Listing,
    after: &Listing,
    view: View,
    otherwise: ChangeKind,
) -> Result<Option<NewChange>, StorageError> {
    let day = view.day;
    let (seen_before, seen_after) = (view.of(before), view.of(after));
    let (old, new) = (records::certificate(&seen_before, day)?, records::certificate(&seen_after, day)?);
    if old == new {
        return Ok(None);
    }
    let mut kinds = kinds_of_measures(before, after);
    let same_data = public_data(&old) == public_data(&new);
    if !same_data {
        kinds.insert(ChangeKind::Data);
    }
    if kinds.is_empty() {
        kinds.insert(otherwise);
    }
    let former = &before.certificate.kvk_number;
    let standing = |listing: &Listing| listing.status_on(day).standing.word();
    Ok(Some(NewChange {
        subject: subject(after, (*former != after.certificate.kvk_number).then_some(former)),
        day,
        kinds: words(&kinds),
        standings: Some((standing(&seen_before), standing(&seen_after))),
    }))
}

/// That a certificate is not in the register any more.
pub(super) fn taken_back(before: &Listing, day: NaiveDate) -> NewChange {
    let kinds = ChangeKind::TakenBack.word().to_owned();
    NewChange { subject: subject(before, None), day, kinds, standings: None }
}

/// The certificate of this listing as what a change is about.
pub(super) fn subject(listing: &Listing, former: Option<&crate::domain::identifiers::KvkNumber>) -> Subject {
    Subject::Certificate {
        body_id: listing.certificate.body_id,
        number: listing.certificate.number.clone(),
        kvk_number: listing.certificate.kvk_number.clone(),
        former: former.cloned(),
    }
}

/// The record without what follows from decisions and time.
fn public_data(record: &crate::exchange::public::Certificate) -> impl PartialEq + '_ {
    (
        (&record.kvk_number, &record.name, &record.place, &record.scheme),
        (&record.subareas, &record.activities, record.issued_on, record.valid_until),
    )
}

/// The words of these kinds, joined by `+`.
pub(super) fn words(kinds: &BTreeSet<ChangeKind>) -> String {
    kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join("+")
}

fn kinds_of_measures(before: &Listing, after: &Listing) -> BTreeSet<ChangeKind> {
    let mut kinds = BTreeSet::new();
    for (row, effect) in &after.measures {
        let known = before.measures.iter().find(|(old, _)| old.decision == row.decision);
        let counted = known.filter(|(old, effect)| old.revoked_on.is_none() && *effect != Effect::None);
        match (counted, is_public(row, *effect)) {
            (None, true) => kinds.extend(imposed(row, *effect)),
            (Some(_), false) if row.revoked_on.is_some() => drop(kinds.insert(ChangeKind::Revocation)),
            (Some(_), false) => drop(kinds.insert(ChangeKind::Data)),
            (Some((old, was)), true) => kinds.extend(corrected(old, row, *was == *effect)),
            (None, false) => {}
        }
    }
    let gone = |(old, effect): &&(MeasureRow, Effect)| {
        is_public(old, *effect) && !after.measures.iter().any(|(row, _)| row.decision == old.decision)
    };
    if before.measures.iter().any(|measure| gone(&measure)) {
        kinds.insert(ChangeKind::Data);
    }
    kinds
}

fn is_public(row: &MeasureRow, effect: Effect) -> bool {
    effect != Effect::None && row.revoked_on.is_none()
}

fn imposed(row: &MeasureRow, effect: Effect) -> Vec<ChangeKind> {
    match effect {
        Effect::Suspends if row.lifted_on.is_some() => vec![ChangeKind::Suspension, ChangeKind::Lifting],
        Effect::Suspends => vec![ChangeKind::Suspension],
        Effect::Ends => vec![ChangeKind::Withdrawal],
        Effect::None => Vec::new(),
    }
}

fn corrected(old: &MeasureRow, new: &MeasureRow, same_effect: bool) -> Option<ChangeKind> {
    let dates = |row: &MeasureRow| (row.date, row.effective_on, row.measure.clone());
    if !same_effect || dates(old) != dates(new) {
        Some(ChangeKind::Data)
    } else if old.lifted_on != new.lifted_on {
        Some(ChangeKind::Lifting)
    } else {
        None
    }
}
