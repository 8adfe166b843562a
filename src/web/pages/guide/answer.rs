//! What the matrix prescribes, in sentences: each step as the assessment took it.

use serde::Serialize;

use crate::domain::assessment::{Change, Earlier, Trace};
use crate::domain::calendar::Term;
use crate::domain::identifiers::{CategoryCode, FindingCode, FindingRef, MeasureCode};
use crate::domain::matrix::{Matrix, Rule};
use crate::domain::text::fold;
use crate::language::{FluentValue, Language};
use crate::services::guide::{Advice, Bearing, Reckoned};
use crate::web::address::scheme_version;
use crate::web::pages::schemes::term;
use crate::web::view::{Fact, Link};

/// What the matrix prescribes.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// It in a sentence.
    pub sentence: String,
    /// The measure, the terms, the rule.
    pub facts: Vec<Fact>,
    /// How it came about, step by step.
    pub steps: Vec<String>,
    /// Of each earlier audit that was given, whether it counts and why or why not.
    pub earlier: Vec<String>,
    /// The matrix in full, at the category that decided.
    pub matrix: Link,
}

/// How earlier audits are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web::pages) enum Names {
    /// By their day.
    Days,
    /// By the reference of the body, and those of another body by their day.
    References,
}

struct Words<'a> {
    language: Language,
    matrix: &'a Matrix,
    advice: &'a Advice,
    names: Names,
}

/// The answer in words; none when nothing was found, so that nothing is prescribed.
pub(in crate::web::pages) fn answer(scheme: &str, advice: &Advice, names: Names, language: Language) -> Option<Answer> {
    let matrix = &advice.version.matrix;
    let prescribed = advice.assessment.prescribed.as_ref()?;
    let words = Words { language, matrix, advice, names };
    let rule = matrix.rules().get(prescribed.rule)?;
    let nothing = Trace::default();
    let trace = advice.assessment.trace.as_deref().unwrap_or(&nothing);
    let values = [("measure", words.measure(&rule.measure)), ("day", words.day(prescribed.decide_by))];
    let place = language.path(&scheme_version(scheme, advice.version.label.as_str()));
    let label = [("scheme", scheme.to_owned()), ("version", advice.version.label.to_string())];
    Some(Answer {
        sentence: words.say("guide-prescribed", &values),
        facts: words.facts(rule),
        steps: words.steps(trace, rule),
        earlier: advice.earlier.iter().map(|earlier| words.reckoned(earlier)).collect(),
        matrix: Link::new(
            words.say("guide-to-matrix", &label),
            format!("{place}#categorie-{}", fold(rule.category.as_str()).replace(' ', "-")),
        ),
    })
}

impl Words<'_> {
    fn text(&self, key: &str) -> String {
        self.language.text(key).into_owned()
    }

    fn say(&self, key: &str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, FluentValue<'_>)> =
            values.iter().map(|(name, value)| (*name, FluentValue::from(value.as_str()))).collect();
        self.language.text_with(key, &values)
    }

    fn day(&self, day: chrono::NaiveDate) -> String {
        self.language.day(day)
    }

    fn term(&self, within: Term) -> String {
        term(within, self.language)
    }

    fn measure(&self, code: &MeasureCode) -> String {
        self.matrix.measure(code).map_or_else(|| code.to_string(), |measure| measure.name.clone())
    }

    fn category(&self, code: &CategoryCode) -> String {
        let name = self.matrix.category(code).map_or_else(|| code.to_string(), |category| category.name.clone());
        format!("‘{name}’")
    }

    fn facts(&self, rule: &Rule) -> Vec<Fact> {
        let Some(prescribed) = &self.advice.assessment.prescribed else { return Vec::new() };
        let fact = |key: &str, value: String| Fact::new(self.text(key), value);
        let within = self.say(
            "guide-decide-value",
            &[("day", self.day(prescribed.decide_by)), ("term", self.term(rule.decide_within))],
        );
        let mut facts = vec![
            fact("guide-measure", self.measure(&prescribed.measure)),
            fact("guide-decide", within),
            fact(
                "guide-recover",
                match rule.recover_within {
                    None => self.text("guide-recover-none"),
                    Some(within) => {
                        let last = within.end_after(prescribed.decide_by, self.matrix.prolongs());
                        self.say("guide-recover-value", &[("term", self.term(within)), ("day", self.day(last))])
                    }
                },
            ),
        ];
        let follow_up = match &rule.follow_up {
            None => self.text("guide-follow-up-none"),
            Some(next) => {
                let values = [("measure", self.measure(&next.measure)), ("term", self.term(next.decide_within))];
                self.say("guide-follow-up-value", &values)
            }
        };
        facts.push(fact("guide-follow-up", follow_up));
        facts.push(fact("guide-category", self.category(&prescribed.category)));
        facts.push(fact("guide-times", self.say("guide-times-value", &[("times", prescribed.occurrence.to_string())])));
        facts.push(fact("guide-rule", self.place(prescribed.rule)));
        facts
    }

    /// The place of a rule in the matrix, as people count and as the file does.
    fn place(&self, rule: usize) -> String {
        self.say("guide-rule-value", &[("number", (rule + 1).to_string()), ("place", rule.to_string())])
    }

    fn steps(&self, trace: &Trace, rule: &Rule) -> Vec<String> {
        let mut steps: Vec<String> = trace.findings.iter().map(|found| self.finding(&found.id, &found.code)).collect();
        steps.extend(trace.changes.iter().map(|change| self.change(change)));
        steps.extend(self.counted(trace));
        if trace.weighed.len() > 1 {
            let each: Vec<String> = trace
                .weighed
                .iter()
                .map(|(category, measure, decide_by)| {
                    self.say(
                        "guide-weighed-one",
                        &[
                            ("category", self.category(category)),
                            ("measure", self.measure(measure)),
                            ("day", self.day(*decide_by)),
                        ],
                    )
                })
                .collect();
            steps.push(self.say("guide-weighed", &[("each", self.language.list(&each))]));
        }
        steps.extend(self.ruled(rule));
        steps
    }

    fn finding(&self, id: &FindingRef, code: &FindingCode) -> String {
        let what = self.matrix.catalogue_entry(code).map_or_else(String::new, |entry| entry.description.clone());
        let category = self.matrix.category_of(code).map_or_else(String::new, |known| self.category(&known.code));
        let values = [("number", number(id)), ("code", code.to_string()), ("what", what), ("category", category)];
        self.say("guide-step-finding", &values)
    }

    fn numbers(&self, findings: &[FindingRef]) -> String {
        self.language.list(&findings.iter().map(number).collect::<Vec<_>>())
    }

    fn change(&self, change: &Change) -> String {
        match change {
            Change::Merged { from, to, count, threshold, findings, aggravation } => self.say(
                "guide-step-merged",
                &[
                    ("count", count.to_string()),
                    ("from", self.category(from)),
                    ("to", self.category(to)),
                    ("findings", self.numbers(findings)),
                    ("threshold", threshold.to_string()),
                    ("place", aggravation.to_string()),
                ],
            ),
            Change::Repeated {
                from,
                to,
                findings,
                earlier_count,
                own_count,
                threshold,
                since,
                earlier,
                aggravation,
            } => {
                let key = if *earlier_count == 0 { "guide-step-repeated-here" } else { "guide-step-repeated" };
                self.say(
                    key,
                    &[
                        ("findings", self.numbers(findings)),
                        ("total", earlier_count.saturating_add(*own_count).to_string()),
                        ("from", self.category(from)),
                        ("to", self.category(to)),
                        ("since", self.day(*since)),
                        ("earlier", self.earlier(earlier, None)),
                        ("before", earlier_count.to_string()),
                        ("own", own_count.to_string()),
                        ("threshold", threshold.to_string()),
                        ("place", aggravation.to_string()),
                    ],
                )
            }
        }
    }

    fn earlier(&self, earlier: &[Earlier], total: Option<u32>) -> String {
        let name = |one: &Earlier| {
            let day = self.day(one.date);
            match (&one.audit, self.names) {
                (None, _) => self.say("guide-earlier-other", &[("day", day)]),
                (Some(_), Names::Days) => self.say("guide-earlier-day", &[("day", day)]),
                (Some(audit), Names::References) => format!("{audit} ({day})"),
            }
        };
        let named = self.language.list(&earlier.iter().map(name).collect::<Vec<_>>());
        let more = total.map_or(0, |total| total.saturating_sub(u32::try_from(earlier.len()).unwrap_or(u32::MAX)));
        if more == 0 {
            return named;
        }
        self.say("guide-earlier-more", &[("named", named), ("more", more.to_string())])
    }

    /// Which repetition counts.
    fn counted(&self, trace: &Trace) -> Option<String> {
        let prescribed = self.advice.assessment.prescribed.as_ref()?;
        let since = trace.counted_since?;
        let [first, window, category] = [
            ("since", self.day(since)),
            ("window", self.term(self.matrix.recidivism_window())),
            ("category", self.category(&prescribed.category)),
        ];
        let before = prescribed.occurrence.saturating_sub(1);
        if before == 0 {
            return Some(self.say("guide-step-first", &[first, window, category]));
        }
        let earlier = ("earlier", self.earlier(&trace.earlier, Some(before)));
        let times = ("times", prescribed.occurrence.to_string());
        Some(self.say("guide-step-again", &[first, window, category, times, earlier]))
    }

    /// Whether an earlier audit counts, and why or why not.
    fn reckoned(&self, earlier: &Reckoned) -> String {
        let category = self.advice.assessment.prescribed.as_ref().map(|prescribed| self.category(&prescribed.category));
        let others: Vec<String> = earlier.categories.iter().map(|code| self.category(code)).collect();
        let [day, category, others] = [
            ("day", self.day(earlier.date)),
            ("category", category.unwrap_or_default()),
            ("others", self.language.list(&others)),
        ];
        match earlier.bearing {
            Bearing::Occurrence => self.say("guide-counts", &[day, category]),
            Bearing::Aggravation => self.say("guide-counts-aggravation", &[day, category, others]),
            Bearing::TooOld(since) => self.say("guide-counts-not-old", &[day, ("since", self.day(since))]),
            Bearing::Clean => self.say("guide-counts-not-clean", &[day]),
            Bearing::OtherCategory => self.say("guide-counts-not-other", &[day, category, others]),
        }
    }

    /// The rule, and what it asks by when.
    fn ruled(&self, rule: &Rule) -> Vec<String> {
        let Some(prescribed) = &self.advice.assessment.prescribed else { return Vec::new() };
        let decided = prescribed.decide_by;
        let date = self.advice.assessment.date;
        let mut steps = vec![self.say(
            "guide-step-rule",
            &[
                ("category", self.category(&rule.category)),
                ("from", rule.count.to_string()),
                ("measure", self.measure(&rule.measure)),
                ("place", self.place(prescribed.rule)),
            ],
        )];
        let plain = rule.decide_within.end_after(date, false);
        let values = [("term", self.term(rule.decide_within)), ("day", self.day(decided))];
        steps.push(if plain == decided {
            self.say("guide-step-decide", &values)
        } else {
            let [within, day] = values;
            self.say("guide-step-decide-prolonged", &[within, day, ("plain", self.day(plain))])
        });
        if let Some(within) = rule.recover_within {
            steps.push(self.say("guide-step-recover", &[("term", self.term(within))]));
        }
        if let Some(next) = &rule.follow_up {
            let values = [("measure", self.measure(&next.measure)), ("term", self.term(next.decide_within))];
            steps.push(self.say("guide-step-follow-up", &values));
        }
        steps
    }
}

/// The number of a finding as people count.
fn number(id: &FindingRef) -> String {
    id.as_str().trim_start_matches('0').to_owned()
}
