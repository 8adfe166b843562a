//! The program as people start it: what it prints, and the code it ends with.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::TestDatabase;
use crate::support::system::SMALL_SYSTEM;

/// Runs the program on this database with these lines on its standard input.
fn run(url: &str, arguments: &[&str], input: &str) -> (i32, String, String) {
    run_with(url, &[], arguments, input)
}

/// The same with these settings.
pub(crate) fn run_with(url: &str, settings: &[(&str, &str)], arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_stelselwacht"))
        .args(arguments)
        .env_clear()
        .env("DATABASE_URL", url)
        .envs(settings.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses before it reads closes its input; that is no fault of the test.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn system_file(folder: &Path) -> String {
    let path = folder.join("stelsel.json");
    std::fs::write(&path, SMALL_SYSTEM).unwrap();
    path.display().to_string()
}

#[test]
fn a_database_is_migrated_when_asked() {
    let database = TestDatabase::without_tables();
    let (code, out, _) = run(database.url(), &["migrate", "--status"], "");
    assert!(code == 0 && out.contains("wachten"), "{out}");
    let (code, out, _) = run(database.url(), &["migrate"], "");
    assert!(code == 0 && out.contains("Uitgevoerd: "), "{out}");
    let (code, out, _) = run(database.url(), &["migrate"], "");
    assert!(code == 0 && out.contains("niets gewijzigd"), "{out}");
    let (code, out, _) = run(database.url(), &["migrate", "--down", "2"], "");
    assert_eq!((code, out.matches("Teruggedraaid: ").count()), (0, 2), "{out}");
    let folder = tempfile::tempdir().unwrap();
    let (code, _, error) = run(database.url(), &["load-system", &system_file(folder.path())], "");
    assert!(code == 3 && error.contains("stelselwacht migrate"), "{error}");
}

#[test]
fn a_new_file_needs_no_migrate_and_then_holds_a_system_and_accounts() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("nieuw.db").display());
    let file = system_file(folder.path());
    let (code, out, error) = run(&url, &["load-system", &file], "");
    assert!(code == 0 && out.contains("schema's"), "{out}{error}");
    let (code, out, _) = run(&url, &["load-system", &file], "");
    assert!(code == 0 && out.contains("niets gewijzigd"), "{out}");

    let add = ["user", "add", "--email", "an@alfa.example", "--name", "An", "--role", "instelling", "--body", "alfa"];
    let (code, out, error) = run(&url, &add, "paard batterij nietje\n");
    assert!(code == 0 && out.contains("an@alfa.example"), "{out}{error}");
    let (code, _, error) = run(&url, &add, "paard batterij nietje\n");
    assert!(code == 1 && error.contains("heeft al een account"), "{error}");
    let (code, _, error) = run(&url, &add, "kort\n");
    assert!(code == 1 && error.contains("te kort") && !error.contains("kort\n"), "{error}");
}

#[test]
fn the_audit_trail_is_verified_from_the_command_line() {
    let database = crate::support::system::database_with_system();
    let (code, out, _) = run(database.url(), &["audit-trail", "verify"], "");
    assert!(code == 0 && out.contains("1 regels"), "{out}");
    let on_table = if database.is_postgres() { " ON audit_trail" } else { "" };
    let change = format!("DROP TRIGGER audit_trail_no_update{on_table}; UPDATE audit_trail SET actor = 'niemand'");
    database.tamper(&change).unwrap();
    let (code, _, error) = run(database.url(), &["audit-trail", "verify"], "");
    assert!(code == 1 && error.contains("regel 1"), "{error}");
}

#[test]
fn the_audit_trail_is_listed_with_a_filter() {
    let database = crate::support::system::database_with_system();
    let (code, out, _) = run(database.url(), &["audit-trail", "list", "--json", "--action", "stelsel-geladen"], "");
    let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, rows.as_array().unwrap().len()), (0, 1));
    assert_eq!(rows[0]["wie"], "opdrachtregel");
    assert_eq!(rows[0]["bijzonderheden"]["instellingen"]["nieuw"], 2);
    let (code, out, _) = run(database.url(), &["audit-trail", "list", "--actor", "niemand"], "");
    assert!(code == 0 && out.contains("niets"), "{out}");
}

/// What people typed stands in the trail as it is, and does nothing to the terminal of whoever reads it.
#[test]
fn the_audit_trail_is_listed_without_signs_that_a_terminal_obeys() {
    let database = crate::support::system::database_with_system();
    let hostile = "\u{202e}gnp.exe\u{2066}\u{9b}31m\u{200b}\u{7f}";
    let details = serde_json::json!({ "naam": hostile });
    let now = crate::support::moment("2026-02-01T09:00:00Z");
    let actor = stelselwacht::domain::access::Actor::Public;
    let append = |conn: &mut _| {
        stelselwacht::storage::audit_trail::append(conn, now, &actor, "proef", &format!("account/{hostile}"), &details)
    };
    database.store.write(append).unwrap();
    for arguments in [&["audit-trail", "list", "--action", "proef"][..], &["audit-trail", "list", "--json"]] {
        let (code, out, _) = run(database.url(), arguments, "");
        assert_eq!(code, 0);
        let hidden = |sign: char| sign.is_control() && sign != '\n' || "\u{202e}\u{2066}\u{200b}".contains(sign);
        assert!(!out.contains(hidden), "{out:?}");
        assert!(out.contains("\\u202egnp.exe\\u2066\\u009b31m"), "{out}");
    }
    let (_, out, _) = run(database.url(), &["audit-trail", "list", "--json", "--action", "proef"], "");
    let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(rows[0]["bijzonderheden"]["naam"], hostile, "nothing is lost");
}

#[test]
fn the_line_itself_being_wrong_ends_with_two() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("x.db").display());
    for wrong in [
        &["user", "add", "--email", "a@b.nl", "--name", "An", "--role", "instelling"][..],
        &["user", "add", "--email", "a@b.nl", "--name", "An", "--role", "baas"],
        &["migrate", "--down", "0"],
        &["migrate", "--down", "1", "--status"],
        &["onzin"],
    ] {
        assert_eq!(run(&url, wrong, "").0, 2, "{wrong:?}");
    }
}

#[test]
fn a_file_with_faults_ends_with_one_and_a_missing_file_with_three() {
    let database = TestDatabase::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fout.json");
    std::fs::write(&path, SMALL_SYSTEM.replace("99000000", "123")).unwrap();
    let (code, _, error) = run(database.url(), &["load-system", path.to_str().unwrap()], "");
    assert!(code == 1 && error.contains("instellingen[0].kvkNummer") && error.contains("1 fout;"), "{error}");
    std::fs::write(&path, [0xff, 0xfe, 0x00]).unwrap();
    let (code, _, error) = run(database.url(), &["load-system", path.to_str().unwrap()], "");
    assert!(code == 1 && error.contains("UTF-8"), "{error}");
    let (code, _, error) = run(database.url(), &["load-system", "/bestaat/niet.json"], "");
    assert!(code == 3 && error.contains("bestaat niet"), "{error}");
}

#[test]
fn the_settings_are_shown_without_the_password() {
    let (code, out, _) = run("postgres://jan:geheim@db.example/register", &["config"], "");
    assert!(code == 0 && out.contains("DATABASE_URL=postgres://jan:***@db.example/register"), "{out}");
    let (code, out, error) = run("mysql://jan:geheim@db.example/register", &["config"], "");
    assert!(code == 3 && out.contains("STELSELWACHT_LISTEN") && error.contains("sqlite:PAD"), "{out}{error}");
    assert!(!error.contains("geheim"), "{error}");
}

#[test]
fn a_file_that_is_no_database_is_named_as_such_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("brief.txt");
    std::fs::write(&path, "Geachte heer, mevrouw, dit is een brief en geen database.").unwrap();
    let (code, _, error) = run(&format!("sqlite:{}", path.display()), &["migrate"], "");
    assert!(code == 3 && error.contains("geen SQLite-database"), "{error}");
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("Geachte"));
}
