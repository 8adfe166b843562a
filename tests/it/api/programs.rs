//! Programs of a body put records and send deliveries, and see them again.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;
use serde_json::{Map, Value, json};
use stelselwacht::domain::access::Supervise;
use stelselwacht::services::{Page, trail};

use super::client::{Program, Reply};
use super::conformity::Document;
use crate::support::site::{RunningSite, at, data};
use crate::support::system::operator;

/// Method, path, headers, body, and the status that comes.
type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], String, u16);

/// The addresses in the document, by the words in them; with a `+`, that of the list.
fn described(kind: &str) -> String {
    let parameter = match kind {
        "certificaten" => "certificaatnummer",
        "onderzoeken" => "onderzoekId",
        "afwijkingen" => "afwijkingId",
        "besluiten" => "besluitId",
        list if list.ends_with('+') => {
            return format!("/certificerende-instellingen/{{code}}/{}", list.trim_end_matches('+'));
        }
        _ => return format!("/certificerende-instellingen/{{code}}/{kind}"),
    };
    format!("/certificerende-instellingen/{{code}}/{kind}/{{{parameter}}}")
}

#[track_caller]
fn is_described(method: &str, kind: &str, reply: &Reply) {
    let faults = Document::current().faults_of(method, &described(kind), reply);
    assert!(faults.is_empty(), "{faults:?}: {}", reply.text);
    assert!(reply.header("access-control-allow-origin").is_empty(), "no page of another site may read it");
    assert_eq!(reply.header("cache-control"), "no-store");
}

/// Who did this, by the audit trail, the latest first.
pub(super) fn acted(site: &RunningSite, action: &str) -> Vec<String> {
    let filter = trail::Filter { action: Some(action.to_owned()), ..trail::Filter::default() };
    let entries = trail::list(&site.database.store, &operator(Supervise), &filter, Page::new(1, 50)).unwrap();
    entries.rows.into_iter().map(|entry| entry.actor).collect()
}

pub(super) fn certificate(number: &str) -> Value {
    json!({
        "certificaatnummer": number, "kvkNummer": "90000777", "naam": "Çelik Warmte", "straat": "Dorpsstraat",
        "huisnummer": "1a", "postcode": "3511 ab", "plaats": "Utrecht", "schema": "CS-A", "deelgebied": "1",
        "werkzaamheden": ["in-bedrijf-stellen", "installeren"], "afgegevenOp": "2025-06-01", "geldigTot": "2028-06-01",
    })
}

pub(super) fn audit(reference: &str, certificate: &str, day: &str) -> Value {
    json!({"onderzoekId": reference, "certificaatnummer": certificate, "soort": "periodiek", "datum": day})
}

/// The rows of a file of test data as a program would send them.
fn as_json(body: &str, kind: &str) -> Vec<Value> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').from_path(data(&format!("clean/{body}-{kind}.csv"))).unwrap();
    let names: Vec<String> = reader.headers().unwrap().iter().map(camel).collect();
    let value = |name: &str, text: &str| match name {
        _ if text.is_empty() => Value::Null,
        "vervolg" => (text == "ja").into(),
        "werkzaamheden" => text.split('+').collect::<Vec<_>>().into(),
        _ => text.into(),
    };
    reader
        .records()
        .map(|row| {
            names.iter().zip(&row.unwrap()).map(|(name, text)| (name.clone(), value(name, text))).collect::<Map<_, _>>()
        })
        .map(Value::Object)
        .collect()
}

fn camel(column: &str) -> String {
    stelselwacht::services::delivery::records::field_name(column)
}

#[test]
fn a_record_is_put_changed_and_seen() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = Program::full(&site, "alfa");
    let path = "/certificaten/AL-A-009999";
    let absent = alfa.get(path);
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
    is_described("get", "certificaten", &absent);

    let made = alfa.put(path, &certificate("AL-A-009999"), &[("if-none-match", "*")]);
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    is_described("put", "certificaten", &made);
    assert_eq!(made.json()["postcode"], "3511AB", "as the register writes it");
    assert_eq!(made.json()["werkzaamheden"], json!(["installeren", "in-bedrijf-stellen"]));
    let seen = alfa.get(path);
    is_described("get", "certificaten", &seen);
    assert_eq!((seen.json(), seen.header("etag")), (made.json(), made.header("etag")));

    let again = alfa.put(path, &seen.json(), &[("if-match", seen.header("etag"))]);
    assert_eq!((again.status, again.header("etag")), (StatusCode::OK, seen.header("etag")), "nothing changed");
    let mut moved = certificate("AL-A-009999");
    moved["plaats"] = "Zeist".into();
    let weak = format!("W/{}", seen.header("etag"));
    let changed = alfa.put(path, &moved, &[("if-match", &weak)]);
    assert_eq!(changed.status, StatusCode::OK, "a proxy may have made the tag weak: {}", changed.text);
    assert_ne!(changed.header("etag"), seen.header("etag"));

    for condition in [("if-match", seen.header("etag")), ("if-none-match", "*")] {
        let stale = alfa.put(path, &certificate("AL-A-009999"), &[condition]);
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED, "{condition:?}");
        is_described("put", "certificaten", &stale);
    }
    assert_eq!(
        alfa.put("/onderzoeken/N1", &audit("N1", "AL-A-009999", "2026-01-20"), &[("if-match", "*")]).status,
        412
    );
    assert_eq!(alfa.get(path).json()["plaats"], "Zeist");
    let page = site.visitor().get("/certificaten/AL-A-009999");
    page.says("Zeist");
}

#[test]
fn an_audit_comes_with_how_it_was_assessed() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = Program::full(&site, "alfa");
    let known = alfa.get("/onderzoeken/A000001");
    is_described("get", "onderzoeken", &known);
    assert_eq!(known.json()["beoordeling"]["peildatum"], "2026-01-30", "{}", known.text);
    assert!(!known.json()["beoordeling"]["uitleg"].as_array().unwrap().is_empty());
    for (kind, reference) in [("afwijkingen", "A000001-1"), ("besluiten", "A000001-B1")] {
        let reply = alfa.get(&format!("/{kind}/{reference}"));
        assert_eq!((reply.status, reply.json()["onderzoekId"].clone()), (StatusCode::OK, "A000001".into()));
        is_described("get", kind, &reply);
    }
    // Lists give it too, each as at its own address.
    let part = alfa.get("/onderzoeken?limiet=100");
    is_described("get", "onderzoeken+", &part);
    let listed = part.json()["onderzoeken"].as_array().unwrap().clone();
    let judged = listed.iter().filter(|audit| audit["beoordeling"]["oordelen"].is_array()).count();
    assert!(judged > 20, "{judged}");
    for audit in listed.iter().step_by(9) {
        let path = format!("/onderzoeken/{}", audit["onderzoekId"].as_str().unwrap());
        assert_eq!(*audit, alfa.get(&path).json(), "{path}");
    }
    // What is put by itself does not say that all else was delivered: it is assessed once that day is reached.
    let put = alfa.put("/onderzoeken/N%2F1", &audit("N/1", "AL-A-000002", "2026-01-31"), &[]);
    assert_eq!(put.status, StatusCode::CREATED, "{}", put.text);
    assert!(alfa.get("/onderzoeken/N%2F1").json()["beoordeling"].is_null());
    let finding = json!({"afwijkingId": "N1-1", "onderzoekId": "N/1", "code": "N1"});
    let put = alfa.put("/afwijkingen/N1-1", &finding, &[]);
    assert_eq!(put.status, StatusCode::CREATED, "{}", put.text);
    is_described("put", "afwijkingen", &put);
    let moved = alfa.post("", &json!({"bijgewerktTot": "2026-02-01"}), &[]);
    assert_eq!(moved.status, StatusCode::OK, "{}", moved.text);
    assert_eq!(moved.json()["bijgewerktTot"], "2026-02-01");
    assert!(alfa.get("/onderzoeken/N%2F1").json()["beoordeling"].is_object());

    let (browser, last) = (site.logged_in(&at("alfa")), "/instelling/aanleveringen/4");
    browser.get(last).says("Aangeleverd door een programma met token «alles» van");
}

#[test]
fn a_walk_through_the_own_records_sees_each_once() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    let alfa = Program::full(&site, "alfa");
    for (kind, field) in [
        ("certificaten", "certificaatnummer"),
        ("onderzoeken", "onderzoekId"),
        ("afwijkingen", "afwijkingId"),
        ("besluiten", "besluitId"),
    ] {
        let mut seen = Vec::new();
        let mut path = format!("/{kind}?limiet=7");
        loop {
            let reply = alfa.get(&path);
            is_described("get", &format!("{kind}+"), &reply);
            let json = reply.json();
            seen.extend(json[kind].as_array().unwrap().iter().map(|record| record[field].as_str().unwrap().to_owned()));
            let Some(next) = json["_links"]["next"]["href"].as_str() else { break };
            assert!(reply.header("link").contains(&format!("<{next}>; rel=\"next\"")));
            path = next.strip_prefix("/api/v1/certificerende-instellingen/alfa").unwrap().to_owned();
        }
        seen.sort();
        let mut sent: Vec<String> =
            as_json("alfa", kind).iter().map(|row| row[field].as_str().unwrap().to_owned()).collect();
        sent.sort();
        assert_eq!(seen, sent);
        assert_eq!(alfa.at("bravo").get(&format!("/{kind}")).status, StatusCode::NOT_FOUND);
        assert_eq!(alfa.get(&format!("/{kind}?limiet=0&x=1")).faults().len(), 2);
    }
}

#[test]
fn what_a_program_sends_is_what_a_file_says() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = Program::full(&site, "alfa");
    let kinds = ["certificaten", "onderzoeken", "afwijkingen", "besluiten"];
    let mut delivery: Map<String, Value> =
        kinds.iter().map(|kind| ((*kind).to_owned(), as_json("alfa", kind).into())).collect();
    let rows: usize = delivery.values().map(|list| list.as_array().unwrap().len()).sum();
    let same = alfa.post("", &Value::Object(delivery.clone()), &[]);
    is_described("post", "aanleveringen", &same);
    let counted = json!({"nieuw": 0, "gewijzigd": 0, "ongewijzigd": rows, "geweigerd": 0});
    assert_eq!(same.json()["geteld"], counted, "{}", same.text);
    assert_eq!(same.json()["bijgewerktTot"], "2026-01-30", "the day does not move by itself");

    // And from nothing: the register then judges as it does after the files.
    let fresh = RunningSite::empty();
    let program = Program::full(&fresh, "alfa");
    delivery.insert("bijgewerktTot".to_owned(), "2026-01-30".into());
    let stored = program.post("", &Value::Object(delivery), &[]);
    assert_eq!(stored.json()["geteld"]["nieuw"], rows, "{}", stored.text);
    for reference in ["A000001", "A000003", "A000006"] {
        let path = format!("/onderzoeken/{reference}");
        assert_eq!(program.get(&path).json(), alfa.get(&path).json());
    }
}

#[test]
fn all_faults_are_told_together_and_nothing_is_stored() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = Program::full(&site, "alfa");
    let delivery = json!({
        "certificaten": [certificate("AL-A-009999"), {"certificaatnummer": "X", "kleur": "rood", "werkzaamheden": "slopen"}],
        "onderzoeken": [audit("N1", "AL-A-009999", "2025-02-31"), audit("N2", "BESTAAT-NIET", "2026-01-02"), 7],
        "afwijkingen": [{"afwijkingId": "N1-1", "onderzoekId": "N1", "code": "T1"}],
    });
    let refused = alfa.post("", &delivery, &[]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_described("post", "aanleveringen", &refused);
    let told = refused.told();
    for pointer in [
        "/certificaten/1/kleur",
        "/certificaten/1/kvkNummer",
        "/certificaten/1/werkzaamheden",
        "/onderzoeken/0/datum",
        "/onderzoeken/1/certificaatnummer",
        "/onderzoeken/2",
        "/afwijkingen/0/onderzoekId",
    ] {
        assert!(told.iter().any(|(found, message)| found == pointer && !message.is_empty()), "{pointer}: {told:?}");
    }
    let causes =
        refused.json()["fouten"].as_array().unwrap().iter().filter(|f| f["oorzaak"] == "/onderzoeken/0").count();
    assert_eq!(causes, 1, "the finding is refused because of its audit: {}", refused.text);
    assert_eq!(alfa.get("/certificaten/AL-A-009999").status, StatusCode::NOT_FOUND);

    let partly = alfa.post("?modus=geldige", &delivery, &[]);
    assert_eq!(partly.status, StatusCode::OK, "{}", partly.text);
    is_described("post", "aanleveringen", &partly);
    assert_eq!(partly.json()["geteld"], json!({"nieuw": 1, "gewijzigd": 0, "ongewijzigd": 0, "geweigerd": 5}));
    assert_eq!(partly.told(), told);
    assert_eq!(alfa.get("/certificaten/AL-A-009999").status, StatusCode::OK);

    let mut wrong = audit("N9", "AL-A-009999", "2026-01-02");
    let elsewhere = alfa.put("/onderzoeken/N8", &wrong, &[]);
    assert_eq!(
        (elsewhere.status.as_u16(), elsewhere.told()[0].0.as_str()),
        (422, "/onderzoekId"),
        "{}",
        elsewhere.text
    );
    wrong["datum"] = "2999-01-01".into();
    wrong["soort"] = Value::Null;
    let pointers: Vec<String> = alfa.put("/onderzoeken/N9", &wrong, &[]).told().into_iter().map(|(p, _)| p).collect();
    assert_eq!(pointers, ["/soort", "/datum"]);
    let future = alfa.post("", &json!({"bijgewerktTot": "2026-02-02"}), &[]);
    assert_eq!((future.status.as_u16(), future.told()[0].0.as_str()), (422, "/bijgewerktTot"));
}

#[test]
fn what_cannot_be_taken_is_refused_before_it_is_read() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = Program::full(&site, "alfa");
    let json_kind = ("content-type", "application/json");
    let long = format!("{{\"certificaten\": [\"{}\"]}}", "x".repeat(9 * 1024 * 1024));
    let deep = "[".repeat(100_000);
    let cases: [Case<'_>; 9] = [
        ("POST", "/aanleveringen", &[("content-type", "text/csv")], "a;b".into(), 415),
        ("POST", "/aanleveringen", &[], "{}".into(), 415),
        ("POST", "/aanleveringen", &[json_kind], "{".into(), 400),
        ("POST", "/aanleveringen", &[json_kind], deep, 400),
        ("POST", "/aanleveringen", &[json_kind], long, 413),
        ("POST", "/aanleveringen?modus=soms", &[json_kind], "{}".into(), 400),
        ("POST", "/aanleveringen", &[json_kind, ("accept", "text/csv")], "{}".into(), 406),
        ("POST", "/aanleveringen", &[json_kind, ("idempotency-key", "")], "{}".into(), 400),
        ("PUT", "/besluiten/B", &[json_kind, ("if-match", "abc")], "{}".into(), 400),
    ];
    for (method, path, headers, body, status) in cases {
        let reply = alfa.ask(method, path, headers, Some(body));
        assert_eq!(reply.status.as_u16(), status, "{method} {path} {headers:?}: {}", reply.text);
        let kind = path[1..].split(['/', '?']).next().unwrap();
        is_described(&method.to_lowercase(), kind, &reply);
    }
    for (method, path, allow) in [
        ("GET", "/aanleveringen", "POST, OPTIONS"),
        ("DELETE", "/besluiten/B", "GET, HEAD, PUT, OPTIONS"),
        ("POST", "/besluiten/B", "GET, HEAD, PUT, OPTIONS"),
    ] {
        let reply = alfa.ask(method, path, &[], None);
        assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, allow), "{method} {path}");
    }
    let preflight = alfa.ask("OPTIONS", "/aanleveringen", &[("origin", "https://elders.example")], None);
    assert!(preflight.headers.keys().all(|name| !name.as_str().starts_with("access-control")), "{preflight:?}");
}

#[test]
fn a_delivery_of_a_program_is_a_delivery_of_the_body() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = Program::full(&site, "alfa");
    let stored = alfa.post("", &json!({"certificaten": [certificate("AL-A-009999")]}), &[]);
    let number = stored.json()["aanlevering"].to_string();
    let page = site.logged_in(&at("alfa")).get(&format!("/instelling/aanleveringen/{number}"));
    page.says("Opgeslagen").says(&at("alfa"));
    let who = acted(&site, "aanlevering-opgeslagen");
    assert!(who.iter().any(|actor| actor == "token «alles» van iemand@alfa.example"), "{who:?}");
}
