//! Reasons for deviations: what a body says, what two supervisors make of it, and what that does to figures and signals.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod following;

use reqwest::StatusCode;
use stelselwacht::domain::access::{Deliver, ManageMail, RegulatorDuty, Role, SeeBody, Supervise};
use stelselwacht::domain::identifiers::{AuditRef, BodyCode};
use stelselwacht::domain::signal::SignalKind;
use stelselwacht::domain::withdrawal::{Obstacle, Reason};
use stelselwacht::services::delivery::DeliveryError;
use stelselwacht::services::delivery::upload;
use stelselwacht::services::delivery::withdraw::withdraw;
use stelselwacht::services::{Page, post, supervise, trail};
use stelselwacht::storage::StorageError;
use stelselwacht::storage::audit_trail::Filter;

use crate::support::moment;
use crate::support::site::{
    ADMINISTRATOR, Answer, Browser, READER, REGULATOR, RunningSite, SCHEME_OWNER, add_account, at,
};
use crate::support::system::operator;

/// A second supervisor.
const SECOND: &str = "tweede@tlokb.example";

/// In the test data bravo warned here where its scheme asks for a suspension; it is the only grave deviation there is.
const OWN: &str = "/instelling/onderzoeken/B000024";
const SEEN: &str = "/toezicht/onderzoeken/bravo/B000024";

fn site() -> RunningSite {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie", "delta", "echo"]);
    add_account(&site.database, SECOND, &Role::Regulator(RegulatorDuty::Supervisor));
    site
}

fn send(browser: &Browser<'_>, at: &str, choice: &str, words: &str) -> Answer {
    let page = browser.get(at);
    let seen = page.value_of("gezien").unwrap_or("0").to_owned();
    browser.post(&page, &format!("{at}/reden"), &[("keuze", choice), ("gezien", &seen), ("woorden", words)])
}

/// Sends a form that the page must take.
#[track_caller]
fn take(browser: &Browser<'_>, at: &str, choice: &str, words: &str) {
    let answer = send(browser, at, choice, words);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{choice}: {}", answer.words());
    assert_eq!(answer.location, format!("{at}#reden"));
}

/// Bravo gives a reason, and two supervisors accept it.
fn accept(site: &RunningSite) {
    take(&site.logged_in(&at("bravo")), OWN, "geven", "Het bedrijf herstelde dezelfde dag.");
    take(&site.logged_in(REGULATOR), SEEN, "aanvaarden", "Wij zijn het eens.");
    take(&site.logged_in(SECOND), SEEN, "bevestigen", "");
}

fn grave_signals(site: &RunningSite) -> usize {
    let standing = supervise::standing(&site.database.store, &operator(Supervise)).unwrap();
    standing.iter().filter(|known| known.signal.kind == SignalKind::Grave).count()
}

fn actions(site: &RunningSite) -> Vec<String> {
    let filter = Filter { subject: Some("instelling/bravo/onderzoek/B000024".to_owned()), ..Filter::default() };
    let found = trail::list(&site.database.store, &operator(Supervise), &filter, Page::new(1, 50)).unwrap();
    found.rows.into_iter().rev().map(|entry| entry.action).collect()
}

#[test]
fn an_accepted_reason_takes_a_deviation_out_of_the_figures() {
    let site = site();
    let (bravo, first, second) = (site.logged_in(&at("bravo")), site.logged_in(REGULATOR), site.logged_in(SECOND));
    assert_eq!(grave_signals(&site), 1);
    bravo.get(OWN).says("Hebt u een goede reden om af te wijken van de matrix?");
    first.get(SEEN).says("De instelling gaf geen reden");
    first.get("/toezicht").says("Er wachten geen redenen");

    take(&bravo, OWN, "geven", "Het bedrijf herstelde dezelfde dag.");
    bravo.get(OWN).says("wacht op oordeel").says("iemand@bravo.example").says("herstelde dezelfde dag");
    first.get("/toezicht").says("B000024").says("Bravo Keuringen").says("te licht nieuw");
    first.get("/toezicht/instellingen/bravo").says("0 aanvaard (tellen niet als afwijking), 0 afgewezen, 1 wachten");

    take(&first, SEEN, "aanvaarden", "Wij zijn het eens: <b>herstel</b> was er.");
    assert_eq!(grave_signals(&site), 1, "a proposal has no effect");
    let page = bravo.get(OWN);
    page.says("Een toezichthouder deed een voorstel");
    assert!(!page.text.contains("Wij zijn het eens"), "a proposal is no decision yet");
    second.get("/toezicht").says("u kunt het bevestigen");
    first.get("/toezicht").says("een collega moet het bevestigen");
    let own = send(&first, SEEN, "bevestigen", "");
    assert_eq!(own.status, StatusCode::CONFLICT, "without a form of its own the page saw nothing: {}", own.words());

    take(&second, SEEN, "bevestigen", "");
    assert_eq!(grave_signals(&site), 0, "the signal goes in the same transaction");
    bravo
        .get(OWN)
        .says("reden aanvaard")
        .says("Wij zijn het eens: <b>herstel</b>")
        .says("tweede@tlokb.example")
        .says("te licht");
    first.get("/toezicht/instellingen/bravo").says("1 aanvaard (tellen niet als afwijking), 0 afgewezen, 0 wachten");
    first.get("/toezicht").says("Er wachten geen redenen");
    let list = first.get("/toezicht/instellingen/bravo/onderzoeken?oordeel=afwijkend");
    assert!(!list.text.contains("B000024") && list.text.contains("B000016"), "{}", list.words());
    first.get("/toezicht/instellingen/bravo/onderzoeken?oordeel=te-licht").says("B000024");

    let mails = post::list(&site.database.store, &operator(ManageMail), &post::Wanted::default(), Page::new(1, 50))
        .unwrap()
        .mails;
    let to: Vec<_> = mails.rows.iter().map(|mail| (mail.kind.as_str(), mail.email.as_deref())).collect();
    assert_eq!(to, [("oordeel-over-reden", Some("iemand@bravo.example"))]);
    assert_eq!(actions(&site), ["reden-gegeven", "reden-voorstel-aanvaarden", "reden-aanvaard"]);
}

#[test]
fn whoever_proposed_does_not_confirm() {
    let site = site();
    let (bravo, first) = (site.logged_in(&at("bravo")), site.logged_in(REGULATOR));
    take(&bravo, OWN, "geven", "Daarom.");
    take(&first, SEEN, "afwijzen", "Geen goede reden.");
    let page = first.get("/toezicht");
    for (choice, words) in [("bevestigen", ""), ("terugsturen", "toch niet")] {
        let fields = [("keuze", choice), ("gezien", "2"), ("woorden", words)];
        let refused = first.post_with(page.csrf(), &format!("{SEEN}/reden"), &fields);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("U deed dit voorstel zelf; een collega moet het bevestigen of terugsturen");
    }
    assert_eq!(actions(&site).len(), 2);
}

#[test]
fn a_rejected_reason_can_be_given_again_and_an_accepted_one_withdrawn() {
    let site = site();
    let (bravo, first, second) = (site.logged_in(&at("bravo")), site.logged_in(REGULATOR), site.logged_in(SECOND));
    take(&bravo, OWN, "geven", "Daarom.");
    take(&second, SEEN, "afwijzen", "Leg uit.");
    take(&first, SEEN, "terugsturen", "Vraag eerst door.");
    take(&second, SEEN, "afwijzen", "Geen reden in de zin van het schema.");
    take(&first, SEEN, "bevestigen", "Akkoord.");
    let page = bravo.get(OWN);
    page.says("reden afgewezen").says("Geen reden in de zin van het schema");
    assert!(!page.text.contains("Vraag eerst door"), "what supervisors say to each other stays there");
    first.get(SEEN).says("Vraag eerst door");
    take(&bravo, OWN, "geven", "Het bedrijf herstelde dezelfde dag; zie het rapport.");
    take(&first, SEEN, "aanvaarden", "Nu wel.");
    take(&second, SEEN, "bevestigen", "");
    assert_eq!(grave_signals(&site), 0);
    take(&bravo, OWN, "intrekken", "");
    assert_eq!(grave_signals(&site), 1, "without its reason the deviation counts again");
    bravo.get(OWN).says("reden ingetrokken").says("Daarom.").says("Nu wel.");
}

#[test]
fn words_are_asked_and_a_page_that_is_old_is_refused() {
    let site = site();
    let (bravo, first) = (site.logged_in(&at("bravo")), site.logged_in(REGULATOR));
    let empty = send(&bravo, OWN, "geven", " \n ");
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.says("vul hier in waarom");
    let long = send(&bravo, OWN, "geven", &"a".repeat(4_001));
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    long.says("ten hoogste 4000 tekens");
    take(&bravo, OWN, "geven", "Eerste woorden.");
    let old = first.get(SEEN);
    take(&bravo, OWN, "geven", "Andere woorden.");
    let fields = [("keuze", "aanvaarden"), ("gezien", "1"), ("woorden", "Goed.")];
    let stale = first.post(&old, &format!("{SEEN}/reden"), &fields);
    assert_eq!(stale.status, StatusCode::CONFLICT);
    stale.says("Er is intussen iets bij gekomen").says("Andere woorden.");
    assert!(stale.text.contains("Goed."), "what was typed is kept");
    let nonsense = first.post(&old, &format!("{SEEN}/reden"), &[("keuze", "vergeven"), ("gezien", "2")]);
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
    let fine = send(&bravo, "/instelling/onderzoeken/B000001", "geven", "Zomaar.");
    assert_eq!(fine.status, StatusCode::UNPROCESSABLE_ENTITY);
    fine.says("wijkt niet af van de matrix");
}

#[test]
fn nobody_else_gives_or_judges_a_reason() {
    let site = site();
    site.add_everybody();
    take(&site.logged_in(&at("bravo")), OWN, "geven", "Daarom.");
    let give = [("keuze", "geven"), ("gezien", "1"), ("woorden", "Ook ik.")];
    let judge = [("keuze", "aanvaarden"), ("gezien", "1"), ("woorden", "Goed.")];
    for account in [at("alfa"), READER.to_owned(), SCHEME_OWNER.to_owned(), REGULATOR.to_owned()] {
        let browser = site.logged_in(&account);
        let csrf = browser.get("/").csrf().to_owned();
        assert_eq!(browser.post_with(&csrf, &format!("{OWN}/reden"), &give).status, StatusCode::NOT_FOUND, "{account}");
        if account != REGULATOR {
            let judged = browser.post_with(&csrf, &format!("{SEEN}/reden"), &judge);
            assert_eq!(judged.status, StatusCode::NOT_FOUND, "{account}");
        }
    }
    let administrator = site.logged_in(ADMINISTRATOR);
    let page = administrator.get(SEEN);
    page.says("Daarom.");
    assert!(!page.text.contains("name=\"keuze\""), "who may not judge sees no form");
    let judged = administrator.post_with(page.csrf(), &format!("{SEEN}/reden"), &judge);
    assert_eq!(judged.status, StatusCode::NOT_FOUND);
    let unknown = site.logged_in(REGULATOR);
    let csrf = unknown.get("/").csrf().to_owned();
    for at in ["/toezicht/onderzoeken/bravo/B999999/reden", "/toezicht/onderzoeken/zulu/B000024/reden"] {
        assert_eq!(unknown.post_with(&csrf, at, &judge).status, StatusCode::NOT_FOUND, "{at}");
    }
}

#[test]
fn a_step_is_never_changed_or_taken_away() {
    use diesel::prelude::*;
    let site = site();
    accept(&site);
    for change in ["UPDATE reason_steps SET words = 'anders'", "DELETE FROM reason_steps"] {
        let changed = site.database.store.write(|conn| {
            diesel::sql_query(change).execute(conn)?;
            Ok::<_, StorageError>(())
        });
        assert!(changed.is_err(), "{change}");
    }
}

/// What a body said about an audit, or the regulator judged, was built on the delivery that the audit came with.
#[test]
fn a_delivery_of_which_an_audit_was_reasoned_about_is_not_taken_back() {
    let site = site();
    let (store, bravo) = (&site.database.store, BodyCode::parse("bravo").unwrap());
    let delivery = upload::list(store, &operator(SeeBody(bravo.clone())), Page::new(1, 1)).unwrap().rows[0].id;
    take(&site.logged_in(&at("bravo")), OWN, "geven", "Het bedrijf herstelde dezelfde dag.");
    let reason = Reason::parse("verkeerd bestand").unwrap();
    let within_a_day = moment("2026-02-01T08:00:00Z");
    let refused = withdraw(store, &operator(Deliver(bravo)), delivery, &reason, within_a_day).unwrap_err();
    let DeliveryError::NotWithdrawable(obstacles) = refused else { panic!("{refused}") };
    assert_eq!(obstacles, [Obstacle::Reasoned(vec![AuditRef::parse("B000024").unwrap()])]);
}
