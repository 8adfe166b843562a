//! A request that is sent again with its key is answered again, and done once.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;
use serde_json::json;
use stelselwacht::clock::Clock;

use super::client::Program;
use super::programs::{acted, certificate};
use crate::support::moment;
use crate::support::site::RunningSite;

const KEY: (&str, &str) = ("idempotency-key", "5f0c8a5e-2f63-4c6c-9a3e-0b7f0a1c2d3e");

fn delivered(site: &RunningSite) -> usize {
    acted(site, "aanlevering-opgeslagen").len()
}

#[test]
fn the_same_request_gets_the_same_answer_and_is_done_once() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = Program::full(&site, "alfa");
    let before = delivered(&site);
    let path = "/certificaten/AL-A-009999";
    let first = alfa.put(path, &certificate("AL-A-009999"), &[KEY]);
    let again = alfa.put(path, &certificate("AL-A-009999"), &[KEY]);
    assert_eq!(first.status, StatusCode::CREATED);
    assert_eq!((again.status, &again.text, again.header("etag")), (first.status, &first.text, first.header("etag")));
    assert_eq!(delivered(&site), before + 1);

    let mut other = certificate("AL-A-009999");
    other["plaats"] = "Zeist".into();
    for reply in [
        alfa.put(path, &other, &[KEY]),
        alfa.put("/certificaten/AL-A-009998", &certificate("AL-A-009999"), &[KEY]),
        alfa.put(path, &certificate("AL-A-009999"), &[KEY, ("if-match", "*")]),
        alfa.post("", &certificate("AL-A-009999"), &[KEY]),
    ] {
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text);
        assert!(reply.json()["detail"].as_str().unwrap().contains("Idempotency-Key"), "{}", reply.text);
    }
    let colleague = Program::new(&site, "alfa", site.token("alfa", "ander", "certificaten:schrijven"));
    assert_eq!(colleague.put(path, &other, &[KEY]).status, StatusCode::OK, "each token has keys of its own");
    assert_eq!(delivered(&site), before + 2);

    let wrong = json!({"besluiten": [{"besluitId": "B"}]});
    let key = ("idempotency-key", "fout");
    let (first, again) = (alfa.post("", &wrong, &[key]), alfa.post("", &wrong, &[key]));
    assert_eq!(
        (first.status, first.header("content-type")),
        (StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json")
    );
    assert_eq!((&again.text, again.header("content-type")), (&first.text, "application/problem+json"));
}

#[test]
fn a_request_that_is_being_worked_on_is_not_begun_again() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let alfa = Program::full(&site, "alfa");
    let put = |program: &Program<'_>| program.put("/certificaten/AL-A-009999", &certificate("AL-A-009999"), &[KEY]);
    assert_eq!(put(&alfa).status, StatusCode::CREATED);
    // As it stands while another request works on it, or after the machine stopped in the middle of it.
    site.database.tamper("UPDATE api_answers SET status = NULL, tag = NULL, answer = NULL").unwrap();
    let waits = put(&alfa);
    assert_eq!(waits.status, StatusCode::CONFLICT, "{}", waits.text);
    let at = |now: &str| {
        let mut portal = site.portal.clone();
        portal.clock = Clock::fixed(moment(now));
        site.again(portal)
    };
    let later = at("2026-02-01T09:10:00Z");
    let program = alfa.on(&later);
    assert_eq!(put(&program).status, StatusCode::OK, "whoever worked on it is gone");
    let day_after = at("2026-02-02T09:10:01Z");
    let program = alfa.on(&day_after);
    let other = program.post("", &json!({"certificaten": [certificate("AL-A-009998")]}), &[KEY]);
    assert_eq!(other.status, StatusCode::OK, "a key is kept for a day: {}", other.text);
}

#[test]
fn requests_with_one_key_at_the_same_time_do_the_work_once() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let token = site.full_token("alfa");
    let before = delivered(&site);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let send = || {
            let program = Program::new(&site, "alfa", token.clone());
            program.put("/certificaten/AL-A-009999", &certificate("AL-A-009999"), &[KEY]).status.as_u16()
        };
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(send)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(statuses.iter().all(|status| [201, 409].contains(status)), "{statuses:?}");
    assert!(statuses.contains(&201) && delivered(&site) == before + 1, "{statuses:?}");
}
