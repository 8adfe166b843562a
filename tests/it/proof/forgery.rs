//! What is changed by one byte, or signed in any other way, is refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use stelselwacht::services::proof::token::{LARGEST, Rejection, verify};

use super::{Register, statement};

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// The header and the claims of a token, as JSON, and its signature.
fn parts(token: &str) -> (Value, Value, String) {
    let parts: Vec<&str> = token.split('.').collect();
    let json = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    (json(parts[0]), json(parts[1]), parts[2].to_owned())
}

#[test]
fn what_was_signed_is_what_is_read() {
    let register = Register::new();
    let token = register.sign(&statement());
    let verified = verify(&token, &register.keys()).unwrap();
    assert_eq!(verified.statement, statement());
    assert_eq!(verified.key.kid, register.kid);
    assert_eq!(verify(&format!("\r\n {token}\n"), &register.keys()).unwrap().statement, statement());
    let (header, claims, _) = parts(&token);
    assert_eq!(header, json!({"alg": "EdDSA", "kid": register.kid, "typ": "verklaring+jwt"}));
    for (name, value) in [
        ("kvkNummer", json!("90000007")),
        ("status", json!("geschorst")),
        ("peildatum", json!("2026-06-01")),
        ("sinds", json!("2026-05-01")),
        ("totEnMet", json!(null)),
        ("bekendOp", json!("2026-06-01T11:00:00.123456Z")),
        ("werkzaamheden", json!(["installeren", "onderhouden"])),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
}

#[test]
fn every_byte_counts() {
    let register = Register::new();
    let (token, keys) = (register.sign(&statement()).into_bytes(), register.keys());
    for at in 0..token.len() {
        // A sign beside it in the alphabet changes the lowest bits, another the highest; the others are of no alphabet.
        for other in [token[at] ^ 1, token[at] ^ 0x20, b'A', b'.', b' ', b'='] {
            let mut changed = token.clone();
            changed[at] = other;
            if changed != token {
                let text = String::from_utf8(changed).unwrap();
                assert!(verify(&text, &keys).is_err(), "byte {at} as {:?} is not noticed", char::from(other));
            }
        }
        let shorter: Vec<u8> = [&token[..at], &token[at + 1..]].concat();
        assert!(verify(&String::from_utf8(shorter).unwrap(), &keys).is_err(), "byte {at} can be left out");
        assert!(verify(std::str::from_utf8(&token[..at]).unwrap(), &keys).is_err(), "it can be cut at {at}");
    }
}

#[test]
fn whatever_is_made_of_it_is_refused() {
    let register = Register::new();
    let (token, keys) = (register.sign(&statement()), register.keys());
    let length = token.len();
    let change = (0..length, 0..length, ".{0,12}");
    TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() })
        .run(&change, |(from, to, with)| {
            let (from, to) = (from.min(to), from.max(to));
            let changed = format!("{}{with}{}", &token[..from], &token[to..]);
            prop_assume!(changed.trim_ascii() != token);
            prop_assert!(verify(&changed, &keys).is_err());
            Ok(())
        })
        .unwrap();
}

#[test]
fn text_that_was_never_a_statement_is_refused_and_never_slow() {
    let register = Register::new();
    let keys = register.keys();
    assert_eq!(verify("", &keys).unwrap_err(), Rejection::Empty);
    assert_eq!(verify(" \r\n\t ", &keys).unwrap_err(), Rejection::Empty);
    assert_eq!(verify(&"a".repeat(LARGEST + 1), &keys).unwrap_err(), Rejection::TooLarge);
    for text in [".", "..", "...", "a.b.c", "null", "{}", "💥.💥.💥", &"[".repeat(LARGEST), &".".repeat(LARGEST)]
    {
        assert_eq!(verify(text, &keys).unwrap_err(), Rejection::NotAStatement, "{text:.20}");
    }
    let deep = URL_SAFE_NO_PAD.encode("[".repeat(4000));
    assert_eq!(verify(&format!("{deep}.{deep}.{deep}"), &keys).unwrap_err(), Rejection::NotAStatement);
}

#[test]
fn another_way_to_sign_is_refused_whatever_the_header_says() {
    let register = Register::new();
    let (token, keys) = (register.sign(&statement()), register.keys());
    let (header, claims, signature) = parts(&token);
    let with = |header: Value, signature: &str| format!("{}.{}.{signature}", encoded(&header), encoded(&claims));
    let changed = |name: &str, value: Value| {
        let mut header = header.clone();
        header[name] = value;
        header
    };
    for alg in [json!("none"), json!("None"), json!("HS256"), json!("RS256"), json!("Ed25519"), json!(null), json!(1)] {
        for signature in ["", &signature] {
            let forged = with(changed("alg", alg.clone()), signature);
            assert_eq!(verify(&forged, &keys).unwrap_err(), Rejection::WrongAlgorithm, "{alg}");
        }
    }
    assert_eq!(verify(&with(changed("typ", json!("JWT")), &signature), &keys).unwrap_err(), Rejection::WrongType);
    for (name, value) in [
        ("crit", json!(["exp"])),
        ("b64", json!(false)),
        ("jwk", json!({"kty": "OKP"})),
        ("jku", json!("https://kwaad.example/sleutels")),
    ] {
        assert_eq!(verify(&with(changed(name, value), &signature), &keys).unwrap_err(), Rejection::NotAStatement);
    }
    assert_eq!(verify(&with(header, ""), &keys).unwrap_err(), Rejection::BadSignature);
    // A token whose secret is the public key, for programs that let the header choose.
    let x = keys.published().keys[0].x.clone();
    let secret = jsonwebtoken::EncodingKey::from_secret(x.as_bytes());
    let mut hs = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
    (hs.kid, hs.typ) = (Some(register.kid.clone()), Some("verklaring+jwt".to_owned()));
    let forged = jsonwebtoken::encode(&hs, &statement(), &secret).unwrap();
    assert_eq!(verify(&forged, &keys).unwrap_err(), Rejection::WrongAlgorithm);
}

#[test]
fn the_content_of_one_statement_does_not_fit_under_another() {
    let register = Register::new();
    let mut better = statement();
    better.status = stelselwacht::domain::certificate::Standing::Valid;
    let (real, other) = (register.sign(&statement()), register.sign(&better));
    let (head, rest) = real.split_once('.').unwrap();
    let signature = rest.split_once('.').unwrap().1;
    let claims = other.split('.').nth(1).unwrap();
    let swapped = format!("{head}.{claims}.{signature}");
    assert_eq!(verify(&swapped, &register.keys()).unwrap_err(), Rejection::BadSignature);
}

#[test]
fn a_key_of_somebody_else_is_unknown_and_cannot_borrow_a_name() {
    let (mine, theirs) = (Register::new(), Register::new());
    let token = theirs.sign(&statement());
    let Rejection::UnknownKey { kid } = verify(&token, &mine.keys()).unwrap_err() else { panic!("the key is unknown") };
    assert_eq!(kid.to_string(), theirs.kid);
    let (mut header, claims, signature) = parts(&token);
    header["kid"] = json!(mine.kid);
    let borrowed = format!("{}.{}.{signature}", encoded(&header), encoded(&claims));
    assert_eq!(verify(&borrowed, &mine.keys()).unwrap_err(), Rejection::BadSignature);
    header["kid"] = json!("\u{1b}[2J<script>");
    let shown = verify(&format!("{}.{}.{signature}", encoded(&header), encoded(&claims)), &mine.keys()).unwrap_err();
    assert!(!shown.to_string().contains(['\u{1b}', '<']), "{shown}");
}
