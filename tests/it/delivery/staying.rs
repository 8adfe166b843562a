//! A row that is refused leaves what was stored: what changes above that must fit it.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fmt::Write as _;

use chrono::TimeDelta;
use stelselwacht::services::delivery::apply::{Mode, Receipt};

use super::support::{counts, now, register, send, source};

const CERTIFICATES: &str = "certificaatnummer;kvk_nummer;vestigingsnummer;naam;straat;huisnummer;postcode;plaats;schema;\
    deelgebied;werkzaamheden;afgegeven_op;geldig_tot\n";
const AUDITS: &str = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op\n";
const FINDINGS: &str = "afwijking_id;onderzoek_id;code;toelichting;vervallen_op\n";

/// One certificate, with one audit and one finding, of each of these.
struct Row {
    scheme: &'static str,
    audited_on: usize,
    code: &'static str,
    annulled_on: &'static str,
}

fn send_rows(database: &crate::support::TestDatabase, rows: &[Row], mode: Mode, hours: i64) -> Receipt {
    let (mut certificates, mut audits, mut findings) =
        (CERTIFICATES.to_owned(), AUDITS.to_owned(), FINDINGS.to_owned());
    for (i, Row { scheme, audited_on, code, annulled_on }) in rows.iter().enumerate() {
        writeln!(
            certificates,
            "C{i};{};;Jansen;Dorpsstraat;1;3511 AB;Utrecht;{scheme};1;installeren;2024-01-01;2027-01-01",
            90_000_001 + i
        )
        .unwrap();
        writeln!(audits, "A{i};C{audited_on};periodiek;2025-03-01;").unwrap();
        writeln!(findings, "F{i};A{i};{code};;{annulled_on}").unwrap();
    }
    let files = [source("c.csv", certificates), source("o.csv", audits), source("a.csv", findings)];
    send(&database.store, "alfa", &files, mode, now() + TimeDelta::hours(hours))
}

#[test]
fn a_certificate_stays_where_it_is_for_a_finding_that_is_refused() {
    let database = register();
    let row = |scheme, code, annulled_on| Row { scheme, audited_on: 0, code, annulled_on };
    let other = || Row { scheme: "CS-A", audited_on: 1, code: "K1", annulled_on: "" };
    let first = send_rows(&database, &[row("CS-A", "K1", ""), other()], Mode::All, 0);
    assert!(first.plan.is_clean(), "{:?}", first.plan.faults);

    // The finding fits the other scheme as it is sent, but is wrong by itself; the one that is stored does not fit.
    let moved = [row("CS-B", "T1", "2025-02-01"), Row { code: "K2", ..other() }];
    let receipt = send_rows(&database, &moved, Mode::AcceptValid, 1);
    assert_eq!(receipt.plan.counts, counts(0, 1, 3, 2), "{:?}", receipt.plan.faults);
    let said: Vec<_> = receipt.plan.faults.as_slice().iter().map(|fault| (&*fault.file, fault.line)).collect();
    assert!(said.contains(&("c.csv", Some(2))) && said.contains(&("a.csv", Some(2))), "{said:?}");
    let about_scheme = receipt.plan.faults.as_slice().iter().find(|fault| &*fault.file == "c.csv").unwrap();
    assert!(about_scheme.message.contains("afwijking F0 die al is opgeslagen"), "{about_scheme:?}");
    assert!(receipt.applied.is_some());

    let mended = send_rows(&database, &[row("CS-B", "T1", ""), Row { code: "K2", ..other() }], Mode::All, 2);
    assert_eq!(mended.plan.counts, counts(0, 2, 4, 0), "{:?}", mended.plan.faults);
}

/// Every refusal leads to another: the next audit cannot go where it should, so its certificate cannot go either.
#[test]
fn refusals_that_follow_from_each_other_are_followed_to_the_end() {
    const LINKS: usize = 12;
    let database = register();
    let stored = |i: usize| {
        let (scheme, code) = if i.is_multiple_of(2) { ("CS-A", "K1") } else { ("CS-C", "1.1") };
        Row { scheme, audited_on: i, code, annulled_on: "" }
    };
    let before: Vec<Row> = (0..LINKS).map(stored).collect();
    let first = send_rows(&database, &before, Mode::All, 0);
    assert!(first.plan.is_clean(), "{:?}", first.plan.faults);

    let moved = |i: usize| Row {
        scheme: "CS-B",
        audited_on: i.saturating_sub(1),
        code: "T1",
        annulled_on: if i == 0 { "2025-02-01" } else { "" },
    };
    let moved: Vec<Row> = (0..LINKS).map(moved).collect();
    let receipt = send_rows(&database, &moved, Mode::AcceptValid, 1);
    assert_eq!(receipt.plan.counts.changed, 0, "{:?}", receipt.plan.faults);
    assert_eq!(receipt.plan.counts.unchanged, 1, "only the first audit");
    let again = send_rows(&database, &before, Mode::All, 2);
    assert_eq!(again.plan.counts.unchanged, i64::try_from(3 * LINKS).unwrap());
}
