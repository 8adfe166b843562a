//! `demo`: the product doing its work on invented data.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use secrecy::{ExposeSecret as _, SecretString};
use stelselwacht::clock::Clock;
use stelselwacht::config::MailWay;
use stelselwacht::services::Store;
use stelselwacht::services::demo::{self, ACCOUNTS, PASSWORD, Workplace};
use stelselwacht::storage::DatabaseUrl;

use super::output::say;
use super::serve::{listen, serve};
use super::{Failure, settings};

/// What SQLite adds to the name of a database for the files beside it.
const BESIDE: [&str; 3] = ["", "-wal", "-shm"];

/// Show the portal with invented data: fill a new SQLite database, print addresses and accounts, and serve.
///
/// Every start makes the demonstration anew, so that its data always end last month; what was changed in an earlier one is
/// gone. No other database is touched.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Address and port to serve on; only on this machine.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder for the database.
    #[arg(long, value_name = "FOLDER", default_value = "stelselwacht-demo")]
    folder: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    // The accounts and their password are known to everybody.
    if !arguments.listen.ip().is_loopback() {
        return Err(Failure::Refused(format!(
            "De demonstratie draait alleen op deze computer: kies een adres als 127.0.0.1:{}.",
            arguments.listen.port()
        )));
    }
    let mut settings = settings()?;
    let (listener, address) = listen(arguments.listen)?;
    // Two demonstrations cannot share an address, so neither takes the database of the other.
    let database = arguments.folder.join(format!("demo-{}.db", address.port()));
    let store = new_database(&database)?;
    say!("Demonstratie: alle bedrijven, instellingen en cijfers zijn verzonnen.");
    fill(&store)?;
    let failed = |error| Failure::Environment(format!("De demonstratie kan niet worden gemaakt: {error}"));
    let secret = demo::signing(&store, Clock::System.now()).map_err(failed)?;
    let token = demo::token(&store, Clock::System.now()).map_err(failed)?;
    settings.public.secret = Some(secret);
    if matches!(settings.mail.way, MailWay::Off) {
        settings.mail.way = MailWay::Folder(arguments.folder.join(format!("post-{}", address.port())));
    }
    welcome(&database, address, &settings.mail.way, &token);
    serve(store, (listener, address), &settings, true)
}

fn new_database(database: &Path) -> Result<Store, Failure> {
    let failed = |error: std::io::Error| {
        Failure::Environment(format!("De database {} kan niet worden gemaakt: {error}.", database.display()))
    };
    database.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
    for beside in BESIDE {
        match fs::remove_file(format!("{}{beside}", database.display())) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    let url = DatabaseUrl::parse(&format!("sqlite:{}", database.display()))
        .map_err(|error| Failure::Environment(error.to_string()))?;
    let store = Store::open(&url)?;
    store.ready()?;
    Ok(store)
}

fn fill(store: &Store) -> Result<(), Failure> {
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("Aanleveringen verwerken: {bar:40} {pos} van {len}") {
        bar.set_style(style);
    }
    let told = |done: usize, total: usize| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    };
    let filled = demo::fill(store, Clock::System.now(), &told);
    bar.finish_and_clear();
    filled.map_err(|error| Failure::Environment(format!("De demonstratie kan niet worden gemaakt: {error}")))
}

fn welcome(database: &Path, address: SocketAddr, mail: &MailWay, token: &SecretString) {
    say!("Database: {}", database.display());
    say!("E-mail gaat naar: {mail}");
    say!("\n  Zoek een installateur     http://{address}/");
    say!("  Schema's en matrices      http://{address}/schemas");
    say!("  Inloggen                  http://{address}/inloggen\n");
    say!("Accounts, alle met wachtwoord {PASSWORD}:");
    for (email, _, workplace, duty) in ACCOUNTS {
        let at = match workplace {
            Workplace::Regulator => "TloKB",
            Workplace::Body(_) => "instelling",
            Workplace::SchemeOwner(_) => "schemabeheerder",
        };
        say!("  {email:<28} {at}, {duty}");
    }
    say!("\nAPI namens Alfa (dit token wordt één keer getoond en werkt tot de volgende start):");
    say!(
        "  curl -H 'Authorization: Bearer {}' http://{address}/api/v1/certificerende-instellingen/alfa/besluiten",
        token.expose_secret()
    );
    say!("\nStoppen: Ctrl-C");
}
