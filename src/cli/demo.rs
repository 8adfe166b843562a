//! `demo`: the product doing its work on invented data.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use stelselwacht::clock::Clock;
use stelselwacht::services::Store;
use stelselwacht::services::demo::{self, ACCOUNTS, PASSWORD};
use stelselwacht::storage::DatabaseUrl;

use super::serve::{listen, serve};
use super::{Failure, settings};

/// The database of the demonstration and the files that SQLite keeps beside it.
const DATABASE: [&str; 3] = ["demo.db", "demo.db-wal", "demo.db-shm"];

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
    let settings = settings()?;
    let (listener, address) = listen(arguments.listen)?;
    let store = new_database(&arguments.folder)?;
    println!("Demonstratie: alle bedrijven, instellingen en cijfers zijn verzonnen.");
    fill(&store)?;
    welcome(arguments, address);
    serve(store, listener, &settings, true)
}

fn new_database(folder: &Path) -> Result<Store, Failure> {
    let failed = |error: std::io::Error| {
        Failure::Environment(format!("De map {} kan niet worden gebruikt: {error}.", folder.display()))
    };
    fs::create_dir_all(folder).map_err(failed)?;
    for name in DATABASE {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    let url = format!("sqlite:{}", folder.join("demo.db").display());
    let url = DatabaseUrl::parse(&url).map_err(|error| Failure::Environment(error.to_string()))?;
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

fn welcome(arguments: &Arguments, address: SocketAddr) {
    println!("Database: {}", arguments.folder.join("demo.db").display());
    println!("\n  Zoek een installateur     http://{address}/");
    println!("  Schema's en matrices      http://{address}/schemas");
    println!("  Inloggen                  http://{address}/inloggen\n");
    println!("Accounts, alle met wachtwoord {PASSWORD}:");
    for (email, _, body) in ACCOUNTS {
        println!("  {email:<28} {}", body.map_or("TloKB", |_| "instelling"));
    }
    println!("\nStoppen: Ctrl-C");
}
