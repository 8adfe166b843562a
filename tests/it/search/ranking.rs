//! What was meant stands first, with the reason.

use stelselwacht::services::search::Reason;

use super::Scene;
use crate::support::firms::Firm;

fn scene() -> Scene {
    let firm = Firm::named;
    Scene::of(&[
        firm(1, "Bakker B.V.", "3511AB", "Utrecht"),
        firm(2, "Bakker Verwarming", "2801XZ", "Gouda"),
        firm(3, "Bakker Installaties", "3512CD", "Utrecht").suspended(),
        firm(4, "Installatiebedrijf Bakker", "3701AA", "Zeist"),
        firm(5, "Bakkerink Techniek", "7411AA", "Deventer"),
        firm(6, "Baker Gastechniek", "7411AB", "Deventer"),
        firm(7, "Van den Berg CV", "9711AA", "Groningen"),
        firm(8, "Van der Berg CV-techniek B.V.", "9711AB", "Groningen"),
        firm(9, "Warmte Techniek Oost", "7511AA", "Enschede"),
        firm(10, "Warmtetechniek Noord V.O.F.", "8911AA", "Leeuwarden"),
        firm(11, "Jansen Installatietechniek", "1011AA", "Amsterdam"),
        firm(12, "Utrecht Gastechniek", "3701AB", "Zeist"),
        firm(13, "Çelik & Zn.", "2511AA", "'s-Gravenhage"),
        firm(14, "De Groene Ketel", "2401AA", "Alphen aan den Rijn").formerly("Ketelhuis Pietersen"),
        firm(15, "Hoekstra Installatie 2000", "8601AA", "Sneek"),
    ])
}

#[test]
fn the_whole_name_comes_before_words_beginnings_and_mistakes() {
    let names = scene().names("bakker");
    let expected = [
        "Bakker B.V.",
        "Bakker Verwarming",
        "Bakker Installaties",
        "Installatiebedrijf Bakker",
        "Bakkerink Techniek",
        "Baker Gastechniek",
    ];
    assert_eq!(names, expected, "and of two that fit as well, the one that may work comes first");
}

#[test]
fn names_are_found_however_they_are_written() {
    let scene = scene();
    for (typed, first) in [
        ("bakker verwarming bv", "Bakker Verwarming"),
        ("VERWARMING, Bakker", "Bakker Verwarming"),
        ("bakker b.v.", "Bakker B.V."),
        ("vof warmtetechniek noord", "Warmtetechniek Noord V.O.F."),
        ("jansen instalatie", "Jansen Installatietechniek"),
        ("janssen installatietechniek", "Jansen Installatietechniek"),
        ("ajnsen installatietechniek", "Jansen Installatietechniek"),
        ("Hansen instalatietechnik", "Jansen Installatietechniek"),
        ("janseninstallatietechniek", "Jansen Installatietechniek"),
        ("jansen installatie techniek", "Jansen Installatietechniek"),
        ("vandenberg cv", "Van den Berg CV"),
        ("vanderberg cvtechniek", "Van der Berg CV-techniek B.V."),
        ("berg cv techniek", "Van der Berg CV-techniek B.V."),
        ("celik zn", "Çelik & Zn."),
        ("çelik", "Çelik & Zn."),
        ("hoekstra 2000", "Hoekstra Installatie 2000"),
    ] {
        assert_eq!(scene.names(typed).first().map(String::as_str), Some(first), "{typed}");
    }
    let both = |typed: &str, names: [&str; 2]| {
        let found = scene.names(typed);
        assert!(names.iter().all(|name| found.contains(&(*name).to_owned())), "{typed}: {found:?}");
    };
    both("vanderberg cv", ["Van den Berg CV", "Van der Berg CV-techniek B.V."]);
    both("warmte techniek", ["Warmte Techniek Oost", "Warmtetechniek Noord V.O.F."]);
    both("warmtetechniek", ["Warmte Techniek Oost", "Warmtetechniek Noord V.O.F."]);
    both("cvtechniek", ["Van der Berg CV-techniek B.V.", "Van der Berg CV-techniek B.V."]);
}

#[test]
fn a_name_comes_before_a_place() {
    let scene = scene();
    assert_eq!(scene.names("utrecht")[..3], ["Utrecht Gastechniek", "Bakker B.V.", "Bakker Installaties"]);
    assert_eq!(scene.names("bakker utrecht"), ["Bakker B.V.", "Bakker Installaties"]);
    assert_eq!(scene.names("utrcht bakker"), ["Bakker B.V.", "Bakker Installaties"]);
    assert_eq!(scene.names("den haag"), ["Çelik & Zn."]);
    assert_eq!(scene.names("gravenhage"), ["Çelik & Zn."]);
    assert_eq!(scene.names("alphen a/d rijn"), ["De Groene Ketel"]);
}

#[test]
fn postcodes_are_found_whole_and_by_their_digits() {
    let scene = scene();
    for typed in ["3511", "3511 ab", "3511AB", "bakker 3511", "3511ab bakker"] {
        assert_eq!(scene.names(typed), ["Bakker B.V."], "{typed}");
    }
    assert_eq!(scene.names("3511 zz"), ["Bakker B.V."], "nobody at these letters: those with these digits");
    assert_eq!(scene.names("3599"), Vec::<String>::new());
}

#[test]
fn every_hit_has_its_reason() {
    let scene = scene();
    let reason = |typed: &str| scene.ask(typed).hits.into_iter().next().map(|hit| hit.reason);
    let alike = |word: &str| Some(Reason::Alike(word.to_owned()));
    assert_eq!(reason("80000004"), Some(Reason::KvkNumber));
    assert_eq!(reason("bakker 80000004"), Some(Reason::KvkNumber));
    for typed in ["AL-N-000004", "al n 000004", "aln000004", "certificaat AL-N-000004", "AL-N-00000"] {
        assert!(matches!(reason(typed), Some(Reason::Certificate(_))), "{typed}");
    }
    assert_eq!(scene.ask("AL-N-000004").total, 1);
    assert_eq!(scene.ask("AL-N-00000").total, 9);
    assert_eq!(scene.ask("8000000").total, 9);
    assert_eq!(reason("3511 ab"), Some(Reason::Postcode));
    assert_eq!(reason("deventer"), Some(Reason::Place));
    assert_eq!(reason("bakker utrecht"), Some(Reason::Name));
    assert_eq!(reason("janssen"), alike("Jansen"));
    assert_eq!(reason("groningeen"), alike("Groningen"));
    assert_eq!(reason("ketelhuis"), Some(Reason::FormerName("Ketelhuis Pietersen".to_owned())));
    assert_eq!(reason("ketelhuis pieterson"), alike("Pietersen"));
    assert_eq!(reason("jansen loodgieters installatietechniek"), Some(Reason::Without("loodgieters".to_owned())));
    assert_eq!(reason(""), Some(Reason::Listed));
}

#[test]
fn what_is_not_there_is_not_found() {
    let scene = scene();
    for typed in ["klusbedrijf zonder papieren", "xyz", "80000099", "😀", "مرحبا", "%_'\\", "-"] {
        assert_eq!(scene.ask(typed).total, 0, "{typed}");
    }
}

#[test]
fn a_place_keeps_some_lines_beside_the_firms_that_are_named_so() {
    let mut firms: Vec<Firm> = (0..60).map(|at| Firm::named(at, "Hoek Verwarming", "3511AB", "Utrecht")).collect();
    firms.extend((60..70).map(|at| Firm::named(at, "Bakker Gastechniek", "4542AB", "Hoek")));
    let scene = Scene::of(&firms);
    let places: Vec<String> = scene.ask("hoek").hits.iter().map(|hit| hit.firm.place().to_owned()).collect();
    assert_eq!(places[..20], vec!["Utrecht"; 20]);
    assert_eq!(places[20..], vec!["Hoek"; 5]);
    assert_eq!(scene.ask("hoek").hits[20].reason, Reason::Place);
    assert!(scene.ask("hoek verwarming").hits.iter().all(|hit| hit.reason == Reason::Name));
}

#[test]
fn when_another_name_may_be_meant_the_first_page_has_it() {
    let mut firms: Vec<Firm> = (0..60).map(|at| Firm::named(at, "Jansen Installaties", "3511AB", "Utrecht")).collect();
    firms.push(Firm::named(60, "Jansen Installatietechniek", "3511AB", "Utrecht"));
    firms.push(Firm::named(61, "Jonsen Installaties", "3511AB", "Utrecht"));
    let scene = Scene::of(&firms);
    let at = |text: &str, name: &str| scene.names(text).iter().position(|found| found == name);
    assert_eq!(at("jansen installati", "Jansen Installatietechniek"), Some(3), "behind three of the same name");
    assert_eq!(at("jnsen installaties", "Jonsen Installaties"), Some(3));
    assert_eq!(scene.names("jansen installaties"), vec!["Jansen Installaties"; 25], "the whole name was typed");
}
