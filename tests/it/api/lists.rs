//! Lists in parts: everything comes once, also while the register changes under the walk.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::client::Api;
use crate::support::site::{RunningSite, data};
use crate::support::system::load_system_at;

/// Walks a list to its end by its links, and tells what stands at `key` of each result.
fn walk(api: &Api<'_>, first: &str, list: &str, key: &str, mut between: impl FnMut(usize)) -> Vec<String> {
    let (mut seen, mut next) = (Vec::new(), Some(first.to_owned()));
    let mut parts = 0;
    while let Some(path) = next {
        let reply = api.get(&path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        let body = reply.json();
        let results = body[list].as_array().unwrap();
        seen.extend(results.iter().map(|result| result.pointer(key).and_then(Value::as_str).unwrap().to_owned()));
        next = body["_links"]["next"]["href"].as_str().map(str::to_owned);
        let header = reply.header("link").to_owned();
        assert_eq!(header.contains("rel=\"next\""), next.is_some(), "{header}");
        if let Some(next) = &next {
            assert!(!results.is_empty() && header.contains(&format!("<{next}>; rel=\"next\"")), "{header}");
        }
        assert_eq!(body["_links"]["self"]["href"].as_str().unwrap().split('?').next(), path_of(&path).as_deref());
        parts += 1;
        between(parts);
    }
    seen
}

fn path_of(path: &str) -> Option<String> {
    let path = if path.starts_with("/api/") { path.to_owned() } else { format!("/api/v1{path}") };
    path.split('?').next().map(str::to_owned)
}

fn once(seen: &[String]) -> BTreeSet<String> {
    let all: BTreeSet<_> = seen.iter().cloned().collect();
    assert_eq!(all.len(), seen.len(), "something came twice: {seen:?}");
    all
}

const SELF: &str = "/_links/self/href";

#[test]
fn a_walk_through_any_list_sees_everything_once() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie", "delta", "echo"]);
    let api = Api::of(&site);
    let lists = [
        ("/certificaathouders", "certificaathouders", SELF),
        ("/certificaathouders?q=installatie", "certificaathouders", SELF),
        ("/certificaathouders?postcode=3511&straal=300", "certificaathouders", SELF),
        ("/certificaathouders?status=mag-werken&schema=CS-A", "certificaathouders", SELF),
        ("/certificaten", "certificaten", SELF),
        ("/certificaten?instelling=bravo", "certificaten", SELF),
        ("/certificaten?schema=CS-A", "certificaten", SELF),
        ("/certificaten?schema=CS-A&instelling=bravo&bekendOp=2026-02-01", "certificaten", SELF),
        ("/certificatieschemas", "certificatieschemas", SELF),
        ("/certificatieschemas/CS-A/schemaversies", "schemaversies", SELF),
        ("/certificerende-instellingen", "certificerendeInstellingen", SELF),
        ("/aanwijzingen?schema=CS-A", "aanwijzingen", "/instelling"),
    ];
    for (path, list, key) in lists {
        let joint = if path.contains('?') { '&' } else { '?' };
        let whole = walk(&api, &format!("{path}{joint}limiet=100"), list, key, |_| {});
        assert!(!whole.is_empty(), "{path}");
        for limit in [1, 2, 7] {
            let parts = walk(&api, &format!("{path}{joint}limiet={limit}"), list, key, |_| {});
            assert_eq!(parts, whole, "{path} by {limit}");
        }
        once(&whole);
    }
    let holders = api.get("/certificaathouders?limiet=1").json()["totaal"].as_u64().unwrap();
    assert_eq!(holders, site.portal.register.len() as u64);
}

#[test]
fn a_walk_while_the_register_changes_misses_nothing_that_was_there_all_along() {
    for (path, list) in [
        ("/certificaathouders?limiet=2", "certificaathouders"),
        ("/certificaathouders?limiet=2&instelling=alfa", "certificaathouders"),
        ("/certificaathouders?limiet=2&postcode=3511&straal=300", "certificaathouders"),
        ("/certificaathouders?limiet=2&q=installatie", "certificaathouders"),
        ("/certificaten?limiet=2", "certificaten"),
    ] {
        let site = RunningSite::with_deliveries(&["alfa", "charlie"]);
        let api = Api::of(&site);
        let all = path.replace("limiet=2", "limiet=100");
        let before = once(&walk(&api, &all, list, SELF, |_| {}));
        let seen = walk(&api, path, list, SELF, |part| {
            let arrives = match part {
                2 => "bravo",
                3 => "echo",
                4 => "delta",
                _ => return,
            };
            site.deliver(arrives);
            site.portal.register.follow(&site.portal.store).unwrap();
        });
        let after = once(&walk(&api, &all, list, SELF, |_| {}));
        let seen = once(&seen);
        let missed: Vec<_> = before.intersection(&after).filter(|one| !seen.contains(*one)).collect();
        assert!(missed.is_empty(), "{path}: {missed:?}");
    }
}

#[test]
fn certificates_are_listed_of_a_scheme_and_as_they_were_known() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie"]);
    let api = Api::of(&site);
    let listed = |query: &str| -> Vec<(String, String)> {
        let reply = api.get(&format!("/certificaten?limiet=100{query}"));
        assert_eq!(reply.status, 200, "{query}: {}", reply.text);
        let word = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
        let rows = reply.json()["certificaten"].as_array().unwrap().clone();
        rows.iter().map(|row| (word(row, "schema"), word(row, "nummer"))).collect()
    };
    let all = listed("");
    let of_scheme = listed("&schema=CS-B");
    let expected: Vec<_> = all.iter().filter(|(scheme, _)| scheme == "CS-B").cloned().collect();
    assert!(!expected.is_empty() && expected.len() < all.len());
    assert_eq!(of_scheme, expected);
    assert_eq!(listed("&schema=CS-X"), []);
    assert_eq!(listed("&schema=CS-C&kvkNummer=90000007"), []);
    assert_eq!(listed("&bekendOp=2026-02-01"), all);
    // Nothing was delivered yet.
    assert_eq!(listed("&bekendOp=2023-04-02"), []);
}

#[test]
fn a_version_that_came_later_was_not_known_then() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let mut system: Value =
        serde_json::from_str(&std::fs::read_to_string(data("clean/stelsel.json")).unwrap()).unwrap();
    let later = json!({"versie": "3.0", "inWerkingOp": "2027-01-01", "matrix": "kritiek-niet-kritiek"});
    system["schemas"][0]["versies"].as_array_mut().unwrap().push(later);
    load_system_at(&site.database, &system.to_string(), "2026-01-30T08:00:00Z").unwrap();
    let api = Api::of(&site);
    let version =
        |label: &str, day: &str| api.get(&format!("/certificatieschemas/CS-A/schemaversies/{label}?bekendOp={day}"));
    assert_eq!(version("3.0", "2026-01-30").status, 200);
    let before = version("3.0", "2026-01-29");
    assert_eq!(before.status, 404);
    assert!(before.text.contains("nog niet in het register") && before.text.contains("2026-01-29"), "{}", before.text);
    assert!(version("4.0", "2026-01-29").text.contains("geen versie met deze naam"));
}

#[test]
fn a_distance_may_be_as_large_as_on_the_page() {
    let site = RunningSite::empty();
    let api = Api::of(&site);
    assert_eq!(api.get("/certificaathouders?postcode=3511&straal=400").status, 200);
    assert_eq!(site.visitor().get("/?postcode=3511&straal=400").status, 200);
    assert_eq!(api.get("/certificaathouders?postcode=3511&straal=401").faults().len(), 1);
    assert_eq!(site.visitor().get("/?postcode=3511&straal=401").status, 400);
}

#[test]
fn a_cursor_is_good_for_its_own_question_only() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    let api = Api::of(&site);
    let first = api.get("/certificaathouders?limiet=2&schema=CS-A").json();
    let next = first["_links"]["next"]["href"].as_str().unwrap().to_owned();
    let cursor = next.split("cursor=").nth(1).unwrap();
    let with = |rest: &str| api.get(&format!("/certificaathouders?cursor={cursor}{rest}"));
    assert_eq!(with("&schema=CS-A").status, 200);
    assert_eq!(with("&limiet=50&schema=CS-A").status, 200, "another part of the same list may be larger");
    let unknown = vec![("cursor".to_owned(), "onbekende-cursor".to_owned())];
    assert_eq!(with("").faults(), unknown);
    assert_eq!(with("&schema=CS-B").faults(), unknown);
    assert_eq!(with("&schema=CS-A&peildatum=2025-01-01").faults(), unknown);
    assert_eq!(api.get(&format!("/certificaten?cursor={cursor}")).faults(), unknown);
    let mut tampered = cursor.to_owned();
    tampered.replace_range(14..15, if &cursor[14..15] == "A" { "B" } else { "A" });
    assert_eq!(api.get(&format!("/certificaathouders?schema=CS-A&cursor={tampered}")).faults(), unknown);
}

#[test]
fn a_list_holds_as_much_as_is_asked_for_within_bounds() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie"]);
    let api = Api::of(&site);
    let count = |path: &str| api.get(path).json()["certificaten"].as_array().unwrap().len();
    assert_eq!(count("/certificaten"), 25);
    assert_eq!(count("/certificaten?limiet=3"), 3);
    assert!(count("/certificaten?limiet=100") > 25);
    for wrong in ["0", "101", "-1", "1.5", "99999999999999999999", "2e1", "٣", "alles"] {
        let faults = api.with("/certificaten", &[("limiet", wrong)]).faults();
        assert_eq!(faults.len(), 1, "{wrong}: {faults:?}");
    }
}
