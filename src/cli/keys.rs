//! `keys`: the keys that sign statements.

use clap::{Args, Subcommand};
use stelselwacht::clock::Clock;
use stelselwacht::domain::access::{Actor, ManageKeys, Permit, decide};
use stelselwacht::domain::calendar::{dutch_day, in_words};
use stelselwacht::services::Store;
use stelselwacht::services::proof::keys::{self, KeyError};
use stelselwacht::services::proof::public_keys::{PublicKey, PublicKeys};

use super::output::say;
use super::{Failure, ready_store, settings};

/// Make, replace and revoke the keys that sign statements
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a key that signs from now on
    ///
    /// The key that signed until now is retired: it signs nothing more, and what it signed stays good. The private key is
    /// kept in the database, sealed with the secret of the settings. Programs that serve take it at once.
    New,
    /// List every key there ever was, oldest first
    List(List),
    /// Let a key sign nothing more; what it signed stays good
    Retire(Retire),
    /// Say that a key fell into other hands: nothing that it signed is believed any more
    ///
    /// It cannot be undone. Make a new key afterwards when this one was signing.
    Revoke(Revoke),
}

#[derive(Debug, Args)]
struct List {
    /// Print the key set (JWKS) as /.well-known/jwks.json publishes it
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Retire {
    /// Name of the key
    #[arg(value_name = "KEY", allow_hyphen_values = true)]
    kid: String,
}

#[derive(Debug, Args)]
struct Revoke {
    /// Name of the key
    #[arg(value_name = "KEY", allow_hyphen_values = true)]
    kid: String,
    /// Why, in a few words; this is published
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Storage(error) => error.into(),
            KeyError::Seal(error) => Self::Environment(error.to_string()),
            error => Self::Refused(error.to_string()),
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let settings = settings()?;
    let permit = decide(&Actor::Operator, ManageKeys).map_err(|denied| Failure::Refused(denied.to_string()))?;
    let store = ready_store(&settings)?;
    let now = Clock::System.now();
    match &arguments.command {
        Command::New => {
            let secret = settings.public.secret.as_ref().ok_or_else(|| {
                Failure::Environment(
                    "Er is geen geheim om de sleutel mee te verzegelen: stel STELSELWACHT_SECRET in, bijvoorbeeld op de \
                     uitvoer van 'openssl rand -base64 32', en geef elk programma dat ondertekent hetzelfde geheim."
                        .to_owned(),
                )
            })?;
            let made = keys::make(&store, &permit, now, secret)?;
            say!("Sleutel {} is gemaakt en ondertekent vanaf nu.", made.kid);
            if let Some(retired) = made.retired {
                say!("Sleutel {retired} is buiten gebruik; wat ermee ondertekend is, blijft te controleren.");
            }
            Ok(())
        }
        Command::List(wanted) => list(&keys::public(&store)?, wanted.json),
        Command::Retire(wanted) => retire(&store, &permit, &wanted.kid),
        Command::Revoke(wanted) => {
            let signed = keys::revoke(&store, &permit, now, &wanted.kid, &wanted.reason)?;
            say!("Sleutel {} is ingetrokken. Wat ermee ondertekend is, bewijst niets meer.", wanted.kid);
            if signed {
                say!("Er is nu geen sleutel in gebruik. Maak een nieuwe met 'stelselwacht keys new'.");
            }
            Ok(())
        }
    }
}

fn retire(store: &Store, permit: &Permit<ManageKeys>, kid: &str) -> Result<(), Failure> {
    keys::retire(store, permit, Clock::System.now(), kid)?;
    say!("Sleutel {kid} is buiten gebruik; wat ermee ondertekend is, blijft te controleren.");
    say!("Er is nu geen sleutel in gebruik. Maak een nieuwe met 'stelselwacht keys new'.");
    Ok(())
}

fn list(keys: &PublicKeys, json: bool) -> Result<(), Failure> {
    if json {
        let text = serde_json::to_string_pretty(&keys.published());
        say!("{}", text.map_err(|error| Failure::Environment(error.to_string()))?);
        return Ok(());
    }
    if keys.iter().next().is_none() {
        say!("Er zijn nog geen sleutels. Maak er een met 'stelselwacht keys new'.");
    }
    for key in keys.iter() {
        say!("{} · {}", key.kid, state(key));
    }
    Ok(())
}

fn state(key: &PublicKey) -> String {
    let made = format!("gemaakt op {}", in_words(dutch_day(key.created_at)));
    match (&key.revoked, key.retired_at) {
        (Some(revoked), _) => {
            format!("{made} · ingetrokken op {}: {}", in_words(dutch_day(revoked.at)), revoked.reason)
        }
        (None, Some(retired)) => format!("{made} · buiten gebruik sinds {}", in_words(dutch_day(retired))),
        (None, None) => format!("{made} · in gebruik"),
    }
}
