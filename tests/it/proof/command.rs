//! Keys and statements from the command line, as people use it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use stelselwacht::services::proof::token::LARGEST;

use super::{Register, SECRET, statement};
use crate::support::TestDatabase;

fn run(url: &str, secret: Option<&str>, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stelselwacht"));
    command.env_clear().env("DATABASE_URL", url).args(arguments);
    if let Some(secret) = secret {
        command.env("STELSELWACHT_SECRET", secret);
    }
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A database that is not there: what works with it works offline.
const NOWHERE: &str = "postgres://niemand@127.0.0.1:1/niets";

fn written(folder: &Path, name: &str, content: &[u8]) -> String {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path.display().to_string()
}

#[test]
fn keys_are_made_listed_and_revoked() {
    let database = TestDatabase::new();
    let url = database.url();
    let (code, _, err) = run(url, None, &["keys", "new"]);
    assert!(code == 3 && err.contains("STELSELWACHT_SECRET"), "{err}");
    let (code, _, err) = run(url, Some("kort"), &["keys", "new"]);
    assert!(code == 3 && err.contains("32 tekens") && !err.contains("kort\n"), "{err}");
    let (code, out, _) = run(url, None, &["keys", "list"]);
    assert!(code == 0 && out.contains("geen sleutels"), "{out}");
    let (code, out, err) = run(url, Some(SECRET), &["keys", "new"]);
    assert!(code == 0 && out.contains("ondertekent vanaf nu"), "{out}{err}");
    let first = out.split_whitespace().nth(1).unwrap().to_owned();
    let (_, out, _) = run(url, Some(SECRET), &["keys", "new"]);
    assert!(out.contains(&format!("{first} is buiten gebruik")), "{out}");
    let (code, out, _) = run(url, None, &["keys", "revoke", &first, "--reason", "laptop gestolen"]);
    assert!(code == 0 && !out.contains("keys new"), "the other key signs on: {out}");
    let (code, _, err) = run(url, None, &["keys", "retire", &first]);
    assert!(code == 1 && err.contains("al buiten gebruik"), "{err}");
    let (code, _, err) = run(url, None, &["keys", "retire", "onbekend"]);
    assert!(code == 1 && err.contains("keys list"), "{err}");
    let (_, out, _) = run(url, None, &["keys", "list"]);
    assert!(out.contains("in gebruik") && out.contains("laptop gestolen"), "{out}");
    let (_, out, _) = run(url, None, &["keys", "list", "--json"]);
    let set: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((set["keys"].as_array().unwrap().len(), &set["revoked_keys"][0]["kid"]), (1, &Value::from(first)));
    let (_, out, _) = run(url, Some(SECRET), &["config"]);
    assert!(out.contains("STELSELWACHT_SECRET=set\n") && !out.contains("geheim van de tests"), "{out}");
}

#[test]
fn a_program_does_not_start_to_serve_with_a_secret_that_opens_nothing() {
    let register = Register::new();
    let other = "een ander geheim, ook lang genoeg om te tellen";
    let (code, _, err) = run(register.database.url(), Some(other), &["serve", "--listen", "127.0.0.1:0"]);
    assert!(code == 3 && err.contains("STELSELWACHT_SECRET") && err.contains("keys new"), "{err}");
    assert!(!err.contains(other), "{err}");
}

#[test]
fn a_statement_is_checked_with_a_saved_key_set_and_nothing_else() {
    let register = Register::new();
    let folder = tempfile::tempdir().unwrap();
    let token = register.sign(&statement());
    let file = written(folder.path(), "verklaring.jwt", format!("{token}\n").as_bytes());
    let keys = written(folder.path(), "jwks.json", &serde_json::to_vec(&register.keys().published()).unwrap());
    let (code, out, err) = run(NOWHERE, None, &["verify", &file, "--keys", &keys]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for part in [
        "de handtekening klopt",
        &register.kid,
        "1 juni 2026 om 11:00:00 UTC",
        "90000007",
        "geschorst",
        "1 mei 2026",
        "https://stelselwacht.example/certificaten/AL-A-000001?instelling=alfa",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    let (code, out, _) = run(NOWHERE, None, &["verify", &file, "--keys", &keys, "--json"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &told["geldig"], &told["sleutel"]), (0, &Value::Bool(true), &Value::from(register.kid.clone())));
    assert_eq!(told["verklaring"]["kvkNummer"], "90000007");
    let (code, out, err) = run(register.database.url(), None, &["verify", &file, "--database"]);
    assert!(code == 0 && out.contains("geschorst"), "{out}{err}");
}

#[test]
fn what_is_not_real_ends_with_one_and_shows_nothing_of_what_it_says() {
    let register = Register::new();
    let folder = tempfile::tempdir().unwrap();
    let keys = written(folder.path(), "jwks.json", &serde_json::to_vec(&register.keys().published()).unwrap());
    let token = register.sign(&statement());
    let (head, rest) = token.split_once('.').unwrap();
    let changed = format!("{head}.AAAA{rest}");
    let theirs = Register::new().sign(&statement());
    for (name, content, reason) in [
        ("veranderd", changed.as_bytes(), "handtekening-klopt-niet"),
        ("andere-sleutel", theirs.as_bytes(), "onbekende-sleutel"),
        ("leeg", b"".as_slice(), "leeg"),
        ("geen-tekst", b"\xff\xfe\x00".as_slice(), "geen-verklaring"),
        ("groot", &vec![b'a'; LARGEST * 100], "te-groot"),
    ] {
        let file = written(folder.path(), name, content);
        let (code, out, err) = run(NOWHERE, None, &["verify", &file, "--keys", &keys]);
        assert_eq!((code, out.as_str()), (1, ""), "{name}");
        assert!(err.contains("bewijst niets") && !err.contains("90000007"), "{err}");
        let (code, out, _) = run(NOWHERE, None, &["verify", &file, "--keys", &keys, "--json"]);
        let told: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((code, &told["geldig"]), (1, &Value::Bool(false)));
        assert_eq!((&told["reden"], &told["verklaring"]), (&Value::from(reason), &Value::Null), "{name}");
    }
}

#[test]
fn what_cannot_be_checked_ends_with_three_and_a_wrong_line_with_two() {
    let register = Register::new();
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), "v.jwt", register.sign(&statement()).as_bytes());
    let broken = written(folder.path(), "broken.json", b"<html>");
    let missing = folder.path().join("niets").display().to_string();
    let place = folder.path().display().to_string();
    for arguments in [
        ["verify", &missing, "--keys", &broken],
        ["verify", &file, "--keys", &missing],
        ["verify", &file, "--keys", &broken],
        ["verify", &file, "--keys", &place],
    ] {
        let (code, _, err) = run(NOWHERE, None, &arguments);
        assert!(code == 3 && !err.is_empty(), "{arguments:?}: {err}");
    }
    assert_eq!(run(NOWHERE, None, &["verify", &file, "--database"]).0, 3);
    assert_eq!(run(NOWHERE, None, &["verify", &file]).0, 2);
    assert_eq!(run(NOWHERE, None, &["verify", &file, "--database", "--keys", &broken]).0, 2);
}
