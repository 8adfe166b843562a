//! The binary may only hold code whose licence goes with the EUPL-1.2.

use std::process::Command;

use spdx::{Expression, LicenseItem, ParseMode};

const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "PostgreSQL",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

fn is_allowed(expression: &str) -> Result<bool, spdx::ParseError> {
    Ok(Expression::parse_mode(expression, ParseMode::LAX)?.evaluate(
        |requirement| matches!(&requirement.license, LicenseItem::Spdx { id, .. } if ALLOWED.contains(&id.name)),
    ))
}

/// The platform of this build: packages of other platforms are not in the binary and need not be downloaded.
fn host() -> Result<String, Box<dyn std::error::Error>> {
    let version = String::from_utf8(Command::new("rustc").arg("-vV").output()?.stdout)?;
    Ok(version.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?.to_owned())
}

#[test]
fn every_package_has_a_licence_that_goes_with_ours() -> Result<(), Box<dyn std::error::Error>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform"])
        .arg(host()?)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().ok_or("no packages")?;
    assert!(packages.len() > 50, "cargo metadata names the packages of the whole build");
    let mut refused = Vec::new();
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none");
        if !is_allowed(licence).unwrap_or(false) {
            refused.push(format!("{}: {licence}", package["name"]));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    Ok(())
}

#[test]
fn a_licence_that_does_not_go_is_seen() -> Result<(), Box<dyn std::error::Error>> {
    assert!(!is_allowed("GPL-3.0")?);
    assert!(is_allowed("GPL-3.0 OR MIT")?);
    assert!(!is_allowed("MIT AND AGPL-3.0-only")?);
    assert!(is_allowed("MIT/Apache-2.0")?);
    Ok(())
}
