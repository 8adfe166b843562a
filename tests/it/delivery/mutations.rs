//! Whatever a file looks like, a delivery is stored whole or its faults are named; nothing ever panics.

use proptest::prelude::*;
use proptest::sample::Index;
use stelselwacht::services::delivery::apply::Mode;

use super::support::{counts, now, read, register, rows, send, source, sources};

/// What may happen to a file on its way.
#[derive(Debug, Clone)]
enum Damage {
    Replace(Index, u8),
    Remove(Index, usize),
    Repeat(Index, usize),
    Insert(Index, &'static str),
    CutOff(Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let signs = ["\"", ";", "\n", "\r", "=", "\u{feff}", "é", "2025-02-30", "\u{0}", "ja", ";;;;;;;;"];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Replace(at, byte)),
        (any::<Index>(), 1..40_usize).prop_map(|(at, n)| Damage::Remove(at, n)),
        (any::<Index>(), 1..400_usize).prop_map(|(at, n)| Damage::Repeat(at, n)),
        (any::<Index>(), proptest::sample::select(signs.to_vec())).prop_map(|(at, sign)| Damage::Insert(at, sign)),
        any::<Index>().prop_map(Damage::CutOff),
    ]
}

fn apply(damage: &Damage, bytes: &mut Vec<u8>) {
    if bytes.is_empty() {
        return;
    }
    let until = |at: usize, n: usize, len: usize| (at + n).min(len);
    match damage {
        Damage::Replace(at, byte) => {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        Damage::Remove(at, n) => {
            let at = at.index(bytes.len());
            bytes.drain(at..until(at, *n, bytes.len()));
        }
        Damage::Repeat(at, n) => {
            let at = at.index(bytes.len());
            let part = bytes[at..until(at, *n, bytes.len())].to_vec();
            bytes.splice(at..at, part);
        }
        Damage::Insert(at, sign) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, sign.bytes());
        }
        Damage::CutOff(at) => bytes.truncate(at.index(bytes.len())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_damaged_files_never_panics(
        body in proptest::sample::select(super::support::BODIES.to_vec()),
        damages in proptest::collection::vec((any::<Index>(), damage()), 1..8),
    ) {
        let mut files = sources("clean", body);
        for (which, damage) in &damages {
            let i = which.index(files.len());
            apply(damage, &mut files[i].bytes);
        }
        let delivery = read(&files);
        for fault in delivery.faults.as_slice() {
            prop_assert!(!fault.message.is_empty() && fault.value.chars().count() <= 61);
        }
    }

    #[test]
    fn reading_bytes_of_any_kind_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..2000), zip in any::<bool>()) {
        let start: &[u8] = if zip { b"PK\x03\x04" } else { b"" };
        read(&[source("x.csv", [start, &bytes].concat())]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_delivery_is_stored_whole_or_its_faults_are_named(
        damages in proptest::collection::vec((any::<Index>(), damage()), 1..4),
    ) {
        let database = register();
        let mut files = sources("clean", "delta");
        for (which, damage) in &damages {
            let i = which.index(files.len());
            apply(damage, &mut files[i].bytes);
        }
        let receipt = send(&database.store, "delta", &files, Mode::All, now());
        let [deliveries, records @ ..] = rows(&database);
        let stored: i64 = records.iter().sum();
        if receipt.applied.is_some() {
            prop_assert!(receipt.plan.is_clean());
            prop_assert_eq!((deliveries, stored), (1, receipt.plan.counts.new));
            let again = send(&database.store, "delta", &files, Mode::All, now());
            prop_assert_eq!(again.plan.counts, counts(0, 0, stored, 0));
        } else {
            prop_assert!(!receipt.plan.is_clean() || receipt.complete_through.is_none());
            prop_assert_eq!((deliveries, stored), (0, 0));
        }
    }
}
