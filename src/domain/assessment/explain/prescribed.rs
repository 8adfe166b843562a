//! From the findings to what the matrix prescribes.

use super::{Story, earlier_audits, enumeration, on, prolonged, times};
use crate::domain::assessment::{Change, Trace};

impl Story<'_> {
    pub(super) fn findings(&mut self, trace: &Trace) {
        if trace.findings.iter().all(|finding| finding.annulled_on.is_some()) {
            self.say("Er is geen afwijking die telt.".to_owned());
        }
        for finding in &trace.findings {
            let description = self.matrix.catalogue_entry(&finding.code).map_or("", |entry| entry.description.as_str());
            let what = format!("Afwijking {} ({}: {description})", finding.id, finding.code);
            self.say(match finding.annulled_on {
                Some(day) => format!("{what} is vervallen op {} en telt niet mee.", on(day)),
                None => match self.matrix.category_of(&finding.code) {
                    Some(category) => format!("{what} hoort bij {}.", self.category(&category.code)),
                    None => format!("{what} telt mee."),
                },
            });
        }
    }

    pub(super) fn changes(&mut self, trace: &Trace) {
        for change in &trace.changes {
            let sentence = self.change(change);
            self.say(sentence);
        }
    }

    fn change(&self, change: &Change) -> String {
        match change {
            Change::Merged { from, to, count, threshold, findings, aggravation } => format!(
                "In dit onderzoek staan {count} afwijkingen van {from}: {}. Vanaf {threshold} in één \
                 onderzoek tellen zij samen als één afwijking van {to} (verzwaringen[{aggravation}]).",
                enumeration(findings),
                from = self.category(from),
                to = self.category(to),
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
                let total = earlier_count.saturating_add(*own_count);
                let where_from = if *earlier_count == 0 {
                    "alle in dit onderzoek".to_owned()
                } else {
                    format!(
                        "{earlier_count} in eerdere onderzoeken, {} {}, en {own_count} in dit onderzoek",
                        if earlier.len() < 5 { "namelijk" } else { "het laatst" },
                        earlier_audits(earlier, None),
                    )
                };
                format!(
                    "{} is de {total}e afwijking van {from} sinds {}: {where_from}. Vanaf de \
                     {threshold}e telt zij als {to} (verzwaringen[{aggravation}]).",
                    enumeration(findings),
                    on(*since),
                    from = self.category(from),
                    to = self.category(to),
                )
            }
        }
    }

    pub(super) fn prescription(&mut self, trace: &Trace) {
        let Some(prescribed) = &self.assessment.prescribed else { return };
        let category = self.category(&prescribed.category);
        if let Some(since) = trace.counted_since {
            let earlier = if prescribed.occurrence == 1 {
                String::new()
            } else {
                let total = prescribed.occurrence.saturating_sub(1);
                format!(" Eerder gebeurde dat in {}.", earlier_audits(&trace.earlier, Some(total)))
            };
            let times = times(prescribed.occurrence);
            self.say(format!(
                "Sinds {} ({} voor het onderzoek) komt {category} nu voor de {times} voor bij deze houder.{earlier}",
                on(since),
                self.matrix.recidivism_window(),
            ));
        }
        self.weighed(trace);
        let Some(rule) = self.matrix.rules().get(prescribed.rule) else { return };
        let until = on(prescribed.decide_by);
        self.say(format!(
            "De matrix schrijft voor: {}. Dat staat in de regel voor {category}, vanaf de {} (regels[{}]).",
            self.measure(&prescribed.measure),
            times(rule.count),
            prescribed.rule,
        ));
        self.say(format!(
            "Het besluit moet er binnen {} na het onderzoek zijn: uiterlijk op {until}{}.",
            rule.decide_within,
            prolonged(rule.decide_within, self.assessment.date, self.matrix)
        ));
    }

    fn weighed(&mut self, trace: &Trace) {
        if trace.weighed.len() < 2 {
            return;
        }
        let each = trace.weighed.iter().map(|(category, measure, decide_by)| {
            format!(
                "{} geeft {} (besluit uiterlijk {})",
                self.category(category),
                self.measure(measure),
                on(*decide_by)
            )
        });
        let each = enumeration(each);
        self.say(format!("Meer categorieën tellen mee: {each}. De zwaarste maatregel telt; zijn die gelijk, dan de vroegste uiterste dag."));
    }
}
