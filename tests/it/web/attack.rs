//! What an attacker tries: many requests, slow ones and huge ones, cookies of one's own, other sites around ours, secrets in the
//! log.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use reqwest::StatusCode;
use reqwest::blocking::multipart::{Form, Part};

use super::routes::table;
use crate::support::TestDatabase;
use crate::support::site::{ADMINISTRATOR, Answer, PASSWORD, REGULATOR, RunningSite, at};

fn waits(answer: &Answer) -> u64 {
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{}", answer.text);
    answer.header("retry-after").parse().unwrap()
}

#[test]
fn every_answer_that_says_too_much_says_how_long_to_wait() {
    let site = RunningSite::limited_to(20);
    let visitor = site.visitor();
    for path in ["/", "/api/v1/certificaten", "/en/schemas", "/bestaat-niet", "/instelling"] {
        let answer = (0..40).map(|_| visitor.get(path)).find(|answer| answer.status.as_u16() == 429).unwrap();
        assert!((1..=60).contains(&waits(&answer)), "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
    }
}

#[test]
fn guessing_a_password_is_slowed_down_and_says_how_long() {
    let site = RunningSite::empty();
    let visitor = site.visitor();
    let page = visitor.get("/inloggen");
    let guess = || visitor.post(&page, "/inloggen", &[("email", REGULATOR), ("wachtwoord", "niet het goede")]);
    let refused = (0..8).map(|_| guess()).find(|answer| answer.status.as_u16() == 429).unwrap();
    assert!((1..=16).contains(&waits(&refused)));
    refused.says("Inloggen is niet gelukt");
}

#[test]
fn an_account_is_limited_whatever_address_it_comes_from() {
    let site = RunningSite::empty();
    let limits = stelselwacht::web::rate_limit::RateLimits::new(stelselwacht::web::rate_limit::Limits {
        requests_per_minute: std::num::NonZeroU32::new(3).unwrap(),
        ..Default::default()
    });
    assert!((0..3).all(|_| limits.count_account(1).is_ok()));
    assert!(limits.count_account(1).is_err() && limits.count_account(2).is_ok());
    drop(site);
}

/// Sends this, leaves the connection open, and reads until the server closes it.
fn hang(site: &RunningSite, text: &str) -> String {
    let mut connection = TcpStream::connect(site.address()).unwrap();
    connection.write_all(text.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn whoever_does_not_go_on_sending_is_let_go() {
    let site = RunningSite::impatient();
    let head = hang(&site, "GET / HTTP/1.1\r\nhost: a\r\nx-slow: ");
    assert!(head.is_empty() || head.starts_with("HTTP/1.1 408"), "{head}");
    let form = "POST /inloggen HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\n\
                content-length: 1000\r\n\r\nemail=";
    let body = hang(&site, form);
    assert!(body.starts_with("HTTP/1.1 400"), "{body}");
    assert_eq!(site.visitor().get("/").status, StatusCode::OK);
}

#[test]
fn huge_heads_and_bodies_are_refused() {
    let site = RunningSite::empty();
    let many = hang(&site, &format!("GET / HTTP/1.1\r\nhost: a\r\n{}\r\n", "x-a: b\r\n".repeat(2_000)));
    let large = hang(&site, &format!("GET / HTTP/1.1\r\nhost: a\r\nx-a: {}\r\n\r\n", "b".repeat(400_000)));
    for answer in [many, large] {
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    let visitor = site.visitor();
    let page = visitor.get("/inloggen");
    let long = "a".repeat(100_000);
    assert_eq!(visitor.post(&page, "/inloggen", &[("email", &long)]).status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn forms_of_a_thousand_parts_or_without_names_are_refused() {
    let site = RunningSite::empty();
    let alfa = site.logged_in(&at("alfa"));
    let at = "/instelling/aanleveringen/nieuw";
    let csrf = alfa.get(at).csrf().to_owned();
    let many = (0..1_000).fold(Form::new().text("csrf", csrf.clone()), |form, n| form.text(format!("veld{n}"), "x"));
    assert_eq!(alfa.send_parts(at, many).status, StatusCode::BAD_REQUEST);
    let files = (0..60).fold(Form::new().text("csrf", csrf.clone()), |form, n| {
        form.part("certificaten", Part::bytes(b"a;b".to_vec()).file_name(format!("{n}.csv")))
    });
    alfa.send_parts(at, files).says("hoogstens 40 bestanden");
    let before_token = Form::new().part("", Part::bytes(b"a;b".to_vec()).file_name("")).text("csrf", csrf);
    assert_eq!(alfa.send_parts(at, before_token).status, StatusCode::BAD_REQUEST);
    assert_eq!(alfa.get(at).status, StatusCode::OK);
}

#[test]
fn every_answer_has_the_headers_that_bind_a_browser_and_nothing_private_is_kept() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    site.add_everybody();
    let (visitor, administrator) = (site.visitor(), site.logged_in(ADMINISTRATOR));
    let paths = [
        "/",
        "/bestaat-niet",
        "/api/v1/bestaat-niet",
        "/open-data/certificaten.csv",
        "/inloggen",
        "/volgen?x=%00",
        "/beheer/logboek",
    ];
    for (who, browser) in [("visitor", &visitor), ("administrator", &administrator)] {
        for path in paths {
            let answer = browser.get(path);
            for (name, value) in [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY")] {
                assert_eq!(answer.header(name), value, "{path} as {who}");
            }
            assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path} as {who}");
        }
    }
    for path in ["/beheer/logboek", "/beheer/berichten", "/toezicht", "/beheer/bestaat-niet", "/"] {
        assert_eq!(administrator.get(path).header("cache-control"), "no-store", "{path}");
    }
    let form = visitor.get("/inloggen");
    assert_eq!(form.header("cache-control"), "no-store", "it has a token of this visitor");
    let download = visitor.get("/open-data/certificaten.csv");
    assert!(download.header("content-type").starts_with("text/csv"));
}

#[test]
fn a_session_that_somebody_else_chose_is_not_taken_over() {
    let site = RunningSite::empty();
    let visitor = site.visitor();
    let page = visitor.get("/inloggen");
    let login = visitor.post(&page, "/inloggen", &[("email", &at("alfa")), ("wachtwoord", PASSWORD)]);
    let first = login.header("set-cookie").to_owned();
    assert!(first.contains("HttpOnly") && first.contains("SameSite=Lax") && first.contains("Path=/"), "{first}");
    let again = visitor.get("/inloggen");
    let login = visitor.post(&again, "/inloggen", &[("email", &at("alfa")), ("wachtwoord", PASSWORD)]);
    let second = login.header("set-cookie").to_owned();
    assert_ne!(first, second, "a new session each time");
    let old = first.split(';').next().unwrap().to_owned();
    assert_eq!(site.visitor().ask("/instelling", &[("cookie", &old)]).status(), StatusCode::SEE_OTHER);
    let chosen = site.visitor().ask("/instelling", &[("cookie", "sessie=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]);
    assert_eq!(chosen.status(), StatusCode::SEE_OTHER);
}

#[test]
fn whatever_host_is_asked_for_addresses_are_our_own() {
    let site = RunningSite::empty();
    for headers in
        [[("host", "kwaad.example")], [("x-forwarded-host", "kwaad.example")], [("forwarded", "host=kwaad.example")]]
    {
        for path in ["/", "/sitemap.xml", "/wijzigingen.atom", "/instelling", "/schemas/"] {
            let answer = site.visitor().ask(path, &headers);
            let location = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
            assert!(location.is_none_or(|to| to.starts_with('/')), "{path}");
            assert!(!answer.text().unwrap().contains("kwaad.example"), "{path}");
        }
    }
}

#[test]
fn nobody_is_sent_to_another_site_after_logging_in() {
    let site = RunningSite::empty();
    for elsewhere in
        ["//kwaad.example", "/\\kwaad.example", "/\t/kwaad.example", "https://kwaad.example", "/\u{85}/kwaad.example"]
    {
        let visitor = site.visitor();
        let page = visitor.get("/inloggen");
        let fields = [("email", &*at("alfa")), ("wachtwoord", PASSWORD), ("naar", elsewhere)];
        assert_eq!(visitor.post(&page, "/inloggen", &fields).location, "/instelling", "{elsewhere:?}");
    }
}

/// Everything the server writes to its log while somebody logs in and follows links with tokens, as talkative as it can be.
#[test]
fn no_secret_stands_in_the_log() {
    let database = TestDatabase::new();
    let mut server = Command::new(env!("CARGO_BIN_EXE_stelselwacht"))
        .arg("serve")
        .envs([("DATABASE_URL", database.url()), ("STELSELWACHT_LISTEN", "127.0.0.1:0"), ("STELSELWACHT_LOG", "trace")])
        .envs([
            ("STELSELWACHT_SMTP_URL", "smtps://post:geheimpje@127.0.0.1:1"),
            ("STELSELWACHT_MAIL_FROM", "a@b.example"),
        ])
        .env("STELSELWACHT_SECRET", "geheimpje-geheimpje-geheimpje-geheimpje")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let url = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let at = line.find("http://")?;
        let address = line[at..].split_whitespace().next()?;
        Some(address.trim_end_matches(['.', '/', ',']).to_owned())
    });
    let url = url.unwrap();
    let client = reqwest::blocking::Client::builder().cookie_store(true).build().unwrap();
    let token = "geheimpje0geheimpje0geheimpje0geheimpje0gehe";
    let tokens = table().into_iter().filter(|row| row.route.0 == "GET" && row.route.1.contains("{token}"));
    for path in tokens
        .map(|row| row.route.1.replace("{token}", token))
        .chain(["/uitnodiging/", "/wachtwoord/"].map(|p| format!("{p}{token}")))
    {
        client
            .get(format!("{url}{path}"))
            .header("cookie", format!("sessie={token}"))
            .header("authorization", format!("Bearer {token}"))
            .send()
            .unwrap();
        client.post(format!("{url}{path}")).body(format!("csrf={token}")).send().unwrap();
    }
    let page = client.get(format!("{url}/inloggen?naar=/geheimpje")).send().unwrap().text().unwrap();
    let csrf = page.split_once("name=\"csrf\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let form = format!("csrf={csrf}&email=geheimpje%40x.nl&wachtwoord=geheimpje");
    let answer = client
        .post(format!("{url}/inloggen"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .unwrap();
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    server.kill().unwrap();
    let mut log = String::new();
    server.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    server.wait().unwrap();
    assert!(log.contains("answered") && log.contains("/volgen/bevestigen"), "{log}");
    assert!(!log.contains("geheimpje") && !log.contains(&csrf), "{log}");
}
