//! No cell of anything that is exported is a formula, whatever bodies deliver; and what comes back says what it said.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::io::Read as _;
use std::path::Path;

use proptest::prelude::*;
use stelselwacht::exchange::public::Certificate;
use stelselwacht::exchange::spreadsheet::{cell, original};
use stelselwacht::services::delivery::apply::Mode;
use stelselwacht::services::dumps::{Dumps, Format, Name, Subject};

use super::copy::lines;
use crate::delivery::support::{now, read, register, send, source, today};

const HEAD: &str = "certificaatnummer;kvk_nummer;vestigingsnummer;naam;straat;huisnummer;postcode;plaats;schema;deelgebied;\
                    werkzaamheden;afgegeven_op;geldig_tot\n";

/// A text as an attacker delivers it: it begins as a formula, after blanks, apostrophes and signs without shape.
fn nasty() -> impl Strategy<Value = String> {
    let start = prop_oneof!["[=+@|%-]", "['’]{0,2}[=+@-]", "[ \u{a0}\u{200b}\u{feff}]{1,2}[=@]", "[＝＋－＠]", "[a-z]"];
    (start, "[A-Za-z0-9!:;,()\"' ]{0,16}").prop_map(|(start, rest)| format!("{start}{rest}x"))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn delivery(texts: &[(String, String)]) -> String {
    let line = |(place, (name, town)): (usize, &(String, String))| {
        format!(
            "AL-{place};9{place:07};;{};Weg;1;3511AB;{};CS-A;1;installeren+in-bedrijf-stellen;2024-01-01;2026-12-31\n",
            quoted(name),
            quoted(town)
        )
    };
    texts.iter().enumerate().map(line).fold(HEAD.to_owned(), |table, line| table + &*line)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_cell_of_an_export_is_a_formula(texts in prop::collection::vec((nasty(), nasty()), 1..12)) {
        let database = register();
        send(&database.store, "alfa", &[source("certificaten.csv", delivery(&texts))], Mode::AcceptValid, now());
        let dumps = Dumps::default();
        for name in Name::all().filter(|name| name.format == Format::Csv) {
            let mut table = String::new();
            dumps.file(&database.store, name, today()).unwrap().plain.open().unwrap().read_to_string(&mut table).unwrap();
            let mut rows = csv::ReaderBuilder::new().delimiter(b';').from_reader(table.as_bytes());
            for row in rows.records() {
                for text in &row.unwrap() {
                    let shown = text.trim_start_matches(|sign: char| sign.is_whitespace() || sign.is_control() || "\u{200b}\u{feff}".contains(sign));
                    prop_assert!(!shown.starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠']), "{}: {:?}", name, text);
                    let again = cell(original(text));
                    prop_assert_eq!(&*again, text, "one apostrophe, no more");
                }
            }
        }
        let known: Vec<Certificate> = lines(&database.store, Subject::Certificates, now());
        let name = Name { subject: Subject::Certificates, format: Format::Csv };
        let mut table = String::new();
        dumps.file(&database.store, name, today()).unwrap().plain.open().unwrap().read_to_string(&mut table).unwrap();
        let mut rows = csv::ReaderBuilder::new().delimiter(b';').from_reader(table.as_bytes());
        for (row, certificate) in rows.records().map(Result::unwrap).zip(&known) {
            prop_assert_eq!(original(&row[3]), &certificate.name);
            prop_assert_eq!(original(&row[4]), &certificate.place);
        }
    }

    #[test]
    fn a_file_that_went_out_safely_comes_back_as_it_was(texts in prop::collection::vec((nasty(), nasty()), 1..12)) {
        // What already has an apostrophe before a formula when it is delivered is read as one that was written safely.
        let texts: Vec<_> = texts.into_iter().map(|(name, town)| (original(&name).to_owned(), original(&town).to_owned())).collect();
        prop_assume!(texts.iter().all(|(name, town)| original(name) == name && original(town) == town));
        let safe: Vec<_> = texts.iter().map(|(name, town)| (cell(name).into_owned(), cell(town).into_owned())).collect();
        let (plain, again) = (read(&[source("c.csv", delivery(&texts))]), read(&[source("c.csv", delivery(&safe))]));
        prop_assert_eq!(plain.certificates.len(), again.certificates.len());
        for (one, other) in plain.certificates.iter().zip(&again.certificates) {
            prop_assert_eq!(format!("{:?}", one.content), format!("{:?}", other.content));
        }
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn whoever_writes_csv_writes_safe_cells() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut writers = 0;
    for file in files(&root) {
        let text = fs::read_to_string(&file).unwrap();
        // The files of the demonstration go into the register of the demonstration and nowhere else.
        if text.contains("csv::Writer") && !file.ends_with("demo/table.rs") {
            writers += 1;
            assert!(
                text.contains("spreadsheet::cell"),
                "{}: cells are written with exchange::spreadsheet::cell",
                file.display()
            );
        }
    }
    assert!(writers > 0);
}
