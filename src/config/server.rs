//! Where the pages are served, and where visitors see them.

use std::net::SocketAddr;

use super::reader::{Reader, Setting};

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

pub(super) const SETTINGS: [Setting; 4] = [LISTEN, PUBLIC_URL, BEHIND_PROXY, UPLOAD_LIMIT];

/// Where the pages are served.
#[derive(Debug, Clone)]
pub struct Server {
    /// The address that is listened on.
    pub listen: SocketAddr,
    /// Where visitors see the pages.
    pub visited: Visited,
    /// Whether a proxy of ours stands before the portal and says who asks.
    pub behind_proxy: bool,
    /// The largest upload, in bytes.
    pub upload_limit: usize,
}

/// Where visitors see the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visited {
    /// At this address, wherever they are served.
    At(url::Url),
    /// Where they are served.
    WhereServed,
}

impl Server {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let listen = reader.parsed(LISTEN, "geef een adres met poort, zoals 127.0.0.1:8080", |text| text.parse().ok());
        let visited = match reader.given(PUBLIC_URL) {
            None => Some(Visited::WhereServed),
            Some(_) => {
                reader.parsed(PUBLIC_URL, "geef een adres zonder pad, zoals https://stelselwacht.example", address)
            }
        };
        let behind_proxy = reader.parsed(BEHIND_PROXY, "geef yes of no", yes_or_no);
        let upload_mib = reader.number(UPLOAD_LIMIT, 1..=1024_usize);
        Some(Self {
            listen: listen?,
            visited: visited?,
            behind_proxy: behind_proxy?,
            upload_limit: upload_mib? * 1024 * 1024,
        })
    }

    pub(super) fn values(&self) -> [String; SETTINGS.len()] {
        [
            self.listen.to_string(),
            self.public_url_at(self.listen),
            (if self.behind_proxy { "yes" } else { "no" }).to_owned(),
            (self.upload_limit / 1024 / 1024).to_string(),
        ]
    }

    /// The address that visitors see when the pages are served at this address, without a slash at the end.
    pub fn public_url_at(&self, served: SocketAddr) -> String {
        match &self.visited {
            Visited::At(url) => url.as_str().trim_end_matches('/').to_owned(),
            Visited::WhereServed => format!("http://{served}"),
        }
    }

    /// Whether cookies are only sent over secure connections.
    pub fn secure_cookies(&self) -> bool {
        matches!(&self.visited, Visited::At(url) if url.scheme() == "https")
    }
}

fn address(text: &str) -> Option<Visited> {
    let url = url::Url::parse(text).ok()?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let plain = url.username().is_empty() && url.password().is_none() && url.has_host();
    (bare && plain && matches!(url.scheme(), "http" | "https")).then_some(Visited::At(url))
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
