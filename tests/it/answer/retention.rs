//! How far back the public sees.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;
use stelselwacht::domain::certificate::Standing;
use stelselwacht::domain::identifiers::KvkNumber;
use stelselwacht::services::register;
use stelselwacht::services::search::{Question, Register};
use stelselwacht::storage::Known;

use super::support::{Certificate, Decision, certificate, say, suspension};
use crate::delivery::support::register as empty_register;
use crate::support::site::RunningSite;
use crate::support::{TestDatabase, day, moment};

/// Two firms: a suspension that was lifted on 15 May 2025, and one that still runs since 10 March 2025.
fn two_suspensions() -> TestDatabase {
    let database = empty_register();
    let firms = [certificate("C1", "90000001", "De Vries"), certificate("C2", "90000002", "Bakker")];
    let lifted = Decision { lifted: "2025-05-15", ..suspension("B1", "C1", "2025-03-10") };
    say(&database.store, moment("2026-01-10T09:00:00Z"), &firms, &[lifted, suspension("B2", "C2", "2025-03-10")]);
    database
}

#[test]
fn by_default_what_happened_is_shown_with_measures_and_dates_and_never_with_grounds() {
    let site = RunningSite::serve(two_suspensions());
    for (path, words) in [
        ("/installateurs/90000001", "Certificaat C1 is geschorst door Certificatie Alfa."),
        ("/installateurs/90000001", "15 mei 2025 De schorsing van certificaat C1 is opgeheven."),
        ("/certificaten/C2", "het certificaat is geschorst sinds 10 maart 2025"),
    ] {
        let page = site.visitor().get(path);
        page.says(words);
        assert!(!page.text.contains("Reden die niemand"), "{path} tells grounds");
        assert!(!page.text.contains("Dorpsstraat") && !page.text.contains("3511"), "{path} tells an address");
    }
}

#[test]
fn what_is_older_than_the_setting_is_not_shown_and_not_erased() {
    let site = RunningSite::showing_history_of(two_suspensions(), 0);
    let visitor = site.visitor();
    let over = visitor.get("/installateurs/90000001");
    over.says("Ja").says("is geldig sinds 1 januari 2024");
    assert!(!over.text.contains("geschorst") && !over.text.contains("opgeheven"), "{}", over.words());
    visitor.get("/installateurs/90000002").says("Nee, geschorst").says("geschorst sinds 10 maart 2025");
    let earlier = visitor.get("/installateurs/90000001?peildatum=2026-01-31");
    assert_eq!(earlier.status, StatusCode::BAD_REQUEST);
    earlier.says("Kies een dag van 1 februari 2026 tot en met");
    let then = visitor.get("/installateurs/90000001?bekend-op=2026-01-31");
    assert_eq!(then.status, StatusCode::BAD_REQUEST);
    let kept = register::holder(&site.database.store, &KvkNumber::parse("90000001").unwrap(), Known::Now).unwrap();
    assert_eq!(kept[0].measures.len(), 1);
}

#[test]
fn the_search_says_what_the_page_of_the_firm_says() {
    let database = empty_register();
    let ended = Certificate { until: "2025-12-31", ..certificate("C3", "90000003", "Visser") };
    let withdrawn = Decision { measure: "intrekking", ..suspension("B3", "C3", "2025-03-10") };
    say(&database.store, moment("2026-01-10T09:00:00Z"), &[ended], &[withdrawn]);
    let site = RunningSite::showing_history_of(database, 0);
    let visitor = site.visitor();
    visitor.get("/installateurs/90000003").says("Nee, verlopen");
    let found = visitor.get("/?zoek=visser");
    found.says("verlopen");
    assert!(!found.text.contains("ingetrokken sinds"), "{}", found.words());
    visitor.get("/?zoek=visser&status=verlopen").says("1 bedrijf");
    visitor.get("/?zoek=visser&status=ingetrokken").says("Wij vonden geen bedrijf");
    let listed = visitor.get("/api/v1/certificaathouders?q=visser");
    assert!(listed.text.contains("\"status\":\"verlopen\""), "{}", listed.text);
}

#[test]
fn the_search_forgets_when_the_day_turns() {
    let database = empty_register();
    let ended = Certificate { until: "2025-06-30", ..certificate("C3", "90000003", "Visser") };
    let withdrawn = Decision { measure: "intrekking", ..suspension("B3", "C3", "2025-03-10") };
    say(&database.store, moment("2026-01-10T09:00:00Z"), &[ended], &[withdrawn]);
    let search = Register::load(&database.store).unwrap();
    search.show_history_of(1);
    search.prepare(day("2026-06-30"));
    let standing = |on: &str| {
        let answer = search.search(&Question::default(), day(on), 0, 1);
        answer.hits[0].firm.listings().unwrap()[0].status_on(day(on)).standing
    };
    assert_eq!(standing("2026-06-30"), Standing::Withdrawn);
    assert_eq!(standing("2026-06-15"), Standing::Withdrawn);
    assert_eq!(standing("2026-07-01"), Standing::Expired, "what tomorrow is asked, when it comes");
    search.prepare(day("2026-07-01"));
    assert_eq!(standing("2026-07-01"), Standing::Expired);
    assert_eq!(standing("2026-06-15"), Standing::Expired, "of an earlier day no more is shown");
}
