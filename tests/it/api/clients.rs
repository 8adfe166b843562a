//! The example clients of the documentation, run as a body would run them.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use super::client::Program;
use super::programs::{acted, audit, certificate};
use crate::support::site::RunningSite;

struct Clients<'a> {
    site: &'a RunningSite,
    token: String,
    folder: tempfile::TempDir,
}

impl<'a> Clients<'a> {
    fn new(site: &'a RunningSite) -> Self {
        Self { site, token: site.full_token("alfa"), folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, content: &Value) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content.to_string()).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, client: &str, arguments: &[&str]) -> Output {
        let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/clients").join(client);
        let program = if client.extension().is_some_and(|ending| ending == "py") { "python3" } else { "bash" };
        Command::new(program)
            .arg(&client)
            .args(arguments)
            .env("STELSELWACHT_URL", self.site.url(""))
            .env("STELSELWACHT_BODY", "alfa")
            .env("STELSELWACHT_TOKEN", &self.token)
            .output()
            .unwrap_or_else(|error| panic!("the clients need {program} (and curl): {error}"))
    }
}

/// What it printed, when all went well.
#[track_caller]
fn printed(output: &Output) -> Value {
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_client_with_curl_delivers_once() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let clients = Clients::new(&site);
    let file = clients.file("goed.json", &json!({"certificaten": [certificate("AL-A-009999")]}));
    let before = acted(&site, "aanlevering-opgeslagen").len();
    let first = printed(&clients.run("deliver.sh", &[&file]));
    assert_eq!(first["geteld"]["nieuw"], 1);
    assert_eq!(printed(&clients.run("deliver.sh", &[&file])), first, "the same file again is the same delivery");
    assert_eq!(acted(&site, "aanlevering-opgeslagen").len(), before + 1);

    let wrong = clients
        .file("fout.json", &json!({"onderzoeken": [audit("N1", "AL-A-009999", "2026-01-02"), audit("N2", "X", "x")]}));
    let refused = clients.run("deliver.sh", &[&wrong]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stdout).contains("/onderzoeken/1/datum"));
    assert_eq!(printed(&clients.run("deliver.sh", &[&wrong, "geldige"]))["geteld"]["geweigerd"], 1);
}

#[test]
fn the_client_in_python_delivers_shows_and_changes() {
    let site = RunningSite::with_deliveries(&["alfa"]);
    let clients = Clients::new(&site);
    let file = clients.file("goed.json", &json!({"certificaten": [certificate("AL-A-009999")]}));
    assert_eq!(printed(&clients.run("deliver.py", &["send", &file]))["geteld"]["nieuw"], 1);
    let shown = printed(&clients.run("deliver.py", &["show", "onderzoeken", "A000001"]));
    assert_eq!(shown["beoordeling"]["peildatum"], "2026-01-30");
    let changed = clients.run("deliver.py", &["change", "certificaten", "AL-A-009999", "plaats", "Zeist"]);
    assert_eq!(printed(&changed)["plaats"], "Zeist");
    let program = Program::new(&site, "alfa", clients.token.clone());
    assert_eq!(program.get("/certificaten/AL-A-009999").json()["plaats"], "Zeist");

    let wrong = clients.file("fout.json", &json!({"onderzoeken": [audit("N2", "X", "x")]}));
    let refused = clients.run("deliver.py", &["send", &wrong]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("/onderzoeken/0/datum"), "{refused:?}");
}
