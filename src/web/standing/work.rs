//! Work and appliances in words.

use std::collections::BTreeSet;

use super::capital;
use crate::domain::appliance::Appliance;
use crate::domain::delivered::{Activities, Activity};
use crate::domain::scope::Scope;
use crate::language::Language;
use crate::services::register::Listing;
use crate::web::moment::Moment;
use crate::web::view::{Cell, Column, Status, Table, Tone};

/// An activity as people say it.
pub fn verb(activity: Activity, language: Language) -> String {
    let key = match activity {
        Activity::Install => "standing-install",
        Activity::Repair => "standing-repair",
        Activity::Maintain => "standing-maintain",
        Activity::Commission => "standing-commission",
    };
    language.text(key).into_owned()
}

/// A kind of appliance, many of them.
pub fn appliance(appliance: Appliance, language: Language) -> String {
    let key = match appliance {
        Appliance::Boiler => "standing-boilers",
        Appliance::Geyser => "standing-geysers",
        Appliance::WaterHeater => "standing-water-heaters",
        Appliance::BackBoilerHearth => "standing-back-boiler-hearths",
        Appliance::Hearth => "standing-hearths",
        Appliance::Stove => "standing-stoves",
        Appliance::AirSupply => "standing-air-supply",
        Appliance::Flue => "standing-flue",
    };
    language.text(key).into_owned()
}

/// These kinds of appliances as part of a sentence.
pub fn appliances(kinds: &BTreeSet<Appliance>, language: Language) -> String {
    let is_appliance = |kind: &Appliance| !matches!(kind, Appliance::AirSupply | Appliance::Flue);
    let every = Appliance::ALL.iter().filter(|kind| is_appliance(kind)).all(|kind| kinds.contains(kind));
    let mut words = Vec::new();
    if every {
        words.push(language.text("standing-every-appliance").into_owned());
    }
    words.extend(kinds.iter().filter(|kind| !every || !is_appliance(kind)).map(|kind| appliance(*kind, language)));
    language.list(&words)
}

/// The parts of the scheme in words: what they stand for, or their numbers when the scheme does not say.
pub fn subareas(listing: &Listing, scope: &Scope, language: Language) -> String {
    let described = &listing.scheme.scheme.subareas;
    let labels: Option<Vec<_>> = scope
        .subareas
        .iter()
        .map(|code| described.iter().find(|subarea| subarea.code == *code).map(|subarea| subarea.label.as_str()))
        .collect();
    labels.map_or_else(|| numbered(scope, language), |labels| labels.join(", "))
}

fn numbered(scope: &Scope, language: Language) -> String {
    let codes: Vec<_> = scope.subareas.iter().map(String::as_str).collect();
    let values = [("count", codes.len().into()), ("codes", language.list(&codes).into())];
    language.text_with("standing-subareas", &values)
}

/// The work of these certificates together, to stand behind "mag".
pub(super) fn work<'a>(certified: impl Iterator<Item = (&'a Listing, &'a Scope)>, language: Language) -> String {
    // Certificates for the same activities are one thing to the reader: what they are for is told together.
    let mut told: Vec<(Activities, BTreeSet<Appliance>, Vec<String>)> = Vec::new();
    for (listing, scope) in certified {
        let at = told.iter().position(|(activities, ..)| *activities == scope.activities);
        let at = at.unwrap_or_else(|| {
            told.push((scope.activities, BTreeSet::new(), Vec::new()));
            told.len() - 1
        });
        let Some((_, kinds, others)) = told.get_mut(at) else { continue };
        match scope.appliances(&listing.scheme.scheme.subareas) {
            Some(known) => kinds.extend(known),
            None => others.push(undescribed(listing, scope, language)),
        }
    }
    let phrases: Vec<_> =
        told.iter().map(|(activities, kinds, others)| phrase(*activities, kinds, others, language)).collect();
    phrases
        .into_iter()
        .reduce(|said, next| language.text_with("standing-and-also", &[("first", said.into()), ("next", next.into())]))
        .unwrap_or_default()
}

fn phrase(activities: Activities, kinds: &BTreeSet<Appliance>, others: &[String], language: Language) -> String {
    let verbs: Vec<_> = activities.iter().map(|activity| verb(activity, language)).collect();
    let mut things = others.to_vec();
    things.dedup();
    if !kinds.is_empty() {
        things.insert(0, appliances(kinds, language));
    }
    let values = [("things", language.list(&things).into()), ("verbs", language.list(&verbs).into())];
    language.text_with("standing-work", &values)
}

/// What a certificate is for whose scheme does not say what its parts stand for.
fn undescribed(listing: &Listing, scope: &Scope, language: Language) -> String {
    let values =
        [("subareas", numbered(scope, language).into()), ("scheme", listing.scheme.scheme.name.as_str().into())];
    language.text_with("standing-undescribed", &values)
}

/// Per kind of work whether the certificate allows it on the day.
pub fn works(listing: &Listing, scope: &Scope, moment: &Moment) -> Table {
    let (language, status) = (moment.language, listing.status_on(moment.day));
    let may = status.standing.allows_work();
    let since = status.since.map_or_else(|| "–".to_owned(), |day| language.day(day));
    let columns = ["standing-column-work", "standing-column-may", "standing-column-since"];
    let rows = Activity::ALL.map(|activity| {
        let (tone, key, since) = match (scope.activities.allow(activity), may) {
            (true, true) => (Tone::Positive, "standing-yes", since.clone()),
            (true, false) => (Tone::Negative, "standing-no", since.clone()),
            (false, _) => (Tone::Neutral, "standing-not-part", "–".to_owned()),
        };
        let answer = Status::new(tone, language.text(key));
        [Cell::heading(capital(&verb(activity, language))), Cell::status(answer), Cell::text(since)]
    });
    let values = [("number", listing.certificate.number.as_str().into())];
    Table::new(language.text_with("standing-works", &values), columns.map(|key| Column::text(language.text(key))))
        .under_heading()
        .with(rows)
}
