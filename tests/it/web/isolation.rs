//! What is of another body, and what is of nobody, cannot be told apart: whatever number is guessed, the answer is the one for
//! what does not exist, to the letter. The addresses come from the golden table, so a new one is guessed at as well.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use reqwest::StatusCode;

use super::routes::{Route, Things, ask, table};
use crate::support::site::{ADMINISTRATOR, Answer, Browser, READER, REGULATOR, RunningSite, SCHEME_OWNER, at};

const PRIVATE: [&str; 3] = ["/instelling", "/toezicht", "/beheer"];

/// The routes behind the log-in that name something.
fn routes() -> Vec<Route> {
    let is_private = |pattern: &str| {
        PRIVATE.iter().any(|start| pattern.strip_prefix(start).is_some_and(|rest| rest.starts_with('/')))
    };
    table()
        .into_iter()
        .map(|row| row.route)
        .filter(|(_, pattern)| is_private(pattern) && pattern.contains('{'))
        .collect()
}

/// The answer without what differs from one request to the next: tokens, and the address itself with all its parts.
fn told(answer: &Answer, path: &str) -> (StatusCode, String, String) {
    let mut text = answer.text.clone();
    while let Some((before, rest)) = text.split_once("name=\"csrf\" value=\"") {
        text = format!("{before}{}", rest.split_once('"').unwrap().1);
    }
    let escaped = path.replace('&', "&amp;").replace('=', "&#x3D;").replace('\'', "&#x27;");
    (answer.status, text.replace(&escaped, "…").replace(path, "…"), answer.header("content-type").to_owned())
}

/// The pattern with these in the places of its parameters.
fn filled(pattern: &str, guesses: &[String]) -> String {
    let mut guesses = guesses.iter().cycle();
    let parts = split(pattern).into_iter().map(|part| {
        if part.contains('{') {
            url::form_urlencoded::byte_serialize(guesses.next().unwrap().as_bytes())
                .collect::<String>()
                .replace('+', "%20")
        } else {
            part
        }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The parts of a pattern; a parameter may have a condition that holds anything but a slash.
fn split(pattern: &str) -> Vec<String> {
    pattern.split('/').map(str::to_owned).collect()
}

/// What a thing that does not exist answers.
fn absent(browser: &Browser<'_>, route: &Route, csrf: &str, things: &Things) -> (StatusCode, String, String) {
    let path = filled(&route.1, &["bestaat-niet".to_owned()]);
    told(&ask(browser, route, &path, csrf, things), &path)
}

fn somebody(site: &RunningSite) -> Vec<(&'static str, Browser<'_>)> {
    let emails = [
        ("alfa", at("alfa")),
        ("lezer", READER.to_owned()),
        ("bravo", at("bravo")),
        ("schema", SCHEME_OWNER.to_owned()),
        ("toezicht", REGULATOR.to_owned()),
        ("beheer", ADMINISTRATOR.to_owned()),
    ];
    emails.map(|(name, email)| (name, site.logged_in(&email))).into()
}

#[test]
fn a_thing_of_another_body_answers_as_one_that_does_not_exist() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    site.add_everybody();
    let everybody = somebody(&site);
    let of = |name: &str| &everybody.iter().find(|(other, _)| *other == name).unwrap().1;
    let things = [Things::of(&site, of("alfa")), Things::of_bravo(&site, of("bravo"))];
    let (mut wrong, mut compared) = (Vec::new(), 0);
    // Templates are the same for every body, and of none.
    for route in routes().into_iter().filter(|route| !route.1.contains("/sjablonen/")) {
        for (name, browser) in &everybody {
            let csrf = browser.get("/").csrf().to_owned();
            let expected = absent(browser, &route, &csrf, &things[0]);
            for things in &things {
                // The orders of both bodies were also given to a scheme, of which the owner sees its own part.
                let is_own = matches!(
                    (*name, things.body),
                    ("alfa" | "lezer", "alfa") | ("bravo", "bravo") | ("toezicht" | "beheer", _)
                ) || (*name == "schema" && route.1.starts_with("/beheer/lasten/"));
                if is_own {
                    continue;
                }
                let path = things.fill(&route.1);
                let found = told(&ask(browser, &route, &path, &csrf, things), &path);
                compared += 1;
                if found != expected || found.0 != StatusCode::NOT_FOUND {
                    wrong.push(format!("{} {path} as {name}: {} and not {}", route.0, found.0, expected.0));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 30, "{compared}");
}

/// A number, a token, a code, a reference, or anything at all.
fn guess() -> impl Strategy<Value = String> {
    prop_oneof![
        (0_u64..2_000).prop_map(|number| (number + 1_000).to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        "[0-9a-f]{32}",
        "[A-Za-z0-9_-]{43}",
        "[A-Z]{1,2}-[A-Z]-[0-9]{6}".prop_map(|text| format!("X{text}")),
        "[a-z]{1,12}".prop_map(|text| format!("{text}-x")),
        "(' OR 1=1 --|%|_|\\*|\\.\\.x|NULL|alfa'|a-000001|A00000[0-9]%)",
        "[^/\\p{Cc}\\\\]{1,20}".prop_map(|text| format!("¤{text}")),
    ]
}

#[test]
fn whatever_is_guessed_the_answer_is_the_one_for_what_does_not_exist() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    site.add_everybody();
    let everybody = somebody(&site);
    let csrf: Vec<String> = everybody.iter().map(|(_, browser)| browser.get("/").csrf().to_owned()).collect();
    let things = Things::of(&site, &everybody[0].1);
    let routes = routes();
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let strategy = (0..routes.len(), 0..everybody.len(), prop::collection::vec(guess(), 2));
    runner
        .run(&strategy, |(route_at, who, guesses)| {
            let (route, (name, browser)) = (&routes[route_at], &everybody[who]);
            let path = filled(&route.1, &guesses);
            let expected = absent(browser, route, &csrf[who], &things);
            let found = told(&ask(browser, route, &path, &csrf[who], &things), &path);
            prop_assert_eq!(found.0, StatusCode::NOT_FOUND, "{} {} as {}", route.0, path, name);
            prop_assert_eq!(&found, &expected, "{} {} as {}", route.0, path, name);
            Ok(())
        })
        .unwrap();
}
