//! Settings, from the environment of the process and from nowhere else.
//!
//! Each subject has a file with its variables, how they are read, and how they are shown. [`Settings::table`] is the one list
//! of them: `--help`, the command `config` and `docs/configuration.md` all show it. Wrong settings are reported together, in
//! Dutch, each with what would be right. An empty value counts as not set.

mod database;
mod mail;
mod public;
mod reader;
mod server;
mod sessions;
mod sign_in;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use database::Database;
pub use mail::{Mail, MailWay};
pub use public::Public;
use reader::Reader;
pub use reader::{InvalidSettings, Setting, SettingFault};
pub use server::{Server, Visited};
pub use sessions::Sessions;
pub use sign_in::{GroupRoles, SignInService};

/// The settings of this process, all of them sound.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the register is kept.
    pub database: Database,
    /// Where the pages are served.
    pub server: Server,
    /// How long somebody stays logged in.
    pub sessions: Sessions,
    /// Mail to those who follow changes.
    pub mail: Mail,
    /// What the public is shown and given.
    pub public: Public,
    /// The sign-in service that people may use in the place of a password, if there is one.
    pub sign_in: Option<SignInService>,
    /// Which log lines are written, in the notation of `tracing`.
    pub log: String,
}

const LOG: Setting = Setting {
    name: "STELSELWACHT_LOG",
    default: "info",
    meaning: "Which log lines are written: a level (`error`, `warn`, `info`, `debug`, `trace`), or levels per module \
              such as `info,stelselwacht=debug`.",
};

/// Every setting, in the order in which [`Settings::current`] gives their values.
static TABLE: LazyLock<Vec<Setting>> = LazyLock::new(|| {
    let subjects: [&[Setting]; 7] = [
        &database::SETTINGS,
        &server::SETTINGS,
        &sessions::SETTINGS,
        &mail::SETTINGS,
        &public::SETTINGS,
        &sign_in::SETTINGS,
        &[LOG],
    ];
    subjects.concat()
});

/// What every variable of ours but `DATABASE_URL` starts with.
const PREFIX: &str = "STELSELWACHT_";

impl Settings {
    /// Every setting there is.
    pub fn table() -> &'static [Setting] {
        &TABLE
    }

    /// Reads the settings from the environment of this process.
    ///
    /// # Errors
    /// [`InvalidSettings`] with every fault; a variable of ours that does not exist is one, because it is misspelt.
    pub fn from_environment() -> Result<Self, InvalidSettings> {
        let ours: BTreeMap<String, String> = std::env::vars_os()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()))
            .filter(|(name, _)| name.starts_with(PREFIX) || name == database::NAME)
            .collect();
        let misspelt = ours.keys().filter(|name| !TABLE.iter().any(|setting| setting.name == name.as_str()));
        let mut faults: Vec<_> = misspelt
            .map(|name| SettingFault {
                name: name.clone(),
                value: None,
                message: "deze instelling bestaat niet; controleer de naam".to_owned(),
            })
            .collect();
        match Self::from_lookup(|name| ours.get(name).cloned()) {
            Ok(settings) if faults.is_empty() => Ok(settings),
            Ok(_) => Err(InvalidSettings(faults)),
            Err(InvalidSettings(others)) => {
                faults.extend(others);
                Err(InvalidSettings(faults))
            }
        }
    }

    /// Reads the settings from any source of values by name.
    ///
    /// # Errors
    /// [`InvalidSettings`] with every fault.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, InvalidSettings> {
        let mut reader = Reader { lookup: &lookup, faults: Vec::new() };
        let database = Database::read(&mut reader);
        let server = Server::read(&mut reader);
        let sessions = Sessions::read(&mut reader);
        let mail = Mail::read(&mut reader);
        let public = Public::read(&mut reader);
        let sign_in = SignInService::read(&mut reader);
        let log = reader.parsed(LOG, "geef een niveau: error, warn, info, debug of trace", log_filter);
        let faults = reader.faults;
        let settings = (|| {
            Some(Self {
                database: database?,
                server: server?,
                sessions: sessions?,
                mail: mail?,
                public: public?,
                sign_in,
                log: log?,
            })
        })();
        settings.filter(|_| faults.is_empty()).ok_or(InvalidSettings(faults))
    }

    /// Each setting with the value that holds in this process; secrets are masked.
    pub fn current(&self) -> Vec<(Setting, String)> {
        let values = (self.database.values().into_iter())
            .chain(self.server.values())
            .chain(self.sessions.values())
            .chain(self.mail.values())
            .chain(self.public.values())
            .chain(SignInService::values(self.sign_in.as_ref()))
            .chain([self.log.clone()]);
        TABLE.iter().copied().zip(values).collect()
    }
}

fn log_filter(text: &str) -> Option<String> {
    tracing_subscriber::EnvFilter::try_new(text).ok().map(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn settings(given: &[(&str, &str)]) -> Result<Settings, InvalidSettings> {
        Settings::from_lookup(|name| given.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn without_anything_the_defaults_of_the_table_hold() {
        for (setting, value) in settings(&[]).unwrap().current() {
            assert_eq!(value, setting.default, "{}", setting.name);
        }
        assert_eq!(settings(&[("STELSELWACHT_LOG", "  ")]).unwrap().log, "info", "empty is not set");
    }

    #[test]
    fn all_faults_are_named_at_once_with_what_would_be_right() {
        let wrong = settings(&[
            ("DATABASE_URL", "mysql://jan:geheim@h/db"),
            ("STELSELWACHT_LISTEN", "localhost"),
            ("STELSELWACHT_PUBLIC_URL", "https://x.example/pad"),
            ("STELSELWACHT_POOL_SIZE", "0"),
            ("STELSELWACHT_UPLOAD_LIMIT_MIB", "veel"),
            ("STELSELWACHT_SESSION_IDLE_MINUTES", "900"),
            ("STELSELWACHT_LOG", "a=b=c"),
        ])
        .unwrap_err();
        assert_eq!(wrong.0.len(), 7, "{wrong}");
        let text = wrong.to_string();
        for part in [
            "DATABASE_URL: ",
            "sqlite:PAD",
            "STELSELWACHT_LISTEN=localhost: geef een adres met poort",
            "STELSELWACHT_POOL_SIZE=0: geef een heel getal van 1 tot en met 100",
            "STELSELWACHT_SESSION_IDLE_MINUTES=900: mag niet langer",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("geheim"), "{text}");
    }

    #[test]
    fn the_public_address_follows_the_listening_one_and_decides_about_cookies() {
        let plain = settings(&[("STELSELWACHT_LISTEN", "127.0.0.1:9999")]).unwrap();
        let other = "127.0.0.1:7777".parse().unwrap();
        assert_eq!(plain.server.public_url_at(plain.server.listen), "http://127.0.0.1:9999");
        assert_eq!(plain.server.public_url_at(other), "http://127.0.0.1:7777");
        assert!(!plain.server.secure_cookies());
        let given = [("STELSELWACHT_LISTEN", "127.0.0.1:9999"), ("STELSELWACHT_PUBLIC_URL", "http://127.0.0.1:9999")];
        let kept = settings(&given).unwrap().server;
        assert_eq!(kept.public_url_at(other), "http://127.0.0.1:9999", "what was set is kept");
        assert!(settings(&[("STELSELWACHT_PUBLIC_URL", "https://x.example")]).unwrap().server.secure_cookies());
    }

    #[test]
    fn of_a_secret_only_is_told_whether_it_is_set() {
        let secret = "w8woord-dat-niemand-kan-raden-0123456789";
        let with = settings(&[("STELSELWACHT_SECRET", secret)]).unwrap();
        let shown = with.current();
        assert!(shown.iter().any(|(setting, value)| setting.name == "STELSELWACHT_SECRET" && value == "set"));
        assert!(!format!("{shown:?}{with:?}").contains("raden"));
        let short = settings(&[("STELSELWACHT_SECRET", "te-kort-geheim")]).unwrap_err().to_string();
        assert!(short.contains("STELSELWACHT_SECRET: is te kort") && !short.contains("geheim"), "{short}");
    }

    #[test]
    fn passwords_stay_out_of_the_table() {
        let shown = settings(&[("DATABASE_URL", "postgres://jan:geheim@h/db")]).unwrap().current();
        assert!(shown.iter().all(|(_, value)| !value.contains("geheim")));
    }
}
