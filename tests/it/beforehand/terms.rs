//! The work list follows what is delivered.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::NaiveDate;
use diesel::prelude::*;
use reqwest::StatusCode;
use stelselwacht::domain::access::{BodyDuty, Role};
use stelselwacht::services::Page;
use stelselwacht::services::terms::{Term, TermKind, WorkList, catch_up, list};
use stelselwacht::storage::{Conn, StorageError};

use super::world::{self, Visit, body, decide, see, visit};
use crate::support::site::{RunningSite, add_account, at};
use crate::support::{TestDatabase, day, moment};

fn terms(database: &TestDatabase, code: &str, today: NaiveDate) -> Vec<Term> {
    list(&database.store, &see(code), today, None, Page::new(1, 50)).unwrap().unwrap().terms.rows
}

fn only(database: &TestDatabase, today: NaiveDate) -> (TermKind, NaiveDate, String) {
    let mut found = terms(database, "alfa", today);
    assert_eq!(found.len(), 1, "{found:?}");
    let term = found.remove(0);
    (term.kind, term.due_on, term.measure)
}

fn audit(recovered: Option<NaiveDate>) -> Visit<'static> {
    let (body, certificate, reference) = ("alfa", "A1", "O1");
    Visit { body, certificate, reference, date: day("2026-03-02"), recovered, codes: &["K1"] }
}

#[test]
fn an_audit_asks_for_a_decision_then_recovery_then_what_follows_and_then_nothing() {
    let at = |text: &str| moment(&format!("{text}T09:00:00Z"));
    let database = world::world(at("2026-03-03"));
    visit(&database.store, &audit(None), at("2026-03-03"));
    let (kind, due, measure) = only(&database, day("2026-03-03"));
    assert_eq!((kind, measure.as_str()), (TermKind::Decision, "Schorsing van het certificaat"), "{due}");
    let (decided, until) = (due, day("2026-04-10"));
    decide(&database.store, ("alfa", "O1"), ("B1", "schorsing"), decided, Some(until), at("2026-04-01"));
    let (kind, due, measure) = only(&database, day("2026-04-01"));
    assert_eq!((kind, due, measure.as_str()), (TermKind::Recovery, until, "Schorsing van het certificaat"));
    assert!(terms(&database, "bravo", day("2026-04-01")).is_empty(), "nothing of another body");
    // The day passes, and the data of the body with it.
    visit(&database.store, &audit(None), at("2026-04-12"));
    let (kind, due, measure) = only(&database, day("2026-04-12"));
    assert_eq!((kind, measure.as_str()), (TermKind::FollowUp, "Intrekking van het certificaat"));
    assert!(due > until);
    decide(&database.store, ("alfa", "O1"), ("V1", "intrekking"), day("2026-04-13"), None, at("2026-04-14"));
    assert_eq!(terms(&database, "alfa", day("2026-04-14")), []);
}

#[test]
fn recovery_that_is_established_ends_the_term() {
    let at = |text: &str| moment(&format!("{text}T09:00:00Z"));
    let database = world::world(at("2026-03-03"));
    visit(&database.store, &audit(None), at("2026-03-03"));
    decide(
        &database.store,
        ("alfa", "O1"),
        ("B1", "schorsing"),
        day("2026-03-05"),
        Some(day("2026-04-10")),
        at("2026-03-06"),
    );
    assert_eq!(only(&database, day("2026-03-06")).0, TermKind::Recovery);
    visit(&database.store, &audit(Some(day("2026-03-20"))), at("2026-03-21"));
    assert_eq!(terms(&database, "alfa", day("2026-03-21")), []);
}

#[test]
fn the_list_shows_the_soonest_first_and_says_in_words_what_is_over() {
    let now = moment("2026-06-01T09:00:00Z");
    let database = world::world(now);
    for (number, date) in ["2026-05-28", "2026-03-02", "2026-05-20"].into_iter().enumerate() {
        let reference = format!("O{number}");
        let found = Visit {
            body: "alfa",
            certificate: "A1",
            reference: &reference,
            date: day(date),
            recovered: None,
            codes: &["N1"],
        };
        visit(&database.store, &found, now);
    }
    add_account(&database, &at("alfa"), &Role::Body(body("alfa"), BodyDuty::Reader));
    let found = terms(&database, "alfa", day("2026-06-01"));
    let days: Vec<_> = found.iter().map(|term| term.due_on).collect();
    assert!(days.is_sorted() && days.len() == 3, "{days:?}");
    let site = RunningSite::serve_at(database, "2026-06-01T09:00:00Z");
    let alfa = site.logged_in(&at("alfa"));
    let page = alfa.get("/instelling/termijnen");
    page.says("3 termijnen").says("te laat").says("Besluit nemen").says("is voorbij");
    assert!(page.text.find(">O1<").unwrap() < page.text.find(">O2<").unwrap(), "the soonest first");
    alfa.get("/instelling").says("te laat").says("Alle 3 termijnen");
    alfa.get("/instelling/termijnen?soort=vervolg").says("Er is niets dat u nog moet doen");
    assert_eq!(alfa.get("/instelling/termijnen?soort=iets").status, StatusCode::BAD_REQUEST);
    assert_eq!(alfa.get("/instelling/termijnen?pagina=9").status, StatusCode::NOT_FOUND);
}

/// The list is read from what is stored; it must be what the assessment says now.
#[test]
fn the_list_is_what_the_assessment_says_for_every_audit() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie"]);
    let today = day("2026-02-01");
    for code in ["alfa", "bravo", "charlie"] {
        let page = Page::new(1, 500);
        let listed = list(&site.database.store, &see(code), today, None, page).unwrap().unwrap().terms;
        let (mut open, wanted) = (0, stelselwacht::services::audits::Wanted::default());
        let all = stelselwacht::services::audits::list(&site.database.store, &see(code), today, &wanted, page);
        for one in all.unwrap().unwrap().audits.rows {
            let reference = &one.verdict.audit_reference;
            let judged = stelselwacht::services::audits::one(&site.database.store, &see(code), today, reference);
            let judged = judged.unwrap().unwrap();
            let Some(assessment) = judged.assessment else { continue };
            let term = assessment.open_term(&judged.version.matrix, judged.file.audit.recovery_established_on);
            let stored = listed.rows.iter().find(|term| term.audit == *reference);
            assert_eq!(term.as_ref().map(|term| (term.kind, term.due_on)), stored.map(|term| (term.kind, term.due_on)));
            open += i64::from(term.is_some());
        }
        assert_eq!(open, listed.total, "{code}");
    }
}

/// A database of before the terms were stored gets them without waiting for a delivery, and once.
#[test]
fn terms_of_an_older_database_are_caught_up_with() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    let store = &site.database.store;
    let now = moment("2026-02-01T09:00:00Z");
    let of = |code: &str| list(store, &see(code), day("2026-02-01"), None, Page::new(1, 500)).unwrap().unwrap();
    let before = ["alfa", "bravo"].map(of);
    assert!(before.iter().all(|list| list.terms.rows.iter().any(|term| term.kind != TermKind::Decision)));
    // What the step of the migration leaves behind.
    let older = "UPDATE verdicts SET due_kind = CASE WHEN outcomes IN ('open', 'geen-besluit') THEN due_kind END, \
                 due_on = CASE WHEN outcomes IN ('open', 'geen-besluit') THEN due_on END, \
                 due_measure = CASE WHEN outcomes IN ('open', 'geen-besluit') THEN due_measure END, \
                 settled_on = CASE WHEN imposed_decision IS NOT NULL AND prescribed_measure IS NOT NULL \
                 THEN '9999-12-31' ELSE settled_on END WHERE recorded_until IS NULL";
    store.write(|conn: &mut Conn| Ok::<_, StorageError>(diesel::sql_query(older).execute(conn)?)).unwrap();
    assert!(of("alfa").terms.total < before[0].terms.total);
    assert!(catch_up(store, now).unwrap() > 0);
    for (code, before) in ["alfa", "bravo"].into_iter().zip(&before) {
        let plain = |list: &WorkList| {
            let plain = |term: &Term| (term.audit.clone(), term.kind, term.due_on, term.measure.clone());
            list.terms.rows.iter().map(plain).collect::<Vec<_>>()
        };
        assert_eq!(plain(&of(code)), plain(before), "{code}");
    }
    assert_eq!(catch_up(store, now).unwrap(), 0);
}
