//! Orders of the regulator: two people give one, each addressee has its own term and outcome, and everybody hears in time.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;
use stelselwacht::domain::access::{ManageMail, RegulatorDuty, Role};
use stelselwacht::services::orders::reminders;
use stelselwacht::services::{Page, post, trail};
use stelselwacht::storage::audit_trail::Filter;

use crate::support::moment;
use crate::support::site::{Answer, Browser, READER, REGULATOR, RunningSite, SCHEME_OWNER, add_account, at};
use crate::support::system::operator;

/// A second supervisor.
const SECOND: &str = "tweede@tlokb.example";

fn site() -> RunningSite {
    let site = RunningSite::with_deliveries(&[]);
    site.add_everybody();
    add_account(&site.database, SECOND, &Role::Regulator(RegulatorDuty::Supervisor));
    site
}

/// A supervisor drafts an order to these, and gets its page.
fn draft(site: &RunningSite, to: &[&str]) -> String {
    let browser = site.logged_in(REGULATOR);
    let page = browser.get("/toezicht/lasten/nieuw");
    let mut fields = vec![
        ("titel", "Pas de sanctiematrix toe"),
        ("wat", "Trek uw eigen sanctiebeleid in."),
        ("grond", "Bkl 3.75, derde lid, onder d"),
        ("weken", "8"),
    ];
    fields.extend(to.iter().map(|to| ("aan", *to)));
    let answer = browser.post(&page, "/toezicht/lasten/nieuw", &fields);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.words());
    answer.location
}

fn decide(browser: &Browser<'_>, order: &str, choice: &str, words: &str) -> Answer {
    let page = browser.get(order);
    browser.post(&page, &format!("{order}/besluit"), &[("keuze", choice), ("woorden", words)])
}

/// An order to these that was given.
fn given(site: &RunningSite, to: &[&str]) -> String {
    let order = draft(site, to);
    assert_eq!(decide(&site.logged_in(SECOND), &order, "geven", "").status, StatusCode::SEE_OTHER);
    order
}

/// What the form of an addressee on a page sends.
fn send(browser: &Browser<'_>, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let shown = browser.get(page);
    let hidden = ["geadresseerde", "gezien"].map(|name| shown.value_of(name).unwrap_or("0").to_owned());
    let mut all = vec![("geadresseerde", hidden[0].as_str()), ("gezien", hidden[1].as_str())];
    all.extend(fields);
    browser.post(&shown, &format!("{page}/{action}"), &all)
}

fn letters(site: &RunningSite) -> Vec<String> {
    let found =
        post::list(&site.database.store, &operator(ManageMail), &post::Wanted::default(), Page::new(1, 100)).unwrap();
    let mut to: Vec<String> = found.mails.rows.iter().map(|mail| format!("{mail:?}")).collect();
    to.retain(|mail| mail.contains("\"last\""));
    to
}

#[test]
fn two_supervisors_give_an_order_and_until_then_it_is_nowhere() {
    let site = site();
    let order = draft(&site, &["instelling/alfa", "schema/CS-A"]);
    let alfa = site.logged_in(&at("alfa"));
    alfa.get("/instelling/lasten").says("Er zijn geen lasten.");
    let number = order.rsplit('/').next().unwrap();
    assert_eq!(alfa.get(&format!("/instelling/lasten/{number}")).status, StatusCode::NOT_FOUND);
    // Whoever drafted it does not give it, and the page does not offer it.
    let first = site.logged_in(REGULATOR);
    assert!(!first.get(&order).text.contains("Last geven"));
    let own = decide(&first, &order, "geven", "");
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    own.says("een collega moet het bevestigen");
    assert!(letters(&site).is_empty());

    let second = site.logged_in(SECOND);
    assert_eq!(decide(&second, &order, "geven", "").status, StatusCode::SEE_OTHER);
    assert_eq!(decide(&second, &order, "geven", "").status, StatusCode::UNPROCESSABLE_ENTITY);
    // 1 February and eight weeks is Sunday 29 March: until the Monday.
    second.get(&order).says("tot en met 30 maart 2026").says(REGULATOR).says(SECOND);
    let seen = alfa.get(&format!("/instelling/lasten/{number}"));
    seen.says("Trek uw eigen sanctiebeleid in.").says("Gegeven door").says("30 maart 2026");
    assert!(!seen.text.contains("tlokb.example") && !seen.text.contains("CS-A"), "{}", seen.words());
    let owner = site.logged_in(SCHEME_OWNER);
    let seen = owner.get(&format!("/beheer/lasten/{number}"));
    seen.says("CS-A");
    assert!(!seen.text.contains("Alfa"), "{}", seen.words());
    // The administrator of alfa and the owner of the scheme, and nobody else.
    assert_eq!(letters(&site).len(), 2, "{:?}", letters(&site));
    let told = trail::list(
        &site.database.store,
        &operator(stelselwacht::domain::access::Supervise),
        &Filter::default(),
        Page::new(1, 50),
    );
    let told: Vec<String> = told.unwrap().rows.into_iter().map(|entry| entry.action).collect();
    assert!(told.iter().any(|action| action == "last-gegeven") && told.iter().any(|action| action == "last-opgesteld"));
}

#[test]
fn an_owner_sees_the_orders_to_its_own_schemes_alone() {
    let site = site();
    let foreign = given(&site, &["schema/CS-B", "instelling/alfa"]);
    let owner = site.logged_in(SCHEME_OWNER);
    owner.get("/beheer/lasten").says("Er zijn geen lasten.");
    let number = foreign.rsplit('/').next().unwrap();
    let page_at = format!("/beheer/lasten/{number}");
    assert_eq!(owner.get(&page_at).status, StatusCode::NOT_FOUND);
    let page = owner.get("/beheer/lasten");
    for addressee in ["1", "2"] {
        let fields = [("geadresseerde", addressee), ("gezien", "0"), ("woorden", "Gedaan.")];
        assert_eq!(owner.post(&page, &format!("{page_at}/melding"), &fields).status, StatusCode::NOT_FOUND);
    }
    // On the overview of the body it waits, until it is reported.
    let alfa = site.logged_in(&at("alfa"));
    alfa.get("/instelling").says("Lasten die u nog moet uitvoeren");
    let own = format!("/instelling/lasten/{number}");
    assert_eq!(send(&alfa, &own, "melding", &[("woorden", "Gedaan.")]).status, StatusCode::SEE_OTHER);
    assert!(!alfa.get("/instelling").text.contains("Lasten die u nog moet uitvoeren"));
}

#[test]
fn an_order_that_is_sent_back_was_never_given() {
    let site = site();
    let order = draft(&site, &["instelling/alfa"]);
    let second = site.logged_in(SECOND);
    let silent = decide(&second, &order, "niet-doorgaan", " ");
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(decide(&second, &order, "niet-doorgaan", "De grond klopt niet.").status, StatusCode::SEE_OTHER);
    second.get(&order).says("De grond klopt niet.").says("Deze last is niet gegeven.");
    assert_eq!(decide(&second, &order, "geven", "").status, StatusCode::UNPROCESSABLE_ENTITY);
    site.logged_in(&at("alfa")).get("/instelling/lasten").says("Er zijn geen lasten.");
}

#[test]
fn what_will_not_do_is_told_together_and_what_was_typed_stays() {
    let site = site();
    let browser = site.logged_in(REGULATOR);
    let page = browser.get("/toezicht/lasten/nieuw");
    let fields = [("titel", " "), ("wat", "Doe <b>dit</b>."), ("grond", ""), ("weken", "acht")];
    let answer = browser.post(&page, "/toezicht/lasten/nieuw", &fields);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer
        .says("Geef de last een titel")
        .says("Schrijf op waarop de last rust")
        .says("Geef een termijn van 1 tot en met 104 weken")
        .says("Kies ten minste één schema of instelling");
    assert!(answer.text.contains("Doe &lt;b&gt;dit&lt;/b&gt;."));
    let unknown = [("titel", "T"), ("wat", "W"), ("grond", "G"), ("weken", "8"), ("aan", "instelling/zulu")];
    let answer = browser.post(&page, "/toezicht/lasten/nieuw", &unknown);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says("Instelling/zulu staat niet in het register.");
    browser.get("/toezicht/lasten").says("Er zijn geen lasten.");
}

#[test]
fn each_addressee_reports_and_is_judged_by_itself() {
    let site = site();
    let order = given(&site, &["instelling/alfa", "instelling/bravo"]);
    let own = format!("/instelling/lasten/{}", order.rsplit('/').next().unwrap());
    let (alfa, boss) = (site.logged_in(&at("alfa")), site.logged_in(REGULATOR));
    let empty = send(&alfa, &own, "melding", &[("woorden", "")]);
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.says("vul hier in waarom");
    // A reader sees it, and does not report.
    let reader = site.logged_in(READER);
    assert!(!reader.get(&own).text.contains("Uitvoering melden"));
    let words = [("woorden", "Ons beleid is ingetrokken.")];
    assert_eq!(send(&alfa, &own, "melding", &words).status, StatusCode::SEE_OTHER);
    boss.get(&order).says("Ons beleid is ingetrokken.").says("heeft 1 de uitvoering gemeld");
    // What bravo does not see, it cannot report either: the addressee of the form is alfa's.
    let addressee = alfa.get(&own).text;
    let addressee = addressee.split("id=\"geadresseerde-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let bravo = site.logged_in(&at("bravo"));
    let page = bravo.get(&own);
    assert!(!page.text.contains("Ons beleid") && !page.text.contains("Alfa"), "{}", page.words());
    let foreign = [("geadresseerde", addressee.as_str()), ("gezien", "1"), ("woorden", "Ook.")];
    assert_eq!(bravo.post(&page, &format!("{own}/melding"), &foreign).status, StatusCode::NOT_FOUND);

    // An earlier day than the last one, or none, is refused; so is what was decided on an old page.
    let judge = |choice: &str, day: &str, seen: &str| {
        let page = boss.get(&order);
        let name = format!("dag-{addressee}");
        let fields = [
            ("geadresseerde", addressee.as_str()),
            ("gezien", seen),
            ("woorden", "Toelichting."),
            ("keuze", choice),
            (name.as_str(), day),
        ];
        boss.post(&page, &format!("{order}/oordeel"), &fields)
    };
    for day in ["", "2026-01-01", "2126-01-01"] {
        let answer = judge("terugsturen", day, "1");
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        answer.says("Kies een dag na 1 februari 2026");
    }
    assert_eq!(judge("voldaan", "", "0").status, StatusCode::CONFLICT);
    assert_eq!(judge("niet-voldaan", "", "1").status, StatusCode::UNPROCESSABLE_ENTITY, "the term runs");
    assert_eq!(judge("terugsturen", "2026-05-01", "1").status, StatusCode::SEE_OTHER);
    alfa.get(&own).says("Nog niet uitgevoerd; tijd tot en met 1 mei 2026").says("TloKB");
    assert_eq!(send(&alfa, &own, "melding", &words).status, StatusCode::SEE_OTHER);
    assert_eq!(judge("voldaan", "", "3").status, StatusCode::SEE_OTHER);
    assert_eq!(judge("vervallen", "", "4").status, StatusCode::UNPROCESSABLE_ENTITY, "it has come to its end");
    alfa.get("/instelling/lasten").says("afgerond");
    boss.get(&order).says("is er 1 klaar");
}

#[test]
fn a_term_that_ends_is_told_once_per_moment() {
    let site = site();
    given(&site, &["instelling/alfa", "instelling/bravo"]);
    let store = &site.database.store;
    let before = letters(&site).len();
    let write = |now: &str| reminders::write(store, moment(now)).unwrap();
    assert_eq!(write("2026-03-15T09:00:00Z"), 0);
    assert_eq!(write("2026-03-16T03:00:00Z"), 0, "nobody is woken");
    assert_eq!(write("2026-03-16T09:00:00Z"), 2);
    assert_eq!(write("2026-03-16T10:00:00Z"), 0);
    assert_eq!(write("2026-03-30T09:00:00Z"), 2, "three days before");
    assert_eq!(write("2026-03-31T09:00:00Z"), 2, "it is over");
    assert_eq!(write("2026-04-30T09:00:00Z"), 0);
    // Each time the administrator of each body; when it is over also both supervisors, about each body.
    assert_eq!(letters(&site).len() - before, 2 + 2 + 2 + 4, "{:?}", letters(&site));
}

#[test]
fn what_happened_with_an_order_cannot_be_changed() {
    let site = site();
    given(&site, &["instelling/alfa"]);
    for change in [
        "UPDATE orders SET title = 'anders'",
        "DELETE FROM order_addressees",
        "UPDATE order_givings SET due_on = '2030-01-01'",
        "DELETE FROM order_givings",
    ] {
        assert!(site.database.tamper(change).is_err(), "{change}");
    }
}
