//! What the answers say, word by word, and that they say the same as the pages and the rules.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::Path;

use serde_json::Value;
use stelselwacht::domain::certificate::Standing;
use stelselwacht::services::search::Question;

use super::client::Api;
use crate::support::site::RunningSite;

/// Questions of which the whole answer is written down in `golden/`.
const GOLDEN: &[(&str, &str)] = &[
    ("houders", "/certificaathouders?limiet=2"),
    ("houders-gezocht", "/certificaathouders?q=90000007"),
    ("houder", "/certificaathouders/90000007"),
    ("houder-eerder", "/certificaathouders/90000007?peildatum=2024-01-15"),
    ("certificaten", "/certificaten?limiet=1"),
    ("certificaten-van-schema", "/certificaten?schema=CS-B&limiet=1"),
    ("certificaat", "/certificaten/alfa/AL-B-000001"),
    ("certificaat-geschorst", "/certificaten/alfa/AL-A-000002?peildatum=2024-01-31"),
    ("certificaat-ingetrokken", "/certificaten/bravo/BR-A-000033"),
    ("schemas", "/certificatieschemas"),
    ("schemaversie", "/certificatieschemas/CS-A/schemaversies/1.0"),
    ("schemaversies", "/certificatieschemas/CS-A/schemaversies"),
    ("instelling", "/certificerende-instellingen/alfa"),
    ("aanwijzingen", "/aanwijzingen?instelling=alfa"),
    ("ongeldig", "/certificaathouders?limiet=0&peildatum=2026-02-30&kleur=rood"),
    ("onbekend", "/certificaathouders/99999999"),
];

#[test]
fn the_answers_are_as_written_down() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie", "delta", "echo"]);
    let api = Api::of(&site);
    let mut changed = Vec::new();
    for (name, path) in GOLDEN {
        let answer = serde_json::to_string_pretty(&api.get(path).json()).unwrap() + "\n";
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/api/golden/{name}.json"));
        if fs::read_to_string(&golden).unwrap_or_default() != answer {
            let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.json"));
            fs::write(&fresh, answer).unwrap();
            changed.push(format!(
                "{path}: look at the difference and copy {} to {}",
                fresh.display(),
                golden.display()
            ));
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

#[test]
fn every_certificate_stands_as_the_rules_say() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie", "delta", "echo"]);
    let api = Api::of(&site);
    let mut seen = std::collections::BTreeSet::new();
    for day in ["2023-04-15", "2025-03-01", "2025-06-15", "2026-01-30", "2030-01-01"] {
        let certificates = api.get(&format!("/certificaten?limiet=100&peildatum={day}")).json();
        let certificates = certificates["certificaten"].as_array().unwrap().clone();
        let holders = site.portal.register.search(&Question::default(), day.parse().unwrap(), 0, 1_000).hits;
        let listings: Vec<_> = holders.iter().flat_map(|hit| hit.firm.listings().unwrap()).collect();
        assert_eq!(listings.len(), certificates.len());
        for listing in listings {
            let number = listing.certificate.number.as_str();
            let of_this = |certificate: &&Value| {
                certificate["nummer"] == number && certificate["instelling"] == listing.body.code.as_str()
            };
            let certificate = certificates.iter().find(of_this).unwrap();
            let word = match listing.status_on(day.parse().unwrap()).standing {
                Standing::NotYet => "nog-niet-geldig",
                Standing::Valid => "geldig",
                Standing::Suspended => "geschorst",
                Standing::Withdrawn => "ingetrokken",
                Standing::Expired => "verlopen",
                Standing::BodyNotDesignated => "instelling-niet-aangewezen",
            };
            assert_eq!(certificate["status"]["status"], word, "{number} on {day}");
            seen.insert(word);
        }
    }
    assert!(seen.len() >= 5, "the test data show {seen:?}");
}

#[test]
fn nobody_learns_where_somebody_lives_or_why_a_measure_came() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie", "delta", "echo"]);
    let api = Api::of(&site);
    let delivered = fs::read_to_string(crate::support::site::data("clean/alfa-certificaten.csv")).unwrap();
    let header: Vec<_> = delivered.lines().next().unwrap().split(';').collect();
    let column = |name: &str| header.iter().position(|title| *title == name).unwrap();
    let (street, postcode) = (column("straat"), column("postcode"));
    let mut said = String::new();
    for path in ["/certificaathouders?limiet=100", "/certificaten?limiet=100"] {
        said.push_str(&api.get(path).text);
    }
    for holder in site.portal.register.search(&Question::default(), "2026-01-30".parse().unwrap(), 0, 1_000).hits {
        said.push_str(&api.get(&format!("/certificaathouders/{}", holder.firm.kvk())).text);
    }
    for row in delivered.lines().skip(1) {
        let fields: Vec<_> = row.split(';').collect();
        for private in [fields[street], fields[postcode]] {
            assert!(!private.is_empty() && !said.contains(private), "{private}");
        }
    }
    assert!(!said.contains("huisnummer") && !said.contains("motivering") && !said.contains("toelichting"));
}

#[test]
fn the_questions_of_the_documentation_are_answered() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie"]);
    let api = Api::of(&site);
    let questions: Vec<_> = include_str!("../../../docs/api.md")
        .lines()
        .filter_map(|line| line.strip_prefix("curl ")?.split_once("/api/v1")?.1.split_once('\'').map(|(path, _)| path))
        .collect();
    assert!(questions.len() >= 8, "{questions:?}");
    for question in questions {
        assert_eq!(api.get(question).status, 200, "{question}");
    }
}
