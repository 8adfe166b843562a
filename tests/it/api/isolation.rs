//! A token of one body shows and changes nothing of another, whatever is guessed.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::client::Program;
use super::programs::{acted, audit, certificate};
use crate::support::site::RunningSite;

const OF_ALFA: [(&str, &str); 8] = [
    ("certificaten", "AL-B-000001"),
    ("certificaten", "AL-A-000002"),
    ("onderzoeken", "A000001"),
    ("onderzoeken", "A000003"),
    ("afwijkingen", "A000001-1"),
    ("afwijkingen", "A000001-2"),
    ("besluiten", "A000001-B1"),
    ("besluiten", "A000003-B1"),
];

/// All that is asked about of alfa, as alfa sees it.
fn seen(alfa: &Program<'_>) -> Vec<(String, String)> {
    let see = |(kind, reference): &(&str, &str)| {
        let reply = alfa.get(&format!("/{kind}/{reference}"));
        assert_eq!(reply.status, StatusCode::OK, "{kind} {reference}");
        (reply.header("etag").to_owned(), reply.text)
    };
    OF_ALFA.iter().map(see).collect()
}

/// References of alfa, what comes near, and anything else.
fn guess() -> impl Strategy<Value = (&'static str, String)> {
    let known = select(&OF_ALFA[..]).prop_map(|(kind, reference)| (kind, reference.to_owned()));
    let near = (select(&OF_ALFA[..]), "[0-9A-B-]{1,2}").prop_map(|((kind, reference), end)| {
        let cut = reference.len() - end.len();
        (kind, format!("{}{end}", &reference[..cut]))
    });
    let any = (select(&["certificaten", "onderzoeken", "afwijkingen", "besluiten"][..]), "[ -~é]{1,30}");
    prop_oneof![3 => known, 3 => near, 1 => any].prop_filter("a path of dots is another path", |(_, text)| {
        !text.trim().is_empty() && !text.trim().trim_matches('.').is_empty()
    })
}

#[test]
fn guessing_with_the_token_of_another_body_finds_and_changes_nothing() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    let (alfa, bravo) = (Program::full(&site, "alfa"), Program::full(&site, "bravo"));
    let before = seen(&alfa);
    let deliveries = acted(&site, "aanlevering-opgeslagen").len();
    let at_alfa = bravo.at("alfa");
    let nothing = bravo.get("/besluiten/NIETS");
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    let mut runner = TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
    runner
        .run(&guess(), |(kind, reference)| {
            let part: String = url::form_urlencoded::byte_serialize(reference.as_bytes()).collect();
            let path = format!("/{kind}/{}", part.replace('+', "%20"));
            for reply in [
                at_alfa.get(&path),
                bravo.get(&path),
                bravo.at("bestaat-niet").get(&path),
                at_alfa.put(&path, &json!({}), &[]),
                at_alfa.put(&path, &certificate(&reference), &[("if-match", "*")]),
            ] {
                prop_assert_eq!((reply.status, &reply.text), (StatusCode::NOT_FOUND, &nothing.text), "{}", path);
            }
            Ok(())
        })
        .unwrap();
    let delivery = json!({"certificaten": [certificate("AL-B-000001")]});
    assert_eq!(at_alfa.post("", &delivery, &[]).text, nothing.text);
    assert_eq!(at_alfa.post("", &json!({"x": 1}), &[]).text, nothing.text, "faults are not told either");
    assert_eq!(acted(&site, "aanlevering-opgeslagen").len(), deliveries);
    assert_eq!(seen(&alfa), before);
}

#[test]
fn references_of_another_body_are_as_unknown_as_any() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    let (alfa, bravo) = (Program::full(&site, "alfa"), Program::full(&site, "bravo"));
    let before = seen(&alfa);
    let told = |reply: super::client::Reply, name: &str| {
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text);
        reply.text.replace(name, "…")
    };
    let lean = |record: fn(&str) -> (String, Value), theirs: &str| {
        let answer = |name: &str| {
            let (path, record) = record(name);
            told(bravo.put(&path, &record, &[]), name)
        };
        assert_eq!(answer(theirs), answer("NIETS"));
    };
    lean(|name| ("/onderzoeken/X1".to_owned(), audit("X1", name, "2026-01-02")), "AL-B-000001");
    lean(
        |name| ("/afwijkingen/X1".to_owned(), json!({"afwijkingId": "X1", "onderzoekId": name, "code": "T1"})),
        "A000001",
    );
    // The same reference is another thing of another body.
    let own = bravo.put("/certificaten/AL-B-000001", &certificate("AL-B-000001"), &[("if-none-match", "*")]);
    assert_eq!(own.status, StatusCode::CREATED, "{}", own.text);
    assert_eq!(seen(&alfa), before);
}
