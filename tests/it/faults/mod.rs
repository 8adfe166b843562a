//! Bad input and faults, as people meet them: a clear message in Dutch, the right exit code or status, nothing lost.
//!
//! What belongs to one capability is proved there: files that are not what they seem under `delivery`, every fault of a
//! matrix under `assessment`, a broken transaction under `consistency`, foreign records under `web`.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod help;
mod machine;
mod serving;

use std::process::{Command, Output};

/// The program on a database, without the settings of whoever runs the tests.
fn program(url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stelselwacht"));
    command.env_clear().env("DATABASE_URL", url);
    command
}

/// The exit code, and what is written to standard output and the error stream.
fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}
