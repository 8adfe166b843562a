//! Small deliveries: a certificate, an audit with a decision.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::{DateTime, Days, NaiveDate, Utc};
use stelselwacht::domain::access::Deliver;
use stelselwacht::domain::calendar::dutch_day;
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::services::delivery::apply::{Mode, Receipt, Request, deliver};
use stelselwacht::services::delivery::parse::parse;
use stelselwacht::services::delivery::read::{Limits, SourceFile};
use stelselwacht::storage::Store;

use crate::support::day;
use crate::support::system::operator;

pub(crate) const CERTIFICATES: &str = "certificaatnummer;kvk_nummer;vestigingsnummer;naam;straat;huisnummer;postcode;plaats;schema;\
     deelgebied;werkzaamheden;afgegeven_op;geldig_tot";
pub(crate) const AUDITS: &str = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op";
pub(crate) const DECISIONS: &str = "besluit_id;onderzoek_id;maatregel;datum;ingangsdatum;hersteltermijn_tot;vervolg;opgeheven_op;herroepen_op;motivering";

pub(crate) fn start() -> NaiveDate {
    day("2025-08-01")
}

pub(crate) fn after(days: u64) -> NaiveDate {
    start() + Days::new(days)
}

pub(crate) fn send(store: &Store, body: &str, files: &[(&str, &str, String)], now: DateTime<Utc>) -> Receipt {
    let files: Vec<_> = files
        .iter()
        .map(|(name, header, line)| SourceFile {
            name: format!("{name}.csv").into(),
            bytes: format!("{header}\n{line}\n").into_bytes(),
        })
        .collect();
    let delivery = parse(&files, &Limits::default(), dutch_day(now), &|_, _| {});
    let request = Request { delivery, through: None, mode: Mode::AcceptValid };
    let permit = operator(Deliver(BodyCode::parse(body).unwrap()));
    deliver(store, &permit, request, now, &|_, _| {}).unwrap()
}

pub(crate) fn written(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

pub(crate) fn body_of(alfa: bool) -> &'static str {
    if alfa { "alfa" } else { "bravo" }
}

pub(crate) fn certificate_line(alfa: bool, number: u8, holder: u8, name: u8, until: u64) -> String {
    let prefix = if alfa { 'A' } else { 'B' };
    format!(
        "{prefix}{number};9000000{holder};;Firma {name};Kerkweg;1;3511AB;Utrecht;CS-A;1;installeren;{};{}",
        day("2025-07-15"),
        after(until)
    )
}
