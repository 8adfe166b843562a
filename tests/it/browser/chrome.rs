//! A chromedriver of its own for each test, on a port of its own, gone when the test is.

#![expect(clippy::expect_used, reason = "a test may fail loudly")]

use std::io::{BufRead, BufReader, ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::json;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};

const HOW_TO_GET_THEM: &str = "The tests in the browser need Chromium and its driver. `scripts/test` installs them on Debian and \
                               Ubuntu; by hand: sudo apt-get install chromium chromium-driver.";

/// What a browser in a container, without screen and without anything of its own to ask the network, is started with.
const FLAGS: [&str; 11] = [
    "--headless=new",
    "--window-size=1400,1100",
    "--disable-smooth-scrolling",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scripts {
    Allowed,
    Forbidden,
}

/// A running chromedriver, with the folder that its browser keeps its things in.
pub(super) struct Chrome {
    process: Child,
    port: u16,
    profile: tempfile::TempDir,
}

impl Chrome {
    /// Starts the driver; it chooses a free port and says which.
    pub(super) fn start() -> Self {
        let started = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut process = started.unwrap_or_else(|error| match error.kind() {
            ErrorKind::NotFound => panic!("chromedriver is missing. {HOW_TO_GET_THEM}"),
            _ => panic!("chromedriver does not start: {error}"),
        });
        let output = BufReader::new(process.stdout.take().expect("the output of chromedriver"));
        let started = "ChromeDriver was started successfully on port ";
        let port = output.lines().map_while(Result::ok).find_map(|line| {
            line.strip_prefix(started).map(|rest| rest.trim_end_matches('.').parse().expect("a port"))
        });
        let port = port.expect("chromedriver says on which port it listens");
        Self { process, port, profile: tempfile::tempdir().expect("a folder for the browser") }
    }

    /// Opens a browser.
    pub(super) async fn open(&self, scripts: Scripts) -> WebDriver {
        let mut wanted = DesiredCapabilities::chrome();
        for flag in FLAGS {
            wanted.add_arg(flag).expect("a flag");
        }
        wanted.add_arg(&format!("--user-data-dir={}", self.profile.path().display())).expect("a flag");
        if scripts == Scripts::Forbidden {
            const BLOCK: u8 = 2;
            let settings = json!({ "profile.managed_default_content_settings.javascript": BLOCK });
            wanted.add_experimental_option("prefs", settings).expect("a setting");
        }
        let opened = WebDriver::new(format!("http://127.0.0.1:{}", self.port), wanted).await;
        opened.unwrap_or_else(|error| panic!("Chromium does not start: {error}. {HOW_TO_GET_THEM}"))
    }

    /// Asks the driver to close its browsers and stop. Killed outright it would leave them running.
    fn ask_to_stop(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        stream.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Chrome {
    fn drop(&mut self) {
        if self.ask_to_stop().is_err() {
            // It is gone already, or does not answer.
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}
