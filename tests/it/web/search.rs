//! Looking up a firm.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;

use reqwest::StatusCode;
use serde_json::Value;
use stelselwacht::web::assets;

use crate::support::site::{Answer, PUBLIC_URL, RunningSite};

fn site() -> RunningSite {
    RunningSite::with_deliveries(&["alfa", "bravo", "charlie", "delta", "echo"])
}

/// The address of a search with these fields.
fn address(fields: &[(&str, &str)]) -> String {
    format!("/?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

/// The numbers of the firms on the page, in order.
fn firms(page: &Answer) -> Vec<String> {
    let links = page.text.split("class=\"hit\"").skip(1);
    let number = |rest: &str| rest.split_once("/installateurs/").unwrap().1.split_once('"').unwrap().0.to_owned();
    links.map(number).collect()
}

/// Every address on the page that leads to a search.
fn searches(page: &Answer) -> Vec<String> {
    let links = page.text.split("href=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0.replace("&amp;", "&"));
    links.filter(|href| href.starts_with("/?") || href.starts_with("/en?")).collect()
}

#[test]
fn one_box_finds_by_name_place_postcode_and_number_and_says_why() {
    let site = site();
    let ask = |path: &str| site.visitor().get(path);
    for (typed, kvk, because) in [
        ("sanders boersma", "90000014", "gevonden op naam"),
        ("90000014", "90000014", "KvK-nummer"),
        ("al-a-000002", "90000014", ""),
        ("3553 tk", "90000014", ""),
        ("gastehniek sanders-boersma", "90000014", "lijkt op"),
    ] {
        let page = ask(&address(&[("zoek", typed)]));
        assert_eq!(page.status, StatusCode::OK, "{typed}");
        assert_eq!(firms(&page).first().map(String::as_str), Some(kvk), "{typed}: {}", page.words());
        page.says(because).says("KvK 90000014").says("Utrecht").says("Mag vandaag");
    }
    ask("/?zoek=sanders+boersma").says("1 bedrijf bij ‘ sanders boersma ’").says("gecertificeerd");
}

#[test]
fn filters_say_what_they_are_and_are_taken_away_one_by_one() {
    let site = site();
    let ask = |path: &str| site.visitor().get(path);
    let all =
        [("zoek", "van"), ("werk", "repareren"), ("deelgebied", "2"), ("schema", "CS-A"), ("status", "mag-werken")];
    let page = ask(&address(&all));
    assert_eq!(page.status, StatusCode::OK);
    page.says("Filters: 4 gekozen").says("Alle filters verwijderen");
    assert!(page.text.contains("<details class=\"filters\" open>"), "what is chosen is seen");
    assert!(page.text.contains("<option value=\"repareren\" selected>"));
    let links = searches(&page);
    for left_out in 1..all.len() {
        let rest: Vec<_> =
            all.iter().enumerate().filter(|(place, _)| *place != left_out).map(|(_, field)| *field).collect();
        assert!(links.contains(&address(&rest)), "without {:?}: {links:?}", all[left_out]);
    }
    assert!(links.contains(&"/?zoek=van".to_owned()), "{links:?}");
    for link in links {
        assert!(!link.contains("=&") && !link.ends_with('='), "{link} carries nothing empty");
        assert_eq!(ask(&link).status, StatusCode::OK, "{link}");
    }
    let wider: BTreeSet<_> = firms(&ask("/?zoek=van&schema=CS-A")).into_iter().collect();
    assert!(!firms(&page).is_empty() && firms(&page).iter().all(|kvk| wider.contains(kvk)));
    assert!(!ask("/").text.contains("<details class=\"filters\" open>"));
}

#[test]
fn filters_alone_list_firms_and_an_empty_form_is_the_home_page() {
    let site = site();
    let ask = |path: &str| site.visitor().get(path);
    let page = ask("/?zoek=&werk=&deelgebied=&schema=CS-B&instelling=&status=&postcode=&straal=10");
    page.says("bedrijven").says("Schema");
    assert!(firms(&page).len() > 5);
    for nothing in ["/", "/?", "/?zoek=+++", "/?zoek=&werk=&status=&postcode=&straal=10&pagina=", "/?iets=anders"] {
        let page = ask(nothing);
        assert_eq!(page.status, StatusCode::OK);
        page.says("Gaat uw CO-melder af?").says("Waarom een gecertificeerd bedrijf?").says("Huurt u uw woning?");
        assert!(!page.text.contains("id=\"gevonden\""), "{nothing}");
    }
}

#[test]
fn near_a_postcode_every_firm_has_its_distance_and_the_source_is_named() {
    let site = site();
    let ask = |path: &str| site.visitor().get(path);
    let page = ask("/?postcode=3511+AB&straal=10");
    let found = firms(&page);
    assert!(found.contains(&"90000014".to_owned()) && !found.contains(&"90000175".to_owned()), "{found:?}");
    page.says("Binnen 10 km van 3511 AB").says("GeoNames").says("CC BY 4.0").says("hemelsbreed");
    let distances = page.text.matches(" km</b>").count() + page.text.matches("hetzelfde postcodegebied</b>").count();
    assert_eq!(distances, found.len());
    assert!(firms(&ask("/?postcode=3511&straal=300")).len() > found.len());
    assert!(!ask("/?zoek=utrecht").text.contains("GeoNames"));
    ask("/en?postcode=3511&straal=10").says("Within 10 km of 3511").says("as the crow flies");
}

#[test]
fn pages_go_on_without_gaps_and_a_page_too_far_is_the_last() {
    let site = site();
    let ask = |path: &str| site.visitor().get(path);
    let list = "/?status=mag-werken";
    let (first, second) = (ask(list), ask(&format!("{list}&pagina=2")));
    assert_eq!(firms(&first).len(), 25);
    first.says("1 tot en met 25 van");
    second.says("26 tot en met");
    let mut all: Vec<_> = firms(&first).into_iter().chain(firms(&second)).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 25 + firms(&second).len());
    assert!(searches(&first).contains(&format!("{list}&pagina=2")));
    assert!(searches(&second).contains(&list.to_owned()), "the first page has no number");
    for far in ["999", "18446744073709551615"] {
        let page = ask(&format!("{list}&pagina={far}"));
        assert_eq!(page.status, StatusCode::OK);
        page.says("is er niet. Dit is de laatste pagina");
        assert!(!firms(&page).is_empty());
    }
}

#[test]
fn a_wrong_question_comes_back_with_every_fault_at_its_field() {
    let site = site();
    let ask = |path: &str| site.visitor().get(path);
    let wrong =
        "/?zoek=jansen&werk=slopen&deelgebied=99&schema=X&instelling=Y&status=ja&postcode=12&straal=-1&pagina=0";
    let page = ask(wrong);
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.says("Er klopt iets niet in uw zoekvraag")
        .says("Dit is geen Nederlandse postcode")
        .says("Deze pagina bestaat niet");
    for field in ["werk", "deelgebied", "schema", "instelling", "status", "postcode", "straal"] {
        assert!(page.text.contains(&format!("href=\"#{field}\"")), "{field} is in the list of faults");
        assert!(page.text.contains(&format!("id=\"{field}-fout\"")), "{field} has its fault");
    }
    assert!(page.text.contains("value=\"jansen\"") && page.text.contains("value=\"12\""), "what was typed stays");
    assert!(page.text.contains("<details class=\"filters\" open>"));
    let english = ask(&format!("/en{}", &wrong[1..]));
    assert_eq!(english.status, StatusCode::BAD_REQUEST);
    english.says("This is not a Dutch postcode");
    for postcode in ["0999", "3511A", "35111", "abcd", "３５１１", "9999999999"] {
        assert_eq!(ask(&address(&[("postcode", postcode)])).status, StatusCode::BAD_REQUEST, "{postcode}");
    }
}

#[test]
fn nothing_found_is_a_page_that_helps() {
    let site = site();
    let ask = |path: &str| site.visitor().get(path);
    let page = ask("/?zoek=klusbedrijf+zonder+papieren");
    assert_eq!(page.status, StatusCode::OK);
    page.says("Wij vonden geen bedrijf bij ‘ klusbedrijf zonder papieren ’")
        .says("Laat het dan niet aan uw gastoestel werken")
        .says("U mag het ook niet laten doen")
        .says("Vraag het bedrijf om het KvK-nummer")
        .says("Zo komt u verder");
    let with_filter = ask("/?zoek=sanders+boersma&status=ingetrokken");
    with_filter.says("Zocht u misschien een van deze bedrijven?").says("Gastechniek Sanders-Boersma");
    assert!(searches(&with_filter).contains(&"/?zoek=sanders+boersma".to_owned()));
    ask("/?zoek=boersma+terschelling").says("Zocht u misschien").says("Boersma");
    ask("/en?zoek=qqqqqqq").says("Then do not let it work on your gas appliance");
}

#[test]
fn whatever_is_sent_is_answered_or_refused() {
    let site = site();
    let ask = |path: &str| site.visitor().get(path);
    let long = "a".repeat(10_240);
    let words = "van ".repeat(2_560);
    let bad = [
        long.as_str(),
        &words,
        "     ",
        "🔥🏳️‍🌈👩‍🔧",
        "شركة التدفئة \u{202e}txt",
        "' OR 1=1; DROP TABLE certificates; --",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "%' ESCAPE '\\",
        "{{t \"search-title\"}} ${7*7} {{{body}}}",
        "\u{0}\u{1}\u{7f}\r\nSet-Cookie: a=b",
        "\u{E000}\u{E001}\u{2068}",
        "9999-12-31",
        "-1",
        "NaN",
    ];
    let fields = ["zoek", "werk", "deelgebied", "schema", "instelling", "status", "postcode", "straal", "pagina"];
    for value in bad {
        for field in fields {
            let page = ask(&address(&[(field, value)]));
            assert!(matches!(page.status.as_u16(), 200 | 400), "{field}={value:.40}: {}", page.status);
            assert!(!page.text.contains("<script>alert") && !page.text.contains("<svg onload"), "{field}={value:.40}");
            assert!(page.text.matches("<script").count() == 1 && page.text.trim_end().ends_with("</html>"));
        }
        // No server takes an address of ninety thousand signs.
        let value: String = value.chars().take(2_000).collect();
        let all: Vec<_> = fields.iter().map(|field| (*field, value.as_str())).collect();
        assert!(matches!(ask(&address(&all)).status.as_u16(), 200 | 400 | 414), "{value:.40}");
        let suggestions = ask(&format!("/suggesties{}", &address(&[("zoek", &value)])[1..]));
        assert_eq!(suggestions.status, StatusCode::OK, "{value:.40}");
        serde_json::from_str::<Value>(&suggestions.text).unwrap();
    }
    for raw in ["/?zoek=%", "/?zoek=%ff%fe", "/?zoek", "/?&&=&zoek=a&zoek=b", "/?zoek=a&pagina=1&pagina=x"] {
        assert_eq!(ask(raw).status, StatusCode::OK, "{raw}");
    }
    assert_eq!(ask(&address(&[("zoek", &long)])).status, StatusCode::BAD_REQUEST);
    ask(&address(&[("zoek", &long)])).says("Gebruik ten hoogste 200 tekens");
}

#[test]
fn what_was_typed_keeps_its_own_direction() {
    let site = site();
    let ask = |path: &str| site.visitor().get(path);
    let page = ask(&address(&[("zoek", "شركة")]));
    assert!(page.text.contains("‘<bdi>شركة</bdi>’"));
    assert!(page.text.contains("‘\u{2068}شركة\u{2069}’ – Stelselwacht</title>"));
}

#[test]
fn suggestions_are_small_kept_for_a_minute_and_speak_the_language() {
    let site = site();
    let ask = |path: &str| site.visitor().get(path);
    let answer = ask("/suggesties?zoek=sand");
    let found: Value = serde_json::from_str(&answer.text).unwrap();
    let suggestions = found["suggesties"].as_array().unwrap();
    assert!((1..=8).contains(&suggestions.len()), "{found}");
    assert!(suggestions.iter().all(|one| one["tekst"].is_string() && one["bij"].is_string()), "{found}");
    assert!(found["melding"].as_str().unwrap().contains("Kies met de pijltjes"));
    assert_eq!(answer.header("cache-control"), "public, max-age=60");
    assert!(answer.header("content-type").starts_with("application/json"));
    assert!(ask("/en/suggesties?zoek=sand").text.contains("Choose with the arrow keys"));
    assert!(ask("/suggesties").text.contains("Geen suggesties"));
}

#[test]
fn the_page_is_small_and_asks_nobody_else() {
    let site = site();
    let ask = |path: &str| site.visitor().get(path);
    let page = ask("/?status=mag-werken&postcode=3511&straal=300");
    assert_eq!(firms(&page).len(), 25);
    let sheet = ask(assets::stylesheet());
    let (markup, styles) = (page.text.len(), sheet.text.len());
    assert!(markup + styles < 60_000, "the page has {markup} bytes and its style sheet {styles}");
    assert!(ask(assets::search_script()).text.len() < 8_000);
    let addresses = page.text.split(['"', '\'']).filter(|part| part.starts_with("http") || part.starts_with("//"));
    for address in addresses.filter(|address| !address.starts_with(PUBLIC_URL)) {
        let link = format!("<a class=\"utrecht-link utrecht-link--html-a\" href=\"{address}\"");
        assert!(page.text.contains(&link), "{address} is only asked when somebody goes there");
    }
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self'") && policy.contains("connect-src 'self'"), "{policy}");
}
