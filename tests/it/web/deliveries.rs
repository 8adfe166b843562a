//! Delivering over the web: templates, leafing through what a delivery would do, and the rows that are refused.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use calamine::{Reader, Xlsx};
use chrono::TimeDelta;
use reqwest::StatusCode;
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::services::delivery::upload::UploadToken;
use stelselwacht::storage::refused_files;
use stelselwacht::web::jobs::Waiting;

use super::own::{NEW, choose, files, preview};
use crate::support::mail;
use crate::support::site::{Browser, REGULATOR, RunningSite, at, data};
use crate::support::system::load_system_at;

type Sent = (&'static str, String, Vec<u8>);

fn bytes(browser: &Browser<'_>, path: &str) -> Vec<u8> {
    let answer = browser.ask(path, &[]);
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    assert!(answer.headers()["content-disposition"].to_str().unwrap().starts_with("attachment; filename="));
    answer.bytes().unwrap().to_vec()
}

fn text(browser: &Browser<'_>, path: &str) -> String {
    String::from_utf8(bytes(browser, path)).unwrap()
}

/// The texts of the cells of a sheet, row by row.
fn sheet(book: &[u8], name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book.to_vec())).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn an_unchanged_template_is_passed_over_and_a_filled_one_is_right() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let form = alfa.get(NEW);
    form.says("Sjablonen om in te vullen").says("VOORBEELD");
    let kinds = ["certificaten", "onderzoeken", "afwijkingen", "besluiten"];
    let csv: Vec<Sent> = kinds
        .map(|kind| {
            (kind, format!("{kind}.csv"), bytes(&alfa, &format!("/instelling/aanleveringen/sjablonen/{kind}.csv")))
        })
        .to_vec();
    let book =
        vec![("werkmap", "w.xlsx".to_owned(), bytes(&alfa, "/instelling/aanleveringen/sjablonen/aanlevering.xlsx"))];
    for unchanged in [&csv, &book] {
        let (_, page) = preview(&alfa, "", unchanged);
        page.says("De bestanden zijn leeg").says("voorbeeldregels uit het sjabloon (VOORBEELD…) zijn overgeslagen");
    }
    let filled: Vec<Sent> = csv
        .into_iter()
        .map(|(kind, name, bytes)| {
            (kind, name, String::from_utf8(bytes).unwrap().replace("VOORBEELD-", "E-").into_bytes())
        })
        .collect();
    let (address, page) = preview(&alfa, "", &filled);
    page.says("Alle rijen zijn goed").says("E-C1 Voorbeeld Installaties B.V., Voorbeelddam, CS-");
    choose(&alfa, &address, &page, "alles").says("Opgeslagen");
}

#[test]
fn the_workbook_lets_choose_from_the_words_of_the_schemes() {
    let site = RunningSite::empty();
    let book = bytes(&site.logged_in(&at("alfa")), "/instelling/aanleveringen/sjablonen/aanlevering.xlsx");
    let lists = sheet(&book, "lijsten");
    let column = |name: &str| {
        let place = lists[0].iter().position(|cell| cell == name).unwrap();
        lists.iter().skip(1).map(|row| row[place].clone()).filter(|cell| !cell.is_empty()).collect::<Vec<_>>()
    };
    assert_eq!(column("vervolg"), ["ja", "nee"]);
    assert!(column("schema").contains(&"CS-A".to_owned()) && column("maatregel").contains(&"schorsing".to_owned()));
    assert!(column("soort").contains(&"hercontrole".to_owned()));
    assert_eq!(column("werkzaamheden").len(), 15);
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut decisions = String::new();
    std::io::Read::read_to_string(&mut package.by_name("xl/worksheets/sheet4.xml").unwrap(), &mut decisions).unwrap();
    assert!(decisions.contains("<dataValidation type=\"list\""), "{decisions}");
}

#[test]
fn refused_rows_come_home_with_what_is_wrong_and_can_be_sent_again() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let (address, page) = preview(&alfa, "", &files("dirty", "alfa"));
    page.says("Geweigerde rijen om te verbeteren");
    let certificates = text(&alfa, &format!("{address}/geweigerd/certificaten.csv"));
    let lines: Vec<&str> = certificates.lines().collect();
    assert!(lines[0].ends_with(";wat_is_er_mis"), "{}", lines[0]);
    assert!(lines.iter().skip(1).all(|line| !line.is_empty()) && lines.len() > 2);
    assert!(certificates.contains("kvk_nummer: is geen KvK-nummer"), "{certificates}");

    let book = bytes(&alfa, &format!("{address}/geweigerd/geweigerd.xlsx"));
    let kept = sheet(&book, "certificaten");
    assert_eq!(kept.len(), lines.len(), "the workbook has the same rows");
    assert_eq!(kept[0].last().unwrap(), "wat_is_er_mis");

    // Sent again as they are, the same rows are refused for the same reasons, and the extra column is no surprise.
    let (_, again) = preview(&alfa, "", &[("certificaten", "terug.csv", certificates.clone().into_bytes())].map(named));
    again.says("kvk_nummer");
    assert!(!again.words().contains("onbekende kolommen"), "{}", again.words());

    let nobody = site.logged_in(&at("bravo")).get(&format!("{address}/geweigerd/certificaten.csv"));
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

#[test]
fn refused_rows_stay_with_a_delivery_of_which_the_valid_part_was_stored() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let (address, page) = preview(&alfa, "", &files("dirty", "alfa"));
    let before = text(&alfa, &format!("{address}/geweigerd/certificaten.csv"));
    let receipt = choose(&alfa, &address, &page, "goede");
    receipt.says("Alleen de goede regels zijn opgeslagen").says("Geweigerde rijen om te verbeteren");
    let kept = "/instelling/aanleveringen/1/geweigerd";
    assert!(receipt.text.contains(&format!("href=\"{kept}/certificaten.csv\"")), "{}", receipt.words());
    assert_eq!(text(&alfa, &format!("{kept}/certificaten.csv")), before, "the same file as before");
    let book = bytes(&alfa, &format!("{kept}/geweigerd.xlsx"));
    assert_eq!(sheet(&book, "certificaten").len(), before.lines().count());
    let nobody = site.logged_in(&at("bravo")).get(&format!("{kept}/certificaten.csv"));
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);

    let store = &site.database.store;
    let names = |at| store.read(|conn| refused_files::names(conn, 1, at)).unwrap().len();
    let now = site.portal.now();
    assert!(names(now + TimeDelta::days(29)) > 1);
    assert_eq!(names(now + TimeDelta::days(30)), 0, "personal data that never came into the register");
    mail::sent_at(store, now + TimeDelta::days(30));
    assert_eq!(names(now), 0, "a round erases them");

    // Of a delivery that is taken back nothing stays.
    let (address, page) = preview(&alfa, "", &files("dirty", "alfa"));
    let receipt = choose(&alfa, &address, &page, "goede");
    let kept = "/instelling/aanleveringen/2/geweigerd/certificaten.csv";
    assert_eq!(alfa.get(kept).status, StatusCode::OK);
    alfa.follow(alfa.post(&receipt, "/instelling/aanleveringen/2/intrekken", &[("reden", "verkeerd")]));
    assert_eq!(alfa.get(kept).status, StatusCode::NOT_FOUND);
}

fn named((field, name, bytes): (&'static str, &str, Vec<u8>)) -> Sent {
    (field, name.to_owned(), bytes)
}

const AUDITS: &str = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op;intern\n";
const FINDINGS: &str = "afwijking_id;onderzoek_id;code;toelichting;vervallen_op\n";

#[test]
fn what_leaves_is_no_formula_and_comes_back_as_it_was() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = site.logged_in(&at("alfa"));
    let wrong = format!(
        "{FINDINGS}F-1;A000001;GEEN;=HYPERLINK(\"x\");\nF-2;A000001;T2;\"-goed\";\nF-3;A000001;@x;\t+1;\nF-4;kort\n"
    );
    let (address, _) = preview(&alfa, "", &[named(("afwijkingen", "a.csv", wrong.into_bytes()))]);
    let home = text(&alfa, &format!("{address}/geweigerd/afwijkingen.csv"));
    assert!(home.contains("F-1;A000001;GEEN;\"'=HYPERLINK(\"\"x\"\")\""), "{home}");
    assert!(home.contains("F-3;A000001;'@x;'\t+1;"), "{home}");
    assert!(home.contains("F-4;kort;heeft 2 cellen"), "a row of another shape comes home too: {home}");
    assert!(!home.contains("F-2"), "{home}");
    let mended = home.replace("GEEN", "T2");
    let (address, page) = preview(&alfa, "", &[named(("afwijkingen", "a.csv", mended.into_bytes()))]);
    page.says("F-1 A000001, T2 a.csv 2");
    choose(&alfa, &address, &page, "goede").says("Alleen de goede regels zijn opgeslagen");
    let stored = site.database.store.read(|conn| {
        use diesel::prelude::*;
        #[derive(QueryableByName)]
        struct Note {
            #[diesel(sql_type = diesel::sql_types::Text)]
            note: String,
        }
        let notes: Vec<Note> =
            diesel::sql_query("SELECT note FROM nonconformities WHERE reference = 'F-1'").load(conn)?;
        Ok::<_, stelselwacht::storage::StorageError>(notes.into_iter().map(|row| row.note).collect::<Vec<_>>())
    });
    assert_eq!(stored.unwrap(), ["=HYPERLINK(\"x\")"], "without the apostrophe that made it harmless");
}

#[test]
fn every_row_can_be_looked_at_by_outcome_kind_and_page() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = site.logged_in(&at("alfa"));
    let new = (0..130).map(|i| format!("NIEUW-{i:03};AL-B-000001;periodiek;2025-12-01;;x\n"));
    let mut audits: String = std::iter::once(AUDITS.to_owned()).chain(new).collect();
    audits.push_str("FOUT-1;AL-B-000001;bezoek;2025-12-01;;x\n");
    let mut sent = files("clean", "alfa");
    sent.push(named(("onderzoeken", "extra.csv", audits.into_bytes())));
    let (address, page) = preview(&alfa, "", &sent);
    page.says("extra.csv 132 soort bezoek").says("Geweigerd");
    let new = alfa.get(&format!("{address}?uitkomst=nieuw"));
    new.says("1 tot en met 50 van 130 rijen").says("NIEUW-000").says("NIEUW-049");
    assert!(!new.words().contains("NIEUW-050") && !new.words().contains("FOUT-1"));
    let last = alfa.get(&format!("{address}?uitkomst=nieuw&pagina=3"));
    last.says("101 tot en met 130 van 130 rijen").says("NIEUW-100").says("NIEUW-129");
    alfa.get(&format!("{address}?uitkomst=nieuw&bestand=alfa-certificaten.csv")).says("Er zijn geen rijen");
    alfa.get(&format!("{address}?uitkomst=ongewijzigd&soort=besluiten")).says("Ongewijzigd").says("A000001-B1");
    assert_eq!(alfa.get(&format!("{address}?uitkomst=mooi")).status, StatusCode::BAD_REQUEST);
    alfa.get(&format!("{address}?pagina=4000000000")).says("Er zijn geen rijen");
    // What was found is kept with the upload, also when the program remembers nothing of it.
    let token = UploadToken::parse(address.rsplit_once('/').unwrap().1).unwrap();
    site.portal.jobs.forget(&Waiting { body: BodyCode::parse("alfa").unwrap(), token });
    alfa.get(&format!("{address}?uitkomst=nieuw")).says("130 rijen");
}

#[test]
fn what_was_found_is_looked_at_anew_when_the_register_of_the_body_changed() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let (waiting, page) = preview(&alfa, "", &files("clean", "alfa"));
    page.says("Alle rijen zijn goed");
    let (other, page) = preview(&alfa, "", &files("clean", "alfa"));
    choose(&alfa, &other, &page, "alles").says("Opgeslagen");
    alfa.follow(alfa.get(&waiting)).says("Niets nieuws");
}

#[test]
fn a_delivery_is_taken_back_with_a_reason_and_both_are_told() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = site.logged_in(&at("alfa"));
    let firms = site.portal.register.len();
    let certificate = "certificaatnummer;kvk_nummer;vestigingsnummer;naam;straat;huisnummer;postcode;plaats;schema;\
        deelgebied;werkzaamheden;afgegeven_op;geldig_tot\n\
        EXTRA-1;91234567;;Nergens Installaties;Dorpsstraat;1;3511 AB;Utrecht;CS-A;1;installeren;2024-01-01;2027-01-01\n";
    let (address, page) = preview(&alfa, "", &[named(("certificaten", "c.csv", certificate.as_bytes().to_vec()))]);
    let receipt = choose(&alfa, &address, &page, "alles");
    receipt.says("Stand opgeslagen").says("Duur minder dan een seconde").says("c.csv 1 0 0 0").says("Intrekken");
    assert_eq!(site.portal.register.len(), firms + 1);

    let back = "/instelling/aanleveringen/2/intrekken";
    let without = alfa.post(&receipt, back, &[("reden", " ")]);
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    without.says("Schrijf waarom u de aanlevering intrekt");
    let taken = alfa.follow(alfa.post(&receipt, back, &[("reden", "verkeerd bestand")]));
    taken.says("Deze aanlevering is ingetrokken").says("door iemand@alfa.example. De reden: verkeerd bestand.");
    assert_eq!(site.portal.register.len(), firms, "the public does not find it any more, at once");
    assert_eq!(site.visitor().get("/installateurs/91234567").status, StatusCode::NOT_FOUND);
    alfa.get("/instelling/aanleveringen").says("ingetrokken").says("controlegetal");
    let again = alfa.post(&receipt, back, &[("reden", "nog eens")]);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);

    let kinds: Vec<(Option<String>, String)> = site
        .database
        .store
        .read(|conn| {
            let wanted = stelselwacht::storage::outbox::Wanted::default();
            stelselwacht::storage::outbox::list(conn, &wanted, stelselwacht::storage::Page::new(1, 10))
        })
        .unwrap()
        .rows
        .into_iter()
        .map(|mail| (mail.email, mail.kind))
        .collect();
    let to = || Some(at("alfa"));
    assert_eq!(kinds, [(to(), "aanlevering-ingetrokken".to_owned()), (to(), "ontvangstbewijs".to_owned())]);
}

#[test]
fn what_cannot_be_taken_back_says_why() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    // The site stands still a day after its deliveries.
    let page = site.logged_in(&at("alfa")).get("/instelling/aanleveringen/1");
    page.says("Intrekken kan niet").says("tot 24 uur na het opslaan");
    assert!(!page.text.contains("/intrekken\""));
}

/// The system of the test data, in which alfa delivers by the quarter.
fn by_the_quarter() -> String {
    let text = std::fs::read_to_string(data("clean/stelsel.json")).unwrap();
    let mut system: serde_json::Value = serde_json::from_str(&text).unwrap();
    let bodies = system["instellingen"].as_array_mut().unwrap();
    let alfa = bodies.iter_mut().find(|body| body["code"] == "alfa").unwrap();
    alfa["aanleverritme"] = serde_json::json!([{"op": "2025-10-01", "maanden": 3, "dagen": 30}]);
    system.to_string()
}

#[test]
fn what_did_not_come_shows_to_the_body_and_to_the_regulator() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let (alfa, bravo, regulator) =
        (site.logged_in(&at("alfa")), site.logged_in(&at("bravo")), site.logged_in(REGULATOR));
    // Alfa is complete through 30 January, so January still lacks a day; bravo never delivered anything.
    let own = alfa.get("/instelling");
    own.says("Elke maand, uiterlijk 14 dagen na afloop")
        .says("1 januari 2026 tot en met 31 januari 2026 14 februari 2026 nu aan te leveren");
    own.says(
        "1 december 2025 tot en met 31 december 2025 14 januari 2026 17 dagen te laat compleet op 31 januari 2026",
    );
    own.says("Er is een periode aan te leveren");
    bravo.get("/instelling").says("Uw gegevens lopen achter").says("ontbreekt");
    regulator.get("/toezicht/instellingen/bravo").says("Wat aangeleverd moet zijn").says("ontbreekt");
    let all = regulator.get("/toezicht/aanleveringen");
    all.says("Van 4 instellingen ontbreekt iets dat er had moeten zijn");
    regulator.get("/toezicht/instellingen").says("Wat elke instelling moet aanleveren");

    load_system_at(&site.database, &by_the_quarter(), "2026-01-31T10:00:00Z").unwrap();
    alfa.get("/instelling")
        .says("Elk kwartaal, uiterlijk 30 dagen na afloop")
        .says("1 oktober 2025 tot en met 31 december 2025 30 januari 2026 1 dag te laat compleet op 31 januari 2026")
        .says("1 september 2025 tot en met 30 september 2025");
    regulator.get("/toezicht/aanleveringen").says("Elk kwartaal");
}

#[test]
fn an_agreement_that_cannot_be_is_refused_with_its_place() {
    let site = RunningSite::empty();
    let wrong = by_the_quarter().replace("\"maanden\":3", "\"maanden\":5");
    let refused = load_system_at(&site.database, &wrong, "2026-01-31T10:00:00Z").unwrap_err().to_string();
    assert!(refused.contains("aanleverritme[0]") && refused.contains("1, 2, 3, 4, 6 of 12 maanden"), "{refused}");
}
