//! The mirror: a body sees itself, and never another body.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod others;

use crate::support::site::{REGULATOR, RunningSite, at};

const MIRROR: &str = "/instelling/spiegel";
const NAMES: [&str; 5] = ["Certificatie Alfa", "Bravo Keuringen", "Charlie", "Delta", "Echo"];

#[test]
fn a_body_sees_the_figures_that_the_regulator_sees_of_it() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie", "delta", "echo"]);
    let own = site.logged_in(&at("bravo")).get(MIRROR);
    let seen = site.logged_in(REGULATOR).get("/toezicht/instellingen/bravo");
    assert!(own.text.contains("href=\"/instelling/spiegel\""), "the navigation of an administrator leads here");
    own.says("Bravo Keuringen").says("95%-interval").says("kritiek").says("Te laat of geen besluit");
    let table = |text: &str| -> Vec<String> {
        let drawings =
            text.split("<table").skip(1).filter(|table| table.contains(">Periode<") && table.contains(">Beoordeeld<"));
        drawings.map(|table| table.split_once("</table>").unwrap().0.to_owned()).collect()
    };
    let (mirrored, supervised) = (table(&own.text), table(&seen.text));
    assert!(!mirrored.is_empty());
    let rows = |table: &String| table.split_once("<tbody").unwrap().1.to_owned();
    assert_eq!(
        mirrored.iter().map(rows).collect::<Vec<_>>(),
        supervised.iter().map(rows).collect::<Vec<_>>(),
        "one computation, two readers"
    );
}

#[test]
fn no_other_body_is_named_and_few_others_are_not_shown_at_all() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie", "delta", "echo"]);
    let page = site.logged_in(&at("alfa")).get(MIRROR);
    for name in &NAMES[1..] {
        assert!(!page.text.contains(name), "{name}");
    }
    let few = RunningSite::with_deliveries(&["alfa", "bravo", "charlie"]);
    let page = few.logged_in(&at("alfa")).get(MIRROR);
    page.says("De andere instellingen staan er niet bij");
    assert!(!page.text.contains("staan hier samen"));
    let empty = RunningSite::empty();
    empty.logged_in(&at("alfa")).get(MIRROR).says("U hebt nog geen gegevens aangeleverd");
}
