//! The commands of the program, one file each. They parse, call the library and print; the rules live elsewhere.
//!
//! Exit codes: 0 done; 1 the input has faults and nothing was changed; 2 the command line itself is wrong;
//! 3 something around the program fails (a file, the database, the settings).

mod assess;
mod audit_trail;
mod config;
mod demo;
mod import;
mod input;
mod keys;
mod load_system;
mod migrate;
mod notify;
mod output;
mod replay;
mod serve;
mod signals;
mod supervise;
mod user;
mod verify;
mod withdraw;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use stelselwacht::config::Settings;
use stelselwacht::services::proof::signer::SignError;
use stelselwacht::storage::{StorageError, Store};

const AFTER_HELP: &str = "Settings come from the environment, such as DATABASE_URL; `stelselwacht config` shows them all.\n\n\
     Exit codes: 0 done; 1 the input is wrong and nothing was changed; 2 the command line is wrong; \
     3 a file, the database or a setting stands in the way.";

/// Register and supervision portal for Dutch certification systems.
#[derive(Debug, Parser)]
#[command(name = "stelselwacht", version, arg_required_else_help = true, after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Arguments),
    Serve(serve::Arguments),
    Migrate(migrate::Arguments),
    Notify(notify::Arguments),
    LoadSystem(load_system::Arguments),
    Assess(assess::Arguments),
    Import(import::Arguments),
    Withdraw(withdraw::Arguments),
    Replay(replay::Arguments),
    Supervise(supervise::Arguments),
    Signals(signals::Arguments),
    User(user::Arguments),
    Keys(keys::Arguments),
    Verify(verify::Arguments),
    AuditTrail(audit_trail::Arguments),
    Config(config::Arguments),
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

/// Every fault of the database is one of the environment: what users do wrong, services say in their own words.
impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        let cause = std::error::Error::source(&error).map(|cause| format!("\n({cause})")).unwrap_or_default();
        Self::Environment(format!("{error}{cause}"))
    }
}

impl From<SignError> for Failure {
    fn from(error: SignError) -> Self {
        match error {
            SignError::Storage(error) => error.into(),
            error => Self::Environment(error.to_string()),
        }
    }
}

/// The settings of this process.
fn settings() -> Result<Settings, Failure> {
    Settings::from_environment().map_err(|faults| Failure::Environment(faults.to_string()))
}

/// The database of the settings, whatever tables it has.
fn store(settings: &Settings) -> Result<Store, Failure> {
    Ok(Store::open_with(&settings.database.url, settings.database.pool_size)?)
}

/// The database of the settings with the tables of this program. A new SQLite file gets them; else `migrate` has to be
/// asked for.
fn ready_store(settings: &Settings) -> Result<Store, Failure> {
    let store = store(settings)?;
    store.ready()?;
    Ok(store)
}

/// Runs the command of this process.
pub(crate) fn run() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Migrate(arguments) => migrate::run(&arguments),
        Command::Notify(arguments) => notify::run(&arguments),
        Command::LoadSystem(arguments) => load_system::run(&arguments),
        Command::Assess(arguments) => assess::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Withdraw(arguments) => withdraw::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
        Command::Supervise(arguments) => supervise::run(&arguments),
        Command::Signals(arguments) => signals::run(&arguments),
        Command::User(arguments) => user::run(&arguments),
        Command::Keys(arguments) => keys::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::AuditTrail(arguments) => audit_trail::run(&arguments),
        Command::Config(arguments) => config::run(&arguments),
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
