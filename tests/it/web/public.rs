//! What every page of the public keeps to: small, without cookies, with an address of its own and a way to the other
//! language.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;

use reqwest::StatusCode;
use stelselwacht::domain::calendar::dutch_day;
use stelselwacht::domain::identifiers::KvkNumber;
use stelselwacht::language::Language;
use stelselwacht::services::changes::told::{Of, newest};
use stelselwacht::web::assets;

use super::routes::table;
use crate::support::site::{PUBLIC_URL, REGULATOR, RunningSite};

/// Each page of the public with addresses that show it, at a site with what all bodies deliver in the test data. The
/// tests in the browser go through these as well.
pub(crate) const PAGES: &[(&str, &[&str])] = &[
    ("/", &["/", "/?status=mag-werken", "/?zoek=ketelservise", "/?zoek=bestaat%20niet%20hoor"]),
    // No page: what the search box suggests.
    ("/suggesties", &[]),
    ("/installateurs/{kvk}", &["/installateurs/90000007", "/installateurs/90000007?peildatum=2024-05-01"]),
    ("/certificaten/{number}", &["/certificaten/AL-B-000001?instelling=alfa"]),
    ("/certificaten/{number}/bewijs", &["/certificaten/AL-B-000001/bewijs?instelling=alfa"]),
    // A picture.
    ("/certificaten/{number}/badge.svg", &[]),
    ("/verklaringen/controleren", &["/verklaringen/controleren", "/verklaringen/controleren?verklaring=eyJ.eyJ.AAAA"]),
    ("/schemas", &["/schemas"]),
    // Leads on to the version of today.
    ("/schemas/{code}", &[]),
    ("/schemas/{code}/{version}", &["/schemas/CS-A/1.0"]),
    (
        "/sanctiewijzer",
        &[
            "/sanctiewijzer",
            "/sanctiewijzer?schema=CS-A&datum=2026-01-30&afwijkingen=K1&eerder-datum=2025-06-02&eerder-afwijkingen=K1",
        ],
    ),
    ("/instellingen", &["/instellingen"]),
    ("/instellingen/{code}", &["/instellingen/alfa"]),
    // News for programs.
    ("/wijzigingen.atom", &[]),
    ("/installateurs/{kvk}/wijzigingen.atom", &[]),
    ("/instellingen/{code}/wijzigingen.atom", &[]),
    ("/open-data", &["/open-data"]),
    ("/volgen", &["/volgen", "/volgen?installateur=90000007", "/volgen?zoek=ketelservise"]),
    ("/volgen/gevraagd", &["/volgen/gevraagd"]),
    // Only whoever has the address of it.
    ("/volgen/bevestigen/{token}", &[]),
    ("/volgen/opzeggen/{token}", &[]),
    ("/methode", &["/methode"]),
    ("/toegankelijkheid", &["/toegankelijkheid"]),
    ("/privacy", &["/privacy"]),
];

/// Pages that come after a form; nobody finds them by searching.
const UNLISTED: [&str; 1] = ["/volgen/gevraagd"];

/// Everybody who delivers in the test data.
pub(crate) const BODIES: [&str; 5] = ["alfa", "bravo", "charlie", "delta", "echo"];

/// The addresses of [`PAGES`] in every language.
pub(crate) fn addresses() -> Vec<(Language, String)> {
    let dutch: Vec<&str> = PAGES.iter().flat_map(|(_, addresses)| addresses.iter().copied()).collect();
    Language::ALL
        .into_iter()
        .flat_map(|language| dutch.iter().map(move |address| (language, language.path(address))))
        .collect()
}

#[test]
fn every_page_of_the_public_is_looked_at() {
    let looked_at: BTreeSet<_> = PAGES.iter().map(|(pattern, _)| (*pattern).to_owned()).collect();
    let rows = table().into_iter().filter(|row| row.in_english && row.route.0 == "GET");
    let there: BTreeSet<_> = rows.map(|row| row.route.1).collect();
    assert_eq!(looked_at, there, "the pages of tests/it/web/public.rs and those of routes.txt that begin with [/en]");
}

/// The attribute of the first tag in the head that has this one with this value.
fn in_head<'a>(page: &'a str, tag: &str, wanted: &str) -> Option<&'a str> {
    let head = page.split_once("</head>")?.0;
    let found = head.split('<').find(|piece| piece.starts_with(tag))?;
    found.split_once(&format!("{wanted}=\""))?.1.split_once('"').map(|(value, _)| value)
}

#[test]
fn every_page_says_its_address_its_languages_and_what_it_is_about() {
    let site = RunningSite::with_deliveries(&BODIES);
    let visitor = site.visitor();
    let mut described = BTreeSet::new();
    let is_listed = |address: &str| !UNLISTED.contains(&Language::without_base(address));
    for (language, address) in addresses().into_iter().filter(|(_, address)| is_listed(address)) {
        let page = visitor.get(&address).text;
        // The body is part of the address of a certificate; any other query is a question.
        let own_query = Language::without_base(&address).starts_with("/certificaten/");
        let (path, query) = address.split_once('?').filter(|_| !own_query).unwrap_or((&address, ""));
        let whole = |path: &str| format!("{PUBLIC_URL}{path}");
        assert_eq!(in_head(&page, "html", "lang"), Some(language.code()), "{address}");
        assert_eq!(in_head(&page, "link rel=\"canonical\"", "href"), Some(&*whole(path)), "{address}");
        assert_eq!(in_head(&page, "meta name=\"robots\"", "content").is_some(), !query.is_empty(), "{address}");
        let description = in_head(&page, "meta name=\"description\"", "content").unwrap();
        assert!((40..=400).contains(&description.len()), "{address}: {description}");
        described.insert(description.to_owned());
        // From one language to the other and back.
        let other = language.other();
        let dutch = if language == Language::Dutch { address.clone() } else { back(&address) };
        let switch = format!("href=\"{}\" hreflang=\"{}\"", other.path(&dutch).replace('&', "&amp;"), other.code());
        assert!(page.contains(&switch), "{address} does not lead to {switch}");
        for alternate in Language::ALL {
            let tag = format!("link rel=\"alternate\" hreflang=\"{}\"", alternate.code());
            let wanted = query.is_empty().then(|| whole(&alternate.path(&dutch)));
            assert_eq!(in_head(&page, &tag, "href").map(str::to_owned), wanted, "{address}");
        }
    }
    assert!(described.len() > 3, "pages tell what they are about: {described:?}");
}

/// The Dutch address of an English one.
fn back(english: &str) -> String {
    let rest = english.strip_prefix("/en").unwrap();
    if rest.is_empty() || rest.starts_with('?') { format!("/{rest}") } else { rest.to_owned() }
}

#[test]
fn pages_for_those_who_log_in_and_errors_are_not_listed() {
    let site = RunningSite::empty();
    let (visitor, regulator) = (site.visitor(), site.logged_in(REGULATOR));
    let pages =
        [visitor.get("/inloggen"), visitor.get("/bestaat-niet"), regulator.get("/toezicht"), regulator.get("/privacy")];
    for page in pages {
        assert_eq!(in_head(&page.text, "meta name=\"robots\"", "content"), Some("noindex"));
        assert_eq!(in_head(&page.text, "link rel=\"canonical\"", "href"), None);
    }
    let absent = visitor.get("/en/nowhere");
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
    absent.says("This page does not exist");
    assert!(absent.text.contains("href=\"/nowhere\" hreflang=\"nl\""), "{}", absent.text);
}

#[test]
fn a_page_has_one_address() {
    let site = RunningSite::empty();
    let visitor = site.visitor();
    for (asked, leads_to) in [
        ("/en/", "/en"),
        ("/en/?zoek=a+b", "/en?zoek=a+b"),
        ("/schemas/", "/schemas"),
        ("/en/privacy/?a=%C3%A9", "/en/privacy?a=%C3%A9"),
    ] {
        let answer = visitor.get(asked);
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::MOVED_PERMANENTLY, leads_to));
    }
    assert_eq!(visitor.get("//elders.example/").status, StatusCode::NOT_FOUND);
}

#[test]
fn reading_the_register_sets_no_cookie() {
    let site = RunningSite::with_deliveries(&BODIES);
    let visitor = site.visitor();
    for (_, address) in addresses() {
        let answer = visitor.ask(&address, &[]);
        assert_eq!(answer.status(), StatusCode::OK, "{address}");
        // A form that is sent back is protected by one.
        let is_form = address.contains("/volgen?");
        assert_eq!(answer.headers().contains_key("set-cookie"), is_form, "{address}");
    }
}

/// HTML and style sheet together, in bytes, before compression.
const LARGEST: usize = 60_000;

#[test]
fn pages_are_small_come_compressed_and_ask_nobody_else() {
    let site = RunningSite::with_deliveries(&BODIES);
    let visitor = site.visitor();
    let styles = visitor.ask(assets::stylesheet(), &[]).bytes().unwrap().len();
    for (_, address) in addresses() {
        let compressed = visitor.ask(&address, &[("accept-encoding", "br, gzip")]);
        assert_eq!(compressed.headers().get("content-encoding").unwrap(), "br", "{address}");
        let wire = compressed.bytes().unwrap().len();
        let page = visitor.get(&address).text;
        assert!(page.len() + styles < LARGEST, "{address}: {} and {styles} bytes of styles", page.len());
        assert!(wire * 2 < page.len(), "{address}: {wire} of {} bytes on the wire", page.len());
        let head = page.split_once("</head>").unwrap().0;
        for link in
            head.split("<link ").skip(1).filter(|link| !link.contains("canonical\"") && !link.contains("hreflang"))
        {
            assert!(link.contains("href=\"/"), "{address} asks for {link}");
        }
        for source in page.split(" src=\"").skip(1) {
            assert!(source.starts_with('/') && !source.starts_with("//"), "{address} asks for {source}");
        }
    }
}

#[test]
fn search_engines_are_told_what_is_for_them() {
    let site = RunningSite::with_deliveries(&BODIES);
    let visitor = site.visitor();
    let robots = visitor.get("/robots.txt").text;
    for line in ["Disallow: /toezicht/", "Disallow: /instelling$", "Disallow: /?", "Disallow: /en?"] {
        assert!(robots.lines().any(|l| l == line), "{line} is not in {robots}");
    }
    assert!(!robots.lines().any(|line| line == "Disallow: /instelling"), "that keeps out /instellingen");
    assert!(robots.contains(&format!("Sitemap: {PUBLIC_URL}/sitemap.xml")));

    let index = visitor.get("/sitemap.xml").text;
    let mut listed = BTreeSet::new();
    let locations = |text: &str| {
        let parts: Vec<_> =
            text.split("<loc>").skip(1).map(|rest| rest.split_once('<').unwrap().0.to_owned()).collect();
        parts
    };
    for part in locations(&index) {
        let part = visitor.get(part.strip_prefix(PUBLIC_URL).unwrap());
        assert_eq!(part.status, StatusCode::OK);
        assert!(part.text.trim_end().ends_with("</urlset>"), "{}", part.text);
        listed.extend(locations(&part.text));
    }
    for (_, address) in addresses().into_iter().filter(|(_, address)| {
        !address.contains(['?', '#']) && !address.contains("certificaten") && !address.contains(UNLISTED[0])
    }) {
        assert!(listed.contains(&format!("{PUBLIC_URL}{address}")), "{address} is not in the list");
    }
    for address in &listed {
        let answer = visitor.get(address.strip_prefix(PUBLIC_URL).unwrap());
        assert_eq!(answer.status, StatusCode::OK, "{address} is in the list");
    }
    let firms = visitor.get("/sitemap/installateurs-1.xml").text;
    let (_, firm) = firms.split_once(&format!("<loc>{PUBLIC_URL}/en/installateurs/90000007</loc>")).unwrap();
    let of_firm = Of::Firms(vec![KvkNumber::parse("90000007").unwrap()]);
    let day = dutch_day(newest(&site.portal.store, &of_firm, 1).unwrap()[0].recorded_at);
    assert!(firm.starts_with(&format!("<lastmod>{day}</lastmod>")), "{firm:.120}");
    assert_eq!(visitor.get("/sitemap/installateurs-2.xml").status, StatusCode::NOT_FOUND);
    let whole = visitor.ask("/sitemap/installateurs-1.xml", &[]);
    let tag = whole.headers().get("etag").unwrap().to_str().unwrap().to_owned();
    let again = visitor.ask("/sitemap/installateurs-1.xml", &[("if-none-match", &tag)]);
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}

#[test]
fn a_firm_is_there_for_machines_as_it_is_for_people() {
    let site = RunningSite::with_deliveries(&BODIES);
    let visitor = site.visitor();
    for language in Language::ALL {
        let address = language.path("/installateurs/90000007");
        let page = visitor.get(&address).text;
        let block =
            page.split_once("<script type=\"application/ld+json\">").unwrap().1.split_once("</script>").unwrap().0;
        let data: serde_json::Value = serde_json::from_str(block).unwrap();
        assert_eq!(data["name"], "Van den Nguyễn Ketelservice & Zonen B.V.");
        assert_eq!(data["url"], format!("{PUBLIC_URL}{address}"));
        let certificates = data["hasCertification"].as_array().unwrap();
        assert!(certificates.iter().any(|one| one["certificationIdentification"] == "AL-B-000001"), "{data}");
        for one in certificates {
            let status = one["certificationStatus"].as_str().unwrap();
            assert!(status == "https://schema.org/CertificationActive" || status.ends_with("Inactive"), "{data}");
            let certificate = one["url"].as_str().unwrap().strip_prefix(PUBLIC_URL).unwrap();
            assert_eq!(visitor.get(certificate).status, StatusCode::OK, "{certificate}");
        }
        assert!(!block.contains("Stationsweg") && !block.contains("2803"), "no address: {block}");
        let earlier = visitor.get(&format!("{address}?peildatum=2024-05-01")).text;
        assert!(!earlier.contains("application/ld+json"), "what held once is not for search engines");
    }
}
