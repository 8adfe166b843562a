//! A sanction matrix as tables and sentences that people can read. Names of measures and categories are those of the matrix.

use super::CategorySection;
use crate::domain::calendar::{Term, TermUnit};
use crate::domain::identifiers::{CategoryCode, MeasureCode};
use crate::domain::matrix::{Aggravation, Category, Effect, Matrix, Rule};
use crate::language::Language;
use crate::web::view::{Cell, Column, Table};

/// The ladder of measures with what each does to the certificate.
pub(super) fn measures(matrix: &Matrix, language: Language) -> Table {
    let columns = ["schemes-column-measure", "schemes-column-effect"].map(|key| Column::text(language.text(key)));
    let rows = matrix.measures().iter().map(|measure| {
        let key = match measure.effect {
            Effect::None => "schemes-effect-none",
            Effect::Suspends => "schemes-effect-suspends",
            Effect::Ends => "schemes-effect-ends",
        };
        [Cell::heading(measure.name.clone()).dutch_on(language), Cell::text(language.text(key))]
    });
    Table::new(language.text("schemes-measures"), columns).under_heading().with(rows)
}

/// The rules and the catalogue of a category.
pub(super) fn category(matrix: &Matrix, category: &Category, language: Language) -> CategorySection {
    let named = [("name", category.name.as_str().into())];
    CategorySection {
        id: format!("categorie-{}", crate::domain::text::fold(category.code.as_str()).replace(' ', "-")),
        name: category.name.clone(),
        rules: rules(matrix, category, language),
        catalogue: {
            let columns = ["schemes-column-code", "schemes-column-nonconformity"];
            let entries = matrix.catalogue().iter().filter(|entry| entry.category == category.code);
            let rows = entries.map(|entry| {
                [Cell::heading(entry.code.as_str()), Cell::text(entry.description.clone()).dutch_on(language)]
            });
            Table::new(
                language.text_with("schemes-catalogue", &named),
                columns.map(|key| Column::text(language.text(key))),
            )
            .or_say(language.text("schemes-catalogue-empty"))
            .with(rows)
        },
    }
}

fn rules(matrix: &Matrix, category: &Category, language: Language) -> Table {
    let mut rules: Vec<&Rule> = matrix.rules().iter().filter(|rule| rule.category == category.code).collect();
    rules.sort_by_key(|rule| rule.count);
    let columns = [
        "schemes-column-times",
        "schemes-column-measure",
        "schemes-column-decide",
        "schemes-column-recover",
        "schemes-column-follow-up",
    ];
    let rows = rules.iter().enumerate().map(|(at, rule)| {
        let follow_up = rule.follow_up.as_ref().map(|follow_up| {
            let values = [
                ("measure", measure_name(matrix, &follow_up.measure).into()),
                ("term", term(follow_up.decide_within, language).into()),
            ];
            language.text_with("schemes-follow-up", &values)
        });
        let or_none = |text: Option<String>| Cell::text(text.unwrap_or_else(|| "–".to_owned()));
        [
            Cell::heading(times(rule.count, rules.get(at + 1).map(|next| next.count), language)),
            Cell::text(measure_name(matrix, &rule.measure)).dutch_on(language),
            Cell::text(term(rule.decide_within, language)),
            or_none(rule.recover_within.map(|within| term(within, language))),
            or_none(follow_up),
        ]
    });
    let caption = language.text_with("schemes-rules", &[("name", category.name.as_str().into())]);
    Table::new(caption, columns.map(|key| Column::text(language.text(key)))).with(rows)
}

/// `10 werkdagen`, `10 working days`.
pub(in crate::web::pages) fn term(term: Term, language: Language) -> String {
    let key = match term.unit {
        TermUnit::Days => "schemes-days",
        TermUnit::Weeks => "schemes-weeks",
        TermUnit::Months => "schemes-months",
        TermUnit::Years => "schemes-years",
        TermUnit::WorkingDays => "schemes-working-days",
    };
    language.text_with(key, &[("count", term.amount.into())])
}

/// `1e keer`, `1e en 2e keer`, `1e tot en met 4e keer`, `3e keer en vaker`.
fn times(from: u32, next: Option<u32>, language: Language) -> String {
    let first = [("from", from.into())];
    match next.map(|next| next.saturating_sub(1)) {
        None if from == 1 => language.text("schemes-every-time").into_owned(),
        None => language.text_with("schemes-times-and-more", &first),
        Some(last) if last <= from => language.text_with("schemes-time", &first),
        Some(last) => {
            let [first] = first;
            let key = if last == from + 1 { "schemes-two-times" } else { "schemes-times" };
            language.text_with(key, &[first, ("last", last.into())])
        }
    }
}

fn measure_name(matrix: &Matrix, code: &MeasureCode) -> String {
    matrix.measure(code).map_or_else(|| code.to_string(), |measure| measure.name.clone())
}

fn category_name(matrix: &Matrix, code: &CategoryCode) -> String {
    matrix.category(code).map_or_else(|| code.to_string(), |category| format!("‘{}’", category.name))
}

/// What makes a nonconformity count heavier, in a sentence.
pub(super) fn aggravation(matrix: &Matrix, aggravation: &Aggravation, language: Language) -> String {
    let names: Vec<_> = aggravation.categories().iter().map(|code| category_name(matrix, code)).collect();
    let names = ("names", language.list(&names).into());
    match aggravation {
        Aggravation::SameAudit { threshold, .. } => {
            language.text_with("schemes-same-audit", &[names, ("threshold", (*threshold).into())])
        }
        Aggravation::Repetition { threshold, window, .. } => {
            let window = ("window", term(*window, language).into());
            language.text_with("schemes-repeated", &[names, ("threshold", (*threshold).into()), window])
        }
    }
}

/// How repetition counts, in a sentence.
pub(super) fn repetition(matrix: &Matrix, language: Language) -> String {
    language.text_with("schemes-repetition", &[("window", term(matrix.recidivism_window(), language).into())])
}

/// How terms are counted, in a sentence.
pub(super) fn terms(matrix: &Matrix, language: Language) -> String {
    let key = if matrix.prolongs() { "schemes-terms-prolonged" } else { "schemes-terms-strict" };
    language.text(key).into_owned()
}

#[cfg(test)]
mod tests {
    use super::times;
    use crate::language::Language::{Dutch, English};

    #[test]
    fn how_often_reads_as_people_say_it() {
        assert_eq!(times(1, None, Dutch), "elke keer");
        assert_eq!(times(3, None, Dutch), "3e keer en vaker");
        assert_eq!(times(1, Some(2), Dutch), "1e keer");
        assert_eq!(times(1, Some(3), Dutch), "1e en 2e keer");
        assert_eq!(times(1, Some(5), Dutch), "1e tot en met 4e keer");
        assert_eq!(times(1, Some(5), English), "times 1 to 4");
        assert_eq!(times(3, None, English), "from time 3 on");
    }
}
