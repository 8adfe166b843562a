//! `assess`: what a sanction matrix says about audits and decisions.

use std::io::{self, BufWriter, ErrorKind, Read};
use std::path::{Path, PathBuf};

use stelselwacht::domain::assessment::assess;
use stelselwacht::domain::faults::{Fault, Faults};
use stelselwacht::domain::matrix::Matrix;
use stelselwacht::exchange::cases::Cases;
use stelselwacht::exchange::outcomes::write_outcomes;

use super::Failure;

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
    let parsed =
        Matrix::parse(&read(&arguments.matrix)?).map_err(|faults| refused("De matrix", &arguments.matrix, &faults))?;
    warn(&arguments.matrix, &parsed.warnings);
    let matrix = parsed.matrix;
    let cases = Cases::parse(&read(&arguments.cases)?, &matrix)
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

fn warn(file: &Path, warnings: &[Fault]) {
    for warning in warnings {
        eprintln!("Let op: {}: {warning}", file.display());
    }
}

fn refused(what: &str, file: &Path, faults: &Faults) -> Failure {
    let count = match faults.0.len() {
        1 => "1 fout".to_owned(),
        many => format!("{many} fouten"),
    };
    Failure::Refused(format!("{what} in {} kan niet gebruikt worden: {count}.\n{faults}", file.display()))
}

fn read(file: &Path) -> Result<String, Failure> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    let bytes = bytes.map_err(|error| {
        let reason = match error.kind() {
            ErrorKind::NotFound => "het bestand bestaat niet".to_owned(),
            ErrorKind::PermissionDenied => "u mag het niet lezen".to_owned(),
            ErrorKind::IsADirectory => "dit is een map".to_owned(),
            _ => error.to_string(),
        };
        Failure::Environment(format!("{} kan niet gelezen worden: {reason}.", file.display()))
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::Refused(format!(
            "{} is geen tekst in UTF-8 (byte {at} past daar niet in); bewaar het bestand als UTF-8.",
            file.display()
        ))
    })
}
