//! `supervise`: counts in, the figures of supervision out.

use std::io::{self, Write};
use std::path::PathBuf;

use stelselwacht::exchange::counts;

use super::Failure;
use super::input::read_text;

/// Compute the figures of supervision from counts and print them as JSON.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// JSON file with counts; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    counts: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let text = read_text(&arguments.counts)?;
    let figures = counts::supervise(&text).map_err(|faults| Failure::Refused(faults.to_string()))?;
    for section in figures.unknown_sections() {
        eprintln!("Let op: het onderdeel {section} is onbekend en is overgeslagen.");
    }
    let json = serde_json::to_string_pretty(&figures)
        .map_err(|error| Failure::Environment(format!("De uitkomst is niet als JSON te schrijven: {error}")))?;
    writeln!(io::stdout().lock(), "{json}")
        .map_err(|error| Failure::Environment(format!("De uitkomst is niet te schrijven: {error}")))
}
