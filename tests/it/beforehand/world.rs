//! A register with firms of which alfa and bravo both did audits.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::{DateTime, NaiveDate, Utc};
use stelselwacht::domain::access::{Deliver, Permit, SeeBody};
use stelselwacht::domain::calendar::dutch_day;
use stelselwacht::domain::identifiers::{AuditRef, BodyCode, FindingCode, KvkNumber, SchemeCode};
use stelselwacht::services::delivery::apply::{Mode, Request, deliver};
use stelselwacht::services::delivery::parse::parse;
use stelselwacht::services::delivery::read::{Limits, SourceFile};
use stelselwacht::storage::Store;

use crate::open_data::deliveries::{AUDITS, CERTIFICATES, DECISIONS, certificate_line};
use crate::support::TestDatabase;
use crate::support::system::{SMALL_SYSTEM, load_system_at, operator};

const FINDINGS: &str = "afwijking_id;onderzoek_id;code;toelichting;vervallen_op";

/// Something a body found at a firm.
#[derive(Debug, Clone)]
pub(crate) struct Visit<'a> {
    pub(crate) body: &'a str,
    pub(crate) certificate: &'a str,
    pub(crate) reference: &'a str,
    pub(crate) date: NaiveDate,
    pub(crate) recovered: Option<NaiveDate>,
    pub(crate) codes: &'a [&'a str],
}

/// The system with a certificate of alfa (A1) and one of bravo (B1) for the same firm, and one of bravo (B2) for another.
pub(crate) fn world(now: DateTime<Utc>) -> TestDatabase {
    let database = TestDatabase::new();
    load_system_at(&database, SMALL_SYSTEM, "2025-07-01T09:00:00Z").unwrap();
    send(&database.store, "alfa", &[("certificaten", CERTIFICATES, vec![certificate_line(true, 1, 1, 1, 900)])], now);
    let bravo = vec![certificate_line(false, 1, 1, 1, 900), certificate_line(false, 2, 2, 2, 900)];
    send(&database.store, "bravo", &[("certificaten", CERTIFICATES, bravo)], now);
    database
}

/// A body delivers rows, complete through the day.
pub(crate) fn send(store: &Store, code: &str, files: &[(&str, &str, Vec<String>)], now: DateTime<Utc>) {
    let file = |(name, header, lines): &(&str, &str, Vec<String>)| SourceFile {
        name: format!("{name}.csv").into(),
        bytes: format!("{header}\n{}\n", lines.join("\n")).into_bytes(),
    };
    let files: Vec<_> = files.iter().map(file).collect();
    let delivery = parse(&files, &Limits::default(), dutch_day(now), &|_, _| {});
    let request = Request { delivery, through: Some(dutch_day(now)), mode: Mode::All };
    let permit = operator(Deliver(body(code)));
    deliver(store, &permit, request, now, &|_, _| {}).unwrap();
}

pub(crate) fn visit(store: &Store, visit: &Visit<'_>, now: DateTime<Utc>) {
    let recovered = visit.recovered.map_or_else(String::new, |day| day.to_string());
    let audit = format!("{};{};periodiek;{};{recovered}", visit.reference, visit.certificate, visit.date);
    let mut files = vec![("onderzoeken", AUDITS, vec![audit])];
    let finding = |(number, code): (usize, &&str)| format!("{}-{number:02};{0};{code};;", visit.reference);
    let findings: Vec<_> = visit.codes.iter().enumerate().map(finding).collect();
    if !findings.is_empty() {
        files.push(("afwijkingen", FINDINGS, findings));
    }
    send(store, visit.body, &files, now);
}

/// A body decides.
pub(crate) fn decide(
    store: &Store,
    (code, audit): (&str, &str),
    (number, measure): (&str, &str),
    date: NaiveDate,
    recover_until: Option<NaiveDate>,
    now: DateTime<Utc>,
) {
    let until = recover_until.map_or_else(String::new, |day| day.to_string());
    let follows = if number.starts_with('V') { "ja" } else { "nee" };
    let line = format!("{audit}-{number};{audit};{measure};{date};{date};{until};{follows};;;");
    send(store, code, &[("besluiten", DECISIONS, vec![line])], now);
}

pub(crate) fn body(code: &str) -> BodyCode {
    BodyCode::parse(code).unwrap()
}

pub(crate) fn see(code: &str) -> Permit<SeeBody> {
    operator(SeeBody(body(code)))
}

pub(crate) fn kvk(number: u8) -> KvkNumber {
    KvkNumber::parse(&format!("9000000{number}")).unwrap()
}

pub(crate) fn scheme() -> SchemeCode {
    SchemeCode::parse("CS-A").unwrap()
}

pub(crate) fn audit_ref(text: &str) -> AuditRef {
    AuditRef::parse(text).unwrap()
}

pub(crate) fn codes(codes: &[&str]) -> Vec<FindingCode> {
    codes.iter().map(|code| FindingCode::parse(code).unwrap()).collect()
}
