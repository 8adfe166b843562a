//! The machine and its settings stand in the way.

use std::fs;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, SqliteConnection};

use super::{program, told};
use crate::delivery::support::{files, load_system, rows};
use crate::support::TestDatabase;
use crate::support::system::SMALL_SYSTEM;

/// A register in a file, which other programs can reach.
fn register() -> TestDatabase {
    let database = TestDatabase::on_sqlite();
    database.store.migrate().unwrap();
    load_system(&database.store);
    database
}

#[test]
fn every_fault_of_a_broken_matrix_is_named_and_nothing_is_loaded() {
    let database = TestDatabase::new();
    let folder = tempfile::tempdir().unwrap();
    let matrix = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/matrices/klein-ernstig.json")).unwrap();
    let mut broken: serde_json::Value = serde_json::from_str(&matrix).unwrap();
    broken["maatregelen"][0]["gevolg"] = "iets".into();
    broken["regels"][1]["maatregel"] = "boete".into();
    broken["regels"][2]["besluitBinnen"]["aantal"] = (-3).into();
    broken["afwijkingen"][0]["categorie"] = "raar".into();
    fs::write(folder.path().join("eigen.json"), broken.to_string()).unwrap();
    let system = folder.path().join("stelsel.json");
    fs::write(&system, SMALL_SYSTEM.replace("vier-categorieen", "eigen")).unwrap();
    let (code, out, err) = told(&program(database.url()).arg("load-system").arg(&system).output().unwrap());
    assert_eq!(code, Some(1), "{out}{err}");
    let places =
        ["maatregelen[0].gevolg", "regels[1].maatregel", "regels[2].besluitBinnen.aantal", "afwijkingen[0].categorie"];
    for place in places {
        assert!(err.contains(place), "{place}: {err}");
    }
    let (_, out, _) = told(&program(database.url()).args(["signals", "--json"]).output().unwrap());
    assert_eq!(out.trim(), "[]");
    let unknown = program(database.url()).arg("import").args(files("clean", "alfa")).args(["--body", "alfa"]).output();
    let (code, _, err) = told(&unknown.unwrap());
    assert!(code == Some(1) && err.contains("nog geen instellingen geladen"), "{err}");
}

#[test]
fn no_command_takes_a_database_of_another_kind_or_a_setting_that_is_misspelt() {
    let alfa = files("clean", "alfa");
    let first = alfa[0].to_str().unwrap();
    for command in [
        &["serve"][..],
        &["migrate"],
        &["load-system", first],
        &["import", first, "--body", "alfa"],
        &["signals"],
        &["audit-trail", "verify"],
        &["user", "add", "--email", "a@b.nl", "--name", "An", "--role", "tlokb"],
    ] {
        let (code, _, err) = told(&program("oracle://jan:geheim@db/register").args(command).output().unwrap());
        assert_eq!(code, Some(3), "{command:?}: {err}");
        assert!(err.contains("sqlite:PAD") && err.contains("postgres://") && !err.contains("geheim"), "{err}");
        let misspelt = program("sqlite:nergens/x.db").env("STELSELWACHT_LISTN", "127.0.0.1:1").args(command).output();
        let (code, _, err) = told(&misspelt.unwrap());
        assert!(code == Some(3) && err.contains("STELSELWACHT_LISTN"), "{command:?}: {err}");
    }
}

#[test]
fn a_disk_that_takes_no_more_loses_nothing() {
    let database = register();
    let (alfa, bravo) = (files("clean", "alfa"), files("clean", "bravo"));
    let stored = told(&program(database.url()).arg("import").args(&alfa).args(["--body", "alfa"]).output().unwrap());
    assert_eq!(stored.0, Some(0), "{stored:?}");
    let before = rows(&database);
    // No file of the program may grow past 64 kB: to it, that is a disk that takes no more.
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 128; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_stelselwacht"), "import"]);
    shell.args(&bravo).args(["--body", "bravo"]).env("DATABASE_URL", database.url());
    let (code, out, err) = told(&shell.output().unwrap());
    assert_eq!(code, Some(3), "{out}{err}");
    assert!(err.contains("schijf"), "{err}");
    assert_eq!(rows(&database), before, "nothing of it is stored, and nothing is lost");
    let again = told(&program(database.url()).arg("import").args(&bravo).args(["--body", "bravo"]).output().unwrap());
    assert_eq!(again.0, Some(0), "with room it is stored after all: {again:?}");
}

#[test]
fn a_database_that_another_program_holds_is_waited_for_and_then_said_to_be_busy() {
    let database = register();
    let mut other = SqliteConnection::establish(database.file().unwrap().to_str().unwrap()).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let import =
        || program(database.url()).arg("import").args(files("clean", "alfa")).args(["--body", "alfa"]).output();
    let (code, out, err) = told(&import().unwrap());
    assert_eq!(code, Some(3), "{out}{err}");
    assert!(err.contains("bezet") && err.contains("niets opgeslagen"), "{err}");
    other.batch_execute("ROLLBACK").unwrap();
    assert_eq!(rows(&database), [0; 5]);
    let (code, out, err) = told(&import().unwrap());
    assert_eq!(code, Some(0), "{out}{err}");
}
