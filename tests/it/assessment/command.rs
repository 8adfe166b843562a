//! `stelselwacht assess` as somebody uses it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use super::{audit, plain_matrix, with};

/// A matrix that is part of the program.
fn matrix(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("matrices").join(format!("{name}.json"))
}

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path)
}

fn assess(matrix: &Path, cases: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_stelselwacht"))
        .arg("assess")
        .args(["--matrix".as_ref(), matrix.as_os_str(), "--cases".as_ref(), cases.as_os_str()])
        .output()
        .unwrap()
}

/// Runs on these texts; gives exit code, output and messages.
fn assess_texts(matrix: &str, cases: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let (matrix_file, cases_file) = (folder.path().join("matrix.json"), folder.path().join("zaken.json"));
    std::fs::write(&matrix_file, matrix).unwrap();
    std::fs::write(&cases_file, cases).unwrap();
    told(&assess(&matrix_file, &cases_file))
}

fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn two_audits() -> String {
    json!({"peildatum": "2026-12-31", "onderzoeken": [audit("A", "2026-01-05", &["K"]), audit("B", "2026-02-05", &[])]})
        .to_string()
}

#[test]
fn the_worked_answers_come_out() {
    for name in ["klein-ernstig", "kritiek-niet-kritiek", "vier-categorieen"] {
        let output = assess(&matrix(name), &data(&format!("vectors/{name}.zaken.json")));
        let (code, outcome, messages) = told(&output);
        assert_eq!((code, messages.as_str()), (0, ""), "{name}");
        let mut found: Value = serde_json::from_str(&outcome).unwrap();
        for one in found["uitkomsten"].as_array_mut().unwrap() {
            let fields = one.as_object_mut().unwrap();
            assert!(fields.remove("uitleg").unwrap().as_array().unwrap().len() >= 3, "{name}");
            assert_eq!(fields.remove("regel").unwrap().is_null(), fields["voorgeschreven"].is_null(), "{name}");
        }
        let answers = std::fs::read_to_string(data(&format!("vectors/{name}.uitkomst.json"))).unwrap();
        let expected: Value = serde_json::from_str(&answers).unwrap();
        let lists = found["uitkomsten"].as_array().unwrap().iter().zip(expected["uitkomsten"].as_array().unwrap());
        for (found, expected) in lists {
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn the_explanation_names_the_rule_and_the_dates() {
    let (code, outcome, _) = assess_texts(&plain_matrix().to_string(), &two_audits());
    assert_eq!(code, 0);
    let outcome: Value = serde_json::from_str(&outcome).unwrap();
    let expected = [
        "Onderzoek A van 5 januari 2026, gezien naar de stand van 31 december 2026.",
        "Afwijking 1 (K: Klein gebrek) hoort bij categorie ‘Klein’.",
        "Sinds 5 januari 2025 (12 maanden voor het onderzoek) komt categorie ‘Klein’ nu voor de 1e keer voor bij deze houder.",
        "De matrix schrijft voor: Waarschuwing. Dat staat in de regel voor categorie ‘Klein’, vanaf de 1e keer (regels[0]).",
        "Het besluit moet er binnen 20 dagen na het onderzoek zijn: uiterlijk op 25 januari 2026.",
        "Oordeel geen-besluit: er is geen besluit, en dat moest er uiterlijk op 25 januari 2026 zijn.",
    ];
    assert_eq!(outcome["uitkomsten"][0]["uitleg"], json!(expected));
}

#[test]
fn cases_can_come_from_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let matrix = folder.path().join("matrix.json");
    std::fs::write(&matrix, plain_matrix().to_string()).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_stelselwacht"))
        .args(["assess", "--cases", "-", "--matrix"])
        .arg(&matrix)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(two_audits().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let outcome: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(outcome["uitkomsten"].as_array().unwrap().len(), 2);
}

#[test]
fn a_broken_matrix_is_refused_with_every_fault() {
    let mut json = plain_matrix();
    json["regels"][1]["maatregel"] = json!("boete");
    json["regels"][2]["besluitBinnen"]["aantal"] = json!(-1);
    let (code, outcome, messages) = assess_texts(&json.to_string(), &two_audits());
    assert_eq!((code, outcome.as_str()), (1, ""));
    assert!(messages.contains("2 fouten"), "{messages}");
    assert!(
        messages.contains(
            "regels[1].maatregel: de code «boete» bestaat niet; kies uit waarschuwing, schorsing, intrekking"
        ),
        "{messages}"
    );
    assert!(messages.contains("regels[2].besluitBinnen.aantal: -1 is te klein"), "{messages}");
}

#[test]
fn a_warning_does_not_refuse() {
    let (code, outcome, messages) = assess_texts(&with(plain_matrix(), "versie", "2").to_string(), &two_audits());
    assert_eq!(code, 0);
    assert!(outcome.starts_with("{\"uitkomsten\""));
    assert!(messages.starts_with("Let op: ") && messages.contains("versie: onbekend veld"), "{messages}");
}

#[test]
fn a_missing_file_is_named() {
    let (code, _, messages) = told(&assess(Path::new("/bestaat/niet.json"), Path::new("-")));
    assert_eq!(code, 3);
    assert_eq!(messages, "Het bestand /bestaat/niet.json is niet te lezen: het bestaat niet.\n");
}

#[test]
fn broken_json_is_pointed_at() {
    let (code, _, messages) = assess_texts(&plain_matrix().to_string(), "{\n \"peildatum\": \"2026-01-01\",\n}");
    assert_eq!(code, 1);
    assert!(messages.contains("regel 3, teken 1: dit is geen geldige JSON"), "{messages}");
    let (_, _, messages) = assess_texts("{\"maatregelen\": [", "{}");
    assert!(messages.contains("regel 1, teken 17: de JSON houdt hier op"), "{messages}");
}

#[test]
fn text_that_is_not_utf_8_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("matrix.json");
    std::fs::write(&file, b"{\"naam\": \"categorie\xebn\"}").unwrap();
    let (code, _, messages) = told(&assess(&file, &file));
    assert_eq!(code, 1);
    assert!(messages.contains("geen tekst in UTF-8"), "{messages}");
}

#[test]
fn every_fault_in_the_cases_is_named_with_its_place() {
    let mut first = audit("A", "2026-02-30", &["K", "Q"]);
    first["afwijkingen"][1]["id"] = json!("1");
    first["besluiten"] = json!([{"id": "B", "maatregel": "boete", "datum": 20_260_101, "vervolg": "ja"}]);
    let second = json!({"id": "A", "houder": " ", "datum": "01-02-2026", "afwijkingen": {}});
    let cases = json!({"onderzoeken": [first, second, 7]}).to_string();
    let (code, outcome, messages) = assess_texts(&plain_matrix().to_string(), &cases);
    assert_eq!((code, outcome.as_str()), (1, ""));
    for expected in [
        "onderzoeken[0].datum: «2026-02-30» is geen datum; schrijf jaar-maand-dag, zoals 2026-03-01",
        "onderzoeken[0].afwijkingen[1].id: «1» staat in deze lijst ook al op nummer 0",
        "onderzoeken[0].afwijkingen[1].code: de code «Q» staat niet in de matrix; kies uit K, G, F",
        "onderzoeken[0].besluiten[0].maatregel: de maatregel «boete» staat niet in de matrix",
        "onderzoeken[0].besluiten[0].datum: moet een tekst zijn, maar is een getal",
        "onderzoeken[0].besluiten[0].vervolg: moet true of false zijn, maar is een tekst",
        "onderzoeken[1].id: «A» is ook het id van onderzoeken[0]",
        "onderzoeken[1].houder: mag niet leeg zijn",
        "onderzoeken[1].datum: «01-02-2026» is geen datum",
        "onderzoeken[1].afwijkingen: moet een lijst zijn, maar is een object",
        "onderzoeken[1].besluiten: ontbreekt",
        "onderzoeken[2]: moet een object zijn: {…}, maar is een getal",
        "peildatum: ontbreekt",
    ] {
        assert!(messages.contains(expected), "{expected}\n--\n{messages}");
    }
    assert!(messages.contains("13 fouten"), "{messages}");
}

#[test]
fn cases_of_the_wrong_shape_are_refused_in_words() {
    let refused = |cases: &str| assess_texts(&plain_matrix().to_string(), cases).2;
    assert!(refused("[]").contains("het geheel moet een object zijn"));
    assert!(refused("{\"onderzoeken\": 1}").contains("onderzoeken: moet een lijst zijn"));
    assert!(refused("{\"peildatum\": \"2026-01-01\"}").contains("onderzoeken: ontbreekt"));
    assert!(refused("{\"peildatum\": 3, \"onderzoeken\": []}").contains("peildatum: moet een tekst zijn"));
    assert!(refused(&"[".repeat(10_000)).contains("het geheel moet een object zijn"));
}

#[test]
fn a_misspelt_field_in_the_cases_is_mentioned_once() {
    let audits: Vec<_> = ["A", "B"].map(|id| with(audit(id, "2026-01-05", &["K"]), "herstelOp", "2026-01-06")).into();
    let cases = json!({"peildatum": "2026-12-31", "onderzoeken": audits}).to_string();
    let (code, _, messages) = assess_texts(&plain_matrix().to_string(), &cases);
    assert_eq!(code, 0);
    assert_eq!(messages.matches("herstelOp").count(), 1, "{messages}");
    assert!(messages.contains("onderzoeken[0].herstelOp: onbekend veld"), "{messages}");
}
