//! `replay`: what a draft of a sanction matrix would have prescribed.

use std::path::PathBuf;

use chrono::NaiveDate;
use indicatif::ProgressBar;
use stelselwacht::clock::Clock;
use stelselwacht::domain::access::{Actor, Replay, decide};
use stelselwacht::domain::faults::{Fault, Faults};
use stelselwacht::domain::identifiers::SchemeCode;
use stelselwacht::domain::matrix::{Matrix, Parsed};
use stelselwacht::domain::replay::{Days, Outcome, Part, Practice, Unknown};
use stelselwacht::exchange::replay::Document;
use stelselwacht::services::replay::{Asked, Progress, ReplayError, replay};

use super::assess::{refused, warn};
use super::input::read_text;
use super::output::say;
use super::{Failure, ready_store, settings};

/// Run a draft of a sanction matrix over the audits of a scheme.
///
/// Says how many prescriptions change, in which cells and to what, per body and per size of firm, which audits change most,
/// and whether the decisions of each body are nearer to the matrix in force or to the draft. Nothing is stored.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Code of the scheme.
    #[arg(long, value_name = "CODE", value_parser = scheme_code)]
    scheme: SchemeCode,
    /// File with the draft (JSON); `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    matrix: PathBuf,
    /// First day whose audits count.
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
    /// Last day whose audits count.
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<NaiveDate>,
    /// Print the outcome as JSON.
    #[arg(long)]
    json: bool,
}

fn scheme_code(text: &str) -> Result<SchemeCode, String> {
    SchemeCode::parse(text).map_err(|fault| fault.to_string())
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (draft, days) = checked(arguments)?;
    let store = ready_store(&settings()?)?;
    let permit = decide(&Actor::Operator, Replay).map_err(|denied| Failure::Refused(denied.to_string()))?;
    // Hidden by itself where nobody looks: standard error is then no terminal.
    let bar = ProgressBar::new(0);
    let tell = |progress: Progress| {
        bar.set_length(progress.of);
        bar.set_position(progress.done);
    };
    let asked = Asked { scheme: &arguments.scheme, draft: &draft, days };
    let outcome = replay(&store, &permit, Clock::System.today(), asked, &tell);
    bar.finish_and_clear();
    let outcome = outcome.map_err(|error| match error {
        ReplayError::Storage(error) => error.into(),
        error => Failure::Refused(error.to_string()),
    })?;
    if arguments.json {
        let document = Document { scheme: &arguments.scheme, draft: draft.name(), outcome: &outcome };
        let text = serde_json::to_string_pretty(&document).map_err(|error| Failure::Environment(error.to_string()))?;
        say!("{text}");
    } else {
        print(&arguments.scheme, &outcome);
    }
    Ok(())
}

/// The draft and the days; every fault of both together.
fn checked(arguments: &Arguments) -> Result<(Matrix, Days), Failure> {
    let parsed = Matrix::parse(&read_text(&arguments.matrix)?);
    let days = Days::between(arguments.from, arguments.to);
    match (parsed, days) {
        (Ok(Parsed { matrix, warnings }), Ok(days)) => {
            warn(&arguments.matrix, &warnings);
            Ok((matrix, days))
        }
        (Ok(_), Err(error)) => Err(Failure::Refused(format!("--from en --to: {error}."))),
        (Err(Faults(mut faults)), days) => {
            faults.extend(days.err().map(|error| Fault::at("--from en --to", error.to_string())));
            Err(refused("De matrix", &arguments.matrix, &Faults(faults)))
        }
    }
}

fn print(scheme: &SchemeCode, outcome: &Outcome) {
    let through = match (outcome.from, outcome.through) {
        (None, None) => "alle onderzoeken".to_owned(),
        (Some(from), None) => format!("onderzoeken vanaf {from}"),
        (None, Some(through)) => format!("onderzoeken tot en met {through}"),
        (Some(from), Some(through)) => format!("onderzoeken van {from} tot en met {through}"),
    };
    say!("Schema {scheme}, {through}\n");
    say!("{:<28} {:>10} {:>10}", "", "geldend", "concept");
    let all = &outcome.all;
    let line = |name: &str, before: u64, after: u64| say!("{name:<28} {before:>10} {after:>10}");
    line("voorgeschreven", all.before.prescribed, all.after.prescribed);
    line("  zonder gevolg", all.before.without_effect, all.after.without_effect);
    line("  schorsingen", all.before.suspensions, all.after.suspensions);
    line("  intrekkingen", all.before.withdrawals, all.after.withdrawals);
    say!("\nBeoordeeld {}, gewijzigd {}.\n{}", all.judged, all.changed, outcome.sentence);
    if !outcome.cells.is_empty() {
        say!("\n{:>10} {:>8} {:>7}  wijziging", "aantal", "van de", "stappen");
    }
    for cell in &outcome.cells {
        say!("{:>10} {:>8} {:>+7}  {}", cell.count, cell.of, cell.steps, cell.sentence);
    }
    parts("instelling", outcome.bodies.iter().map(|body| (body.body.to_string(), &body.part)));
    for body in &outcome.bodies {
        say!("{}", body.sentence);
    }
    parts("bedrijfsgrootte", outcome.sizes.iter().map(|size| (size.size.clone(), &size.part)));
    unknown("afwijkingscode", &outcome.unknown.findings);
    unknown("maatregel", &outcome.unknown.measures);
}

fn parts<'a>(what: &str, parts: impl Iterator<Item = (String, &'a Part)>) {
    say!(
        "\n{what:<24} {:>10} {:>10} {:>15} {:>15} {:>10} {:>12} {:>12}",
        "beoordeeld",
        "gewijzigd",
        "schorsingen",
        "intrekkingen",
        "besluiten",
        "af geldend",
        "af concept"
    );
    for (name, part) in parts {
        let moved = |before: u64, after: u64| format!("{before} -> {after}");
        let Practice { decisions, in_force, draft } = &part.practice;
        say!(
            "{name:<24} {:>10} {:>10} {:>15} {:>15} {:>10} {:>12} {:>12}",
            part.judged,
            part.changed,
            moved(part.before.suspensions, part.after.suspensions),
            moved(part.before.withdrawals, part.after.withdrawals),
            decisions,
            decisions.saturating_sub(in_force.equal),
            decisions.saturating_sub(draft.equal)
        );
    }
}

fn unknown(what: &str, codes: &[Unknown]) {
    for Unknown { code, count } in codes {
        say!("\nLet op: {what} «{code}» staat niet in het concept en telt daar niet mee ({count} keer).");
    }
}
