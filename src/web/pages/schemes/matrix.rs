//! A sanction matrix as tables and sentences that people can read.

use super::CategorySection;
use crate::domain::identifiers::{CategoryCode, MeasureCode};
use crate::domain::matrix::{Aggravation, Category, Effect, Matrix, Rule};
use crate::web::format::enumeration;
use crate::web::view::{Cell, Column, Table};

/// The ladder of measures with what each does to the certificate.
pub(super) fn measures(matrix: &Matrix) -> Table {
    let columns = [Column::text("Maatregel"), Column::text("Gevolg voor het certificaat")];
    let rows = matrix.measures().iter().map(|measure| {
        let effect = match measure.effect {
            Effect::None => "Geen: het bedrijf mag doorwerken.",
            Effect::Suspends => "Het bedrijf mag niet werken zolang de maatregel duurt.",
            Effect::Ends => "Het certificaat stopt; het bedrijf mag er niet meer mee werken.",
        };
        [Cell::heading(measure.name.clone()), Cell::text(effect)]
    });
    Table::new("Maatregelen, van licht naar zwaar", columns).under_heading().with(rows)
}

/// The rules and the catalogue of a category.
pub(super) fn category(matrix: &Matrix, category: &Category) -> CategorySection {
    let mut rules: Vec<&Rule> = matrix.rules().iter().filter(|rule| rule.category == category.code).collect();
    rules.sort_by_key(|rule| rule.count);
    let columns = [
        Column::text("Hoeveelste keer"),
        Column::text("Maatregel"),
        Column::text("Besluit binnen"),
        Column::text("Herstel binnen"),
        Column::text("Als het niet hersteld is"),
    ];
    let rows = rules.iter().enumerate().map(|(at, rule)| {
        let follow_up = rule.follow_up.as_ref().map(|follow_up| {
            format!("{}, binnen {}", measure_name(matrix, &follow_up.measure), follow_up.decide_within)
        });
        let or_none = |text: Option<String>| Cell::text(text.unwrap_or_else(|| "–".to_owned()));
        [
            Cell::heading(times(rule.count, rules.get(at + 1).map(|next| next.count))),
            Cell::text(measure_name(matrix, &rule.measure)),
            Cell::text(rule.decide_within.to_string()),
            or_none(rule.recover_within.map(|term| term.to_string())),
            or_none(follow_up),
        ]
    });
    let entries = matrix.catalogue().iter().filter(|entry| entry.category == category.code);
    let catalogue = entries.map(|entry| [Cell::heading(entry.code.as_str()), Cell::text(entry.description.clone())]);
    CategorySection {
        id: format!("categorie-{}", crate::domain::text::fold(category.code.as_str()).replace(' ', "-")),
        name: category.name.clone(),
        rules: Table::new(format!("Regels: {}", category.name), columns).with(rows),
        catalogue: Table::new(
            format!("Afwijkingen: {}", category.name),
            [Column::text("Code"), Column::text("Afwijking")],
        )
        .or_say("In deze categorie staat geen afwijking; een afwijking komt hier alleen door verzwaring.")
        .with(catalogue),
    }
}

/// "1e keer", "1e en 2e keer", "1e tot en met 4e keer", "3e keer en vaker".
fn times(from: u32, next: Option<u32>) -> String {
    match next.map(|next| next.saturating_sub(1)) {
        None if from == 1 => "elke keer".to_owned(),
        None => format!("{from}e keer en vaker"),
        Some(last) if last <= from => format!("{from}e keer"),
        Some(last) if last == from + 1 => format!("{from}e en {last}e keer"),
        Some(last) => format!("{from}e tot en met {last}e keer"),
    }
}

fn measure_name(matrix: &Matrix, code: &MeasureCode) -> String {
    matrix.measure(code).map_or_else(|| code.to_string(), |measure| measure.name.clone())
}

fn category_name(matrix: &Matrix, code: &CategoryCode) -> String {
    matrix.category(code).map_or_else(|| code.to_string(), |category| format!("‘{}’", category.name))
}

/// What makes a nonconformity count heavier, in a sentence.
pub(super) fn aggravation(matrix: &Matrix, aggravation: &Aggravation) -> String {
    let names: Vec<_> = aggravation.categories().iter().map(|code| category_name(matrix, code)).collect();
    let names = enumeration(&names);
    match aggravation {
        Aggravation::SameAudit { threshold, .. } => format!(
            "Staan in één onderzoek {threshold} of meer afwijkingen van dezelfde categorie ({names}), dan tellen zij samen als \
             één afwijking van de eerstvolgende zwaardere categorie."
        ),
        Aggravation::Repetition { threshold, window, .. } => format!(
            "Is een afwijking ten minste de {threshold}e van haar categorie ({names}) binnen {window}, dan telt zij als een \
             afwijking van de eerstvolgende zwaardere categorie."
        ),
    }
}

/// How repetition counts, in a sentence.
pub(super) fn repetition(matrix: &Matrix) -> String {
    format!(
        "Het is een herhaling als het bedrijf in de {} ervoor ook een onderzoek had met een afwijking van dezelfde categorie, \
         ook als een andere instelling dat onderzoek deed.",
        matrix.recidivism_window()
    )
}

/// How terms are counted, in a sentence.
pub(super) fn terms(matrix: &Matrix) -> &'static str {
    if matrix.prolongs() {
        "Eindigt een termijn op een zaterdag, zondag of feestdag, dan loopt zij door tot en met de volgende werkdag."
    } else {
        "Een termijn eindigt op de dag zelf, ook als dat een zaterdag, zondag of feestdag is."
    }
}

#[cfg(test)]
mod tests {
    use super::times;

    #[test]
    fn how_often_reads_as_dutch() {
        assert_eq!(times(1, None), "elke keer");
        assert_eq!(times(3, None), "3e keer en vaker");
        assert_eq!(times(1, Some(2)), "1e keer");
        assert_eq!(times(1, Some(3)), "1e en 2e keer");
        assert_eq!(times(1, Some(5)), "1e tot en met 4e keer");
    }
}
