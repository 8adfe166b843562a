//! What the end of a designation does to certificates, on the pages and for the import.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use serde_json::{Value, json};
use stelselwacht::services::delivery::apply::Mode;
use stelselwacht::storage::Store;

use super::support::{certificate, say};
use crate::delivery::support::{load_system, register, send, source};
use crate::support::site::{RunningSite, data};
use crate::support::system::load_system_at;
use crate::support::{TestDatabase, moment};

/// The system of the test data with a change, loaded at this moment.
fn change(database: &TestDatabase, at: &str, change: impl Fn(&mut Value)) {
    let text = std::fs::read_to_string(data("clean/stelsel.json")).unwrap();
    let mut system: Value = serde_json::from_str(&text).unwrap();
    change(&mut system);
    load_system_at(database, &system.to_string(), at).unwrap();
}

fn end_designation_of_alfa(system: &mut Value, until: &str, end: &str) {
    system["instellingen"][0]["aangewezenVoor"] =
        json!([{"schema": "CS-A", "op": "2023-03-30", "tot": until, "einde": end}, "CS-B", "CS-C"]);
}

fn one_firm(store: &Store) {
    say(store, moment("2026-01-10T09:00:00Z"), &[certificate("C1", "90000001", "De Vries")], &[]);
}

#[test]
fn a_withdrawn_designation_of_a_body_shows_at_once_on_every_page() {
    let database = register();
    one_firm(&database.store);
    change(&database, "2026-01-20T09:00:00Z", |system| end_designation_of_alfa(system, "2026-01-15", "intrekking"));
    // The site stands at 1 February 2026.
    let site = RunningSite::serve(database);
    let visitor = site.visitor();
    let why = "want de aanwijzing van Certificatie Alfa voor Schema Installaties is ingetrokken op 15 januari 2026";
    let firm = visitor.get("/installateurs/90000001");
    firm.says(&format!("Certificaat C1 is nog bruikbaar tot en met 15 juli 2026, {why}.")).says("nog bruikbaar");
    visitor.get("/certificaten/C1").says(&format!("nog bruikbaar tot en met 15 juli 2026, {why}"));
    let after = visitor.get("/installateurs/90000001?peildatum=2026-07-16");
    after.says("Nee, niet bruikbaar").says("de aanwijzing van Certificatie Alfa");
    visitor.get("/installateurs/90000001?peildatum=2026-07-15").says("mag op 15 juli 2026, als er niets verandert,");
    visitor
        .get("/instellingen/alfa")
        .says("ingetrokken")
        .says("Niet aangewezen sinds 15 januari 2026")
        .says("15 juli 2026");
    // On the day before, the register knew nothing of it.
    let then = visitor.get("/certificaten/C1?bekend-op=2026-01-19");
    then.says("Dit stond op 19 januari 2026 in het register over 19 januari 2026.")
        .says("was op 19 januari 2026 geldig");
    let english = visitor.get("/en/certificaten/C1");
    english.says("can still be used up to and including 15 July 2026, because the designation of Certificatie Alfa");
}

#[test]
fn a_suspended_scheme_has_the_same_consequences() {
    let database = register();
    one_firm(&database.store);
    change(&database, "2026-01-20T09:00:00Z", |system| {
        system["schemas"][0]["nietAangewezen"] =
            json!([{"op": "2026-01-15", "tot": "2026-09-01", "einde": "schorsing"}]);
    });
    let site = RunningSite::serve(database);
    let visitor = site.visitor();
    let why = "de aanwijzing van Schema Installaties is geschorst sinds 15 januari 2026";
    visitor.get("/installateurs/90000001").says(&format!("tot en met 15 juli 2026, want {why}."));
    visitor.get("/installateurs/90000001?peildatum=2026-08-01").says("Nee, niet bruikbaar").says(why);
    visitor.get("/installateurs/90000001?peildatum=2026-09-01").says("Ja");
    visitor.get("/schemas/CS-A/2.0").says("De aanwijzing van dit schema is geschorst sinds 15 januari 2026.");
    visitor.get("/schemas").says("geschorst sinds 15 januari 2026").says("Stichting Installaties 0");
    visitor.get("/instellingen/alfa").says("schema niet aangewezen");
}

#[test]
fn the_search_says_the_same_when_the_six_months_are_over() {
    let database = register();
    one_firm(&database.store);
    change(&database, "2026-01-20T09:00:00Z", |system| end_designation_of_alfa(system, "2026-01-15", "intrekking"));
    let site = RunningSite::serve_at(database, "2026-07-16T09:00:00Z");
    let found = site.visitor().get("/?zoek=vries");
    found.says("niet bruikbaar").says("is ingetrokken op 15 januari 2026");
    site.visitor().get("/installateurs/90000001").says("Nee, niet bruikbaar");
}

/// A holder keeps being audited for exactly as long as its certificate is usable: the last of the six months counts for both.
#[test]
fn the_import_takes_audits_through_the_last_usable_day() {
    let database = TestDatabase::new();
    load_system(&database.store);
    one_firm(&database.store);
    change(&database, "2026-01-20T09:00:00Z", |system| end_designation_of_alfa(system, "2025-07-15", "intrekking"));
    let audit = |on: &str| {
        let text =
            format!("onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op\nO1;C1;periodiek;{on};\n");
        send(&database.store, "alfa", &[source("onderzoeken.csv", text)], Mode::All, moment("2026-01-25T09:00:00Z"))
    };
    let late = audit("2026-01-16");
    assert!(late.applied.is_none());
    assert!(late.plan.faults.as_slice()[0].message.contains("valt buiten de aanwijzing"), "{:?}", late.plan.faults);
    assert!(audit("2026-01-15").applied.is_some());
    let site = RunningSite::serve(database);
    let visitor = site.visitor();
    visitor.get("/installateurs/90000001?peildatum=2026-01-15").says("was nog bruikbaar tot en met 15 januari 2026");
    visitor.get("/installateurs/90000001?peildatum=2026-01-16").says("Nee, niet bruikbaar");
}
