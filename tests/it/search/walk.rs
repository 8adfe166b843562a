//! A walk through the whole register in parts meets every certificate once, whatever lies in the past.

use std::collections::HashSet;

use stelselwacht::storage::register::CertificateRow;
use stelselwacht::storage::whole_register::certificates_after;

use super::Scene;

/// The parts in which the certificates come.
fn parts(scene: &Scene, rows: u32) -> Vec<Vec<CertificateRow>> {
    let mut parts: Vec<Vec<CertificateRow>> = Vec::new();
    loop {
        let last = parts.last().and_then(|part| part.last()).map(|row| row.kvk_number.clone());
        let part = scene.database.store.read(|conn| certificates_after(conn, last.as_ref(), rows)).unwrap();
        if part.is_empty() {
            return parts;
        }
        parts.push(part);
    }
}

#[test]
fn a_walk_in_parts_meets_every_certificate_once_and_no_firm_twice() {
    let scene = Scene::invented(300);
    // A third of the firms lies in the past: enough beside each other that a small part holds nothing else.
    for past in ["", "UPDATE certificates SET recorded_until = '2026-02-01 09:00:00' WHERE kvk_number < '10000700'"] {
        if !past.is_empty() {
            scene.database.tamper(past).unwrap();
        }
        let whole = parts(&scene, 10_000);
        assert_eq!(whole.len(), 1);
        let all: Vec<_> = whole[0].iter().map(|row| (row.kvk_number.clone(), row.number.clone())).collect();
        assert!(all.is_sorted_by_key(|(firm, _)| firm.clone()) && all.len() > 150, "{}", all.len());
        for rows in [1, 2, 7, 50] {
            let parts = parts(&scene, rows);
            let met: Vec<_> = parts.iter().flatten().map(|row| (row.kvk_number.clone(), row.number.clone())).collect();
            assert_eq!(met, all, "{rows} rows at a time");
            let mut firms = HashSet::new();
            for part in &parts {
                let of_part: HashSet<_> = part.iter().map(|row| row.kvk_number.clone()).collect();
                assert!(of_part.iter().all(|firm| firms.insert(firm.clone())), "{rows} rows at a time");
            }
        }
    }
}
