//! How mail leaves, as it is set.

use std::fmt;
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};

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
