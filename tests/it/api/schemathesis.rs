//! Schemathesis makes up thousands of requests from the document and holds every answer to it.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::support::site::RunningSite;

/// No answer may be a fault of ours, and every one is what the document says; who has no token is refused.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance,unsupported_method,ignored_auth";

/// How many requests are made up for each operation, beside those for every bound in the document.
const EXAMPLES: &str = "8";

/// Installing happens once, however many tests want it.
static INSTALLING: Mutex<()> = Mutex::new(());

/// Lets it loose, with this besides.
fn run(with_token: bool, more: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let installing = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let ready = Command::new(root.join("scripts/schemathesis")).output().unwrap();
    drop(installing);
    assert!(ready.status.success(), "{}", String::from_utf8_lossy(&ready.stderr));
    let site = RunningSite::with_deliveries(&["alfa"]);
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(root.join("target/schemathesis/bin/schemathesis"));
    command
        .current_dir(folder.path())
        .arg("run")
        .arg(site.url("/api/v1/openapi.json"))
        .args(["--url", &site.url("/api/v1"), "--phases", "examples,coverage,fuzzing"])
        .args(["--max-examples", EXAMPLES, "--seed", "20261124", "--workers", "1", "--warnings", "off"])
        .args(["--request-timeout", "60", "--suppress-health-check", "all", "--generation-database", "none"])
        .args(more);
    if with_token {
        command.args(["--header", &format!("Authorization: Bearer {}", site.full_token("alfa"))]);
    }
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("No issues found"), "nothing was tried: {told}");
}

#[test]
fn with_a_token_every_answer_is_what_the_document_says() {
    run(true, &["--checks", CHECKS]);
}

#[test]
fn without_a_token_every_answer_is_what_the_document_says() {
    run(false, &["--checks", CHECKS]);
}

/// Whoever reads may leave a parameter empty, as forms do; whoever writes may not.
#[test]
fn what_does_not_fit_the_document_is_not_stored() {
    run(true, &["--checks", "negative_data_rejection", "--include-tag", "aanleveren", "--mode", "negative"]);
}
