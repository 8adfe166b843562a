//! How mail leaves, and from whom.

use std::fmt;
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};

use super::reader::{Reader, Setting};

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

pub(super) const SETTINGS: [Setting; 2] = [SMTP_URL, MAIL_FROM];

/// Mail to those who follow changes.
#[derive(Debug, Clone)]
pub struct Mail {
    /// How it leaves.
    pub way: MailWay,
    /// From whom it is, as in `Register <register@voorbeeld.nl>`.
    pub from: String,
}

impl Mail {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let way = reader.masked(SMTP_URL, MailWay::parse);
        let from = sender(reader, way.as_ref());
        Some(Self { way: way?, from: from? })
    }

    pub(super) fn values(&self) -> [String; SETTINGS.len()] {
        [self.way.to_string(), self.from.clone()]
    }
}

/// Servers refuse mail from a machine without a name, so over SMTP the sender has to be given.
fn sender(reader: &mut Reader<'_>, way: Option<&MailWay>) -> Option<String> {
    let right = "geef een adres, zoals Register <register@voorbeeld.nl>";
    if matches!(way, Some(MailWay::Smtp(_))) && reader.given(MAIL_FROM).is_none() {
        reader.fault(MAIL_FROM, "", right);
        return None;
    }
    reader.parsed(MAIL_FROM, right, |text| {
        let plain = text.contains('@') && !text.contains(char::is_control);
        plain.then(|| text.to_owned())
    })
}

/// How mail leaves. Shown without password.
#[derive(Debug, Clone)]
pub enum MailWay {
    /// Nobody can follow changes by mail, and no address is asked for.
    Off,
    /// Over SMTP, to this address with its password.
    Smtp(SecretString),
    /// Into a folder, a file per mail.
    Folder(PathBuf),
}

const ACCEPTED: &str = "geef smtps://gebruiker:wachtwoord@server, smtp://server:587?tls=required, file:MAP of off";

impl MailWay {
    /// Reads `off`, `smtp://…`, `smtps://…` or `file:FOLDER`.
    ///
    /// # Errors
    /// What would be right; it never repeats what was given, because that may hold a password.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        if text == "off" {
            return Ok(Self::Off);
        }
        match text.split_once(':') {
            Some(("file", folder)) if !folder.is_empty() && !folder.contains('\0') => {
                Ok(Self::Folder(PathBuf::from(folder.strip_prefix("//").unwrap_or(folder))))
            }
            Some(("smtp" | "smtps", _)) => {
                let url = url::Url::parse(text).map_err(|_| ACCEPTED)?;
                let known = |(name, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| match &*name {
                    "tls" => url.scheme() == "smtp" && matches!(&*value, "required" | "opportunistic" | "none"),
                    "ca" => !value.is_empty(),
                    _ => false,
                };
                let right = url.has_host() && url.query_pairs().all(known);
                if right { Ok(Self::Smtp(SecretString::from(text.to_owned()))) } else { Err(ACCEPTED) }
            }
            _ => Err(ACCEPTED),
        }
    }
}

impl fmt::Display for MailWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("off"),
            Self::Folder(folder) => write!(f, "file:{}", folder.display()),
            Self::Smtp(url) => {
                let masked = url::Url::parse(url.expose_secret()).ok().and_then(|mut url| {
                    let hidden = url.password().is_none() || url.set_password(Some("***")).is_ok();
                    hidden.then_some(url)
                });
                f.write_str(masked.as_ref().map_or("smtp://***", url::Url::as_str))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MailWay;

    #[test]
    fn the_scheme_chooses_and_the_password_is_not_shown() {
        let shown = |text: &str| MailWay::parse(text).map(|way| format!("{way}"));
        assert_eq!(shown("off").as_deref(), Ok("off"));
        assert_eq!(shown("file:post/uit").as_deref(), Ok("file:post/uit"));
        assert_eq!(shown("smtps://jan:geheim@mail.example").as_deref(), Ok("smtps://jan:***@mail.example"));
        assert_eq!(shown("smtp://m.example:587?tls=required").as_deref(), Ok("smtp://m.example:587?tls=required"));
        for wrong in
            ["", "mail.example", "file:", "smtp://", "smtps://m.example?tls=required", "smtp://m.example?x=geheim"]
        {
            assert!(
                shown(wrong).is_err_and(|right| right.contains("file:MAP") && !right.contains("geheim")),
                "{wrong}"
            );
        }
        assert!(!format!("{:?}", MailWay::parse("smtps://jan:geheim@m.example")).contains("geheim"));
    }
}
