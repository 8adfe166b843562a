//! What a body decides and reports under one scheme, in sentences, drawings and tables.

use chrono::NaiveDate;

use super::body::SchemeView;
use crate::domain::assessment::Verdict;
use crate::domain::calendar::in_words;
use crate::domain::supervision::Level;
use crate::domain::supervision::norm;
use crate::domain::supervision::report::{BodyDrift, BodyRate, Cell as MatrixCell, Parameters};
use crate::domain::supervision::reporting::{Reporting, Volume};
use crate::domain::supervision::silence::Yield;
use crate::services::supervise::{BodyFigures, SchemeFigures};
use crate::web::address;
use crate::web::charts::{PeriodRate, Prescribed, Rate, heat_map, rate_over_time};
use crate::web::format::{decimal, enumeration, percent, plural, probability};
use crate::web::view::{Cell, Column, HeatMap, Link, Status, Table, Tone};

/// The figures of a rate as a drawing takes them.
pub(super) fn chart_rate(rate: &norm::Rate) -> Rate {
    Rate { deviating: rate.d.into(), assessed: rate.n.into(), share: rate.share, bounds: rate.interval95 }
}

/// The body under the scheme.
pub(super) fn scheme_view(scheme: &SchemeFigures, own: &BodyFigures, parameters: &Parameters) -> SchemeView {
    let id = scheme_id(scheme);
    let tolerated = parameters.rate.tolerance.share();
    let periods: Vec<PeriodRate> = own
        .quarters
        .iter()
        .map(|row| PeriodRate { period: row.quarter.to_string(), rate: chart_rate(&row.rate) })
        .collect();
    let audits = address::path(["toezicht", "instellingen", own.body.code.as_str(), "onderzoeken"]);
    SchemeView {
        name: format!("{} ({})", scheme.name, scheme.code),
        rate: rate_in_words(scheme, own, parameters),
        chart: rate_over_time(
            &format!("{id}-verloop"),
            &format!("Aandeel afwijkende besluiten per kwartaal, {}", scheme.code),
            tolerated,
            &periods,
        ),
        heat_map: practice(scheme, own, &id),
        own_policy: scheme.cells.iter().filter_map(|cell| cell.own_policy_in_words(&own.body)).collect(),
        silence: silence_in_words(own),
        silence_figures: silence_figures(scheme, own),
        breaks: breaks(scheme, own),
        uniformity: uniformity(scheme, own),
        drift: drift_in_words(own.drift.as_ref(), parameters),
        drift_alarms: drift_alarms(own),
        audits: Link::new(
            "Alle onderzoeken onder dit schema",
            address::with_query(&audits, [("schema", scheme.code.as_str())]),
        ),
        id,
    }
}

/// The id of a scheme on a page.
pub(super) fn scheme_id(scheme: &SchemeFigures) -> String {
    format!("schema-{}", crate::domain::text::fold(scheme.code.as_str()).replace(' ', "-"))
}

fn rate_in_words(scheme: &SchemeFigures, own: &BodyFigures, parameters: &Parameters) -> String {
    let (name, rate) = (&own.body.name, &own.rate.rate);
    let tolerated = percent(parameters.rate.tolerance.share());
    let Some((share, (low, high))) = rate.share.zip(rate.interval95) else {
        return format!("Van {name} zijn er over {} geen beoordeelde onderzoeken.", scheme.period);
    };
    let mut said = vec![format!(
        "{name} week over {} bij {} van {} af van de matrix: {} (95%-interval {} tot {}). De norm is {tolerated}.",
        scheme.period,
        rate.d,
        plural(rate.n.into(), "beoordeeld onderzoek", "beoordeelde onderzoeken"),
        percent(share),
        percent(low),
        percent(high),
    )];
    said.push(match &rate.tests {
        None => format!("Dat zijn minder dan {} onderzoeken: te weinig om iets te zeggen.", parameters.rate.fewest),
        Some(_) if share <= parameters.rate.tolerance.share() => "Dat is niet meer dan de norm toelaat.".to_owned(),
        Some(tests) => format!(
            "Bij een instelling die zich aan de norm houdt, is de kans op zoveel of meer afwijkingen {}.",
            probability(tests.p_norm_holm)
        ),
    });
    said.extend(ways_in_words(own));
    said.extend(not_counted(own));
    said.join(" ")
}

fn ways_in_words(own: &BodyFigures) -> Option<String> {
    let times = |(way, verdicts): &(&str, &[Verdict])| {
        let count: u32 = verdicts.iter().filter_map(|verdict| own.departures.get(verdict)).sum();
        (count > 0).then(|| format!("{way} {count} keer"))
    };
    let ways: Vec<String> = WAYS.iter().filter_map(times).collect();
    (!ways.is_empty()).then(|| format!("Het ging om: {}.", enumeration(&ways)))
}

/// What is shown beside the rate and is not in it.
fn not_counted(own: &BodyFigures) -> Vec<String> {
    let mut said = Vec::new();
    if own.rate.open > 0 {
        let open = plural(own.rate.open.into(), "onderzoek", "onderzoeken");
        said.push(format!("Over {open} mag nog worden besloten; dat telt niet mee."));
    }
    if own.rate.without_ground > 0 {
        let count = plural(own.rate.without_ground.into(), "besluit", "besluiten");
        said.push(format!("Zonder afwijking die het draagt: {count}; ook dat telt niet mee."));
    }
    said.extend(reasons_in_words(own));
    said
}

/// How the reasons stand that the body gave in the period.
fn reasons_in_words(own: &BodyFigures) -> Option<String> {
    let BodyRate { excused, rejected, waiting, .. } = own.rate;
    (excused + rejected + waiting > 0).then(|| {
        format!(
            "Gemotiveerde afwijkingen: {excused} aanvaard (tellen niet als afwijking), {rejected} afgewezen, {waiting} \
             wachten op een oordeel."
        )
    })
}

/// The ways in which a decision departs from the matrix, light and heavy beside each other.
pub(super) const WAYS: &[(&str, &[Verdict])] = &[
    ("te licht", &[Verdict::TooLight, Verdict::FollowUpTooLight]),
    ("te zwaar", &[Verdict::TooHeavy, Verdict::FollowUpTooHeavy]),
    ("te laat", &[Verdict::TooLate, Verdict::FollowUpTooLate]),
    ("geen besluit", &[Verdict::NoDecision]),
    ("niet opgevolgd", &[Verdict::NotFollowedUp]),
    ("hersteltermijn", &[Verdict::RecoveryTermMissing, Verdict::RecoveryTermTooLong]),
];

fn practice(scheme: &SchemeFigures, own: &BodyFigures, id: &str) -> HeatMap {
    let practice = &own.practice;
    let undecided = practice.rows.iter().any(|row| row.undecided > 0);
    let first = undecided.then(|| "geen besluit".to_owned());
    let columns: Vec<String> =
        first.into_iter().chain(practice.measures.iter().map(|code| scheme.measure(code).to_owned())).collect();
    let rows: Vec<Prescribed> = practice
        .rows
        .iter()
        .map(|row| {
            let place = practice.measures.iter().position(|code| *code == row.prescribed).unwrap_or_default();
            Prescribed {
                label: format!(
                    "{}, {}e keer: {}",
                    scheme.category(&row.category),
                    row.occurrence,
                    scheme.measure(&row.prescribed)
                ),
                measure: place + usize::from(undecided),
                imposed: undecided
                    .then_some(row.undecided.into())
                    .into_iter()
                    .chain(row.imposed.iter().map(|count| u64::from(*count)))
                    .collect(),
            }
        })
        .collect();
    let caption = format!("Voorgeschreven tegen opgelegde maatregelen, {}, {}", scheme.code, scheme.cell_period);
    heat_map(&format!("{id}-kaart"), &caption, &columns, &rows)
}

fn silence_in_words(own: &BodyFigures) -> String {
    let name = &own.body.name;
    let Some(row) = &own.reporting else { return format!("Van {name} is er niets om te vergelijken.") };
    let (Some(per_audit), Some(ratio)) = (row.silence.per_audit, row.silence.ratio) else {
        return format!(
            "De afwijkingen per onderzoek van {name} zijn niet te vergelijken met die van andere instellingen."
        );
    };
    let compared = format!(
        "{name} meldt {} afwijkingen per onderzoek, {} keer zoveel als de andere instellingen samen.",
        decimal(per_audit, 2),
        decimal(ratio, 2)
    );
    let chance = row.silence.p_holm.map_or_else(String::new, |p| {
        format!(" Zou er geen verschil zijn, dan is de kans op zo’n uitkomst {}.", probability(p))
    });
    let level = match row.level {
        Level::Alarm | Level::Attention => " Dat is minder dan door toeval te verwachten is.",
        Level::NotAssessable => " Dat is niet te beoordelen.",
        Level::None if row.silence.is_below() => " Dat kan toeval zijn.",
        Level::None => " Meer melden dan de andere instellingen geeft nooit een signaal.",
    };
    format!("{compared}{chance}{level}")
}

/// What all bodies but one report together.
fn others<'a>(rows: impl Iterator<Item = &'a Volume>) -> Volume {
    rows.fold(Volume::default(), |sum, row| Volume {
        findings: Yield::new(
            sum.findings.findings() + row.findings.findings(),
            sum.findings.audits() + row.findings.audits(),
        )
        .unwrap_or_default(),
        grave: sum.grave + row.grave,
        clean: sum.clean + row.clean,
    })
}

fn other_reports<'a>(scheme: &'a SchemeFigures, own: &'a BodyFigures) -> impl Iterator<Item = &'a Reporting> {
    scheme.bodies.iter().filter(|row| row.body.code != own.body.code).filter_map(|row| row.reporting.as_ref())
}

fn or_dash(value: Option<String>) -> String {
    value.unwrap_or_else(|| "–".to_owned())
}

/// The rows that say what was reported, a column per volume.
fn volume_rows(volumes: &[Volume]) -> Vec<(&'static str, Vec<String>)> {
    let row = |say: &dyn Fn(&Volume) -> String| volumes.iter().map(say).collect();
    vec![
        ("Onderzoeken", row(&|v| v.findings.audits().to_string())),
        ("Afwijkingen", row(&|v| v.findings.findings().to_string())),
        ("Afwijkingen per onderzoek", row(&|v| or_dash(v.findings.per_audit().map(|share| decimal(share, 2))))),
        ("Aandeel ernstige afwijkingen", row(&|v| or_dash(v.share_grave().map(percent)))),
        ("Onderzoeken zonder afwijking", row(&|v| or_dash(v.share_clean().map(percent)))),
    ]
}

fn silence_figures(scheme: &SchemeFigures, own: &BodyFigures) -> Table {
    let columns =
        [Column::text("Gegeven"), Column::number(&own.body.name), Column::number("Andere instellingen samen")];
    let mut table = Table::new(format!("Wat de instelling meldt, {}", scheme.period), columns);
    let Some(reported) = &own.reporting else { return table };
    let together = others(other_reports(scheme, own).map(|row| &row.volume));
    for (name, values) in volume_rows(&[reported.volume, together]) {
        table.push(std::iter::once(Cell::heading(name)).chain(values.into_iter().map(Cell::text)));
    }
    let days = |delay: Option<f64>| or_dash(delay.map(|days| format!("{} dagen", decimal(days, 0))));
    let mut delays: Vec<f64> = other_reports(scheme, own).filter_map(|row| row.median_delay).collect();
    delays.sort_by(f64::total_cmp);
    let between = match (delays.first(), delays.last()) {
        (Some(low), Some(high)) if low < high => format!("{} tot {}", decimal(*low, 0), days(Some(*high))),
        (low, _) => days(low.copied()),
    };
    table.push([
        Cell::heading("Van onderzoek tot aanlevering (mediaan)"),
        Cell::text(days(reported.median_delay)),
        Cell::text(between),
    ]);
    table
}

/// The same figures before and after each new version, beside those of the others.
fn breaks(scheme: &SchemeFigures, own: &BodyFigures) -> Vec<Table> {
    let Some(reported) = &own.reporting else { return Vec::new() };
    let tables = reported.breaks.iter().map(|change| {
        let same = |row: &'_ Reporting| row.breaks.iter().find(|other| other.version == change.version).cloned();
        let rest: Vec<_> = other_reports(scheme, own).filter_map(same).collect();
        let volumes = [
            change.before,
            change.after,
            others(rest.iter().map(|row| &row.before)),
            others(rest.iter().map(|row| &row.after)),
        ];
        let caption =
            format!("Voor en na versie {}: {}, tegen {}", change.version, change.before_window, change.after_window);
        let columns = [
            Column::text("Gegeven"),
            Column::number("Ervoor"),
            Column::number("Erna"),
            Column::number("Andere, ervoor"),
            Column::number("Andere, erna"),
        ];
        let mut table = Table::new(caption, columns);
        for (name, values) in volume_rows(&volumes) {
            table.push(std::iter::once(Cell::heading(name)).chain(values.into_iter().map(Cell::text)));
        }
        table
    });
    tables.collect()
}

fn uniformity(scheme: &SchemeFigures, own: &BodyFigures) -> Table {
    let columns = [
        Column::text("Geval"),
        Column::text(&own.body.name),
        Column::text("Andere instellingen samen"),
        Column::number("Cramérs V"),
        Column::text("Gelijkheid"),
    ];
    let table = Table::new(format!("Gelijke behandeling per geval, {}", scheme.cell_period), columns)
        .or_say("Er zijn in deze periode geen besluiten om te vergelijken.");
    table.with(scheme.cells.iter().map(|cell| {
        let counts = |own_rows: bool| -> Vec<u32> {
            let rows = cell.bodies.iter().filter(|row| (row.body == own.body.code) == own_rows);
            rows.fold(vec![0; cell.measures.len()], |mut sums, row| {
                sums.iter_mut().zip(&row.counts).for_each(|(sum, count)| *sum += count);
                sums
            })
        };
        let prescribed = format!("voorgeschreven: {}", scheme.measure(&cell.prescribed));
        [
            Cell::heading(format!("{}, {}e keer", scheme.category(&cell.category), cell.occurrence)).note(prescribed),
            Cell::text(imposed_in_words(scheme, cell, &counts(true))),
            Cell::text(imposed_in_words(scheme, cell, &counts(false))),
            Cell::text(if cell.uniformity.is_testable() {
                decimal(cell.uniformity.cramers_v, 2)
            } else {
                "–".to_owned()
            }),
            sureness(cell),
        ]
    }))
}

fn imposed_in_words(scheme: &SchemeFigures, cell: &MatrixCell, counts: &[u32]) -> String {
    let imposed = cell.measures.iter().zip(counts).filter(|(_, count)| **count > 0);
    let words: Vec<String> = imposed.map(|(code, count)| format!("{} {count}", scheme.measure(code))).collect();
    if words.is_empty() { "geen besluiten".to_owned() } else { words.join(", ") }
}

fn sureness(cell: &MatrixCell) -> Cell {
    let status = match cell.level {
        Level::Alarm => Status::new(Tone::Negative, "ongelijk"),
        Level::Attention => Status::new(Tone::Warning, "ongelijk"),
        Level::None => Status::new(Tone::Positive, "geen verschil gezien"),
        Level::NotAssessable => Status::new(Tone::Neutral, "niet te vergelijken"),
    };
    let indicative = cell.uniformity.is_testable() && cell.uniformity.is_indicative();
    if indicative { Cell::status(status).note("indicatief: kleine aantallen") } else { Cell::status(status) }
}

fn drift_in_words(drift: Option<&BodyDrift>, parameters: &Parameters) -> String {
    let limit = decimal(parameters.drift.limit, 0);
    let Some((row, last)) = drift.and_then(|row| Some((row, *row.drift.path.last()?))) else {
        return "Er zijn nog geen oordelen om een lopende score van te maken.".to_owned();
    };
    let audits = plural(row.audits.len() as u64, "oordeel", "oordelen");
    // Where the limit was just reached the score starts again.
    let now = if row.drift.alarms.last() == Some(&row.audits.len()) { 0.0 } else { last };
    let highest = row.drift.path.iter().copied().fold(0.0, f64::max);
    let reached = match row.drift.alarms.len() {
        0 => format!("De grens van {limit} is niet bereikt; de hoogste stand was {}.", decimal(highest, 2)),
        1 => format!("De grens van {limit} is 1 keer bereikt."),
        times => format!("De grens van {limit} is {times} keer bereikt."),
    };
    format!("Na {audits} in de laatste drie jaar staat de lopende score op {}. {reached}", decimal(now, 2))
}

fn drift_alarms(own: &BodyFigures) -> Table {
    let columns = [Column::text("Onderzoek"), Column::text("Datum van het besluit"), Column::number("Oordeel nummer")];
    let mut table = Table::new("Wanneer de lopende score de grens bereikte", columns);
    for number in own.drift.iter().flat_map(|row| &row.drift.alarms) {
        let point = own.drift.as_ref().and_then(|row| row.audits.get(number.checked_sub(1)?));
        if let Some(point) = point {
            let href = address::supervised_audit(own.body.code.as_str(), point.audit.as_str());
            table.push([
                Cell::heading(point.audit.as_str()).linked(href),
                Cell::text(in_words(point.date)),
                Cell::text(number.to_string()),
            ]);
        }
    }
    table
}

/// Through which day the data of a body are complete, in a sentence.
pub(super) fn complete_in_words(through: Option<NaiveDate>) -> String {
    through.map_or_else(
        || "Deze instelling leverde nog niets aan.".to_owned(),
        |day| format!("Gegevens bijgewerkt tot en met {}.", in_words(day)),
    )
}
