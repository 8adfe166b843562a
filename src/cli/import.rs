//! `import`: a delivery of a certification body from files.

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressStyle};
use stelselwacht::clock::Clock;
use stelselwacht::domain::access::{Actor, Deliver, decide};
use stelselwacht::domain::calendar::dutch_day;
use stelselwacht::domain::delivery_report::{Fault, Warning};
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::exchange::delivery::Report;
use stelselwacht::services::delivery::apply::{Mode, Receipt, Request, deliver};
use stelselwacht::services::delivery::parse::parse;
use stelselwacht::services::delivery::read::{IntakeError, Limits, SourceFile};
use stelselwacht::services::delivery::{DeliveryError, Step};
use stelselwacht::storage::Store;

use super::output::say;
use super::{Failure, ready_store, settings};

/// Take in a delivery of a certification body: CSV files or XLSX workbooks, in any order.
///
/// All faults of all files are reported together. Without --accept-valid any fault means that nothing is stored.
/// Sending the same again changes nothing.
///
/// Exit code: 0 when the delivery was stored (with --accept-valid: at least its valid rows) or, with --dry-run, has no
/// faults; 1 when it has faults and nothing was stored; 2 for a wrong command line; 3 when a file, the database or a
/// setting stands in the way.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The files: certificaten, onderzoeken, afwijkingen, besluiten
    #[arg(required = true, value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Code of the body that delivers
    #[arg(long, value_name = "CODE", value_parser = body_code)]
    body: BodyCode,
    /// Last day for which everything is delivered; else the latest audit or decision in the files
    #[arg(long, value_name = "YYYY-MM-DD")]
    through: Option<NaiveDate>,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Store the rows that are right when others are refused
    #[arg(long, conflicts_with = "dry_run")]
    accept_valid: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn body_code(text: &str) -> Result<BodyCode, String> {
    BodyCode::parse(text).map_err(|fault| fault.to_string())
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let store = ready_store(&settings()?)?;
    let receipt = import(&store, arguments).map_err(|failure| match failure {
        ImportError::Intake(fault) => Failure::Environment(fault.to_string()),
        ImportError::Delivery(DeliveryError::Storage(fault)) => Failure::from(fault),
        ImportError::Delivery(fault) => Failure::Refused(fault.to_string()),
    })?;
    if arguments.json {
        say!("{:#}", as_json(&receipt, &arguments.body));
    } else {
        print_report(&receipt, arguments.dry_run);
    }
    let nothing_sent = receipt.plan.is_clean() && receipt.applied.is_none() && !arguments.dry_run;
    if nothing_sent {
        Err(Failure::Refused("De bestanden bevatten geen enkele rij: er is niets opgeslagen.".to_owned()))
    } else if receipt.applied.is_some() || receipt.plan.is_clean() {
        Ok(())
    } else {
        Err(Failure::Refused(way_out(&receipt, arguments)))
    }
}

#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error(transparent)]
    Intake(#[from] IntakeError),
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
}

fn import(store: &Store, arguments: &Arguments) -> Result<Receipt, ImportError> {
    let limits = Limits::default();
    let (files, too_large) = take_in(&arguments.files, &limits)?;
    let bar = ProgressBar::no_length();
    bar.enable_steady_tick(Duration::from_millis(200));
    let progress = |step: Step, rows: usize| show(&bar, step, rows);
    let now = Clock::System.now();
    let mut delivery = parse(&files, &limits, dutch_day(now), &progress);
    drop(files);
    for fault in too_large {
        delivery.faults.push_whole_file(fault);
    }
    bar.set_length(u64::try_from(delivery.rows).unwrap_or(u64::MAX));
    let mode = match (arguments.dry_run, arguments.accept_valid) {
        (true, _) => Mode::Preview,
        (false, true) => Mode::AcceptValid,
        (false, false) => Mode::All,
    };
    let request = Request { delivery, through: arguments.through, mode };
    let permit = decide(&Actor::Operator, Deliver(arguments.body.clone())).map_err(DeliveryError::from)?;
    let receipt = deliver(store, &permit, request, now, &progress);
    bar.finish_and_clear();
    Ok(receipt?)
}

/// Takes in all files. One that is too large is a fault of the delivery and told with the others; one that cannot be read
/// is not.
fn take_in(paths: &[PathBuf], limits: &Limits) -> Result<(Vec<SourceFile>, Vec<Fault>), IntakeError> {
    let mut times: HashMap<String, usize> = HashMap::new();
    let short = |path: &Path| path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    for path in paths {
        *times.entry(short(path)).or_default() += 1;
    }
    let (mut files, mut too_large) = (Vec::new(), Vec::new());
    for path in paths {
        // Two files of one name are told apart by their paths.
        let name = Some(short(path)).filter(|name| times.get(name) == Some(&1));
        let name = name.unwrap_or_else(|| path.display().to_string());
        let file = File::open(path).map_err(|cause| IntakeError::Unreadable { name: name.as_str().into(), cause })?;
        let expected = file.metadata().map_or(0, |known| known.len());
        match SourceFile::take_in(&name, file, expected, limits) {
            Ok(file) => files.push(file),
            Err(fault @ IntakeError::TooLarge { .. }) => {
                too_large.push(Fault::of_file(&Arc::from(name.as_str()), fault.to_string()));
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok((files, too_large))
}

/// The bar shows itself on a terminal only.
fn show(bar: &ProgressBar, step: Step, rows: usize) {
    let template = match step {
        Step::Reading => "{spinner} Lezen: {pos} rijen",
        Step::Checking => "{spinner} Controleren: {len} rijen",
        Step::Storing => "{spinner} Opslaan: {bar:40} {pos} van {len} rijen",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_position(if step == Step::Checking { 0 } else { u64::try_from(rows).unwrap_or(u64::MAX) });
}

fn as_json(receipt: &Receipt, body: &BodyCode) -> serde_json::Value {
    let stored = receipt.applied.as_ref().map(|applied| applied.delivery_id);
    let plan = &receipt.plan;
    let through = receipt.complete_through;
    serde_json::json!(Report::new(body, stored, through, plan.counts, &plan.faults, &plan.warnings))
}

fn print_report(receipt: &Receipt, dry_run: bool) {
    let plan = &receipt.plan;
    for Warning { file, message } in &plan.warnings {
        say!("Let op: {file}: {message}");
    }
    print_table(plan.faults.as_slice());
    if plan.faults.dropped() > 0 {
        say!("… en nog {} fouten.", plan.faults.dropped());
    }
    let counts = plan.counts;
    say!(
        "Rijen: {} nieuw, {} gewijzigd, {} ongewijzigd, {} geweigerd.",
        counts.new,
        counts.changed,
        counts.unchanged,
        counts.refused
    );
    let through =
        receipt.complete_through.map_or_else(|| "onbekend".to_owned(), |day| day.format("%d-%m-%Y").to_string());
    match &receipt.applied {
        Some(applied) if counts.change_anything() => {
            say!("Opgeslagen als aanlevering {}, compleet tot en met {through}.", applied.delivery_id);
        }
        Some(applied) => say!(
            "Het register kende al deze rijen al: er is niets gewijzigd (aanlevering {}, compleet tot en met {through}).",
            applied.delivery_id
        ),
        None if dry_run => say!("Proef: er is niets opgeslagen."),
        None => {}
    }
}

fn way_out(receipt: &Receipt, arguments: &Arguments) -> String {
    if arguments.dry_run {
        "De aanlevering heeft fouten: verbeter ze voordat u aanlevert.".to_owned()
    } else if arguments.accept_valid || !receipt.plan.has_valid_part() {
        "Er is niets opgeslagen: verbeter de fouten en lever opnieuw aan.".to_owned()
    } else {
        "Er is niets opgeslagen: verbeter de fouten en lever opnieuw aan, of sla met --accept-valid op wat goed is."
            .to_owned()
    }
}

/// The faults as a table; the last column is as wide as it needs to be.
fn print_table(faults: &[Fault]) {
    const HEADER: [&str; 5] = ["bestand", "regel", "kolom", "waarde", "melding"];
    if faults.is_empty() {
        return;
    }
    let line = |fault: &Fault| {
        [
            fault.file.to_string(),
            fault.line.map_or_else(String::new, |line| line.to_string()),
            fault.column.as_deref().unwrap_or_default().to_owned(),
            fault.value.clone(),
            fault.message.clone(),
        ]
    };
    let rows: Vec<[String; 5]> = std::iter::once(HEADER.map(str::to_owned)).chain(faults.iter().map(line)).collect();
    let width = |i: usize| rows.iter().map(|row| row[i].chars().count()).max().unwrap_or(0);
    let [file, number, column, value] = [width(0), width(1), width(2), width(3)];
    for [f, n, c, v, message] in &rows {
        say!("{f:file$}  {n:>number$}  {c:column$}  {v:value$}  {message}");
    }
}
