//! Files that are not what they seem, and other bad input: a clear message, the right exit code, nothing stored.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs::File;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use stelselwacht::services::delivery::read::{IntakeError, Limits, SourceFile};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::support::{Answer, files, import, program, read, register, rows, source, today};

const AUDITS: &str = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op\n";

/// Imports one file with this content for alfa; nothing may be stored.
fn refused(name: &str, content: &[u8]) -> Answer {
    let (database, folder) = (register(), tempfile::tempdir().unwrap());
    let path: PathBuf = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let answer = import(&database, "alfa", &[path], &["--json"]);
    assert_eq!(answer.code, Some(1), "{answer:?}");
    assert_eq!(rows(&database), [0; 5]);
    assert!(answer.err.contains("Er is niets opgeslagen"), "{answer:?}");
    answer
}

fn first_fault(answer: &Answer) -> (Option<u64>, String) {
    let fault = answer.json()["fouten"][0].clone();
    (fault["regel"].as_u64(), fault["melding"].as_str().unwrap().to_owned())
}

fn zipped(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(content).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn files_of_another_kind_are_named() {
    let (_, message) = first_fault(&refused("onderzoeken.csv", &zipped("onderzoeken.csv", AUDITS.as_bytes())));
    assert!(message.contains("zip"), "{message}");
    let (_, message) = first_fault(&refused("onderzoeken.csv", b"%PDF-1.7\n..."));
    assert!(message.contains("PDF"), "{message}");
    let (line, message) = first_fault(&refused("onderzoeken.csv", format!("{AUDITS}A1;C1\0;;;\n").as_bytes()));
    assert!(message.contains("nulteken"), "{message}");
    assert_eq!(line, Some(2));
    let (_, message) = first_fault(&refused("onderzoeken.csv", b" \n\n"));
    assert!(message.contains("leeg"), "{message}");
}

#[test]
fn a_hundred_thousand_columns_are_too_many() {
    let header = "kolom;".repeat(100_000);
    let (line, message) = first_fault(&refused("onderzoeken.csv", header.as_bytes()));
    assert_eq!(line, Some(1));
    assert!(message.contains("100001 kolommen") && message.contains("200"), "{message}");
}

#[test]
fn every_missing_column_is_named() {
    let answer = refused("x.csv", b"onderzoek_id;certificaatnummer;datum\nA;C;2025-01-01\n");
    let json = answer.json();
    let columns: Vec<_> = json["fouten"].as_array().unwrap().iter().map(|f| f["kolom"].as_str().unwrap()).collect();
    assert_eq!(columns, ["soort", "herstel_vastgesteld_op"]);
}

#[test]
fn formulas_are_refused_where_a_code_belongs() {
    let row = "=1+1;@C;+x;-1;\n";
    let answer = refused("onderzoeken.csv", format!("{AUDITS}{row}").as_bytes());
    let json = answer.json();
    let faults = json["fouten"].as_array().unwrap();
    assert_eq!(faults.len(), 4, "{json}");
    assert_eq!(faults.iter().filter(|f| f["melding"].as_str().unwrap().contains("formule")).count(), 3);
}

#[test]
fn a_file_of_200_mb_is_refused_without_reading_it_all() {
    let (database, folder) = (register(), tempfile::tempdir().unwrap());
    let path = folder.path().join("onderzoeken.csv");
    File::create(&path).unwrap().set_len(200 * 1024 * 1024).unwrap();
    let answer = import(&database, "alfa", &[path], &["--json"]);
    assert_eq!(answer.code, Some(1), "{answer:?}");
    let (line, message) = first_fault(&answer);
    assert_eq!(line, None);
    assert!(message.contains("te groot") && message.contains("100 MB"), "{message}");
    // An endless stream stops at the limit as well.
    let endless =
        SourceFile::take_in("x.csv", std::io::repeat(b'a'), 0, &Limits { file_bytes: 1000, ..Limits::default() });
    assert!(matches!(endless, Err(IntakeError::TooLarge { limit: 1000, .. })));
}

#[test]
fn a_workbook_that_unpacks_to_more_than_it_may_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["xl/workbook.xml", "xl/sharedStrings.xml"] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), 300_000), &mut zip).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    let limits = Limits { unpacked_bytes: 400_000, ..Limits::default() };
    let delivery =
        stelselwacht::services::delivery::parse::parse(&[source("l.xlsx", bomb)], &limits, today(), &|_, _| {});
    assert!(delivery.faults.as_slice()[0].message.contains("uitgepakt te groot"), "{:?}", delivery.faults);
}

#[test]
fn rows_and_cells_have_limits() {
    let row = "A;C;klacht;2025-01-01;\n";
    let limits = Limits { rows: 2, cell_bytes: 100, ..Limits::default() };
    let parse = |text: String| {
        stelselwacht::services::delivery::parse::parse(&[source("o.csv", text)], &limits, today(), &|_, _| {})
    };
    let many = parse(format!("{AUDITS}{row}{row}{row}"));
    assert!(many.faults.as_slice().iter().any(|f| f.line == Some(4) && f.message.contains("te veel rijen")));
    let unclosed = parse(format!("{AUDITS}\"A;C;klacht;2025-01-01;\n{}", row.repeat(20)));
    assert!(unclosed.faults.as_slice().iter().any(|f| f.line == Some(2)), "{:?}", unclosed.faults);
}

#[test]
fn an_unknown_body_a_missing_file_and_a_wrong_command_line_have_their_own_exit_codes() {
    let database = register();
    let unknown = import(&database, "zulu", &files("clean", "alfa"), &[]);
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.err.contains("zulu") && unknown.err.contains("alfa, bravo"), "{unknown:?}");
    let missing = import(&database, "alfa", &[PathBuf::from("/bestaat/niet.csv")], &[]);
    assert_eq!(missing.code, Some(3));
    assert!(missing.err.contains("niet.csv"), "{missing:?}");
    let wrong = program(&database).args(["import", "--body", "alfa"]).output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    assert_eq!(rows(&database), [0; 5]);
}

#[test]
fn a_dry_run_stores_nothing() {
    let database = register();
    let clean = import(&database, "alfa", &files("clean", "alfa"), &["--dry-run"]);
    assert_eq!(clean.code, Some(0), "{clean:?}");
    assert!(clean.out.contains("niets opgeslagen"), "{clean:?}");
    let dirty = import(&database, "alfa", &files("dirty", "alfa"), &["--dry-run"]);
    assert_eq!(dirty.code, Some(1));
    assert!(dirty.out.contains("alfa-onderzoeken.csv"), "{dirty:?}");
    assert_eq!(rows(&database), [0; 5]);
}

#[test]
fn messages_never_carry_control_signs() {
    let delivery = read(&[source("o.csv", format!("{AUDITS}\x1b[2J;C;klacht;\x07;\n"))]);
    for fault in delivery.faults.as_slice() {
        assert!(!fault.value.chars().any(char::is_control), "{fault:?}");
        assert!(!fault.message.chars().any(char::is_control), "{fault:?}");
    }
    assert_eq!(delivery.faults.as_slice().len(), 2);
}
