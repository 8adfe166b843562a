//! The calendar: what it says, who can read it, and when its secret address stops.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use icalendar::parser::{read_calendar, unfold};
use reqwest::StatusCode;
use stelselwacht::domain::access::{BodyDuty, Role};
use stelselwacht::storage::{Conn, StorageError, accounts};

use super::world::{self, Visit, body, visit};
use crate::support::site::{PUBLIC_URL, RunningSite, add_account, at};
use crate::support::{day, moment};

const NOW: &str = "2026-06-01T09:00:00Z";
const PAGE: &str = "/instelling/agenda";

fn site() -> RunningSite {
    let database = world::world(moment(NOW));
    for (number, date) in ["2026-05-28", "2026-05-20"].into_iter().enumerate() {
        let reference = format!("O;{number},x");
        let found = Visit {
            body: "alfa",
            certificate: "A1",
            reference: &format!("\"{reference}\""),
            date: day(date),
            recovered: None,
            codes: &[],
        };
        // Without findings nothing is due; those come with a reference that is plain.
        visit(&database.store, &found, moment(NOW));
        let plain = format!("O{number}");
        let found = Visit {
            body: "alfa",
            certificate: "A1",
            reference: &plain,
            date: day(date),
            recovered: None,
            codes: &["N1"],
        };
        visit(&database.store, &found, moment(NOW));
    }
    for (code, duty) in [("alfa", BodyDuty::Administrator), ("bravo", BodyDuty::Reader)] {
        add_account(&database, &at(code), &Role::Body(body(code), duty));
    }
    RunningSite::serve_at(database, NOW)
}

/// The properties of each event: UID and first day.
fn events(text: &str) -> Vec<(String, String)> {
    let unfolded = unfold(text);
    let read = read_calendar(&unfolded).unwrap();
    let property = |component: &icalendar::parser::Component<'_>, name: &str| {
        component.find_prop(name).unwrap().val.as_str().to_owned()
    };
    read.components.iter().map(|event| (property(event, "UID"), property(event, "DTSTART"))).collect()
}

#[test]
fn the_calendar_holds_the_list_without_names() {
    let site = site();
    let alfa = site.logged_in(&at("alfa"));
    let answer = alfa.get("/instelling/termijnen.ics");
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-store");
    let first = events(&answer.text);
    assert_eq!(first.len(), 2, "{}", answer.text);
    assert!(first.iter().all(|(uid, _)| uid.ends_with("@register.example")));
    assert_eq!(first, events(&alfa.get("/instelling/termijnen.ics").text), "the same term keeps its name");
    assert!(!answer.text.contains("Firma") && !answer.text.contains("90000001"), "{}", answer.text);
    assert_eq!(events(&site.logged_in(&at("bravo")).get("/instelling/termijnen.ics").text), []);
}

/// The secret address on the page after it was made, without the host.
fn secret(text: &str) -> String {
    let code = text.split_once("<code>").unwrap().1.split_once("</code>").unwrap().0;
    code.replace("&#x3D;", "=").strip_prefix(PUBLIC_URL).unwrap().to_owned()
}

#[test]
fn a_secret_address_reads_without_logging_in_until_it_is_revoked_or_replaced() {
    let site = site();
    let (alfa, anybody) = (site.logged_in(&at("alfa")), site.visitor());
    let page = alfa.get(PAGE);
    page.says("Wie het adres heeft, kan uw termijnen lezen");
    let made = alfa.post(&page, PAGE, &[("keuze", "maak")]);
    made.says("het wordt maar één keer getoond");
    let address = secret(&made.text);
    assert!(!alfa.get(PAGE).text.contains(&address), "it is shown once");
    alfa.get(PAGE).says("Het is nog niet gebruikt");
    let answer = anybody.get(&address);
    assert_eq!((answer.status, events(&answer.text).len()), (StatusCode::OK, 2));
    for (header, value) in
        [("referrer-policy", "no-referrer"), ("cache-control", "no-store"), ("x-robots-tag", "noindex")]
    {
        assert_eq!(answer.header(header), value, "{header}");
    }
    alfa.get(PAGE).says("Het is het laatst gebruikt op 1 juni 2026");
    // Only the hash is in the database.
    let token = address.split_once('=').unwrap().1;
    let kept = site.database.store.read(|conn: &mut Conn| {
        use diesel::prelude::*;
        #[derive(QueryableByName)]
        struct Line {
            #[diesel(sql_type = diesel::sql_types::Text)]
            line: String,
        }
        let query = "SELECT key_hash AS line FROM calendar_keys UNION ALL SELECT details AS line FROM audit_trail";
        let lines: Vec<Line> = diesel::sql_query(query).load(conn)?;
        Ok::<_, StorageError>(lines.into_iter().map(|line| line.line).collect::<Vec<_>>())
    });
    let kept = kept.unwrap();
    assert!(kept.len() > 1 && kept.iter().all(|line| !line.contains(token)), "{kept:?}");
    for wrong in ["/agenda.ics", "/agenda.ics?sleutel=", "/agenda.ics?sleutel=AAAA", &address[..address.len() - 1]] {
        assert_eq!(anybody.get(wrong).status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let again = alfa.post(&alfa.get(PAGE), PAGE, &[("keuze", "maak")]);
    let second = secret(&again.text);
    assert_eq!(anybody.get(&address).status, StatusCode::NOT_FOUND, "replaced");
    assert_eq!(anybody.get(&second).status, StatusCode::OK);
    let stopped = alfa.post(&alfa.get(PAGE), PAGE, &[("keuze", "trek-in")]);
    alfa.follow(stopped).says("Het adres werkt niet meer");
    assert_eq!(anybody.get(&second).status, StatusCode::NOT_FOUND, "revoked");
}

#[test]
fn a_secret_address_stops_when_its_account_is_closed() {
    let site = site();
    let alfa = site.logged_in(&at("alfa"));
    let address = secret(&alfa.post(&alfa.get(PAGE), PAGE, &[("keuze", "maak")]).text);
    let close = |conn: &mut Conn| {
        let (account, _) = accounts::by_email(conn, &at("alfa"))?.unwrap();
        accounts::disable(conn, moment(NOW), account.id)
    };
    site.database.store.write(close).unwrap();
    assert_eq!(site.visitor().get(&address).status, StatusCode::NOT_FOUND);
}
