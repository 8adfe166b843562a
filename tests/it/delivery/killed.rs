//! A delivery is one transaction: killed at any moment, it is there whole or not at all.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fmt::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::support::{import, program, register, rows};

const CERTIFICATES: i64 = 4_000;

fn large() -> String {
    let mut text = "certificaatnummer;kvk_nummer;vestigingsnummer;naam;straat;huisnummer;postcode;plaats;schema;\
                    deelgebied;werkzaamheden;afgegeven_op;geldig_tot\n"
        .to_owned();
    for i in 0..CERTIFICATES {
        writeln!(
            text,
            "C{i};{};;Firma {i};Kerkweg;{i};3511AB;Utrecht;CS-A;1;installeren;2024-01-01;2027-01-01",
            90_000_000 + i
        )
        .unwrap();
    }
    text
}

#[test]
fn an_import_that_is_killed_leaves_all_or_nothing() {
    let (database, folder) = (register(), tempfile::tempdir().unwrap());
    let path = folder.path().join("certificaten.csv");
    std::fs::write(&path, large()).unwrap();
    let start = || {
        let mut command = program(&database);
        command.arg("import").arg(&path).args(["--body", "alfa"]).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    // How long it takes here decides when to kill; whatever happens first, the register must be whole.
    let began = Instant::now();
    let scratch = register();
    let answer = import(&scratch, "alfa", std::slice::from_ref(&path), &[]);
    assert_eq!(answer.code, Some(0), "{answer:?}");
    let whole = began.elapsed();
    let mut outcomes = [0, 0];
    for step in 1..=8_u32 {
        let mut child = start();
        std::thread::sleep(whole * step / 9 + Duration::from_millis(u64::from(step % 3)));
        // Already ended is fine: then it is there whole.
        let _ = child.kill();
        child.wait().unwrap();
        let [deliveries, certificates, ..] = rows(&database);
        match (deliveries, certificates) {
            (0, 0) => outcomes[0] += 1,
            (_, CERTIFICATES) => outcomes[1] += 1,
            half => panic!("half a delivery: {half:?}"),
        }
    }
    assert!(outcomes[0] > 0, "killed in time at least once: {outcomes:?}");
    let after = import(&database, "alfa", &[path], &[]);
    assert_eq!(after.code, Some(0), "the register still works: {after:?}");
    assert_eq!(rows(&database)[1], CERTIFICATES);
}
