//! The tables of an outcome.

use crate::domain::calendar::in_words;
use crate::domain::identifiers::{BodyCode, MeasureCode};
use crate::domain::replay::{Outcome, Part, Prescriptions};
use crate::services::replay::Form;
use crate::web::address::supervised_audit;
use crate::web::format::count;
use crate::web::view::{Cell, Column, Fact, Link, Table};

use super::result::Told;

fn from_to(before: u64, after: u64) -> String {
    format!("{} → {}", count(before), count(after))
}

/// The figures that come first.
pub(super) fn figures(all: &Part) -> Vec<Fact> {
    vec![
        Fact::new("Beoordeelde onderzoeken", count(all.judged)),
        Fact::new("Gewijzigde voorschriften", count(all.changed)),
        Fact::new("Zwaarder", count(all.heavier)),
        Fact::new("Lichter", count(all.lighter)),
        Fact::new("Alleen andere termijnen", count(all.only_terms)),
        Fact::new("Voorgeschreven schorsingen", from_to(all.before.suspensions, all.after.suspensions)),
        Fact::new("Voorgeschreven intrekkingen", from_to(all.before.withdrawals, all.after.withdrawals)),
    ]
}

/// Steps with their sign.
pub(super) fn steps(steps: i32) -> String {
    match steps {
        0 => "0".to_owned(),
        lighter @ ..0 => format!("−{}", lighter.unsigned_abs()),
        heavier => format!("+{heavier}"),
    }
}

/// Where prescriptions change, and to what.
pub(super) fn cells(outcome: &Outcome) -> Table {
    let columns =
        [Column::text("Wijziging"), Column::number("Aantal"), Column::number("Van de"), Column::number("Stappen")];
    let table = Table::new("Welke cellen wijzigen, en waarheen", columns).under_heading();
    table.or_say("Er wijzigt geen enkel voorschrift.").with(outcome.cells.iter().map(|cell| {
        [
            Cell::heading(&cell.sentence),
            Cell::text(count(cell.count)),
            Cell::text(count(cell.of)),
            Cell::text(steps(cell.steps)),
        ]
    }))
}

/// Per measure how often it is prescribed.
pub(super) fn measures(all: &Part) -> Table {
    let columns = [Column::text("Maatregel"), Column::number("Geldend"), Column::number("Concept")];
    let of = |found: &Prescriptions, code| found.measures.get(code).copied().unwrap_or_default();
    let mut codes: Vec<_> = all.before.measures.keys().chain(all.after.measures.keys()).collect();
    codes.sort();
    codes.dedup();
    Table::new("Hoe vaak elke maatregel is voorgeschreven", columns).under_heading().with(codes.into_iter().map(
        |code| {
            [
                Cell::heading(code.as_str()),
                Cell::text(count(of(&all.before, code))),
                Cell::text(count(of(&all.after, code))),
            ]
        },
    ))
}

/// The counts of several parts, a row each.
fn parts<'a>(caption: &str, what: &str, rows: impl Iterator<Item = (&'a str, &'a Part)>) -> Table {
    let columns = [
        Column::text(what),
        Column::number("Beoordeeld"),
        Column::number("Gewijzigd"),
        Column::number("Schorsingen"),
        Column::number("Intrekkingen"),
        Column::number("Besluiten"),
        Column::number("Wijkt af van geldend"),
        Column::number("Wijkt af van concept"),
    ];
    Table::new(caption, columns).under_heading().or_say("Er zijn geen onderzoeken die meetellen.").with(rows.map(
        |(name, part)| {
            let practice = &part.practice;
            let away = |equal: u64| count(practice.decisions.saturating_sub(equal));
            [
                Cell::heading(name),
                Cell::text(count(part.judged)),
                Cell::text(count(part.changed)),
                Cell::text(from_to(part.before.suspensions, part.after.suspensions)),
                Cell::text(from_to(part.before.withdrawals, part.after.withdrawals)),
                Cell::text(count(practice.decisions)),
                Cell::text(away(practice.in_force.equal)),
                Cell::text(away(practice.draft.equal)),
            ]
        },
    ))
}

/// The counts per body.
pub(super) fn bodies(outcome: &Outcome) -> Table {
    let rows = outcome.bodies.iter().map(|body| (body.body.as_str(), &body.part));
    parts("Per instelling", "Instelling", rows)
}

/// The counts per size of firm.
pub(super) fn sizes(outcome: &Outcome) -> Table {
    let rows = outcome.sizes.iter().map(|size| (size.size.as_str(), &size.part));
    parts("Per bedrijfsgrootte", "Certificaten van het bedrijf", rows)
}

/// The audits with the largest change.
pub(super) fn audits(outcome: &Outcome) -> Vec<Told> {
    let named = |measure: Option<&str>| measure.unwrap_or("niets").to_owned();
    let told = outcome.audits.iter().map(|audit| {
        let body = audit.body.as_ref().map(BodyCode::as_str).unwrap_or_default();
        Told {
            summary: format!(
                "{} van {body}, {}: was {}, wordt {} ({})",
                audit.audit,
                in_words(audit.date),
                named(audit.measure.as_ref().map(MeasureCode::as_str)),
                named(audit.new_measure.as_ref().map(MeasureCode::as_str)),
                steps(audit.steps),
            ),
            link: Link::new("Naar dit onderzoek", supervised_audit(body, audit.audit.as_str())),
            before: audit.explanation.clone(),
            after: audit.new_explanation.clone(),
        }
    });
    told.collect()
}

/// The outcome as files.
pub(super) fn files(id: i64) -> Vec<Link> {
    let file = |form: Form| {
        let label = match form {
            Form::Workbook => "Alles als werkmap (XLSX)",
            Form::Csv => "De cellen als CSV",
            Form::Json => "Alles als JSON",
        };
        Link::new(label, format!("{}/uitkomst.{}", super::address(id), form.ending()))
    };
    Form::ALL.map(file).to_vec()
}
