//! `notify`: tell those who follow changes, once.

use clap::Args;
use secrecy::ExposeSecret;
use stelselwacht::clock::Clock;
use stelselwacht::config::{MailWay, Settings};
use stelselwacht::notify::Transport;
use stelselwacht::services::alerts::round::{Ways, round};
use stelselwacht::services::search::Register;

use super::output::say;
use super::{Failure, ready_store, settings};

/// Send the mail that is due to those who follow changes, once.
///
/// For a timer; `serve` does the same by itself every ten seconds. It also writes down which certificates expired or became
/// suspended because a day passed. Several programs on one database send everything once.
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<(), Failure> {
    let settings = settings()?;
    let transport = transport(&settings)?.ok_or_else(|| {
        Failure::Environment("E-mail staat uit: zet STELSELWACHT_SMTP_URL. Zie 'stelselwacht config'.".to_owned())
    })?;
    let store = ready_store(&settings)?;
    let register = Register::load(&store)?;
    let public_url = settings.server.public_url_at(settings.server.listen);
    let public_history_years = settings.public.history_years;
    let ways = Ways { transport: &transport, public_url: &public_url, public_history_years };
    let done = round(&store, &register, &ways, Clock::System.now())?;
    say!(
        "Verstuurd: {}. Later opnieuw: {}. Opgegeven: {}. Niet bevestigd en gewist: {}.",
        done.mails.left,
        done.mails.postponed,
        done.mails.given_up,
        done.erased
    );
    Ok(())
}

/// How mail leaves by these settings, if it does.
pub(super) fn transport(settings: &Settings) -> Result<Option<Transport>, Failure> {
    let made = match &settings.mail.way {
        MailWay::Off => return Ok(None),
        MailWay::Smtp(url) => Transport::smtp(url.expose_secret(), &settings.mail.from),
        MailWay::Folder(folder) => Transport::folder(folder.clone(), &settings.mail.from),
    };
    made.map(Some).map_err(|error| Failure::Environment(format!("E-mail kan zo niet worden verstuurd: {error}.")))
}
