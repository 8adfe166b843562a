//! Every way in which a matrix can be wrong is named with its place.

use serde_json::{Value, json};
use stelselwacht::domain::matrix::Matrix;

use super::{plain_matrix, with};

/// The faults of the matrix after this change, as `place: message`.
fn faults(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut json = plain_matrix();
    change(&mut json);
    match Matrix::parse(&json.to_string()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.0.iter().map(ToString::to_string).collect(),
    }
}

fn warnings(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut json = plain_matrix();
    change(&mut json);
    Matrix::parse(&json.to_string()).unwrap().warnings.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn assert_only(found: &[String], expected: &str) {
    assert!(found.len() == 1 && found[0].starts_with(expected), "expected only {expected}, found {found:#?}");
}

fn add(list: &mut Value, item: Value) {
    list.as_array_mut().unwrap().push(item);
}

fn term(amount: i64, unit: &str) -> Value {
    json!({"aantal": amount, "eenheid": unit})
}

#[test]
fn a_sound_matrix_has_neither_faults_nor_warnings() {
    assert_eq!(warnings(|_| {}), Vec::<String>::new());
}

#[test]
fn codes_that_repeat() {
    assert_only(
        &faults(|m| m["maatregelen"][1]["code"] = json!("waarschuwing"))[..1],
        "maatregelen[1].code: deze code staat",
    );
    let twice = json!({"code": "K", "categorie": "klein", "omschrijving": "x"});
    assert_only(
        &faults(|m| add(&mut m["afwijkingen"], twice)),
        "afwijkingen[3].code: deze code staat ook al in nummer 0",
    );
    let twice = json!({"code": "groot", "zwaarte": 9, "naam": "x"});
    assert_only(
        &faults(|m| add(&mut m["categorieen"], twice)),
        "categorieen[3].code: deze code staat ook al in nummer 1",
    );
    let aggravation = json!({"soort": "zelfde-onderzoek", "vanaf": 2, "categorieen": ["klein", "klein"]});
    assert_only(
        &faults(|m| add(&mut m["verzwaringen"], aggravation)),
        "verzwaringen[0].categorieen[1]: «klein» staat al",
    );
}

#[test]
fn codes_that_are_unknown() {
    assert_only(
        &faults(|m| m["afwijkingen"][0]["categorie"] = json!("Klein")),
        "afwijkingen[0].categorie: de code «Klein» bestaat niet; kies uit klein, groot, fataal",
    );
    let rule = json!({"categorie": "x", "keer": 1, "maatregel": "schorsing", "besluitBinnen": term(1, "dagen")});
    assert_only(&faults(|m| add(&mut m["regels"], rule)), "regels[3].categorie: de code «x»");
    assert_only(&faults(|m| m["regels"][1]["maatregel"] = json!("boete")), "regels[1].maatregel: de code «boete»");
    let follow_up = json!({"maatregel": "boete", "besluitBinnen": term(1, "dagen")});
    assert_only(
        &faults(|m| {
            m["regels"][1]["herstelBinnen"] = term(1, "dagen");
            m["regels"][1]["bijGeenHerstel"] = follow_up;
        }),
        "regels[1].bijGeenHerstel.maatregel: de code «boete»",
    );
    let aggravation = json!({"soort": "zelfde-onderzoek", "vanaf": 2, "categorieen": ["x"]});
    assert_only(&faults(|m| add(&mut m["verzwaringen"], aggravation)), "verzwaringen[0].categorieen[0]: de code «x»");
}

#[test]
fn severities_that_are_equal() {
    assert_only(
        &faults(|m| m["maatregelen"][2]["zwaarte"] = json!(5)),
        "maatregelen[2].zwaarte: zwaarte 5 staat ook al in nummer 1",
    );
    assert_only(
        &faults(|m| m["categorieen"][1]["zwaarte"] = json!(1)),
        "categorieen[1].zwaarte: zwaarte 1 staat ook al in nummer 0",
    );
}

#[test]
fn a_category_without_a_first_rule() {
    assert_only(
        &faults(|m| m["regels"][1]["keer"] = json!(2)),
        "categorieen[1]: categorie «groot» heeft geen regel voor keer 1",
    );
    // A rule that cannot be read may be the first one; only its own fault is named.
    assert_only(&faults(|m| m["regels"][1]["keer"] = json!("1")), "regels[1].keer: moet een heel getal zijn");
}

#[test]
fn two_rules_for_the_same() {
    let rule = json!({"categorie": "groot", "keer": 1, "maatregel": "schorsing", "besluitBinnen": term(1, "dagen")});
    assert_only(
        &faults(|m| add(&mut m["regels"], rule)),
        "regels[3].keer: regels[1] geldt ook al voor categorie «groot» en keer 1",
    );
}

#[test]
fn an_aggravation_of_the_heaviest_category() {
    let aggravation = json!({"soort": "zelfde-onderzoek", "vanaf": 2, "categorieen": ["klein", "fataal"]});
    assert_only(
        &faults(|m| add(&mut m["verzwaringen"], aggravation)),
        "verzwaringen[0].categorieen[1]: «fataal» is de zwaarste",
    );
}

#[test]
fn windows_in_working_days() {
    assert_only(
        &faults(|m| m["recidive"]["venster"] = term(5, "werkdagen")),
        "recidive.venster.eenheid: een venster kan niet in werkdagen",
    );
    let aggravation =
        json!({"soort": "herhaling", "vanaf": 2, "venster": term(5, "werkdagen"), "categorieen": ["klein"]});
    assert_only(
        &faults(|m| add(&mut m["verzwaringen"], aggravation)),
        "verzwaringen[0].venster.eenheid: een venster kan niet",
    );
}

#[test]
fn terms_that_make_no_sense() {
    assert_only(
        &faults(|m| m["regels"][0]["besluitBinnen"] = term(-3, "dagen")),
        "regels[0].besluitBinnen.aantal: -3 is te klein",
    );
    assert_only(&faults(|m| m["recidive"]["venster"] = term(-1, "jaren")), "recidive.venster.aantal: -1 is te klein");
    assert_only(
        &faults(|m| m["regels"][0]["herstelBinnen"] = term(-1, "weken")),
        "regels[0].herstelBinnen.aantal: -1 is te klein",
    );
    assert_only(
        &faults(|m| {
            m["regels"][0]["bijGeenHerstel"] = json!({"maatregel": "schorsing", "besluitBinnen": term(-1, "dagen")});
        }),
        "regels[0].bijGeenHerstel.besluitBinnen.aantal: -1 is te klein",
    );
    assert_only(
        &faults(|m| m["regels"][0]["besluitBinnen"] = term(10_001, "werkdagen")),
        "regels[0].besluitBinnen.aantal: het getal is te groot; het grootste dat hier mag is 10000",
    );
    assert_only(
        &faults(|m| m["regels"][0]["besluitBinnen"] = term(1, "uren")),
        "regels[0].besluitBinnen.eenheid: «uren» is onbekend; kies uit dagen, weken",
    );
    assert_only(
        &faults(|m| m["regels"][0]["besluitBinnen"]["aantal"] = json!(1.5)),
        "regels[0].besluitBinnen.aantal: moet een heel getal zijn",
    );
    assert_only(
        &faults(|m| m["regels"][0]["besluitBinnen"] = json!("3 weken")),
        "regels[0].besluitBinnen: moet een object zijn",
    );
    assert_only(
        &faults(|m| m["regels"][0]["besluitBinnen"]["aantal"] = json!(u64::MAX)),
        "regels[0].besluitBinnen.aantal: het getal is te groot",
    );
}

#[test]
fn counts_start_at_one() {
    let found = faults(|m| m["regels"][0]["keer"] = json!(0));
    assert_only(&found, "regels[0].keer: 0 is te klein; het kleinste dat hier mag is 1");
    let aggravation = json!({"soort": "zelfde-onderzoek", "vanaf": 0, "categorieen": ["klein"]});
    assert_only(&faults(|m| add(&mut m["verzwaringen"], aggravation)), "verzwaringen[0].vanaf: 0 is te klein");
}

#[test]
fn words_that_are_unknown() {
    assert_only(
        &faults(|m| m["maatregelen"][0]["gevolg"] = json!("boete")),
        "maatregelen[0].gevolg: «boete» is onbekend; kies uit geen, schorst, beeindigt",
    );
    let aggravation = json!({"soort": "anders", "vanaf": 2, "categorieen": ["klein"]});
    assert_only(
        &faults(|m| add(&mut m["verzwaringen"], aggravation)),
        "verzwaringen[0].soort: «anders» is onbekend; kies uit zelfde-onderzoek, herhaling",
    );
}

#[test]
fn parts_that_are_missing_or_empty() {
    let remove = |name: &'static str| faults(move |m| drop(m.as_object_mut().unwrap().remove(name)));
    for name in ["maatregelen", "categorieen", "afwijkingen", "regels", "recidive", "verzwaringen", "verlengTotWerkdag"]
    {
        let found = remove(name);
        assert!(found.iter().any(|fault| fault.starts_with(&format!("{name}: ontbreekt"))), "{name}: {found:?}");
    }
    assert_only(&remove("maatregelen"), "maatregelen: ontbreekt");
    assert_only(&faults(|m| m["afwijkingen"] = json!([])), "afwijkingen: is leeg");
    assert_only(&faults(|m| m["regels"][0]["besluitBinnen"] = json!(null)), "regels[0].besluitBinnen: ontbreekt");
    let aggravation = json!({"soort": "herhaling", "vanaf": 2, "categorieen": ["klein"]});
    assert_only(&faults(|m| add(&mut m["verzwaringen"], aggravation)), "verzwaringen[0].venster: ontbreekt");
    assert_only(
        &faults(|m| m["maatregelen"][0]["code"] = json!(" "))[..1],
        "maatregelen[0].code: « » mag niet leeg zijn",
    );
}

#[test]
fn all_faults_come_at_once() {
    let found = faults(|m| {
        m["maatregelen"][0]["gevolg"] = json!(1);
        m["categorieen"][1]["zwaarte"] = json!("zwaar");
        m["regels"][0]["maatregel"] = json!("x");
        m["regels"][1]["besluitBinnen"] = term(-1, "uur");
        m["verlengTotWerkdag"] = json!("ja");
    });
    let places: Vec<_> = found.iter().filter_map(|fault| fault.split(':').next()).collect();
    assert_eq!(
        places,
        [
            "maatregelen[0].gevolg",
            "categorieen[1].zwaarte",
            "regels[0].maatregel",
            "regels[1].besluitBinnen.eenheid",
            "regels[1].besluitBinnen.aantal",
            "verlengTotWerkdag",
        ]
    );
}

#[test]
fn text_that_is_no_matrix() {
    let refused = |text: &str| Matrix::parse(text).unwrap_err().to_string();
    assert!(refused("").starts_with("regel 1, teken 0: de JSON houdt hier op"));
    assert!(refused("{} {}").starts_with("regel 1, teken 4: dit is geen geldige JSON"));
    assert!(refused("3").starts_with("moet een object zijn"));
    assert!(refused(&format!("{{\"a\": {}", "[".repeat(100_000))).contains("dit is geen geldige JSON"));
    assert!(Matrix::parse(&format!("\u{feff}{}", plain_matrix())).is_ok());
}

#[test]
fn what_only_looks_odd_is_a_warning() {
    let rule =
        json!({"categorie": "fataal", "keer": 2, "maatregel": "waarschuwing", "besluitBinnen": term(1, "dagen")});
    assert_only(
        &warnings(|m| add(&mut m["regels"], rule)),
        "regels[3].maatregel: categorie «fataal» krijgt bij keer 2 een lichtere maatregel dan in regels[2]",
    );
    assert_only(
        &warnings(|m| m["regels"][0]["hersteltermijn"] = term(1, "dagen")),
        "regels[0].hersteltermijn: onbekend veld",
    );
    let follow_up = json!({"maatregel": "schorsing", "besluitBinnen": term(1, "dagen")});
    assert_only(
        &warnings(|m| m["regels"][0]["bijGeenHerstel"] = follow_up),
        "regels[0].bijGeenHerstel: werkt alleen als",
    );
    let aggravation = json!({"soort": "zelfde-onderzoek", "vanaf": 1, "categorieen": []});
    assert_eq!(warnings(|m| add(&mut m["verzwaringen"], aggravation)).len(), 2);
    assert_only(
        &warnings(|m| drop(m["maatregelen"][0].as_object_mut().unwrap().remove("naam"))),
        "maatregelen[0].naam: ontbreekt",
    );
}

#[test]
fn a_field_that_stands_twice_is_a_warning_and_the_last_counts() {
    let text = plain_matrix().to_string().replacen(
        "\"verlengTotWerkdag\":false",
        "\"verlengTotWerkdag\":false,\"verlengTotWerkdag\":true",
        1,
    );
    let parsed = Matrix::parse(&text).unwrap();
    assert!(parsed.matrix.prolongs());
    assert!(parsed.warnings[0].to_string().starts_with("verlengTotWerkdag: dit veld staat hier meer dan eens"));
}

#[test]
fn rules_are_found_by_category_and_count() {
    let rule = json!({"categorie": "klein", "keer": 3, "maatregel": "schorsing", "besluitBinnen": term(1, "dagen")});
    let mut json = with(plain_matrix(), "naam", "M");
    add(&mut json["regels"], rule);
    let matrix = Matrix::parse(&json.to_string()).unwrap().matrix;
    let klein = &matrix.categories()[0].code;
    let measure = |count: u32| matrix.rule(klein, count).unwrap().measure.to_string();
    assert_eq!(
        [measure(1), measure(2), measure(3), measure(9)],
        ["waarschuwing", "waarschuwing", "schorsing", "schorsing"]
    );
    assert_eq!(matrix.rule(klein, 0), None);
    assert_eq!(matrix.name(), Some("M"));
}
