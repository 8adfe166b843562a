//! `stelselwacht supervise`, as somebody at a terminal meets it.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn supervise(input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_stelselwacht"))
        .args(["supervise", "--counts", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn figures(input: &Value) -> Value {
    let output = supervise(input.to_string().as_bytes());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The faults, with the exit code that says the input is to blame.
fn faults(input: &str) -> String {
    let output = supervise(input.as_bytes());
    assert_eq!(output.status.code(), Some(1), "{input}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

/// The places where two answers differ: keys, lengths, words, or numbers by more than the tolerance.
fn differences(found: &Value, expected: &Value, place: &str, differ: &mut Vec<String>) {
    match (found, expected) {
        (Value::Object(left), Value::Object(right)) => {
            for key in left.keys().chain(right.keys()) {
                let at = format!("{place}.{key}");
                match (left.get(key), right.get(key)) {
                    (Some(left), Some(right)) => differences(left, right, &at, differ),
                    _ => differ.push(format!("{at} is only in one of the two")),
                }
            }
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for (i, (left, right)) in left.iter().zip(right).enumerate() {
                differences(left, right, &format!("{place}[{i}]"), differ);
            }
        }
        (Value::Number(left), Value::Number(right)) => {
            let (left, right) = (left.as_f64().unwrap(), right.as_f64().unwrap());
            let tolerance = if right < 1e-15 { 1e-6 } else { 1e-9 };
            if (left - right).abs() > tolerance * right.abs() {
                differ.push(format!("{place}: {left} is not {right}"));
            }
        }
        (left, right) if left == right => {}
        (left, right) => differ.push(format!("{place}: {left} is not {right}")),
    }
}

fn assert_alike(found: &Value, expected: &Value) {
    let mut differ = Vec::new();
    differences(found, expected, "", &mut differ);
    assert!(differ.is_empty(), "{differ:#?}");
}

#[test]
fn the_worked_figures_come_out() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/vectors");
    let output = Command::new(env!("CARGO_BIN_EXE_stelselwacht"))
        .args(["supervise", "--counts", &format!("{folder}/supervision.in.json")])
        .output()
        .unwrap();
    assert!(output.status.success());
    let expected = std::fs::read_to_string(format!("{folder}/supervision.out.json")).unwrap();
    assert_alike(&serde_json::from_slice(&output.stdout).unwrap(), &serde_json::from_str(&expected).unwrap());
}

/// Values of scipy 1.17 where log-gammas would lose digits or a continued fraction would stop early.
#[test]
fn large_counts_keep_their_digits() {
    let found = figures(&json!({"afwijken": [{"instellingen": [
        {"instelling": "A", "n": 100_000, "d": 5000},
        {"instelling": "B", "n": 1_000_000, "d": 50_500},
    ]}]}));
    let rows = &found["afwijken"][0];
    assert_alike(&rows[0]["pNorm"], &json!(0.502_025_961_459_801_9));
    assert_alike(&rows[1]["pNorm"], &json!(0.011_041_122_391_130_916));
    assert_alike(&rows[0]["interval95"][0], &json!(0.048_657_255_207_270_746));
    assert_alike(&rows[1]["interval95"][0], &json!(0.050_071_620_578_009_006));
    // Two bodies, one comparison, whichever of the two is asked about.
    assert_alike(&rows[0]["pAndere"], &rows[1]["pAndere"]);
}

#[test]
fn a_section_that_was_not_asked_for_is_absent() {
    let found = figures(&json!({"cusum": [[1, 1, 1, 1], []]}));
    assert_eq!(found.as_object().unwrap().keys().collect::<Vec<_>>(), ["cusum"]);
    assert_eq!(found["cusum"][0]["alarmen"], json!([4]));
    assert_eq!(found["cusum"][1], json!({"pad": [], "alarmen": []}));
}

#[test]
fn a_section_that_nobody_knows_is_named_and_skipped() {
    let output = supervise(br#"{"cusum": [[0]], "cusums": [[7]]}"#);
    assert!(output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("cusums"));
}

#[test]
fn edges_have_an_answer() {
    let found = figures(&json!({
        "afwijken": [
            {"instellingen": []},
            {"instellingen": [{"instelling": "A", "n": 10, "d": 10}]},
            {"instellingen": [{"instelling": "A", "n": 10, "d": 0}, {"instelling": "B", "n": 0, "d": 0}]},
        ],
        "stilte": [
            [{"instelling": "A", "x": 3, "m": 9}],
            [{"instelling": "A", "x": 0, "m": 9}, {"instelling": "B", "x": 0, "m": 4}, {"instelling": "C", "x": 0, "m": 0}],
        ],
        "eigenBeleid": [{"voorgeschreven": "schorsing", "opgelegd": {}}],
        "gelijkheid": [[], [[3, 4]], [[3, 0], [4, 0]], [[1, 0], [0, 0]], [[1, 0], [0, 1]]],
    }));
    let alone = &found["afwijken"][1][0];
    assert_eq!((&alone["pAndere"], &alone["pAndereHolm"]), (&Value::Null, &Value::Null));
    assert_eq!((&alone["interval95"][1], &alone["niveau"]), (&json!(1.0), &json!("alarm")));
    let without_others = &found["afwijken"][2];
    assert_eq!(without_others[0]["pAndere"], Value::Null, "others without audits are no others");
    assert_eq!(without_others[1], json!({"instelling": "B", "n": 0, "d": 0, "niveau": "niet-beoordeelbaar"}));
    assert_eq!(found["stilte"][0][0]["p"], Value::Null);
    assert_eq!(found["stilte"][1][0]["p"], json!(1.0));
    assert_eq!(found["stilte"][1][0]["verhouding"], Value::Null, "nothing divided by nothing");
    assert_eq!(found["stilte"][1][2], json!({"instelling": "C", "verhouding": null, "p": null, "pHolm": null}));
    assert_eq!(found["eigenBeleid"][0], json!({"modus": null, "eigenBeleid": false}));
    let tables = found["gelijkheid"].as_array().unwrap();
    assert_eq!(tables[0]["kleinsteVerwacht"], Value::Null);
    for table in &tables[..4] {
        assert_eq!((&table["vrijheidsgraden"], &table["p"]), (&json!(0), &json!(1.0)));
    }
    assert_eq!(tables[4]["vrijheidsgraden"], json!(1));
}

#[test]
fn every_fault_is_named_at_once_with_its_place() {
    let said = faults(
        r#"{"afwijken": [{"tolerantie": 0, "instellingen": [
              {"instelling": "A", "n": 3, "d": 4}, {"instelling": "A", "n": -1, "d": 0.5}, {"n": "tien"}]},
            {"tolerantie": 1}],
            "stilte": [[{"instelling": "A", "x": 2, "m": 0}]],
            "cusum": [[0, 2]],
            "eigenBeleid": [{"opgelegd": {"schorsing": 1e12}}],
            "gelijkheid": [[[1, 2], [3]]]}"#,
    );
    for place in [
        "afwijken[0].tolerantie is geen tolerantie",
        "afwijken[0].instellingen[0].d is groter dan n: 4 afwijkende van 3",
        "afwijken[0].instellingen[1].instelling komt twee keer voor: A",
        "afwijken[0].instellingen[1].n mag niet negatief zijn: -1",
        "afwijken[0].instellingen[1].d is geen heel getal: 0.5",
        "afwijken[0].instellingen[2].instelling ontbreekt",
        "afwijken[0].instellingen[2].n is geen getal",
        "afwijken[0].instellingen[2].d ontbreekt",
        "afwijken[1].tolerantie is geen tolerantie",
        "afwijken[1].instellingen ontbreekt",
        "stilte[0][0].x is 2 zonder één onderzoek",
        "cusum[0][1] moet 0 (geen afwijking) of 1 (afwijking) zijn",
        "eigenBeleid[0].voorgeschreven ontbreekt",
        "eigenBeleid[0].opgelegd.schorsing is te groot",
        "gelijkheid[0][1] heeft niet evenveel kolommen",
    ] {
        assert!(said.contains(place), "{place} is not in:\n{said}");
    }
}

#[test]
fn what_is_no_count_at_all_is_refused() {
    assert!(faults("{").contains("geen JSON"));
    assert!(faults("[]").contains("geen onderdeel"));
    assert!(faults(r#"{"afwijkingen": []}"#).contains("afwijken, stilte, cusum"));
    assert!(faults(r#"{"afwijken": {}}"#).contains("afwijken is geen lijst"));
    assert_eq!(supervise(b"\xff\xfe").status.code(), Some(1));
    let missing = Command::new(env!("CARGO_BIN_EXE_stelselwacht"))
        .args(["supervise", "--counts", "/nergens/telling.json"])
        .output()
        .unwrap();
    assert_eq!(missing.status.code(), Some(3));
}
