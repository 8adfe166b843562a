//! From a judged audit to what is shown of it, for the body and the regulator alike.

use super::audit::AuditView;
use super::words;
use crate::domain::assessment::{Assessment, Prescription, Verdict};
use crate::domain::calendar::in_words;
use crate::domain::identifiers::MeasureCode;
use crate::domain::matrix::Matrix;
use crate::services::audits::{JudgedAudit, ListedAudit};
use crate::web::address;
use crate::web::format::{enumeration, plural};
use crate::web::view::{Cell, Column, Fact, Link, Status, Table, Tone};

/// The verdict as a label; how much too light, heavy or late is said where it is known.
pub(in crate::web::pages) fn verdict_label(verdict: Verdict, steps: Option<i32>, days_late: Option<i64>) -> Status {
    let tone = match verdict {
        Verdict::Conforms => Tone::Positive,
        Verdict::NoNonconformity => Tone::Neutral,
        Verdict::Open | Verdict::FollowUpOpen => Tone::Info,
        Verdict::Groundless => Tone::Warning,
        _ => Tone::Negative,
    };
    let much = match verdict {
        Verdict::TooLight | Verdict::TooHeavy => {
            steps.map(|steps| plural(u64::from(steps.unsigned_abs()), "trede", "treden"))
        }
        Verdict::TooLate => days_late.map(|days| plural(days.unsigned_abs(), "dag", "dagen")),
        _ => None,
    };
    let word = verdict.code().replace('-', " ");
    Status::new(tone, much.map_or_else(|| word.clone(), |much| format!("{word}, {much}")))
}

/// The verdicts of a stored row as labels.
fn labels(outcomes: &str, steps: Option<i32>, days_late: Option<i64>) -> Vec<Status> {
    let verdicts = outcomes.split('+').filter_map(Verdict::from_code);
    verdicts.map(|verdict| verdict_label(verdict, steps, days_late)).collect()
}

/// The audit as it is shown.
pub(in crate::web::pages) fn audit_view(judged: &JudgedAudit) -> AuditView {
    let verdicts = judged.assessment.as_ref().map_or_else(Vec::new, |outcome| {
        let label = |verdict: &Verdict| verdict_label(*verdict, outcome.steps, outcome.days_late);
        outcome.verdicts.iter().map(label).collect()
    });
    let (scheme, version) = (&judged.scheme.scheme.code, &judged.version.label);
    AuditView {
        reference: judged.file.audit.reference.to_string(),
        verdicts,
        sentence: sentence(judged),
        facts: facts(judged),
        findings: findings(judged),
        decisions: decisions(judged),
        comparison: comparison(judged),
        explanation: judged.explanation.clone(),
        rule: judged.assessment.as_ref().and_then(|a| a.prescribed.as_ref()).map_or_else(Vec::new, |p| rule(judged, p)),
        matrix: Link::new(
            format!("De hele matrix van {scheme}, versie {version}"),
            address::scheme_version(scheme.as_str(), version.as_str()),
        ),
        history: history(judged),
    }
}

fn measure<'a>(matrix: &'a Matrix, code: &'a MeasureCode) -> &'a str {
    matrix.measure(code).map_or(code.as_str(), |measure| &measure.name)
}

/// The verdict in one sentence or two.
fn sentence(judged: &JudgedAudit) -> String {
    let (body, matrix) = (&judged.body.name, &judged.version.matrix);
    let Some(outcome) = &judged.assessment else {
        return format!("Er is nog geen oordeel: de gegevens van {body} gaan nog niet tot de dag van dit onderzoek.");
    };
    let imposed = outcome.imposed.as_ref().map(|imposed| measure(matrix, &imposed.measure));
    let Some(prescribed) = &outcome.prescribed else {
        return match imposed {
            None => "Er is geen afwijking die telt, en er is niets besloten.".to_owned(),
            Some(imposed) => format!("{body} besloot: {imposed}. Er is geen afwijking die dat besluit draagt."),
        };
    };
    let wanted = measure(matrix, &prescribed.measure);
    let last = in_words(prescribed.decide_by);
    let Some(imposed) = imposed else {
        return if outcome.verdicts.contains(&Verdict::Open) {
            format!("De matrix schrijft voor: {wanted}. {body} kan daarover besluiten tot en met {last}.")
        } else {
            format!("De matrix schrijft voor: {wanted}. {body} nam geen besluit; dat moest uiterlijk op {last}.")
        };
    };
    let departs: Vec<String> = outcome
        .verdicts
        .iter()
        .filter(|verdict| verdict.deviates())
        .map(|verdict| {
            let label = verdict_label(*verdict, outcome.steps, outcome.days_late).word;
            label.split_once(", ").map_or(label.clone(), |(word, much)| format!("{word} ({much})"))
        })
        .collect();
    if departs.is_empty() {
        format!("De matrix schrijft voor: {wanted}. {body} besloot dat ook, op tijd.")
    } else {
        format!(
            "De matrix schrijft voor: {wanted}. {body} besloot: {imposed}. Dat is anders: {}.",
            enumeration(&departs)
        )
    }
}

fn facts(judged: &JudgedAudit) -> Vec<Fact> {
    let audit = &judged.file.audit;
    let (scheme, version) = (&judged.scheme.scheme, &judged.version.label);
    let mut facts = vec![
        Fact::new("Bedrijf", &judged.firm).linked(address::path(["installateurs", audit.kvk_number.as_str()])),
        Fact::new("Certificaat", audit.certificate_number.as_str()),
        Fact::new("Soort onderzoek", &audit.kind),
        Fact::new("Datum van het onderzoek", in_words(audit.date)),
        Fact::new("Instelling", &judged.body.name),
        Fact::new("Schema", format!("{} ({}), versie {version}", scheme.name, scheme.code))
            .linked(address::scheme_version(scheme.code.as_str(), version.as_str())),
    ];
    facts.extend(audit.recovery_established_on.map(|day| Fact::new("Herstel vastgesteld op", in_words(day))));
    facts.extend(judged.assessment.as_ref().map(|a| Fact::new("Beoordeeld naar de stand van", in_words(a.as_of))));
    facts
}

fn findings(judged: &JudgedAudit) -> Table {
    let columns = ["Afwijking", "Code", "Omschrijving", "Categorie", "Vervallen"].map(Column::text);
    let table = Table::new("Afwijkingen in dit onderzoek", columns)
        .under_heading()
        .or_say("In dit onderzoek zijn geen afwijkingen gevonden.");
    let matrix = &judged.version.matrix;
    table.with(judged.file.findings.iter().map(|finding| {
        let what = matrix.catalogue_entry(&finding.code).map_or("", |entry| &entry.description);
        let category = matrix.category_of(&finding.code).map_or("onbekend", |category| &category.name);
        let described = Cell::text(what);
        [
            Cell::heading(finding.reference.as_str()),
            Cell::text(finding.code.as_str()),
            if finding.note.is_empty() { described } else { described.note(&finding.note) },
            Cell::text(category),
            Cell::text(finding.annulled_on.map_or_else(|| "nee".to_owned(), in_words)),
        ]
    }))
}

fn decisions(judged: &JudgedAudit) -> Table {
    let columns = ["Besluit", "Maatregel", "Datum", "Gaat in op", "Herstel uiterlijk", "Motivering"].map(Column::text);
    let table = Table::new("Besluiten bij dit onderzoek", columns)
        .under_heading()
        .or_say("Er is bij dit onderzoek geen besluit genomen.");
    table.with(judged.file.decisions.iter().map(|decision| {
        let mut remarks = Vec::new();
        if decision.follow_up {
            remarks.push("vervolgbesluit, omdat herstel uitbleef".to_owned());
        }
        remarks.extend(decision.lifted_on.map(|day| format!("opgeheven op {}", in_words(day))));
        remarks.extend(decision.revoked_on.map(|day| format!("herroepen op {}", in_words(day))));
        let reference = Cell::heading(decision.reference.as_str());
        let reason = if decision.reason.is_empty() { "geen motivering aangeleverd" } else { &decision.reason };
        [
            if remarks.is_empty() { reference } else { reference.note(remarks.join("; ")) },
            Cell::text(measure(&judged.version.matrix, &decision.measure)),
            Cell::text(in_words(decision.date)),
            Cell::text(in_words(decision.effective_on)),
            Cell::text(decision.recovery_until.map_or_else(|| "geen termijn".to_owned(), in_words)),
            Cell::text(reason),
        ]
    }))
}

fn comparison(judged: &JudgedAudit) -> Table {
    let columns = ["Onderdeel", "De matrix schrijft voor", "De instelling besloot"].map(Column::text);
    let table = Table::new("Voorgeschreven naast opgelegd", columns)
        .under_heading()
        .or_say("De matrix schrijft bij dit onderzoek niets voor, en er is niets besloten.");
    let Some(outcome) = &judged.assessment else { return table };
    if outcome.prescribed.is_none() && outcome.imposed.is_none() {
        return table;
    }
    table.with([measures_row(judged, outcome), decision_row(outcome), recovery_row(outcome)])
}

fn measures_row(judged: &JudgedAudit, outcome: &Assessment) -> [Cell; 3] {
    let matrix = &judged.version.matrix;
    let prescribed = outcome.prescribed.as_ref().map_or("niets", |p| measure(matrix, &p.measure));
    let imposed = Cell::text(outcome.imposed.as_ref().map_or("niets", |i| measure(matrix, &i.measure)));
    let imposed = match outcome.steps {
        Some(steps) if steps != 0 => {
            let way = if steps < 0 { "lichter" } else { "zwaarder" };
            imposed.note(format!("{} {way}", plural(u64::from(steps.unsigned_abs()), "trede", "treden")))
        }
        _ => imposed,
    };
    [Cell::heading("Maatregel"), Cell::text(prescribed), imposed]
}

fn decision_row(outcome: &Assessment) -> [Cell; 3] {
    let last = outcome.prescribed.as_ref().map(|p| format!("uiterlijk {}", in_words(p.decide_by)));
    let taken = Cell::text(outcome.imposed.as_ref().map_or_else(|| "–".to_owned(), |i| in_words(i.date)));
    let taken = match outcome.days_late {
        Some(days) if days > 0 => taken.note(format!("{} te laat", plural(days.unsigned_abs(), "dag", "dagen"))),
        _ => taken,
    };
    [Cell::heading("Besluit"), Cell::text(last.unwrap_or_else(|| "–".to_owned())), taken]
}

fn recovery_row(outcome: &Assessment) -> [Cell; 3] {
    let term = outcome.prescribed.as_ref().and_then(|p| p.recover_within);
    let until = outcome.imposed.as_ref().and_then(|i| i.recovery_until);
    [
        Cell::heading("Herstel"),
        Cell::text(term.map_or_else(|| "geen termijn".to_owned(), |term| format!("binnen {term}"))),
        Cell::text(until.map_or_else(|| "geen termijn".to_owned(), |day| format!("uiterlijk {}", in_words(day)))),
    ]
}

fn rule(judged: &JudgedAudit, prescribed: &Prescription) -> Vec<Fact> {
    let matrix = &judged.version.matrix;
    let Some(rule) = matrix.rules().get(prescribed.rule) else { return Vec::new() };
    let category = matrix.category(&rule.category).map_or(rule.category.as_str(), |category| &category.name);
    let times = if rule.count == prescribed.occurrence {
        format!("{}e keer", rule.count)
    } else {
        format!("vanaf de {}e keer; dit is de {}e keer", rule.count, prescribed.occurrence)
    };
    let mut facts = vec![
        Fact::new("Categorie", category),
        Fact::new("Keer", times),
        Fact::new("Maatregel", measure(matrix, &rule.measure)),
        Fact::new("Besluit binnen", rule.decide_within.to_string()),
    ];
    facts.extend(rule.recover_within.map(|term| Fact::new("Herstel binnen", term.to_string())));
    facts.extend(rule.follow_up.as_ref().map(|next| {
        let what = measure(matrix, &next.measure);
        Fact::new("Als herstel uitblijft", format!("{what}, besluit binnen {}", next.decide_within))
    }));
    facts.push(Fact::new("Plaats in de matrix", format!("regels[{}]", prescribed.rule)));
    facts
}

/// The verdicts there were, the one that stands first; empty while there was only one.
fn history(judged: &JudgedAudit) -> Table {
    let columns = ["Vanaf", "Tot", "Oordeel", "Voorgeschreven", "Opgelegd"].map(Column::text);
    let table = Table::new("Oordelen over dit onderzoek door de tijd", columns).under_heading();
    if judged.history.len() < 2 {
        return table;
    }
    let name = |code: &Option<MeasureCode>| {
        code.as_ref().map_or_else(|| "niets".to_owned(), |code| measure(&judged.version.matrix, code).to_owned())
    };
    table.with(judged.history.iter().map(|past| {
        let verdict = &past.verdict;
        [
            Cell::heading(words::moment(past.recorded_from)),
            Cell::text(past.recorded_until.map_or_else(|| "nu".to_owned(), words::moment)),
            Cell::statuses(labels(&verdict.outcomes, verdict.steps, verdict.days_late)),
            Cell::text(name(&verdict.prescribed_measure)),
            Cell::text(name(&verdict.imposed_measure)),
        ]
    }))
}

/// A list of audits; `href` gives the page of one.
pub(in crate::web::pages) fn audits_table(audits: &[ListedAudit], href: impl Fn(&str) -> String) -> Table {
    let columns =
        ["Onderzoek", "Datum", "Bedrijf", "Schema", "Voorgeschreven", "Opgelegd", "Oordeel"].map(Column::text);
    let table = Table::new("Onderzoeken, het nieuwste eerst", columns)
        .under_heading()
        .or_say("Met deze keuze zijn er geen onderzoeken.");
    table.with(audits.iter().map(|listed| {
        let row = &listed.verdict;
        let name = |code: &Option<MeasureCode>| match (code, &listed.version) {
            (None, _) => "niets".to_owned(),
            (Some(code), Some(version)) => measure(&version.matrix, code).to_owned(),
            (Some(code), None) => code.to_string(),
        };
        let prescribed = Cell::text(name(&row.prescribed_measure));
        let category = row.category.as_ref().zip(row.occurrence).map(|(category, times)| {
            let known = listed.version.as_ref().and_then(|version| version.matrix.category(category));
            format!("{}, {times}e keer", known.map_or(category.as_str(), |category| &category.name))
        });
        [
            Cell::heading(row.audit_reference.as_str()).linked(href(row.audit_reference.as_str())),
            Cell::text(in_words(row.audit_date)),
            Cell::text(&listed.firm),
            Cell::text(listed.scheme.as_str()),
            match category {
                Some(category) => prescribed.note(category),
                None => prescribed,
            },
            Cell::text(name(&row.imposed_measure)),
            Cell::statuses(labels(&row.outcomes, row.steps, row.days_late)),
        ]
    }))
}
