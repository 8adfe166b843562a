//! No question costs much, whatever is asked, and deep pages and empty filters cost nothing.

use std::collections::BTreeSet;

use proptest::prelude::*;
use stelselwacht::services::search::{Filters, Near, Question, Wanted};

use super::{Scene, today};

/// More than this is never looked at for one question. A search for a name takes some hundreds of steps.
const MOST_STEPS: u64 = 1_000_000;

/// Questions that look for the bounds: words that many firms carry, beginnings of all words, nothing but blanks.
fn worst() -> Vec<String> {
    let mut worst: Vec<String> = ('a'..='z').map(String::from).collect();
    worst.extend([
        " ".repeat(10_000),
        "a".repeat(10_000),
        "in ".repeat(1_000),
        "installatietechniek ".repeat(1_000),
        ('a'..='z').flat_map(|letter| [letter, ' ']).collect::<String>().repeat(20),
        "in te wa ve se kl lo to ke ga ha on".to_owned(),
        "instalatie tecniek verwarmig servise loodgeter klimat ketelservise sanitar".to_owned(),
        "xinstallatietechniekx".repeat(8),
        "instalatietechniek ".repeat(12),
        "vandenbergjansenbakkerinstallatietechniekutrecht".to_owned(),
        "😀🔥".repeat(3_000),
        "مرحبا بالعالم ".repeat(700),
        "\u{202e}kciethceT nesnaJ".to_owned(),
        "'; DROP TABLE certificates; --".to_owned(),
        "<script>alert(1)</script>".to_owned(),
        "\0\u{1}\u{7f}".repeat(500),
        "1 2 3 4 5 6 7 8 9 0".to_owned(),
        "0".repeat(5_000),
        "AL".to_owned(),
        "AL-A-0".to_owned(),
        "1000".to_owned(),
    ]);
    worst
}

#[test]
fn the_worst_question_stays_within_the_bound() {
    let scene = Scene::invented(3_000);
    let mut most = (0, String::new());
    for text in worst() {
        for near in [None, Some(Near { postcode4: 3511, km: u16::MAX })] {
            let question = Question { text: text.clone(), near, ..Question::default() };
            let answer = scene.answer(&question);
            if answer.steps > most.0 {
                most = (answer.steps, text.chars().take(60).collect());
            }
            assert!(answer.total <= 3_000 && answer.hits.len() <= 25);
        }
    }
    assert!(most.0 <= MOST_STEPS, "{} steps for {}", most.0, most.1);
}

#[test]
fn deep_pages_cost_what_the_first_one_costs() {
    let scene = Scene::invented(2_000);
    let filters = Filters { standing: Some(Wanted::MayWork), ..Filters::default() };
    for question in [Question::default(), Question { filters, ..Question::default() }] {
        let first = scene.register.search(&question, today(), 0, 25);
        let deep = scene.register.search(&question, today(), 1_000, 25);
        assert_eq!((first.steps, first.total), (deep.steps, deep.total));
        assert_eq!(deep.hits.len(), 25);
        let beyond = scene.register.search(&question, today(), usize::MAX - 10, 25);
        assert!(beyond.hits.is_empty());
    }
}

#[test]
fn pages_hold_every_firm_once() {
    let scene = Scene::invented(1_500);
    for text in ["installatietechniek", "jansen", "van", "utrecht", "instalatie", "in"] {
        let question = Question { text: text.to_owned(), ..Question::default() };
        let total = usize::try_from(scene.answer(&question).total).unwrap();
        let mut seen = BTreeSet::new();
        for skip in (0..total).step_by(25) {
            let page = scene.register.search(&question, today(), skip, 25);
            assert_eq!(page.hits.len(), 25.min(total - skip), "{text}");
            seen.extend(page.hits.iter().map(|hit| hit.firm.kvk().clone()));
        }
        assert_eq!(seen.len(), total, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_answered(text in any::<String>(), words in "([a-z0-9 .'&-]|\\PC){0,80}") {
        use std::sync::LazyLock;
        static SCENE: LazyLock<Scene> = LazyLock::new(|| Scene::invented(300));
        for text in [text, words] {
            let answer = SCENE.ask(&text);
            prop_assert!(answer.steps <= MOST_STEPS && answer.hits.len() <= 25);
            SCENE.register.suggest(&text, today(), 8);
        }
    }
}
