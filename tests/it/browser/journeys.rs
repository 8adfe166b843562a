//! The three main journeys.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use stelselwacht::domain::access::{RegulatorDuty, Role};
use thirtyfour::{By, Key};

use super::chrome::Scripts;
use super::page::{Tab, journey};
use crate::support::site::{REGULATOR, RunningSite, add_account, at, data};
use crate::web::supervision::site_with_planted_behaviour;

const FIRM: &str = "Van den Nguyễn Ketelservice & Zonen B.V.";

async fn a_tenant_looks_up_a_firm(tab: &Tab<'_>) {
    tab.open("/").await;
    tab.says("Is uw installateur gecertificeerd?").await;
    tab.fill("zoek", "nguyen ketelservise").await;
    tab.click("Zoeken").await;
    tab.says(FIRM).await;
    tab.says("lijkt op").await;
    tab.fill("zoek", "nguyen ketelservice").await;
    tab.click("Zoeken").await;
    tab.click(FIRM).await;
    assert_eq!(tab.path().await, "/installateurs/90000007");
    tab.says("Vandaag, 1 februari 2026").await;
    tab.find(By::Css("#antwoord")).await;

    tab.choose_day("peildatum", "2023-03-30").await;
    tab.click("Toon deze dag").await;
    assert_eq!(tab.path().await, "/installateurs/90000007?peildatum=2023-03-30&bekend-op=");
    tab.says("Op 30 maart 2023").await;
    tab.says("mocht op 30 maart 2023").await;
    tab.says("Het kan nu anders zijn").await;
    tab.click("Terug naar vandaag").await;
    tab.click("AL-B-000001").await;
    assert_eq!(tab.path().await, "/certificaten/AL-B-000001?instelling=alfa");
    tab.says("Afgegeven door").await;
    let scheme = By::XPath("//main//a[starts-with(@href, '/schemas/')]");
    tab.press(scheme).await;
    tab.says("Maatregelen").await;
    tab.says("Besluit binnen").await;
}

#[test]
fn a_tenant_looks_up_a_firm_its_certificate_and_the_matrix() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    journey(&site, Scripts::Allowed, async |tab| a_tenant_looks_up_a_firm(tab).await);
}

#[test]
fn a_tenant_needs_no_scripts() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    journey(&site, Scripts::Forbidden, async |tab| {
        tab.driver.goto("data:text/html,<title>uit</title><script>document.title='aan'</script>").await.unwrap();
        assert_eq!(tab.driver.title().await.unwrap(), "uit", "scripts do not run");
        a_tenant_looks_up_a_firm(tab).await;
    });
}

#[test]
fn the_skip_link_leads_past_the_navigation() {
    let site = RunningSite::empty();
    journey(&site, Scripts::Allowed, async |tab| {
        tab.driver.goto(site.url("/")).await.unwrap();
        tab.driver.action_chain().send_keys(Key::Tab).send_keys(Key::Enter).perform().await.unwrap();
        tab.driver.action_chain().send_keys(Key::Tab).perform().await.unwrap();
        let field = tab.driver.active_element().await.unwrap();
        assert_eq!(field.attr("name").await.unwrap().as_deref(), Some("zoek"), "the next stop is the search box");
    });
}

#[test]
fn a_body_delivers_what_is_right_and_reads_why_an_audit_deviates() {
    let site = RunningSite::with_deliveries(&["bravo"]);
    journey(&site, Scripts::Allowed, async |tab| {
        tab.log_in(&at("alfa")).await;
        assert_eq!(tab.path().await, "/instelling");
        tab.click("Gegevens aanleveren").await;
        for kind in ["certificaten", "onderzoeken", "afwijkingen", "besluiten"] {
            tab.fill(kind, data(&format!("dirty/alfa-{kind}.csv")).to_str().unwrap()).await;
        }
        tab.click("Controleren").await;
        tab.says("Controleer de aanlevering").await;
        tab.says("Er is nog niets opgeslagen").await;
        tab.says("alfa-onderzoeken.csv").await;
        tab.click("Alleen de goede regels opslaan").await;
        tab.says("Aanlevering 2").await;
        tab.click("Naar uw overzicht").await;
        tab.says("Wat u nog moet doen").await;
        tab.open("/instelling/onderzoeken").await;
        tab.press(By::Css("main table a[href^='/instelling/onderzoeken/']")).await;
        tab.says("Hoe dit oordeel tot stand kwam").await;
        tab.says("De regel in de matrix").await;
        tab.click("Dit onderzoek in de sanctiewijzer").await;
        tab.says("Wat de matrix voorschrijft").await;
        for path in ["/instelling/termijnen", "/instelling/herinneringen", "/instelling/agenda"] {
            tab.open(path).await;
        }
        tab.click("Maak een adres").await;
        tab.says("het wordt maar één keer getoond").await;
    });
}

#[test]
fn the_regulator_follows_a_signal_to_the_audits_behind_it() {
    let site = site_with_planted_behaviour();
    journey(&site, Scripts::Allowed, async |tab| {
        tab.log_in(REGULATOR).await;
        assert_eq!(tab.path().await, "/toezicht");
        tab.press(By::XPath("//main//a[starts-with(@href, '/toezicht/signalen/') and contains(., 'Bravo')]")).await;
        tab.says("Wat dit betekent").await;
        tab.press(By::Css("main a[href='/toezicht/instellingen/bravo']")).await;
        tab.says("doorgaans waarschuwing").await;
        tab.open("/toezicht/instellingen/bravo/onderzoeken?oordeel=te-licht").await;
        tab.press(By::Css("main table a[href^='/toezicht/onderzoeken/bravo/']")).await;
        tab.says("te licht").await;
        tab.says("De regel in de matrix").await;
        tab.open("/beheer/logboek").await;
        tab.says("Het logboek is heel").await;
    });
}

#[test]
fn an_administrator_of_a_body_makes_a_token_and_revokes_it() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    journey(&site, Scripts::Allowed, async |tab| {
        tab.log_in(&at("alfa")).await;
        tab.open("/instelling/tokens").await;
        tab.says("Er zijn nog geen tokens.").await;
        tab.fill("naam", "Planning").await;
        tab.choose_day("tot_en_met", "2026-02-28").await;
        tab.click("Token maken").await;
        tab.says("Kies ten minste één ding dat het programma mag.").await;
        tab.find(By::Css("input[value='certificaten:schrijven']")).await.click().await.unwrap();
        tab.click("Token maken").await;
        tab.says("Dit is het nieuwe token").await;
        tab.says("laten het nooit meer zien").await;
        tab.click("Token intrekken").await;
        tab.says("Het token is ingetrokken").await;
    });
}

#[test]
fn one_supervisor_drafts_an_order_another_gives_it_and_a_body_reports() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    add_account(&site.database, "tweede@tlokb.example", &Role::Regulator(RegulatorDuty::Supervisor));
    journey(&site, Scripts::Allowed, async |tab| {
        tab.log_in(REGULATOR).await;
        tab.open("/toezicht/lasten").await;
        tab.click("Last opstellen").await;
        tab.fill("titel", "Pas de matrix toe").await;
        tab.fill("wat", "Trek uw eigen beleid in.").await;
        tab.fill("grond", "Bkl 3.75").await;
        tab.fill("weken", "8").await;
        for to in ["instelling/alfa", "instelling/bravo"] {
            tab.find(By::Css(format!("input[value='{to}']"))).await.click().await.unwrap();
        }
        tab.click("Opstellen").await;
        tab.says("Een tweede toezichthouder geeft haar").await;
        tab.press(By::XPath("//button[contains(., 'Uitloggen')]")).await;
        tab.log_in("tweede@tlokb.example").await;
        tab.open("/toezicht/lasten").await;
        tab.click("Pas de matrix toe").await;
        tab.click("Last geven").await;
        tab.says("Wie is waar").await;
        tab.press(By::XPath("//button[contains(., 'Uitloggen')]")).await;
        tab.log_in(&at("alfa")).await;
        tab.open("/instelling/lasten").await;
        tab.click("Pas de matrix toe").await;
        tab.find(By::Css("textarea[name='woorden']")).await.send_keys("Gedaan.").await.unwrap();
        tab.click("Uitvoering melden").await;
        tab.says("TloKB oordeelt daarover").await;
    });
}

#[test]
fn the_regulator_runs_a_draft_and_lays_two_matrices_beside_each_other() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("concept.json");
    let draft = include_str!("../../../matrices/kritiek-niet-kritiek.json");
    std::fs::write(&file, draft.replace("\"maatregel\": \"schorsing\"", "\"maatregel\": \"intrekking\"")).unwrap();
    journey(&site, Scripts::Allowed, async |tab| {
        tab.log_in(REGULATOR).await;
        tab.open("/toezicht/doorrekenen").await;
        tab.click("Een concept doorrekenen").await;
        tab.press(By::Css("main form button[type='submit']")).await;
        tab.says("Kies een schema uit de lijst.").await;
        tab.find(By::Css("#schema option[value='CS-A']")).await.click().await.unwrap();
        tab.fill("bestand", file.to_str().unwrap()).await;
        tab.press(By::Css("main form button[type='submit']")).await;
        tab.says("kritiek, 1e keer: was schorsing, wordt intrekking").await;
        tab.find(By::Css("main details summary")).await.click().await.unwrap();
        tab.says("Onder de matrix die gold").await;
        tab.is_fine_as_it_is().await;
        tab.open("/toezicht/matrices").await;
        tab.find(By::Css("#links option:nth-of-type(2)")).await.click().await.unwrap();
        tab.find(By::Css("#rechts option:last-of-type")).await.click().await.unwrap();
        tab.click("Toon").await;
        tab.says("Maatregelen op gevolg naast elkaar").await;
    });
}
