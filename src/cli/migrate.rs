//! Bringing the tables of the database up to date, or back.

use stelselwacht::clock::Clock;
use stelselwacht::services::reassess::ReassessError;
use stelselwacht::services::terms;
use stelselwacht::storage::Store;

use super::output::say;
use super::{Failure, settings, store};

/// Bring the tables of the database up to date
///
/// Without options every step that is missing is done, all of them or, when one fails, none; then what a step could not
/// work out is assessed anew. The database is the one of `DATABASE_URL`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only say which steps are missing
    #[arg(long, conflicts_with = "down")]
    status: bool,
    /// Take back the last N steps; what their tables hold is lost
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    down: Option<u16>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let store = store(&settings()?)?;
    if arguments.status {
        return status(&store);
    }
    let (steps, verb) = match arguments.down {
        Some(count) => (store.revert_migrations(count.into())?, "Teruggedraaid"),
        None => (store.migrate()?, "Uitgevoerd"),
    };
    for step in &steps {
        say!("{verb}: {step}");
    }
    let firms = if arguments.down.is_none() { caught_up(&store)? } else { 0 };
    if firms > 0 {
        say!("De termijnen van {firms} bedrijven zijn bijgewerkt.");
    }
    if steps.is_empty() && firms == 0 {
        say!("De database {} was al bij; er is niets gewijzigd.", store.url());
    }
    Ok(())
}

/// What the steps cannot work out: the terms of verdicts that are older than the columns for them.
fn caught_up(store: &Store) -> Result<usize, Failure> {
    terms::catch_up(store, Clock::System.now()).map_err(|error| match error {
        ReassessError::Storage(error) => error.into(),
        error => {
            Failure::Environment(format!("De tabellen zijn bij, maar termijnen konden niet worden bijgewerkt: {error}"))
        }
    })
}

fn status(store: &Store) -> Result<(), Failure> {
    let pending = store.pending_migrations()?;
    if pending.is_empty() {
        say!("De database {} is bij.", store.url());
    } else {
        say!("In de database {} wachten {} stappen:", store.url(), pending.len());
        for step in pending {
            say!("  {step}");
        }
    }
    Ok(())
}
