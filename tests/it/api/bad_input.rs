//! Whatever comes in: an answer, or a problem that says what is wrong. Never a fault of ours, and never slow.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::client::Api;
use super::conformity::Document;
use crate::support::site::RunningSite;

fn strange() -> Vec<String> {
    let mut texts: Vec<String> = [
        "   ",
        "💥🔥👨‍👩‍👧‍👦",
        "تركيب سخانات المياه بالغاز",
        "\u{202e}txet desrever",
        "' OR '1'='1'; DROP TABLE certificates; --",
        "<script>alert(1)</script>",
        "%00%0a%0d",
        "\0",
        "a\0b",
        "../../../../etc/passwd",
        "{{7*7}}",
        "9999-12-31",
        "0000-00-00",
        "-1",
        "NaN",
        "1e309",
        "ﬁ ß İ ǅ",
        "a\u{301}\u{301}\u{301}\u{301}",
        "%",
        "_",
        "*",
        "\"",
        "null",
        "[]",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("jansen ".repeat(1_500));
    texts.push("x".repeat(10_240));
    texts.push("💥".repeat(2_560));
    texts.push("a ".repeat(5_000));
    texts
}

#[test]
fn every_parameter_takes_or_refuses_every_text() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo"]);
    let (api, document) = (Api::of(&site), Document::current());
    let mut faults = Vec::new();
    for (address, path) in ADDRESSES {
        for parameter in PARAMETERS {
            for text in strange() {
                let started = Instant::now();
                let reply = api.with(path, &[(parameter, &text)]);
                let shown: String = text.chars().take(40).collect();
                if ![200, 400, 414].contains(&reply.status.as_u16()) {
                    faults.push(format!("{path}?{parameter}={shown}: {}", reply.status));
                }
                faults.extend(document.faults(address, &reply));
                assert!(reply.text.len() < 300_000, "{path}?{parameter}={shown} answers {} bytes", reply.text.len());
                assert!(started.elapsed() < Duration::from_secs(5), "{path}?{parameter}={shown} is slow");
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

const ADDRESSES: [(&str, &str); 6] = [
    ("/certificaathouders", "/certificaathouders"),
    ("/certificaathouders/{kvkNummer}", "/certificaathouders/90000007"),
    ("/certificaten", "/certificaten"),
    ("/certificatieschemas", "/certificatieschemas"),
    ("/aanwijzingen", "/aanwijzingen"),
    ("/wijzigingen", "/wijzigingen"),
];

const PARAMETERS: [&str; 15] = [
    "sinds",
    "q",
    "werkzaamheid",
    "deelgebied",
    "schema",
    "instelling",
    "kvkNummer",
    "status",
    "postcode",
    "straal",
    "peildatum",
    "bekendOp",
    "limiet",
    "cursor",
    "onbekend",
];

/// The text with every byte written out.
fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut part, byte| {
        write!(part, "%{byte:02X}").unwrap();
        part
    })
}

#[test]
fn every_part_of_an_address_takes_every_text() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let api = Api::of(&site);
    for text in strange() {
        let part = percent_encoded(&text);
        for path in [
            format!("/certificaathouders/{part}"),
            format!("/certificaten/alfa/{part}"),
            format!("/certificaten/{part}/AL-B-000001"),
            format!("/certificatieschemas/{part}"),
            format!("/certificatieschemas/CS-A/schemaversies/{part}"),
            format!("/certificatieschemas/{part}/schemaversies"),
            format!("/certificerende-instellingen/{part}"),
            format!("/{part}"),
        ] {
            let reply = api.get(&path);
            assert!(
                [400, 404, 414].contains(&reply.status.as_u16()),
                "{}: {}",
                reply.status,
                &path[..path.len().min(80)]
            );
            assert_eq!(reply.header("content-type"), "application/problem+json", "{path}");
        }
    }
}

#[test]
fn all_faults_of_a_question_come_together() {
    let site = RunningSite::empty();
    let api = Api::of(&site);
    let reply = api.get(
        "/certificaathouders?werkzaamheid=slopen&status=goed&postcode=0000&straal=0&peildatum=9999-12-31\
         &limiet=1000&cursor=x&bekendOp=2026-01-01&peildatum=2026-01-01",
    );
    let faults: Vec<String> = reply.faults().into_iter().map(|(name, code)| format!("{name} {code}")).collect();
    assert_eq!(
        faults,
        [
            "bekendOp onbekende-parameter",
            "peildatum meer-dan-eens",
            "werkzaamheid ongeldige-waarde",
            "status ongeldige-waarde",
            "straal buiten-grenzen",
            "postcode ongeldige-waarde",
            "peildatum buiten-grenzen",
            "limiet buiten-grenzen",
            "cursor onbekende-cursor",
        ]
    );
    for fault in reply.json()["fouten"].as_array().unwrap() {
        assert!(fault["detail"].as_str().unwrap().len() > 10, "{fault}");
    }
}

#[test]
fn a_radius_needs_a_postcode() {
    let site = RunningSite::empty();
    let api = Api::of(&site);
    assert_eq!(api.get("/certificaathouders?straal=5").faults(), [("straal".to_owned(), "onvolledig".to_owned())]);
    for right in ["3511", "3511AB", "3511 ab", "1000", "9999XX"] {
        assert_eq!(api.with("/certificaathouders", &[("postcode", right), ("straal", "5")]).status, 200, "{right}");
    }
    for wrong in ["351", "0999", "35111", "3511A", "3511SS", "abcd", "３５１１"] {
        assert_eq!(api.with("/certificaathouders", &[("postcode", wrong)]).faults().len(), 1, "{wrong}");
    }
}

#[test]
fn a_day_that_is_no_day_is_refused_everywhere() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let api = Api::of(&site);
    for path in ["/certificaathouders", "/certificaathouders/90000007", "/certificaten", "/aanwijzingen"] {
        for wrong in ["2026-02-30", "30-01-2026", "2026-1-1", "vandaag", "9999-12-31", "0001-01-01", "1900-01-01"] {
            let faults = api.with(path, &[("peildatum", wrong)]).faults();
            assert_eq!(faults.len(), 1, "{path} {wrong}: {faults:?}");
        }
        assert_eq!(api.with(path, &[("peildatum", " 2026-01-30 ")]).status, 200);
        assert_eq!(api.with(path, &[("peildatum", "")]).status, 200, "an empty field of a form says nothing");
    }
}
