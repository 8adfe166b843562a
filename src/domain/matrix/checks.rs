//! What must hold between the parts of a matrix, and the matrix that comes out when it does.

use std::collections::HashMap;
use std::hash::Hash;

use super::reading::Known;
use super::{Aggravation, CatalogueEntry, Category, FollowUp, Matrix, Measure, Rule, Step, Threshold};
use crate::domain::calendar::Term;
use crate::domain::identifiers::{CategoryCode, MeasureCode};
use crate::domain::json::{Fields, Json, Log, Place};

/// A rule as far as it could be read.
pub(super) struct DraftRule {
    pub(super) index: usize,
    pub(super) category: Option<CategoryCode>,
    pub(super) count: Option<u32>,
    pub(super) measure: Option<MeasureCode>,
    pub(super) decide_within: Option<Term>,
    pub(super) recover_within: Option<Term>,
    pub(super) follow_up: Option<FollowUp>,
}

/// A matrix as far as it could be read; measures and categories light to heavy.
pub(super) struct Draft {
    pub(super) name: Option<String>,
    pub(super) measures: Vec<Measure>,
    pub(super) categories: Vec<Category>,
    pub(super) catalogue: Vec<CatalogueEntry>,
    pub(super) rules: Vec<DraftRule>,
    pub(super) recidivism_window: Option<Term>,
    pub(super) aggravations: Vec<Aggravation>,
    pub(super) prolongs: Option<bool>,
}

/// Whether the code stands in its list; writes a fault when it does not.
pub(super) fn is_known<C: Eq + Hash + AsRef<str>>(code: &C, place: Place<'_>, known: &Known<C>, log: &mut Log) -> bool {
    let Some(known) = &known.0 else { return true };
    if known.contains_key(code) {
        return true;
    }
    let mut codes: Vec<_> = known.iter().map(|(code, index)| (index, code.as_ref())).collect();
    codes.sort_unstable();
    let list: Vec<_> = codes.into_iter().map(|(_, code)| code).collect();
    log.fault(place, format!("de code «{}» bestaat niet; kies uit {}", code.as_ref(), list.join(", ")));
    false
}

/// Reads the categories that an aggravation names: known, each once, and never the heaviest, which has no next one.
pub(super) fn aggravated(
    fields: &Fields<'_>,
    categories: &[Category],
    known: &Known<CategoryCode>,
    log: &mut Log,
) -> Option<Vec<CategoryCode>> {
    let items = fields.list("categorieen", log)?;
    let list = fields.at("categorieen");
    if items.is_empty() {
        log.warn(list, "is leeg; deze verzwaring doet niets");
    }
    let mut named: Vec<CategoryCode> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let place = Place::Item(&list, index);
        let Json::Text(text) = item else {
            log.fault(place, "moet de code van een categorie zijn");
            continue;
        };
        let code = match CategoryCode::parse(text) {
            Ok(code) => code,
            Err(error) => {
                log.fault(place, format!("«{text}» {error}"));
                continue;
            }
        };
        if !is_known(&code, place, known, log) {
            continue;
        }
        if categories.last().is_some_and(|heaviest| heaviest.code == code) {
            let message = format!("«{code}» is de zwaarste categorie en kan niet zwaarder worden; haal haar hier weg");
            log.fault(place, message);
        } else if named.contains(&code) {
            log.fault(place, format!("«{code}» staat al in deze lijst; noem elke categorie één keer"));
        } else {
            named.push(code);
        }
    }
    Some(named)
}

/// Checks what rules must be to each other and builds the matrix; `None` when a part is missing.
pub(super) fn complete(draft: Draft, categories: &Known<CategoryCode>, log: &mut Log) -> Option<Matrix> {
    rules_differ(&draft.rules, log);
    every_category_starts_at_one(&draft.rules, categories, log);
    let rungs: HashMap<_, _> = (0..).zip(&draft.measures).map(|(rung, measure)| (measure.code.clone(), rung)).collect();
    later_is_not_lighter(&draft.rules, &rungs, log);
    if !log.faults.is_empty() {
        return None;
    }
    let rules = draft.rules.into_iter().map(DraftRule::finish).collect::<Option<Vec<_>>>()?;
    let position = |code: &CategoryCode| draft.categories.iter().position(|category| category.code == *code);
    let mut steps = vec![Vec::new(); draft.categories.len()];
    for (index, rule) in rules.iter().enumerate() {
        let follow_up_rung = rule.follow_up.as_ref().and_then(|next| rungs.get(&next.measure)).copied();
        let rung = *rungs.get(&rule.measure)?;
        steps.get_mut(position(&rule.category)?)?.push(Step { rule: index, count: rule.count, rung, follow_up_rung });
    }
    for of_category in &mut steps {
        of_category.sort_by_key(|step| step.count);
    }
    let category_of: Option<HashMap<_, _>> =
        draft.catalogue.iter().map(|entry| Some((entry.code.clone(), position(&entry.category)?))).collect();
    let (merging, repetition) = thresholds(&draft.categories, &draft.aggravations);
    Some(Matrix {
        category_of: category_of?,
        name: draft.name,
        measures: draft.measures,
        categories: draft.categories,
        catalogue: draft.catalogue,
        rules,
        recidivism_window: draft.recidivism_window?,
        aggravations: draft.aggravations,
        prolongs: draft.prolongs?,
        rungs,
        steps,
        merging,
        repetition,
    })
}

impl DraftRule {
    fn finish(self) -> Option<Rule> {
        Some(Rule {
            category: self.category?,
            count: self.count?,
            measure: self.measure?,
            decide_within: self.decide_within?,
            recover_within: self.recover_within,
            follow_up: self.follow_up,
        })
    }

    fn place(&self, field: &str) -> String {
        format!("regels[{}].{field}", self.index)
    }
}

fn rules_differ(rules: &[DraftRule], log: &mut Log) {
    let mut seen = HashMap::new();
    for rule in rules {
        let (Some(category), Some(count)) = (&rule.category, rule.count) else { continue };
        if let Some(first) = seen.get(&(category, count)) {
            let message =
                format!("regels[{first}] geldt ook al voor categorie «{category}» en keer {count}; laat er één staan");
            log.faults.push(super::Fault::at(rule.place("keer"), message));
        } else {
            seen.insert((category, count), rule.index);
        }
    }
}

fn every_category_starts_at_one(rules: &[DraftRule], categories: &Known<CategoryCode>, log: &mut Log) {
    // A rule that could not be read may be the one that is missed; its own fault comes first.
    let unclear = |code: &CategoryCode| {
        rules.iter().any(|r| r.category.as_ref().is_none_or(|category| category == code) && r.count.is_none())
    };
    let mut missing: Vec<_> = categories
        .0
        .iter()
        .flatten()
        .filter(|(code, _)| !rules.iter().any(|r| r.category.as_ref() == Some(code) && r.count == Some(1)))
        .filter(|(code, _)| !unclear(code))
        .map(|(code, index)| (*index, code))
        .collect();
    missing.sort_unstable();
    for (index, code) in missing {
        let message = format!("categorie «{code}» heeft geen regel voor keer 1; voeg er een toe aan regels");
        log.faults.push(super::Fault::at(format_args!("categorieen[{index}]"), message));
    }
}

/// Warns where repeating oneself pays.
fn later_is_not_lighter(rules: &[DraftRule], rungs: &HashMap<MeasureCode, i32>, log: &mut Log) {
    let readable = |rule: &'_ DraftRule| Some((rule.count?, *rungs.get(rule.measure.as_ref()?)?));
    for rule in rules {
        let Some((count, rung)) = readable(rule) else { continue };
        let heavier = rules.iter().filter(|other| other.category == rule.category).find(|other| {
            readable(other).is_some_and(|(other_count, other_rung)| other_count < count && other_rung > rung)
        });
        if let (Some(earlier), Some(category)) = (heavier, &rule.category) {
            let message = format!(
                "categorie «{category}» krijgt bij keer {count} een lichtere maatregel dan in regels[{}]; \
                 klopt dat?",
                earlier.index
            );
            log.warnings.push(super::Fault::at(rule.place("maatregel"), message));
        }
    }
}

fn thresholds(categories: &[Category], aggravations: &[Aggravation]) -> (Vec<Vec<Threshold>>, Vec<Vec<Threshold>>) {
    let of = |repeats: bool, category: &Category| -> Vec<Threshold> {
        aggravations
            .iter()
            .enumerate()
            .filter(|(_, entry)| entry.categories().contains(&category.code))
            .filter_map(|(aggravation, entry)| match entry {
                Aggravation::SameAudit { threshold, .. } if !repeats => {
                    Some(Threshold { aggravation, from: *threshold, window: None })
                }
                Aggravation::Repetition { threshold, window, .. } if repeats => {
                    Some(Threshold { aggravation, from: *threshold, window: Some(*window) })
                }
                _ => None,
            })
            .collect()
    };
    (categories.iter().map(|c| of(false, c)).collect(), categories.iter().map(|c| of(true, c)).collect())
}
