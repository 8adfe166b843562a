//! A holder moves to another body: what runs goes along, and the new body sees what counts and nothing more.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;
use stelselwacht::services::delivery::apply::Mode;

use crate::delivery::support::{send, source};
use crate::support::moment;
use crate::support::site::{RunningSite, at};

const CERTIFICATES: &str = "certificaatnummer;kvk_nummer;vestigingsnummer;naam;straat;huisnummer;postcode;plaats;schema;deelgebied;werkzaamheden;afgegeven_op;geldig_tot";
const AUDITS: &str = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op";
const FINDINGS: &str = "afwijking_id;onderzoek_id;code;toelichting;vervallen_op";
const DECISIONS: &str = "besluit_id;onderzoek_id;maatregel;datum;ingangsdatum;hersteltermijn_tot;vervolg;opgeheven_op;herroepen_op;motivering";

const FIRM: &str = "90009009";

/// Delivers rows of these kinds; each kind is its file, the line of its columns, and its rows.
fn deliver(site: &RunningSite, body: &str, files: &[(&str, &str, &str)]) {
    let files: Vec<_> =
        files.iter().map(|(name, head, rows)| source(&format!("{name}.csv"), format!("{head}\n{rows}\n"))).collect();
    let receipt = send(&site.database.store, body, &files, Mode::All, moment("2026-02-01T08:00:00Z"));
    assert!(receipt.applied.is_some(), "{:?}", receipt.plan);
    site.portal.register.follow(&site.database.store).unwrap();
}

fn certificate(number: &str, subarea: &str, issued: &str) -> String {
    format!(
        "{number};{FIRM};;Verhuisd Verwarming;Dorpsweg;2;3553TK;Utrecht;CS-A;{subarea};onderhouden+in-bedrijf-stellen;{issued};2028-01-10"
    )
}

fn suspend(site: &RunningSite, lifted: &str) {
    let decision = format!("AX1-B1;AX1;schorsing;2025-12-05;2025-12-05;2026-03-01;nee;{lifted};;Geheime motivering");
    deliver(site, "alfa", &[("besluiten", DECISIONS, &decision)]);
}

/// A firm that alfa suspended, and that got a certificate of bravo while the suspension ran.
fn moved() -> RunningSite {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    deliver(
        &site,
        "alfa",
        &[
            ("certificaten", CERTIFICATES, &certificate("AX", "1", "2025-01-10")),
            ("onderzoeken", AUDITS, "AX1;AX;periodiek;2025-12-01;"),
            ("afwijkingen", FINDINGS, "AX1-1;AX1;K3;Geheime notitie;"),
        ],
    );
    suspend(&site, "");
    deliver(&site, "bravo", &[("certificaten", CERTIFICATES, &certificate("BX", "1+2", "2026-01-10"))]);
    site
}

fn standing(site: &RunningSite, day: &str) -> String {
    let page = site.visitor().get(&format!("/api/v1/certificaten/bravo/BX?peildatum={day}"));
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let certificate: serde_json::Value = serde_json::from_str(&page.text).unwrap();
    certificate["status"]["status"].as_str().unwrap_or_else(|| panic!("{certificate}")).to_owned()
}

#[test]
fn a_suspension_goes_along_and_everybody_sees_it() {
    let site = moved();
    let visitor = site.visitor();
    visitor
        .get(&format!("/installateurs/{FIRM}"))
        .says("De schorsing die al liep, geldt ook voor certificaat BX")
        .says("is geschorst sinds 10 januari 2026");
    visitor
        .get(&format!("/en/installateurs/{FIRM}"))
        .says("The suspension that was running also holds for certificate BX");
    visitor.get("/certificaten/BX").says("geschorst");
    visitor.get(&format!("/?zoek={FIRM}")).says("geschorst");
    assert_eq!(standing(&site, "2026-02-01"), "geschorst");
    assert_eq!(standing(&site, "2026-01-10"), "geschorst", "from the first day");
    let bravo = site.logged_in(&at("bravo"));
    bravo.get(&format!("/instelling/houders/{FIRM}")).says("de schorsing liep al toen u het certificaat overnam");
}

#[test]
fn a_suspension_that_is_delivered_after_the_move_goes_along_as_well() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    deliver(&site, "bravo", &[("certificaten", CERTIFICATES, &certificate("BX", "1+2", "2026-01-10"))]);
    assert_eq!(standing(&site, "2026-02-01"), "geldig");
    deliver(
        &site,
        "alfa",
        &[
            ("certificaten", CERTIFICATES, &certificate("AX", "1", "2025-01-10")),
            ("onderzoeken", AUDITS, "AX1;AX;periodiek;2025-12-01;"),
            ("afwijkingen", FINDINGS, "AX1-1;AX1;K3;Geheime notitie;"),
        ],
    );
    assert_eq!(standing(&site, "2026-02-01"), "geldig", "nothing was suspended yet");
    suspend(&site, "");
    assert_eq!(standing(&site, "2026-01-10"), "geschorst");
    site.visitor().get("/certificaten/BX").says("geschorst");
    let feed = site.visitor().get("/api/v1/wijzigingen?limiet=1000");
    assert!(feed.text.contains("\"BX\""), "{}", feed.text);
    suspend(&site, "2026-01-20");
    assert_eq!(standing(&site, "2026-01-20"), "geldig");
}

#[test]
fn it_ends_when_the_body_that_decided_it_lifts_it_and_the_register_says_so() {
    let site = moved();
    suspend(&site, "2026-01-20");
    assert_eq!(standing(&site, "2026-01-19"), "geschorst");
    assert_eq!(standing(&site, "2026-01-20"), "geldig");
    let feed = site.visitor().get("/api/v1/wijzigingen?limiet=1000");
    assert!(feed.text.contains("\"BX\""), "a change of bravo's certificate that alfa's delivery caused: {}", feed.text);
    suspend(&site, "");
    assert_eq!(standing(&site, "2026-01-20"), "geschorst");
}

#[test]
fn it_ends_when_the_new_body_establishes_recovery() {
    let site = moved();
    deliver(&site, "bravo", &[("onderzoeken", AUDITS, "BX1;BX;hercontrole;2026-01-22;2026-01-25")]);
    assert_eq!(standing(&site, "2026-01-24"), "geschorst");
    assert_eq!(standing(&site, "2026-01-25"), "geldig");
}

#[test]
fn the_new_body_sees_what_counts_and_nothing_more() {
    let site = moved();
    let bravo = site.logged_in(&at("bravo"));
    let page = bravo.get(&format!("/instelling/houders/{FIRM}"));
    page.says("1 december 2025").says("een andere instelling").says("Kritieke afwijking").says("Schorsing");
    let words = page.words();
    for hidden in ["AX", "Geheime", "Alfa", "alfa", "K3"] {
        assert!(!words.contains(hidden), "«{hidden}» in {words}");
    }
    for path in ["/instelling/onderzoeken/AX1", "/instelling/houders/90000007", "/instelling/houders/onzin"] {
        assert_eq!(bravo.get(path).status, StatusCode::NOT_FOUND, "{path}");
    }
    let alfa = site.logged_in(&at("alfa"));
    alfa.get(&format!("/instelling/houders/{FIRM}")).says("AX1").says("uw onderzoek");
    assert_eq!(alfa.get("/instelling/onderzoeken/BX1").status, StatusCode::NOT_FOUND);
}

#[test]
fn what_was_found_elsewhere_counts_for_repetition() {
    let site = moved();
    deliver(
        &site,
        "bravo",
        &[("onderzoeken", AUDITS, "BX2;BX;periodiek;2026-01-15;"), ("afwijkingen", FINDINGS, "BX2-1;BX2;K3;;")],
    );
    let bravo = site.logged_in(&at("bravo"));
    bravo.get("/instelling/onderzoeken/BX2").says("Keer 2e keer");
    bravo.get(&format!("/instelling/houders/{FIRM}")).says("15 januari 2026").says("BX2");
}

#[test]
fn who_lost_the_holder_sees_no_more_of_it() {
    let site = moved();
    let over = certificate("AX", "1", "2025-01-10").replace("2028-01-10", "2026-01-31");
    deliver(&site, "alfa", &[("certificaten", CERTIFICATES, &over)]);
    deliver(
        &site,
        "bravo",
        &[("onderzoeken", AUDITS, "BX2;BX;periodiek;2026-01-15;"), ("afwijkingen", FINDINGS, "BX2-1;BX2;K3;;")],
    );
    let page = site.logged_in(&at("alfa")).get(&format!("/instelling/houders/{FIRM}"));
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.words().contains("15 januari 2026"), "{}", page.words());
}

#[test]
fn a_certificate_for_another_part_carries_nothing() {
    let site = moved();
    let other = certificate("BX", "2", "2026-01-10");
    deliver(&site, "bravo", &[("certificaten", CERTIFICATES, &other)]);
    assert_eq!(standing(&site, "2026-02-01"), "geldig");
}
