//! What is offered while somebody types.

use stelselwacht::services::search::Subject;

use super::{Scene, today};
use crate::support::firms::Firm;

#[test]
fn places_and_names_that_begin_so_are_offered() {
    let firm = Firm::named;
    let scene = Scene::of(&[
        firm(1, "Utrechtse Gastechniek", "3511AB", "Utrecht"),
        firm(2, "Bakker Verwarming", "3511AC", "Utrecht"),
        firm(3, "Bakker Verwarming", "3511AD", "Utrecht"),
        firm(4, "Installatiebedrijf Bakker", "2401AA", "Alphen aan den Rijn"),
    ]);
    let suggested = |text: &str, n: usize| {
        let found = scene.register.suggest(text, today(), n);
        found.into_iter().map(|suggestion| suggestion.text).collect::<Vec<_>>()
    };
    assert_eq!(suggested("utr", 5), ["Utrecht", "Utrechtse Gastechniek", "Bakker Verwarming"]);
    assert_eq!(suggested("bak", 5), ["Bakker Verwarming", "Installatiebedrijf Bakker"]);
    assert_eq!(suggested("bak", 1), ["Bakker Verwarming"]);
    assert_eq!(suggested("alphen aan", 5)[0], "Alphen aan den Rijn");
    assert_eq!(suggested("baker verw", 5), ["Bakker Verwarming"]);
    assert_eq!(suggested("  ", 5), Vec::<String>::new());
    assert_eq!(suggested("utr", 0), Vec::<String>::new());
    let subjects = scene.register.suggest("utrecht", today(), 2);
    assert_eq!(subjects[0].subject, Subject::Place { firms: 3 });
    assert!(
        matches!(&subjects[1].subject, Subject::Firm { kvk, place } if kvk.as_str() == "80000001" && place == "Utrecht")
    );
}

#[test]
fn what_the_filters_can_choose_from_stands_on_certificates() {
    let choices = Scene::invented(300).register.choices();
    let codes: Vec<&str> = choices.schemes.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, ["CS-A", "CS-B", "CS-C"]);
    assert_eq!(choices.bodies.len(), 5);
    assert!(choices.bodies.is_sorted_by_key(|(_, name)| name));
    assert_eq!(choices.subareas, ["1", "2"].map(|code| (code.to_owned(), String::new())));
}
