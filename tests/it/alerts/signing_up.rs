//! Asking, confirming and stopping; what is kept of an address meanwhile, and what afterwards.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use stelselwacht::services::alerts::Frequency;
use stelselwacht::services::alerts::answer::{self, Purpose};
use stelselwacht::services::alerts::sign_up::{SignUp, SignUpError, sign_up};
use stelselwacht::storage::audit_trail::{self, Filter};
use stelselwacht::storage::{Page, StorageError, alerts, outbox, subscriptions};

use super::support::{READER, World, firm, searching, sentences, token};
use crate::support::day;

/// Everything the audit trail says.
fn trail(world: &World) -> String {
    let page = |conn: &mut _| audit_trail::list(conn, &Filter::default(), Page::new(1, 500));
    format!("{:?}", world.store().read(page).unwrap().rows)
}

#[test]
fn nobody_hears_anything_before_they_confirm() {
    let world = World::new();
    world.ask(READER, &firm(1), Frequency::AtOnce);
    let mails = world.mails();
    let [(to, mail)] = &mails[..] else { panic!("one mail: {mails:?}") };
    assert_eq!(to, READER);
    assert_eq!(mail.subject, "Bevestig dat u wijzigingen wilt volgen");
    assert!(mail.text.contains("van Jansen Installaties (KvK-nummer 90000001) in het register"), "{}", mail.text);
    assert!(mail.one_click.is_none());
    world.suspend(1, day("2025-07-25"), None);
    assert_eq!(world.mails(), [], "not confirmed");

    let token = token(mail, "bevestigen");
    let linked = answer::look(world.store(), world.now, Purpose::Confirm, &token).unwrap().unwrap();
    assert!(!linked.confirmed && linked.followed == firm(1), "looking does not confirm: scanners look");
    assert_eq!(answer::look(world.store(), world.now, Purpose::Stop, &token).unwrap(), None, "one link, one purpose");
    assert!(answer::confirm(world.store(), world.now, &token).unwrap().unwrap().confirmed);
    assert_eq!(world.mails(), [], "what came before does not count");
    assert!(answer::confirm(world.store(), world.now, &token).unwrap().unwrap().confirmed, "again changes nothing");

    world.suspend(1, day("2025-07-25"), Some(day("2025-07-30")));
    let mails = world.mails();
    let [(_, mail)] = &mails[..] else { panic!("one mail: {mails:?}") };
    assert_eq!(sentences(mail), ["1 augustus 2025: Certificaat A1 van Jansen Installaties is weer geldig."]);
    assert!(mail.text.contains("https://register.example/installateurs/90000001"));
    assert_eq!(mail.one_click.as_deref().unwrap().rsplit_once('/').unwrap().1, super::support::token(mail, "opzeggen"));
}

#[test]
fn who_stops_is_forgotten() {
    let world = World::new();
    world.follow(READER, &firm(1), Frequency::AtOnce);
    world.suspend(1, day("2025-07-25"), None);
    let mails = world.mails();
    let stop = token(&mails[0].1, "opzeggen");
    world.suspend(1, day("2025-07-25"), Some(day("2025-07-30")));
    let ended = answer::stop(world.store(), world.now, &stop).unwrap().unwrap();
    assert_eq!(ended.followed, firm(1));
    assert_eq!(world.mails(), []);
    assert_eq!(answer::stop(world.store(), world.now, &stop).unwrap(), None, "there is nothing left");
    assert_eq!(answer::look(world.store(), world.now, Purpose::Stop, &stop).unwrap(), None);
    let kept = |conn: &mut _| {
        let subscription = subscriptions::of(conn, READER, "installateur", "90000001")?;
        let mails =
            outbox::written_for(conn, READER, &["bevestigen", "nieuws"], world.now - chrono::TimeDelta::days(9))?;
        Ok::<_, StorageError>((subscription, mails, alerts::due(conn, day("2030-01-01"), 10)?))
    };
    assert_eq!(world.store().read(kept).unwrap(), (None, 0, vec![]));
    let trail = trail(&world);
    assert!(trail.contains("volgen-opgezegd") && trail.contains("volgen-bevestigd"), "{trail}");
    assert!(!trail.contains("lezer") && !trail.contains(&stop), "{trail}");
}

#[test]
fn who_does_not_confirm_is_forgotten_after_three_days() {
    let mut world = World::new();
    world.ask(READER, &firm(1), Frequency::AtOnce);
    let link = token(&world.mails()[0].1, "bevestigen");
    world.pass(71);
    assert_eq!(world.round().erased, 0);
    world.pass(2);
    assert_eq!(answer::confirm(world.store(), world.now, &link).unwrap(), None, "too late");
    assert_eq!(world.round().erased, 1);
    assert_eq!(answer::look(world.store(), world.now, Purpose::Confirm, &link).unwrap(), None);
    assert!(trail(&world).contains("volgen-niet-bevestigd"));
}

#[test]
fn an_address_is_not_flooded_and_what_is_known_of_it_shows_only_in_its_mail() {
    let mut world = World::new();
    for _ in 0..6 {
        world.ask(READER, &firm(1), Frequency::Daily);
    }
    assert_eq!(world.mails().len(), 3, "three a day");
    world.pass(25);
    world.ask(READER, &firm(1), Frequency::Daily);
    let link = token(&world.mails()[0].1, "bevestigen");
    answer::confirm(world.store(), world.now, &link).unwrap().unwrap();
    world.ask(READER, &firm(1), Frequency::AtOnce);
    let mails = world.mails();
    let [(_, mail)] = &mails[..] else { panic!("one mail: {mails:?}") };
    assert_eq!(mail.subject, "U volgt deze wijzigingen al");
    assert!(answer::stop(world.store(), world.now, &token(mail, "opzeggen")).unwrap().is_some());
}

#[test]
fn what_the_register_does_not_know_cannot_be_followed() {
    let world = World::new();
    for followed in [firm(9), super::support::body("zulu")] {
        let email = stelselwacht::notify::Address::parse(READER).unwrap();
        let asked = SignUp { email, language: "en", frequency: Frequency::Daily, followed };
        assert!(matches!(sign_up(world.store(), world.now, &asked), Err(SignUpError::Unknown)));
    }
    assert_eq!(world.mails(), []);
    world.ask(READER, &searching("nog niemand"), Frequency::Daily);
    assert_eq!(world.mails().len(), 1, "a search may find nobody yet");
}

#[test]
fn mails_speak_the_language_of_their_reader() {
    let world = World::new();
    let email = stelselwacht::notify::Address::parse(READER).unwrap();
    let asked = SignUp { email, language: "en", frequency: Frequency::AtOnce, followed: super::support::body("alfa") };
    sign_up(world.store(), world.now, &asked).unwrap();
    let mails = world.mails();
    let (_, rest) = mails[0].1.text.split_once("https://register.example/en/volgen/bevestigen/").unwrap();
    answer::confirm(world.store(), world.now, rest.lines().next().unwrap()).unwrap().unwrap();
    world.certificate(2, 2, "Özdemir Techniek", 100);
    let mails = world.mails();
    assert_eq!(mails[0].1.subject, "Change: Certificatie Alfa");
    assert_eq!(
        sentences(&mails[0].1),
        ["1 August 2025: Özdemir Techniek has a new certificate of Certificatie Alfa: A2."]
    );
}
