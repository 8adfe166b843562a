//! `signals`: the signals that stand.

use clap::Args;
use stelselwacht::clock::Clock;
use stelselwacht::domain::access::{Actor, Supervise, decide};
use stelselwacht::services::supervise;

use super::output::say;
use super::{Failure, ready_store, settings};

/// List the signals (signalen) that stand, with the evidence they came from.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Print JSON: a list of {soort, instelling, schema, periode, niveau, zin, bewijs}.
    #[arg(long)]
    json: bool,
    /// First compute them anew, as of today.
    #[arg(long)]
    refresh: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let store = ready_store(&settings()?)?;
    let permit = decide(&Actor::Operator, Supervise).map_err(|denied| Failure::Refused(denied.to_string()))?;
    if arguments.refresh {
        let clock = Clock::System;
        store.write(|conn| supervise::follow(conn, clock.now(), clock.today()))?;
    }
    let signals: Vec<_> = supervise::standing(&store, &permit)?.into_iter().map(|known| known.signal).collect();
    if arguments.json {
        let text = serde_json::to_string_pretty(&signals).map_err(|error| Failure::Environment(error.to_string()))?;
        say!("{text}");
        return Ok(());
    }
    if signals.is_empty() {
        say!("Er zijn geen signalen.");
    }
    for signal in signals {
        let body = signal.body.as_ref().map_or("alle instellingen", |body| body.as_str());
        say!("{} · {} · {} · {}", signal.level.code(), signal.kind.code(), signal.scheme, body);
        say!("  {}\n  {}\n", signal.period, signal.sentence);
    }
    Ok(())
}
