//! Two replays beside each other: their figures, and their drafts in words.

use serde::Serialize;

use super::{address, days, name};
use crate::domain::comparison::{Wording, compare};
use crate::domain::replay::Part;
use crate::services::replay::Kept;
use crate::web::format::count;
use crate::web::view::{Cell, Column, Link, Table};

/// Another replay beside the one of the page.
#[derive(Debug, Clone, Serialize)]
pub struct Beside {
    /// The way to the other one.
    pub other: Link,
    /// What makes them hard to compare, if anything.
    pub caution: Option<String>,
    /// The figures of both.
    pub figures: Table,
    /// What differs between the drafts; left is the one of the page.
    pub sentences: Vec<String>,
}

pub(super) fn beside(kept: &Kept, other: &Kept) -> Beside {
    let (own, its) = (&kept.listed, &other.listed);
    let caution = (own.days != its.days || kept.outcome.all.judged != other.outcome.all.judged).then(|| {
        format!(
            "De twee gaan niet over dezelfde onderzoeken: {} ({}) en {} ({}). Vergelijk aandelen, geen aantallen.",
            days(own.days),
            count(own.judged),
            days(its.days),
            count(its.judged)
        )
    });
    let comparison = compare(&kept.draft, &other.draft, Wording::SideBySide);
    Beside {
        other: Link::new(format!("{}: {}", its.id, name(its)), address(its.id)),
        caution,
        figures: figures(kept, other),
        sentences: comparison.sentences().map(str::to_owned).collect(),
    }
}

/// A figure of an outcome with its name.
type Figure = (&'static str, fn(&Part) -> u64);

const FIGURES: [Figure; 9] = [
    ("Beoordeeld", |part| part.judged),
    ("Gewijzigd", |part| part.changed),
    ("Zwaarder", |part| part.heavier),
    ("Lichter", |part| part.lighter),
    ("Schorsingen onder het concept", |part| part.after.suspensions),
    ("Intrekkingen onder het concept", |part| part.after.withdrawals),
    ("Besluiten", |part| part.practice.decisions),
    ("Besluiten die afwijken van het concept", |part| {
        part.practice.decisions.saturating_sub(part.practice.draft.equal)
    }),
    ("Stappen tussen besluiten en concept", |part| part.practice.draft.steps),
];

fn figures(kept: &Kept, other: &Kept) -> Table {
    let columns = [
        Column::text("Cijfer"),
        Column::number(format!("Links: {}", kept.listed.id)),
        Column::number(format!("Rechts: {}", other.listed.id)),
    ];
    let own = FIGURES.map(|(label, figure)| {
        let (left, right) = (figure(&kept.outcome.all), figure(&other.outcome.all));
        [Cell::heading(label), Cell::text(count(left)), Cell::text(count(right))]
    });
    let mut table = Table::new("Beide doorrekeningen", columns).under_heading().with(own);
    for body in &kept.outcome.bodies {
        let its = other.outcome.bodies.iter().find(|its| its.body == body.body);
        let away = |part: &Part| count(part.practice.decisions.saturating_sub(part.practice.draft.equal));
        let its = its.map_or_else(|| "–".to_owned(), |its| away(&its.part));
        let label = format!("Besluiten van {} die afwijken van het concept", body.body);
        table.push([Cell::heading(label), Cell::text(away(&body.part)), Cell::text(its)]);
    }
    table
}
