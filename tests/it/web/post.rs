//! The mail in the administration.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::StatusCode;
use stelselwacht::domain::access::ManageAccounts;
use stelselwacht::domain::access::{Organisation, RegulatorDuty, Role};
use stelselwacht::domain::setback::{Obstacle, Reply, Setback};
use stelselwacht::services::accounts::invitations::{Invited, invite};
use stelselwacht::storage::{Conn, StorageError, outbox};

use crate::support::moment;
use crate::support::site::{ADMINISTRATOR, REGULATOR, RunningSite};
use crate::support::system::operator;

const NOW: &str = "2026-02-01T09:00:00Z";

/// Two mails: one to an account, which did not leave, and one to a follower, which was given up.
fn site() -> RunningSite {
    let site = RunningSite::empty();
    site.add_everybody();
    let role = Role::Regulator(RegulatorDuty::Reader);
    let new = Invited { email: "nieuw@tlokb.example", name: "Nieuw", role: &role };
    invite(&site.database.store, &operator(ManageAccounts(Organisation::Regulator)), moment(NOW), &new).unwrap();
    let visitor = site.visitor();
    let page = visitor.get("/volgen?instelling=alfa");
    let fields = [
        ("soort", "instelling"),
        ("onderwerp", "alfa"),
        ("email", "geheim@volger.example"),
        ("frequentie", "dagelijks"),
    ];
    assert_eq!(visitor.post(&page, "/volgen", &fields).status, StatusCode::SEE_OTHER);
    let change = |conn: &mut Conn| {
        let refused =
            Setback { obstacle: Obstacle::Refused, reply: Some(Reply { code: 550, status: Some([5, 1, 1]) }) };
        outbox::claim(conn, moment(NOW), moment("2026-02-01T09:15:00Z"))?;
        outbox::retry(conn, 1, moment("2026-02-01T11:00:00Z"), Setback::of(Obstacle::Unreachable))?;
        outbox::give_up(conn, moment(NOW), 2, refused)
    };
    site.database.store.write::<_, StorageError>(change).unwrap();
    site
}

#[test]
fn the_administration_sees_what_left_and_what_did_not_and_why() {
    let site = site();
    let browser = site.logged_in(ADMINISTRATOR);
    let page = browser.get("/beheer/berichten");
    page.says("Uitnodiging nieuw@tlokb.example")
        .says("de mailserver was niet te bereiken")
        .says("volgende poging 1 februari 2026, 12.00.00 uur");
    page.says("Bevestiging van volgen iemand die wijzigingen volgt")
        .says("de mailserver weigerde het bericht (550 5.1.1)");
    assert!(!page.text.contains("geheim@"), "whoever follows is not named");
    assert!(page.text.contains("href=\"/beheer/berichten\""), "it is in the menu");
    let given_up = browser.get("/beheer/berichten?stand=opgegeven&soort=bevestigen");
    given_up.says("opgegeven").says("1 bericht");
    assert!(!given_up.words().contains("nieuw@tlokb.example"));
    browser.get("/beheer/berichten?stand=verstuurd").says("Met deze keuze zijn er geen berichten.");
    for (query, status) in [("stand=raar", 400), ("pagina=9", 404), ("soort=%00'", 200)] {
        assert_eq!(browser.get(&format!("/beheer/berichten?{query}")).status.as_u16(), status, "{query}");
    }
    let supervisor = site.logged_in(REGULATOR);
    assert!(!supervisor.get("/toezicht").text.contains("/beheer/berichten"), "it is in the menu of nobody else");
}

#[test]
fn a_mail_that_waits_is_tried_now_and_the_trail_says_who_asked() {
    let site = site();
    let browser = site.logged_in(ADMINISTRATOR);
    let page = browser.get("/beheer/berichten");
    let answer = browser.post(&page, "/beheer/berichten/1/opnieuw", &[]);
    assert_eq!(
        (answer.status, answer.location.as_str()),
        (StatusCode::SEE_OTHER, "/beheer/berichten?stand=wacht&gevraagd=1")
    );
    browser
        .get(&answer.location)
        .says("Bericht 1 wordt opnieuw geprobeerd")
        .says("volgende poging 1 februari 2026, 10.00.00 uur");
    browser.get("/beheer/logboek?handeling=bericht-opnieuw").says(ADMINISTRATOR).says("bericht/1");
    for absent in ["2", "3", "999999999999999999"] {
        let answer = browser.post(&page, &format!("/beheer/berichten/{absent}/opnieuw"), &[]);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{absent}");
    }
}
