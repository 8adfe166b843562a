//! From invitation to logging in, and every way in which an invitation stops working.

use chrono::TimeDelta;
use reqwest::StatusCode;
use secrecy::SecretString;
use stelselwacht::services::accounts::invitations;

use super::support::{ALFA, NEW, World, choose, invite, link, log_in};
use crate::support::site::{ADMINISTRATOR, RunningSite, SCHEME_OWNER, at};

const NORA: &str = "nora@alfa.example";

#[test]
fn somebody_is_invited_chooses_a_password_and_logs_in() {
    let world = World::new();
    let administrator = world.site.logged_in(&at("alfa"));
    let sent = invite(&administrator, "/instelling/accounts", " Nora@Alfa.example ", "aanleveraar");
    assert_eq!(sent.location, "/instelling/accounts?gedaan=uitgenodigd");
    administrator.get(&sent.location).says("De uitnodiging wordt verstuurd").says("de mail is nog niet verstuurd");
    assert_eq!(log_in(&world.site.visitor(), NORA, "").status, StatusCode::UNPROCESSABLE_ENTITY);

    let mails = world.mails();
    let [(to, mail)] = &mails[..] else { panic!("one mail: {mails:?}") };
    assert_eq!(to, NORA);
    assert!(mail.text.contains("nodigt u uit voor Stelselwacht") && !mail.text.contains("TloKB"), "{mail:?}");
    assert!(mail.text.contains("aanleveraar") && mail.text.contains("72 uur"), "{mail:?}");
    administrator.get("/instelling/accounts").says("uitgenodigd").says("de link werkt tot");

    let (visitor, link) = (world.site.visitor(), link(mail));
    let page = visitor.get(&link);
    page.says("Nora Nieuw").says(NORA).says("aanleveraar");
    for header in ["no-store", "no-referrer"] {
        assert!([page.header("cache-control"), page.header("referrer-policy")].contains(&header), "{header}");
    }
    let refused = visitor.post(&page, &link, &[("wachtwoord", NEW), ("herhaling", "iets anders")]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("Dit is niet hetzelfde");
    visitor.post(&page, &link, &choose("te kort")).says("te kort");
    let weak = visitor.post(&page, &link, &choose("NoraNieuw2026"));
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    weak.says("losse woorden");
    assert!(!weak.text.contains("NoraNieuw2026"), "what was typed is not shown");
    visitor.post(&page, &link, &choose(NEW)).says("Uw account is klaar");

    assert_eq!(log_in(&visitor, NORA, NEW).location, "/instelling");
    administrator.get("/instelling/accounts").says("Nora Nieuw nora@alfa.example aanleveraar in gebruik");
    let trail = world.trail(NORA);
    assert_eq!(
        trail,
        [
            "iemand@alfa.example account-uitgenodigd",
            "bezoeker aanmelden-mislukt",
            "nora@alfa.example uitnodiging-aanvaard",
            "nora@alfa.example aangemeld",
        ]
    );
}

#[test]
fn an_invitation_is_used_once() {
    let world = World::new();
    let administrator = world.site.logged_in(&at("alfa"));
    invite(&administrator, "/instelling/accounts", NORA, "lezer");
    let (link, visitor) = (world.link(), world.site.visitor());
    let page = visitor.get(&link);
    visitor.get(&link).says("Nora Nieuw");
    visitor.post(&page, &link, &choose(NEW)).says("Uw account is klaar");
    let again = visitor.post(&page, &link, &choose("acht scheve lantaarns"));
    assert_eq!(again.status, StatusCode::GONE);
    again.says("werkt niet meer");
    assert_eq!(visitor.get(&link).status, StatusCode::GONE);
    assert_eq!(log_in(&visitor, NORA, NEW).status, StatusCode::SEE_OTHER);
}

/// Sent twice at the same moment, as by a double click: one of them is too late.
#[test]
fn an_invitation_is_accepted_once_however_fast() {
    let world = World::new();
    invite(&world.site.logged_in(&at("alfa")), "/instelling/accounts", NORA, "lezer");
    let link = world.link();
    let token = link.strip_prefix("/uitnodiging/").unwrap_or_default();
    let (store, now) = (&world.site.portal.store, world.site.portal.now());
    let accepted = std::thread::scope(|scope| {
        let accept = || invitations::accept(store, now, token, &SecretString::from(NEW.to_owned())).is_ok();
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(accept)).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).filter(|accepted| *accepted).count()
    });
    assert_eq!(accepted, 1);
    let trail = world.trail(NORA);
    assert_eq!(trail.iter().filter(|line| line.ends_with("uitnodiging-aanvaard")).count(), 1, "{trail:?}");
}

#[test]
fn an_invitation_works_for_72_hours_and_then_says_how_to_get_another() {
    let world = World::new();
    invite(&world.site.logged_in(&at("alfa")), "/instelling/accounts", NORA, "lezer");
    let (link, visitor) = (world.link(), world.site.visitor());
    world.pass(TimeDelta::hours(72) - TimeDelta::seconds(1));
    let page = visitor.get(&link);
    page.says("Nora Nieuw");
    world.pass(TimeDelta::seconds(1));
    let late = visitor.post(&page, &link, &choose(NEW));
    assert_eq!(late.status, StatusCode::GONE);
    late.says("is verlopen").says("Vraag de beheerder van").says("opnieuw te sturen");
    assert!(!late.words().contains(NORA), "an old link tells no address");

    let administrator = world.site.logged_in(&at("alfa"));
    administrator.get("/instelling/accounts").says("de link is verlopen op");
    let account = format!("/instelling/accounts/{}", world.id(NORA));
    let member = administrator.get(&account);
    let sent = administrator.post(&member, &account, &[("keuze", "opnieuw")]);
    assert_eq!(sent.location, "/instelling/accounts?gedaan=opnieuw");
    let fresh = world.link();
    assert_ne!(fresh, link);
    let page = visitor.get(&fresh);
    visitor.post(&page, &fresh, &choose(NEW)).says("Uw account is klaar");
    // The account does not wait any more, so the old one is no use to anybody.
    assert_eq!(visitor.get(&link).status, StatusCode::GONE);
    let member = administrator.get(&account);
    let late = administrator.post(&member, &account, &[("keuze", "opnieuw")]);
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    late.says("wacht geen uitnodiging meer");
}

#[test]
fn of_two_mails_only_the_last_works_and_there_is_an_end_to_them() {
    let world = World::new();
    let administrator = world.site.logged_in(&at("alfa"));
    invite(&administrator, "/instelling/accounts", NORA, "lezer");
    let (first, visitor) = (world.link(), world.site.visitor());
    let account = format!("/instelling/accounts/{}", world.id(NORA));
    let again = || administrator.post(&administrator.get(&account), &account, &[("keuze", "opnieuw")]);
    assert_eq!(again().status, StatusCode::SEE_OTHER);
    let second = world.link();
    assert_eq!(visitor.get(&first).status, StatusCode::GONE);
    visitor.get(&second).says("Nora Nieuw");
    assert_eq!(again().status, StatusCode::SEE_OTHER);
    let refused = again();
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("Vandaag zijn er al 3 uitnodigingen");
    assert_eq!(world.mails().len(), 1);
}

#[test]
fn an_invitation_that_is_withdrawn_stops_working_and_can_be_made_anew() {
    let world = World::new();
    let administrator = world.site.logged_in(&at("alfa"));
    invite(&administrator, "/instelling/accounts", NORA, "lezer");
    let (link, visitor) = (world.link(), world.site.visitor());
    let page = visitor.get(&link);
    let account = format!("/instelling/accounts/{}", world.id(NORA));
    let done = administrator.post(&administrator.get(&account), &account, &[("keuze", "intrekken")]);
    administrator.get(&done.location).says("ingetrokken").says("gesloten");
    assert_eq!(visitor.post(&page, &link, &choose(NEW)).status, StatusCode::GONE);
    assert_eq!(log_in(&visitor, NORA, NEW).status, StatusCode::UNPROCESSABLE_ENTITY);

    world.arrived(&administrator, "/instelling/accounts", NORA, "aanleveraar");
    assert_eq!(log_in(&visitor, NORA, NEW).location, "/instelling");
    assert_eq!(world.trail(NORA)[1], "iemand@alfa.example uitnodiging-ingetrokken");
}

#[test]
fn the_regulator_invites_the_first_administrator_of_an_organisation() {
    let world = World::new();
    let administrator = world.site.logged_in(ADMINISTRATOR);
    administrator.get("/beheer/accounts").says("TloKB").says("schemabeheerder");
    let charlie = "/beheer/accounts/instelling/charlie";
    administrator.get(charlie).says("heeft nog geen accounts");
    let sent = invite(&administrator, charlie, "baas@charlie.example", "beheerder");
    assert_eq!(sent.location, format!("{charlie}?gedaan=uitgenodigd"));
    let mails = world.mails();
    assert!(mails[0].1.text.contains("TloKB nodigt u uit"), "{mails:?}");
    let (visitor, link) = (world.site.visitor(), link(&mails[0].1));
    let page = visitor.get(&link);
    visitor.post(&page, &link, &choose(NEW)).says("Uw account is klaar");
    assert_eq!(log_in(&visitor, "baas@charlie.example", NEW).location, "/instelling");

    let owner = "/beheer/accounts/schemabeheerder/Stichting%20Installaties";
    administrator.get(owner).says(SCHEME_OWNER);
    world.arrived(&administrator, owner, "twee@installaties.example", "indiener");
    assert_eq!(log_in(&world.site.visitor(), "twee@installaties.example", NEW).location, "/beheer/schemas");

    for absent in [
        "/beheer/accounts/instelling/zulu",
        "/beheer/accounts/schemabeheerder/Niemand",
        "/beheer/accounts/tlokb/x",
        "/beheer/accounts/iets/alfa",
    ] {
        assert_eq!(administrator.get(absent).status, StatusCode::NOT_FOUND, "{absent}");
    }
}

#[test]
fn everything_wrong_with_an_invitation_is_said_at_once() {
    let world = World::new();
    let administrator = world.site.logged_in(ADMINISTRATOR);
    let page = administrator.get(ALFA);
    let refused = administrator.post(&page, ALFA, &[("naam", " "), ("email", "<b>geen"), ("taak", "directeur")]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("geef een naam van 1 tot en met 200 tekens").says("is geen e-mailadres").says("deze taak bestaat");
    assert!(refused.text.contains("&lt;b&gt;geen") && !refused.text.contains("<b>geen"));
    let local = invite(&administrator, ALFA, "nora@alfa", "lezer");
    assert_eq!(local.status, StatusCode::UNPROCESSABLE_ENTITY, "mail would never reach it");
    local.says("kan geen mail worden gestuurd");
    let twice = invite(&administrator, ALFA, &at("alfa"), "lezer");
    twice.says("heeft al een account");
    let elsewhere = invite(&administrator, ALFA, ADMINISTRATOR, "lezer");
    elsewhere.says("het adres is al in gebruik");
    assert!(world.mails().is_empty());
}

#[test]
fn without_mail_nobody_is_invited() {
    let site = RunningSite::without_mail();
    let administrator = site.logged_in(&at("alfa"));
    let page = administrator.get("/instelling/accounts");
    page.says("Er gaat geen mail uit");
    assert!(!page.text.contains("name=\"taak\""));
    let fields = [("naam", "Nora"), ("email", NORA), ("taak", "lezer")];
    assert_eq!(administrator.post(&page, "/instelling/accounts", &fields).status, StatusCode::NOT_FOUND);
    site.visitor().get("/wachtwoord-vergeten").says("stuurt geen mail");
}

#[test]
fn links_that_nobody_got_say_so() {
    let world = World::new();
    let visitor = world.site.visitor();
    for path in ["/uitnodiging/", "/wachtwoord-vergeten/"] {
        for token in ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x", "%00", "%2f..%2f", "'%20OR%201=1"] {
            let answer = visitor.get(&format!("{path}{token}"));
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}{token}");
        }
    }
    // The link of one thing does not open the other.
    invite(&world.site.logged_in(&at("alfa")), "/instelling/accounts", NORA, "lezer");
    let other = world.link().replace("/uitnodiging/", "/wachtwoord-vergeten/");
    assert_eq!(visitor.get(&other).status, StatusCode::NOT_FOUND);
}
