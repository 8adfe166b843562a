//! What visitors, websites and programs get: the QR code, the badge, a statement, the keys.

use std::io::Cursor;

use reqwest::StatusCode;
use reqwest::blocking::{Client, Response};
use serde_json::Value;
use stelselwacht::domain::certificate::Standing;
use stelselwacht::domain::identifiers::CertificateNumber;
use stelselwacht::services::Known;
use stelselwacht::services::proof::public_keys::PublicKeys;
use stelselwacht::services::proof::token::verify;
use stelselwacht::services::register;

use crate::support::site::{PUBLIC_URL, RunningSite};
use crate::support::{day, moment};

const NUMBER: &str = "AL-B-000001";

fn get(site: &RunningSite, path: &str) -> Response {
    Client::new().get(site.url(path)).send().unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// What an independent reader sees in a picture of this side, of which this says whether a pixel is dark.
fn scanned(side: usize, dark: impl Fn(usize, usize) -> bool) -> String {
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| if dark(x, y) { 0 } else { 255 });
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1, "one code");
    grids[0].decode().unwrap().1
}

fn scanned_png(bytes: &[u8]) -> (String, png::PixelDimensions, usize) {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.bit_depth), (info.height, png::BitDepth::One));
    let side = usize::try_from(info.width).unwrap();
    let dark = |x: usize, y: usize| pixels[y * info.line_size + x / 8] >> (7 - x % 8) & 1 == 0;
    // A quiet zone of four modules, whatever the number of modules is: the first dark row is that far in.
    let quiet = (0..side).find(|y| (0..side).any(|x| dark(x, *y))).unwrap();
    (scanned(side, dark), reader.info().pixel_dims.unwrap(), quiet)
}

/// The dark modules of the path of an SVG, as `M{x} {y}h{length}v1h-{length}z`, enlarged.
fn scanned_svg(svg: &str) -> String {
    const ENLARGED: usize = 6;
    let side: usize = svg.split_once("viewBox=\"0 0 ").unwrap().1.split(' ').next().unwrap().parse().unwrap();
    let path = svg.rsplit_once("<path d=\"").unwrap().1.split('"').next().unwrap();
    let mut dark = vec![false; side * side];
    for run in path.split('M').filter(|run| !run.is_empty()) {
        let (x, rest) = run.split_once(' ').unwrap();
        let (y, rest) = rest.split_once('h').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        let length: usize = rest.split('v').next().unwrap().parse().unwrap();
        dark[y * side + x..][..length].fill(true);
    }
    assert!(dark[..4 * side].iter().all(|dark| !dark), "four modules are free");
    scanned(side * ENLARGED, |x, y| dark[y / ENLARGED * side + x / ENLARGED])
}

#[test]
fn a_qr_code_leads_to_the_live_page_of_that_body() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    let expected = format!("{PUBLIC_URL}/certificaten/{NUMBER}?instelling=alfa");
    let picture = get(&site, &format!("/certificaten/{NUMBER}/qr.png"));
    assert_eq!((picture.status(), header(&picture, "content-type")), (StatusCode::OK, "image/png"));
    assert!(header(&picture, "content-disposition").contains("qr-AL-B-000001.png"));
    let (read, dots, quiet) = scanned_png(&picture.bytes().unwrap());
    assert_eq!(read, expected);
    assert_eq!((dots.xppu, dots.unit), (11_811, png::Unit::Meter), "300 dots per inch");
    assert_eq!(quiet, 4 * 24);
    let drawing = get(&site, &format!("/certificaten/{NUMBER}/qr.svg?instelling=alfa"));
    assert_eq!(header(&drawing, "content-type"), "image/svg+xml");
    let svg = drawing.text().unwrap();
    assert_eq!(scanned_svg(&svg), expected);
    assert!(svg.contains("<title id=\"t\">QR-code van certificaat AL-B-000001</title>"));
    let page = read.strip_prefix(PUBLIC_URL).unwrap();
    assert_eq!(get(&site, page).status(), StatusCode::OK, "the page is there");
    for unknown in ["/certificaten/ONBEKEND/qr.svg", "/certificaten/AL-B-000001/qr.png?instelling=bravo"] {
        assert_eq!(get(&site, unknown).status(), StatusCode::NOT_FOUND, "{unknown}");
    }
}

#[test]
fn a_number_that_two_bodies_use_is_never_about_the_wrong_firm() {
    let site = RunningSite::signing(&["alfa", "bravo"]);
    site.database
        .tamper("UPDATE certificates SET number = '12/34 a' WHERE number IN ('AL-B-000001', 'BR-A-000012')")
        .unwrap();
    let number = CertificateNumber::parse("12/34 a").unwrap();
    assert_eq!(register::certificate(&site.database.store, &number, Known::Now).unwrap().len(), 2);
    for part in ["qr.svg", "qr.png", "verklaring.jwt", "bewijs"] {
        assert_eq!(get(&site, &format!("/certificaten/12%2F34%20a/{part}")).status(), StatusCode::NOT_FOUND, "{part}");
        for body in ["alfa", "bravo"] {
            let answer = get(&site, &format!("/certificaten/12%2F34%20a/{part}?instelling={body}"));
            assert_eq!(answer.status(), StatusCode::OK, "{part} of {body}");
        }
    }
    let badge = get(&site, "/certificaten/12%2F34%20a/badge.svg").text().unwrap();
    assert!(badge.contains("Certificaat onbekend"), "{badge}");
    let svg = get(&site, "/certificaten/12%2F34%20a/qr.svg?instelling=bravo").text().unwrap();
    let address = scanned_svg(&svg);
    assert_eq!(address, format!("{PUBLIC_URL}/certificaten/12%2F34%20a?instelling=bravo"));
    assert_eq!(get(&site, address.strip_prefix(PUBLIC_URL).unwrap()).status(), StatusCode::OK);
}

/// While some certificates of alfa were suspended, when all was well again, and long after.
const MOMENTS: [(&str, &str); 3] = [
    ("2024-02-01T09:00:00Z", "1 februari 2024"),
    ("2026-02-01T09:00:00Z", "1 februari 2026"),
    ("2036-02-01T09:00:00Z", "1 februari 2036"),
];

#[test]
fn a_badge_turns_by_itself_and_says_so_in_words() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let all = std::fs::read_to_string(crate::support::site::data("clean/alfa-certificaten.csv")).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for line in all.lines().skip(1) {
        let number = line.split(';').next().unwrap();
        let parsed = CertificateNumber::parse(number).unwrap();
        let listing = register::certificate(&site.database.store, &parsed, Known::Now).unwrap().remove(0);
        for (now, shown) in MOMENTS {
            let (today, now) = (moment(now).date_naive(), moment(now));
            let listing = register::public(vec![listing.clone()], register::oldest_shown(today, 5)).remove(0);
            let standing = listing.status_on(today).standing;
            let word = match standing {
                Standing::Valid => "geldig",
                Standing::Suspended => "geschorst",
                Standing::Withdrawn => "ingetrokken",
                Standing::Expired => "verlopen",
                Standing::NotYet => "Nog niet geldig",
                Standing::BodyNotDesignated => panic!("the bodies of the data are designated"),
            };
            site.portal.clock.advance(now - site.portal.now());
            let badge = get(&site, &format!("/certificaten/{number}/badge.svg?instelling=alfa")).text().unwrap();
            let title = badge.split_once("<title id=\"t\">").unwrap().1.split_once("</title>").unwrap().0;
            assert!(title.ends_with(word), "{now}: {badge}");
            assert!(badge.contains(shown) && badge.contains(&*listing.certificate.kvk_number.to_string()), "{badge}");
            seen.insert(word);
        }
    }
    assert!(["geldig", "geschorst", "verlopen"].iter().all(|word| seen.contains(word)), "{seen:?}");
    let english = get(&site, &format!("/en/certificaten/{NUMBER}/badge.svg?instelling=alfa")).text().unwrap();
    assert!(english.contains("lang=\"en\"") && english.contains("Certificate expired"), "{english}");
}

#[test]
fn a_badge_can_stand_on_any_website_and_brings_nothing_along() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let path = format!("/certificaten/{NUMBER}/badge.svg?instelling=alfa");
    let badge = get(&site, &path);
    assert_eq!(badge.status(), StatusCode::OK);
    assert_eq!(header(&badge, "cross-origin-resource-policy"), "cross-origin");
    assert_eq!(header(&badge, "cache-control"), "public, max-age=60, must-revalidate");
    assert_eq!(header(&badge, "x-content-type-options"), "nosniff");
    let policy = header(&badge, "content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    assert_eq!(header(&badge, "set-cookie"), "");
    let tag = header(&badge, "etag").to_owned();
    let again = Client::new().get(site.url(&path)).header("if-none-match", &tag).send().unwrap();
    assert_eq!((again.status(), header(&again, "etag")), (StatusCode::NOT_MODIFIED, tag.as_str()));
    let text = badge.text().unwrap();
    for part in ["role=\"img\"", "aria-labelledby=\"t d\"", "<desc id=\"d\">"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for part in ["<script", "style", "href", "url(", "<image", "<foreignObject", "@import"] {
        assert!(!text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_badge_of_nothing_says_so_whatever_is_asked() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let long = "9".repeat(3000);
    for number in
        ["ONBEKEND", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%F0%9F%92%A5", "%20", &long, "%E2%80%AE%26%22%27"]
    {
        let badge = get(&site, &format!("/certificaten/{number}/badge.svg?instelling=alfa"));
        assert_eq!(badge.status(), StatusCode::OK, "{number}");
        let text = badge.text().unwrap();
        assert!(text.contains("Certificaat onbekend") && !text.contains("<script"), "{text}");
        assert!(text.len() < 4000, "{} bytes", text.len());
    }
    let unknown = get(&site, &format!("/certificaten/{NUMBER}/badge.svg?instelling=bravo")).text().unwrap();
    assert!(unknown.contains("Certificaat onbekend"), "another body has no such certificate");
}

#[test]
fn a_statement_is_downloaded_and_checked_with_the_published_keys() {
    let site = RunningSite::signing(&["alfa"]);
    let answer = get(&site, &format!("/certificaten/{NUMBER}/verklaring.jwt?instelling=alfa"));
    assert_eq!((answer.status(), header(&answer, "content-type")), (StatusCode::OK, "application/jwt"));
    assert_eq!(header(&answer, "content-disposition"), "attachment; filename=\"verklaring-AL-B-000001.jwt\"");
    assert_eq!(header(&answer, "cache-control"), "no-store");
    let token = answer.text().unwrap();
    let set = get(&site, "/.well-known/jwks.json");
    assert_eq!(header(&set, "access-control-allow-origin"), "*");
    assert_eq!(header(&set, "content-type"), "application/jwk-set+json");
    assert!(header(&set, "cache-control").contains("max-age=300") && !header(&set, "etag").is_empty());
    let keys = PublicKeys::parse(&set.text().unwrap()).unwrap();
    let stated = verify(&token, &keys).unwrap().statement;
    assert_eq!(stated.iss, PUBLIC_URL);
    assert_eq!(stated.sub, format!("{PUBLIC_URL}/certificaten/{NUMBER}?instelling=alfa"));
    assert_eq!((stated.peildatum, stated.bekend_op), (day("2026-02-01"), moment("2026-02-01T09:00:00Z")));
    let listing = register::certificate(&site.database.store, &stated.certificaatnummer, Known::Now).unwrap().remove(0);
    let status = listing.status_on(day("2026-02-01"));
    assert_eq!((stated.status, stated.sinds, stated.tot_en_met), (status.standing, status.since, status.until));
    assert_eq!((stated.naam, stated.instelling.as_str()), (listing.certificate.name.clone(), "alfa"));

    let before = get(&site, &format!("/certificaten/{NUMBER}/verklaring.jwt?instelling=alfa&peildatum=2025-06-01"));
    let before = verify(&before.text().unwrap(), &keys).unwrap().statement;
    assert_eq!((before.peildatum, before.status), (day("2025-06-01"), listing.status_on(day("2025-06-01")).standing));
    assert_ne!(before.jti, stated.jti);
}

#[test]
fn what_cannot_be_stated_is_refused_with_every_reason() {
    let site = RunningSite::signing(&["alfa"]);
    let asked = |query: &str| get(&site, &format!("/certificaten/{NUMBER}/verklaring.jwt?instelling=alfa&{query}"));
    let wrong = asked("peildatum=9999-99-99&bekend-op=morgen");
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
    let text = wrong.text().unwrap();
    assert!(text.contains("peildatum: ") && text.contains("bekend-op: "), "{text}");
    let ahead = asked("peildatum=2026-12-31");
    assert_eq!(ahead.status(), StatusCode::BAD_REQUEST);
    assert!(ahead.text().unwrap().contains("wat nog komen moet"));
    assert_eq!(asked("bekend-op=2020-01-01").status(), StatusCode::BAD_REQUEST, "before there was a register");
    assert_eq!(asked("bekend-op=2025-01-01").status(), StatusCode::NOT_FOUND, "before the certificate was delivered");
    let then = asked("bekend-op=2026-01-31&peildatum=2026-01-30").text().unwrap();
    let keys = PublicKeys::parse(&get(&site, "/.well-known/jwks.json").text().unwrap()).unwrap();
    let stated = verify(&then, &keys).unwrap().statement;
    assert_eq!((stated.peildatum, stated.bekend_op), (day("2026-01-30"), moment("2026-01-31T22:59:59.999999Z")));
    assert_eq!(get(&site, "/certificaten/ONBEKEND/verklaring.jwt").status(), StatusCode::NOT_FOUND);
}

#[test]
fn a_register_without_a_key_gives_no_statements_and_says_so() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    assert_eq!(
        get(&site, &format!("/certificaten/{NUMBER}/verklaring.jwt?instelling=alfa")).status(),
        StatusCode::NOT_FOUND
    );
    let page = site.visitor().get(&format!("/certificaten/{NUMBER}/bewijs?instelling=alfa"));
    page.says("geeft nu geen ondertekende verklaringen");
    assert!(!page.text.contains("verklaring.jwt"), "there is no link to what is not there");
    let set: Value = serde_json::from_str(&get(&site, "/.well-known/jwks.json").text().unwrap()).unwrap();
    assert_eq!(set, serde_json::json!({"keys": [], "revoked_keys": []}));
}

#[test]
fn the_page_for_the_holder_has_all_that_a_printer_and_a_website_need() {
    let site = RunningSite::signing(&["alfa"]);
    let page = site.visitor().get(&format!("/certificaten/{NUMBER}/bewijs?instelling=alfa"));
    page.says("Een foto, een schermafdruk of een QR-code bewijst niets").says(PUBLIC_URL).says("KvK-nummer");
    let snippet = page.text.split_once("<code class=\"code\">").unwrap().1;
    let snippet = snippet.split_once("</code>").unwrap().0;
    let html = snippet.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let html = html.replace("&amp;", "&");
    assert!(html.starts_with(&format!(
        "<a href=\"{PUBLIC_URL}/certificaten/{NUMBER}?instelling=alfa\"><img src=\"{PUBLIC_URL}/"
    )));
    assert!(html.contains(&format!("/certificaten/{NUMBER}/badge.svg?instelling=alfa\"")), "{html}");
    assert!(!html.contains("geldig") && !html.contains("script"), "what turns is not in the text: {html}");
    for word in ["qr.svg", "qr.png", "verklaring.jwt"] {
        assert!(page.text.contains(word), "{word}");
    }
    let english = site.visitor().get(&format!("/en/certificaten/{NUMBER}/bewijs?instelling=alfa"));
    english.says("A photo, a screenshot or a QR code proves nothing");
    assert!(english.text.contains(&format!("/en/certificaten/{NUMBER}/badge.svg?instelling=alfa")), "{}", english.text);
}

#[test]
fn the_page_of_a_certificate_says_what_to_compare_and_gives_the_statement_of_its_moment() {
    let site = RunningSite::signing(&["alfa", "bravo"]);
    let page = |query: &str| site.visitor().get(&format!("/certificaten/{NUMBER}?instelling=alfa{query}"));
    let now = page("");
    now.says("Een foto, een schermafdruk of een QR-code bewijst niets")
        .says("https://register.example/")
        .says("KvK-nummer 90000007");
    now.says("Ondertekende verklaring over 1 februari 2026");
    let href = |page: &str| {
        let address = page.split_once("verklaring.jwt?").unwrap().1.split_once('"').unwrap().0;
        format!("/certificaten/{NUMBER}/verklaring.jwt?{}", address.replace("&amp;", "&"))
    };
    assert_eq!(get(&site, &href(&now.text)).status(), StatusCode::OK);
    let then = page("&peildatum=2025-06-01");
    let stated = get(&site, &href(&then.text)).text().unwrap();
    let keys = PublicKeys::parse(&get(&site, "/.well-known/jwks.json").text().unwrap()).unwrap();
    assert_eq!(verify(&stated, &keys).unwrap().statement.peildatum, day("2025-06-01"));
    assert!(then.text.contains("name=\"instelling\" value=\"alfa\""), "another day is about the same certificate");
    let ahead = page("&peildatum=2026-12-01");
    assert!(!ahead.text.contains("verklaring.jwt"), "there is no statement about what is still to come");
    let english = site.visitor().get(&format!("/en/certificaten/{NUMBER}?instelling=alfa"));
    english.says("A photo, a screenshot or a QR code proves nothing");
    assert!(english.text.contains(&format!("/en/certificaten/{NUMBER}/bewijs")), "the way on is in English");
}

#[test]
fn whoever_was_sent_a_statement_sees_whether_it_is_real_and_how_it_is_now() {
    let site = RunningSite::signing(&["alfa"]);
    let token = get(&site, &format!("/certificaten/{NUMBER}/verklaring.jwt?instelling=alfa")).text().unwrap();
    let visitor = site.visitor();
    let page = visitor.get(&format!("/verklaringen/controleren?verklaring={token}"));
    page.says("Deze verklaring is echt").says(NUMBER).says("Peildatum 1 februari 2026").says("nu voor staat");
    let broken: String = token
        .chars()
        .enumerate()
        .flat_map(|(at, c)| [if at % 70 == 69 { "%0A" } else { "" }.to_owned(), c.to_string()])
        .collect();
    visitor.get(&format!("/en/verklaringen/controleren?verklaring=%20{broken}")).says("This statement is real");
    let changed = format!("{}A", &token[..token.len() - 1]);
    let changed = if changed == token { format!("{}Q", &token[..token.len() - 1]) } else { changed };
    let page = visitor.get(&format!("/verklaringen/controleren?verklaring={changed}"));
    page.says("bewijst niets");
    assert!(!page.words().contains("Peildatum"), "nothing of what it says is shown");
    visitor.get("/verklaringen/controleren").says("plak het hier");
    for nonsense in ["%00", "%F0%9F%92%A5", "%3Cscript%3E", &"a".repeat(12_000)] {
        let page = visitor.get(&format!("/verklaringen/controleren?verklaring={nonsense}"));
        assert!(page.status == StatusCode::OK && !page.text.contains("<script"), "{}", page.status);
    }
}
