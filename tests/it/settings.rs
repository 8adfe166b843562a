//! The documentation of the settings is the table of the program.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use stelselwacht::config::Settings;

#[test]
fn the_documentation_lists_every_setting_as_the_program_knows_it() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/configuration.md")).unwrap();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<String> = Settings::table()
        .iter()
        .map(|setting| format!("| `{}` | `{}` | {} |", setting.name, setting.default, setting.meaning))
        .collect();
    assert_eq!(rows, expected);
}
