//! A register of a few rows that changes.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use stelselwacht::domain::access::Deliver;
use stelselwacht::domain::calendar::dutch_day;
use stelselwacht::services::delivery::apply::{Mode, Request, deliver};
use stelselwacht::services::delivery::parse::parse;
use stelselwacht::services::delivery::read::Limits;
use stelselwacht::storage::Store;

use crate::delivery::support::{body, source};
use crate::support::system::operator;

const CERTIFICATES: &str = "certificaatnummer;kvk_nummer;vestigingsnummer;naam;straat;huisnummer;postcode;plaats;schema;\
    deelgebied;werkzaamheden;afgegeven_op;geldig_tot\n";
const AUDITS: &str = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op\n";
const DECISIONS: &str = "besluit_id;onderzoek_id;maatregel;datum;ingangsdatum;hersteltermijn_tot;vervolg;opgeheven_op;\
    herroepen_op;motivering\n";

/// A certificate of alfa under CS-A, issued on the first day of 2024 and running for three years.
#[derive(Debug, Clone)]
pub(crate) struct Certificate {
    pub(crate) number: &'static str,
    pub(crate) kvk: &'static str,
    pub(crate) name: String,
    pub(crate) place: &'static str,
    pub(crate) subarea: &'static str,
    pub(crate) activities: &'static str,
    pub(crate) until: &'static str,
}

/// A certificate that nothing happened to.
pub(crate) fn certificate(number: &'static str, kvk: &'static str, name: &str) -> Certificate {
    Certificate {
        number,
        kvk,
        name: name.to_owned(),
        place: "Utrecht",
        subarea: "1",
        activities: "installeren+repareren+onderhouden+in-bedrijf-stellen",
        until: "2026-12-31",
    }
}

/// A decision after an audit of 3 March 2025 on the certificate.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    pub(crate) reference: &'static str,
    pub(crate) certificate: &'static str,
    pub(crate) measure: &'static str,
    pub(crate) effective: &'static str,
    pub(crate) lifted: &'static str,
    pub(crate) revoked: &'static str,
}

/// A suspension from this day on.
pub(crate) fn suspension(reference: &'static str, certificate: &'static str, effective: &'static str) -> Decision {
    Decision { reference, certificate, measure: "schorsing", effective, lifted: "", revoked: "" }
}

/// Delivers everything that alfa says at the moment.
pub(crate) fn say(store: &Store, at: DateTime<Utc>, certificates: &[Certificate], decisions: &[Decision]) {
    let mut rows = [CERTIFICATES.to_owned(), AUDITS.to_owned(), DECISIONS.to_owned()];
    for c in certificates {
        writeln!(
            rows[0],
            "{};{};;{};Dorpsstraat;1;3511AB;{};CS-A;{};{};2024-01-01;{}",
            c.number, c.kvk, c.name, c.place, c.subarea, c.activities, c.until
        )
        .unwrap();
    }
    for d in decisions {
        writeln!(rows[1], "O-{};{};periodiek;2025-03-03;", d.reference, d.certificate).unwrap();
        writeln!(
            rows[2],
            "{};O-{};{};2025-03-05;{};;nee;{};{};Reden die niemand hoort te zien",
            d.reference, d.reference, d.measure, d.effective, d.lifted, d.revoked
        )
        .unwrap();
    }
    let names = ["certificaten.csv", "onderzoeken.csv", "besluiten.csv"];
    let given = names.into_iter().zip(rows).filter(|(_, text)| text.lines().count() > 1);
    let files: Vec<_> = given.map(|(name, text)| source(name, text)).collect();
    let delivery = parse(&files, &Limits::default(), dutch_day(at), &|_, _| {});
    let request = Request { delivery, through: None, mode: Mode::All };
    let receipt = deliver(store, &operator(Deliver(body("alfa"))), request, at, &|_, _| {}).unwrap();
    assert!(receipt.applied.is_some(), "{:?}", receipt.plan.faults);
}
