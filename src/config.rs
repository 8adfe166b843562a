//! Settings, from the environment of the process and from nowhere else.
//!
//! [`Settings::table`] is the one list of them: `--help`, the command `config` and `docs/configuration.md` all show it.
//! Wrong settings are reported together, in Dutch, each with what would be right. An empty value counts as not set.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

use chrono::TimeDelta;
use secrecy::SecretString;

mod mail;

pub use mail::MailWay;

use crate::storage::{DatabaseUrl, Store};

/// The settings of this process, all of them sound.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the register is kept.
    pub database: DatabaseUrl,
    /// How many connections to the database are kept at most.
    pub pool_size: u32,
    /// Where the pages are served.
    pub listen: SocketAddr,
    /// The address that visitors see, without a slash at the end.
    pub public_url: url::Url,
    /// Whether a proxy of ours stands before the portal and says who asks.
    pub behind_proxy: bool,
    /// The largest upload, in bytes.
    pub upload_limit: usize,
    /// After how long without use a session ends.
    pub session_idle: TimeDelta,
    /// After how long a session ends whatever happens.
    pub session_lifetime: TimeDelta,
    /// How mail to those who follow changes leaves.
    pub mail: MailWay,
    /// From whom that mail is, as in `Register <register@voorbeeld.nl>`.
    pub mail_from: String,
    /// How many years of past measures and former answers the public pages show.
    pub public_history_years: u32,
    /// What keys in the database are sealed with; without it the portal signs nothing.
    pub secret: Option<SecretString>,
    /// Which log lines are written, in the notation of `tracing`.
    pub log: String,
}

/// A setting as the documentation shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Name of the variable.
    pub name: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
    /// What it does, in English.
    pub meaning: &'static str,
}

const DATABASE_URL: Setting = Setting {
    name: "DATABASE_URL",
    default: "sqlite:stelselwacht.db",
    meaning: "Where the register is kept: `sqlite:PATH`, or `postgres://user:password@host:5432/database`. \
              Shown without its password.",
};
const POOL_SIZE: Setting = Setting {
    name: "STELSELWACHT_POOL_SIZE",
    default: "8",
    meaning: "Connections to the database that are kept at most, from 1 to 100.",
};
const LISTEN: Setting = Setting {
    name: "STELSELWACHT_LISTEN",
    default: "127.0.0.1:8080",
    meaning: "Address and port on which the pages are served.",
};
const PUBLIC_URL: Setting = Setting {
    name: "STELSELWACHT_PUBLIC_URL",
    default: "http://127.0.0.1:8080",
    meaning: "The address that visitors see, also behind a proxy. With `https` the session cookie is only sent over \
              secure connections, and browsers are told to stay on them.",
};
const BEHIND_PROXY: Setting = Setting {
    name: "STELSELWACHT_BEHIND_PROXY",
    default: "no",
    meaning: "`yes` when a proxy of yours stands before the portal and adds `X-Forwarded-For`: visitors are then counted by \
              the address it names. Without such a proxy anybody could invent one.",
};
const UPLOAD_LIMIT: Setting =
    Setting { name: "STELSELWACHT_UPLOAD_LIMIT_MIB", default: "64", meaning: "Largest upload in MiB, from 1 to 1024." };
const SESSION_IDLE: Setting = Setting {
    name: "STELSELWACHT_SESSION_IDLE_MINUTES",
    default: "30",
    meaning: "Minutes without use after which a session ends, from 1 to 1440.",
};
const SESSION_LIFETIME: Setting = Setting {
    name: "STELSELWACHT_SESSION_HOURS",
    default: "12",
    meaning: "Hours after which a session ends whatever happens, from 1 to 168.",
};
const SMTP_URL: Setting = Setting {
    name: "STELSELWACHT_SMTP_URL",
    default: "off",
    meaning: "How mail leaves: `smtps://user:password@host`, `smtp://host:587`, `file:FOLDER` for a file per mail, or \
              `off`: then nobody can follow by mail and no address is asked for. The way to another machine is always \
              secured, unless `?tls=none` says otherwise. Shown without its password.",
};
const MAIL_FROM: Setting = Setting {
    name: "STELSELWACHT_MAIL_FROM",
    default: "Stelselwacht <stelselwacht@localhost>",
    meaning: "From whom that mail is: an address, or `Name <address>`. Has to be set when mail leaves over SMTP.",
};
const PUBLIC_HISTORY: Setting = Setting {
    name: "STELSELWACHT_PUBLIC_HISTORY_YEARS",
    default: "5",
    meaning: "Years for which the public pages show measures that are over, and answer for days that have passed, from 0 to 100. \
              With `0` they only say what holds now. A measure in effect is always shown, and nothing is ever erased.",
};
const SECRET: Setting = Setting {
    name: "STELSELWACHT_SECRET",
    default: "not set",
    meaning: "Seals the keys that sign statements: at least 32 characters that nobody can guess, such as the output of \
              `openssl rand -base64 32`. Without it there are no statements. Never shown; only whether it is set.",
};
const LOG: Setting = Setting {
    name: "STELSELWACHT_LOG",
    default: "info",
    meaning: "Which log lines are written: a level (`error`, `warn`, `info`, `debug`, `trace`), or levels per module \
              such as `info,stelselwacht=debug`.",
};

const TABLE: [Setting; 13] = [
    DATABASE_URL,
    POOL_SIZE,
    LISTEN,
    PUBLIC_URL,
    BEHIND_PROXY,
    UPLOAD_LIMIT,
    SESSION_IDLE,
    SESSION_LIFETIME,
    SMTP_URL,
    MAIL_FROM,
    PUBLIC_HISTORY,
    SECRET,
    LOG,
];

/// Fewer characters than this can be guessed by whoever has a copy of the database.
const SHORTEST_SECRET: usize = 32;

/// What every variable of ours but `DATABASE_URL` starts with.
const PREFIX: &str = "STELSELWACHT_";

/// One setting that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingFault {
    /// Name of the variable.
    pub name: String,
    /// What it was set to; absent when that may hold a secret.
    pub value: Option<String>,
    /// What would be right, in Dutch.
    pub message: String,
}

impl fmt::Display for SettingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{}={value}: {}", self.name, self.message),
            None => write!(f, "{}: {}", self.name, self.message),
        }
    }
}

/// All settings that are wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct InvalidSettings(pub Vec<SettingFault>);

impl fmt::Display for InvalidSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "De instellingen kloppen niet:")?;
        self.0.iter().try_for_each(|fault| write!(f, "\n  {fault}"))?;
        write!(f, "\nAlle instellingen met hun betekenis: stelselwacht config")
    }
}

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
            .filter(|(name, _)| name.starts_with(PREFIX) || name == DATABASE_URL.name)
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
        let database = reader.database();
        let pool_size = reader.number(POOL_SIZE, 1..=100);
        let listen = reader.parsed(LISTEN, "geef een adres met poort, zoals 127.0.0.1:8080", |text| text.parse().ok());
        let public_url = reader.public_url(listen);
        let behind_proxy = reader.parsed(BEHIND_PROXY, "geef yes of no", yes_or_no);
        let upload_mib = reader.number(UPLOAD_LIMIT, 1..=1024_usize);
        let idle_minutes = reader.number(SESSION_IDLE, 1..=1440_i64);
        let lifetime_hours = reader.number(SESSION_LIFETIME, 1..=168_i64);
        let mail = reader.mail();
        let mail_from = reader.mail_from(mail.as_ref());
        let public_history_years = reader.number(PUBLIC_HISTORY, 0..=100_u32);
        let secret = reader.secret();
        let log = reader.parsed(LOG, "geef een niveau: error, warn, info, debug of trace", log_filter);
        if let (Some(idle), Some(lifetime)) = (idle_minutes, lifetime_hours)
            && idle > lifetime * 60
        {
            let message = format!("mag niet langer zijn dan {} ({lifetime} uur)", SESSION_LIFETIME.name);
            reader.fault(SESSION_IDLE, &idle.to_string(), &message);
        }
        let faults = reader.faults;
        let settings = (|| {
            Some(Self {
                database: database?,
                pool_size: pool_size?,
                listen: listen?,
                public_url: public_url?,
                behind_proxy: behind_proxy?,
                upload_limit: upload_mib? * 1024 * 1024,
                session_idle: TimeDelta::minutes(idle_minutes?),
                session_lifetime: TimeDelta::hours(lifetime_hours?),
                mail: mail?,
                mail_from: mail_from?,
                public_history_years: public_history_years?,
                secret,
                log: log?,
            })
        })();
        settings.filter(|_| faults.is_empty()).ok_or(InvalidSettings(faults))
    }

    /// Whether cookies are only sent over secure connections.
    pub fn secure_cookies(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// The address that visitors see when the pages are served at this address, without a slash at the end. A public
    /// address that was set is kept; otherwise it follows the address that is served.
    pub fn public_url_at(&self, served: SocketAddr) -> String {
        let set = self.public_url.as_str().trim_end_matches('/');
        if set == format!("http://{}", self.listen) { format!("http://{served}") } else { set.to_owned() }
    }

    /// Each setting with the value that holds in this process; secrets are masked.
    pub fn current(&self) -> Vec<(Setting, String)> {
        let values = [
            self.database.to_string(),
            self.pool_size.to_string(),
            self.listen.to_string(),
            self.public_url.as_str().trim_end_matches('/').to_owned(),
            (if self.behind_proxy { "yes" } else { "no" }).to_owned(),
            (self.upload_limit / 1024 / 1024).to_string(),
            self.session_idle.num_minutes().to_string(),
            self.session_lifetime.num_hours().to_string(),
            self.mail.to_string(),
            self.mail_from.clone(),
            self.public_history_years.to_string(),
            (if self.secret.is_some() { "set" } else { SECRET.default }).to_owned(),
            self.log.clone(),
        ];
        TABLE.into_iter().zip(values).collect()
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn log_filter(text: &str) -> Option<String> {
    tracing_subscriber::EnvFilter::try_new(text).ok().map(|_| text.to_owned())
}

/// Reads values and notes what is wrong with them.
struct Reader<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    faults: Vec<SettingFault>,
}

impl Reader<'_> {
    fn given(&self, setting: Setting) -> Option<String> {
        (self.lookup)(setting.name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn text(&self, setting: Setting) -> String {
        self.given(setting).unwrap_or_else(|| setting.default.to_owned())
    }

    fn fault(&mut self, setting: Setting, value: &str, message: &str) {
        let (name, value) = (setting.name.to_owned(), Some(value.to_owned()));
        self.faults.push(SettingFault { name, value, message: message.to_owned() });
    }

    fn parsed<T>(&mut self, setting: Setting, right: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(setting);
        let parsed = parse(&text);
        if parsed.is_none() {
            self.fault(setting, &text, right);
        }
        parsed
    }

    fn number<N: FromStr + PartialOrd + fmt::Display>(
        &mut self,
        setting: Setting,
        range: std::ops::RangeInclusive<N>,
    ) -> Option<N> {
        let right = format!("geef een heel getal van {} tot en met {}", range.start(), range.end());
        self.parsed(setting, &right, |text| text.parse().ok().filter(|number| range.contains(number)))
    }

    fn database(&mut self) -> Option<DatabaseUrl> {
        match DatabaseUrl::parse(&self.text(DATABASE_URL)) {
            Ok(url) => Some(url),
            Err(error) => {
                let (name, message) = (DATABASE_URL.name.to_owned(), error.to_string());
                self.faults.push(SettingFault { name, value: None, message });
                None
            }
        }
    }

    fn mail(&mut self) -> Option<MailWay> {
        match MailWay::parse(&self.text(SMTP_URL)) {
            Ok(way) => Some(way),
            Err(right) => {
                self.faults.push(SettingFault {
                    name: SMTP_URL.name.to_owned(),
                    value: None,
                    message: right.to_owned(),
                });
                None
            }
        }
    }

    /// Servers refuse mail from a machine without a name, so over SMTP the sender has to be given.
    fn mail_from(&mut self, way: Option<&MailWay>) -> Option<String> {
        let right = "geef een adres, zoals Register <register@voorbeeld.nl>";
        if matches!(way, Some(MailWay::Smtp(_))) && self.given(MAIL_FROM).is_none() {
            self.fault(MAIL_FROM, "", right);
            return None;
        }
        self.parsed(MAIL_FROM, right, |text| {
            let plain = text.contains('@') && !text.contains(char::is_control);
            plain.then(|| text.to_owned())
        })
    }

    /// Nothing of a secret is told, also not when it is refused.
    fn secret(&mut self) -> Option<SecretString> {
        let text = self.given(SECRET)?;
        if text.chars().count() < SHORTEST_SECRET {
            let message = format!("is te kort: geef ten minste {SHORTEST_SECRET} tekens die niemand kan raden");
            self.faults.push(SettingFault { name: SECRET.name.to_owned(), value: None, message });
        }
        Some(text.into())
    }

    /// Unless told otherwise, visitors see the address that is listened on.
    fn public_url(&mut self, listen: Option<SocketAddr>) -> Option<url::Url> {
        if let (None, Some(listen)) = (self.given(PUBLIC_URL), listen) {
            return url::Url::parse(&format!("http://{listen}")).ok();
        }
        self.parsed(PUBLIC_URL, "geef een adres zonder pad, zoals https://stelselwacht.example", |text| {
            let url = url::Url::parse(text).ok()?;
            let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
            let plain = url.username().is_empty() && url.password().is_none() && url.has_host();
            (bare && plain && matches!(url.scheme(), "http" | "https")).then_some(url)
        })
    }
}

const _: () = assert!(Store::DEFAULT_POOL_SIZE == 8, "the table of settings names this number");

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
        assert_eq!(plain.public_url.as_str(), "http://127.0.0.1:9999/");
        assert!(!plain.secure_cookies());
        assert!(settings(&[("STELSELWACHT_PUBLIC_URL", "https://x.example")]).unwrap().secure_cookies());
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
