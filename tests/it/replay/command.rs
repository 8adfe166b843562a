//! `stelselwacht replay`, as somebody at a terminal meets it.

use serde_json::{Value, json};

use crate::command_line::run_with;
use crate::support::TestDatabase;
use crate::support::site::delivered;

/// The matrix of the test data, with what somebody changes in it.
fn draft(change: impl FnOnce(&mut Value)) -> (tempfile::TempDir, String) {
    let mut draft: Value = serde_json::from_str(include_str!("../../../matrices/kritiek-niet-kritiek.json")).unwrap();
    change(&mut draft);
    file(&draft.to_string())
}

fn file(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("concept.json");
    std::fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    (folder, path)
}

fn replay(database: &TestDatabase, file: &str, more: &[&str]) -> (i32, String, String) {
    let arguments = ["replay", "--scheme", "CS-A", "--matrix", file];
    run_with(database.url(), &[], &arguments.iter().chain(more).copied().collect::<Vec<_>>(), "")
}

fn heavier(draft: &mut Value) {
    for rule in draft["regels"].as_array_mut().unwrap() {
        if rule["categorie"] == "kritiek" {
            rule["maatregel"] = "intrekking".into();
        }
    }
}

#[test]
fn a_draft_is_run_over_the_register() {
    let database = delivered(&["alfa", "bravo"]);
    let (_folder, same) = draft(|_| {});
    let (code, out, error) = replay(&database, &same, &["--json"]);
    assert_eq!(code, 0, "{error}");
    let found: Value = serde_json::from_str(&out).unwrap();
    assert!(found["beoordeeld"].as_u64().unwrap() > 10, "{out}");
    assert_eq!((&found["gewijzigd"], &found["cellen"], &found["voor"]), (&json!(0), &json!([]), &found["na"]));

    let (_folder, other) = draft(heavier);
    let (code, out, error) = replay(&database, &other, &["--json"]);
    assert_eq!(code, 0, "{error}");
    let changed: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(changed["beoordeeld"], found["beoordeeld"]);
    let sum: u64 = changed["cellen"].as_array().unwrap().iter().map(|cell| cell["aantal"].as_u64().unwrap()).sum();
    assert!(sum > 0 && changed["gewijzigd"] == sum, "{out}");
    assert_eq!((&changed["schema"], &changed["voor"]), (&json!("CS-A"), &found["voor"]));
    assert_eq!(changed["na"]["schorsingen"], 0);
    let bodies: Vec<_> = changed["instellingen"].as_array().unwrap().iter().map(|body| &body["instelling"]).collect();
    assert_eq!(bodies, ["alfa", "bravo"]);
    let told = &changed["onderzoeken"][0];
    assert!(
        told["uitleg"].as_array().unwrap().len() > 2 && told["nieuweUitleg"].as_array().unwrap().len() > 2,
        "{told}"
    );

    let (code, out, _) = replay(&database, &other, &["--from", "2025-01-01", "--to", "2025-12-31"]);
    assert!(code == 0 && out.contains("onderzoeken van 2025-01-01 tot en met 2025-12-31"), "{out}");
    assert!(
        out.contains("kritiek, 1e keer: was schorsing, wordt intrekking") && out.contains("bedrijfsgrootte"),
        "{out}"
    );
}

#[test]
fn what_is_wrong_is_said_all_together() {
    let database = delivered(&[]);
    let (_folder, wrong) = draft(|draft| {
        draft["regels"][0]["maatregel"] = "boete".into();
        draft["recidive"]["venster"]["eenheid"] = "eeuwen".into();
    });
    let (code, out, error) = replay(&database, &wrong, &["--from", "2026-02-01", "--to", "2026-01-01"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(error.contains("3 fouten") && error.contains("regels[0].maatregel") && error.contains("eeuwen"), "{error}");
    assert!(error.contains("--from en --to: de periode begint op 2026-02-01"), "{error}");

    let (_folder, right) = draft(|_| {});
    let (code, _, error) = replay(&database, &right, &["--from", "2026-02-01", "--to", "2026-01-01"]);
    assert!(code == 1 && error.contains("de eerste dag moet op of voor de laatste liggen"), "{error}");
    let unknown = ["replay", "--scheme", "CS-Z", "--matrix", right.as_str()];
    let (code, _, error) = run_with(database.url(), &[], &unknown, "");
    assert!(code == 1 && error.contains("schema «CS-Z» bestaat niet; kies uit CS-A"), "{error}");
    let (code, ..) = replay(&database, &right, &["--from", "gisteren"]);
    assert_eq!(code, 2);
    let (code, _, error) = replay(&database, "nergens.json", &[]);
    assert!(code == 3 && error.contains("bestaat niet"), "{error}");
}

#[test]
fn a_measure_that_the_draft_does_not_know_is_named() {
    let database = delivered(&["alfa"]);
    let (_folder, without) = draft(|draft| {
        draft["maatregelen"][0]["code"] = "brief".into();
        for rule in draft["regels"].as_array_mut().unwrap() {
            for place in ["/maatregel", "/bijGeenHerstel/maatregel"] {
                if let Some(measure) = rule.pointer_mut(place).filter(|measure| **measure == "waarschuwing") {
                    *measure = "brief".into();
                }
            }
        }
    });
    let (code, out, error) = replay(&database, &without, &[]);
    assert!(code == 0 && out.contains("Let op: maatregel «waarschuwing» staat niet in het concept"), "{out}{error}");
}
