//! What the list of a search says of a firm and what the page of the firm says: the same words, although the list keeps
//! what it said of others.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use crate::support::site::{Answer, RunningSite};

/// The sentence of each firm on the page, by its number.
fn sentences(page: &Answer) -> BTreeMap<String, String> {
    let hits = page.text.split("<li class=\"hit\">").skip(1).map(|hit| hit.split_once("</li>").unwrap().0);
    let of = |hit: &str, start: &str, end: &str| {
        hit.split_once(start).unwrap().1.split_once(end).unwrap().0.replace("&#39;", "'").replace("&amp;", "&")
    };
    hits.map(|hit| (of(hit, "/installateurs/", "\""), of(hit, "<p>", "</p>"))).collect()
}

#[test]
fn a_list_says_of_each_firm_what_its_own_page_says_on_every_day() {
    let site = RunningSite::with_deliveries(&["alfa", "bravo", "charlie", "delta", "echo"]);
    let visitor = site.visitor();
    let mut said = BTreeSet::new();
    for days in [0, 1, 300, 400] {
        site.portal.clock.advance(TimeDelta::days(days));
        for list in ["/?status=mag-werken", "/?status=mag-niet-werken", "/?status=geschorst", "/?zoek=utrecht"] {
            let sentences = sentences(&visitor.get(list));
            for (kvk, sentence) in &sentences {
                let words = visitor.get(&format!("/installateurs/{kvk}")).words();
                let same = sentence.strip_prefix('M').unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(words.contains(&same), "{kvk}: {sentence} is not on {words}");
            }
            said.extend(sentences.into_values());
        }
    }
    for words in ["Mag vandaag gastoestellen", "niet aan gastoestellen werken", "geldig tot en met", "ingetrokken op"] {
        assert!(said.iter().any(|sentence| sentence.contains(words)), "{words}: {said:?}");
    }
}
