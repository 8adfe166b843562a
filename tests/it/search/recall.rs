//! How often what was meant is on the first page, for firms with the names that firms have.

use stelselwacht::services::search::Hit;

use super::Scene;
use crate::support::firms::{Draw, Firm, firms, misspelt, without_legal_form};

const FIRMS: usize = 4_000;

/// How many of a hundred questions find what was meant.
fn recall(
    scene: &Scene,
    question: impl Fn(&Firm, &mut Draw) -> String,
    meant: impl Fn(&Firm, &[Hit]) -> bool,
) -> usize {
    let mut draw = Draw::new(3);
    let asked: Vec<Firm> = firms(FIRMS, 7).step_by(11).collect();
    let found = |firm: &&Firm| {
        let text = question(firm, &mut draw);
        meant(firm, &scene.ask(&text).hits)
    };
    asked.iter().filter(found).count() * 100 / asked.len()
}

#[test]
fn what_was_meant_is_on_the_first_page() {
    let scene = Scene::invented(FIRMS);
    let named = |firm: &Firm, hits: &[Hit]| hits.iter().any(|hit| hit.firm.name() == firm.name);
    let own = |firm: &Firm, hits: &[Hit]| hits.first().is_some_and(|hit| hit.firm.kvk().as_str() == firm.kvk);
    let there = |firm: &Firm, hits: &[Hit]| {
        !hits.is_empty() && hits.iter().all(|hit| hit.firm.postcode().as_str().starts_with(&firm.postcode[..4]))
    };
    assert_eq!(recall(&scene, |firm, _| firm.name.clone(), named), 100);
    assert_eq!(recall(&scene, |firm, _| format!("{} {}", firm.place, firm.name), named), 100);
    assert_eq!(recall(&scene, |firm, _| firm.kvk.clone(), own), 100);
    assert_eq!(recall(&scene, |firm, _| firm.certificate.replace('-', ""), own), 100);
    assert_eq!(recall(&scene, |firm, _| firm.postcode[..4].to_owned(), there), 100);
    assert_eq!(recall(&scene, |firm, _| firm.postcode.to_lowercase(), there), 100);
    let plain = |name: &str| without_legal_form(name).to_lowercase();
    let misspelt = |mistakes| move |firm: &Firm, draw: &mut Draw| misspelt(&plain(&firm.name), mistakes, draw);
    let so_named = |firm: &Firm, hits: &[Hit]| hits.iter().any(|hit| plain(hit.firm.name()) == plain(&firm.name));
    let (one, two) = (recall(&scene, misspelt(1), so_named), recall(&scene, misspelt(2), so_named));
    assert!(one >= 98 && two >= 97, "{one} and {two} of a hundred");
    let typed = |firm: &Firm, _: &mut Draw| {
        let plain = plain(&firm.name);
        plain.chars().take(plain.chars().count() - 2).collect()
    };
    assert!(recall(&scene, typed, so_named) >= 97);
    let former =
        |firm: &Firm, hits: &[Hit]| firm.former.is_none() || hits.iter().any(|hit| hit.firm.kvk().as_str() == firm.kvk);
    let formerly = |firm: &Firm, _: &mut Draw| firm.former.as_ref().map_or("x", |former| &former.1).to_owned();
    assert_eq!(recall(&scene, formerly, former), 100);
}
