//! Everybody hears of everything that concerns them, once.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use stelselwacht::services::alerts::round::{Ways, round};
use stelselwacht::services::alerts::search::Search;
use stelselwacht::services::alerts::{Followed, Frequency};
use stelselwacht::services::changes::feed::{Since, page};
use stelselwacht::services::search::Register;
use stelselwacht::storage::{DatabaseUrl, Store};

use super::support::{READER, SITE, World, body, firm, searching, sentences};
use crate::support::day;

#[test]
fn a_digest_comes_once_a_day_in_the_morning() {
    let mut world = World::new();
    world.follow(READER, &firm(1), Frequency::Daily);
    world.suspend(1, day("2025-07-25"), None);
    assert_eq!(world.mails(), [], "not on the day itself");
    world.pass(12);
    world.certificate(1, 1, "Jansen Installaties B.V.", 200);
    assert_eq!(world.mails(), [], "it is night");
    world.pass(8);
    let mails = world.mails();
    let [(_, mail)] = &mails[..] else { panic!("one mail: {mails:?}") };
    assert_eq!(mail.subject, "2 wijzigingen bij Jansen Installaties B.V. (KvK-nummer 90000001)");
    assert_eq!(
        sentences(mail),
        [
            "1 augustus 2025: Certificaat A1 van Jansen Installaties B.V. is geschorst door Certificatie Alfa.",
            "2 augustus 2025: De gegevens van certificaat A1 van Jansen Installaties B.V. zijn gewijzigd.",
        ]
    );
    world.certificate(1, 1, "Jansen", 200);
    assert_eq!(world.mails(), [], "once a day");
    world.pass(24);
    assert_eq!(world.mails().len(), 1);
    world.pass(24);
    assert_eq!(world.mails(), [], "nothing changed");
}

#[test]
fn what_time_changes_is_told_as_well() {
    let mut world = World::new();
    world.follow(READER, &body("alfa"), Frequency::AtOnce);
    world.suspend(1, day("2025-08-04"), None);
    let told = |world: &World| world.mails().iter().flat_map(|(_, mail)| sentences(mail)).collect::<Vec<_>>();
    assert_eq!(
        told(&world),
        ["1 augustus 2025: Certificatie Alfa heeft besloten om certificaat A1 van Jansen Installaties te schorsen. \
             Het certificaat is nu geldig."]
    );
    world.pass(48);
    assert_eq!(told(&world), [""; 0]);
    world.pass(24);
    assert_eq!(
        told(&world),
        ["4 augustus 2025: Certificaat A1 van Jansen Installaties is geschorst door Certificatie Alfa."]
    );
    world.suspend(1, day("2025-08-04"), Some(day("2025-08-04")));
    assert_eq!(told(&world).len(), 1);
    world.pass(24 * 230);
    let told = told(&world);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].ends_with("Certificaat A1 van Jansen Installaties is verlopen."), "{told:?}");
}

#[test]
fn a_search_is_followed_by_whom_it_finds() {
    let world = World::new();
    world.follow(READER, &searching("janssen"), Frequency::AtOnce);
    world.certificate(2, 2, "Pietersen Gas", 100);
    assert_eq!(world.mails(), [], "another name");
    world.certificate(3, 3, "Jansen en Dochters", 100);
    let mails = world.mails();
    let [(_, mail)] = &mails[..] else { panic!("one mail: {mails:?}") };
    assert_eq!(mail.subject, "Wijziging bij de zoekopdracht ‘janssen’");
    assert!(mail.text.contains("https://register.example/?zoek=janssen\n"), "{}", mail.text);
}

#[test]
fn a_followed_search_finds_what_the_page_finds_however_codes_are_written() {
    let world = World::new();
    for query in ["instelling=ALFA", "schema=cs-a", "deelgebied=1&instelling=Alfa&werk=Installeren"] {
        let followed = Followed::Search(Search::parse(query).unwrap().unwrap());
        world.follow(&format!("{}@voorbeeld.example", query.len()), &followed, Frequency::AtOnce);
    }
    world.certificate(2, 2, "Pietersen Gas", 100);
    assert_eq!(world.mails().len(), 3);
}

#[test]
fn a_firm_that_lacks_a_word_of_the_search_is_no_answer_to_it() {
    let world = World::new();
    world.follow(READER, &searching("pietersen gas waterstoftechniek"), Frequency::AtOnce);
    world.certificate(2, 2, "Pietersen Gas", 100);
    assert_eq!(world.mails(), [], "the page finds nothing either");
    world.certificate(3, 3, "Pietersen Gas Waterstoftechniek", 100);
    assert_eq!(world.mails().len(), 1);
}

#[test]
fn a_firm_that_loses_its_certificate_to_another_is_told() {
    let world = World::new();
    world.certificate(2, 2, "Pietersen Gas", 100);
    world.follow(READER, &firm(1), Frequency::AtOnce);
    world.follow("ander@voorbeeld.example", &firm(2), Frequency::AtOnce);
    world.certificate(1, 2, "Jansen Installaties", 200);
    let mut who: Vec<_> = world.mails().into_iter().map(|(to, _)| to).collect();
    who.sort();
    assert_eq!(who, ["ander@voorbeeld.example", READER]);
}

#[test]
fn a_long_list_is_cut_and_counted() {
    let world = World::new();
    world.follow(READER, &body("alfa"), Frequency::AtOnce);
    for round in 0..103_u32 {
        world.certificate(1, 1, &format!("Jansen {round}"), 200);
    }
    let mails = world.mails();
    let [(_, mail)] = &mails[..] else { panic!("one mail: {} mails", mails.len()) };
    assert_eq!(sentences(mail).len(), 100);
    assert!(mail.subject.starts_with("103 wijzigingen") && mail.text.contains("En nog 3 andere wijzigingen."));
}

/// Two programs on one database, each with its own register in memory, while deliveries come in.
#[test]
fn two_programs_tell_everything_once() {
    let world = World::new();
    let followers = ["een@voorbeeld.example", "twee@voorbeeld.example", READER];
    for follower in followers {
        world.follow(follower, &body("alfa"), Frequency::AtOnce);
    }
    let begin: i64 = page(world.store(), Since::Beginning, 1000, day("2025-08-01")).unwrap().next.parse().unwrap();
    let busy = AtomicBool::new(true);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let store = Store::open(&DatabaseUrl::parse(world.database.url()).unwrap()).unwrap();
                let register = Register::load(&store).unwrap();
                let ways = Ways { transport: &world.transport, public_url: SITE, public_history_years: 5 };
                while busy.load(Ordering::Relaxed) {
                    round(&store, &register, &ways, world.now).unwrap();
                }
            });
        }
        for change in 0..12_u32 {
            world.certificate(1, 1, &format!("Jansen {change}"), 200);
        }
        busy.store(false, Ordering::Relaxed);
    });
    world.round();
    let changes = page(world.store(), Since::Place(begin), 1000, day("2025-08-01")).unwrap().changes.len();
    assert_eq!(changes, 12);
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for (to, mail) in world.transport.taken() {
        *told.entry(to).or_default() += sentences(&mail).len();
    }
    assert_eq!(told, followers.map(|follower| (follower.to_owned(), changes)).into());
}
