//! The commands of the program, one file each. They parse, call the library and print; the rules live elsewhere.
//!
//! Exit codes: 0 done; 1 the input has faults and nothing was changed; 2 the command line itself is wrong;
//! 3 something around the program fails (a file, the database, the settings).

mod assess;
mod import;
mod supervise;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Register and supervision portal for Dutch certification systems.
#[derive(Debug, Parser)]
#[command(name = "stelselwacht", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Assess(assess::Arguments),
    Import(import::Arguments),
    Supervise(supervise::Arguments),
}

/// Why a command did not do what was asked; the text is shown to whoever gave the command.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The input is wrong; nothing was changed.
    #[error("{0}")]
    Refused(String),
    /// A file, the database or a setting stands in the way.
    #[error("{0}")]
    Environment(String),
}

/// Runs the command of this process.
pub(crate) fn run() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Assess(arguments) => assess::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Supervise(arguments) => supervise::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(match failure {
                Failure::Refused(_) => 1,
                Failure::Environment(_) => 3,
            })
        }
    }
}
