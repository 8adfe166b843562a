//! The pages of the regulator, on the invented data with planted behaviour: bravo gives warnings where suspension is
//! prescribed, charlie decides late, delta reports little, alfa and echo follow the matrix.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::path::Path;

use reqwest::StatusCode;
use stelselwacht::domain::access::{BodyDuty, Deliver, RegulatorDuty, Role, Supervise};
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::domain::signal::SignalKind;
use stelselwacht::services::delivery::apply::{Mode, Request, deliver};
use stelselwacht::services::delivery::parse::parse;
use stelselwacht::services::delivery::read::{Limits, SourceFile};
use stelselwacht::services::supervise::{self, KnownSignal};

use crate::support::site::{Answer, Browser, REGULATOR, RunningSite, add_account, at};
use crate::support::system::{load_system_at, operator};
use crate::support::{TestDatabase, day, moment};

/// Shortly after the data end, so that no delivery is missing.
const NOW: &str = "2026-07-06T09:00:00Z";

pub(crate) fn site_with_planted_behaviour() -> RunningSite {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo");
    let database = TestDatabase::new();
    let system = std::fs::read_to_string(folder.join("stelsel.json")).unwrap();
    load_system_at(&database, &system, "2023-04-01T09:00:00Z").expect("the system");
    for code in ["alfa", "bravo", "charlie", "delta", "echo"] {
        let read = |kind: &str| {
            let name = format!("{code}-{kind}.csv");
            SourceFile { bytes: std::fs::read(folder.join(&name)).unwrap(), name: name.into() }
        };
        let files: Vec<_> = ["certificaten", "onderzoeken", "afwijkingen", "besluiten"].map(read).into();
        let delivery = parse(&files, &Limits::default(), day("2026-07-05"), &|_, _| {});
        let request = Request { delivery, through: Some(day("2026-06-30")), mode: Mode::All };
        let body = BodyCode::parse(code).unwrap();
        let permit = operator(Deliver(body.clone()));
        let now = moment("2026-07-05T09:00:00Z");
        deliver(&database.store, &permit, request, now, &|_, _| {}).expect("a delivery");
    }
    add_account(&database, REGULATOR, &Role::Regulator(RegulatorDuty::Supervisor));
    add_account(&database, &at("bravo"), &Role::Body(BodyCode::parse("bravo").unwrap(), BodyDuty::Administrator));
    RunningSite::serve_at(database, NOW)
}

fn standing(site: &RunningSite) -> Vec<KnownSignal> {
    supervise::standing(&site.database.store, &operator(Supervise)).unwrap()
}

fn found(site: &RunningSite, kind: SignalKind, body: &str) -> KnownSignal {
    let is = |known: &KnownSignal| {
        known.signal.kind == kind && known.signal.body.as_ref().is_some_and(|code| code.as_str() == body)
    };
    standing(site).into_iter().find(is).unwrap_or_else(|| panic!("no {kind:?} about {body}"))
}

#[track_caller]
fn lacks(answer: &Answer, words: &str) {
    let text = answer.words();
    assert!(!text.contains(words), "«{words}» is on the page: {text}");
}

#[test]
fn the_inbox_shows_what_was_planted_and_spares_those_who_follow_the_matrix() {
    let site = site_with_planted_behaviour();
    let browser = site.logged_in(REGULATOR);
    let inbox = browser.get("/toezicht");
    inbox.says("Bravo Keuringen geeft bij kritiek, 1e keer, doorgaans waarschuwing");
    inbox.says("Charlie Certificering week bij CS-A in").says("Delta Inspectie meldde bij CS-A");
    inbox.says("Gegevens tot en met 30 juni 2026.").says("sinds 5 juli 2026");
    browser.get("/toezicht?instelling=alfa").says("Met deze keuze zijn er geen signalen.");
    // Echo follows the matrix as well; what is said of it is that its designation for one scheme ended.
    browser.get("/toezicht?instelling=echo").says("1 signaal: 0 keer alarm, 1 keer attentie.").says("Overstap");
}

#[test]
fn the_inbox_is_filtered_by_kind_level_and_body() {
    let site = site_with_planted_behaviour();
    let browser = site.logged_in(REGULATOR);
    let own_policy = browser.get("/toezicht?soort=eigen-beleid");
    own_policy.says("1 signaal").says("doorgaans waarschuwing");
    lacks(&own_policy, "meldde bij");
    let attention = browser.get("/toezicht?niveau=attentie&instelling=delta");
    attention.says("0 keer alarm").says("Delta Inspectie meldde");
    lacks(&attention, "Charlie Certificering week");
    for wrong in ["soort=oordeel", "niveau=rood", "instelling=niemand"] {
        let answer = browser.get(&format!("/toezicht?{wrong}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        answer.says("bestaat niet");
    }
}

#[test]
fn the_pages_exist_for_the_regulator_alone() {
    let site = site_with_planted_behaviour();
    let signal = format!("/toezicht/signalen/{}", found(&site, SignalKind::Norm, "bravo").id);
    let pages = [
        "/toezicht",
        &signal,
        "/toezicht/instellingen",
        "/toezicht/instellingen/bravo",
        "/toezicht/instellingen/bravo/onderzoeken",
        "/toezicht/onderzoeken/bravo/B000124",
        "/beheer/logboek",
    ];
    let (regulator, body, visitor) = (site.logged_in(REGULATOR), site.logged_in(&at("bravo")), site.visitor());
    for page in pages {
        assert_eq!(regulator.get(page).status, StatusCode::OK, "{page}");
        assert_eq!(body.get(page).status, StatusCode::NOT_FOUND, "{page}");
        let answer = visitor.get(page);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}");
        assert!(answer.location.starts_with("/inloggen?naar="), "{}", answer.location);
    }
    for missing in [
        "/toezicht/signalen/0",
        "/toezicht/signalen/x",
        "/toezicht/instellingen/niemand",
        "/toezicht/instellingen/niemand/onderzoeken",
        "/toezicht/onderzoeken/alfa/B000124",
        "/toezicht/onderzoeken/bravo/B%2F1",
    ] {
        assert_eq!(regulator.get(missing).status, StatusCode::NOT_FOUND, "{missing}");
    }
}

#[test]
fn a_signal_page_has_the_numbers_of_the_signal_and_leads_to_the_audits_behind_it() {
    let site = site_with_planted_behaviour();
    let browser = site.logged_in(REGULATOR);
    for known in standing(&site) {
        let page = browser.get(&format!("/toezicht/signalen/{}", known.id));
        assert_eq!(page.status, StatusCode::OK);
        page.says(&known.signal.sentence).says(&known.signal.period.to_string());
        page.says("Wat dit betekent").says("Het signaal");
    }
    let norm = found(&site, SignalKind::Norm, "bravo");
    let page = browser.get(&format!("/toezicht/signalen/{}", norm.id));
    let number = |key: &str| norm.signal.evidence["uitkomst"][key].as_u64().unwrap();
    page.says(&format!("Beoordeelde onderzoeken {}", number("n"))).says(&format!("Daarvan afwijkend {}", number("d")));
    for row in norm.signal.evidence["instellingen"].as_array().unwrap() {
        page.says(&format!("{} {}", row["n"], row["d"]));
    }
    let list = browser.get(&leads_to(&page, "De afwijkende onderzoeken in deze periode"));
    list.says(&format!("{} onderzoeken", number("d")));
}

/// Where the link with this text leads.
fn leads_to(page: &Answer, text: &str) -> String {
    let before = page.text.split_once(text).unwrap_or_else(|| panic!("no link «{text}»")).0;
    let href = before.rsplit_once("href=\"").unwrap().1;
    href.split_once('"').unwrap().0.replace("&amp;", "&")
}

#[test]
fn an_ended_signal_stays_to_be_read_and_leads_to_the_one_that_stands() {
    let site = site_with_planted_behaviour();
    let browser = site.logged_in(REGULATOR);
    let stands = found(&site, SignalKind::Norm, "bravo");
    let permit = operator(Supervise);
    let ended = (1..stands.id)
        .filter_map(|id| supervise::one(&site.database.store, &permit, id).unwrap())
        .find(|known| known.until.is_some() && known.signal.kind == SignalKind::Norm)
        .expect("the deliveries after that of bravo changed the signal");
    let page = browser.get(&format!("/toezicht/signalen/{}", ended.id));
    page.says("beëindigd, was alarm").says("Beëindigd of vervangen op");
    assert_eq!(leads_to(&page, "Het signaal zoals het nu luidt"), format!("/toezicht/signalen/{}", stands.id));
    assert_eq!(stands.raised, ended.raised, "the signal was raised once, whatever it said later");
}

#[test]
fn bodies_stand_by_name_with_small_numbers_named_as_such() {
    let site = site_with_planted_behaviour();
    let page = site.logged_in(REGULATOR).get("/toezicht/instellingen");
    page.says("dit is geen ranglijst").says("niet beoordeelbaar").says("te licht en te zwaar tellen beide");
    let text = page.words();
    let places: Vec<usize> = ["Bravo Keuringen", "Certificatie Alfa", "Charlie Certificering", "Delta Inspectie"]
        .map(|name| text.find(name).expect(name))
        .into();
    assert!(places.is_sorted(), "{places:?}");
    let bravo = found(&site, SignalKind::Norm, "bravo").signal.evidence;
    page.says(&format!("Bravo Keuringen {} {}", bravo["uitkomst"]["d"], bravo["uitkomst"]["n"]));
}

#[test]
fn the_page_of_a_body_shows_practice_policy_silence_and_deliveries() {
    let site = site_with_planted_behaviour();
    let browser = site.logged_in(REGULATOR);
    let page = browser.get("/toezicht/instellingen/bravo");
    page.says("Gegevens bijgewerkt tot en met 30 juni 2026.");
    page.says("doorgaans waarschuwing").says("kw 2 2026").says("Voor en na versie 2.0").says("lopende score");
    let policy = found(&site, SignalKind::OwnPolicy, "bravo").signal.evidence;
    let cell = &policy["cellen"][0]["opgelegd"];
    // The row of the map: what was imposed where suspension is prescribed.
    page.says(&format!("Kritieke afwijking, 1e keer: Schorsing van het certificaat {} ", cell["waarschuwing"]));
    page.says("5 juli 2026");
    let delta = browser.get("/toezicht/instellingen/delta");
    delta.says("Dat is minder dan door toeval te verwachten is.");
}

#[test]
fn an_audit_tells_how_its_verdict_came_about() {
    let site = site_with_planted_behaviour();
    let browser = site.logged_in(REGULATOR);
    let list = browser.get("/toezicht/instellingen/bravo/onderzoeken?oordeel=te-licht&schema=CS-A&categorie=kritiek");
    let reference = list.text.split_once("/toezicht/onderzoeken/bravo/").expect("an audit that is too light").1;
    let reference = reference.split_once('"').unwrap().0.to_owned();
    let page = browser.get(&format!("/toezicht/onderzoeken/bravo/{reference}"));
    page.says("te licht").says("Schorsing van het certificaat").says("Waarschuwing").says("regels[");
    page.says("Bravo Keuringen");
    for wrong in ["oordeel=raar", "van=31-12-2025", "tot=99999-01-01", "schema=%00"] {
        let answer = browser.get(&format!("/toezicht/instellingen/bravo/onderzoeken?{wrong}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[test]
fn a_list_of_audits_is_leafed_through_with_its_filter() {
    let site = site_with_planted_behaviour();
    let browser = site.logged_in(REGULATOR);
    let path = "/toezicht/instellingen/alfa/onderzoeken?schema=CS-A&van=2025-01-01&tot=2025-12-31";
    let first = browser.get(path);
    first.says("1 tot en met 50 van").says("van 1 januari 2025 tot en met 31 december 2025");
    let second = browser.get(&format!("{path}&pagina=2"));
    second.says("51 tot en met 100 van");
    assert!(first.text.contains("van=2025-01-01"), "the filter is kept");
    assert_eq!(browser.get(&format!("{path}&pagina=900")).status, StatusCode::NOT_FOUND);
}

fn trail_rows(browser: &Browser<'_>, query: &str) -> String {
    browser.get(&format!("/beheer/logboek?{query}")).words()
}

#[test]
fn the_trail_is_filtered_and_says_whether_it_is_whole() {
    let site = site_with_planted_behaviour();
    let browser = site.logged_in(REGULATOR);
    let all = browser.get("/beheer/logboek");
    all.says("Het logboek is heel").says("aanlevering opgeslagen").says("compleet tot en met 30 juni 2026");
    let deliveries = trail_rows(&browser, "handeling=aanlevering-opgeslagen");
    assert!(deliveries.contains("5 regels") && !deliveries.contains("stelsel geladen 0"), "{deliveries}");
    assert!(trail_rows(&browser, "handeling=aanlevering-opgeslagen&waarover=instelling+delta").contains("1 regel"));
    let own = trail_rows(&browser, &format!("wie={REGULATOR}"));
    assert!(own.contains("aangemeld") && !own.contains("compleet tot en met"), "{own}");
    browser.get("/beheer/logboek?wie=niemand").says("Met deze keuze staat er niets in het logboek.");

    let on_table = if site.database.is_postgres() { " ON audit_trail" } else { "" };
    let change =
        format!("DROP TRIGGER audit_trail_no_update{on_table}; UPDATE audit_trail SET actor = 'x' WHERE id = 2");
    site.database.tamper(&change).unwrap();
    browser.get("/beheer/logboek").says("Het logboek is niet heel").says("Bij regel 2 past");
}
