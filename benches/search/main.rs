//! The search at 10,000, 100,000 and 1,000,000 firms, in one run: `cargo bench --bench search`, or with other numbers
//! `cargo bench --bench search -- 10000 50000`.
//!
//! Prints how long the register in memory takes to build and how much memory it needs; throughput, latency and recall of
//! mixed questions; and the throughput of the whole search page, over HTTP and on one core, beside that of a bare handler
//! that sends the same bytes.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail loudly")]
#![expect(clippy::cast_precision_loss, reason = "the figures are rounded anyway")]

#[path = "../../tests/it/support/firms.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod firms;
mod missed;
mod pages;
mod questions;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::connection::SimpleConnection;
use stelselwacht::clock::Clock;
use stelselwacht::domain::access::{Actor, LoadSystem, decide};
use stelselwacht::services::accounts::Lifetimes;
use stelselwacht::services::system::{find_matrix, load};
use stelselwacht::storage::{DatabaseUrl, Known, StorageError, Store, bodies, register_state, schemes, statistics};
use stelselwacht::web::portal::Portal;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![10_000, 100_000, 1_000_000] } else { asked };
    for size in sizes {
        measure(size);
    }
}

fn now() -> DateTime<Utc> {
    "2026-02-01T09:00:00Z".parse().unwrap()
}

fn today() -> NaiveDate {
    now().date_naive()
}

fn measure(size: usize) {
    println!("\n== {size} firms");
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::parse(&format!("sqlite:{}", folder.path().join("bench.db").display())).unwrap();
    let store = Store::open(&url).unwrap();
    fill(&store, size);
    let before = memory();
    let started = on_processor();
    let lifetimes = Lifetimes { idle: chrono::TimeDelta::minutes(30), absolute: chrono::TimeDelta::hours(12) };
    let portal = Portal::open(store, Clock::fixed(now()), lifetimes, 1 << 20).unwrap();
    let took = on_processor().saturating_sub(started);
    let (held, most) = memory();
    println!(
        "built from the database in {took:.2?}; the process holds {held} MB ({} MB before), {most} MB at most",
        before.0
    );
    follow(&portal);
    let questions = questions::mixed(size, today());
    questions::measure(&portal.register, &questions, today());
    pages::measure(&portal, &questions);
    if let Some(folder) = std::env::args().find_map(|argument| argument.strip_prefix("export=").map(PathBuf::from)) {
        export(&folder, size, &questions);
    }
}

/// Writes the firms and the questions down, for other programs to answer.
fn export(folder: &Path, size: usize, questions: &[questions::Asked]) {
    let mut text = String::new();
    for firm in firms::firms(size, 7) {
        let (kvk, name, place) = (&firm.kvk, firm.name.replace('"', ""), firm.place);
        let _ = writeln!(text, "{kvk};{name};{place};{};{};2028-01-15", firm.postcode, firm.certificate);
    }
    std::fs::write(folder.join("firms.csv"), text).unwrap();
    let questions: Vec<&str> = questions.iter().map(|asked| asked.question.text.as_str()).collect();
    std::fs::write(folder.join("questions.txt"), questions.join("\n")).unwrap();
}

/// How much a commit costs that touches one firm: one that is suspended, and one that gets a name nobody had.
fn follow(portal: &Portal) {
    for what in ["that is suspended", "with a new name"] {
        let mut times = Vec::new();
        for round in 0..5 {
            let number = format!("{:08}", 10_000_000 + 7 * (1_001 + 40 * round));
            let statements = if what == "that is suspended" { suspended(&number) } else { renamed(&number, round) };
            let written = portal.store.write(|conn| {
                conn.batch_execute(&statements).map_err(StorageError::from)?;
                register_state::bump(conn)
            });
            written.unwrap();
            let (before, by_clock) = (on_processor(), Instant::now());
            assert!(portal.register.follow(&portal.store).unwrap());
            times.push((on_processor().saturating_sub(before), by_clock.elapsed()));
        }
        times.sort_unstable();
        let (took, by_clock) = times[times.len() / 2];
        println!("following one changed firm {what}: {took:.1?} of processor time, {by_clock:.1?} by the clock");
    }
}

fn suspended(kvk: &str) -> String {
    let of_firm = format!("FROM certificates WHERE kvk_number = '{kvk}' AND recorded_until IS NULL");
    format!(
        "INSERT INTO audits (body_id, reference, certificate_number, kind, date, delivery_id, recorded_from)
         SELECT body_id, 'P-' || number, number, 'periodiek', '2026-01-05', 1, '2026-02-01 09:00:00' {of_firm};
         INSERT INTO decisions (body_id, reference, audit_reference, measure, date, effective_on, follow_up, reason,
             delivery_id, recorded_from)
         SELECT body_id, 'C-' || number, 'P-' || number, 'schorsing', '2026-01-06', '2026-01-06', FALSE, '', 1,
             '2026-02-01 09:00:00' {of_firm};"
    )
}

fn renamed(kvk: &str, round: usize) -> String {
    let moment = format!("2026-02-01 09:00:{round:02}");
    let columns =
        "street, house_number, postcode, place, scheme_id, subarea, activities, issued_on, valid_until, delivery_id";
    format!(
        "UPDATE certificates SET recorded_until = '{moment}' WHERE kvk_number = '{kvk}' AND recorded_until IS NULL;
         INSERT INTO certificates (body_id, number, kvk_number, name, {columns}, recorded_from)
         SELECT body_id, number, kvk_number, 'Qwerty{round} ' || name, {columns}, '{moment}' FROM certificates
         WHERE kvk_number = '{kvk}' AND recorded_until = '{moment}';"
    )
}

/// Megabytes that the process holds now, and that it held at most.
fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    (of("VmRSS").unwrap_or_default() / 1024, of("VmHWM").unwrap_or_default() / 1024)
}

/// How long this thread was on a processor: what others do on the machine does not count.
fn on_processor() -> Duration {
    let nanoseconds = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(nanoseconds.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default())
}

/// How long all threads of this process together were on a processor.
fn all_on_processor() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}

fn fill(store: &Store, size: usize) {
    store.migrate().unwrap();
    let system = include_str!("../../tests/data/delivery/clean/stelsel.json");
    let may_load = decide(&Actor::Operator, LoadSystem).unwrap();
    load(store, &may_load, now(), system, &|name| find_matrix(name, &[])).unwrap();
    let (bodies, schemes) = store
        .read(|conn| Ok::<_, StorageError>((bodies::all(conn, Known::Now)?, schemes::all(conn, Known::Now)?)))
        .unwrap();
    let bodies: Vec<i64> = bodies.iter().map(|body| body.id).collect();
    let schemes: Vec<i64> = schemes.iter().map(|scheme| scheme.id).collect();
    let run = |text: &str| store.write(|conn| conn.batch_execute(text).map_err(StorageError::from)).unwrap();
    run(&firms::delivery(bodies[0]));
    let mut drawn = firms::firms(size, 7);
    loop {
        let some: Vec<_> = drawn.by_ref().take(2_000).collect();
        if some.is_empty() {
            break;
        }
        run(&firms::statements(&some, &bodies, &schemes));
    }
    // As after deliveries of this size.
    store.write(statistics::refresh).unwrap();
}
