//! Two matrices beside each other, in words.

use proptest::prelude::*;
use serde_json::json;
use stelselwacht::domain::comparison::{Paired, Scale, Wording, compare};
use stelselwacht::domain::identifiers::MeasureCode;
use stelselwacht::domain::matrix::{Effect, Matrix};

use crate::assessment::properties::matrices;
use crate::assessment::{matrix, plain_matrix};

fn sentences(left: &serde_json::Value, right: &serde_json::Value, wording: Wording) -> Vec<String> {
    compare(&matrix(left), &matrix(right), wording).sentences().map(str::to_owned).collect()
}

#[test]
fn what_changes_is_said_per_cell() {
    let mut draft = plain_matrix();
    draft["regels"][1] = json!({"categorie": "groot", "keer": 1, "maatregel": "intrekking",
        "besluitBinnen": {"aantal": 2, "eenheid": "weken"}, "herstelBinnen": {"aantal": 3, "eenheid": "maanden"}});
    draft["regels"].as_array_mut().unwrap().push(json!({"categorie": "klein", "keer": 3, "maatregel": "schorsing",
        "besluitBinnen": {"aantal": 20, "eenheid": "dagen"},
        "bijGeenHerstel": {"maatregel": "intrekking", "besluitBinnen": {"aantal": 1, "eenheid": "dagen"}}}));
    draft["recidive"]["venster"]["aantal"] = 24.into();
    draft["afwijkingen"][0]["categorie"] = "groot".into();
    draft["verzwaringen"] = json!([{"soort": "zelfde-onderzoek", "vanaf": 3, "categorieen": ["klein"]}]);
    draft["verlengTotWerkdag"] = true.into();
    assert_eq!(
        sentences(&plain_matrix(), &draft, Wording::Succession),
        [
            "groot, 1e keer: was schorsing, wordt intrekking",
            "groot, 1e keer, besluit binnen: was 10 dagen, wordt 2 weken",
            "groot, 1e keer, herstel binnen: was geen termijn, wordt 3 maanden",
            "klein, 3e keer: was waarschuwing, wordt schorsing",
            "klein, 3e keer, zonder herstel: was geen vervolg, wordt intrekking binnen 1 dag",
            "afwijking K, categorie: was klein, wordt groot",
            "venster voor herhaling (recidive): was 12 maanden, wordt 24 maanden",
            "verzwaring ‘vanaf 3 in één onderzoek’ (klein) is nieuw",
            "termijn loopt door tot een werkdag: was nee, wordt ja",
        ]
    );
}

#[test]
fn categories_of_two_schemes_stand_beside_each_other_by_weight() {
    let mut other = plain_matrix();
    other["categorieen"] = json!([{"code": "A", "zwaarte": 1, "naam": "A"}, {"code": "B", "zwaarte": 2, "naam": "B"}]);
    other["afwijkingen"] = json!([{"code": "A1", "categorie": "A", "omschrijving": "x"}]);
    other["maatregelen"][0]["code"] = "brief".into();
    other["regels"] = json!([
        {"categorie": "A", "keer": 1, "maatregel": "brief", "besluitBinnen": {"aantal": 10, "eenheid": "dagen"}},
        {"categorie": "B", "keer": 1, "maatregel": "schorsing", "besluitBinnen": {"aantal": 5, "eenheid": "dagen"}},
    ]);
    let found = compare(&matrix(&plain_matrix()), &matrix(&other), Wording::SideBySide);
    let pairs: Vec<_> = found
        .categories
        .iter()
        .map(|pair| {
            let code = |side: &Option<(stelselwacht::domain::identifiers::CategoryCode, String)>| {
                side.as_ref().map(|(code, _)| code.to_string()).unwrap_or_default()
            };
            (code(&pair.left), code(&pair.right), pair.paired)
        })
        .collect();
    let text = str::to_owned;
    assert_eq!(
        pairs,
        [
            (text("fataal"), text("B"), Paired::Severity),
            (text("groot"), text("A"), Paired::Severity),
            (text("klein"), String::new(), Paired::Alone),
        ]
    );
    let said: Vec<_> = found.sentences().take(2).collect();
    assert_eq!(
        said,
        ["fataal, 1e keer: links intrekking, rechts schorsing", "groot, 1e keer: links schorsing, rechts brief"]
    );
}

#[test]
fn measures_of_two_ladders_stand_on_one_by_what_they_do() {
    let mut other = plain_matrix();
    other["maatregelen"].as_array_mut().unwrap().extend([
        json!({"code": "brief", "zwaarte": 0, "gevolg": "geen", "naam": "Brief"}),
        json!({"code": "lange-schorsing", "zwaarte": 60, "gevolg": "schorst", "naam": "Lange schorsing"}),
    ]);
    let scale = Scale::of(&matrix(&plain_matrix()), &matrix(&other));
    let level = |code: &str| scale.right(&MeasureCode::parse(code).unwrap()).unwrap();
    let codes = ["brief", "waarschuwing", "schorsing", "lange-schorsing", "intrekking"];
    assert_eq!(codes.map(level), [1, 2, 3, 4, 5]);
    let left = |code: &str| scale.left(&MeasureCode::parse(code).unwrap());
    assert_eq!([left("waarschuwing"), left("intrekking"), left("brief")], [Some(2), Some(5), None]);
}

fn rank(effect: Effect) -> u8 {
    match effect {
        Effect::None => 0,
        Effect::Suspends => 1,
        Effect::Ends => 2,
    }
}

proptest! {
    #[test]
    fn a_matrix_beside_itself_says_nothing(json in matrices()) {
        let one: Matrix = matrix(&json);
        prop_assert!(compare(&one, &one, Wording::Succession).is_empty());
    }

    #[test]
    fn the_common_ladder_puts_what_does_more_higher(left in matrices(), right in matrices()) {
        let (left, right) = (matrix(&left), matrix(&right));
        let scale = Scale::of(&left, &right);
        let of_left = left.measures().iter().map(|measure| (rank(measure.effect), scale.left(&measure.code).unwrap()));
        let of_right = right.measures().iter().map(|measure| (rank(measure.effect), scale.right(&measure.code).unwrap()));
        let all: Vec<_> = of_left.chain(of_right).collect();
        for (effect, level) in &all {
            for (other_effect, other_level) in &all {
                prop_assert!(effect >= other_effect || level < other_level);
            }
        }
        for (one, measures) in [(&left, true), (&right, false)] {
            let levels: Vec<_> = one.measures().iter().map(|measure| {
                if measures { scale.left(&measure.code) } else { scale.right(&measure.code) }
            }).collect();
            prop_assert!(levels.iter().all(Option::is_some));
        }
    }
}
