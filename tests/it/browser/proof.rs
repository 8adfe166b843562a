//! A firm takes its QR code and badge; whoever was sent a statement checks it.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use thirtyfour::By;

use super::chrome::Scripts;
use super::page::{Tab, journey};
use crate::support::site::RunningSite;

const SHARE: &str = "/certificaten/AL-B-000001/bewijs?instelling=alfa";

/// Whether every picture of the page was drawn; one that is broken has no size of its own.
const PICTURES: &str = "return [...document.images].map(image => image.complete && image.naturalWidth > 0);";

async fn draws_its_pictures(tab: &Tab<'_>) {
    let drawn = tab.driver.execute(PICTURES, vec![]).await.unwrap().convert::<Vec<bool>>();
    assert_eq!(drawn.unwrap(), [true, true], "the QR code and the badge");
}

#[test]
fn a_firm_takes_its_qr_code_and_badge_in_both_languages() {
    let site = RunningSite::signing(&["alfa"]);
    journey(&site, Scripts::Allowed, async |tab| {
        tab.open(SHARE).await;
        draws_its_pictures(tab).await;
        tab.says("een kopie verandert niet mee").await;
        tab.says("https://register.example/").await;
        tab.open(&format!("/en{SHARE}")).await;
        draws_its_pictures(tab).await;
        tab.click("Check a statement").await;
        tab.says("Were you sent a statement").await;
    });
}

#[test]
fn whoever_was_sent_a_statement_checks_it() {
    let site = RunningSite::signing(&["alfa"]);
    let token = site.visitor().get("/certificaten/AL-B-000001/verklaring.jwt?instelling=alfa").text;
    journey(&site, Scripts::Allowed, async |tab| {
        tab.open("/verklaringen/controleren").await;
        tab.fill("verklaring", &token).await;
        tab.click("Controleren").await;
        tab.says("Deze verklaring is echt").await;
        tab.find(By::XPath("//main//dd[normalize-space(.) = 'AL-B-000001']")).await;
        tab.fill("verklaring", &token.replacen("eyJ", "eyK", 1)).await;
        tab.click("Controleren").await;
        tab.says("Deze verklaring bewijst niets").await;
        tab.open("/en/verklaringen/controleren").await;
        tab.says("paste it here").await;
    });
}
