//! What the figures of a replay mean, in Dutch sentences.

use std::cmp::Ordering;

use super::outcome::{ChangedCell, Part, Practice};
use crate::domain::identifiers::{BodyCode, CategoryCode, MeasureCode};

fn times(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// What the draft would have done, in sentences.
pub(super) fn whole(all: &Part) -> String {
    if all.judged == 0 {
        return "In deze periode zijn geen onderzoeken die meetellen.".to_owned();
    }
    let audits = times(all.judged, "onderzoek", "onderzoeken");
    if all.changed == 0 {
        return format!("Het concept schrijft bij {audits} hetzelfde voor als de matrix die gold.");
    }
    let mut said = vec![format!(
        "Het concept schrijft bij {} van {audits} iets anders voor: {} zwaarder, {} lichter, {} met dezelfde maatregel en \
         andere termijnen.",
        all.changed, all.heavier, all.lighter, all.only_terms
    )];
    said.push(format!(
        "Voorgeschreven schorsingen: was {}, wordt {}. Voorgeschreven intrekkingen: was {}, wordt {}.",
        all.before.suspensions, all.after.suspensions, all.before.withdrawals, all.after.withdrawals
    ));
    said.push(nearer(&all.practice));
    said.join(" ").trim_end().to_owned()
}

/// Whether practice is nearer to the one or to the other.
fn nearer(practice: &Practice) -> String {
    if practice.decisions == 0 {
        return String::new();
    }
    let of = times(practice.decisions, "besluit", "besluiten");
    let away = |equal: u64| practice.decisions.saturating_sub(equal);
    let (from_force, from_draft) = (away(practice.in_force.equal), away(practice.draft.equal));
    let nearer = match (practice.draft.steps.cmp(&practice.in_force.steps), from_force + from_draft) {
        (_, 0) => "de praktijk is zoals beide matrices voorschrijven",
        (Ordering::Less, _) => "de praktijk ligt dichter bij het concept",
        (Ordering::Greater, _) => "de praktijk ligt dichter bij de matrix die gold",
        (Ordering::Equal, _) => "de praktijk ligt even ver van beide",
    };
    format!("Van {of} wijken er {from_force} af van de matrix die gold en {from_draft} van het concept: {nearer}.")
}

/// How the decisions of a body stand beside both.
pub(super) fn practice(body: &BodyCode, practice: &Practice) -> String {
    match practice.decisions {
        0 => format!("{body}: er zijn geen besluiten om te vergelijken."),
        _ => format!("{body}: {}", uncapitalised(&nearer(practice))),
    }
}

fn uncapitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The change of a cell: `kritiek, 2e keer: was schorsing, wordt intrekking`.
pub(super) fn cell(cell: &ChangedCell) -> String {
    let place = |category: Option<&CategoryCode>, occurrence: Option<u32>| {
        category.zip(occurrence).map(|(category, occurrence)| format!("{category}, {occurrence}e keer"))
    };
    let before = place(cell.category.as_ref(), cell.occurrence);
    let after = place(cell.new_category.as_ref(), cell.new_occurrence);
    let named = |measure: Option<&MeasureCode>| measure.map_or_else(|| "niets".to_owned(), ToString::to_string);
    let (was, becomes) = (named(cell.measure.as_ref()), named(cell.new_measure.as_ref()));
    let moved = match (&before, &after) {
        (Some(before), Some(after)) if before != after => format!(" ({after})"),
        (None, Some(after)) => format!(" ({after})"),
        _ => String::new(),
    };
    let place = before.unwrap_or_else(|| "zonder voorschrift".to_owned());
    if was == becomes && cell.steps == 0 {
        format!("{place}: {was} blijft, met andere termijnen{moved}")
    } else {
        format!("{place}: was {was}, wordt {becomes}{moved}")
    }
}
