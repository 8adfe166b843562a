//! `assess`: what a sanction matrix says about audits and decisions.

use std::io::{self, BufWriter, ErrorKind};
use std::path::{Path, PathBuf};

use stelselwacht::domain::assessment::assess;
use stelselwacht::domain::faults::{Fault, Faults};
use stelselwacht::domain::matrix::Matrix;
use stelselwacht::exchange::cases::Cases;
use stelselwacht::exchange::outcomes::write_outcomes;

use super::Failure;
use super::input::read_text;

/// Compare sanction decisions with what a sanction matrix prescribes.
///
/// Reads a matrix and cases as JSON and prints the outcome of each audit as JSON, with an explanation in Dutch. What looks
/// odd but is allowed is printed on the error stream. Nothing is stored.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// File with the sanction matrix (JSON).
    #[arg(long, value_name = "FILE")]
    matrix: PathBuf,
    /// File with the audits to assess (JSON); `-` reads them from standard input.
    #[arg(long, value_name = "FILE")]
    cases: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let parsed = Matrix::parse(&read_text(&arguments.matrix)?)
        .map_err(|faults| refused("De matrix", &arguments.matrix, &faults))?;
    warn(&arguments.matrix, &parsed.warnings);
    let matrix = parsed.matrix;
    let cases = Cases::parse(&read_text(&arguments.cases)?, &matrix)
        .map_err(|faults| refused("De zaken", &arguments.cases, &faults))?;
    warn(&arguments.cases, &cases.warnings);
    let assessments =
        assess(&matrix, &cases.audits, cases.as_of).map_err(|faults| refused("De zaken", &arguments.cases, &faults))?;
    match write_outcomes(&assessments, &matrix, BufWriter::with_capacity(1 << 16, io::stdout().lock())) {
        // Whoever reads, as in `| head`, has enough: that is no failure.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => {
            written.map_err(|error| Failure::Environment(format!("De uitkomst kan niet geschreven worden: {error}")))
        }
    }
}

/// Tells what looks odd in a file but is allowed.
pub(super) fn warn(file: &Path, warnings: &[Fault]) {
    for warning in warnings {
        eprintln!("Let op: {}: {warning}", file.display());
    }
}

/// Why a file cannot be used: every fault.
pub(super) fn refused(what: &str, file: &Path, faults: &Faults) -> Failure {
    let count = match faults.0.len() {
        1 => "1 fout".to_owned(),
        many => format!("{many} fouten"),
    };
    Failure::Refused(format!("{what} in {} kan niet gebruikt worden: {count}.\n{faults}", file.display()))
}
