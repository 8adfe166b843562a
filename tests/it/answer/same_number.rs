//! Two bodies that use one number: every way to a certificate leads to the certificate that was meant.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;
use serde_json::Value;

use super::support::{certificate, say};
use crate::delivery::support::register;
use crate::support::moment;
use crate::support::site::{PUBLIC_URL, RunningSite};

/// A certificate `C1` of alfa since 10 January, and one with that number of bravo since 20 January.
fn shared() -> RunningSite {
    let database = register();
    let (first, second) = (certificate("C1", "90000001", "De Vries"), certificate("C2", "90000002", "Bakker"));
    say(&database.store, moment("2026-01-10T09:00:00Z"), std::slice::from_ref(&first), &[]);
    say(&database.store, moment("2026-01-20T09:00:00Z"), &[first, second], &[]);
    database
        .tamper("UPDATE certificates SET number = 'C1', body_id = (SELECT id FROM bodies WHERE code = 'bravo') WHERE number = 'C2'")
        .unwrap();
    RunningSite::serve(database)
}

#[test]
fn every_link_leads_to_the_certificate_that_was_meant() {
    let site = shared();
    let visitor = site.visitor();
    for (kvk, body, name) in [("90000001", "alfa", "De Vries"), ("90000002", "bravo", "Bakker")] {
        let own = format!("/certificaten/C1?instelling={body}");
        let firm = visitor.get(&format!("/installateurs/{kvk}")).text;
        assert!(firm.contains(&format!("href=\"{own}\"")), "{kvk}: {firm}");
        assert!(firm.contains(&format!("\"url\":\"{PUBLIC_URL}{own}\"")), "{kvk}: {firm}");
        let api: Value = serde_json::from_str(&visitor.get(&format!("/api/v1/certificaten/{body}/C1")).text).unwrap();
        assert_eq!(api["_links"]["pagina"]["href"], own);
        visitor.get(&own).says(name);
        let then = visitor.get(&format!("/installateurs/{kvk}?peildatum=2026-01-25")).text;
        assert!(then.contains(&format!("{own}&amp;peildatum=2026-01-25")), "{then}");
    }
}

#[test]
fn the_plain_address_stays_and_names_the_other_body() {
    let site = shared();
    let visitor = site.visitor();
    let plain = visitor.get("/certificaten/C1");
    plain.says("De Vries").says("Dit nummer gebruikt ook").says("Bravo Keuringen");
    let own = format!("<link rel=\"canonical\" href=\"{PUBLIC_URL}/certificaten/C1?instelling=alfa\"");
    assert!(plain.text.contains(&own) && !plain.text.contains("noindex"), "{}", plain.text);
    let english = visitor.get("/en/certificaten/C1?instelling=bravo");
    english.says("Bakker").says("Certificatie Alfa");
    assert!(english.text.contains("href=\"/en/certificaten/C1?instelling=alfa\""), "{}", english.text);
}

#[test]
fn a_certificate_that_was_not_known_then_is_said_so_whatever_another_body_had() {
    let site = shared();
    let visitor = site.visitor();
    let page = visitor.get("/certificaten/C1?instelling=bravo&bekend-op=2026-01-15");
    assert_eq!(page.status, StatusCode::OK);
    page.says("Bakker").says("stond op 15 januari 2026 nog niet in het register").says("Certificatie Alfa");
    visitor.get("/certificaten/C1?bekend-op=2026-01-15").says("De Vries");
    let nobody = visitor.get("/certificaten/C1?instelling=charlie&bekend-op=2026-01-15");
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}
