//! Dumps are whole, safe to open, and their checksums are right.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::Read;
use std::sync::Arc;

use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};
use stelselwacht::exchange::public::{Certificate, Holder};
use stelselwacht::services::delivery::apply::Mode;
use stelselwacht::services::dumps::{Dump, Dumps, Format, Name, Stored, Subject};
use stelselwacht::storage::Store;

use super::copy::lines;
use crate::delivery::support::{now, register, send, source, sources, today};

fn text(stored: &Stored) -> String {
    let mut text = String::new();
    stored.open().unwrap().read_to_string(&mut text).unwrap();
    text
}

fn dump(dumps: &Dumps, store: &Store, name: Name) -> Arc<Dump> {
    dumps.file(store, name, today()).unwrap()
}

#[test]
fn every_file_has_its_checksum_and_its_compressed_form() {
    let database = register();
    send(&database.store, "alfa", &sources("clean", "alfa"), Mode::All, now());
    let dumps = Dumps::default();
    for name in Name::all() {
        let dump = dump(&dumps, &database.store, name);
        let plain = text(&dump.plain);
        assert_eq!(<[u8; 32]>::from(Sha256::digest(plain.as_bytes())), dump.plain.sha256, "{name}");
        assert_eq!(plain.len() as u64, dump.plain.length);
        let mut unpacked = String::new();
        GzDecoder::new(dump.compressed.open().unwrap()).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain, "{name}");
        let header = u64::from(name.format == Format::Csv);
        assert_eq!(plain.lines().count() as u64, dump.rows + header, "{name}");
        assert!(dump.rows > 0, "{name}");
    }
}

#[test]
fn both_formats_say_the_same() {
    let database = register();
    for body in ["alfa", "bravo", "charlie"] {
        send(&database.store, body, &sources("clean", body), Mode::All, now());
    }
    let certificates: Vec<Certificate> = lines(&database.store, Subject::Certificates, now());
    let dump = dump(&Dumps::default(), &database.store, Name { subject: Subject::Certificates, format: Format::Csv });
    let table = text(&dump.plain);
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), certificates.len());
    assert!(rows.len() > 40);
    for (row, record) in rows.iter().zip(&certificates) {
        assert_eq!([&row[0], &row[1], &row[2]], [&*record.number, &record.body, &record.kvk_number]);
        assert_eq!(&row[10], record.status.standing);
    }
    let holders: Vec<Holder> = lines(&database.store, Subject::Holders, now());
    let held: usize = holders.iter().map(|holder| holder.certificates.len()).sum();
    assert_eq!(held, certificates.len());
    assert!(holders.is_sorted_by(|a, b| a.kvk_number < b.kvk_number), "each firm once");
}

#[test]
fn a_name_that_is_a_formula_is_no_formula_in_the_table() {
    let database = register();
    let line = "certificaatnummer;kvk_nummer;vestigingsnummer;naam;straat;huisnummer;postcode;plaats;schema;deelgebied;\
                werkzaamheden;afgegeven_op;geldig_tot\n\
                AL-1;90000001;;=HYPERLINK(\"https://kwaad.example\");Weg;1;3511AB;@Utrecht;CS-A;1;installeren+in-bedrijf-stellen;\
                2024-01-01;2026-12-31\n";
    send(&database.store, "alfa", &[source("certificaten.csv", line)], Mode::All, now());
    let dumps = Dumps::default();
    let table =
        text(&dump(&dumps, &database.store, Name { subject: Subject::Certificates, format: Format::Csv }).plain);
    assert!(table.contains("\"'=HYPERLINK(\"\"https://kwaad.example\"\")\";'@Utrecht;"), "{table}");
    assert!(!table.contains("Weg") && !table.contains("3511"), "no address: {table}");
    let record: Vec<Certificate> = lines(&database.store, Subject::Certificates, now());
    assert_eq!(record[0].place, "@Utrecht", "JSON needs no disguise");
}

#[test]
fn a_file_is_written_once_per_state_of_the_register() {
    let database = register();
    let dumps = Dumps::default();
    let name = Name { subject: Subject::Certificates, format: Format::Ndjson };
    let first = dump(&dumps, &database.store, name);
    assert!(Arc::ptr_eq(&first, &dump(&dumps, &database.store, name)));
    send(&database.store, "alfa", &sources("clean", "alfa"), Mode::All, now());
    let second = dump(&dumps, &database.store, name);
    assert!(second.moment.counter > first.moment.counter && second.moment.place > first.moment.place);
    assert_eq!(text(&first.plain), "", "who was reading the old one reads on");
    assert!(second.rows > 0);
}
