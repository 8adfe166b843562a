//! Letters about terms: to whom, when, once.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::sync::Arc;

use chrono::{DateTime, Utc};
use stelselwacht::domain::access::{BodyDuty, Role};
use stelselwacht::notify::Mail;
use stelselwacht::services::terms::reminders::write;

use super::world::{self, Visit, body, decide, visit};
use crate::support::site::{RunningSite, add_account, at};
use crate::support::{TestDatabase, day, mail, moment};

const DECIDER: &str = "beslist@alfa.example";
const READER: &str = "leest@alfa.example";

fn noon(text: &str) -> DateTime<Utc> {
    moment(&format!("{text}T11:00:00Z"))
}

/// An audit of 2 March 2026 that asks for a decision by 16 March, and two accounts at alfa.
fn world() -> TestDatabase {
    let database = world::world(noon("2026-03-03"));
    let found = Visit {
        body: "alfa",
        certificate: "A1",
        reference: "O1",
        date: day("2026-03-02"),
        recovered: None,
        codes: &["K1"],
    };
    visit(&database.store, &found, noon("2026-03-03"));
    add_account(&database, DECIDER, &Role::Body(body("alfa"), BodyDuty::Deliverer));
    add_account(&database, READER, &Role::Body(body("alfa"), BodyDuty::Reader));
    database
}

fn due() -> chrono::NaiveDate {
    let database = world();
    let list = stelselwacht::services::terms::list(
        &database.store,
        &world::see("alfa"),
        day("2026-03-03"),
        None,
        stelselwacht::services::Page::new(1, 10),
    );
    list.unwrap().unwrap().terms.rows[0].due_on
}

/// A round at noon some days before (or after) the last day; gives the mails that left.
fn mails(database: &TestDatabase, at: DateTime<Utc>) -> Vec<(String, Mail)> {
    mail::sent_at(&database.store, at)
}

#[test]
fn who_decides_hears_a_week_and_a_day_before_and_when_it_is_over_and_each_once() {
    let database = world();
    let last = due();
    let on = |days: i64| noon(&(last - chrono::TimeDelta::days(days)).to_string());
    assert!(mails(&database, on(8)).is_empty());
    let first = mails(&database, on(7));
    assert_eq!(first.len(), 1, "{first:?}");
    let (to, mail) = &first[0];
    assert_eq!(to, DECIDER);
    assert_eq!(mail.subject, "1 termijn bijna voorbij");
    assert!(mail.text.contains("(over 7 dagen): besluit over onderzoek O1 (CS-A)"), "{}", mail.text);
    assert!(mail.text.contains("https://register.example/instelling/termijnen"), "{}", mail.text);
    assert!(!mail.text.contains("Firma"), "no names of firms: {}", mail.text);
    assert!(mails(&database, on(7)).is_empty(), "once a day");
    assert!(mails(&database, on(3)).is_empty(), "between the moments nothing");
    assert!(mails(&database, on(1))[0].1.text.contains("(morgen)"));
    assert!(mails(&database, on(0)).is_empty());
    let over = mails(&database, on(-1));
    assert!(
        over[0].1.text.contains("Deze termijnen zijn voorbij") && over[0].1.text.contains("(gisteren)"),
        "{over:?}"
    );
    assert!(mails(&database, on(-2)).is_empty(), "and never again");
}

#[test]
fn nothing_leaves_before_the_morning() {
    let database = world();
    let early = moment(&format!("{}T04:30:00Z", due() - chrono::TimeDelta::days(7)));
    assert!(mails(&database, early).is_empty());
    assert_eq!(mails(&database, early + chrono::TimeDelta::hours(3)).len(), 1);
}

#[test]
fn a_moment_that_nobody_was_awake_for_is_told_later_and_a_term_that_was_met_is_not() {
    let last = due();
    let on = |days: i64| noon(&(last - chrono::TimeDelta::days(days)).to_string());
    let database = world();
    let late = mails(&database, on(4));
    assert!(late[0].1.text.contains("(over 4 dagen)"), "{late:?}");
    let database = world();
    decide(
        &database.store,
        ("alfa", "O1"),
        ("B1", "schorsing"),
        day("2026-03-05"),
        Some(day("2026-12-01")),
        noon("2026-03-05"),
    );
    for days in [7, 1, -1] {
        assert!(mails(&database, on(days)).is_empty(), "{days}");
    }
}

#[test]
fn programs_beside_each_other_write_one_letter() {
    let database = Arc::new(world());
    let at = noon(&(due() - chrono::TimeDelta::days(7)).to_string());
    let together = |_| {
        let database = Arc::clone(&database);
        std::thread::spawn(move || write(&database.store, at).unwrap())
    };
    let threads: Vec<_> = (0..4).map(together).collect();
    let written: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(written, 1);
}

#[test]
fn an_account_chooses_for_itself() {
    let database = world();
    let site = RunningSite::serve_at(database, "2026-03-04T09:00:00Z");
    let page = "/instelling/herinneringen";
    let (decides, reads) = (site.logged_in(DECIDER), site.logged_in(READER));
    decides.get(page).says("herinneringen 7 dagen van tevoren en 1 dag van tevoren, en één als een termijn voorbij is");
    reads.get(page).says("U krijgt nu geen herinneringen");
    let wrong = decides.post(&decides.get(page), page, &[("dagen", "een week")]);
    assert_eq!(wrong.status.as_u16(), 400);
    wrong.says("«een» is geen aantal dagen");
    decides.follow(decides.post(&decides.get(page), page, &[("dagen", "")])).says("Uw keuze is bewaard");
    reads
        .follow(reads.post(&reads.get(page), page, &[("dagen", "3")]))
        .says("herinneringen 3 dagen van tevoren, en één");
    let sent = mails(&site.database, noon(&(due() - chrono::TimeDelta::days(3)).to_string()));
    assert_eq!(sent.iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(), [READER]);
    let _ = at("alfa");
}
