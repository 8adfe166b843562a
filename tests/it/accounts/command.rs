//! Accounts from the command line.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use crate::command_line::run_with;
use crate::support::system::database_with_system;

#[test]
fn people_are_invited_listed_and_closed() {
    let (database, folder) = (database_with_system(), tempfile::tempdir().unwrap());
    let mail = format!("file:{}", folder.path().display());
    let settings = [("STELSELWACHT_SMTP_URL", mail.as_str())];
    let run = |arguments: &[&str]| run_with(database.url(), &settings, arguments, "paard batterij nietje\n");
    let person = |email| ["--email", email, "--name", "An", "--role", "instelling", "--body", "alfa"];
    let (code, out, error) = run(&[&["user", "invite"][..], &person("an@alfa.example")].concat());
    assert!(code == 0 && out.contains("an@alfa.example (beheerder)") && out.contains("72 uur"), "{out}{error}");
    let (code, _, error) = run(&[&["user", "invite"][..], &person("an@alfa.example")].concat());
    assert!(code == 1 && error.contains("is al uitgenodigd"), "{error}");
    let (code, out, error) = run(&["notify"]);
    assert!(code == 0 && out.contains("Verstuurd: 1."), "{out}{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

    run(&[&["user", "add"][..], &person("boss@alfa.example")].concat());
    let (_, out, _) = run(&["user", "list"]);
    assert_eq!(
        out,
        "an@alfa.example\tCertificatie Alfa\tbeheerder\tuitgenodigd\n\
         boss@alfa.example\tCertificatie Alfa\tbeheerder\tin gebruik\n"
    );
    let (code, _, error) = run(&["user", "close", "--email", "boss@alfa.example"]);
    assert!(code == 1 && error.contains("enige beheerder"), "{error}");
    let (code, out, _) = run(&["user", "close", "--email", "AN@alfa.example"]);
    assert!(code == 0 && out.contains("is gesloten"), "{out}");
    let (code, _, error) = run(&["user", "close", "--email", "niemand@alfa.example"]);
    assert!(code == 1 && error.contains("heeft geen account"), "{error}");

    let without = run_with(database.url(), &[], &[&["user", "invite"][..], &person("c@alfa.example")].concat(), "");
    assert!(without.0 == 3 && without.2.contains("STELSELWACHT_SMTP_URL"), "{without:?}");
    let weak =
        run_with(database.url(), &[], &[&["user", "add"][..], &person("d@alfa.example")].concat(), "alfa-alfa-alfa\n");
    assert!(weak.0 == 1 && weak.2.contains("losse woorden") && !weak.2.contains("alfa-alfa-alfa"), "{weak:?}");
}
