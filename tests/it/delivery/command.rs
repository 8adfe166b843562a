//! `stelselwacht withdraw`: the operator takes a delivery back.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::process::Output;

use stelselwacht::domain::access::{SeeBody, Supervise};
use stelselwacht::services::delivery::upload::receipt_of;
use stelselwacht::services::trail;
use stelselwacht::storage::{Page, audit_trail};

use super::support::{body, files, import, now, program, register};
use crate::support::TestDatabase;
use crate::support::system::operator;

fn withdraw(database: &TestDatabase, delivery: &str, code: &str, reason: &str) -> (Option<i32>, String, String) {
    let arguments = ["withdraw", delivery, "--body", code, "--reason", reason];
    let Output { status, stdout, stderr } = program(database).args(arguments).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_delivery_is_taken_back_by_number_or_checksum_with_the_same_obstacles() {
    let database = register();
    assert_eq!(import(&database, "alfa", &files("clean", "alfa"), &[]).code, Some(0));
    let receipt = |id| receipt_of(&database.store, &operator(SeeBody(body("alfa"))), id, now()).unwrap();
    assert_eq!(import(&database, "alfa", &files("clean", "alfa")[..1], &[]).code, Some(0));
    let checksum = receipt(1).delivery.checksum;

    for wrong in ["aap", "12ab", ""] {
        let (code, _, err) = withdraw(&database, wrong, "alfa", "verkeerd");
        assert_eq!(code, Some(2), "{err}");
        assert!(err.contains("twaalf tekens"), "{err}");
    }
    assert_eq!(withdraw(&database, "1", "alfa", " ").0, Some(2), "a reason is asked");
    let (code, _, err) = withdraw(&database, "1", "bravo", "verkeerd");
    assert_eq!((code, err.trim()), (Some(1), "Deze aanlevering bestaat niet."), "that of another body does not exist");
    assert_eq!(withdraw(&database, "7", "alfa", "verkeerd").0, Some(1));
    assert_eq!(withdraw(&database, "1", "zulu", "verkeerd").0, Some(1));

    let (code, out, err) = withdraw(&database, &checksum[..12], "alfa", "verkeerd bestand");
    assert_eq!((code, out.trim()), (Some(0), "Aanlevering 1 van alfa is ingetrokken."), "{err}");
    let withdrawn = receipt(1).withdrawn.unwrap();
    assert_eq!((withdrawn.by, &*withdrawn.reason), (None, "verkeerd bestand"));
    let entries = database
        .store
        .read(|conn| audit_trail::list(conn, &audit_trail::Filter::default(), Page::new(1, 5)))
        .unwrap()
        .rows;
    assert_eq!(entries[0].action, "aanlevering-ingetrokken");
    assert!(matches!(trail::verify(&database.store, &operator(Supervise)).unwrap(), trail::Chain::Intact { .. }));

    let (code, _, err) = withdraw(&database, "1", "alfa", "nog eens");
    assert_eq!((code, err.trim()), (Some(1), "Deze aanlevering is al ingetrokken."));
}
