//! The pages of the answer: every standing, another day, what was known then, bad questions, and what nobody knows.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;
use serde_json::{Value, json};
use stelselwacht::storage::Store;

use super::support::{Certificate, Decision, certificate, say, suspension};
use crate::delivery::support::register;
use crate::support::site::{RunningSite, data};
use crate::support::system::load_system_at;
use crate::support::{TestDatabase, moment};

/// The pages that take a day.
const PAGES: [&str; 6] = [
    "/installateurs/90000001",
    "/certificaten/C1",
    "/schemas",
    "/schemas/CS-A/2.0",
    "/instellingen",
    "/instellingen/alfa",
];

/// The test system, with the parts of its first scheme described.
fn described() -> TestDatabase {
    let database = register();
    let text = std::fs::read_to_string(data("clean/stelsel.json")).unwrap();
    let mut system: Value = serde_json::from_str(&text).unwrap();
    system["schemas"][0]["deelgebieden"] = json!([
        {"code": "1", "naam": "Ketels", "toestellen": ["cv-ketel", "geiser", "gasboiler"]},
        {"code": "2", "naam": "Haarden", "toestellen": ["moederhaard", "sfeerhaard", "gaskachel"]}]);
    load_system_at(&database, &system.to_string(), "2023-05-01T09:00:00Z").unwrap();
    database
}

fn one_firm(store: &Store) {
    say(store, moment("2026-01-10T09:00:00Z"), &[certificate("C1", "90000001", "De Vries")], &[]);
}

#[test]
fn every_standing_is_one_sentence_with_a_word_and_advice() {
    let database = described();
    let firm = |number, kvk, name: &str| certificate(number, kvk, name);
    let certificates = [
        Certificate { subarea: "1+2", ..firm("C1", "90000001", "Allemans") },
        firm("C2", "90000002", "Ketelaar"),
        Certificate { subarea: "2", activities: "onderhouden", ..firm("C3", "90000003", "Haardman") },
        firm("C4", "90000004", "Schors"),
        firm("C5", "90000005", "Intrek"),
        Certificate { until: "2025-12-31", ..firm("C6", "90000006", "Verloop") },
        Certificate { subarea: "2", ..firm("C7", "90000002", "Ketelaar") },
    ];
    let withdrawal = Decision { measure: "intrekking", ..suspension("B2", "C5", "2025-03-10") };
    let decisions = [suspension("B1", "C4", "2025-03-10"), withdrawal, suspension("B3", "C7", "2025-04-10")];
    say(&database.store, moment("2026-01-10T09:00:00Z"), &certificates, &decisions);
    let site = RunningSite::serve(database);
    let visitor = site.visitor();
    let page = |kvk: &str| visitor.get(&format!("/installateurs/{kvk}"));
    page("90000001").says("Vandaag, 1 februari 2026 Ja Allemans mag vandaag gastoestellen installeren, repareren,");
    page("90000003")
        .says("Ja, voor moederhaarden, sfeerhaarden en gaskachels")
        .says("Haardman mag vandaag moederhaarden, sfeerhaarden en gaskachels onderhouden.")
        .says("Voor cv-ketels, geisers en gasboilers is dit bedrijf niet gecertificeerd.")
        .says("Het gasdeel van een hybride warmtepomp telt als cv-ketel.");
    page("90000002")
        .says("Ja, maar niet alles")
        .says("cv-ketels, geisers en gasboilers installeren, repareren, onderhouden en in bedrijf stellen, maar niet moederhaarden")
        .says("het certificaat is geschorst sinds 10 april 2025");
    page("90000004").says("Nee, geschorst").says("Geef dit bedrijf nu geen opdracht").says("Meld dat bij uw gemeente");
    page("90000005").says("Nee, ingetrokken").says("is ingetrokken op 10 maart 2025");
    page("90000006").says("Nee, verlopen").says("was geldig tot en met 31 december 2025");
    visitor
        .get("/installateurs/90000004?peildatum=2025-03-09")
        .says("Ja, voor cv-ketels")
        .says("mocht op 9 maart 2025");
    visitor
        .get("/installateurs/90000001?peildatum=2023-12-31")
        .says("Nee, nog niet geldig")
        .says("pas in op 1 januari 2024");
    visitor
        .get("/installateurs/90000001?peildatum=2026-03-01")
        .says("dit klopt alleen als er niets verandert")
        .says("mag op 1 maart 2026, als er niets verandert,");
    let english = visitor.get("/en/installateurs/90000003");
    english
        .says("Haardman may maintain hearths that also heat other rooms, gas fireplaces and gas stoves today.")
        .says("This firm is not certified for central heating boilers, gas water heaters without a tank and gas water heaters with a tank.");
    visitor.get("/en/installateurs/90000004").says("No, suspended").says("has been suspended since 10 March 2025");
}

#[test]
fn what_nobody_knows_is_a_page_that_helps() {
    let site = RunningSite::empty();
    let visitor = site.visitor();
    for (path, words) in [
        ("/installateurs/12345678", "In dit register staat geen bedrijf met KvK-nummer 12345678."),
        ("/installateurs/12345678?peildatum=2025-01-01&bekend-op=2025-02-01", "Een KvK-nummer heeft 8 cijfers."),
        ("/installateurs/jansen", "is geen KvK-nummer"),
        ("/certificaten/BESTAAT-NIET", "In dit register staat geen certificaat met nummer BESTAAT-NIET."),
        ("/en/installateurs/12345678", "There is no firm with KvK number 12345678 in this register."),
        ("/en/certificaten/NIET", "There is no certificate with number NIET in this register."),
    ] {
        let page = visitor.get(path);
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        page.says(words);
    }
    let long = format!("/certificaten/{}", "9".repeat(3000));
    let page = visitor.get(&long);
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.words().len() < 1_000, "what was asked is not said again at length");
}

#[test]
fn every_page_shows_what_was_known_then_and_says_so() {
    let database = described();
    one_firm(&database.store);
    let renamed = [certificate("C1", "90000001", "De Vries Groep")];
    say(&database.store, moment("2026-01-20T09:00:00Z"), &renamed, &[suspension("B1", "C1", "2025-03-10")]);
    let site = RunningSite::serve(database);
    let visitor = site.visitor();
    let then = visitor.get("/installateurs/90000001?peildatum=2026-01-01&bekend-op=2026-01-15");
    then.says("Dit stond op 15 januari 2026 in het register over 1 januari 2026.")
        .says("De Vries mocht op 1 januari 2026")
        .says("Ja, voor cv-ketels");
    visitor
        .get("/installateurs/90000001?peildatum=2026-01-01")
        .says("De Vries Groep mocht op 1 januari 2026 niet")
        .says("U bekijkt 1 januari 2026. Het kan nu anders zijn.");
    for path in PAGES {
        let page = visitor.get(&format!("{path}?peildatum=2026-01-01&bekend-op=2026-01-15"));
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.says("Dit stond op 15 januari 2026 in het register over 1 januari 2026.");
        let english = visitor.get(&format!("/en{path}?peildatum=2026-01-01&bekend-op=2026-01-15"));
        english.says("This is what the register said on 15 January 2026 about 1 January 2026.");
        visitor.get(&format!("{path}?bekend-op=2026-01-15")).says("in het register over 15 januari 2026.");
        // Today is now, and an empty field is no question.
        let now = visitor.get(&format!("{path}?peildatum=&bekend-op=2026-02-01"));
        assert_eq!(now.status, StatusCode::OK, "{path}");
        assert!(!now.words().contains("Dit stond op"), "{path}");
    }
    visitor
        .get("/installateurs/90000001?bekend-op=2026-01-09")
        .says("Niet in het register")
        .says("De Vries Groep stond op 9 januari 2026 nog niet in het register.");
    visitor.get("/certificaten/C1?bekend-op=2026-01-09").says("stond op 9 januari 2026 nog niet in het register");
}

#[test]
fn what_the_register_did_not_know_yet_is_told_apart_from_what_it_does_not_know() {
    let database = described();
    one_firm(&database.store);
    let text = std::fs::read_to_string(data("clean/stelsel.json")).unwrap();
    let mut system: Value = serde_json::from_str(&text).unwrap();
    let mut scheme = system["schemas"][0].clone();
    (scheme["code"], scheme["naam"]) = (json!("CS-N"), json!("Schema Nieuw"));
    system["schemas"].as_array_mut().unwrap().push(scheme);
    let mut body = system["instellingen"][0].clone();
    (body["code"], body["naam"], body["kvkNummer"]) = (json!("nova"), json!("Nova Keuringen"), json!("99000099"));
    system["instellingen"].as_array_mut().unwrap().push(body);
    load_system_at(&database, &system.to_string(), "2026-01-20T09:00:00Z").unwrap();
    let site = RunningSite::serve(database);
    let visitor = site.visitor();
    for (path, api, words, english) in [
        ("/schemas/CS-N", "/certificatieschemas/CS-N", "Schema Nieuw stond", "Schema Nieuw was"),
        (
            "/schemas/CS-N/2.0",
            "/certificatieschemas/CS-N/schemaversies",
            "Schema Nieuw, versie 2.0 stond",
            "Schema Nieuw, ",
        ),
        ("/instellingen/nova", "/certificerende-instellingen/nova", "Nova Keuringen stond", "Nova Keuringen was"),
        ("/installateurs/90000001", "/certificaathouders/90000001", "De Vries stond", "De Vries was"),
        ("/certificaten/C1?instelling=alfa", "/certificaten/alfa/C1", "C1 stond", "C1 was"),
    ] {
        let joint = if path.contains('?') { '&' } else { '?' };
        let page = visitor.get(&format!("{path}{joint}bekend-op=2026-01-09"));
        page.says(&format!("{words} op 9 januari 2026 nog niet in het register"));
        visitor.get(&format!("/en{path}{joint}bekend-op=2026-01-09")).says(english);
        if path.starts_with("/schemas") || path.starts_with("/instellingen") {
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
            assert!(page.text.contains(&format!("href=\"{path}\"")), "the way to now: {}", page.text);
        }
        let api = format!("/api/v1{api}");
        let then = visitor.get(&format!("{api}?bekendOp=2026-01-09"));
        assert_eq!(then.status, StatusCode::NOT_FOUND, "{api}");
        assert!(then.text.contains("stond op 2026-01-09 nog niet in het register"), "{}", then.text);
        assert_eq!(visitor.get(&format!("{api}?bekendOp=2026-01-21")).status, StatusCode::OK, "{api}");
    }
    for path in ["/schemas/CS-X", "/schemas/CS-N/9.0", "/instellingen/nergens"] {
        let page = visitor.get(&format!("{path}?bekend-op=2026-01-09"));
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!page.words().contains("nog niet in het register"), "{path}");
    }
    let unknown = visitor.get("/api/v1/certificatieschemas/CS-X?bekendOp=2026-01-09").text;
    assert!(unknown.contains("kent geen certificatieschema met deze code"), "{unknown}");
}

/// Once shown, an answer can be asked for again, whatever is delivered after it.
#[test]
fn a_page_of_then_is_the_page_that_was_shown() {
    let database = described();
    one_firm(&database.store);
    let site = RunningSite::serve_at(database, "2026-01-15T09:00:00Z");
    let visitor = site.visitor();
    let store = &site.database.store;
    // The form says which days can be chosen, and those move on with the calendar; the rest may not.
    let told = |path: &str| {
        let page = visitor.get(path).words();
        let (answer, rest) = page.split_once("Over welke dag").unwrap();
        let (title, answer) = answer.split_once("Terug naar vandaag").unwrap();
        let title = title.split("Dit stond op").next().unwrap().split("U bekijkt").next().unwrap();
        (format!("{title}{answer}"), rest.split_once("Toon deze dag").unwrap().1.to_owned())
    };
    let changes: [(&[Decision], &str); 3] = [
        (&[suspension("B1", "C1", "2025-03-10")], "De Vries"),
        (&[Decision { lifted: "2025-05-15", ..suspension("B1", "C1", "2025-03-10") }], "De Vries Groep"),
        (&[Decision { revoked: "2026-01-17", ..suspension("B1", "C1", "2025-03-10") }], "Groep De Vries"),
    ];
    let mut shown = Vec::new();
    for (decisions, name) in changes {
        for path in ["/installateurs/90000001", "/certificaten/C1"] {
            let today = site.portal.today();
            let asked = format!("{path}?peildatum=2025-04-01");
            shown.push((format!("{asked}&bekend-op={today}"), told(&asked)));
        }
        site.portal.clock.advance(chrono::TimeDelta::days(1));
        say(store, site.portal.now(), &[certificate("C1", "90000001", name)], decisions);
    }
    for (again, then) in shown {
        assert_eq!(told(&again), then, "{again}");
    }
}

#[test]
fn a_day_that_cannot_be_asked_is_told_with_the_range_and_never_fails() {
    let database = described();
    one_firm(&database.store);
    let site = RunningSite::serve(database);
    let visitor = site.visitor();
    let long = "9".repeat(10_000);
    let no_days = [
        "gisteren",
        "31-02-2026",
        "2026-13-45",
        "0000-00-00",
        "99999-01-01",
        "2026-01-01T00:00",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "\u{202e}10-20-6202",
        "🙂",
        "%00",
        &long,
    ];
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    for path in PAGES {
        for field in ["peildatum", "bekend-op"] {
            for text in no_days {
                let page = visitor.get(&format!("{path}?{field}={}", encoded(text)));
                assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path} {field}");
                page.says("Dit is geen bestaande dag.")
                    .says("Het register kan de dag die u vroeg niet tonen U ziet hieronder het antwoord voor vandaag, 1 februari 2026.");
                let (alert, answer) =
                    (page.text.find("role=\"alert\"").unwrap(), page.text.find("Vandaag, 1 februari"));
                assert!(answer.is_none_or(|answer| alert < answer), "{path}: the notice stands above the answer");
                assert!(!page.text.contains("<script>") && page.text.len() < 60_000, "{path} {field}");
            }
        }
        for (query, words) in [
            ("peildatum=9999-12-31", "Kies een dag van 30 maart 2023 tot en met 1 februari 2036."),
            ("peildatum=0000-01-01", "Kies een dag van 30 maart 2023"),
            ("peildatum=2023-03-29", "Kies een dag van 30 maart 2023"),
            ("bekend-op=2023-03-31", "Kies een dag van 1 april 2023 tot en met 1 februari 2026."),
            ("bekend-op=2026-02-02", "Kies een dag van 1 april 2023 tot en met 1 februari 2026."),
        ] {
            let page = visitor.get(&format!("{path}?{query}"));
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}?{query}");
            page.says(words).says("U ziet nu de gegevens van vandaag.");
        }
        let both = visitor.get(&format!("{path}?peildatum=morgen&bekend-op=9999-01-01"));
        both.says("Dit is geen bestaande dag.").says("tot en met 1 februari 2026. U ziet nu");
        assert_eq!(both.text.matches("aria-invalid").count(), 2, "{path}");
        let twice = visitor.get(&format!("{path}?peildatum=2026-01-01&peildatum=2026-01-02"));
        assert_eq!(twice.status, StatusCode::BAD_REQUEST, "{path}");
    }
    visitor
        .get("/en/schemas?peildatum=x")
        .says("This day does not exist.")
        .says("The register cannot show the day you asked for Below you see the answer for today, 1 February 2026.");
    assert!(!visitor.get("/schemas?peildatum=2026-01-01").text.contains("role=\"alert\""));
}
