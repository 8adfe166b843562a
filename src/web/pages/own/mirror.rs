//! The mirror: a body sees itself as the regulator sees it, beside the other bodies as one unnamed whole.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::dashboard::{SchemeRate, rate};
use crate::domain::access::{SeeBody, decide};
use crate::domain::assessment::Verdict;
use crate::domain::calendar::in_words;
use crate::domain::identifiers::MeasureCode;
use crate::domain::supervision::course::QuarterRate;
use crate::domain::supervision::norm::Trials;
use crate::domain::supervision::others::{Others, OthersCell};
use crate::domain::supervision::practice::{Practice, PracticeRow};
use crate::domain::supervision::report::BodyRate;
use crate::language::Language;
use crate::services::mirror::{self, Mirror, shares};
use crate::services::supervise::{BodyFigures, SchemeFigures};
use crate::web::error::Error;
use crate::web::format::{count, decimal, percent};
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Cell, Column, Table};

/// A body as it sees itself.
#[derive(Debug, Clone, Serialize)]
pub struct MirrorPage {
    /// The name of the body.
    pub body: String,
    /// Through which day its data are complete, in a sentence.
    pub as_of: String,
    /// Each scheme it works under.
    pub schemes: Vec<MirrorScheme>,
}

/// A body under one scheme.
#[derive(Debug, Clone, Serialize)]
pub struct MirrorScheme {
    /// The rate against the norm, with its course.
    pub rate: SchemeRate,
    /// How its reasons stand, in a sentence; empty when it gave none.
    pub reasons: String,
    /// Over what the others are shown, or why they are not, in a sentence.
    pub others: String,
    /// The rate of each quarter beside the others.
    pub quarters: Table,
    /// Each cell of the matrix.
    pub cells: Table,
    /// How late it decides and delivers, and what it reports.
    pub measures: Table,
}

impl Page for MirrorPage {
    const TEMPLATE: &'static str = "pages/own/mirror";

    fn title(&self, _: Language) -> String {
        "Spiegel".to_owned()
    }

    fn section(&self) -> Section {
        Section::Mirror
    }
}

/// The addresses of this file.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/instelling/spiegel", web::get().to(show));
}

async fn show(portal: web::Data<Portal>, screen: Screen, who: LoggedIn) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), SeeBody(who.body()?))?;
    let mirror =
        portal.work(move |portal| mirror::mirror(&portal.store, &portal.figures, &permit, portal.today())).await?;
    screen.show(&page(&mirror))
}

fn page(mirror: &Mirror) -> MirrorPage {
    MirrorPage {
        body: mirror.name().to_owned(),
        as_of: match mirror.complete_through() {
            Some(day) => format!("Uw gegevens zijn bijgewerkt tot en met {}.", in_words(day)),
            None => "U hebt nog geen gegevens aangeleverd.".to_owned(),
        },
        schemes: mirror.schemes().map(|(scheme, own)| view(scheme, own, mirror.tolerated())).collect(),
    }
}

fn view(scheme: &SchemeFigures, own: &BodyFigures, tolerated: f64) -> MirrorScheme {
    let others = own.others.as_ref();
    MirrorScheme {
        rate: rate(scheme, own, tolerated),
        reasons: reasons(&own.rate),
        others: others_in_words(others),
        quarters: quarters(&own.quarters, others),
        cells: cells(scheme, &own.practice, others),
        measures: measures(scheme, own, others),
    }
}

fn reasons(rate: &BodyRate) -> String {
    let BodyRate { excused, rejected, waiting, .. } = rate;
    if excused + rejected + waiting == 0 {
        return String::new();
    }
    format!(
        "Uw redenen voor een afwijking in deze periode: {excused} aanvaard (die tellen niet mee), {rejected} afgewezen, \
         {waiting} wachten op TloKB."
    )
}

fn others_in_words(others: Option<&Others>) -> String {
    match others.and_then(|others| Some((others.quarters.first()?.0, others.quarters.last()?.0))) {
        Some((first, last)) => format!(
            "De andere instellingen staan hier samen, over hele kwartalen van {first} tot en met {last}. Een kwartaal telt mee \
             als zij dat allemaal compleet aanleverden en er van ten minste drie beoordeelde onderzoeken zijn. Hun cijfers \
             zijn afgerond."
        ),
        None => "De andere instellingen staan er niet bij. Dat kan pas als ten minste drie andere onder dit schema een heel \
                 kwartaal compleet aanleverden."
            .to_owned(),
    }
}

fn dash() -> String {
    "–".to_owned()
}

/// A share of the others, in whole percents.
fn rounded(trials: Trials) -> String {
    if trials.n() == 0 {
        return dash();
    }
    format!("{}%", decimal(f64::from(trials.d()) * 100.0 / f64::from(trials.n()), 0))
}

/// A count of the others, in tens.
fn about(number: u32) -> String {
    if number < 5 {
        "minder dan 10".to_owned()
    } else {
        format!("ongeveer {}", count(u64::from((number + 5) / 10) * 10))
    }
}

fn quarters(own: &[QuarterRate], others: Option<&Others>) -> Table {
    let columns = [
        Column::text("Kwartaal"),
        Column::number("Uw afwijkingen"),
        Column::number("Uw aandeel"),
        Column::number("95%-interval"),
        Column::number("Andere instellingen samen"),
    ];
    Table::new("Aandeel afwijkende besluiten per kwartaal", columns).with(own.iter().map(|row| {
        let interval = row
            .rate
            .interval95
            .map_or_else(dash, |(low, high)| format!("{} tot {}%", decimal(low * 100.0, 1), decimal(high * 100.0, 1)));
        [
            Cell::heading(row.quarter.to_string()),
            Cell::text(format!("{} van {}", row.rate.d, row.rate.n)),
            Cell::text(row.rate.share.map_or_else(dash, percent)),
            Cell::text(interval),
            Cell::text(others.and_then(|others| others.quarter(row.quarter)).map_or_else(dash, rounded)),
        ]
    }))
}

fn cells(scheme: &SchemeFigures, practice: &Practice, others: Option<&Others>) -> Table {
    let columns = [
        Column::text("Geval"),
        Column::text("De matrix schrijft voor"),
        Column::text("U legde op"),
        Column::number("Aantal"),
        Column::text("Andere instellingen samen"),
    ];
    let empty = "Er zijn in deze periode geen beoordeelde onderzoeken.";
    Table::new(format!("Elk geval van de matrix, {}", scheme.cell_period), columns).or_say(empty).with(
        practice.rows.iter().map(|row| {
            let imposed = row.imposed.iter().zip(&practice.measures);
            let mut said: Vec<String> = imposed
                .filter(|(times, _)| **times > 0)
                .map(|(times, code)| format!("{} {times}", scheme.measure(code)))
                .collect();
            if row.undecided > 0 {
                said.push(format!("geen besluit {}", row.undecided));
            }
            let number: u32 = row.imposed.iter().sum::<u32>() + row.undecided;
            [
                Cell::heading(format!("{}, {}e keer", scheme.category(&row.category), row.occurrence)),
                Cell::text(scheme.measure(&row.prescribed)),
                Cell::text(said.join(", ")),
                Cell::text(count(number.into())),
                others_in_cell(scheme, row, others),
            ]
        }),
    )
}

fn others_in_cell(scheme: &SchemeFigures, row: &PracticeRow, others: Option<&Others>) -> Cell {
    let same =
        |cell: &&OthersCell| (&cell.key.0, cell.key.1, &cell.key.2) == (&row.category, row.occurrence, &row.prescribed);
    let Some(cell) = others.and_then(|others| others.cells.iter().find(same)) else { return Cell::text(dash()) };
    let imposed = cell.imposed.iter().map(|(code, times)| (Some(code.clone()), *times));
    let said: Vec<String> = shares(imposed.chain([(None, cell.undecided)]))
        .into_iter()
        .map(|(code, share)| {
            let name = code.as_ref().map_or("geen besluit", |code: &MeasureCode| scheme.measure(code));
            format!("{name} {share}%")
        })
        .collect();
    let number: u32 = cell.imposed.values().sum::<u32>() + cell.undecided;
    Cell::text(said.join(", ")).note(about(number))
}

/// The verdicts that say that a decision came too late or not at all.
const LATE: [Verdict; 4] = [Verdict::TooLate, Verdict::FollowUpTooLate, Verdict::NoDecision, Verdict::NotFollowedUp];

fn measures(scheme: &SchemeFigures, own: &BodyFigures, others: Option<&Others>) -> Table {
    let columns = [Column::text("Gegeven"), Column::number("U"), Column::number("Andere instellingen samen")];
    let mut table = Table::new(format!("Hoe laat u besluit en wat u meldt, {}", scheme.period), columns);
    let late: u32 = LATE.iter().filter_map(|verdict| own.departures.get(verdict)).sum();
    let judged = own.rate.rate.n;
    let of_judged = if judged == 0 { dash() } else { format!("{late} op {judged} onderzoeken") };
    let together = others.map(|others| others.volume);
    let share = |value: Option<f64>| value.map_or_else(dash, percent);
    let whole = |value: Option<f64>| value.map_or_else(dash, |share| format!("{}%", decimal(share * 100.0, 0)));
    let volume = own.reporting.as_ref().map(|reporting| reporting.volume);
    let delay = own.reporting.as_ref().and_then(|reporting| reporting.median_delay);
    let rows = [
        ("Te laat of geen besluit", of_judged, others.map_or_else(dash, |others| rounded(others.late))),
        (
            "Van onderzoek tot aanlevering (mediaan)",
            delay.map_or_else(dash, |days| format!("{} dagen", decimal(days, 0))),
            dash(),
        ),
        (
            "Afwijkingen per onderzoek",
            volume.and_then(|v| v.findings.per_audit()).map_or_else(dash, |value| decimal(value, 2)),
            together.and_then(|v| v.findings.per_audit()).map_or_else(dash, |value| decimal(value, 1)),
        ),
        (
            "Aandeel ernstige afwijkingen",
            share(volume.and_then(|v| v.share_grave())),
            whole(together.and_then(|v| v.share_grave())),
        ),
        (
            "Onderzoeken zonder afwijking",
            share(volume.and_then(|v| v.share_clean())),
            whole(together.and_then(|v| v.share_clean())),
        ),
    ];
    for (name, own, others) in rows {
        table.push([Cell::heading(name), Cell::text(own), Cell::text(others)]);
    }
    table
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, MirrorPage)> {
    use crate::web::pages::samples::rate_chart;
    let scheme = MirrorScheme {
        rate: SchemeRate {
            id: "schema-CS-A".to_owned(),
            scheme: "CS-A Gasverbrandingsinstallaties".to_owned(),
            sentence: "In de 12 maanden tot en met 22 november 2026 week u bij 46 van 338 onderzoeken af.".to_owned(),
            chart: rate_chart("cs-a-grafiek"),
        },
        reasons: "Uw redenen voor een afwijking in deze periode: 2 aanvaard, 1 afgewezen, 1 wacht op TloKB.".to_owned(),
        others: others_in_words(None),
        quarters: quarters(&[], None),
        cells: Table::new("Elk geval van de matrix", [Column::text("Geval")])
            .with([[Cell::heading("kritiek, 1e keer")]]),
        measures: Table::new("Hoe laat u besluit", [Column::text("Gegeven")])
            .with([[Cell::heading("Te laat of geen besluit")]]),
    };
    let full = MirrorPage {
        body: "Bravo Certificatie".to_owned(),
        as_of: "Uw gegevens zijn bijgewerkt tot en met 22 november 2026.".to_owned(),
        schemes: vec![scheme],
    };
    let empty = MirrorPage { schemes: Vec::new(), ..full.clone() };
    vec![("own-mirror", full), ("own-mirror-empty", empty)]
}
