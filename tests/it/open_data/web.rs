//! Files and feeds as machines fetch them.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::Read;

use flate2::read::GzDecoder;
use reqwest::StatusCode;
use reqwest::blocking::{Client, Response};
use sha2::{Digest, Sha256};

use crate::support::site::RunningSite;

fn client() -> Client {
    Client::builder().build().unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).unwrap_or_else(|| panic!("{name}: {:?}", response.headers())).to_str().unwrap()
}

fn digest(bytes: &[u8]) -> String {
    use base64::Engine as _;
    format!("sha-256=:{}:", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(bytes)))
}

#[test]
fn a_file_comes_with_checksums_that_are_right() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let url = site.url("/open-data/certificaten.csv");
    let plain = client().get(&url).send().unwrap();
    assert_eq!(header(&plain, "content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(header(&plain, "content-disposition"), "attachment; filename=\"certificaten-2026-01-31.csv\"");
    assert!(header(&plain, "link").starts_with("</api/v1/wijzigingen?sinds="));
    let (told, tag) = (header(&plain, "repr-digest").to_owned(), header(&plain, "etag").to_owned());
    let length: usize = header(&plain, "content-length").parse().unwrap();
    let bytes = plain.bytes().unwrap();
    assert_eq!((bytes.len(), told), (length, digest(&bytes)));

    let line = client().get(site.url("/open-data/certificaten.csv.sha256")).send().unwrap().text().unwrap();
    let hex = Sha256::digest(&bytes).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let hex: String = hex.filter_map(|digit| char::from_digit(digit.into(), 16)).collect();
    assert_eq!(line, format!("{hex}  certificaten.csv\n"));

    let packed = client().get(&url).header("accept-encoding", "gzip").send().unwrap();
    assert_eq!(header(&packed, "content-encoding"), "gzip");
    let told = header(&packed, "repr-digest").to_owned();
    let packed = packed.bytes().unwrap();
    assert_eq!(told, digest(&packed), "of what is sent");
    let mut unpacked = Vec::new();
    GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, bytes);

    let again = client().get(&url).header("if-none-match", &tag).send().unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let head = client().head(&url).send().unwrap();
    assert_eq!(header(&head, "etag"), tag);
}

#[test]
fn what_is_no_file_is_not_found() {
    let site = RunningSite::empty();
    for wrong in [
        "certificaten",
        "certificaten.xml",
        "..%2fCargo.toml",
        "certificaten.csv.gz",
        "%00.csv",
        ".sha256",
        "accounts.csv",
    ] {
        let answer = site.visitor().get(&format!("/open-data/{wrong}"));
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[test]
fn the_page_says_what_there_is() {
    let site = RunningSite::with_deliveries(&["echo"]);
    let page = site.visitor().get("/open-data");
    page.says("Open data").says("certificaten.ndjson.sha256").says("31 januari 2026");
    site.visitor().get("/en/open-data").says("31 January 2026");
}

#[test]
fn feeds_tell_what_changed_in_either_language() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    for path in [
        "/wijzigingen.atom",
        "/wijzigingen.atom?zoek=gastechniek",
        "/installateurs/90000007/wijzigingen.atom",
        "/instellingen/alfa/wijzigingen.atom",
    ] {
        for (base, sentence) in [("", "heeft een nieuw certificaat van"), ("/en", "has a new certificate of")] {
            let response = client().get(site.url(&format!("{base}{path}"))).send().unwrap();
            assert_eq!(header(&response, "content-type"), "application/atom+xml; charset=utf-8");
            let tag = header(&response, "etag").to_owned();
            let feed: atom_syndication::Feed = response.text().unwrap().parse().unwrap();
            assert!(!feed.entries.is_empty() && feed.entries.len() <= 50, "{path}");
            assert!(feed.entries.iter().any(|entry| entry.title.value.contains(sentence)), "{path}: {feed:?}");
            assert!(feed.entries.iter().all(|entry| entry.id.starts_with("tag:") && entry.id.contains(":wijziging/")));
            let again = client().get(site.url(&format!("{base}{path}"))).header("if-none-match", tag).send().unwrap();
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        }
    }
    let wrong = site.visitor().get("/wijzigingen.atom?werk=slopen");
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    wrong.says("‘werk’");
    for unknown in [
        "/installateurs/99999999/wijzigingen.atom",
        "/instellingen/x/wijzigingen.atom",
        "/installateurs/1/wijzigingen.atom",
    ] {
        assert_eq!(site.visitor().get(unknown).status, StatusCode::NOT_FOUND, "{unknown}");
    }
}
