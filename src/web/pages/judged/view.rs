//! One audit: the verdict in a sentence, what it came from, and how it became what it is.

use super::comparison::comparison;
use super::words::{capital, category_name, departure, label, measure_name, moment, stored_labels};
use crate::domain::assessment::{Assessment, Prescription, Verdict};
use crate::domain::calendar::in_words;
use crate::domain::matrix::Matrix;
use crate::services::audits::{JudgedAudit, PastVerdict};
use crate::web::address::{self, path_part};
use crate::web::format::enumeration;
use crate::web::pages::supervision::audit::AuditView;
use crate::web::view::{Cell, Column, Event, Fact, Link, Table, Tone};

/// The page of one audit.
pub fn view(judged: &JudgedAudit) -> AuditView {
    let matrix = &judged.version.matrix;
    let assessment = judged.assessment.as_ref();
    let labels = assessment.map_or_else(Vec::new, |found| {
        found.verdicts.iter().map(|verdict| label(*verdict, found.steps, found.days_late)).collect()
    });
    let (code, version) = (judged.scheme.scheme.code.as_str(), judged.version.label.as_str());
    let matrix_at = format!("/schemas/{}/{}", path_part(code), path_part(version));
    AuditView {
        reference: judged.file.audit.reference.to_string(),
        verdicts: labels,
        sentence: assessment.map_or_else(|| unjudged(judged), |found| sentence(judged, found)),
        facts: facts(judged, &matrix_at),
        findings: findings(judged),
        decisions: decisions(judged),
        comparison: comparison(matrix, assessment),
        explanation: judged.explanation.clone(),
        rule: assessment.and_then(|found| found.prescribed.as_ref()).map_or_else(Vec::new, |p| rule(matrix, p)),
        matrix: Link::new(format!("De hele matrix van {code}, versie {version}"), matrix_at),
        reason: None,
        history: history(judged),
        guide: None,
    }
}

fn unjudged(judged: &JudgedAudit) -> String {
    format!(
        "Dit onderzoek is nog niet beoordeeld: de gegevens van {} zijn nog niet compleet tot en met de dag van het onderzoek.",
        judged.body.name
    )
}

fn sentence(judged: &JudgedAudit, found: &Assessment) -> String {
    let body = &judged.body.name;
    let Some(prescribed) = &found.prescribed else {
        return if found.verdicts.contains(&Verdict::Groundless) {
            format!("{body} nam een besluit, maar in dit onderzoek telt geen enkele afwijking mee.")
        } else {
            "In dit onderzoek telt geen enkele afwijking mee. De matrix vraagt dus geen besluit.".to_owned()
        };
    };
    let matrix = &judged.version.matrix;
    let measure = measure_name(matrix, &prescribed.measure);
    let Some(imposed) = &found.imposed else {
        let last = in_words(prescribed.decide_by);
        return if found.verdicts.contains(&Verdict::Open) {
            format!("De matrix schrijft ‘{measure}’ voor. {body} kan nog besluiten, tot en met {last}.")
        } else {
            format!("De matrix schrijft ‘{measure}’ voor, uiterlijk op {last}. Een besluit van {body} ontbreekt.")
        };
    };
    let start = if imposed.measure == prescribed.measure {
        format!("De matrix schrijft ‘{measure}’ voor, en die maatregel legde {body} op")
    } else {
        let other = measure_name(matrix, &imposed.measure);
        format!("De matrix schrijft ‘{measure}’ voor; {body} legde ‘{other}’ op")
    };
    let departures: Vec<String> = found.verdicts.iter().filter_map(|verdict| departure(*verdict, found)).collect();
    if departures.is_empty() { format!("{start}.") } else { format!("{start}: {}.", enumeration(&departures)) }
}

fn facts(judged: &JudgedAudit, matrix_at: &str) -> Vec<Fact> {
    let audit = &judged.file.audit;
    let certificate = address::certificate(judged.body.code.as_str(), audit.certificate_number.as_str(), "");
    let mut facts = vec![
        Fact::new("Bedrijf", &judged.firm).linked(format!("/installateurs/{}", audit.kvk_number)),
        Fact::new("Certificaat", audit.certificate_number.as_str()).linked(certificate),
        Fact::new("Soort onderzoek", &audit.kind),
        Fact::new("Datum van het onderzoek", in_words(audit.date)),
        Fact::new("Instelling", &judged.body.name),
        Fact::new("Schema", format!("{}, versie {}", judged.scheme.scheme.code, judged.version.label))
            .linked(matrix_at),
    ];
    if let Some(day) = audit.recovery_established_on {
        facts.push(Fact::new("Herstel vastgesteld op", in_words(day)));
    }
    if let Some(assessment) = &judged.assessment {
        facts.push(Fact::new("Beoordeeld naar de stand van", in_words(assessment.as_of)));
    }
    facts
}

fn findings(judged: &JudgedAudit) -> Table {
    let matrix = &judged.version.matrix;
    let columns = ["Afwijking", "Code", "Omschrijving", "Categorie", "Vervallen"].map(Column::text);
    Table::new("Afwijkingen in dit onderzoek", columns)
        .under_heading()
        .or_say("In dit onderzoek zijn geen afwijkingen gevonden.")
        .with(judged.file.findings.iter().map(|finding| {
            let described = matrix.catalogue_entry(&finding.code).map_or("", |entry| entry.description.as_str());
            let category = matrix.category_of(&finding.code).map_or("–", |category| category.name.as_str());
            let description = Cell::text(described);
            [
                Cell::heading(finding.reference.as_str()),
                Cell::text(finding.code.as_str()),
                if finding.note.is_empty() { description } else { description.note(&finding.note) },
                Cell::text(category),
                Cell::text(finding.annulled_on.map_or_else(|| "nee".to_owned(), in_words)),
            ]
        }))
}

fn decisions(judged: &JudgedAudit) -> Table {
    let matrix = &judged.version.matrix;
    let columns = ["Besluit", "Maatregel", "Datum", "Herstel uiterlijk", "Motivering"].map(Column::text);
    Table::new("Besluiten bij dit onderzoek", columns)
        .under_heading()
        .or_say("Er is bij dit onderzoek geen besluit aangeleverd.")
        .with(judged.file.decisions.iter().map(|decision| {
            let measure = Cell::text(measure_name(matrix, &decision.measure));
            let remark = [
                decision.follow_up.then(|| "vervolgbesluit".to_owned()),
                decision.lifted_on.map(|day| format!("opgeheven op {}", in_words(day))),
                decision.revoked_on.map(|day| format!("herroepen op {}", in_words(day))),
            ];
            let remark: Vec<String> = remark.into_iter().flatten().collect();
            let effective = format!("gaat in op {}", in_words(decision.effective_on));
            let day = Cell::text(in_words(decision.date));
            [
                Cell::heading(decision.reference.as_str()),
                if remark.is_empty() { measure } else { measure.note(remark.join(", ")) },
                if decision.effective_on == decision.date { day } else { day.note(effective) },
                Cell::text(decision.recovery_until.map_or_else(|| "–".to_owned(), in_words)),
                Cell::text(if decision.reason.is_empty() { "–" } else { &decision.reason }),
            ]
        }))
}

fn rule(matrix: &Matrix, prescribed: &Prescription) -> Vec<Fact> {
    let Some(rule) = matrix.rules().get(prescribed.rule) else { return Vec::new() };
    let times = if rule.count == prescribed.occurrence {
        format!("{}e keer", rule.count)
    } else {
        format!("{}e keer (de regel geldt vanaf de {}e keer)", prescribed.occurrence, rule.count)
    };
    let mut facts = vec![
        Fact::new("Categorie", category_name(matrix, &rule.category)),
        Fact::new("Keer", times),
        Fact::new("Maatregel", measure_name(matrix, &rule.measure)),
        Fact::new("Besluit binnen", format!("{} na het onderzoek", rule.decide_within)),
    ];
    if let Some(term) = rule.recover_within {
        facts.push(Fact::new("Herstel binnen", format!("{term} na het besluit")));
    }
    if let Some(next) = &rule.follow_up {
        let measure = measure_name(matrix, &next.measure);
        facts
            .push(Fact::new("Als herstel uitblijft", format!("{measure}, te besluiten binnen {}", next.decide_within)));
    }
    facts.push(Fact::new("Plaats in de matrix", format!("regel {}", prescribed.rule + 1)));
    facts
}

/// What the register said of this audit, and when; the newest first.
fn history(judged: &JudgedAudit) -> Vec<Event> {
    judged.history.iter().map(past).collect()
}

fn past(past: &PastVerdict) -> Event {
    let verdict = &past.verdict;
    let labels = stored_labels(&verdict.outcomes, verdict.steps, verdict.days_late);
    let said: Vec<String> = labels.iter().map(|label| label.word.clone()).collect();
    let text = match past.recorded_until {
        None => format!("{}. Dit oordeel geldt nu.", capital(&enumeration(&said))),
        Some(until) => format!("{}. Vervangen op {}.", capital(&enumeration(&said)), moment(until)),
    };
    let tone = labels.first().map_or(Tone::Neutral, |label| label.tone);
    Event::new(moment(past.recorded_from), if past.recorded_until.is_none() { tone } else { Tone::Neutral }, text)
}
