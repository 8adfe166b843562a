//! The guide says what the verdict will say.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::Path;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use reqwest::StatusCode;
use serde_json::Value;
use stelselwacht::domain::identifiers::{FindingCode, SchemeCode};
use stelselwacht::services::guide::{
    Bearing, EARLIER, Imagined, OwnGuideError, OwnQuestion, advise, advise_own, own_holder,
};
use stelselwacht::services::{Known, audits, register};

use super::world::{self, Visit, audit_ref, codes, kvk, scheme, see, visit};
use crate::support::site::{READER, REGULATOR, RunningSite, at};
use crate::support::system::load_system_at;
use crate::support::{TestDatabase, day, moment};

const REGIMES: [&str; 3] = ["klein-ernstig", "kritiek-niet-kritiek", "vier-categorieen"];

fn vectors(name: &str, kind: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/vectors/{name}.{kind}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A scheme per regime, called after it.
fn with_every_regime() -> TestDatabase {
    let scheme = |name: &&str| {
        format!(
            r#"{{"code": "{name}", "naam": "{name}", "schemabeheerder": "S", "stelsel": "co",
                "versies": [{{"versie": "1", "inWerkingOp": "2015-01-01", "matrix": "{name}"}}]}}"#
        )
    };
    let schemes: Vec<_> = REGIMES.iter().map(scheme).collect();
    let database = TestDatabase::new();
    let system = format!(r#"{{"schemas": [{}], "instellingen": []}}"#, schemes.join(","));
    load_system_at(&database, &system, "2015-01-01T09:00:00Z").unwrap();
    database
}

/// A day and the codes that were found and still count, in the order in which they count.
fn imagined(audit: &Value, as_of: NaiveDate) -> Imagined {
    let mut found: Vec<(String, String)> = Vec::new();
    for finding in audit["afwijkingen"].as_array().into_iter().flatten() {
        if finding["vervallenOp"].as_str().is_none_or(|annulled| day(annulled) > as_of) {
            found.push((finding["id"].as_str().unwrap().to_owned(), finding["code"].as_str().unwrap().to_owned()));
        }
    }
    found.sort();
    let found: Vec<&str> = found.iter().map(|(_, code)| code.as_str()).collect();
    Imagined { date: day(audit["datum"].as_str().unwrap()), findings: codes(&found) }
}

/// Each worked answer with what is asked for it: the audit, those of the same holder before it, and what is prescribed.
fn questions(name: &str) -> Vec<(Imagined, Vec<Imagined>, Value)> {
    let (cases, outcomes) = (vectors(name, "zaken"), vectors(name, "uitkomst"));
    let as_of = day(cases["peildatum"].as_str().unwrap());
    let mut all: Vec<&Value> = cases["onderzoeken"].as_array().unwrap().iter().collect();
    let place = |audit: &Value| (audit["datum"].as_str().unwrap().to_owned(), audit["id"].as_str().unwrap().to_owned());
    all.sort_by_key(|audit| place(audit));
    let outcome = |outcome: &Value| {
        let own = all.iter().find(|audit| audit["id"] == outcome["onderzoek"]).unwrap();
        let before = all.iter().filter(|audit| audit["houder"] == own["houder"] && place(audit) < place(own));
        let before = before.map(|audit| imagined(audit, as_of)).collect();
        (imagined(own, as_of), before, outcome["voorgeschreven"].clone())
    };
    outcomes["uitkomsten"].as_array().unwrap().iter().map(outcome).collect()
}

#[test]
fn the_guide_gives_every_worked_answer() {
    let database = with_every_regime();
    let book = register::scheme_book(&database.store, Known::Now).unwrap();
    let mut prescribed = 0;
    for name in REGIMES {
        let scheme = book.by_code(&SchemeCode::parse(name).unwrap()).unwrap();
        for (asked, earlier, wanted) in questions(name) {
            let advice = advise(scheme, day("2026-02-01"), &asked, &earlier).unwrap();
            let given = advice.assessment.prescribed.map_or(Value::Null, |found| {
                serde_json::json!({
                    "categorie": found.category, "keer": found.occurrence, "maatregel": found.measure,
                    "besluitUiterlijk": found.decide_by,
                })
            });
            prescribed += usize::from(!given.is_null());
            assert_eq!(given, wanted, "{name}: {asked:?} after {earlier:?}");
        }
    }
    assert!(prescribed > 100, "{prescribed}");
}

#[test]
fn the_page_gives_worked_answers() {
    let site = RunningSite::serve(with_every_regime());
    let visitor = site.visitor();
    let mut asked_for = 0;
    for name in REGIMES {
        let matrix = stelselwacht::services::system::find_matrix(name, &[]).unwrap();
        let matrix: Value = serde_json::from_str(&matrix).unwrap();
        let measure = |code: &Value| {
            let known = matrix["maatregelen"].as_array().unwrap().iter().find(|known| known["code"] == *code);
            known.unwrap()["naam"].as_str().unwrap().to_owned()
        };
        let wanted =
            questions(name).into_iter().filter(|(_, earlier, wanted)| !wanted.is_null() && earlier.len() <= EARLIER);
        for (asked, earlier, wanted) in wanted.step_by(4) {
            let list = |audit: &Imagined| audit.findings.iter().map(FindingCode::as_str).collect::<Vec<_>>().join(", ");
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.append_pair("schema", name).append_pair("datum", &asked.date.to_string());
            query.append_pair("afwijkingen", &list(&asked));
            for audit in &earlier {
                query.append_pair("eerder-datum", &audit.date.to_string());
                query.append_pair("eerder-afwijkingen", &list(audit));
            }
            let query = query.finish();
            let page = visitor.get(&format!("/sanctiewijzer?{query}"));
            assert_eq!(page.status, StatusCode::OK, "{}", page.words());
            let decide_by = stelselwacht::domain::calendar::in_words(day(wanted["besluitUiterlijk"].as_str().unwrap()));
            let measure = measure(&wanted["maatregel"]);
            page.says(&format!(
                "De matrix schrijft voor: {measure}. Het besluit moet er uiterlijk op {decide_by} zijn."
            ));
            page.says(&format!("{}e keer", wanted["keer"]));
            let english = visitor.get(&format!("/en/sanctiewijzer?{query}"));
            english.says(&format!("The matrix prescribes: {measure}."));
            asked_for += 1;
        }
    }
    assert!(asked_for > 20, "{asked_for}");
}

#[test]
fn what_is_ticked_and_added_leads_to_an_address_that_can_be_shared() {
    let site = RunningSite::serve(with_every_regime());
    let visitor = site.visitor();
    let start = "/sanctiewijzer?schema=kritiek-niet-kritiek&datum=2026-01-05";
    visitor.get("/sanctiewijzer").says("Kies een schema");
    visitor.get(start).says("Kies afwijkingen").says("Zet bij dit onderzoek");
    let ticked = visitor.get(&format!("{start}&afwijkingen=&zoek=&kies=K1&kies=N2&bij=0"));
    assert_eq!(ticked.status, StatusCode::SEE_OTHER);
    assert_eq!(ticked.location, format!("{start}&afwijkingen=K1%2C+N2"));
    let page = visitor.get(&ticked.location);
    page.says("Wat de matrix voorschrijft").says("Afwijking 1 (K1:").says("Afwijking 2 (N2:").says("regels[");
    let row = visitor.get(&format!("{}&rij=erbij", ticked.location));
    assert_eq!(row.location, format!("{}&eerder-datum=&eerder-afwijkingen=", ticked.location));
    visitor.get(&row.location).says("Eerder onderzoek 1").says("Zet bij eerder onderzoek 1");
    let found = visitor.get(&format!("{start}&zoek=bestaat%20niet%20hoor"));
    found.says("Er is geen afwijking met deze woorden");
}

#[test]
fn all_faults_of_a_question_are_told_together() {
    let site = RunningSite::serve(with_every_regime());
    let visitor = site.visitor();
    let page = visitor.get(
        "/sanctiewijzer?schema=kritiek-niet-kritiek&datum=2026-01-05&afwijkingen=K1,X9&eerder-datum=2026-03-01&eerder-afwijkingen=K1\
         &eerder-datum=2025-03-01&eerder-afwijkingen=Y8",
    );
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.says("De code ‘X9’ staat niet in de matrix").says("De code ‘Y8’").says("kan niet na het onderzoek zelf zijn");
    // More than can be counted is not left out in silence: the answer would be another.
    let start = "/sanctiewijzer?schema=kritiek-niet-kritiek&datum=2026-01-05&afwijkingen=K1";
    let many = "&eerder-datum=2025-03-01&eerder-afwijkingen=K1".repeat(EARLIER + 1);
    let page = site.visitor().get(&format!("{start}{many}"));
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.says("Dat zijn te veel eerdere onderzoeken. Noem de laatste 20.");
    let page = site.visitor().get(&format!("{start}{}", ",K1".repeat(700)));
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.says("Dat zijn te veel afwijkingen");
    for (query, words) in [
        ("schema=bestaat-niet", "Dit schema staat niet in het register"),
        ("schema=klein-ernstig&datum=gisteren", "Vul een datum in als jaar-maand-dag"),
        ("schema=klein-ernstig&datum=2014-01-01", "geldt geen versie van dit schema"),
        ("schema=klein-ernstig&datum=9999-01-01", "geldt geen versie van dit schema"),
    ] {
        let page = visitor.get(&format!("/sanctiewijzer?{query}"));
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{query}");
        page.says(words);
    }
}

const NOW: &str = "2026-06-01T09:00:00Z";

/// An audit by bravo of the firm that alfa certifies too.
fn of_bravo<'a>(reference: &'a str, date: &str, codes: &'a [&'a str]) -> Visit<'a> {
    Visit { body: "bravo", certificate: "B1", reference, date: day(date), recovered: None, codes }
}

#[test]
fn a_body_asks_about_its_own_holder_alone_and_sees_of_others_what_counts() {
    let database = world::world(moment(NOW));
    visit(&database.store, &of_bravo("GEHEIM-1", "2026-02-03", &["K1", "K2"]), moment(NOW));
    world::decide(&database.store, ("bravo", "GEHEIM-1"), ("B", "waarschuwing"), day("2026-02-10"), None, moment(NOW));
    crate::support::site::add_account(
        &database,
        &at("alfa"),
        &stelselwacht::domain::access::Role::Body(
            world::body("alfa"),
            stelselwacht::domain::access::BodyDuty::Administrator,
        ),
    );
    let site = RunningSite::serve_at(database, NOW);
    let alfa = site.logged_in(&at("alfa"));
    let ask = "/instelling/sanctiewijzer?kvk=90000001&schema=CS-A&datum=2026-05-20&afwijkingen=K1";
    let page = alfa.get(ask);
    page.says("door een andere instelling").says("3 februari 2026").says("voor de 2e keer");
    assert!(!page.text.contains("GEHEIM") && !page.text.contains("Bravo"), "{}", page.words());
    // Of a firm with a certificate of bravo alone, alfa learns nothing: as of a firm that is not there.
    for kvk in ["90000002", "90000009"] {
        assert_eq!(alfa.get(&format!("/instelling/sanctiewijzer?kvk={kvk}")).status, StatusCode::NOT_FOUND, "{kvk}");
    }
    let wrong = alfa.get("/instelling/sanctiewijzer?kvk=12");
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    wrong.says("acht cijfers");
    assert_eq!(site.visitor().get(ask).status, StatusCode::SEE_OTHER);
    alfa.get("/certificaten/A1").says("bij een nieuw onderzoek van dit bedrijf");
    let visitor = site.visitor().get("/certificaten/A1");
    assert!(!visitor.text.contains("sanctiewijzer?kvk"));
}

#[test]
fn of_every_earlier_audit_it_says_whether_it_counts_and_why() {
    let site = RunningSite::serve(with_every_regime());
    let ask = "sanctiewijzer?schema=kritiek-niet-kritiek&datum=2026-01-05&afwijkingen=K1";
    let earlier = [("2025-03-03", "K2"), ("2025-04-04", "N1"), ("2023-05-05", "K1"), ("2025-06-06", "")];
    let earlier = earlier.map(|(day, codes)| format!("&eerder-datum={day}&eerder-afwijkingen={codes}")).concat();
    let page = site.visitor().get(&format!("/{ask}{earlier}"));
    page.says("Welke eerdere onderzoeken meetellen")
        .says("Het onderzoek van 3 maart 2025 telt mee: categorie ‘Kritieke afwijking’ kwam er voor.")
        .says("Het onderzoek van 4 april 2025 telt niet mee: er kwam alleen categorie ‘Niet-kritieke afwijking’ voor, en nu beslist categorie ‘Kritieke afwijking’.")
        .says("Het onderzoek van 5 mei 2023 telt niet mee: het is van vóór 5 januari 2024.")
        .says("Het onderzoek van 6 juni 2025 telt niet mee: er was geen afwijking.")
        .says("voor de 2e keer");
    site.visitor()
        .get(&format!("/en/{ask}{earlier}"))
        .says("The audit of 5 May 2023 does not count: it is from before 5 January 2024.");
    let alone = site.visitor().get(&format!("/{ask}"));
    assert!(!alone.words().contains("Welke eerdere onderzoeken meetellen"));
}

#[test]
fn an_earlier_audit_counts_for_an_aggravation_too() {
    let database = with_every_regime();
    let book = register::scheme_book(&database.store, Known::Now).unwrap();
    let scheme = book.by_code(&SchemeCode::parse("klein-ernstig").unwrap()).unwrap();
    let mut seen = 0;
    for (asked, earlier, _) in questions("klein-ernstig") {
        let advice = advise(scheme, day("2026-11-24"), &asked, &earlier).unwrap();
        let Some(prescribed) = &advice.assessment.prescribed else {
            assert!(advice.earlier.is_empty());
            continue;
        };
        assert_eq!(advice.earlier.len(), earlier.iter().filter(|audit| audit.date <= asked.date).count());
        let counted = advice.earlier.iter().filter(|earlier| earlier.bearing == Bearing::Occurrence).count();
        assert_eq!(counted + 1, usize::try_from(prescribed.occurrence).unwrap(), "{asked:?} after {earlier:?}");
        seen += advice.earlier.iter().filter(|earlier| earlier.bearing == Bearing::Aggravation).count();
    }
    assert!(seen > 0);
}

#[test]
fn a_body_that_the_firm_left_learns_nothing_of_what_others_did_since() {
    let now = moment(NOW);
    let database = world::world(now);
    visit(&database.store, &of_bravo("SCHOON", "2026-01-03", &[]), now);
    visit(&database.store, &of_bravo("GEHEIM-1", "2026-02-03", &["K1"]), now);
    let ask = |date: &str, today: &str| {
        let audit = Imagined { date: day(date), findings: codes(&["K1"]) };
        let question = OwnQuestion { scheme: scheme(), audit, reference: None };
        advise_own(&database.store, &see("alfa"), day(today), &kvk(1), &question)
    };
    let told = ask("2026-05-20", "2026-06-01").unwrap().unwrap();
    // What cannot count is not told either.
    assert_eq!(told.earlier.len(), 1, "{told:?}");
    let before = ask("2026-02-02", "2026-06-01").unwrap().unwrap();
    assert!(before.earlier.is_empty());
    // The certificate of alfa ended long before this day.
    for date in ["2034-01-05", "2033-05-01", "2035-01-01"] {
        let refused = ask(date, "2034-01-05").unwrap_err();
        assert!(matches!(refused, OwnGuideError::NotCertified(_)), "{refused:?}");
    }
    assert!(ask("2026-02-02", "2034-01-05").unwrap().is_some());
}

#[test]
fn the_audit_of_a_body_leads_to_the_guide_that_says_the_same() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    site.add_everybody();
    let alfa = site.logged_in(READER);
    let list = alfa.get("/instelling/onderzoeken?oordeel=conform");
    let at = list.text.split("href=\"/instelling/onderzoeken/").nth(1).unwrap().split('"').next().unwrap();
    let audit = alfa.get(&format!("/instelling/onderzoeken/{at}"));
    let link = audit.text.split("href=\"/instelling/sanctiewijzer?").nth(1).unwrap().split('"').next().unwrap();
    let link = link.replace("&amp;", "&").replace("&#x3D;", "=");
    let guide = alfa.get(&format!("/instelling/sanctiewijzer?{link}"));
    assert_eq!(guide.status, StatusCode::OK, "{}", guide.words());
    guide.says("Wat de matrix voorschrijft");
    assert_eq!(
        site.logged_in(REGULATOR).get(&format!("/instelling/sanctiewijzer?{link}")).status,
        StatusCode::NOT_FOUND
    );
}

/// Which body, how many days after the one before, and what was found; none after the day on which it is told.
fn visits() -> impl Strategy<Value = Vec<(bool, u64, Vec<&'static str>)>> {
    let codes = prop::collection::vec(prop::sample::select(vec!["K1", "K2", "K3", "N1", "N2", "N3"]), 0..6);
    prop::collection::vec((any::<bool>(), 0..60_u64, codes), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_guide_says_what_the_verdict_says_after_the_audit_is_delivered(visits in visits()) {
        let now = moment(NOW);
        let database = world::world(now);
        let mut date = day("2025-08-01");
        for (number, (is_alfa, days, codes_found)) in visits.iter().enumerate() {
            date = date + Days::new(*days);
            let (code, certificate) = if *is_alfa { ("alfa", "A1") } else { ("bravo", "B1") };
            let reference = format!("O{number}");
            let question = OwnQuestion {
                scheme: scheme(),
                audit: Imagined { date, findings: codes(codes_found) },
                reference: Some(audit_ref(&reference)),
            };
            let today = day("2026-06-01");
            let told = advise_own(&database.store, &see(code), today, &kvk(1), &question).unwrap().unwrap();
            let found = Visit { body: code, certificate, reference: &reference, date, recovered: None, codes: codes_found };
            visit(&database.store, &found, now);
            let judged = audits::one(&database.store, &see(code), today, &audit_ref(&reference)).unwrap().unwrap();
            let verdict = judged.assessment.unwrap();
            prop_assert_eq!(&told.advice.assessment.prescribed, &verdict.prescribed);
            // Asked once more, now that the register knows it: the same.
            let again = advise_own(&database.store, &see(code), today, &kvk(1), &question).unwrap().unwrap();
            prop_assert_eq!(&again.advice.assessment.prescribed, &verdict.prescribed);
            // Of others only what can count.
            let told = visits.iter().take(number).filter(|(alfa, _, found)| alfa == is_alfa || !found.is_empty()).count();
            prop_assert_eq!(again.earlier.len(), told);
            let own = visits.iter().take(number).filter(|(alfa, ..)| alfa == is_alfa).count();
            prop_assert_eq!(again.earlier.iter().filter(|audit| audit.reference.is_some()).count(), own);
        }
        prop_assert!(own_holder(&database.store, &see("alfa"), day("2026-06-01"), &kvk(2)).unwrap().is_none());
    }
}
