//! Running a draft in the portal.

use std::io::{Cursor, Read as _};

use chrono::Days;
use reqwest::StatusCode;
use reqwest::blocking::multipart::{Form, Part};
use serde_json::Value;
use stelselwacht::domain::access::{RegulatorDuty, Replay, Role, Supervise};
use stelselwacht::domain::identifiers::SchemeCode;
use stelselwacht::domain::matrix::Matrix;
use stelselwacht::domain::replay::Days as Period;
use stelselwacht::services::replay::{self, Asked};
use stelselwacht::services::{Page, trail};

use crate::support::moment;
use crate::support::site::{ADMINISTRATOR, Answer, Browser, REGULATOR, RunningSite, UPLOAD_LIMIT, add_account, at};
use crate::support::system::operator;

const IN_FORCE: &str = include_str!("../../../matrices/kritiek-niet-kritiek.json");
const NEW: &str = "/toezicht/doorrekenen/nieuw";

fn heavier() -> String {
    IN_FORCE.replace("\"maatregel\": \"schorsing\"", "\"maatregel\": \"intrekking\"")
}

fn form(browser: &Browser<'_>, fields: &[(&'static str, &str)]) -> Form {
    let csrf = browser.get(NEW).csrf().to_owned();
    fields.iter().fold(Form::new().text("csrf", csrf), |form, (name, value)| form.text(*name, (*value).to_owned()))
}

/// Sends a draft and waits for what came out.
fn run(browser: &Browser<'_>, draft: &str) -> Answer {
    let mut answer =
        browser.send_parts(NEW, form(browser, &[("schema", "CS-A"), ("van", ""), ("tot", ""), ("tekst", draft)]));
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    for _ in 0..60 {
        let location = answer.location.clone();
        answer = browser.get(&location);
        if answer.status == StatusCode::SEE_OTHER {
            return browser.get(&answer.location);
        }
        // It asks for itself again.
        assert_eq!(answer.header("refresh"), "2");
        answer.location = location;
    }
    panic!("the run does not end")
}

#[test]
fn a_draft_is_run_kept_and_laid_beside_another() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    let sanne = site.logged_in(REGULATOR);
    sanne.get("/toezicht/doorrekenen").says("Er is nog geen concept doorgerekend.").says("Een concept doorrekenen");
    let same = run(&sanne, IN_FORCE);
    same.says("hetzelfde voor als de matrix die gold").says("Niets: het concept zegt hetzelfde.");
    let changed = run(&sanne, &heavier());
    changed
        .says("Gewijzigde voorschriften")
        .says("kritiek, 1e keer: was schorsing, wordt intrekking")
        .says("Per instelling: loopt de praktijk of de matrix uit de pas?")
        .says("alfa: van")
        .says("Ten opzichte van versie")
        .says("Onder de matrix die gold")
        .says("Onder het concept")
        .says("De matrix schrijft voor: Intrekking van het certificaat.")
        .says(REGULATOR);
    assert!(changed.text.find("Gewijzigde voorschriften") < changed.text.find("iets anders voor"), "figures first");
    let beside = sanne.get("/toezicht/doorrekenen/2?naast=1");
    beside.says("Rechts staat").says("kritiek, 1e keer: links intrekking, rechts schorsing");
    let gone = sanne.get("/toezicht/doorrekenen/2?naast=99");
    assert_eq!(gone.status, StatusCode::BAD_REQUEST);
    assert_eq!(sanne.get("/toezicht/doorrekenen/99").status, StatusCode::NOT_FOUND);
    assert_eq!(sanne.get("/toezicht/doorrekenen/bezig/99").status, StatusCode::NOT_FOUND);
    sanne.get("/toezicht/doorrekenen").says("2 doorrekeningen").says("CS-A");

    let trail =
        trail::list(&site.database.store, &operator(Supervise), &trail::Filter::default(), Page::new(1, 5)).unwrap();
    assert_eq!(trail.rows.iter().filter(|entry| entry.action == "concept-doorgerekend").count(), 2);
}

#[test]
fn the_outcome_leaves_as_json_csv_and_workbook() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let sanne = site.logged_in(REGULATOR);
    // A name that a spreadsheet would run, in a cell that changes.
    let hostile = heavier().replace("\"niet-kritiek\"", "\"=1+1\"");
    run(&sanne, &hostile.replace("\"maatregel\": \"waarschuwing\"", "\"maatregel\": \"extra-onderzoek\""));
    let json = sanne.get("/toezicht/doorrekenen/1/uitkomst.json");
    assert!(json.header("content-type").starts_with("application/json"));
    let found: Value = serde_json::from_str(&json.text).unwrap();
    let cells = found["cellen"].as_array().unwrap();
    assert_eq!(cells.iter().map(|cell| cell["aantal"].as_u64().unwrap()).sum::<u64>(), found["gewijzigd"]);
    let csv = sanne.get("/toezicht/doorrekenen/1/uitkomst.csv");
    assert!(csv.text.contains("categorie;keer;maatregel;nieuweCategorie"), "{}", csv.text);
    assert!(csv.text.contains(";'=1+1;"), "{}", csv.text);
    for line in csv.text.lines().skip(1) {
        assert!(line.split(';').all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{line}");
    }
    let file = sanne.ask("/toezicht/doorrekenen/1/uitkomst.xlsx", &[]).bytes().unwrap();
    let mut book = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut names = String::new();
    book.by_name("xl/workbook.xml").unwrap().read_to_string(&mut names).unwrap();
    for sheet in ["cellen", "totaal", "instellingen", "bedrijfsgrootten", "onderzoeken"] {
        assert!(names.contains(&format!("name=\"{sheet}\"")), "{names}");
    }
}

#[test]
fn what_is_wrong_with_a_draft_is_said_all_together_and_nothing_is_lost() {
    let site = RunningSite::empty();
    let sanne = site.logged_in(REGULATOR);
    let wrong = IN_FORCE.replace("\"maatregel\": \"schorsing\"", "\"maatregel\": \"boete\"");
    let fields = [("schema", "CS-Z"), ("van", "2026-02-01"), ("tot", "31-02-2026"), ("tekst", wrong.as_str())];
    let answer = sanne.send_parts(NEW, form(&sanne, &fields));
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer
        .says("Kies een schema uit de lijst.")
        .says("«31-02-2026» is geen bestaande dag.")
        .says("de code «boete» bestaat niet; kies uit waarschuwing, extra-onderzoek, schorsing, intrekking");
    assert!(
        answer.text.contains("boete&quot;") && answer.text.contains("value=\"31-02-2026\""),
        "what was typed stays"
    );

    let turned = [("schema", "CS-A"), ("van", "2026-02-01"), ("tot", "2026-01-01"), ("tekst", IN_FORCE)];
    sanne.send_parts(NEW, form(&sanne, &turned)).says("De laatste dag ligt voor de eerste dag.");
    sanne
        .send_parts(NEW, form(&sanne, &[("schema", "CS-A")]))
        .says("Kies een bestand met het concept, of plak het als tekst.");
    let file = |bytes: Vec<u8>| Part::bytes(bytes).file_name("concept.json");
    let both = form(&sanne, &[("schema", "CS-A"), ("tekst", "{}")]).part("bestand", file(b"{}".to_vec()));
    sanne.send_parts(NEW, both).says("Kies een van beide.");
    let disguised = form(&sanne, &[("schema", "CS-A")]).part("bestand", file(b"PK\x03\x04\xff\xfe".to_vec()));
    sanne.send_parts(NEW, disguised).says("geen tekst in UTF-8");
    let large = form(&sanne, &[("schema", "CS-A")]).part("bestand", file(vec![b' '; UPLOAD_LIMIT + 1]));
    let large = sanne.send_parts(NEW, large);
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    large.says("Het concept is te groot.");
    sanne.get("/toezicht/doorrekenen").says("Er is nog geen concept doorgerekend.");

    let as_file = form(&sanne, &[("schema", "CS-A")]).part("bestand", file(IN_FORCE.as_bytes().to_vec()));
    assert_eq!(sanne.send_parts(NEW, as_file).status, StatusCode::SEE_OTHER);
    let begun = sanne.get(&format!("{NEW}?schema=CS-A&versie=1.0"));
    assert!(begun.text.contains("&quot;maatregelen&quot;: ["), "a matrix to begin with");
}

#[test]
fn only_who_makes_policy_runs_drafts_and_no_body_sees_them() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    site.add_everybody();
    let email = "lezer@tlokb.example";
    add_account(&site.database, email, &Role::Regulator(RegulatorDuty::Reader));
    run(&site.logged_in(REGULATOR), IN_FORCE);
    for reader in [email, ADMINISTRATOR] {
        let reader = site.logged_in(reader);
        let list = reader.get("/toezicht/doorrekenen");
        assert!(list.status == StatusCode::OK && !list.text.contains("/toezicht/doorrekenen/nieuw"), "{}", list.text);
        assert_eq!(reader.get("/toezicht/doorrekenen/1").status, StatusCode::OK);
        assert_eq!(reader.get(NEW).status, StatusCode::NOT_FOUND);
    }
    let alfa = site.logged_in(&at("alfa"));
    assert_eq!(alfa.get("/toezicht/doorrekenen/1").status, StatusCode::NOT_FOUND);
}

#[test]
fn what_was_kept_stays_as_it_was() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let store = &site.database.store;
    let draft = Matrix::parse(&heavier()).unwrap().matrix;
    let scheme = SchemeCode::parse("CS-A").unwrap();
    let now = moment("2026-02-01T09:00:00Z");
    let days = Period::between(None, Some(now.date_naive() - Days::new(30))).unwrap();
    let asked = Asked { scheme: &scheme, draft: &draft, days };
    let told = std::cell::RefCell::new(Vec::new());
    let tell = |progress| told.borrow_mut().push(progress);
    let id = replay::keep(store, &operator(Replay), (now, now.date_naive()), asked, &tell).unwrap();
    let told = told.into_inner();
    let last = told.last().unwrap();
    assert!(told.len() > 1 && last.done == last.of && last.of > 0, "{told:?}");
    let before = replay::one(store, &operator(Supervise), id).unwrap().unwrap();
    let again = replay::replay(store, &operator(Replay), now.date_naive(), asked, &|_| {}).unwrap();
    assert_eq!(before.outcome, again);
    assert_eq!(before.draft.to_json(), draft.to_json());
    site.deliver("bravo");
    let after = replay::one(store, &operator(Supervise), id).unwrap().unwrap();
    assert_eq!(before.outcome, after.outcome);
    assert!(site.database.tamper("UPDATE replays SET outcome = '{}'").is_err());
    assert!(site.database.tamper("DELETE FROM replays").is_err());
}

#[test]
fn any_two_matrices_of_the_register_stand_beside_each_other() {
    let site = RunningSite::empty();
    let sanne = site.logged_in(REGULATOR);
    let page = sanne.get("/toezicht/matrices");
    assert_eq!(page.status, StatusCode::OK);
    let value = |code: &str| {
        let start = format!("value=\"{code}/");
        let at = page.text.find(&start).unwrap() + "value=\"".len();
        page.text[at..].split('"').next().unwrap().to_owned()
    };
    let (left, right) = (value("CS-A"), value("CS-C"));
    let beside = sanne.get(&format!("/toezicht/matrices?links={left}&rechts={right}"));
    beside
        .says("Schema’s mogen van elkaar verschillen")
        .says("Maatregelen op gevolg naast elkaar")
        .says("De codes verschillen; deze categorieën zijn in hun matrix even zwaar.")
        .says("beëindigt");
    sanne.get(&format!("/toezicht/matrices?links={left}&rechts={left}")).says("schrijven hetzelfde voor");
    assert_eq!(sanne.get(&format!("/toezicht/matrices?links={left}&rechts=CS-Z/9")).status, StatusCode::BAD_REQUEST);
}
