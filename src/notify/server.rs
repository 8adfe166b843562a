//! The server that takes mail, from its address, and how safe the way to it is.
//!
//! To another machine the way is secured before anything is said; only an explicit `tls=none` lets mail go in the open, and a
//! password never does.

use std::fs;
use std::time::Duration;

use lettre::SmtpTransport;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use url::{Host, Url};

/// Why the address of a server cannot be used; the text does not repeat it, because it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct BadServer(String);

/// How the way to the server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Security {
    /// TLS from the first byte.
    Wrapped,
    /// Begun in the open, and not gone on with unless it was secured.
    Required,
    /// Secured when the server can.
    Opportunistic,
    /// In the open.
    None,
}

/// An address as it was read.
struct Asked {
    security: Security,
    /// A file with the certificate of an authority of one's own.
    authority: Option<String>,
}

/// How long one step of a conversation may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// The server at `smtps://user:password@host` or `smtp://host:port`, with `?tls=required`, `opportunistic` or `none`, and
/// `ca=FILE` for a server whose certificate is signed by an authority of one's own.
pub(super) fn server(address: &str, patience: Duration) -> Result<SmtpTransport, BadServer> {
    let refuse = |text: &str| BadServer(text.to_owned());
    let url = Url::parse(address).map_err(|_| refuse("dit is geen adres van een mailserver"))?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| refuse("het adres noemt geen server"))?;
    let Asked { security, authority } = asked(&url)?;
    let credentials = credentials(&url)?;
    if credentials.is_some() && !matches!(security, Security::Wrapped | Security::Required) {
        return Err(refuse("een wachtwoord gaat nooit onversleuteld over het net: gebruik smtps:// of tls=required"));
    }
    let parameters = || trusted(host.trim_start_matches('[').trim_end_matches(']'), authority.as_deref());
    let (tls, port) = match security {
        Security::Wrapped => (Tls::Wrapper(parameters()?), 465),
        Security::Required => (Tls::Required(parameters()?), 587),
        Security::Opportunistic => (Tls::Opportunistic(parameters()?), 25),
        Security::None => (Tls::None, 25),
    };
    let mut server = SmtpTransport::builder_dangerous(host.trim_start_matches('[').trim_end_matches(']'))
        .port(url.port().unwrap_or(port))
        .tls(tls)
        .timeout(Some(patience));
    if let Some(credentials) = credentials {
        server = server.credentials(credentials);
    }
    Ok(server.build())
}

fn asked(url: &Url) -> Result<Asked, BadServer> {
    let refuse = |text: &str| Err(BadServer(text.to_owned()));
    let (mut tls, mut authority) = (None, None);
    for (name, value) in url.query_pairs() {
        match &*name {
            "tls" => tls = Some(value.into_owned()),
            "ca" => authority = Some(value.into_owned()),
            _ => return refuse("achter het vraagteken staan alleen tls en ca"),
        }
    }
    let security = match (url.scheme(), tls.as_deref()) {
        ("smtps", None) => Security::Wrapped,
        ("smtp", Some("opportunistic")) => Security::Opportunistic,
        ("smtp", Some("none")) => Security::None,
        // On this machine itself nobody listens along.
        ("smtp", None) if is_this_machine(url) && url.username().is_empty() => Security::None,
        ("smtp", None | Some("required")) => Security::Required,
        ("smtp", Some(_)) => return refuse("tls is required, opportunistic of none"),
        ("smtps", Some(_)) => return refuse("smtps:// is al beveiligd: laat tls weg"),
        _ => return refuse("het adres begint met smtps:// of smtp://"),
    };
    Ok(Asked { security, authority })
}

/// The host of an address of mail is read as a domain, also when it is a number.
fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, BadServer> {
    let read = |text: &str| {
        let decoded =
            url::form_urlencoded::parse(text.replace('+', "%2B").as_bytes()).next().map(|(name, _)| name.into_owned());
        decoded.ok_or_else(|| BadServer("de gebruiker en het wachtwoord zijn niet te lezen".to_owned()))
    };
    match (url.username(), url.password()) {
        ("", _) => Ok(None),
        (user, password) => {
            let password = password.map_or_else(|| Ok(String::new()), read)?;
            Ok(Some(Credentials::new(read(user)?, password)))
        }
    }
}

fn trusted(host: &str, authority: Option<&str>) -> Result<TlsParameters, BadServer> {
    let refuse = |what: &str, cause: &dyn std::fmt::Display| BadServer(format!("{what}: {cause}"));
    let mut parameters = TlsParameters::builder(host.to_owned());
    if let Some(path) = authority {
        let pem = fs::read(path).map_err(|cause| refuse(&format!("{path} (ca) is niet te lezen"), &cause))?;
        let certificate =
            Certificate::from_pem(&pem).map_err(|cause| refuse(&format!("{path} (ca) is geen certificaat"), &cause))?;
        parameters = parameters.add_root_certificate(certificate);
    }
    parameters.build_rustls().map_err(|cause| refuse("de beveiliging van de verbinding kan zo niet", &cause))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn security(address: &str) -> Security {
        asked(&Url::parse(address).unwrap()).map(|asked| asked.security).unwrap()
    }

    #[test]
    fn the_way_to_another_machine_is_secured() {
        assert_eq!(security("smtps://mail.example"), Security::Wrapped);
        for address in [
            "smtp://mail.example",
            "smtp://mail.example:25",
            "smtp://jan:x@localhost",
            "smtp://192.0.2.1",
            "smtp://localhost.kwaad.example",
        ] {
            assert_eq!(security(address), Security::Required, "{address}");
        }
        for address in ["smtp://localhost", "smtp://127.0.0.1:2525", "smtp://[::1]:25", "smtp://mail.example?tls=none"]
        {
            assert_eq!(security(address), Security::None, "{address}");
        }
    }

    #[test]
    fn a_password_never_goes_in_the_open() {
        for address in [
            "smtp://jan:geheim@mail.example?tls=none",
            "smtp://jan:geheim@mail.example?tls=opportunistic",
            "smtp://jan:geheim@localhost?tls=none",
        ] {
            let refused = server(address, PATIENCE).unwrap_err().to_string();
            assert!(refused.contains("onversleuteld") && !refused.contains("geheim"), "{refused}");
        }
        assert!(server("smtps://jan:geheim@mail.example", PATIENCE).is_ok());
        assert!(server("smtp://jan%40x:ge%3Aheim@localhost", PATIENCE).is_ok());
    }

    #[test]
    fn an_address_that_cannot_be_used_is_refused_without_its_password() {
        for address in [
            "",
            "mail.example",
            "smtp://",
            "ftp://jan:geheim@x",
            "smtp://jan:geheim@x?tls=geheim",
            "smtp://x?ca=/geen/geheim.pem",
            "smtps://x?tls=none",
            "smtp://x?geheim=1",
        ] {
            let refused = server(address, PATIENCE).unwrap_err().to_string();
            assert!(!refused.contains("jan") && !refused.contains(":geheim"), "{refused}");
        }
    }
}
