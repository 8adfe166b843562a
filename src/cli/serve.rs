//! `serve`: the pages.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::web;
use clap::Args;
use stelselwacht::clock::Clock;
use stelselwacht::config::Settings;
use stelselwacht::notify::Transport;
use stelselwacht::services::Store;
use stelselwacht::services::accounts::Lifetimes;
use stelselwacht::services::alerts::round::{Ways, round};
use stelselwacht::services::changes::day;
use stelselwacht::web::pages;
use stelselwacht::web::portal::Portal;
use stelselwacht::web::rate_limit::Limits;
use stelselwacht::web::server::{self, Site};

use super::notify::transport;
use super::output::say;
use super::{Failure, ready_store, settings};

/// How soon a change by another process, such as `import`, shows in the search.
const FOLLOW_EVERY: Duration = Duration::from_secs(1);

/// How soon those who follow changes by mail are told.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// Serve the portal until it is told to stop.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Address and port to serve on, instead of the one in the settings.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let settings = settings()?;
    let store = ready_store(&settings)?;
    let (listener, address) = listen(arguments.listen.unwrap_or(settings.server.listen))?;
    say!("Stelselwacht: http://{address} ({})", store.url());
    serve(store, (listener, address), &settings, false)
}

/// Takes the address before anything else is done, so that it is known at once when it is not free. Port 0 is any free
/// port; the address that is taken comes back with the listener.
pub(super) fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Failure> {
    let failed = |error: std::io::Error| {
        let reason = match error.kind() {
            ErrorKind::AddrInUse => {
                "daar luistert al een ander programma. Stop dat, of kies met --listen een andere poort".to_owned()
            }
            ErrorKind::PermissionDenied => {
                "daar zijn geen rechten voor. Kies met --listen een poort vanaf 1024".to_owned()
            }
            ErrorKind::AddrNotAvailable => "deze computer heeft dat adres niet".to_owned(),
            _ => error.to_string(),
        };
        Failure::Environment(format!("Op {address} kan niet worden geluisterd: {reason}."))
    };
    let listener = TcpListener::bind(address).map_err(failed)?;
    let taken = listener.local_addr().map_err(failed)?;
    Ok((listener, taken))
}

/// Serves until the process is told to stop.
pub(super) fn serve(
    store: Store,
    (listener, address): (TcpListener, SocketAddr),
    settings: &Settings,
    demo: bool,
) -> Result<(), Failure> {
    log(settings);
    let lifetimes = Lifetimes { idle: settings.sessions.idle, absolute: settings.sessions.lifetime };
    let transport = transport(settings)?;
    let mut portal = Portal::open(store, Clock::System, lifetimes, settings.server.upload_limit)?
        .showing_history_of(settings.public.history_years)
        .signing_with(settings.public.secret.clone())?;
    portal.mails = transport.is_some();
    if !demo {
        portal = portal.demanding_a_second_factor();
    }
    day::show_history_of(&portal.store, portal.now(), portal.public_history_years)?;
    let site = Site {
        public_url: settings.server.public_url_at(address),
        demo,
        https: settings.server.secure_cookies(),
        behind_proxy: settings.server.behind_proxy,
    };
    let public_url = site.public_url.clone();
    let portal = portal.with_passkeys_at(&public_url).signing_in_through(settings.sign_in.clone(), &public_url);
    let shared = web::Data::new(portal.clone());
    let routes = move |config: &mut web::ServiceConfig| {
        config.app_data(shared.clone()).configure(pages::routes);
    };
    let failed = |error: &dyn std::fmt::Display| Failure::Environment(format!("De site kan niet draaien: {error}."));
    actix_web::rt::System::new().block_on(async move {
        if let Some(transport) = transport {
            actix_web::rt::spawn(tell(portal.clone(), transport, public_url));
        }
        actix_web::rt::spawn(follow(portal));
        let server = server::serve(site, Limits::default(), listener, routes).map_err(|error| failed(&error))?;
        server.await.map_err(|error| failed(&error))
    })
}

/// Tells those who follow changes by mail.
async fn tell(portal: Portal, transport: Transport, public_url: String) {
    loop {
        tokio::time::sleep(TELL_EVERY).await;
        let (transport, public_url) = (transport.clone(), public_url.clone());
        let told = portal.work(move |portal| {
            let public_history_years = portal.public_history_years;
            let ways = Ways { transport: &transport, public_url: &public_url, public_history_years };
            round(&portal.store, &portal.register, &ways, portal.now())
        });
        if let Err(error) = told.await {
            tracing::warn!(%error, "those who follow changes could not be told");
        }
    }
}

/// Lets the register in memory follow what other processes change, and what the passing of a day changes.
async fn follow(portal: Portal) {
    loop {
        tokio::time::sleep(FOLLOW_EVERY).await;
        let followed = portal.work(|portal| {
            day::turn(&portal.store, portal.now(), portal.public_history_years)?;
            portal.register.prepare(portal.today());
            portal.register.follow(&portal.store)
        });
        let followed = followed.await;
        if let Err(error) = followed {
            tracing::warn!(%error, "the register in memory could not follow the database");
        }
    }
}

fn log(settings: &Settings) {
    let filter = tracing_subscriber::EnvFilter::new(&settings.log);
    // Fails only when a log was set up already, which then stays.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
