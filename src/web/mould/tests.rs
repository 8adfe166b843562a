#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::cell::Cell;
use std::collections::BTreeMap;

use handlebars::Handlebars;

use super::*;
use crate::web::markup::{SafeMarkup, escape};

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Tone {
    Good,
    Bad(&'static str),
    Odd { how: &'static str },
}

#[derive(Debug, Serialize)]
struct Filling {
    name: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    other: &'static str,
    tones: Vec<Tone>,
    note: Option<&'static str>,
    count: u64,
    share: f64,
    markup: SafeMarkup,
    pair: (char, bool),
    table: BTreeMap<&'static str, &'static str>,
}

fn filling(name: &'static str) -> Filling {
    Filling {
        name,
        other: "",
        tones: vec![Tone::Good, Tone::Bad("<b>"), Tone::Odd { how: "'" }],
        note: None,
        count: 12,
        share: 0.5,
        markup: SafeMarkup::vouched("<i>&amp;</i>".to_owned()),
        pair: ('<', true),
        table: BTreeMap::from([("a\"b", "<td>"), ("c", "")]),
    }
}

const TEMPLATE: &str = "<b title=\"{{name}}\">{{name}}</b>{{#each tones}}{{#if this.bad}}{{this.bad}}{{else if this.odd}}{{this.odd.how}}\
    {{else}}{{this}}{{/if}},{{/each}}{{#if note}}<u>{{note}}</u>{{/if}}{{count}} {{share}}{{{markup}}}{{#each pair}}{{this}}{{/each}}\
    {{#each table}}{{@key}}={{this}}{{#if this}}.{{/if}};{{/each}}";

fn registry() -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.register_escape_fn(escape);
    registry.register_template_string("a", TEMPLATE).unwrap();
    registry
}

fn cast(moulds: &Moulds, filling: &Filling, rendered: &Cell<u32>) -> String {
    let mut markup = String::from("-");
    let render = |value: &Value| {
        rendered.set(rendered.get() + 1);
        Ok::<_, Unoutlined>(registry().render("a", value).unwrap())
    };
    moulds.cast("a", filling, render, &mut markup).unwrap();
    markup
}

#[test]
fn what_is_cast_is_what_the_template_renders() {
    let (moulds, rendered) = (Moulds::default(), Cell::new(0));
    let hostile =
        ["Jansen", "<script>alert(\"1\")</script>", "'t Hart & Zn.", "\u{E000}\u{E001}", "{{name}}", "\\\"\n\u{7}", ""];
    for name in hostile {
        let fillings = [
            filling(name),
            Filling { note: Some(name), ..filling("b") },
            Filling { other: name, tones: Vec::new(), count: 1, ..filling(name) },
        ];
        for filling in fillings {
            let expected = format!("-{}", registry().render("a", &filling).unwrap());
            assert_eq!(cast(&moulds, &filling, &rendered), expected);
        }
    }
    assert!(
        cast(&moulds, &filling("<i>"), &rendered).contains("title=\"&lt;i&gt;\">&lt;i&gt;</b>good,&lt;b&gt;,&#39;,")
    );
}

#[test]
fn a_mould_is_made_once_and_never_too_many_are_kept() {
    let (moulds, rendered) = (Moulds::default(), Cell::new(0));
    for name in ["Jansen", "De Vries", "<b>"] {
        cast(&moulds, &filling(name), &rendered);
    }
    assert_eq!(rendered.get(), 1);
    for count in 0..2 * MOST_MOULDS as u64 {
        cast(&moulds, &Filling { count, ..filling("Jansen") }, &rendered);
        assert!(moulds.0.load().len() <= MOST_MOULDS);
    }
}

#[test]
fn there_may_be_more_texts_than_marks() {
    let (moulds, texts) = (Moulds::default(), vec!["a"; 7_000]);
    let mut markup = String::new();
    let render =
        |value: &Value| Ok::<_, Unoutlined>(value.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect());
    moulds.cast("a", &texts, render, &mut markup).unwrap();
    assert_eq!(markup, texts.concat());
    assert!(mark(6_399).is_some() && mark(6_400).is_none());
}
