//! What differs between two matrices, in Dutch sentences. Categories and measures are named by their codes: those are what a
//! matrix, a file and a decision have in common.

use super::Prescribed;
use crate::domain::calendar::Term;
use crate::domain::identifiers::CategoryCode;
use crate::domain::matrix::{Aggravation, Effect, Matrix};

/// How two matrices relate, and so how a difference is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    /// The right one takes the place of the left one: `was …, wordt …`.
    Succession,
    /// Both hold, each for its own scheme: `links …, rechts …`.
    SideBySide,
}

impl Wording {
    fn differs(self, before: &str, after: &str) -> String {
        match self {
            Self::Succession => format!("was {before}, wordt {after}"),
            Self::SideBySide => format!("links {before}, rechts {after}"),
        }
    }

    fn only_left(self) -> &'static str {
        match self {
            Self::Succession => "vervalt",
            Self::SideBySide => "staat alleen links",
        }
    }

    fn only_right(self) -> &'static str {
        match self {
            Self::Succession => "is nieuw",
            Self::SideBySide => "staat alleen rechts",
        }
    }
}

/// What differs in one cell.
pub(super) fn cell(
    category: &str,
    occurrence: u32,
    left: Option<&Prescribed>,
    right: Option<&Prescribed>,
    wording: Wording,
) -> Vec<String> {
    let place = format!("{category}, {occurrence}e keer");
    let (left, right) = match (left, right) {
        (None, None) => return Vec::new(),
        (Some(only), None) => return vec![format!("{place}: {} {}", only.measure, wording.only_left())],
        (None, Some(only)) => return vec![format!("{place}: {} {}", only.measure, wording.only_right())],
        (Some(left), Some(right)) => (left, right),
    };
    let mut said = Vec::new();
    if left.measure != right.measure {
        let difference = wording.differs(left.measure.as_str(), right.measure.as_str());
        // Schemes name one thing differently: what it does to the certificate tells whether they differ in more than words.
        let alike = wording == Wording::SideBySide && left.effect == right.effect;
        let effect = if alike { format!(" (beide: {})", effect(left.effect)) } else { String::new() };
        said.push(format!("{place}: {difference}{effect}"));
    } else if left.effect != right.effect {
        let (before, after) = (effect(left.effect), effect(right.effect));
        said.push(format!("{place}, gevolg van {}: {}", left.measure, wording.differs(before, after)));
    }
    if left.decide_within != right.decide_within {
        let difference = wording.differs(&left.decide_within.to_string(), &right.decide_within.to_string());
        said.push(format!("{place}, besluit binnen: {difference}"));
    }
    if left.recover_within != right.recover_within {
        let difference = wording.differs(&maybe(left.recover_within), &maybe(right.recover_within));
        said.push(format!("{place}, herstel binnen: {difference}"));
    }
    if left.follow_up != right.follow_up {
        let difference = wording.differs(&follow_up(left), &follow_up(right));
        said.push(format!("{place}, zonder herstel: {difference}"));
    }
    said
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::None => "geen gevolg voor het certificaat",
        Effect::Suspends => "schorst het certificaat",
        Effect::Ends => "beëindigt het certificaat",
    }
}

fn maybe(term: Option<Term>) -> String {
    term.map_or_else(|| "geen termijn".to_owned(), |term| term.to_string())
}

fn follow_up(prescribed: &Prescribed) -> String {
    match &prescribed.follow_up {
        Some((measure, _, term)) => format!("{measure} binnen {term}"),
        None => "geen vervolg".to_owned(),
    }
}

/// What differs outside the cells.
pub(super) fn others(left: &Matrix, right: &Matrix, wording: Wording) -> Vec<String> {
    let mut said = Vec::new();
    measures(left, right, wording, &mut said);
    catalogue(left, right, wording, &mut said);
    let (before, after) = (left.recidivism_window(), right.recidivism_window());
    if before != after {
        let difference = wording.differs(&before.to_string(), &after.to_string());
        said.push(format!("venster voor herhaling (recidive): {difference}"));
    }
    aggravations(left, right, wording, &mut said);
    if left.prolongs() != right.prolongs() {
        let yes_or_no = |yes: bool| if yes { "ja" } else { "nee" };
        let difference = wording.differs(yes_or_no(left.prolongs()), yes_or_no(right.prolongs()));
        said.push(format!("termijn loopt door tot een werkdag: {difference}"));
    }
    said
}

fn measures(left: &Matrix, right: &Matrix, wording: Wording, said: &mut Vec<String>) {
    for measure in left.measures() {
        match right.measure(&measure.code) {
            None => said.push(format!("maatregel {} {}", measure.code, wording.only_left())),
            Some(other) if other.effect != measure.effect => {
                let difference = wording.differs(effect(measure.effect), effect(other.effect));
                said.push(format!("maatregel {}: {difference}", measure.code));
            }
            Some(_) => {}
        }
    }
    let new = right.measures().iter().filter(|measure| left.measure(&measure.code).is_none());
    said.extend(new.map(|measure| format!("maatregel {} {}", measure.code, wording.only_right())));
}

fn catalogue(left: &Matrix, right: &Matrix, wording: Wording, said: &mut Vec<String>) {
    for entry in left.catalogue() {
        match right.catalogue_entry(&entry.code) {
            None => said.push(format!("afwijking {} {}", entry.code, wording.only_left())),
            Some(other) if other.category != entry.category => {
                let difference = wording.differs(entry.category.as_str(), other.category.as_str());
                said.push(format!("afwijking {}, categorie: {difference}", entry.code));
            }
            Some(_) => {}
        }
    }
    let new = right.catalogue().iter().filter(|entry| left.catalogue_entry(&entry.code).is_none());
    said.extend(new.map(|entry| format!("afwijking {} ({}) {}", entry.code, entry.category, wording.only_right())));
}

fn aggravations(left: &Matrix, right: &Matrix, wording: Wording, said: &mut Vec<String>) {
    let only = |matrix: &Matrix, other: &Matrix, how: &str| -> Vec<String> {
        let known = other.aggravations().iter().map(aggravation).collect::<Vec<_>>();
        let own = matrix.aggravations().iter().map(aggravation).filter(|own| !known.contains(own));
        own.map(|own| format!("verzwaring {own} {how}")).collect()
    };
    said.extend(only(left, right, wording.only_left()));
    said.extend(only(right, left, wording.only_right()));
}

fn aggravation(aggravation: &Aggravation) -> String {
    let categories = |codes: &[CategoryCode]| {
        let mut codes: Vec<_> = codes.iter().map(CategoryCode::as_str).collect();
        codes.sort_unstable();
        codes.join(" en ")
    };
    match aggravation {
        Aggravation::SameAudit { threshold, categories: codes } => {
            format!("‘vanaf {threshold} in één onderzoek’ ({})", categories(codes))
        }
        Aggravation::Repetition { threshold, window, categories: codes } => {
            format!("‘vanaf de {threshold}e binnen {window}’ ({})", categories(codes))
        }
    }
}
