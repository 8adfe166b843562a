//! Files made to harm: each gets a clear message, and none takes more memory than a delivery may. The program reads them with a
//! limit on its memory: where it needed more, it would be gone without an answer.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::{Cursor, Read as _, Write as _};
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::support::{read, register, rows, source};

const AUDITS: &str = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op\n";

/// How much memory the program may ask for, in kB: most of it is its own code and the stacks of its threads.
const MEMORY: u32 = 900_000;

/// What the program says about a file, with a limit on its memory.
fn told(content: &[u8]) -> String {
    let (database, folder) = (register(), tempfile::tempdir().unwrap());
    let path = folder.path().join("onderzoeken.csv");
    std::fs::write(&path, content).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh", env!("CARGO_BIN_EXE_stelselwacht"), "import"]);
    shell.arg(&path).args(["--body", "alfa", "--json"]).env("DATABASE_URL", database.url());
    let output = shell.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}{error}");
    assert_eq!(rows(&database), [0; 5]);
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    report["fouten"][0]["melding"].as_str().unwrap().to_owned()
}

/// A workbook with these files besides its own, or in the place of its own.
fn workbook_with(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("onderzoeken").unwrap();
    for (column, name) in AUDITS.trim().split(';').enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), name).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let mut own = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..own.len() {
        let mut entry = own.by_index(place).unwrap();
        let name = entry.name().unwrap().into_owned();
        if files.iter().all(|(other, _)| *other != name) {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            add(&mut zip, &name, &content);
        }
    }
    for (name, content) in files {
        add(&mut zip, name, content);
    }
    zip.finish().unwrap().into_inner()
}

fn add(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &[u8]) {
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(content).unwrap();
}

fn texts(attributes: &str, count: usize) -> Vec<u8> {
    let head = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><sst xmlns=\"x\" {attributes}>");
    [head.as_bytes(), "<si><t/></si>".repeat(count).as_bytes(), b"</sst>"].concat()
}

fn gzipped(content: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(content).unwrap();
    gzip.finish().unwrap()
}

#[test]
fn a_workbook_that_claims_more_texts_than_it_has_takes_no_room_for_them() {
    for claim in ["1000000000", "99999999999999", "18446744073709551615", "99999999999999999999999999"] {
        let book = workbook_with(&[("xl/sharedStrings.xml", texts(&format!("uniqueCount=\"{claim}\""), 1))]);
        assert!(told(&book).contains("te veel teksten"), "{claim}");
    }
    let utf_16: Vec<u8> = String::from_utf8(texts("uniqueCount=\"99999999999999\"", 1))
        .unwrap()
        .replace("UTF-8", "UTF-16")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [&[0xff, 0xfe][..], &utf_16].concat();
    assert!(told(&workbook_with(&[("xl/sharedStrings.xml", marked)])).contains("geen UTF-8"));
}

#[test]
fn a_workbook_with_millions_of_texts_is_refused() {
    let book = workbook_with(&[("xl/sharedStrings.xml", texts("", 4_100_000))]);
    assert!(book.len() < 1_000_000, "it looks small: {}", book.len());
    assert!(told(&book).contains("te veel teksten"));
}

#[test]
fn a_workbook_that_unpacks_to_half_a_gigabyte_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    add(&mut zip, "xl/workbook.xml", b"<workbook/>");
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    std::io::copy(&mut std::io::repeat(b' ').take(430 * 1024 * 1024), &mut zip).unwrap();
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1024 * 1024, "it looks small: {}", bomb.len());
    assert!(told(&bomb).contains("uitgepakt te groot"));
}

#[test]
fn a_package_of_very_many_files_is_not_opened() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..12_000 {
        zip.start_file(format!("{number}"), SimpleFileOptions::default()).unwrap();
    }
    assert!(told(&zip.finish().unwrap().into_inner()).contains("meer dan 10000 bestanden"));
}

#[test]
fn packages_in_packages_are_not_opened() {
    let mut inner = ZipWriter::new(Cursor::new(Vec::new()));
    add(&mut inner, "onderzoeken.csv", AUDITS.as_bytes());
    let mut outer = ZipWriter::new(Cursor::new(Vec::new()));
    add(&mut outer, "binnen.zip", &inner.finish().unwrap().into_inner());
    assert!(told(&outer.finish().unwrap().into_inner()).contains("pak het eerst uit"));
    assert!(told(&gzipped(AUDITS.as_bytes())).contains("gzip"));
    assert!(told(&gzipped(&workbook_with(&[]))).contains("gzip"));
}

#[test]
fn macros_are_refused_and_links_to_other_files_are_told() {
    let message = told(&workbook_with(&[("xl/vbaProject.bin", b"Attribute VB_Name".to_vec())]));
    assert!(message.contains("macro’s") && message.contains("XLSX"), "{message}");
    let link = b"<externalLink xmlns=\"x\"/>".to_vec();
    let linked = workbook_with(&[("xl/externalLinks/externalLink1.xml", link)]);
    let warnings = read(&[source("onderzoeken.xlsx", linked)]).warnings;
    assert!(warnings.iter().any(|warning| warning.message.contains("niet geopend")), "{warnings:?}");
}

#[test]
fn lines_that_no_table_has_are_refused() {
    let long = format!("{AUDITS}A1;{};periodiek;2025-01-01;\n", "x".repeat(10 * 1024 * 1024));
    assert!(told(long.as_bytes()).contains("te lang"));
    let columns = format!("{}\n", "kolom;".repeat(1_000));
    assert!(told(columns.as_bytes()).contains("1001 kolommen"));
    let separators = format!("{AUDITS}{}\n", ";".repeat(60 * 1024 * 1024));
    assert!(told(separators.as_bytes()).contains("scheidingstekens op één regel"));
    let unclosed = format!("{AUDITS}A1;\"{}", ";\n".repeat(5 * 1024 * 1024));
    assert!(told(unclosed.as_bytes()).contains("aanhalingsteken"));
}

#[test]
fn files_under_a_false_name_are_called_by_their_own() {
    let pages: [(&[u8], &str); 8] = [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"BZh91AY&SY", "bzip2"),
        (b"\xfd7zXZ\0", "xz"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "wachtwoord"),
        (b"SQLite format 3\0", "database"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "nulteken"),
        (b"\xff\xfeo\0n\0\xd8\xd8", "UTF-16"),
    ];
    for (content, word) in pages {
        let message = told(content);
        assert!(message.contains(word), "{word}: {message}");
    }
    assert!(told(b"<html><body>\nmeld u aan").contains("kolom"));
}
