//! From JSON to the parts of a matrix; what does not fit is written down and reading goes on.

use std::collections::HashMap;
use std::hash::Hash;

use super::checks::{self, Draft, DraftRule};
use super::terms::{positive, term, window};
use super::{Aggravation, CatalogueEntry, Category, Effect, FollowUp, Matrix, MatrixFaults, Measure, Parsed};
use crate::domain::calendar::Term;
use crate::domain::faults::Faults;
use crate::domain::identifiers::{CategoryCode, FindingCode, InvalidIdentifier, MeasureCode};
use crate::domain::json::{Fields, Json, Log, Place};

/// The codes of a list with the place of each. Empty-handed when the list itself could not be read: then nothing is said
/// about codes that are not in it.
pub(super) struct Known<C>(pub(super) Option<HashMap<C, usize>>);

pub(super) fn parse(json: &str) -> Result<Parsed, MatrixFaults> {
    let value = Json::parse(json).map_err(|fault| Faults(vec![fault]))?;
    let mut log = Log::default();
    let matrix = document(&value, &mut log);
    match matrix {
        Some(matrix) if log.faults.is_empty() => Ok(Parsed { matrix, warnings: log.warnings }),
        _ => Err(Faults(log.faults)),
    }
}

fn document(value: &Json<'_>, log: &mut Log) -> Option<Matrix> {
    let root = Fields::of(value, Place::Whole, log)?;
    root.warn_of_others(
        &[
            "naam",
            "maatregelen",
            "categorieen",
            "afwijkingen",
            "regels",
            "recidive",
            "verzwaringen",
            "verlengTotWerkdag",
        ],
        log,
    );
    let (measures, measure_codes) = measures(&root, log);
    let (categories, category_codes) = categories(&root, log);
    let catalogue = catalogue(&root, &category_codes, log);
    let rules = rules(&root, &category_codes, &measure_codes, log);
    let recidivism_window = recidivism(&root, log);
    let aggravations = aggravations(&root, &categories, &category_codes, log);
    let draft = Draft {
        name: root.optional_text("naam", log).map(str::to_owned),
        measures,
        categories,
        catalogue,
        rules,
        recidivism_window,
        aggravations,
        prolongs: root.boolean("verlengTotWerkdag", log),
    };
    checks::complete(draft, &category_codes, log)
}

fn items<'b>(root: &'b Fields<'_>, name: &'b str, log: &mut Log) -> Option<(&'b [Json<'b>], Place<'b>)> {
    let items = root.list(name, log)?;
    if items.is_empty() {
        log.fault(root.at(name), "is leeg; hier hoort ten minste één");
    }
    Some((items, root.at(name)))
}

/// Reads the `code` of an item and holds it against the earlier ones.
fn own_code<C: Eq + Hash + Clone>(
    fields: &Fields<'_>,
    index: usize,
    parse: fn(&str) -> Result<C, InvalidIdentifier>,
    seen: &mut HashMap<C, usize>,
    log: &mut Log,
) -> Option<C> {
    let code = fields.parsed("code", parse, log)?;
    if let Some(first) = seen.get(&code) {
        log.fault(
            fields.at("code"),
            format!("deze code staat ook al in nummer {first} van deze lijst; kies een andere"),
        );
    } else {
        seen.insert(code.clone(), index);
    }
    Some(code)
}

fn severity(fields: &Fields<'_>, index: usize, seen: &mut HashMap<i64, usize>, log: &mut Log) -> Option<i64> {
    let severity = fields.integer("zwaarte", -1_000_000, 1_000_000, log)?;
    if let Some(first) = seen.get(&severity) {
        let message =
            format!("zwaarte {severity} staat ook al in nummer {first} van deze lijst; elke zwaarte mag één keer");
        log.fault(fields.at("zwaarte"), message);
    } else {
        seen.insert(severity, index);
    }
    Some(severity)
}

/// A text for people. Without it the matrix still works, with the code in its place.
fn wording(fields: &Fields<'_>, name: &str, instead: Option<&str>, log: &mut Log) -> String {
    let text = fields.optional_text(name, log).map(str::trim).filter(|text| !text.is_empty());
    if text.is_none() && !fields.has(name) {
        log.warn(fields.at(name), "ontbreekt; schermen tonen nu de code");
    }
    text.or(instead).unwrap_or_default().to_owned()
}

fn measures(root: &Fields<'_>, log: &mut Log) -> (Vec<Measure>, Known<MeasureCode>) {
    let Some((items, list)) = items(root, "maatregelen", log) else { return (Vec::new(), Known(None)) };
    let (mut read, mut codes, mut severities) = (Vec::new(), HashMap::new(), HashMap::new());
    for (index, item) in items.iter().enumerate() {
        let place = Place::Item(&list, index);
        let Some(fields) = Fields::of(item, place, log) else { continue };
        fields.warn_of_others(&["code", "zwaarte", "gevolg", "naam"], log);
        let code = own_code(&fields, index, MeasureCode::parse, &mut codes, log);
        let severity = severity(&fields, index, &mut severities, log);
        let effect = effect(&fields, log);
        let name = wording(&fields, "naam", code.as_ref().map(MeasureCode::as_str), log);
        if let (Some(code), Some(severity), Some(effect)) = (code, severity, effect) {
            read.push(Measure { code, severity, effect, name });
        }
    }
    read.sort_by_key(|measure| measure.severity);
    (read, Known(Some(codes)))
}

fn effect(fields: &Fields<'_>, log: &mut Log) -> Option<Effect> {
    let text = fields.text("gevolg", log)?;
    let effect = [Effect::None, Effect::Suspends, Effect::Ends].into_iter().find(|effect| effect.code() == text);
    if effect.is_none() {
        log.fault(fields.at("gevolg"), format!("«{text}» is onbekend; kies uit geen, schorst, beeindigt"));
    }
    effect
}

fn categories(root: &Fields<'_>, log: &mut Log) -> (Vec<Category>, Known<CategoryCode>) {
    let Some((items, list)) = items(root, "categorieen", log) else { return (Vec::new(), Known(None)) };
    let (mut read, mut codes, mut severities) = (Vec::new(), HashMap::new(), HashMap::new());
    for (index, item) in items.iter().enumerate() {
        let place = Place::Item(&list, index);
        let Some(fields) = Fields::of(item, place, log) else { continue };
        fields.warn_of_others(&["code", "zwaarte", "naam"], log);
        let code = own_code(&fields, index, CategoryCode::parse, &mut codes, log);
        let severity = severity(&fields, index, &mut severities, log);
        let name = wording(&fields, "naam", code.as_ref().map(CategoryCode::as_str), log);
        if let (Some(code), Some(severity)) = (code, severity) {
            read.push(Category { code, severity, name });
        }
    }
    read.sort_by_key(|category| category.severity);
    (read, Known(Some(codes)))
}

fn catalogue(root: &Fields<'_>, categories: &Known<CategoryCode>, log: &mut Log) -> Vec<CatalogueEntry> {
    let Some((items, list)) = items(root, "afwijkingen", log) else { return Vec::new() };
    let (mut read, mut codes) = (Vec::new(), HashMap::new());
    for (index, item) in items.iter().enumerate() {
        let place = Place::Item(&list, index);
        let Some(fields) = Fields::of(item, place, log) else { continue };
        fields.warn_of_others(&["code", "categorie", "omschrijving"], log);
        let code = own_code(&fields, index, FindingCode::parse, &mut codes, log);
        let category = reference(&fields, "categorie", CategoryCode::parse, categories, log);
        let description = wording(&fields, "omschrijving", code.as_ref().map(FindingCode::as_str), log);
        if let (Some(code), Some(category)) = (code, category) {
            read.push(CatalogueEntry { code, category, description });
        }
    }
    read
}

/// Reads a code that must stand in another list.
fn reference<C: Eq + Hash + AsRef<str>>(
    fields: &Fields<'_>,
    name: &str,
    parse: fn(&str) -> Result<C, InvalidIdentifier>,
    known: &Known<C>,
    log: &mut Log,
) -> Option<C> {
    let code = fields.parsed(name, parse, log)?;
    checks::is_known(&code, fields.at(name), known, log).then_some(code)
}

fn rules(
    root: &Fields<'_>,
    categories: &Known<CategoryCode>,
    measures: &Known<MeasureCode>,
    log: &mut Log,
) -> Vec<DraftRule> {
    let Some((items, list)) = items(root, "regels", log) else { return Vec::new() };
    let mut read = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let place = Place::Item(&list, index);
        let Some(fields) = Fields::of(item, place, log) else { continue };
        fields.warn_of_others(
            &["categorie", "keer", "maatregel", "besluitBinnen", "herstelBinnen", "bijGeenHerstel"],
            log,
        );
        let category = reference(&fields, "categorie", CategoryCode::parse, categories, log);
        let count = positive(&fields, "keer", log);
        let measure = reference(&fields, "maatregel", MeasureCode::parse, measures, log);
        let decide_within = term(&fields, "besluitBinnen", log);
        let recover_within = if fields.has("herstelBinnen") { term(&fields, "herstelBinnen", log) } else { None };
        let follow_up = if fields.has("bijGeenHerstel") { follow_up(&fields, measures, log) } else { None };
        if fields.has("bijGeenHerstel") && !fields.has("herstelBinnen") {
            log.warn(
                fields.at("bijGeenHerstel"),
                "werkt alleen als het besluit zelf een hersteltermijn noemt, want herstelBinnen ontbreekt",
            );
        }
        read.push(DraftRule { index, category, count, measure, decide_within, recover_within, follow_up });
    }
    read
}

fn follow_up(rule: &Fields<'_>, measures: &Known<MeasureCode>, log: &mut Log) -> Option<FollowUp> {
    let fields = rule.object("bijGeenHerstel", log)?;
    fields.warn_of_others(&["maatregel", "besluitBinnen"], log);
    let measure = reference(&fields, "maatregel", MeasureCode::parse, measures, log);
    let decide_within = term(&fields, "besluitBinnen", log);
    Some(FollowUp { measure: measure?, decide_within: decide_within? })
}

fn recidivism(root: &Fields<'_>, log: &mut Log) -> Option<Term> {
    let fields = root.object("recidive", log)?;
    fields.warn_of_others(&["venster"], log);
    window(&fields, log)
}

fn aggravations(
    root: &Fields<'_>,
    categories: &[Category],
    known: &Known<CategoryCode>,
    log: &mut Log,
) -> Vec<Aggravation> {
    let name = "verzwaringen";
    let Some(items) = root.list(name, log) else { return Vec::new() };
    let list = root.at(name);
    let mut read = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Some(fields) = Fields::of(item, Place::Item(&list, index), log) else { continue };
        read.extend(aggravation(&fields, categories, known, log));
    }
    read
}

fn aggravation(
    fields: &Fields<'_>,
    categories: &[Category],
    known: &Known<CategoryCode>,
    log: &mut Log,
) -> Option<Aggravation> {
    let kind = fields.text("soort", log);
    let repeats = match kind {
        Some("zelfde-onderzoek") => false,
        Some("herhaling") => true,
        Some(other) => {
            let message = format!("«{other}» is onbekend; kies uit zelfde-onderzoek, herhaling");
            log.fault(fields.at("soort"), message);
            fields.has("venster")
        }
        None => fields.has("venster"),
    };
    let expected: &[&str] =
        if repeats { &["soort", "vanaf", "venster", "categorieen"] } else { &["soort", "vanaf", "categorieen"] };
    fields.warn_of_others(expected, log);
    let threshold = positive(fields, "vanaf", log);
    if threshold == Some(1) {
        log.warn(fields.at("vanaf"), "vanaf 1 maakt elke afwijking van deze categorieën zwaarder");
    }
    let window = if repeats { window(fields, log) } else { None };
    let categories = checks::aggravated(fields, categories, known, log)?;
    Some(match (kind?, repeats) {
        ("zelfde-onderzoek", _) => Aggravation::SameAudit { threshold: threshold?, categories },
        ("herhaling", _) => Aggravation::Repetition { threshold: threshold?, window: window?, categories },
        _ => return None,
    })
}
