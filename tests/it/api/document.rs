//! The description of the API: held to the design rules of the Dutch government, to the addresses that are served, and to
//! what was published before.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use stelselwacht::web::api::document;

/// The document as it is published with the documentation.
const PUBLISHED: &str = include_str!("../../../docs/openapi.json");

/// The npm packages that build.rs fetched.
const PACKAGES: &str = concat!(env!("OUT_DIR"), "/packages");

fn current() -> Value {
    serde_json::to_value(document("https://stelselwacht.example")).unwrap()
}

/// What Spectral and the design rules have against each of the documents.
fn lint(documents: &[Value]) -> Vec<Vec<String>> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/api/design-rules.mjs");
    let mut linter = Command::new("node")
        .arg(rules)
        .arg(PACKAGES)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = linter.stdin.take().unwrap();
    let lines = documents.iter().map(Value::to_string).collect::<Vec<_>>().join("\n") + "\n";
    let feeding = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = linter.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    feeding.join().unwrap().unwrap();
    let faults = String::from_utf8(output.stdout).unwrap();
    faults.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_document_keeps_the_design_rules() {
    assert_eq!(lint(&[current()]), [Vec::<String>::new()]);
}

#[test]
fn a_document_that_breaks_a_rule_is_seen() {
    let holders = "/paths/~1certificaathouders/get";
    let broken: [(&str, String, Value); 9] = [
        ("core/version-header", format!("{holders}/responses/200/headers"), json!({})),
        ("core/error-handling/invalid-input", format!("{holders}/responses/400"), Value::Null),
        (
            "core/error-handling/problem-members",
            "/components/responses/NietGevonden/content".into(),
            json!({"text/plain": {}}),
        ),
        ("core/uri-version", "/servers/0/url".into(), json!("https://stelselwacht.example/api")),
        ("core/transport/tls", "/servers/0/url".into(), json!("http://stelselwacht.example/api/v1")),
        ("core/query-keys-camel-case", format!("{holders}/parameters/0/name"), json!("zoek-tekst")),
        ("core/semver", "/info/version".into(), json!("1")),
        ("core/doc-openapi-contact", "/info/contact".into(), json!({"name": "Iemand"})),
        ("oas3-schema", format!("{holders}/responses"), json!([])),
    ];
    let documents: Vec<Value> = broken.iter().map(|(_, pointer, value)| current_but(pointer, value)).collect();
    let found = lint(&documents);
    assert_eq!(found.len(), broken.len());
    for ((rule, ..), faults) in broken.iter().zip(found) {
        assert!(faults.iter().any(|fault| fault.contains(rule)), "{rule}: {faults:?}");
    }
}

/// The document with this at the place; with nothing there for null.
fn current_but(pointer: &str, value: &Value) -> Value {
    let mut document = current();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}")) {
        Value::Object(fields) if value.is_null() => drop(fields.remove(name).unwrap()),
        _ => *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value.clone(),
    }
    document
}

#[test]
fn the_published_document_is_the_one_that_is_served() {
    let current = serde_json::to_string_pretty(&current()).unwrap() + "\n";
    if current != PUBLISHED {
        let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("openapi.json");
        std::fs::write(&fresh, current).unwrap();
        panic!("the API changed: look at the difference and copy {} to docs/openapi.json", fresh.display());
    }
}

#[test]
fn every_address_of_the_api_is_described_and_no_other() {
    let table = include_str!("../web/routes.txt").lines().filter_map(|line| line.split_whitespace().nth(1));
    let mut served: Vec<_> = table.filter_map(|path| path.strip_prefix("/api/v1")).map(str::to_owned).collect();
    let document = current();
    let mut described: Vec<_> = document["paths"].as_object().unwrap().keys().cloned().collect();
    served.sort();
    // An address that takes more than one method has a row for each.
    served.dedup();
    described.sort();
    assert_eq!(served, described);
}
