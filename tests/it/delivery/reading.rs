//! The many ways in which real systems write the same table.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use stelselwacht::domain::delivered::AuditRecord;
use stelselwacht::services::delivery::parse::Delivery;
use stelselwacht::services::delivery::read::SourceFile;

use super::support::{read, source, sources};

const PLAIN: &str = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op\n\
                     Ö-1;Ç1;periodiek;2025-03-01;2025-04-02\nÖ-2;Ç1;klacht;2025-11-30;\n";

fn audits(delivery: &Delivery) -> Vec<&AuditRecord> {
    assert!(delivery.faults.is_empty(), "{:?}", delivery.faults);
    delivery.audits.iter().map(|draft| draft.content.as_ref().unwrap()).collect()
}

fn assert_reads_as_plain(what: &str, file: SourceFile) {
    let (plain, other) = (read(&[source("plain.csv", PLAIN)]), read(&[file]));
    assert_eq!(audits(&plain), audits(&other), "{what}");
}

#[test]
fn encodings_separators_line_ends_and_dates_are_recognised() {
    let utf_16 = |bytes: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
        mark.into_iter().chain(PLAIN.encode_utf16().flat_map(bytes)).collect()
    };
    let windows_1252 = PLAIN.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let dutch = PLAIN.replace("2025-03-01", "01-03-2025").replace("2025-04-02", "2-4-2025");
    let wide = "soort,onderzoek_id,datum,herstel_vastgesteld_op,certificaatnummer\n\
                periodiek,\"Ö-1\",2025-03-01,2025-04-02,Ç1\n\n \"klacht\",Ö-2,2025-11-30,,\"Ç1\"\n"
        .replace(" \"klacht\"", "klacht");
    let ways: [(&str, Vec<u8>); 9] = [
        ("UTF-8 with a mark", format!("\u{feff}{PLAIN}").into()),
        ("UTF-16, little end first", utf_16(u16::to_le_bytes, [0xff, 0xfe])),
        ("UTF-16, big end first", utf_16(u16::to_be_bytes, [0xfe, 0xff])),
        ("Windows-1252", windows_1252),
        ("CRLF", PLAIN.replace('\n', "\r\n").into()),
        ("CR", PLAIN.replace('\n', "\r").into()),
        ("tabs", PLAIN.replace(';', "\t").into()),
        ("Dutch dates", dutch.into()),
        ("commas, another order, quotes", wide.into()),
    ];
    for (what, bytes) in ways {
        assert_reads_as_plain(what, source("onderzoeken.csv", bytes));
    }
}

#[test]
fn a_workbook_says_the_same_as_a_csv_file() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Onderzoeken").unwrap();
    let date = Format::new().set_num_format("dd-mm-yyyy");
    for (column, name) in ["datum", "onderzoek_id", "certificaatnummer", "soort", "herstel_vastgesteld_op", "opmerking"]
        .into_iter()
        .enumerate()
    {
        sheet.write(0, u16::try_from(column).unwrap(), name).unwrap();
    }
    let day = |y, m, d| ExcelDateTime::from_ymd(y, m, d).unwrap();
    sheet.write_with_format(1, 0, day(2025, 3, 1), &date).unwrap();
    for (column, text) in [(1, "Ö-1"), (2, "Ç1"), (3, "periodiek")] {
        sheet.write(1, column, text).unwrap();
    }
    sheet.write_with_format(1, 4, day(2025, 4, 2), &date).unwrap();
    // An empty row between, and a date as text.
    for (column, text) in [(0, "30-11-2025"), (1, "Ö-2"), (2, "Ç1"), (3, "klacht")] {
        sheet.write(3, column, text).unwrap();
    }
    book.add_worksheet().set_name("Toelichting").unwrap().write(0, 0, "niet van belang").unwrap();
    let file = source("levering.xlsx", book.save_to_buffer().unwrap());
    let warnings: Vec<_> = read(std::slice::from_ref(&file)).warnings.into_iter().map(|w| w.message).collect();
    assert!(warnings.iter().any(|message| message.contains("Toelichting")), "{warnings:?}");
    assert!(warnings.iter().any(|message| message.contains("opmerking")), "{warnings:?}");
    assert_reads_as_plain("workbook", file);
}

#[test]
fn faults_in_a_workbook_name_the_sheet_and_the_row() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("onderzoeken").unwrap();
    for (row, line) in PLAIN.lines().enumerate() {
        for (column, cell) in line.split(';').enumerate() {
            sheet.write(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), cell).unwrap();
        }
    }
    sheet.write(2, 3, 45_000.5).unwrap();
    let delivery = read(&[source("l.xlsx", book.save_to_buffer().unwrap())]);
    let fault = &delivery.faults.as_slice()[0];
    assert_eq!((&*fault.file, fault.line, fault.column.as_deref()), ("l.xlsx [onderzoeken]", Some(3), Some("datum")));
    assert_eq!(fault.value, "45000.5");
}

#[test]
fn the_five_bodies_write_differently_and_are_all_read() {
    for code in super::support::BODIES {
        let delivery = read(&sources("clean", code));
        assert!(delivery.faults.is_empty(), "{code}: {:?}", delivery.faults);
        assert!(delivery.warnings.is_empty(), "{code}: {:?}", delivery.warnings);
        assert!(!delivery.certificates.is_empty() && !delivery.decisions.is_empty());
    }
}
