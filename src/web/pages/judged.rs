//! Audits with their verdicts in words, for the body that did them and for the regulator alike.

use chrono::{DateTime, NaiveDate, Utc};

use super::own::audits::AuditList;
use super::supervision::audit::AuditView;
use crate::domain::assessment::{Assessment, Imposed, Prescription, Verdict};
use crate::domain::calendar::{dutch_day, in_words};
use crate::domain::identifiers::{CategoryCode, MeasureCode};
use crate::domain::matrix::Matrix;
use crate::services::audits::{AuditListing, JudgedAudit, ListedAudit, PastVerdict, Wanted};
use crate::web::format::{count, enumeration, plural};
use crate::web::standing::path_part;
use crate::web::view::{Cell, Column, Event, Fact, Link, Pagination, Select, Status, Table, Tone};

/// A moment on a Dutch clock: `23 november 2026, 09.14 uur`.
pub fn moment(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&chrono_tz::Europe::Amsterdam);
    format!("{}, {} uur", in_words(dutch_day(at)), local.format("%H.%M"))
}

/// The word for a verdict, as in `te licht`.
pub fn word(verdict: Verdict) -> String {
    verdict.code().replace('-', " ")
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Conforms => Tone::Positive,
        Verdict::Open | Verdict::FollowUpOpen => Tone::Info,
        Verdict::NoNonconformity => Tone::Neutral,
        Verdict::Groundless => Tone::Warning,
        _ => Tone::Negative,
    }
}

fn steps_in_words(steps: Option<i32>) -> String {
    plural(steps.map_or(0, i32::unsigned_abs).into(), "stap", "stappen")
}

fn days_in_words(days: Option<i64>) -> String {
    plural(days.map_or(0, i64::unsigned_abs), "dag", "dagen")
}

fn label(verdict: Verdict, steps: Option<i32>, days_late: Option<i64>) -> Status {
    let word = word(verdict);
    let text = match verdict {
        Verdict::TooLight | Verdict::TooHeavy if steps.is_some() => format!("{word}, {}", steps_in_words(steps)),
        Verdict::TooLate if days_late.is_some() => format!("{word}, {}", days_in_words(days_late)),
        _ => word,
    };
    Status::new(tone(verdict), text)
}

/// The verdicts of a stored row as labels.
fn stored_labels(codes: &str, steps: Option<i32>, days_late: Option<i64>) -> Vec<Status> {
    codes.split('+').filter_map(Verdict::from_code).map(|verdict| label(verdict, steps, days_late)).collect()
}

fn measure_name<'a>(matrix: &'a Matrix, code: &'a MeasureCode) -> &'a str {
    matrix.measure(code).map_or(code.as_str(), |measure| &measure.name)
}

fn category_name<'a>(matrix: &'a Matrix, code: &'a CategoryCode) -> &'a str {
    matrix.category(code).map_or(code.as_str(), |category| &category.name)
}

/// The page of a list of audits: `href` gives the address of a page with this number, `audit` that of an audit.
pub fn list(
    listing: &AuditListing,
    wanted: &Wanted,
    href: impl Fn(u64) -> String,
    audit: impl Fn(&str) -> String,
) -> AuditList {
    let verdicts = Verdict::ALL.map(|verdict| (verdict.code().to_owned(), capital(&word(verdict))));
    let all = [(String::new(), "Alle oordelen".to_owned())];
    let schemes = listing.schemes.iter().map(|entry| {
        let code = entry.scheme.code.to_string();
        (code.clone(), format!("{code} {}", entry.scheme.name))
    });
    let every = [(String::new(), "Alle schema’s".to_owned())];
    let columns = ["Onderzoek", "Bedrijf", "Voorgeschreven", "Opgelegd", "Oordeel"].map(Column::text);
    let mut table = Table::new("Onderzoeken, het nieuwste eerst", columns).under_heading().or_say(empty(listing));
    listing.audits.rows.iter().for_each(|row| table.push(cells(row, &audit)));
    let page = listing.audits.page;
    let total = u64::try_from(listing.audits.total).unwrap_or_default();
    AuditList {
        summary: match listing.as_of {
            Some(day) => format!(
                "Elk besluit is vergeleken met de matrix die gold op de dag van het onderzoek. Stand: {}.",
                in_words(day)
            ),
            None => "Er zijn nog geen gegevens aangeleverd.".to_owned(),
        },
        verdict: Select::new(
            "oordeel",
            "Oordeel",
            wanted.verdict.map_or("", Verdict::code),
            all.into_iter().chain(verdicts),
        ),
        scheme: Select::new(
            "schema",
            "Schema",
            wanted.scheme.as_ref().map_or("", |code| code.as_str()),
            every.into_iter().chain(schemes),
        ),
        audits: table,
        pagination: Pagination::new(
            page.number().into(),
            page.size().into(),
            total,
            ("onderzoek", "onderzoeken"),
            href,
        ),
    }
}

fn empty(listing: &AuditListing) -> &'static str {
    if listing.as_of.is_some() {
        "Er zijn geen onderzoeken met dit oordeel. Kies een ander oordeel of een ander schema."
    } else {
        "Er zijn nog geen onderzoeken aangeleverd."
    }
}

fn cells(row: &ListedAudit, audit: impl Fn(&str) -> String) -> [Cell; 5] {
    let verdict = &row.verdict;
    let matrix = row.version.as_ref().map(|version| &version.matrix);
    let measure = |code: &MeasureCode| matrix.map_or(code.as_str(), |m| measure_name(m, code)).to_owned();
    let prescribed = match (&verdict.prescribed_measure, &verdict.category, verdict.occurrence) {
        (Some(code), Some(category), Some(occurrence)) => {
            let category = matrix.map_or(category.as_str(), |m| category_name(m, category));
            Cell::text(measure(code)).note(format!("{category}, {occurrence}e keer"))
        }
        _ => Cell::text("–"),
    };
    let imposed = match (&verdict.imposed_measure, verdict.imposed_on) {
        (Some(code), Some(day)) => Cell::text(measure(code)).note(in_words(day)),
        _ => Cell::text("–"),
    };
    [
        Cell::heading(verdict.audit_reference.as_str()).linked(audit(verdict.audit_reference.as_str())).note(format!(
            "{}, {}",
            in_words(verdict.audit_date),
            row.scheme
        )),
        Cell::text(&row.firm).linked(format!("/installateurs/{}", verdict.kvk_number)),
        prescribed,
        imposed,
        Cell::statuses(stored_labels(&verdict.outcomes, verdict.steps, verdict.days_late)),
    ]
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

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
        history: history(judged),
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

fn departure(verdict: Verdict, found: &Assessment) -> Option<String> {
    let text = match verdict {
        Verdict::TooLight => format!("{} lichter", steps_in_words(found.steps)),
        Verdict::TooHeavy => format!("{} zwaarder", steps_in_words(found.steps)),
        Verdict::TooLate => format!("{} te laat", days_in_words(found.days_late)),
        Verdict::RecoveryTermMissing => "zonder hersteltermijn".to_owned(),
        Verdict::RecoveryTermTooLong => "met een te lange hersteltermijn".to_owned(),
        Verdict::FollowUpTooLight => "met een te licht vervolgbesluit".to_owned(),
        Verdict::FollowUpTooHeavy => "met een te zwaar vervolgbesluit".to_owned(),
        Verdict::FollowUpTooLate => "met een te laat vervolgbesluit".to_owned(),
        Verdict::NotFollowedUp => "zonder vervolgbesluit toen herstel uitbleef".to_owned(),
        Verdict::FollowUpOpen => "een vervolgbesluit kan nog komen".to_owned(),
        Verdict::NoNonconformity | Verdict::Groundless | Verdict::Open | Verdict::NoDecision | Verdict::Conforms => {
            return None;
        }
    };
    Some(text)
}

fn facts(judged: &JudgedAudit, matrix_at: &str) -> Vec<Fact> {
    let audit = &judged.file.audit;
    let certificate = format!("/certificaten/{}", path_part(audit.certificate_number.as_str()));
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

fn comparison(matrix: &Matrix, assessment: Option<&Assessment>) -> Table {
    let columns = ["Onderdeel", "De matrix schrijft voor", "De instelling besloot"].map(Column::text);
    let mut table = Table::new("Voorgeschreven naast opgelegd", columns)
        .under_heading()
        .or_say("De matrix schrijft bij dit onderzoek niets voor.");
    let Some(found) = assessment else {
        return table.or_say("Er is nog geen oordeel.");
    };
    let imposed = found.imposed.as_ref();
    let nothing = || Cell::text("geen besluit");
    match &found.prescribed {
        Some(prescribed) => compared(matrix, found, prescribed, &mut table),
        None if imposed.is_some() => table.push([
            Cell::heading("Maatregel"),
            Cell::text("niets"),
            imposed.map_or_else(nothing, |i| Cell::text(measure_name(matrix, &i.measure)).note(in_words(i.date))),
        ]),
        None => {}
    }
    table
}

fn compared(matrix: &Matrix, found: &Assessment, prescribed: &Prescription, table: &mut Table) {
    let imposed = found.imposed.as_ref();
    let cell =
        |text: &dyn Fn(&Imposed) -> String| imposed.map_or_else(|| Cell::text("geen besluit"), |i| Cell::text(text(i)));
    let remark = |cell: Cell, verdicts: &[Verdict]| {
        let said: Vec<String> =
            found.verdicts.iter().filter(|v| verdicts.contains(v)).filter_map(|v| departure(*v, found)).collect();
        if said.is_empty() { cell } else { cell.note(said.join(", ")) }
    };
    table.push([
        Cell::heading("Maatregel"),
        Cell::text(measure_name(matrix, &prescribed.measure)),
        remark(cell(&|i| measure_name(matrix, &i.measure).to_owned()), &[Verdict::TooLight, Verdict::TooHeavy]),
    ]);
    table.push([
        Cell::heading("Besluit"),
        Cell::text(format!("uiterlijk {}", in_words(prescribed.decide_by))),
        remark(cell(&|i| in_words(i.date)), &[Verdict::TooLate]),
    ]);
    if let Some(term) = prescribed.recover_within {
        let set = |i: &Imposed| {
            i.recovery_until.map_or_else(|| "geen termijn".to_owned(), |day| format!("uiterlijk {}", in_words(day)))
        };
        table.push([
            Cell::heading("Herstel"),
            Cell::text(format!("binnen {term} na het besluit")),
            remark(cell(&set), &[Verdict::RecoveryTermMissing, Verdict::RecoveryTermTooLong]),
        ]);
    }
    let rule = matrix.rules().get(prescribed.rule);
    if let (Some(recovery), Some(next)) = (&found.recovery, rule.and_then(|rule| rule.follow_up.as_ref())) {
        let decided = recovery.follow_up.as_ref();
        let stands = match (decided, recovery.established_on) {
            (Some(decision), _) => {
                format!("{} op {}", measure_name(matrix, &decision.measure), in_words(decision.date))
            }
            (None, Some(day)) => format!("niet nodig: hersteld op {}", in_words(day)),
            (None, None) => "geen vervolgbesluit".to_owned(),
        };
        table.push([
            Cell::heading("Als herstel uitblijft"),
            Cell::text(measure_name(matrix, &next.measure))
                .note(format!("uiterlijk {}", in_words(recovery.follow_up_by))),
            remark(
                Cell::text(stands),
                &[
                    Verdict::FollowUpTooLight,
                    Verdict::FollowUpTooHeavy,
                    Verdict::FollowUpTooLate,
                    Verdict::NotFollowedUp,
                ],
            ),
        ]);
    }
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

/// How many days lie between the two, in words: `vandaag`, `nog 12 dagen`, `3 dagen geleden`.
pub fn until(day: NaiveDate, today: NaiveDate) -> String {
    let days = (day - today).num_days();
    match days {
        0 => "vandaag".to_owned(),
        1.. => format!("nog {}", days_in_words(Some(days))),
        _ => format!("{} geleden", days_in_words(Some(days))),
    }
}

/// The count of rows as the pages write it.
pub fn rows(number: i64) -> String {
    count(number.unsigned_abs())
}
