//! The pages of a certification body.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;
use stelselwacht::storage::StorageError;

use crate::support::site::{Answer, Browser, REGULATOR, RunningSite, UPLOAD_LIMIT, at, data};

pub(super) const NEW: &str = "/instelling/aanleveringen/nieuw";
const KINDS: [&str; 4] = ["certificaten", "onderzoeken", "afwijkingen", "besluiten"];

/// The files of a body in a set of the test data, as the form sends them.
pub(super) fn files(set: &str, body: &str) -> Vec<(&'static str, String, Vec<u8>)> {
    let read = |kind: &'static str| {
        let name = format!("{body}-{kind}.csv");
        let bytes = std::fs::read(data(&format!("{set}/{name}"))).unwrap();
        (kind, name, bytes)
    };
    KINDS.map(read).into()
}

/// Fills in the form for deliveries.
pub(super) fn send(browser: &Browser<'_>, through: &str, files: &[(&'static str, String, Vec<u8>)]) -> Answer {
    let form = browser.get(NEW);
    let files: Vec<_> = files.iter().map(|(kind, name, bytes)| (*kind, name.as_str(), bytes.clone())).collect();
    browser.upload(form.csrf(), NEW, through, &files)
}

/// Sends files and goes on to the preview; gives its address as well.
pub(super) fn preview(
    browser: &Browser<'_>,
    through: &str,
    files: &[(&'static str, String, Vec<u8>)],
) -> (String, Answer) {
    let sent = send(browser, through, files);
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
    let address = sent.location.clone();
    let page = browser.follow(sent);
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    (address, page)
}

pub(super) fn choose(browser: &Browser<'_>, address: &str, page: &Answer, choice: &str) -> Answer {
    browser.follow(browser.post(page, address, &[("keuze", choice)]))
}

#[test]
fn who_is_not_logged_in_is_brought_to_the_form_and_back() {
    let site = RunningSite::empty();
    for path in
        ["/instelling", "/instelling/aanleveringen", NEW, "/instelling/onderzoeken", "/instelling/onderzoeken/A1"]
    {
        let answer = site.visitor().get(path);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("naar", path).finish();
        assert_eq!(answer.location, format!("/inloggen?{query}"));
    }
    let answer = site.visitor().upload("x", NEW, "", &[("certificaten", "a.csv", b"a;b\n".to_vec())]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location.starts_with("/inloggen"));
}

#[test]
fn the_pages_of_a_body_are_not_there_for_the_regulator() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let regulator = site.logged_in(REGULATOR);
    for path in
        ["/instelling", "/instelling/aanleveringen", "/instelling/aanleveringen/1", NEW, "/instelling/onderzoeken"]
    {
        assert_eq!(regulator.get(path).status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn a_new_body_sees_what_to_do_first() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    alfa.get("/instelling").says("Certificatie Alfa").says("U hebt nog geen gegevens aangeleverd");
    alfa.get("/instelling/aanleveringen").says("U hebt nog niets aangeleverd");
    alfa.get("/instelling/onderzoeken").says("Er zijn nog geen onderzoeken aangeleverd");
}

#[test]
fn a_clean_delivery_is_looked_at_stored_and_found_at_once() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let (address, page) = preview(&alfa, "2026-01-30", &files("clean", "alfa"));
    page.says("Alle rijen zijn goed").says("compleet tot en met 30 januari 2026").says("alfa-besluiten.csv");
    assert!(page.text.contains("Alles opslaan") && !page.text.contains("Alleen de goede regels"));
    alfa.get("/instelling/aanleveringen").says("U hebt nog niets aangeleverd");
    assert_eq!(site.portal.register.len(), 0, "nothing is stored by looking");

    let receipt = choose(&alfa, &address, &page, "alles");
    receipt
        .says("Opgeslagen")
        .says("iemand@alfa.example")
        .says("30 januari 2026")
        .says("kregen een nieuw of ander oordeel");
    assert!(site.portal.register.len() > 10, "the public finds the firms at once");
    assert_eq!(alfa.get(&address).location, "/instelling/aanleveringen/1", "the upload leads to its receipt");
    alfa.get("/instelling/aanleveringen").says("1 aanlevering");
    alfa.get("/instelling").says("Uw gegevens zijn bijgewerkt tot en met 30 januari 2026");
}

#[test]
fn sending_the_same_again_changes_nothing_and_says_so() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = site.logged_in(&at("alfa"));
    let (address, page) = preview(&alfa, "2026-01-31", &files("clean", "alfa"));
    page.says("Niets nieuws").says("compleet zijn tot en met 31 januari 2026");
    choose(&alfa, &address, &page, "alles").says("Er is niets veranderd");
    alfa.get("/instelling").says("bijgewerkt tot en met 31 januari 2026");
}

#[test]
fn of_a_dirty_delivery_all_faults_are_shown_and_the_good_rows_can_be_stored() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let (address, page) = preview(&alfa, "", &files("dirty", "alfa"));
    page.says("kunnen niet worden opgeslagen").says("alfa-certificaten.csv 51 kvk_nummer");
    assert!(page.text.contains("Alleen de goede regels opslaan") && !page.text.contains("Alles opslaan"));
    // Who asks to store everything all the same gets nothing stored.
    let again = choose(&alfa, &address, &page, "alles");
    again.says("kunnen niet worden opgeslagen");
    assert_eq!(site.portal.register.len(), 0);
    let receipt = choose(&alfa, &address, &again, "goede");
    receipt.says("Alleen de goede regels zijn opgeslagen").says("Verbeter die en lever ze opnieuw aan");
    assert!(site.portal.register.len() > 10);
}

#[test]
fn a_changed_row_stands_beside_what_is_stored() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = site.logged_in(&at("alfa"));
    let mut certificates = files("clean", "alfa").remove(0);
    let text = String::from_utf8(certificates.2).unwrap();
    let first = text.lines().nth(1).unwrap();
    let name = first.split(';').nth(3).unwrap();
    certificates.2 = text.replace(first, &first.replace(name, "Nieuwe Naam B.V.")).into_bytes();
    let (_, page) = preview(&alfa, "", &[certificates]);
    page.says("Wat verandert").says("alfa-certificaten.csv, regel 2").says(&format!("naam {name} Nieuwe Naam B.V."));
}

#[test]
fn what_is_not_stored_is_gone() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let (address, page) = preview(&alfa, "", &files("clean", "alfa"));
    choose(&alfa, &address, &page, "niets").says("Er is niets opgeslagen");
    assert_eq!(alfa.get(&address).status, StatusCode::NOT_FOUND);
    assert_eq!(site.portal.register.len(), 0);
}

#[test]
fn the_upload_the_receipt_and_the_audit_of_another_body_are_not_there() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    let (alfa, bravo) = (site.logged_in(&at("alfa")), site.logged_in(&at("bravo")));
    let (address, page) = preview(&alfa, "", &files("clean", "alfa"));
    assert_eq!(bravo.get(&address).status, StatusCode::NOT_FOUND);
    let own = bravo.get(NEW);
    for choice in ["alles", "goede", "niets"] {
        assert_eq!(bravo.post(&own, &address, &[("keuze", choice)]).status, StatusCode::NOT_FOUND, "{choice}");
    }
    assert_eq!(alfa.get("/instelling/aanleveringen/1").status, StatusCode::OK);
    assert_eq!(bravo.get("/instelling/aanleveringen/1").status, StatusCode::NOT_FOUND);
    assert_eq!(alfa.get("/instelling/onderzoeken/A000036").status, StatusCode::OK);
    assert_eq!(bravo.get("/instelling/onderzoeken/A000036").status, StatusCode::NOT_FOUND);
    choose(&alfa, &address, &page, "alles").says("Er is niets veranderd");
}

#[test]
fn what_is_too_large_is_refused_with_the_limit() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let large = vec![b'x'; UPLOAD_LIMIT + 1];
    let answer = send(&alfa, "", &[("certificaten", "certificaten.csv".to_owned(), large)]);
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    answer.says("te groot").says("256 kB").says("Er is niets opgeslagen");
    // Two files that are each small enough are too large together.
    let half = vec![b'x'; UPLOAD_LIMIT / 2 + 1];
    let both = [("certificaten", "a.csv".to_owned(), half.clone()), ("onderzoeken", "b.csv".to_owned(), half)];
    assert_eq!(send(&alfa, "", &both).status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn a_form_without_its_token_is_refused() {
    let site = RunningSite::empty();
    let (alfa, bravo) = (site.logged_in(&at("alfa")), site.logged_in(&at("bravo")));
    let file = [("certificaten", "a.csv", b"a;b\n".to_vec())];
    let of_another = bravo.get(NEW);
    for token in ["", "AAAA", of_another.csrf()] {
        let answer = alfa.upload(token, NEW, "", &file);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{token}");
        answer.says("Dit formulier is verlopen");
    }
    let (address, _) = preview(&alfa, "", &files("clean", "alfa"));
    assert_eq!(alfa.post_with("AAAA", &address, &[("keuze", "alles")]).status, StatusCode::BAD_REQUEST);
    assert_eq!(site.portal.register.len(), 0);
}

#[test]
fn a_form_without_file_or_with_a_wrong_day_comes_back_with_what_was_filled_in() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let nothing = send(&alfa, "2026-01-30", &[]);
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    nothing.says("Kies ten minste één bestand");
    assert!(nothing.text.contains("value=\"2026-01-30\""));
    let wrong = send(&alfa, "2026-02-30", &files("clean", "alfa"));
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says("Dit is geen bestaande dag");
    let future = send(&alfa, "2026-02-02", &files("clean", "alfa"));
    assert_eq!(future.status, StatusCode::UNPROCESSABLE_ENTITY);
    future.says("ligt na vandaag");
}

#[test]
fn a_zip_that_is_called_csv_is_named_as_such() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let zip = b"PK\x03\x04\x14\x00\x00\x00\x08\x00 not a workbook".to_vec();
    let (_, page) = preview(&alfa, "", &[("certificaten", "certificaten.csv".to_owned(), zip)]);
    page.says("Deze aanlevering kan niet worden opgeslagen").says("certificaten.csv");
    assert!(!page.text.contains("opslaan</button>") || !page.text.contains("Alles opslaan"));
}

#[test]
fn what_stands_in_a_cell_or_a_name_is_never_markup() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let text =
        "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op\n<b>A1</b>;C1;<i>visite</i>;gisteren;\n";
    let (_, page) = preview(&alfa, "", &[("onderzoeken", "<u>onderzoeken.csv".to_owned(), text.into())]);
    assert!(!page.text.contains("<i>visite") && !page.text.contains("<b>A1") && !page.text.contains("<u>"));
    page.says("<i>visite</i>");
}

#[test]
fn open_decisions_stand_on_the_overview_the_soonest_first() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie"]);
    let alfa = site.logged_in(&at("alfa"));
    // Two audits of which the decision was not delivered: one in time to be taken still, one not.
    let audits = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op\n\
                  NIEUW-1;AL-A-000002;klacht;2026-01-28;\nNIEUW-2;AL-A-000026;klacht;2026-01-05;\n";
    let findings = "afwijking_id;onderzoek_id;code;toelichting;vervallen_op\nN-1;NIEUW-1;K1;;\nN-2;NIEUW-2;K1;;\n";
    let sent = [
        ("onderzoeken", "onderzoeken.csv".to_owned(), audits.into()),
        ("afwijkingen", "afwijkingen.csv".to_owned(), findings.into()),
    ];
    let (address, page) = preview(&alfa, "2026-01-31", &sent);
    choose(&alfa, &address, &page, "alles").says("Opgeslagen");

    let page = alfa.get("/instelling");
    page.says("zekerheid tussen").says("Lever het dan aan");
    let words = page.words();
    let decide = "Besluit nemen De matrix schrijft voor: Schorsing van het certificaat.";
    let late = words.find(&format!("NIEUW-2 CS-A, 5 januari 2026 {decide} 19 januari 2026 te laat, 13 dagen geleden"));
    let soon = words.find(&format!("NIEUW-1 CS-A, 28 januari 2026 {decide} 11 februari 2026 nog 10 dagen"));
    assert!(late.is_some() && late < soon, "{words}");
    for other in ["Bravo", "Charlie"] {
        assert!(!words.contains(other), "a body sees only itself");
    }
    alfa.get("/instelling/onderzoeken/NIEUW-2")
        .says("geen besluit")
        .says("Een besluit van Certificatie Alfa ontbreekt");
    alfa.get("/instelling/onderzoeken/NIEUW-1").says("kan nog besluiten, tot en met 11 februari 2026");
}

#[test]
fn the_list_of_audits_is_filtered_and_leafed_through() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = site.logged_in(&at("alfa"));
    alfa.get("/instelling/onderzoeken").says("1 tot en met 25 van 38 onderzoeken");
    alfa.get("/instelling/onderzoeken?pagina=2").says("26 tot en met 38 van 38 onderzoeken");
    let conform = alfa.get("/instelling/onderzoeken?oordeel=conform&schema=CS-A");
    conform.says("conform");
    assert!(!conform.words().contains("geen afwijking CS-B"));
    assert_eq!(alfa.get("/instelling/onderzoeken?oordeel=onzin").status, StatusCode::BAD_REQUEST);
    alfa.get("/instelling/onderzoeken?schema=BESTAAT-NIET").says("Er zijn geen onderzoeken met dit oordeel");
}

#[test]
fn an_audit_tells_how_its_verdict_came_about() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = site.logged_in(&at("alfa"));
    let list = alfa.get("/instelling/onderzoeken?oordeel=conform");
    let reference = list.text.split_once("/instelling/onderzoeken/").unwrap().1.split_once('"').unwrap().0;
    let audit = alfa.get(&format!("/instelling/onderzoeken/{reference}"));
    audit
        .says(&format!("Onderzoek {reference}"))
        .says("en die maatregel legde Certificatie Alfa op")
        .says("Voorgeschreven naast opgelegd")
        .says("Hoe dit oordeel tot stand kwam")
        .says("De regel in de matrix")
        .says("Dit oordeel geldt nu");
    assert!(audit.text.contains("href=\"/schemas/CS-"));
    assert_eq!(alfa.get("/instelling/onderzoeken/BESTAAT-NIET").status, StatusCode::NOT_FOUND);
}

#[test]
fn many_faults_stand_on_several_pages() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let header = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op".to_owned();
    let rows = (1..=250).map(|number| format!("A{number};onbekend;klacht;2025-01-02;"));
    let text = std::iter::once(header).chain(rows).collect::<Vec<_>>().join("\n");
    let (address, page) = preview(&alfa, "", &[("onderzoeken", "onderzoeken.csv".to_owned(), text.into())]);
    page.says("1 tot en met 50 van 250 rijen").says("onderzoeken.csv 51 certificaatnummer");
    let last = alfa.get(&format!("{address}?pagina=5"));
    last.says("201 tot en met 250 van 250 rijen").says("onderzoeken.csv 251 certificaatnummer");
}

#[test]
fn what_takes_long_shows_how_far_it_is_and_ends_at_the_receipt() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let (address, page) = preview(&alfa, "2026-01-30", &files("clean", "alfa"));
    let (release, released) = std::sync::mpsc::channel::<()>();
    let (started, starts) = std::sync::mpsc::channel();
    let store = site.database.store.clone();
    // Somebody else writes meanwhile, so that storing has to wait.
    let other = std::thread::spawn(move || {
        let hold = |_: &mut stelselwacht::storage::Conn| {
            started.send(()).unwrap();
            released.recv().unwrap();
            Ok::<_, StorageError>(())
        };
        store.write(hold).unwrap();
    });
    starts.recv().unwrap();
    let waiting = alfa.post(&page, &address, &[("keuze", "alles")]);
    assert_eq!((waiting.status, waiting.location.as_str()), (StatusCode::SEE_OTHER, address.as_str()));
    let progress = alfa.get(&address);
    progress.says("Wij slaan uw aanlevering op").says("Deze pagina ververst zichzelf");
    assert!(progress.refresh.is_some() && progress.text.contains("<progress"));
    // Pressing the button again does not store twice.
    assert_eq!(alfa.post(&page, &address, &[("keuze", "alles")]).location, address);
    release.send(()).unwrap();
    other.join().unwrap();
    let receipt = alfa.follow(Answer { location: address, ..progress });
    receipt.says("Aanlevering 1").says("Opgeslagen");
    alfa.get("/instelling/aanleveringen").says("1 aanlevering");
}
