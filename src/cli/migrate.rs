//! Bringing the tables of the database up to date, or back.

use stelselwacht::storage::Store;

use super::output::say;
use super::{Failure, settings, store};

/// Bring the tables of the database up to date
///
/// Without options every step that is missing is done, all of them or, when one fails, none. The database is the one of
/// `DATABASE_URL`.
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
    if steps.is_empty() {
        say!("De database {} was al bij; er is niets gewijzigd.", store.url());
    }
    Ok(())
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
