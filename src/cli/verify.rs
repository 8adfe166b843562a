//! `verify`: whether a statement is real.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use stelselwacht::domain::calendar::{dutch_day, in_words};
use stelselwacht::exchange::statement::Statement;
use stelselwacht::services::proof::keys;
use stelselwacht::services::proof::public_keys::PublicKeys;
use stelselwacht::services::proof::token::{self, LARGEST, Rejection, Verified};

use super::input::read_at_most;
use super::output::say;
use super::{Failure, ready_store, settings};

/// More than a key set with a key for every day of ten years.
const LARGEST_KEY_SET: usize = 2 * 1024 * 1024;

/// Check whether a statement was signed by the register, and tell what it says
///
/// Needs no network: the keys come from a file that was saved from /.well-known/jwks.json of the register, or from the
/// database. Exit code 0 when the statement is real; 1 when it was changed, or signed by a key that is unknown or revoked;
/// 3 when it could not be checked.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// File with the statement; `-` reads it from standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    source: Source,
    /// Print JSON: {geldig, reden, melding, sleutel, ondertekendOp, verklaring}
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Source {
    /// File with the keys of the register (JWKS)
    #[arg(long, value_name = "JWKS-FILE")]
    keys: Option<PathBuf>,
    /// Take the keys from the database of the settings
    #[arg(long)]
    database: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let keys = match &arguments.source.keys {
        Some(file) => from_file(file)?,
        None => keys::public(&ready_store(&settings()?)?)?,
    };
    let bytes = read_at_most(&arguments.file, LARGEST)?;
    let outcome = if bytes.len() > LARGEST {
        Err(Rejection::TooLarge)
    } else {
        str::from_utf8(&bytes).map_err(|_| Rejection::NotAStatement).and_then(|text| token::verify(text, &keys))
    };
    if arguments.json {
        print_json(&outcome)?;
    }
    match outcome {
        Ok(verified) if !arguments.json => {
            print(&verified, &arguments.source);
            Ok(())
        }
        Ok(_) => Ok(()),
        Err(rejection) => Err(Failure::Refused(format!("Deze verklaring bewijst niets. {rejection}"))),
    }
}

fn from_file(file: &Path) -> Result<PublicKeys, Failure> {
    let unusable = |reason: &dyn std::fmt::Display| {
        Failure::Environment(format!("Het bestand {} {reason}. De verklaring is niet gecontroleerd.", file.display()))
    };
    let bytes = read_at_most(file, LARGEST_KEY_SET)?;
    if bytes.len() > LARGEST_KEY_SET {
        return Err(unusable(&"is te groot voor een sleutelbestand"));
    }
    let text = str::from_utf8(&bytes).map_err(|_| unusable(&"is geen tekst in UTF-8"))?;
    PublicKeys::parse(text).map_err(|error| unusable(&error))
}

fn print_json(outcome: &Result<Verified, Rejection>) -> Result<(), Failure> {
    let value = match outcome {
        Ok(verified) => json!({
            "geldig": true,
            "reden": null,
            "melding": null,
            "sleutel": &verified.key.kid,
            "ondertekendOp": verified.signed_at,
            "verklaring": &verified.statement,
        }),
        Err(rejection) => json!({
            "geldig": false,
            "reden": rejection.code(),
            "melding": rejection.to_string(),
            "sleutel": rejection.key(),
            "ondertekendOp": null,
            "verklaring": null,
        }),
    };
    let text = serde_json::to_string_pretty(&value).map_err(|error| Failure::Environment(error.to_string()))?;
    say!("{text}");
    Ok(())
}

fn print(verified: &Verified, source: &Source) {
    let Verified { statement, signed_at, key } = verified;
    say!("Deze verklaring is echt: de handtekening klopt.");
    say!("Ondertekend op {} door {}", moment(*signed_at), plain(&statement.iss));
    say!("  met sleutel {}", key.kid);
    if let Some(retired) = key.retired_at {
        let since = in_words(dutch_day(retired));
        say!("  (buiten gebruik sinds {since}; wat zij eerder ondertekende, blijft te vertrouwen)");
    }
    say!("");
    for (what, value) in stated(statement) {
        say!("  {what:<18} {}", plain(&value));
    }
    say!("");
    if source.keys.is_some() {
        say!("Klopt dit adres met waar u de sleutels vandaan hebt? De sleutels horen van");
        say!("  {}/.well-known/jwks.json te komen.", plain(&statement.iss));
    }
    say!("De verklaring zegt hoe het toen was. Hoe het nu is, staat op");
    say!("  {}", plain(&statement.sub));
}

fn stated(statement: &Statement) -> Vec<(&'static str, String)> {
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "niet bekend".to_owned(), in_words);
    let version = statement.schemaversie.as_ref().map_or_else(String::new, |version| format!(", versie {version}"));
    vec![
        ("Certificaat", statement.certificaatnummer.to_string()),
        ("Bedrijf", format!("{}, {}", statement.naam, statement.plaats)),
        ("KvK-nummer", statement.kvk_nummer.to_string()),
        ("Afgegeven door", format!("{} ({})", statement.instelling_naam, statement.instelling)),
        ("Schema", format!("{} ({}){version}", statement.schema_naam, statement.schema)),
        ("Deelgebieden", statement.deelgebieden.join(", ")),
        ("Werk", statement.werkzaamheden.join(", ")),
        ("Afgegeven op", in_words(statement.afgegeven_op)),
        ("Geldig tot en met", in_words(statement.geldig_tot_en_met)),
        ("Peildatum", in_words(statement.peildatum)),
        ("Status", statement.status.word().replace('-', " ")),
        ("Sinds", day(statement.sinds)),
        ("Tot en met", day(statement.tot_en_met)),
        ("Volgens kennis van", moment(statement.bekend_op)),
    ]
}

fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    format!("{} om {} UTC", in_words(at.date_naive()), at.format("%H:%M:%S"))
}

/// Without signs that a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
