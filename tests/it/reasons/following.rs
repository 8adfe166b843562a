//! Reasons that follow what is delivered.

use chrono::{DateTime, Utc};
use stelselwacht::services::delivery::apply::Mode;

use super::{OWN, SECOND, SEEN, accept, actions, grave_signals, site, take};
use crate::delivery::support::{send, source};
use crate::support::moment;
use crate::support::site::{REGULATOR, RunningSite, at};

const HEAD: &str = "besluit_id;onderzoek_id;maatregel;datum;ingangsdatum;hersteltermijn_tot;vervolg;opgeheven_op;herroepen_op;motivering";

fn later() -> DateTime<Utc> {
    moment("2026-02-01T08:00:00Z")
}

/// Delivers the decision on the audit anew.
fn decide(site: &RunningSite, decision: &str) {
    let file = source("besluiten.csv", format!("{HEAD}\nB000024-B1;B000024;{decision}\n"));
    let receipt = send(&site.database.store, "bravo", &[file], Mode::All, later());
    assert!(receipt.applied.is_some(), "{receipt:?}");
}

#[test]
fn when_the_deviation_becomes_another_one_the_accepted_reason_waits_for_a_new_judgement() {
    let site = site();
    accept(&site);
    assert_eq!(grave_signals(&site), 0);
    decide(&site, "waarschuwing;2025-09-20;2025-09-20;2025-11-25;nee;;;");
    assert_eq!(grave_signals(&site), 1, "too light and too late is another deviation than too light");
    site.logged_in(&at("bravo")).get(OWN).says("De afwijking werd een andere").says("wacht op oordeel");
    site.logged_in(REGULATOR).get("/toezicht").says("te licht, te laat nieuw");
    take(&site.logged_in(SECOND), SEEN, "aanvaarden", "Ook dit.");
    take(&site.logged_in(REGULATOR), SEEN, "bevestigen", "");
    assert_eq!(grave_signals(&site), 0);
    assert_eq!(actions(&site)[3], "reden-afwijking-gewijzigd");
}

#[test]
fn a_proposal_about_a_deviation_that_changed_cannot_be_confirmed() {
    let site = site();
    take(&site.logged_in(&at("bravo")), OWN, "geven", "Daarom.");
    take(&site.logged_in(REGULATOR), SEEN, "aanvaarden", "Goed.");
    let second = site.logged_in(SECOND);
    let old = second.get(SEEN);
    decide(&site, "waarschuwing;2025-09-20;2025-09-20;2025-11-25;nee;;;");
    let late = second.post(&old, &format!("{SEEN}/reden"), &[("keuze", "bevestigen"), ("gezien", "2")]);
    assert_eq!(late.status.as_u16(), 409);
    assert_eq!(grave_signals(&site), 1);
}

#[test]
fn what_changes_nothing_of_the_deviation_leaves_the_reason_as_it_was() {
    let site = site();
    accept(&site);
    decide(&site, "waarschuwing;2025-08-27;2025-08-27;2025-11-26;nee;;;");
    assert_eq!(grave_signals(&site), 0, "a day later and still in time is the same deviation");
    assert_eq!(actions(&site).len(), 3);
}

#[test]
fn a_deviation_that_is_gone_asks_nothing_and_counts_again_as_excused_when_it_returns() {
    let site = site();
    accept(&site);
    decide(&site, "schorsing;2025-08-26;2025-08-26;2025-11-25;nee;;;");
    site.logged_in(&at("bravo")).get(OWN).says("Er is geen reden meer nodig");
    site.logged_in(REGULATOR).get("/toezicht").says("Er wachten geen redenen");
    decide(&site, "waarschuwing;2025-08-26;2025-08-26;2025-11-25;nee;;;");
    assert_eq!(grave_signals(&site), 0, "it is the deviation that was judged");
    assert_eq!(actions(&site).len(), 3);
}

#[test]
fn what_is_delivered_with_a_decision_that_deviates_is_a_reason() {
    let site = site();
    decide(&site, "waarschuwing;2025-08-26;2025-08-26;2025-11-25;nee;;;Direct hersteld");
    let bravo = site.logged_in(&at("bravo"));
    bravo.get(OWN).says("De instelling leverde een reden aan met het besluit").says("Direct hersteld");
    site.logged_in(REGULATOR).get("/toezicht").says("B000024");
    assert_eq!(actions(&site), ["reden-aangeleverd"]);
    decide(&site, "waarschuwing;2025-08-26;2025-08-26;2025-11-26;nee;;;Direct hersteld");
    assert_eq!(actions(&site).len(), 1, "the same words are no new reason");
    decide(&site, "waarschuwing;2025-08-26;2025-08-26;2025-11-25;nee;;;Direct hersteld, zie rapport");
    assert_eq!(actions(&site), ["reden-aangeleverd", "reden-aangeleverd"]);
    take(&site.logged_in(REGULATOR), SEEN, "aanvaarden", "Goed.");
    take(&site.logged_in(SECOND), SEEN, "bevestigen", "");
    assert_eq!(grave_signals(&site), 0);
}
