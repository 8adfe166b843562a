//! How long a delivery takes: reading alone, and everything up to the commit. `cargo bench --bench import`
//!
//! To set the figures beside `sqlite3 .import`, write the same text to a file and time that command on it; the numbers and
//! the machine they came from stand in `docs/benchmarks.md`.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail loudly")]

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use divan::Bencher;
use divan::counter::ItemsCount;
use stelselwacht::domain::access::{Actor, Deliver, LoadSystem, decide};
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::services::delivery::apply::{Mode, Request, deliver};
use stelselwacht::services::delivery::parse::{Delivery, parse};
use stelselwacht::services::delivery::read::{Limits, SourceFile};
use stelselwacht::services::system::{find_matrix, load};
use stelselwacht::storage::{DatabaseUrl, Store};

const ROWS: usize = 100_000;

fn main() {
    divan::main();
}

fn now() -> DateTime<Utc> {
    "2026-02-01T09:00:00Z".parse().unwrap()
}

fn certificates() -> SourceFile {
    let mut text = "certificaatnummer;kvk_nummer;vestigingsnummer;naam;straat;huisnummer;postcode;plaats;schema;\
                    deelgebied;werkzaamheden;afgegeven_op;geldig_tot\r\n"
        .to_owned();
    for i in 0..ROWS {
        write!(
            text,
            "AL-A-{i:06};{};{:012};Van der Çelik-{i} Installatietechniek B.V.;Molenstraat;{};{}AB;Alphen aan den Rijn;\
             CS-A;1+2;installeren+repareren+onderhouden+in-bedrijf-stellen;2024-03-01;2027-03-01\r\n",
            90_000_000 + i,
            40_000_000 + i,
            i % 300 + 1,
            1011 + i % 8000
        )
        .unwrap();
    }
    SourceFile { name: "certificaten.csv".into(), bytes: text.into_bytes() }
}

fn audits() -> SourceFile {
    let mut text = "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op\r\n".to_owned();
    for i in 0..ROWS {
        write!(text, "A{i:06};AL-A-{:06};periodiek;2025-{:02}-{:02};\r\n", i, i % 12 + 1, i % 28 + 1).unwrap();
    }
    SourceFile { name: "onderzoeken.csv".into(), bytes: text.into_bytes() }
}

fn read(file: &SourceFile) -> Delivery {
    let today = NaiveDate::from_ymd_opt(2026, 2, 1).unwrap();
    let delivery = parse(std::slice::from_ref(file), &Limits::default(), today, &|_, _| {});
    assert!(delivery.faults.is_empty());
    delivery
}

struct Register {
    store: Store,
    _folder: tempfile::TempDir,
}

impl Register {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::parse(&format!("sqlite:{}", folder.path().join("bench.db").display())).unwrap();
        let store = Store::open(&url).unwrap();
        store.migrate().unwrap();
        let system = include_str!("../tests/data/delivery/clean/stelsel.json");
        let may_load = decide(&Actor::Operator, LoadSystem).unwrap();
        load(&store, &may_load, now(), system, &|name| find_matrix(name, &[])).unwrap();
        Self { store, _folder: folder }
    }

    fn deliver(&self, file: &SourceFile) {
        let request = Request { delivery: read(file), through: None, mode: Mode::All };
        let permit = decide(&Actor::Operator, Deliver(BodyCode::parse("alfa").unwrap())).unwrap();
        let receipt = deliver(&self.store, &permit, request, now(), &|_, _| {}).unwrap();
        assert!(receipt.applied.is_some());
    }
}

#[divan::bench(sample_count = 5)]
fn read_100_000_certificates(bencher: Bencher<'_, '_>) {
    let file = certificates();
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| read(&file));
}

#[divan::bench(sample_count = 5)]
fn store_100_000_new_certificates(bencher: Bencher<'_, '_>) {
    let file = certificates();
    bencher
        .counter(ItemsCount::new(ROWS))
        .with_inputs(Register::new)
        .bench_local_refs(|register| register.deliver(&file));
}

#[divan::bench(sample_count = 5)]
fn store_100_000_new_audits_and_their_verdicts(bencher: Bencher<'_, '_>) {
    let (certificates, audits) = (certificates(), audits());
    let with_certificates = || {
        let register = Register::new();
        register.deliver(&certificates);
        register
    };
    bencher
        .counter(ItemsCount::new(ROWS))
        .with_inputs(with_certificates)
        .bench_local_refs(|register| register.deliver(&audits));
}

#[divan::bench(sample_count = 5)]
fn send_100_000_known_certificates_again(bencher: Bencher<'_, '_>) {
    let (file, register) = (certificates(), Register::new());
    register.deliver(&file);
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| register.deliver(&file));
}
