//! From files to typed records. Everything that can be judged without the register is judged here.

use std::time::Instant;

use chrono::NaiveDate;
use foldhash::{HashMap, fast::RandomState};
use sha2::{Digest, Sha256};

use super::columns::Kind;
pub use super::drafts::{Draft, PartialAudit, PartialCertificate, PartialDecision, PartialFinding, Record};
use super::fields::Cells;
use super::read::{Limits, Observed, ReadFile, Row, SourceFile, read};
use super::readers::{audit, certificate, decision, finding};
use super::{OnProgress, Step};
use crate::domain::delivered::{AuditRecord, CertificateRecord, DecisionRecord, FindingRecord};
use crate::domain::delivery_report::{Fault, Faults, Place, Warning};

/// A delivery as it was read, before it is held against the register.
#[derive(Debug, Default)]
pub struct Delivery {
    /// Rows of certificaten.
    pub certificates: Vec<Draft<CertificateRecord>>,
    /// Rows of onderzoeken.
    pub audits: Vec<Draft<AuditRecord>>,
    /// Rows of afwijkingen.
    pub findings: Vec<Draft<FindingRecord>>,
    /// Rows of besluiten.
    pub decisions: Vec<Draft<DecisionRecord>>,
    /// Rows that could not even be taken apart.
    pub unreadable_rows: usize,
    /// Rows in all.
    pub rows: usize,
    /// What is wrong so far.
    pub faults: Faults,
    /// What the sender should know.
    pub warnings: Vec<Warning>,
    /// The files whose header was understood.
    pub files: Vec<ReadFile>,
    /// When reading it began.
    pub started: Option<Instant>,
    /// SHA-256 over the files, in hexadecimal; the order of the files does not matter.
    pub checksum: String,
}

/// Reads the files of a delivery and makes typed records of the rows, gathering all faults. What a delivery tells as done
/// cannot lie after `today`.
pub fn parse(files: &[SourceFile], limits: &Limits, today: NaiveDate, progress: OnProgress<'_>) -> Delivery {
    let mut delivery = Delivery { started: Some(Instant::now()), checksum: checksum(files), ..Delivery::default() };
    let mut observed = Observed::default();
    read(files, limits, &mut observed, &mut |row, observed| {
        if observed.rows.is_multiple_of(4096) {
            progress(Step::Reading, observed.rows);
        }
        if !row.misshapen {
            delivery.add(row, today, &mut observed.faults);
        }
    });
    let Observed { mut faults, warnings, rows, unreadable_rows, files } = observed;
    delivery.refuse_doubles(&mut faults);
    Delivery { unreadable_rows, rows, faults, warnings, files, ..delivery }
}

/// Per file first, so that what one file ends with cannot move to the start of the next unseen.
fn checksum(files: &[SourceFile]) -> String {
    let mut each: Vec<_> = files.iter().map(|file| Sha256::digest(&file.bytes)).collect();
    each.sort_unstable();
    let mut whole = Sha256::new();
    for digest in &each {
        whole.update(digest);
    }
    whole.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or_default());
        }
        text
    })
}

impl Delivery {
    /// Refuses rows whose reference stands in another row too.
    pub(super) fn refuse_doubles(&mut self, faults: &mut Faults) {
        refuse_duplicates(&mut self.certificates, faults);
        refuse_duplicates(&mut self.audits, faults);
        refuse_duplicates(&mut self.findings, faults);
        refuse_duplicates(&mut self.decisions, faults);
    }

    /// Adds the record of a row, noting what is wrong with it.
    pub(super) fn add(&mut self, row: &Row<'_>, today: NaiveDate, faults: &mut Faults) {
        match row.kind() {
            Kind::Certificates => push(&mut self.certificates, row, draft(row, today, faults, certificate)),
            Kind::Audits => push(&mut self.audits, row, draft(row, today, faults, audit)),
            Kind::Findings => push(&mut self.findings, row, draft(row, today, faults, finding)),
            Kind::Decisions => push(&mut self.decisions, row, draft(row, today, faults, decision)),
        }
    }
}

/// Growing by doubling, a large delivery would be moved about and fill twice its memory.
fn push<R: Record>(drafts: &mut Vec<Draft<R>>, row: &Row<'_>, draft: Draft<R>) {
    if drafts.len() == drafts.capacity() && row.to_come > 0 {
        drafts.reserve(row.to_come + row.to_come / 16 + 1);
    }
    drafts.push(draft);
}

fn draft<R: Record>(
    row: &Row<'_>,
    today: NaiveDate,
    faults: &mut Faults,
    read: fn(&Row<'_>, &mut Cells<'_>) -> Result<R, R::Partial>,
) -> Draft<R> {
    let mut cells = Cells::new(&row.place, today, faults);
    let content = match read(row, &mut cells) {
        Ok(record) if !cells.sound() => Err(record.partial()),
        content => content,
    };
    Draft { place: row.place.clone(), content }
}

/// A reference stands for one thing. A row that merely repeats an earlier one is refused; of rows that contradict each
/// other nobody knows which is right, so all are.
fn refuse_duplicates<R: Record>(drafts: &mut [Draft<R>], faults: &mut Faults) {
    let mut first_of: HashMap<&R::Ref, usize> = HashMap::with_capacity_and_hasher(drafts.len(), RandomState::default());
    let mut refused: Vec<(usize, usize)> = Vec::new();
    for (i, draft) in drafts.iter().enumerate() {
        if let Some(reference) = draft.reference() {
            let first = *first_of.entry(reference).or_insert(i);
            if first != i {
                refused.push((first, i));
            }
        }
    }
    for (first, again) in refused {
        let same = matches!((&drafts[first].content, &drafts[again].content), (Ok(one), Ok(other)) if one == other);
        if !same {
            refuse_as_double(drafts, first, again, faults);
        }
        refuse_as_double(drafts, again, first, faults);
    }
}

fn refuse_as_double<R: Record>(drafts: &mut [Draft<R>], which: usize, other: usize, faults: &mut Faults) {
    let Place { file, line } = &drafts[other].place;
    let place = &drafts[which].place;
    let where_else = if *file == place.file { format!("regel {line}") } else { format!("{file}, regel {line}") };
    let value = drafts[which].reference().map_or("", AsRef::as_ref);
    let column = R::KIND.columns()[0];
    let message = format!("staat ook op {where_else}: lever elke verwijzing één keer aan");
    faults.push(Fault::of_value(place, column, value, message));
    if let Ok(record) = &drafts[which].content {
        drafts[which].content = Err(record.partial());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn read_csv(name: &str, text: &str) -> Delivery {
        let file = SourceFile { name: Arc::from(name), bytes: text.as_bytes().to_vec() };
        parse(&[file], &Limits::default(), NaiveDate::MAX, &|_, _| {})
    }

    fn places(delivery: &Delivery) -> Vec<(u32, &str)> {
        let place = |fault: &'_ Fault| fault.line.unwrap_or(0);
        delivery.faults.as_slice().iter().map(|f| (place(f), f.column.as_deref().unwrap_or(""))).collect()
    }

    const AUDITS: &str = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op\n";

    #[test]
    fn every_fault_of_a_row_is_named() {
        let delivery = read_csv(
            "a.csv",
            &format!("{AUDITS}=A1;C1;visite;31-02-2025;gisteren\n;C1;periodiek;2025-01-02;2025-01-01\n"),
        );
        let expected = [
            (2, "onderzoek_id"),
            (2, "soort"),
            (2, "datum"),
            (2, "herstel_vastgesteld_op"),
            (3, "onderzoek_id"),
            (3, "herstel_vastgesteld_op"),
        ];
        assert_eq!(places(&delivery), expected);
    }

    #[test]
    fn a_row_is_known_by_the_line_it_starts_on() {
        let text = "afwijking_id;onderzoek_id;code;toelichting;vervallen_op\r\n\
                    1;A;K1;\"twee\r\nregels\";\r\n\r\n2;A;K1;;gisteren\r\n3;A;;;\r\n";
        assert_eq!(places(&read_csv("a.csv", text)), [(5, "vervallen_op"), (6, "code")]);
    }

    #[test]
    fn a_repeated_row_is_refused_and_contradicting_rows_both_are() {
        let same = read_csv("a.csv", &format!("{AUDITS}A;C;klacht;2025-01-01;\nA;C;klacht;01-01-2025;\n"));
        assert_eq!(places(&same), [(3, "onderzoek_id")]);
        assert!(same.audits[0].content.is_ok());
        let other = read_csv("a.csv", &format!("{AUDITS}A;C;klacht;2025-01-01;\nA;C;klacht;2025-01-02;\n"));
        assert_eq!(places(&other), [(2, "onderzoek_id"), (3, "onderzoek_id")]);
        assert!(other.audits.iter().all(|draft| draft.content.is_err()));
    }

    #[test]
    fn rows_of_another_shape_than_the_header_are_refused() {
        let delivery = read_csv("a.csv", &format!("{AUDITS}A;C;klacht\nB;C;klacht;2025-01-01;;\n;;;;\n"));
        assert_eq!(places(&delivery), [(2, "")]);
        assert_eq!((delivery.rows, delivery.unreadable_rows, delivery.audits.len()), (2, 1, 1));
    }
}
