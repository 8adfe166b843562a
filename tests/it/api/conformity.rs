//! Every answer is what the document says it is.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use serde_json::{Value, json};
use stelselwacht::web::api::document;

use super::client::{Api, Reply};
use crate::support::site::RunningSite;

/// The document, to hold answers against.
pub(crate) struct Document(Value);

impl Document {
    pub(crate) fn current() -> Self {
        Self(serde_json::to_value(document("https://stelselwacht.example")).unwrap())
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(place) => self.0.pointer(place.trim_start_matches('#')).unwrap_or_else(|| panic!("{place}")),
            None => value,
        }
    }

    /// What is wrong with the answer to a question at this address of the document.
    pub(crate) fn faults(&self, address: &str, reply: &Reply) -> Vec<String> {
        self.faults_of("get", address, reply)
    }

    /// The same for another method.
    pub(crate) fn faults_of(&self, method: &str, address: &str, reply: &Reply) -> Vec<String> {
        let responses = &self.0["paths"][address][method]["responses"];
        let status = reply.status.as_str();
        let Some(response) = responses.get(status).map(|response| self.resolved(response)) else {
            return vec![format!("{address} does not say that it answers {status}")];
        };
        let mut faults = Vec::new();
        for name in response["headers"].as_object().into_iter().flatten().map(|(name, _)| name) {
            let optional = name == "Retry-After";
            if !optional && reply.header(name).is_empty() {
                faults.push(format!("{address} {status} has no header {name}"));
            }
        }
        let Some(content) = response["content"].as_object() else {
            if !reply.text.is_empty() {
                faults.push(format!("{address} {status} has a body"));
            }
            return faults;
        };
        let kind = reply.header("content-type");
        match content.get(kind) {
            Some(content) => faults.extend(self.against(&content["schema"], &reply.json())),
            None => faults.push(format!("{address} {status} is {kind}")),
        }
        faults
    }

    fn against(&self, schema: &Value, body: &Value) -> Vec<String> {
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": self.0["components"],
            "allOf": [schema],
            "unevaluatedProperties": schema["type"] == "object",
        });
        let validator = jsonschema::options().should_validate_formats(true).build(&whole).unwrap();
        validator.iter_errors(body).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }
}

/// Addresses to ask, with the address in the document and the status that comes.
pub(crate) const QUESTIONS: &[(&str, &str, u16)] = &[
    ("/openapi.json", "/openapi.json", 200),
    ("/openapi.json", "/openapi.json?x=1", 400),
    ("/certificaathouders", "/certificaathouders", 200),
    ("/certificaathouders", "/certificaathouders?limiet=3", 200),
    ("/certificaathouders", "/certificaathouders?q=instalatie&limiet=3", 200),
    ("/certificaathouders", "/certificaathouders?q=90000007", 200),
    ("/certificaathouders", "/certificaathouders?q=qqqqqqqqqqq", 200),
    ("/certificaathouders", "/certificaathouders?postcode=3511&straal=300&limiet=2", 200),
    (
        "/certificaathouders",
        "/certificaathouders?werkzaamheid=onderhouden&schema=CS-A&instelling=alfa&status=mag-werken",
        200,
    ),
    ("/certificaathouders", "/certificaathouders?status=geschorst&peildatum=2025-06-01", 200),
    ("/certificaathouders", "/certificaathouders?status=x&limiet=x&y=1", 400),
    ("/certificaathouders/{kvkNummer}", "/certificaathouders/90000007", 200),
    ("/certificaathouders/{kvkNummer}", "/certificaathouders/90000007?peildatum=2024-06-01&bekendOp=2026-01-31", 200),
    ("/certificaathouders/{kvkNummer}", "/certificaathouders/99999999", 404),
    ("/certificaathouders/{kvkNummer}", "/certificaathouders/jansen", 404),
    ("/certificaathouders/{kvkNummer}", "/certificaathouders/90000007?peildatum=morgen", 400),
    ("/certificaten", "/certificaten", 200),
    ("/certificaten", "/certificaten?kvkNummer=90000007&peildatum=2025-01-01", 200),
    ("/certificaten", "/certificaten?kvkNummer=7&instelling=", 400),
    ("/certificaten", "/certificaten?schema=CS-A&bekendOp=2026-01-31", 200),
    ("/certificaten/{instelling}/{nummer}", "/certificaten/alfa/AL-B-000001", 200),
    ("/certificaten/{instelling}/{nummer}", "/certificaten/alfa/AL-B-000001?peildatum=2023-04-02", 200),
    ("/certificaten/{instelling}/{nummer}", "/certificaten/bravo/AL-B-000001", 404),
    ("/certificatieschemas", "/certificatieschemas", 200),
    ("/certificatieschemas", "/certificatieschemas?limiet=1", 200),
    ("/certificatieschemas/{code}", "/certificatieschemas/CS-A", 200),
    ("/certificatieschemas/{code}", "/certificatieschemas/CS-Z", 404),
    ("/certificatieschemas/{code}/schemaversies", "/certificatieschemas/CS-A/schemaversies", 200),
    ("/certificatieschemas/{code}/schemaversies", "/certificatieschemas/CS-Z/schemaversies", 404),
    ("/certificatieschemas/{code}/schemaversies/{versie}", "/certificatieschemas/CS-A/schemaversies/1.0", 200),
    ("/certificatieschemas/{code}/schemaversies/{versie}", "/certificatieschemas/CS-B/schemaversies/1.0", 200),
    ("/certificatieschemas/{code}/schemaversies/{versie}", "/certificatieschemas/CS-C/schemaversies/1.0", 200),
    ("/certificatieschemas/{code}/schemaversies/{versie}", "/certificatieschemas/CS-A/schemaversies/0.9", 404),
    ("/certificerende-instellingen", "/certificerende-instellingen", 200),
    ("/certificerende-instellingen/{code}", "/certificerende-instellingen/alfa", 200),
    ("/certificerende-instellingen/{code}", "/certificerende-instellingen/zulu", 404),
    ("/aanwijzingen", "/aanwijzingen", 200),
    ("/aanwijzingen", "/aanwijzingen?instelling=alfa&schema=CS-A&peildatum=2025-01-01", 200),
    ("/aanwijzingen", "/aanwijzingen?bekendOp=2999-01-01", 400),
    ("/wijzigingen", "/wijzigingen", 200),
    ("/wijzigingen", "/wijzigingen?sinds=2024-01-01&limiet=1000", 200),
    ("/wijzigingen", "/wijzigingen?sinds=2026-01-31T10%3A00%3A00%2B01%3A00&limiet=2", 200),
    ("/wijzigingen", "/wijzigingen?sinds=gisteren&limiet=0&x=1", 400),
    ("/wijzigingen", "/wijzigingen?sinds=999999999", 400),
];

#[test]
fn every_answer_is_what_the_document_says() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie", "delta", "echo"]);
    let (api, document) = (Api::of(&site), Document::current());
    let mut faults = Vec::new();
    for (address, question, status) in QUESTIONS {
        let reply = api.get(question);
        if reply.status.as_u16() != *status {
            faults.push(format!("{question} answers {}, not {status}: {}", reply.status, reply.text));
        }
        faults.extend(document.faults(address, &reply).into_iter().map(|fault| format!("{question}: {fault}")));
        let unacceptable = api.ask(reqwest::Method::GET, question, &[("accept", "text/csv")]);
        assert_eq!(unacceptable.status, 406, "{question}");
        faults.extend(document.faults(address, &unacceptable));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let asked: std::collections::BTreeSet<_> = QUESTIONS.iter().map(|(address, ..)| *address).collect();
    let described: std::collections::BTreeSet<_> = document.0["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, item)| item["get"]["security"].is_null() && item["get"].is_object())
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(asked, described, "every public address is asked; those of programs are in programs.rs");
}

#[test]
fn an_answer_that_is_not_what_the_document_says_is_seen() {
    let document = Document::current();
    let holder = json!({"$ref": "#/components/schemas/Certificaathouder"});
    assert!(!document.against(&holder, &json!({"kvkNummer": 7})).is_empty());
}
