//! A delivery that is taken back is told to whoever follows what it was about.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use stelselwacht::domain::access::Deliver;
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::domain::withdrawal::Reason;
use stelselwacht::services::alerts::Frequency;
use stelselwacht::services::delivery::withdraw::withdraw;
use stelselwacht::storage::{Page, deliveries};

use super::support::{READER, World, body, firm, searching, sentences};
use crate::support::day;
use crate::support::system::operator;

/// Alfa takes back what it sent last.
fn take_back(world: &World) {
    let latest = world.store().read(|conn| deliveries::list(conn, 1, Page::new(1, 1))).unwrap().rows[0].id;
    let alfa = BodyCode::parse("alfa").unwrap();
    withdraw(world.store(), &operator(Deliver(alfa)), latest, &Reason::parse("verkeerd bestand").unwrap(), world.now)
        .unwrap();
}

#[test]
fn that_a_certificate_is_gone_is_told_to_all_who_followed_it() {
    let world = World::new();
    let followers =
        [("firma@a.example", firm(1)), ("instelling@a.example", body("alfa")), (READER, searching("jansen"))];
    for (email, followed) in &followers {
        world.follow(email, followed, Frequency::AtOnce);
    }
    world.follow("ander@a.example", &searching("pietersen"), Frequency::AtOnce);
    take_back(&world);
    let mut mails = world.mails();
    mails.sort_by(|(one, _), (other, _)| one.cmp(other));
    let who: Vec<&str> = mails.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(who, ["firma@a.example", "instelling@a.example", READER]);
    for (_, mail) in &mails {
        assert_eq!(
            sentences(mail),
            ["1 augustus 2025: Certificaat A1 van Jansen Installaties staat niet meer in het register: Certificatie \
              Alfa heeft de gegevens teruggenomen. Dat is geen besluit over het bedrijf."]
        );
    }
    assert_eq!(mails[0].1.subject, "Wijziging bij Jansen Installaties (KvK-nummer 90000001)", "by its last name");
    assert_eq!(world.mails(), [], "once");
}

#[test]
fn a_certificate_that_is_as_it_was_is_told_so() {
    let world = World::new();
    world.follow(READER, &firm(1), Frequency::AtOnce);
    world.suspend(1, day("2025-07-25"), None);
    assert!(sentences(&world.mails()[0].1)[0].contains("is geschorst"));
    take_back(&world);
    let mails = world.mails();
    assert_eq!(
        sentences(&mails[0].1),
        [
            "1 augustus 2025: Certificaat A1 van Jansen Installaties staat weer in het register zoals het eerst was: nieuwere \
          gegevens zijn teruggenomen. Het certificaat is nu geldig."
        ]
    );
}

#[test]
fn of_what_came_and_went_since_the_last_mail_nothing_is_told() {
    let mut world = World::new();
    world.follow(READER, &body("alfa"), Frequency::Daily);
    world.certificate(2, 2, "Pietersen Gas", 100);
    take_back(&world);
    world.pass(24);
    assert_eq!(world.mails(), []);
    world.certificate(2, 2, "Pietersen Gas", 100);
    world.pass(24);
    let mails = world.mails();
    assert!(
        sentences(&mails[0].1)[0].ends_with("Pietersen Gas heeft een nieuw certificaat van Certificatie Alfa: A2.")
    );
}
